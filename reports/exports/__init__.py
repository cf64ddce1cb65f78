"""The report to go on working with: Word, workbook, every criterion, and the whole file of a
campaign as one ZIP.
"""
