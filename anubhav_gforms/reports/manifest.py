"""What a report was made from and what it holds, as hashes, so that every number can be made again and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ..errors import InputError
from .files import json_bytes

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`inputs` and `files` map a name to its SHA-256, except "ledger" (the ledger's own hash of its history) and "code"
    (version and hash of the source). `language`: of the PDF files. `data_up_to` is an ISO time, "" when nothing was ever pulled. `marks`: what its pages say
    of themselves (see `contents`), such as "unfinished"."""

    campaign: str
    week: str
    since: str
    command: str
    data_up_to: str
    inputs: Mapping[str, str]
    files: Mapping[str, str]
    language: str = "both"
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of making a report again: names of the files that are the same, those that differ, inputs that differ."""

    week: str
    same: tuple[str, ...]
    different: tuple[str, ...]
    inputs: tuple[str, ...]


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
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(**{**raw, "marks": tuple(raw.get("marks", ()))})
    except FileNotFoundError:
        raise InputError(
            f"{path}: there is no such file.", cure="Name a report's folder or its manifest.json."
        ) from None
    except (ValueError, TypeError, AttributeError):
        raise InputError(f"{path}: this is no manifest of a report.") from None


def compare(before: Manifest, after: Manifest) -> Verification:
    """Which files of `before` came out the same in `after`, and which inputs were not the same."""
    same = tuple(name for name, digest in before.files.items() if after.files.get(name) == digest)
    return Verification(
        week=before.week,
        same=same,
        different=tuple(name for name in before.files if name not in same),
        inputs=tuple(
            name for name in {**before.inputs, **after.inputs} if before.inputs.get(name) != after.inputs.get(name)
        ),
    )
