"""What a unit sees of its own file at work: page shapes as finished rows. Nothing here writes, and nothing knows requests."""
