"""The reader of an answer and of all that is known of it: claimed, proved, decided, replied.

Nothing here writes.
"""
