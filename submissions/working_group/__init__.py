"""Page shapes of the working group (Tổ giúp việc): who appraises what, how far it is, and one yardstick across units."""
