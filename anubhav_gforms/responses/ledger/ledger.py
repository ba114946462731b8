"""The ledger as its readers see it: every response as it stands now, from immutable Parquet parts. Never blocked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...errors import StateError
from ...nouns.moments import moment_of
from .columns import (
    CODE_STATUS,
    DIGEST,
    FIXED,
    PERSONAL_DIGEST,
    RESPONSE_ID,
    SEEN_AT,
    SUBMITTED_AT,
    VERSION,
    CodeStatus,
    answers_schema,
    fixed_schema,
    personal_schema,
)
from .digests import NO_DIGESTS, Digests, without_unasked
from .events import Event, Lives, events_of, lives_of
from .form_ids import FormIds
from .manifest import Holds, LedgerIndex, PartFile, read_manifest
from .parquet import PartFiles, read_columns, read_schema, to_frame
from .past import past
from .rows import Rows
from .sealing import SLOT, is_sealed, open_table

if TYPE_CHECKING:
    import pandas as pd

    from ...campaign import Campaign


FOLDER = "ledger"
"""The ledger's folder under the campaign's data folder."""
OWN = (VERSION, SEEN_AT, DIGEST)
"""Columns of a part that only the ledger needs."""
MANY = 1000
_NONE = pa.schema([(RESPONSE_ID, pa.string())])


def open_ledger(campaign: Campaign, *, at: str = "") -> Ledger:
    """The campaign's ledger as it is now, with a column for every question of config/form.toml, answered or not.

    With `at`, the hash of a history line (`LedgerSummary.head`), the ledger as it was then; only what was purged since is
    no longer there. Raises StateError when that hash is not in this ledger's history.
    """
    folder = campaign.data / FOLDER
    answers, personal = answers_schema(campaign.form, campaign.timezone), personal_schema(campaign.form)
    code_key = campaign.form.station_question.key
    ledger = Ledger(folder, answers=answers, personal=personal, code_key=code_key)
    if not at or at == ledger.manifest.chain:
        return ledger
    then, events = past(folder, ledger.manifest, at)
    return Ledger(folder, then, answers=answers, personal=personal, events=events, code_key=code_key)


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of responses, never changed under its name.

    `first` is the ledger row of its first row, `rows` its length, `dead` the 0-based positions in the file that must
    not be counted: versions that an edit replaced, and responses that are gone (sorted int64).
    """

    path: Path
    first: int
    rows: int
    dead: Rows


