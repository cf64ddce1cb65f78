"""Reading the record on screen: the names of acts, changes in words, filters and pages. Nothing here writes entries."""
