"""Posters: designs, the page, printing, the reader that checks each page, and photos of walls."""
