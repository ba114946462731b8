"""Cube → estimates, letters, districts, trends and flags."""
