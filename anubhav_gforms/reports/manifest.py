"""What a report was made from and what it holds, as hashes, so that every number can be made again and compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ..csv_file import csv_rows
from ..errors import CampaignError, InputError
from ..files import parse_json
from .files import json_bytes

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a report was made from and what it holds, so that it can be made again and compared."""

    campaign: str  # its id
    week: str  # "2026-W47"
    since: str  # the week with which it is compared
    command: str  # that makes it again
    data_up_to: str  # ISO time of the last pull; "" when nothing was ever pulled
    inputs: Mapping[
        str, str
    ]  # name → SHA-256; "ledger": its hash of its history, "code": version and hash of the source
    files: Mapping[str, str]  # name → SHA-256
    language: str = "both"  # of the PDF files
    marks: tuple[str, ...] = ()  # what its pages say of themselves, keys of terms.MARKS; a day may follow


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of making a report again."""

    week: str  # of the report
    same: tuple[str, ...]  # names of the files that came out as they were
    different: tuple[str, ...]  # names of those that did not
    inputs: tuple[str, ...]  # names of what it was made from and is another thing now
    code: tuple[str, str]  # what made it, and what made it again
    places: int  # stations and districts whose figures were compared; 0 when no table of then is there
    moved: tuple[MovedFigure, ...]  # which of those figures are others now


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A figure of a station or district, as the report says and as it came out again; "" where there is none."""

    code: str
    figure: str  # score, letter or standing
    then: str
    now: str


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
        raw = parse_json(path.read_text(encoding="utf-8"))
        return Manifest(**{**raw, "marks": tuple(raw.get("marks", ()))})
    except FileNotFoundError:
        raise InputError(
            "{path}: there is no such file.", cure="Name a report's folder or its manifest.json.", path=path
        ) from None
    except (ValueError, TypeError, AttributeError):
        raise InputError(
            "{path}: this is not the manifest of a report.",
            cure="Name a report's folder or its manifest.json.",
            path=path,
        ) from None


TABLES = ("office.csv", "grades.csv")
"""The table of all places, as it is called and as the first version called it."""
FIGURES = ("score", "letter", "standing")


def compare_manifests(before: Manifest, after: Manifest, was: Path, made: Path) -> Verification:
    """Which files of `before` came out the same in `after`, which inputs were not the same, and which figures moved between the
    folders of both."""
    same = tuple(name for name, digest in before.files.items() if after.files.get(name) == digest)
    table, again = _figures(was), _figures(made)
    moved = (
        MovedFigure(code, name, then.get(name) or "", again.get(code, {}).get(name) or "")
        for code, then in table.items()
        for name in FIGURES
        if name in then
    )
    return Verification(
        week=before.week,
        same=same,
        different=tuple(name for name in before.files if name not in same),
        inputs=tuple(
            name for name in {**before.inputs, **after.inputs} if before.inputs.get(name) != after.inputs.get(name)
        ),
        code=(before.inputs.get("code", ""), after.inputs.get("code", "")),
        places=len(table),
        moved=tuple(each for each in moved if each.then != each.now),
    )


def _figures(folder: Path) -> dict[str, dict[str, str]]:
    """The lines of a report's table by code, also as Excel saved it again; none when it has no such table that can be read."""
    path = next((folder / name for name in TABLES if (folder / name).exists()), None)
    try:
        header, *rows = [cells for _, cells in csv_rows(path)] if path else [[]]
    except (CampaignError, ValueError):  # no table at all, or an empty one
        return {}
    lines = [dict(zip(header, cells, strict=False)) for cells in rows]
    return {line["code"]: line for line in lines if "code" in line}
