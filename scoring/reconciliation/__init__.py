"""Printed figures against recomputed ones (đối soát), and what a printed report leaves in doubt."""
