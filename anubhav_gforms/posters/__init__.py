"""Posters: paper, fonts, shaped text, the page, and the reader that checks each page."""
