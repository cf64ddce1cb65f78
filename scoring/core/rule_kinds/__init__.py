"""The kinds of rule, each described once: what it takes, what it is worth, what it asks and what
it says. A further kind is a further class, and one line in `kinds`.
"""
