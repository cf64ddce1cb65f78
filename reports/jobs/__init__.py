"""Files of a report made outside the web worker: asked for, made, and how far they have come."""
