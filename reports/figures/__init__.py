"""What a report says in figures: tables, charts, comparisons, and their open data, as values without HTML and without drawing."""
