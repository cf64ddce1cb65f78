"""Handing a file in: what it lacks, the act, receipts, more time for one unit, and reminders."""
