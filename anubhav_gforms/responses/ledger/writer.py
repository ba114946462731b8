"""The one writer of the ledger: everything of one step is on disk before the manifest names it, or nothing happened.

A step counts from the moment when its manifest is there. The manifest holds the step's line of the history, and the line is
written after it: a step that was killed in between is finished by the next. So the history never knows more than the
manifest, unless an older manifest was put back; then nobody writes before `ledger recover`.
"""

from __future__ import annotations

import json
import math
import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import Timeout

from ...errors import StateError, refusal
from ...files import TMP, flush_folder, lock_of, make_private, parse_json, plain_refusal, private, write_whole
from ...sentence import Sentence
from .columns import CODE_STATUS, DIGEST, PERSONAL_DIGEST, RESPONSE_ID, SUBMITTED_AT, CodeStatus
from .events import Event, events_table
from .ledger import Ledger
from .manifest import HISTORY, MANIFEST, Holds, LedgerIndex, PartFile, manifest_bytes
from .past import replaced_lately, with_last_line, write_last_line
from .sealing import destroy_unused, is_sealed_whole, key_path, open_table, seal_table

LOCK = "writer.lock"
HOLDER = "writer.json"
SMALL_ROWS = 200_000
"""A part with fewer rows is small; small ones are merged when there are more than `MOST_SMALL`."""
MOST_SMALL = 50
GROUP_ROWS = 65_536
KEEP_REPLACED_SECONDS = 3600
"""A file that no manifest names any more stays this long, for readers that still hold an older manifest."""
DAY_MS = 86_400_000
_NO_DICTIONARY = (RESPONSE_ID, SUBMITTED_AT, DIGEST, PERSONAL_DIGEST)


