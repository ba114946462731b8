"""How a grade came about: every step from counts to letter, as values with its numbers."""

from .explanation import Explanation
from .steps import explain

__all__ = ["Explanation", "explain"]
