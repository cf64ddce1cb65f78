"""The record on screen and its verification: acts, changes in words, filters, pages.

Nothing here writes entries.
"""
