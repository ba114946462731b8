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
            "{path}: there is no such file.", cure="Name a report's folder or its manifest.json.", path=path
        ) from None
    except (ValueError, TypeError, AttributeError):
        raise InputError("{path}: this is not the manifest of a report.", path=path) from None


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
