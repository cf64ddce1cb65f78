"""A person's own notifications."""
