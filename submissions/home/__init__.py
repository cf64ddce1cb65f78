"""The first page: the campaigns that a person sees, and what waits for that person in them."""
