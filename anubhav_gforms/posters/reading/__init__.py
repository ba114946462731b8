"""Finished pages and photos, read back: codes, texts, fonts, and what is wrong with them."""
