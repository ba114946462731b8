"""Grades → what people read: one page, the same numbers as files. Tables are computed once and drawn many times."""

from .contents import Contents, Week, make_contents
from .freshness import Freshness, make_freshness
from .report import Report, write_files
from .rhythm import COLUMNS as RHYTHM_COLUMNS
from .rhythm import Rhythm, make_rhythm

__all__ = [
    "RHYTHM_COLUMNS",
    "Contents",
    "Freshness",
    "Report",
    "Rhythm",
    "Week",
    "make_contents",
    "make_freshness",
    "make_rhythm",
    "write_files",
]
