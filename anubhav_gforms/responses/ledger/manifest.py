"""The manifest: one small JSON file that says what the ledger is made of. What it does not name does not exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Annotated, ClassVar

import numpy as np
from pydantic import ConfigDict, Field, TypeAdapter
from pydantic_core import from_json, to_json

from ...errors import StateError, refused_file
from ...sentence import Sentence
from .rows import Rows

MANIFEST = "manifest.json"
HISTORY = "history.jsonl"
SCHEMA_VERSION = 4

Digest = tuple[int, int, int | None]
"""What one response is known by: time (ms since 1970, UTC), digest of the answers, and digest of the personal ones; None where it was purged, and
in a manifest, where it would stand in clear."""


class Holds(StrEnum):
    """What a file of the ledger holds."""

    ANSWERS = "answers"
    PERSONAL = "personal"
    EVENTS = "events"
    ORDER = "order"
    FORM_IDS = "form-ids"


@dataclass(frozen=True, slots=True)
class PartFile:
    """One immutable file: rows `first` to `first + rows` of its kind, and its SHA-256.

    Of a file of responses also how many are accepted, and the times of the earliest and the latest (UTC ms).
    """

    name: str
    holds: Holds
    first: int
    rows: int
    sha256: str
    accepted: int = 0
    earliest: int = 0
    latest: int = 0


@dataclass(frozen=True, slots=True)
class SheetState:
    """What is known of the response sheet, so that the next pull asks only for what is new.

    `last_row`: the last sheet row that held something. `tail`: the digests of the last responses, the first of them in
    row `tail_row`. `gaps`: rows above without a response. `order`: ranges (first, count) of response numbers in the
    order of the sheet, after those in the order file if there is one. `next_audit`: the sheet row where the rolling
    audit goes on; `round_began`: when that round of it began; `audited_at`: since when every row was read once more.
    `fullness`: share of Google's limit of cells, None where an older version noted none.
    """

    spreadsheet_id: str
    tab_id: int
    timezone: str
    header: tuple[str, ...]
    timestamp: str
    last_row: int
    tail_row: int
    tail: tuple[Digest, ...]
    gaps: tuple[int, ...]
    order: tuple[tuple[int, int], ...]
    order_in_file: bool
    next_audit: int
    round_began: int
    audited_at: int
    fullness: float | None = None


@dataclass(frozen=True, slots=True)
class Epoch:
    """A wording of the questions: its number from 1, the time (UTC ms) from which responses belong to it, and a digest of
    each question's wording by its key."""

    number: int
    since: int
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormState:
    """What is known of the form's own responses: up to when (UTC ms) all of them were read, and the numbers of those
    that are in the ledger from the form alone, because they never reached the sheet. Beside a sheet also: up to which
    ledger row what came from the sheet was looked for in the form (-1: never), and when all of both was last compared."""

    form_id: str
    read_until: int
    unplaced: tuple[int, ...] = ()
    checked_rows: int = -1
    compared_at: int = 0


