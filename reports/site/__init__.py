"""What the public looks at: the report to download, and open data with the page that explains
it.
"""
