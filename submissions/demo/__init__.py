"""Trial data: demo accounts and a campaign to try filling in.

Nothing here runs unless asked for by name.
"""
