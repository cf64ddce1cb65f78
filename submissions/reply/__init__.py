"""A unit's reply to the first round: criterion by criterion, and as a whole by its head."""
