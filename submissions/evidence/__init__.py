"""Files of evidence on their way from a browser to the private folder and back: arriving, checking, keeping, handing out."""
