"""What the Council's work leaves on paper, and the acceptance of its figures."""
