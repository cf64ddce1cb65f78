"""The Council's side of a campaign: who sits in it, how a vote came out, and its pages as finished values."""
