"""Who appraises whose file: by hand, spread evenly, or claimed."""