@dataclass(frozen=True, slots=True)
class LedgerIndex:
    """The ledger as of one moment. `rows` counts versions ever written; `chain` is the hash of the last history line;
    `judged_by` is the digest of keys, revocations and stations by which quarantined responses were last judged again; `last_line` is
    the last history line itself, since the manifest is written before it ("" from schemas 1 and 2, that wrote it first);
    `seal` is the hash of the rest of the manifest, "" of one that was changed."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    schema: Annotated[int, Field(ge=1)] = SCHEMA_VERSION
    rows: int = 0
    lines: int = 0
    history_bytes: int = 0
    chain: str = ""
    written_at: int = 0
    pulled_at: int = 0
    files: tuple[PartFile, ...] = ()
    sheet: SheetState | None = None
    form: FormState | None = None
    epochs: tuple[Epoch, ...] = ()
    judged_by: str = ""
    last_line: str = ""
    seal: str = ""

    @property
    def place(self) -> tuple[str, int] | None:
        """Spreadsheet and tab that were read last; None before any sheet was."""
        return (self.sheet.spreadsheet_id, self.sheet.tab_id) if self.sheet else None

    def files_of(self, holds: Holds) -> tuple[PartFile, ...]:
        """The files of one kind, in the order of their rows."""
        return tuple(sorted((file for file in self.files if file.holds is holds), key=lambda file: file.first))


_ADAPTER = TypeAdapter(LedgerIndex)
_PUT_BACK = "Put back your copy of the folder data/ledger."
RECOVER = Sentence("Run anubhav ledger recover: it makes the manifest again from the history, and loses nothing.")


def read_manifest(folder: Path, *, changed: bool = False) -> LedgerIndex:
    """The manifest in a ledger's folder, in today's schema; an empty one when there is none yet.

    What an older version wrote is changed in memory alone; the next step that is written makes it last.
    Schema 1 had no seal, 2 no last line, 3 held the sheet not against the form.
    Raises StateError when it is no manifest, or one of a newer version; and, unless it may be `changed`, one whose seal is another:
    no number in it can be believed, and the next step would seal it as it is.
    """
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
        manifest = _ADAPTER.validate_json(content)
        if b'"schema"' not in content or manifest.history_bytes < 0:
            raise ValueError
    except FileNotFoundError:
        if (folder / HISTORY).exists() and b"\n" in (
            folder / HISTORY
        ).read_bytes():  # every step writes the manifest first
            raise StateError(
                "{path}: is gone, and the ledger's other files are there.", cure=RECOVER, path=path
            ) from None
        return LedgerIndex()
    except OSError as error:
        raise refused_file(error) from None
    except ValueError:
        raise StateError("{path}: this is not the manifest of a ledger.", cure=_PUT_BACK, path=path) from None
    if manifest.schema > SCHEMA_VERSION:
        raise StateError(
            "{path}: this ledger was written by a newer anubhav (schema {schema}, here {schema_version}).",
            cure="Install the newer version.",
            path=path,
            schema=manifest.schema,
            schema_version=SCHEMA_VERSION,
        )
    today = replace(manifest, schema=SCHEMA_VERSION)
    if manifest.schema == 1 or _is_sealed(content):
        return replace(today, seal=seal_of(today))
    if not changed:
        raise StateError(
            "{manifest}: was changed after it was written; its seal is another one.", cure=RECOVER, manifest=path
        )
    return replace(today, seal="")


def _is_sealed(content: bytes) -> bool:
    """Whether the seal in a manifest is that of the rest, with the fields that its version knew."""
    fields = from_json(content)
    return bool(fields.get("seal") == sha256(to_json(fields | {"seal": ""})).hexdigest())


def manifest_bytes(manifest: LedgerIndex) -> bytes:
    """A manifest as JSON text, sealed."""
    return _ADAPTER.dump_json(replace(manifest, seal=seal_of(manifest)), indent=1) + b"\n"


def without_digests(sheet: SheetState | None) -> SheetState | None:
    """The state of the sheet without digests of anything personal, which older versions noted there."""
    return replace(sheet, tail=tuple((time, content, None) for time, content, _ in sheet.tail)) if sheet else None


def seal_of(manifest: LedgerIndex) -> str:
    """SHA-256 of everything in a manifest but its seal."""
    return sha256(_ADAPTER.dump_json(replace(manifest, seal=""))).hexdigest()


def ranges_of(runs: Sequence[tuple[int, int]], *, more: Rows) -> tuple[tuple[int, int], ...]:
    """Runs (first, count) and further numbers behind them, as runs: (0, 3) and 3 4 9 → (0, 5), (9, 1)."""
    ranges = list(runs)
    for piece in np.split(more, np.flatnonzero(np.diff(more) != 1) + 1) if len(more) else ():
        first, count = int(piece[0]), len(piece)
        if ranges and first == sum(ranges[-1]):
            first, count = ranges[-1][0], ranges.pop()[1] + count
        ranges.append((first, count))
    return tuple(ranges)
