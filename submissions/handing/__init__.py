"""Handing a submission in: what it holds, what it lacks, its receipts, more time for one unit, and reminders. Writes nothing."""
