"""Grades → what people read: one page, the same numbers as files. Tables are computed once and drawn many times."""

from .contents import Contents, Freshness, make_contents
from .report import Report, write_report

__all__ = ["Contents", "Freshness", "Report", "make_contents", "write_report"]
