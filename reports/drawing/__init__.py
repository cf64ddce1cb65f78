"""Charts as marks and as SVG, on a page and in print. Knows values only."""
