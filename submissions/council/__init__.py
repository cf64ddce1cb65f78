"""The Council at work (Hội đồng): seats, meetings, motions, comments, scores it changes."""
