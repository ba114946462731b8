"""Integrity flags F1 to F9: what is odd about the answers of a station, for a person to look at."""

from .find import evidence, find_flags
from .flag import RULES, Flag, Severity

__all__ = ["RULES", "Flag", "Severity", "evidence", "find_flags"]
