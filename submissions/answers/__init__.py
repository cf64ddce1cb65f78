"""Self-scoring: what a unit enters for its criteria, saved cell by cell, and groups that do not
apply.
"""
