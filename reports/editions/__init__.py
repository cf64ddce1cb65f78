"""Published editions of a report: what is frozen, how it is stored and made again, and what is checked before publication."""
