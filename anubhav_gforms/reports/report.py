"""Contents → the files of a report's folder, each written whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..files import write_whole
from .contents import Contents
from .files import csv_bytes, grade_columns, grade_rows, json_bytes
from .manifest import NAME, Manifest, file_hashes, manifest_bytes
from .pack import PackLanguage, district_pack, range_pack, strips
from .page import page_bytes
from .workbook import workbook_bytes

Advance = Callable[[int, int], None]
PAGE, CSV, JSON, WORKBOOK, PACK = "report.html", "grades.csv", "grades.json", "grades.xlsx", "range.pdf"
STRIPS = "you-said-we-did.pdf"
SHARED = "shared/"
"""Folder of what may be shown to everybody: the range as readers outside the IG's office see it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was written: the folder, its files by name, the contents they show to the IG and to others, the manifest of it all."""

    folder: Path
    files: Mapping[str, Path]
    contents: Contents
    manifest: Manifest
    outside: Contents | None = None

    @property
    def page(self) -> Path:
        return self.files[PAGE]


def write_files(
    contents: Contents,
    folder: Path,
    *,
    outside: Contents | None = None,
    language: PackLanguage = PackLanguage.BOTH,
    inputs: Mapping[str, str] | None = None,
    extras: Mapping[str, Callable[[], bytes]] | None = None,
    command: str = "",
    on_file: Advance = lambda done, total: None,
) -> Report:
    """Write the report into `folder`. The same input gives the same bytes.

    For the IG: report.html, grades.csv, grades.json, grades.xlsx and range.pdf. From `outside`, made of full lots: the same
    under shared/, and districts/<code>.pdf for each SP; none of these without it. PDF files in `language`.
    you-said-we-did.pdf when actions.csv holds some; `extras` (name → maker; messages can be read by this user only);
    manifest.json with `inputs`, `command` and the hash of every file.
    """
    makers = faces(contents, language)
    if outside:
        makers |= {f"{SHARED}{name}": make for name, make in faces(outside, language).items()}
        for district in contents.campaign.districts:
            makers[f"districts/{district.code}.pdf"] = partial(district_pack, outside, district, language)
    if hung := strips(contents, contents.actions, language):
        makers[STRIPS] = lambda: hung
    makers |= extras or {}
    written: dict[str, Path] = {}
    for name, make in makers.items():
        on_file(len(written), len(makers))
        written[name] = write_whole(folder / name, make(), shared="messages" not in name)
    on_file(len(written), len(makers))
    manifest = _manifest(contents, command, inputs or {}, file_hashes(written.values(), folder), language)
    written[NAME] = write_whole(folder / NAME, manifest_bytes(manifest), shared=True)
    return Report(folder, written, contents, manifest, outside)


def faces(contents: Contents, language: PackLanguage) -> dict[str, Callable[[], bytes]]:
    """Page, tables, workbook and pack of the range."""
    letters, table = contents.letters, contents.table
    rows = grade_rows(table, letters)
    return {
        PAGE: lambda: page_bytes(contents),
        CSV: lambda: csv_bytes(rows, grade_columns(table, letters)),
        JSON: lambda: json_bytes(rows),
        WORKBOOK: lambda: workbook_bytes(contents),
        PACK: lambda: range_pack(contents, language),
    }


def _manifest(
    contents: Contents, command: str, inputs: Mapping[str, str], files: Mapping[str, str], language: PackLanguage
) -> Manifest:
    week, when = contents.week.label, contents.freshness.data_up_to
    return Manifest(
        campaign=contents.campaign.id,
        week=week,
        since=contents.changes.since.label,
        command=command or f"anubhav report --week {week}",
        data_up_to=when.isoformat() if when else "",
        inputs=inputs,
        files=files,
        language=str(language),
    )
