"""What a signed PDF holds: its signatures, what was added to it, and how much may be."""
