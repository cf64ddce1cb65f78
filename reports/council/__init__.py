"""What the Council's work leaves on paper: drafts before meetings, minutes, and the acceptance
of the figures.
"""
