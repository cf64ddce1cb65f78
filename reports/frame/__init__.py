"""What every page of figures needs: bar and trail, addresses, how tables and charts stand as
values, phrases.
"""
