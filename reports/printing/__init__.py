"""The printed document: its pieces in reading order, and the programs that set them as PDF and Word."""
