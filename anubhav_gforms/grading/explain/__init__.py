"""How a grade came about: every step from counts to letter, with its numbers, as text, JSON or a page to print."""

from .explanation import Explanation
from .page import page
from .steps import explain
from .words import text

__all__ = ["Explanation", "explain", "page", "text"]
