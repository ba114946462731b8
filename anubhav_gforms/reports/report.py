"""Contents → the files of a report's folder, each written whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from ..files import TMP, hash_of, make_private, plain_refusal, uncollected, write_whole
from ..nouns.progress import Progress, silent
from .contents import Contents
from .files import csv_bytes, grade_columns, grade_rows, rows_json_bytes
from .manifest import NAME, STATIONS, Manifest, file_hashes, manifest_bytes, names_in
from .messages import Audience
from .pack import PackLanguage, district_pack, range_pack, strips
from .page import page_bytes
from .workbook import workbook_bytes

EARLIER = "earlier"
"""Folder of reports of the same week that were replaced by one with other figures."""
STRIPS = "you-said-we-did.pdf"
SHARED = "shared/"
"""Folder of what may be shown to everybody: the range as readers outside the IG's office see it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was written."""

    folder: Path  # of the report
    files: Mapping[str, Path]  # name → file
    contents: Contents  # what the IG is shown
    manifest: Manifest  # of it all
    outside: Contents | None = None  # what others are shown; None when nothing is made for them
    frozen: tuple[str, ...] = ()  # quarters whose constants were frozen for it
    left: tuple[str, ...] = ()  # names of files in the folder that are not of this run
    kept: Path | None = None  # the report that this one replaces, when its figures were others
    not_again: tuple[Audience, ...] = ()  # for whom the run before made files and this one was not asked to

    @property
    def page(self) -> Path:
        return self.files[self.contents.named_file("html")]


def write_files(
    contents: Contents,
    folder: Path,
    *,
    outside: Contents | None = None,
    language: PackLanguage = PackLanguage.BOTH,
    inputs: Mapping[str, str] | None = None,
    extras: Mapping[str, Callable[[], bytes]] | None = None,
    command: str = "",
    before: Manifest | None = None,
    progress: Progress = silent,
) -> Report:
    """Write the report into `folder`. The same input gives the same bytes.

    For the IG's office: office.html, .csv, .json, .xlsx and .pdf. From `outside`: shared/report.html, grades.csv, grades.json,
    grades.xlsx and range.pdf, and districts/<code>.pdf for each SP; none of these without it. PDF files in `language`.
    you-said-we-did.pdf when actions.csv holds some; `extras` (name → maker; messages can be read by this user only);
    manifest.json with `inputs`, `command` and the hash of every file. Everything is readable by this user alone but what is
    meant for others (`handed_out`). `before` is the manifest of the report that lies there: files of it that this one does
    not make are removed when they are as they were made, and named in `left` when not.
    """
    makers = faces(contents, language, alone=not outside)
    if outside:
        makers |= {f"{SHARED}{name}": make for name, make in faces(outside, language).items()}
        for district in contents.campaign.districts:
            makers[f"districts/{district.code}.pdf"] = partial(district_pack, outside, district, language)
    if hung := strips(outside or contents, contents.actions, language):
        makers[STRIPS] = lambda: hung
    makers |= extras or {}
    written: dict[str, Path] = {}
    for name, make in makers.items():
        progress(len(written), len(makers))
        path = folder / name
        make_private(path.parent)
        with uncollected():
            content = make()
        written[name] = write_whole(path, content, shared=handed_out(name))
    progress(len(written), len(makers))
    week, when = contents.week.label, contents.freshness.data_up_to
    manifest = Manifest(
        campaign=contents.campaign.id,
        week=week,
        since=contents.changes.since.label,
        command=command or f"anubhav report --week {week}",
        data_up_to=when.isoformat() if when else "",
        inputs=inputs or {},
        files=file_hashes(written.values(), folder),
        language=language.value,
        marks=contents.marks,
        stations=_listed(contents.campaign.root / STATIONS),
        office=names_in(contents.campaign.office),
    )
    written[NAME] = write_whole(folder / NAME, manifest_bytes(manifest))
    return Report(folder, written, contents, manifest, outside, left=_tidied(folder, set(written), before))


def _listed(path: Path) -> str:
    """The list of stations as it is, so that a report can be made again when a line of it is gone."""
    try:
        return path.read_bytes().decode()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def handed_out(name: str) -> bool:
    """Whether a file of a report is meant for others than the IG's office; what is not can be read by this user only."""
    packs = name.startswith(("districts/", "stations/")) and name.endswith(".pdf")
    return name.startswith(SHARED) or packs or name == STRIPS


def keep_earlier(folder: Path, before: Manifest) -> Path:
    """Copy the report that `before` describes into earlier/1 (2, 3 …) beside it, its manifest last. Pages of messages are not
    kept twice: what must be forgotten has one place."""
    number = 1
    while (kept := folder / EARLIER / str(number)).joinpath(NAME).exists():
        number += 1
    for name in before.files:
        if "messages" not in name and (path := _inside(folder, name)) and path.is_file():
            make_private((kept / name).parent)
            write_whole(kept / name, path.read_bytes(), shared=handed_out(name))
    write_whole(kept / NAME, manifest_bytes(before))
    return kept


def same_figures(before: Manifest, folder: Path, contents: Contents) -> bool:
    """Whether the report that `before` describes, in `folder`, has the figures of these contents: the same table, without the time of the
    last pull and other such words, and but for names of places, which may be corrected, and the order in which stations.csv has them."""
    name = contents.named_file("csv")
    table, there = faces(contents, PackLanguage.BOTH)[name](), folder / name
    if before.files.get(name) == sha256(table).hexdigest():
        return True
    kept = there.read_bytes() if there.is_file() else b""
    return before.files.get(name) == sha256(kept).hexdigest() and _figures(kept) == _figures(table)


def _figures(table: bytes) -> dict[tuple[str, str], dict[str, list[str]]]:
    """By level and code what a table says of each place; codes that stand in one cell are in the order of stations.csv too."""
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    return {
        (row["level"], row["code"]): {
            column: sorted(cell.split(", ")) for column, cell in row.items() if column not in ("name_en", "name_hi")
        }
        for row in rows
    }


def _inside(folder: Path, name: str) -> Path | None:
    """The file of this name, unless the name leads out of the folder."""
    path = folder / name
    return path if path.resolve().is_relative_to(folder.resolve()) else None


def _tidied(folder: Path, made: set[str], before: Manifest | None) -> tuple[str, ...]:
    """Remove what the run before made and this one did not, where its manifest proves that it is as it was made, and the folder
    that is empty then; gives the names of all other files that are not of this run."""
    left = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = path.relative_to(folder).as_posix()
        if name in made or name.startswith(f"{EARLIER}/") or name.endswith(TMP):
            continue
        if before and _inside(folder, name) and before.files.get(name) == hash_of(path):
            with plain_refusal(path):
                path.unlink()
            with suppress(OSError):  # other files lie beside it
                path.parent.rmdir()
        else:
            left.append(name)
    return tuple(left)


def faces(contents: Contents, language: PackLanguage, *, alone: bool = False) -> dict[str, Callable[[], bytes]]:
    """Page, tables, workbook and pack of the range, by the names of their readers' files; `alone`: no district has a pack."""
    letters, table = contents.letters, contents.every_row
    rows = grade_rows(table, letters)
    makers: dict[str, Callable[[], bytes]] = {
        "html": lambda: page_bytes(contents),
        "csv": lambda: csv_bytes(rows, grade_columns(table, letters)),
        "json": lambda: rows_json_bytes(rows),
        "xlsx": lambda: workbook_bytes(contents),
        "pdf": lambda: range_pack(contents, language, alone=alone),
    }
    return {contents.named_file(kind): make for kind, make in makers.items()}