@contextmanager
def writing(
    folder: Path, *, command: str, wait: float = 60.0, manifest: Callable[[Path], LedgerIndex] | None = None
) -> Iterator[Writer]:
    """The right to write to the ledger in `folder`, for one process at a time.

    A second writer waits `wait` seconds, then StateError says who holds the ledger and since when. What a killed
    writer left half-done is finished, or swept away. Raises StateError too when the manifest is gone or was rolled back;
    `manifest` gives another one, of which all is checked already.
    """
    make_private(folder)
    lock = lock_of(folder / LOCK)
    with plain_refusal(folder / LOCK):
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise StateError(
                "{folder}: the ledger is being written by {holder}.",
                cure="Wait until it is done and run this again.",
                folder=folder,
                holder=_holder(folder),
            ) from None
    try:
        about = {"command": command, "pid": os.getpid(), "host": platform.node(), "since": int(time.time())}
        with plain_refusal(folder / HOLDER), open(folder / HOLDER, "wb", opener=private) as holder:
            holder.write(json.dumps(about).encode())
        writer = Writer(folder, (manifest or with_last_line)(folder))
        writer.sweep()
        yield writer
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        about = parse_json((folder / HOLDER).read_bytes())
        since = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(about["since"]))
        return Sentence(
            "anubhav {command} (process {pid} on {host}, since {since})",
            command=about["command"],
            pid=about["pid"],
            host=about["host"],
            since=since,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Sentence("another command")


class Writer:
    """What one step adds to the ledger. Made by `writing`; nothing counts before `commit`."""

    def __init__(self, folder: Path, manifest: LedgerIndex) -> None:
        self.folder = folder
        self.ledger = Ledger(folder, manifest)
        self._added: list[PartFile] = []
        self._removed: list[PartFile] = []
        self._events: list[Event] = []
        self._new_rows = 0

    @property
    def manifest(self) -> LedgerIndex:
        """The ledger's manifest as of the last commit."""
        return self.ledger.manifest

    @property
    def next_row(self) -> int:
        """The ledger row that the next version will get."""
        return self.manifest.rows + self._new_rows

    def now(self) -> int:
        """UTC milliseconds, not before the ledger's last step, so that a clock set back does not mix up history.

        A last step more than a day ahead was written by a wrong clock; it does not hold up the right one.
        """
        ours, last = time.time_ns() // 1_000_000, self.manifest.written_at
        return ours if last - ours > DAY_MS else max(ours, last)

    def behind(self) -> timedelta:
        """How far this machine's clock is behind the ledger's last step; zero when it is not."""
        return timedelta(milliseconds=max(0, self.manifest.written_at - time.time_ns() // 1_000_000))

    def add_answers(self, answers: pa.Table, personal: pa.Table) -> int:
        """Write versions of responses, and beside them their personal columns. Gives the ledger row of the first."""
        first = self.next_row
        if answers.num_rows:
            times = answers[SUBMITTED_AT].cast(pa.int64())
            span = pc.min_max(times).as_py()
            accepted = pc.sum(pc.equal(answers[CODE_STATUS], CodeStatus.ACCEPTED.value)).as_py()
            self._add(Holds.ANSWERS, first, answers, accepted=accepted, earliest=span["min"], latest=span["max"])
            self._add(Holds.PERSONAL, first, personal)
            self._new_rows += answers.num_rows
        return first

    def add_events(self, events: Sequence[Event]) -> None:
        """Write what happened to responses."""
        if events:
            files = [*self.manifest.files, *self._added]
            first = sum(file.rows for file in files if file.holds is Holds.EVENTS)
            self._add(Holds.EVENTS, first, events_table(events))
            self._events += events

    def add_form_ids(self, table: pa.Table) -> None:
        """Write which response of the form is which of the ledger: form_id, answer, submitted (UTC ms)."""
        if table.num_rows:
            files = [*self.manifest.files, *self._added]
            first = sum(file.rows for file in files if file.holds is Holds.FORM_IDS)
            latest = pc.max(table["submitted"].cast(pa.int64())).as_py()
            self._add(Holds.FORM_IDS, first, table, latest=latest)

    def replace_file(self, old: PartFile, table: pa.Table) -> None:
        """Put other content of the same rows in the place of a file."""
        times = {"accepted": old.accepted, "earliest": old.earliest, "latest": old.latest}
        self._add(old.holds, old.first, table, **times)
        self._removed.append(old)

    def set_order(self, responses: pa.Array | None) -> None:
        """Keep the order of the sheet in a file; None when the manifest's ranges are enough."""
        self._removed += self.manifest.files_of(Holds.ORDER)
        if responses is not None:
            self._add(Holds.ORDER, 0, pa.table({"answer": responses}))

    def commit(
        self, what: str, *, about: Mapping[str, object] | None = None, keep: bool = True, **changes: Any
    ) -> None:
        """Make everything added so far part of the ledger, in one step, with other fields of the manifest changed.

        `what` and `about` go into the history line, which is chained to the one before it. A commit that adds and
        removes no file, and is about nothing, writes no line. Files that were replaced stay for those who still read
        them, unless `keep` is false; then the next `sweep` takes them.
        """
        with plain_refusal(self.folder / MANIFEST):
            for file in self._removed:
                os.utime(self.folder / file.name, None if keep else (0, 0))
        old, now = self.manifest, self.now()
        files = tuple(file for file in old.files if file not in self._removed) + tuple(self._added)
        manifest = replace(old, files=files, rows=self.next_row, written_at=now, **changes)
        if self._added or self._removed or about:
            line = {
                "line": old.lines + 1,
                "at": now,
                "what": what,
                **(about or {}),
                "added": [asdict(file) for file in self._added],
                "removed": [file.name for file in self._removed],
                "rows": manifest.rows,
                "events": sum(file.rows for file in files if file.holds is Holds.EVENTS),
                "before": old.chain,
            }
            text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
            manifest = replace(
                manifest,
                lines=old.lines + 1,
                history_bytes=old.history_bytes + len(text.encode()) + 1,
                chain=sha256(text.encode()).hexdigest(),
                last_line=text,
            )
        with plain_refusal(self.folder / MANIFEST):
            flush_folder(self.folder)
        write_whole(self.folder / MANIFEST, manifest_bytes(manifest))
        if manifest.lines > old.lines:
            try:
                write_last_line(self.folder, manifest)
            except OSError as error:
                raise StateError(
                    "{path}: cannot be written: {strerror}. The step is recorded, its line is not yet.",
                    cure="Free some space there and run it again: the line is written first.",
                    path=self.folder / HISTORY,
                    strerror=refusal(error),
                ) from None
        before, events = self.ledger, self._events
        self.ledger = Ledger(self.folder, manifest, asked=before.asked)
        if "history" in vars(before) and not any(file.holds is Holds.EVENTS for file in self._removed):
            self.ledger.history = [*before.history, *events]
        self._added, self._removed, self._events, self._new_rows = [], [], [], 0

    def compact(self) -> None:
        """Merge the small files at the end when there are many of them. No response and no event changes."""
        for holds in (Holds.ANSWERS, Holds.PERSONAL, Holds.EVENTS, Holds.FORM_IDS):
            files = self.manifest.files_of(holds)
            small = files[max((n + 1 for n, file in enumerate(files) if file.rows >= SMALL_ROWS), default=0) :]
            if len(small) > MOST_SMALL:
                tables = [self._as_kept(holds, pq.read_table(self.folder / file.name)) for file in small]
                about = {
                    "accepted": sum(file.accepted for file in small),
                    "earliest": min(file.earliest for file in small),
                    "latest": max(file.latest for file in small),
                }
                self._add(holds, small[0].first, pa.concat_tables(tables, promote_options="default"), **about)
                self._removed += small
        if self._added:
            self.commit("compact")

    def sweep(self, *, keep: bool = True) -> None:
        """Remove drafts, and what no manifest names: an hour after it was replaced (at once unless `keep`), and at once what
        a step left that was killed before it counted. With them go the keys that no file of the ledger uses."""
        with plain_refusal(self.folder / MANIFEST):
            there = list(self.folder.iterdir())
            over = [path for path in there if path.name.endswith(TMP)]
            named = {file.name for file in self.manifest.files}
            if unnamed := [path for path in there if path.suffix == ".parquet" and path.name not in named]:
                horizon = time.time() - KEEP_REPLACED_SECONDS if keep else math.inf
                replaced = replaced_lately(self.folder, self.manifest)
                over += [path for path in unnamed if path.name not in replaced or path.stat().st_mtime < horizon]
            if over and key_path(self.folder).exists():
                destroy_unused(self.folder, self.ledger.slots())  # before their files go: a killed sweep begins again
            for path in over:
                path.unlink(missing_ok=True)
            if over:
                flush_folder(self.folder)

    def _as_kept(self, holds: Holds, table: pa.Table) -> pa.Table:
        """A table as its file keeps it: personal columns sealed, in a new ledger and where this one has keys for them."""
        if holds is not Holds.PERSONAL or is_sealed_whole(table.schema):
            return table
        table = open_table(table, self.folder)
        if key_path(self.folder).exists() or not self.manifest.files_of(Holds.PERSONAL):
            return seal_table(table, self.folder)
        if self.ledger.slots():
            raise StateError(
                "{path}: the keys of the personal columns are gone.",
                cure="Put it back from your copy, or bring everything back: anubhav restore FILE",
                path=key_path(self.folder),
            )
        return table

    def _add(self, holds: Holds, first: int, table: pa.Table, **about: int) -> None:
        table = self._as_kept(holds, table)
        content = BytesIO()
        coded = [name for name in table.schema.names if name not in _NO_DICTIONARY]
        pq.write_table(_plain(table), content, compression="zstd", row_group_size=GROUP_ROWS, use_dictionary=coded)
        digest = sha256(content.getbuffer()).hexdigest()
        last = first + table.num_rows - 1
        name = f"{holds.value}-{first:09d}-{last:09d}-{digest[:12]}.parquet"
        write_whole(self.folder / name, content.getvalue(), settle=False)
        self._added.append(PartFile(name, holds, first, table.num_rows, digest, **about))


def _plain(table: pa.Table) -> pa.Table:
    """Dictionary columns as plain strings (a slice of one would carry its whole dictionary), texts as short ones."""
    fields = [pa.field(field.name, pa.string() if _is_text(field.type) else field.type) for field in table.schema]
    return table.cast(pa.schema(fields))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(kind) or pa.types.is_large_string(kind) or pa.types.is_string(kind))
