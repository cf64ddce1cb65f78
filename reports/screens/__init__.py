"""What the browser shows, as finished rows: texts, marks and addresses. No queries and no HTML; templates only lay them out."""
