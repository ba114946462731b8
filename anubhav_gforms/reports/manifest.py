"""What a report was made from and what it holds, as hashes, so that every number can be made again and compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from ..campaign.office import OfficeConfig
from ..csv_file import csv_rows
from ..errors import CampaignError, InputError
from ..files import parse_json
from ..nouns.week import read_week
from . import terms
from .files import json_bytes

NAME, STATIONS = "manifest.json", "stations.csv"
NAMED = frozenset({"office", "districts", "ranges", "states"})
"""Tables of config/office.toml that hold names."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a report was made from and what it holds, so that it can be made again and compared."""

    campaign: str  # its id
    week: str  # "2026-W47"
    since: str  # the week with which it is compared
    command: str  # that makes it again
    data_up_to: str  # ISO time of the last pull; "" when nothing was ever pulled
    # name → SHA-256; "ledger": its hash of its history, "code": version and hash of the source
    inputs: Mapping[str, str]
    files: Mapping[str, str]  # name → SHA-256
    language: Literal["both", "hi", "en"] = "both"  # of the PDF files
    marks: tuple[str, ...] = ()  # what its pages say of themselves, keys of terms.MARKS; a day may follow
    stations: str = ""  # stations.csv as it was; "" of a report that kept none
    office: Mapping[str, Any] = field(
        default_factory=dict
    )  # the tables `NAMED` as they were; {} of a report that kept none

    @property
    def kept_stations(self) -> bytes | None:
        """stations.csv as it was when the report was made; None where it is not kept, or is not the one that was read."""
        content = self.stations.encode()
        return content if hashlib.sha256(content).hexdigest() == self.inputs.get(STATIONS) else None

    @property
    def of_first_version(self) -> bool:
        """Whether the first version of anubhav published it, before there was a gazette."""
        return FIRST_TABLES[0] in self.files and "gazette" not in self.inputs


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of making a report again."""

    week: str  # of the report
    same: tuple[str, ...]  # names of the files that came out as they were
    # names of those that did not; of a report of the first version neither: its figures alone are made again
    different: tuple[str, ...]
    inputs: tuple[str, ...]  # names of what it was made from and is another thing now
    code: tuple[str, str]  # what made it, and what made it again
    places: int  # stations and districts whose figures were compared; 0 when no table of then is there
    moved: tuple[MovedFigure, ...]  # which of those figures are others now
    listed_then: bool = (
        False  # stations.csv is another one today, and the list of then was taken, which the manifest keeps
    )
    named_then: bool = False  # names in config/office.toml are others today, and those of then were taken
    purged: bool = False  # names, numbers or messages were removed from the ledger since


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A figure of a station or district, as the report says and as it came out again; "" where there is none."""

    code: str
    figure: str  # score, letter or standing
    then: str
    now: str


def names_in(office: OfficeConfig) -> dict[str, Any]:
    """The tables of config/office.toml that hold names, as a manifest keeps them: pages can be made again when a name was changed."""
    return office.model_dump(mode="json", include=set(NAMED))


