"""The pieces a printed page is made of, and the programs that set them as PDF and Word.

Knows no report.
"""
