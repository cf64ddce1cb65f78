"""The workbook (.xlsx) of figures: every table, what each figure comes from, and the criteria
behind.
"""
