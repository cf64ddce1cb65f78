"""A unit's file as an Excel workbook: made, read back, compared with what has changed
meanwhile, and stored.
"""
