"""The words of a report as values: what the application drafts, what was stored, and how both
become one document.
"""
