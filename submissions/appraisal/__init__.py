"""The working group at work (Tổ giúp việc): desk, one yardstick across units, on-site counts,
notes.
"""
