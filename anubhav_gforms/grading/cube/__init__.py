"""Responses counted once: the cube, what of it counts, and how it travels. Nothing here knows a score."""
