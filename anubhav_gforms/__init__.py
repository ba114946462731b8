"""Citizens' feedback for a police range: a form, its posters, its answers and fair grades."""

__version__ = "0.1.0"
