"""How well photos of walls are read: posters found, foreign codes flagged."""
