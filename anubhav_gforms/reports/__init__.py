"""Grades → what people read: page, tables, workbook and packs. Tables are computed once and drawn many times."""

from .contents import Contents, Week, make_contents
from .freshness import Freshness, make_freshness
from .gather import gather, inputs_of
from .manifest import Manifest, Verification, compare, read_manifest
from .report import Report, write_files
from .rhythm import Rhythm, make_rhythm

__all__ = [
    "Contents",
    "Freshness",
    "Manifest",
    "Report",
    "Rhythm",
    "Verification",
    "Week",
    "compare",
    "gather",
    "inputs_of",
    "make_contents",
    "make_freshness",
    "make_rhythm",
    "read_manifest",
    "write_files",
]
