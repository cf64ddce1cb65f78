"""The words of a report: what the application drafts, what the secretary made of it, and how both become one document."""
