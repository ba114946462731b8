"""How a grade came about, in sentences: as text, or as a page to print."""

from .page import page
from .words import text

__all__ = ["page", "text"]
