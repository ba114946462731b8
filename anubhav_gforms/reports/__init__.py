"""Grades → what people read: page, tables, workbook and packs. Tables are computed once and drawn many times."""

from .audience import audience_files, old_pages
from .contents import Contents, make_contents
from .freshness import Freshness, make_freshness
from .gather import gather, inputs_of
from .manifest import Manifest, Verification, compare, read_manifest
from .messages import Audience
from .pack import Language
from .periods import Month, Week
from .report import Report, write_files
from .rhythm import Rhythm, make_rhythm

__all__ = [
    "Audience",
    "Contents",
    "Freshness",
    "Language",
    "Manifest",
    "Month",
    "Report",
    "Rhythm",
    "Verification",
    "Week",
    "audience_files",
    "compare",
    "gather",
    "inputs_of",
    "make_contents",
    "make_freshness",
    "make_rhythm",
    "old_pages",
    "read_manifest",
    "write_files",
]
