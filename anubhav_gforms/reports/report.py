"""Contents → the files of a report's folder, each written whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .contents import Contents
from .files import csv_bytes, grade_columns, grade_rows, json_bytes, write_whole
from .page import page_bytes

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What was written: the folder and its files, and the contents they show."""

    folder: Path
    page: Path
    grades_csv: Path
    grades_json: Path
    contents: Contents


def write_files(
    contents: Contents, table: pd.DataFrame, folder: Path, *, on_file: Advance = lambda done, total: None
) -> Report:
    """Write report.html, grades.csv and grades.json into `folder`. The same input gives the same bytes."""
    letters = contents.letters
    rows = grade_rows(table, letters)
    makers: dict[str, Callable[[], bytes]] = {
        "report.html": lambda: page_bytes(contents),
        "grades.csv": lambda: csv_bytes(rows, grade_columns(table, letters)),
        "grades.json": lambda: json_bytes(rows),
    }
    written: dict[str, Path] = {}
    for name, make in makers.items():
        on_file(len(written), len(makers))
        written[name] = write_whole(folder / name, make())
    on_file(len(written), len(makers))
    return Report(folder, written["report.html"], written["grades.csv"], written["grades.json"], contents)
