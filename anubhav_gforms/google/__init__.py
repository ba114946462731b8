"""The only room that speaks Google."""
