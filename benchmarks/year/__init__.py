"""A year on a simulated clock."""
