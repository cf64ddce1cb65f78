"""What a report says in figures: tables, charts, comparisons, sources of each figure, as values
and as pages.
"""