class Ledger:
    """A consistent view of the ledger in `folder` as of the moment this object was made. Empty when nothing was pulled.

    Raises StateError when the manifest, or a file that it names, cannot be read.
    """

    def __init__(
        self,
        folder: Path,
        manifest: LedgerIndex | None = None,
        *,
        answers: pa.Schema | None = None,
        personal: pa.Schema = _NONE,
        events: int | None = None,
        code_key: str = "",
        asked: Collection[str] | None = None,
    ) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder) if manifest is None else manifest
        self._events = events
        self.code_key = code_key
        self.asked = asked  # keys of the questions that a reading may answer: digests are of these alone; None: of all
        schemas = {Holds.ANSWERS: answers or fixed_schema("UTC"), Holds.PERSONAL: personal}
        self.files = PartFiles(folder, self.manifest, schemas)

    @property
    def pulled_at(self) -> datetime | None:
        """The last pull (UTC): data are complete up to then. None when nothing was pulled yet."""
        return moment_of(self.manifest.pulled_at) if self.manifest.pulled_at else None

    @cached_property
    def history(self) -> list[Event]:
        """Every event, in the order in which it was recorded."""
        events = [event for file in self.files.of(Holds.EVENTS) for event in events_of(self.files.table(file))]
        return events[: self._events]

    @cached_property
    def lives(self) -> Lives:
        """Where every response stands after all events."""
        return lives_of(self.history)

    def with_columns(self, answers: pa.Schema, personal: pa.Schema, code_key: str) -> Ledger:
        """The same ledger with a column for every question, answered or not; what was read of its history is not read again."""
        ledger = Ledger(
            self.folder, self.manifest, answers=answers, personal=personal, events=self._events, code_key=code_key
        )
        ledger.history, ledger.asked = self.history, self.asked
        return ledger

    def as_of(self, moment: datetime) -> Ledger:
        """The same ledger without what was first seen or noticed at that moment or later."""
        at, seen = int(moment.timestamp() * 1000), self.versions([SEEN_AT])[SEEN_AT].cast(pa.int64()).to_numpy()
        later = np.flatnonzero(seen >= at)
        rows = int(later[0]) if len(later) else len(seen)
        # where a clock was ahead, what was noticed of a later row may bear an earlier time
        known = takewhile(lambda event: event.at < at and max(event.answer, event.old, event.new) < rows, self.history)
        return Ledger(
            self.folder, replace(self.manifest, rows=rows), answers=self.versions_schema(),
            personal=self.personal_schema(), events=len([*known]), code_key=self.code_key,
        )  # fmt: skip

    def parts(self) -> tuple[Part, ...]:
        """The files of responses, in ledger order, each with the positions that must not be counted."""
        dead, end = self.lives.dead_rows, self.manifest.rows
        parts = []
        for file in self.files.of(Holds.ANSWERS):
            low, high = np.searchsorted(dead, [file.first, file.first + file.rows])
            later = np.arange(max(end, file.first), file.first + file.rows, dtype=np.int64)
            gone = np.concatenate([dead[low:high], later]) - file.first
            parts.append(Part(self.folder / file.name, file.first, file.rows, gone))
        return tuple(part for part in parts if part.first < end)

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Responses as they stand now, as an Arrow table: the wanted columns (all but personal ones when None).

        A column that older parts do not have is "" or missing there.
        Personal columns come only when they are named, and only then are their files opened.
        """
        return self.standing(self.versions(columns))

    def standing(self, versions: pa.Table) -> pa.Table:
        """Of a table of every version the rows that stand now."""
        dead = self.lives.dead_rows
        if not len(dead):
            return versions
        alive = np.ones(versions.num_rows, np.bool_)
        alive[dead] = False
        return versions.filter(pa.array(alive))

    def frame(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The tidy frame: responses as they stand now, dtypes as in `columns.py`, one row a response."""
        return to_frame(self.read(columns))

    def versions(self, columns: Sequence[str] | None = None, *, dictionary: Sequence[str] = ()) -> pa.Table:
        """Every version ever written, in ledger order, superseded and gone ones too; columns in `dictionary` dictionary-encoded."""
        schema, personal = self.files.schema(Holds.ANSWERS), self.files.schema(Holds.PERSONAL)
        if columns is None:
            columns = [name for name in schema.names if name not in OWN]
        apart = [name for name in columns if name not in schema.names and name in personal.names]
        unknown = [name for name in columns if name not in schema.names and name not in apart]
        if unknown:
            raise StateError(
                "The ledger has no column {unknown}.",
                cure="It has {names}.",
                unknown=", ".join(unknown),
                names=", ".join(schema.names),
            )
        here = [name for name in columns if name not in apart]
        table = self.files.read(self.files.of(Holds.ANSWERS), schema, here, dictionary)
        if apart:
            beside = self.files.read(self.files.of(Holds.PERSONAL), personal, apart, dictionary)
            table = pa.Table.from_arrays([*table.columns, *beside.columns], names=[*here, *apart]).select(list(columns))
        return table

    def rows(self, rows: Rows, columns: Sequence[str]) -> pa.Table:
        """Some versions by their ledger rows, in the order asked. Reads only the row groups that hold them."""
        schemas = {holds: self.files.schema(holds) for holds in (Holds.ANSWERS, Holds.PERSONAL)}
        own = {name: holds for holds in reversed(schemas) for name in schemas[holds].names}
        table = {
            holds: self.files.rows(
                holds, rows, pa.schema([schemas[holds].field(n) for n in columns if own[n] is holds])
            )
            for holds in {own[name] for name in columns}
        }
        return pa.table({name: table[own[name]][name] for name in columns})

    def personal_table(self, file: PartFile) -> pa.Table:
        """A personal file as its readers see it."""
        return open_table(self.files.table(file), self.folder)

    def slots(self) -> list[Rows]:
        """The keys that sealed personal files use, by their places in the key file."""
        sealed = [file for file in self.files.of(Holds.PERSONAL) if is_sealed(self.files.opened(file, read_schema))]
        read = partial(read_columns, columns=[SLOT], dictionary=())
        return [self.files.opened(file, read)[SLOT].to_numpy() for file in sealed]

    def personal_ids(self) -> pa.ChunkedArray:
        """Response ids as the personal files have them, in ledger order; they must be those of the other files."""
        schema = self.files.schema(Holds.PERSONAL)
        return self.files.read(self.files.of(Holds.PERSONAL), schema, [RESPONSE_ID], ())[RESPONSE_ID]

    def counts(self) -> dict[str, int]:
        """How many responses stand now, by code status; reads only what is dead."""
        files = self.files.of(Holds.ANSWERS)
        dead = self.lives.dead_rows
        statuses = self.rows(dead, [CODE_STATUS])[CODE_STATUS].to_pylist() if len(dead) else []
        accepted = sum(file.accepted for file in files) - statuses.count(CodeStatus.ACCEPTED.value)
        total = self.manifest.rows - len(dead)
        return {CodeStatus.ACCEPTED.value: accepted, CodeStatus.QUARANTINED.value: total - accepted}

    def versions_schema(self) -> pa.Schema:
        """Columns of the ledger's parts, without the personal ones."""
        return self.files.schema(Holds.ANSWERS)

    def personal_schema(self) -> pa.Schema:
        """Columns of the personal files."""
        return self.files.schema(Holds.PERSONAL)

    @cached_property
    def digests(self) -> Digests:
        """Times and digests of every version, by its ledger row."""
        if not self.manifest.rows:
            return NO_DIGESTS
        return self._digests(self.versions([SUBMITTED_AT, DIGEST, PERSONAL_DIGEST, *self._unasked]))

    def digests_of(self, rows: Rows) -> Digests:
        """Those of some versions, in the order asked. Of many those of all are read, once, not the parts of files that hold theirs."""
        if len(rows) > MANY:
            return self.digests.take(rows)
        columns = [SUBMITTED_AT, DIGEST, PERSONAL_DIGEST, *self._unasked]
        return self._digests(self.rows(rows, columns)) if len(rows) else NO_DIGESTS

    @cached_property
    def _unasked(self) -> tuple[str, ...]:
        known = {*self.versions_schema().names, *self.personal_schema().names} - {*FIXED, *OWN, PERSONAL_DIGEST}
        return () if self.asked is None else tuple(sorted(known.difference(self.asked)))

    def _digests(self, table: pa.Table) -> Digests:
        personal = table[PERSONAL_DIGEST]
        times, digests = table[SUBMITTED_AT].cast(pa.int64()).to_numpy(), table[DIGEST].to_numpy()
        known = Digests(times, digests, personal.fill_null(0).to_numpy(), personal.is_null().to_numpy())
        return without_unasked(known, table, self._unasked, self.personal_schema().names)

    def form_ids(self, since: int = 0) -> FormIds:
        """Which response of the form is which of the ledger; only those sent since then (UTC ms)."""
        tables = []
        for file in self.files.of(Holds.FORM_IDS):
            if file.latest and file.latest < since:
                continue
            table = self.files.table(file)
            if since:
                table = table.filter(pc.greater_equal(table["submitted"].cast(pa.int64()), since))
            tables.append(table)
        return FormIds.read(tables)

    def order(self) -> Rows:
        """Response numbers in the order of the sheet, as of the last pull."""
        state = self.manifest.sheet
        if state is None:
            return np.zeros(0, np.int64)
        pieces = [np.arange(first, first + count, dtype=np.int64) for first, count in state.order]
        if state.order_in_file:
            pieces = [self.files.table(self.files.of(Holds.ORDER)[0])["answer"].to_numpy(), *pieces]
        return np.concatenate(pieces) if pieces else np.zeros(0, np.int64)
