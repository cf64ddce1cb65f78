"""The sentences of a report, and what they rest on besides its figures."""
