"""Grades → what people read: page, tables, workbook and packs. Tables are computed once and drawn many times."""

from ..nouns.week import Month, Week
from .audience import audience_files, pages_of_messages
from .contents import Contents
from .freshness import Freshness
from .gather import gather, gather_counts, inputs_of, make_contents
from .manifest import Manifest, Verification, compare_figures, compare_manifests, read_manifest
from .messages import Audience
from .office import for_office
from .outward import for_outside
from .pack import PackLanguage
from .report import Report, keep_earlier, same_figures, write_files
from .rhythm import Rhythm

__all__ = [
    "Audience", "Contents", "Freshness", "Manifest", "Month", "PackLanguage", "Report", "Rhythm", "Verification",
    "Week", "audience_files", "compare_figures", "compare_manifests", "for_office", "for_outside", "gather", "gather_counts", "inputs_of",
    "keep_earlier", "make_contents", "pages_of_messages", "read_manifest",
    "same_figures", "write_files",
]  # fmt: skip
