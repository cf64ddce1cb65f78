"""Files of evidence on their way from a browser to the private folder and back, and what they
prove.
"""
