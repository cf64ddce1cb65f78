"""What the pages of a campaign show, as finished rows: texts, states and addresses. Each page in a fixed number of queries."""
