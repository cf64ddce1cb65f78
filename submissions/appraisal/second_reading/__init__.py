"""A second, independent reading of a group, and settling where two readings differ."""