def file_hashes(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """SHA-256 of each file that exists, under its name relative to `root`."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(paths)
        if path.is_file()
    }


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as JSON; the same manifest gives the same bytes."""
    return json_bytes(asdict(manifest))


def read_manifest(path: Path) -> Manifest:
    """The manifest of a report: the file, or the report's folder. Raises InputError when it is none."""
    path = path / NAME if path.is_dir() else path
    try:
        return _checked(parse_json(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, InputError) as error:
        missing = isinstance(error, FileNotFoundError)
        raise InputError(
            "{path}: there is no such file." if missing else "{path}: this is not the manifest of a report.",
            cure="Name a report's folder or its manifest.json.",
            path=path,
        ) from None


def manifest_there(folder: Path) -> Manifest | None:
    """The manifest of the report that lies in a folder; None when there is none, or none that can be read."""
    try:
        return read_manifest(folder) if folder.is_dir() else None
    except InputError:
        return None


_MANIFEST = TypeAdapter(Manifest)


def _checked(raw: Any) -> Manifest:
    """The manifest in these words. Raises ValueError or InputError when they are none."""
    manifest = _MANIFEST.validate_python(raw)
    for week in (manifest.week, *filter(None, [manifest.since])):
        read_week(week)
    if manifest.data_up_to:
        datetime.fromisoformat(manifest.data_up_to)
    for name, _, day in (mark.partition(" ") for mark in manifest.marks):
        if name not in terms.MARKS or (day and not date.fromisoformat(day)):
            raise ValueError(name)
    return manifest


TABLES = ("office.csv", "grades.csv")
"""The table of all places, as it is called and as the first version called it."""
FIRST_TABLES = ("grades.csv", "shared/grades.csv")
"""Those that the first version published: of every response, and of full groups of five."""
FIGURES = ("score", "letter", "standing")


def compare_manifests(
    before: Manifest, after: Manifest, was: Path, made: Path, *, listed_then: bool = False, named_then: bool = False
) -> Verification:
    """Which files of `before` came out the same in `after`, which inputs were not the same, and which figures moved between the
    folders of both. `listed_then`, `named_then`: whether it was made again with the list of stations, with other names, that `before` keeps."""
    same = tuple(name for name, digest in before.files.items() if after.files.get(name) == digest)
    table, changed = _figures(was, TABLES), _changed(before.inputs, after.inputs)
    return Verification(
        week=before.week,
        same=same,
        different=tuple(name for name in before.files if name not in same),
        inputs=changed,
        code=(before.inputs.get("code", ""), after.inputs.get("code", "")),
        places=len(table),
        moved=tuple(_moved(table, _figures(made, TABLES))),
        listed_then=listed_then and STATIONS in changed,
        named_then=named_then,
    )


def compare_figures(before: Manifest, inputs: Mapping[str, str], was: Path, made: Path) -> Verification:
    """The same for a report of the first version, whose tables alone are in `made`. Raises InputError where it has lost its own."""
    tables = [(_figures(was, [name]), _figures(made, [name])) for name in FIRST_TABLES]
    for name, (table, _) in zip(FIRST_TABLES, tables, strict=True):
        if not table:
            raise InputError(
                "{path}: this table of the report is not there, or is empty: nothing can be compared.",
                cure="Bring the report's folder back from a backup.",
                path=was / name,
            )
    return Verification(
        week=before.week,
        same=(),
        different=(),
        inputs=_changed(before.inputs, {name: inputs.get(name, "") for name in before.inputs}),
        code=(before.inputs.get("code", ""), inputs.get("code", "")),
        places=len({code for table, _ in tables for code in table}),
        moved=tuple(figure for table, again in tables for figure in _moved(table, again)),
    )


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in {**before, **after} if before.get(name) != after.get(name))


def _moved(table: Mapping[str, Mapping[str, str]], again: Mapping[str, Mapping[str, str]]) -> Iterator[MovedFigure]:
    for code, then in table.items():
        for name in FIGURES:
            was, now = then.get(name) or "", again.get(code, {}).get(name) or ""
            if name in then and _value(was) != _value(now):
                yield MovedFigure(code, name, was, now)


def _value(cell: str) -> float | str:
    """A cell as it counts: Excel saves 70.0 as 70."""
    try:
        return float(cell)
    except ValueError:
        return cell


def _figures(folder: Path, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """The lines of a report's table by code, also as Excel saved it again; none when it has no such table that can be read."""
    path = next((folder / name for name in names if (folder / name).exists()), None)
    try:
        header, *rows = [cells for _, cells in csv_rows(path)] if path else [[]]
    except (CampaignError, ValueError):  # no table at all, or an empty one
        return {}
    lines = [dict(zip(header, cells, strict=False)) for cells in rows]
    return {line["code"]: line for line in lines if "code" in line}
