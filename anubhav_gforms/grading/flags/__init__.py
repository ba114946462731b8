"""Integrity flags F1 to F9: what is odd about the responses of a station, for a person to look at."""

from .find import evidence, find_flags
from .flag import Flag, Severity
from .rules import RULES, TITLES

__all__ = ["RULES", "TITLES", "Flag", "Severity", "evidence", "find_flags"]
