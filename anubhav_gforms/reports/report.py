"""Contents → the files of a report's folder, each written whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .contents import Contents
from .files import csv_bytes, grade_columns, grade_rows, json_bytes, write_whole
from .pack import Language, district_pack, range_pack
from .page import page_bytes
from .workbook import workbook_bytes

Advance = Callable[[int, int], None]
PAGE, CSV, JSON, WORKBOOK, PACK = "report.html", "grades.csv", "grades.json", "grades.xlsx", "range.pdf"


@dataclass(frozen=True, slots=True)
class Report:
    """What was written: the folder, its files by name, and the contents they show."""

    folder: Path
    files: Mapping[str, Path]
    contents: Contents

    @property
    def page(self) -> Path:
        return self.files[PAGE]


def write_files(
    contents: Contents,
    folder: Path,
    *,
    language: Language = Language.BOTH,
    on_file: Advance = lambda done, total: None,
) -> Report:
    """Write the report into `folder`. The same input gives the same bytes.

    report.html; grades.csv, grades.json and grades.xlsx with the grades; range.pdf for the IG and districts/<code>.pdf for
    each SP, in `language`.
    """
    letters, table = contents.letters, contents.table
    rows = grade_rows(table, letters)
    makers: dict[str, Callable[[], bytes]] = {
        PAGE: lambda: page_bytes(contents),
        CSV: lambda: csv_bytes(rows, grade_columns(table, letters)),
        JSON: lambda: json_bytes(rows),
        WORKBOOK: lambda: workbook_bytes(contents),
        PACK: lambda: range_pack(contents, language),
    }
    for district in contents.campaign.districts:
        makers[f"districts/{district.code}.pdf"] = partial(district_pack, contents, district, language)
    written: dict[str, Path] = {}
    for name, make in makers.items():
        on_file(len(written), len(makers))
        written[name] = write_whole(folder / name, make())
    on_file(len(written), len(makers))
    return Report(folder, written, contents)
