"""The order of the house: its layout, how modules are read, what is asked, and its measures."""
