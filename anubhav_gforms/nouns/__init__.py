"""The values that rooms hand to one another: frozen, without files or network. What fewer than three rooms exchange stays home."""
