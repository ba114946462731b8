"""What stays forgotten: the tombstones that purges leave in the history, and what they cover.

A tombstone holds a span of time and the keys of questions, nothing of a response. Whatever was sent in that span is stored
without its personal parts from then on, however it comes: edited, read from the form, imported, given a station by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from ...files import parse_json
from .columns import PERSONAL_DIGEST, SUBMITTED_AT
from .ledger import Ledger
from .manifest import LedgerIndex
from .past import history_lines, known_history
from .rows import Flags, Rows
from .typed import with_blanks

TOMBSTONE = "tombstone"
"""Key of a tombstone in a line of the history."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What a purge promised: of responses sent since `since` (UTC ms, included) and before `until`, the answers to
    `questions` are never stored again."""

    since: int
    until: int
    questions: tuple[str, ...]

    def covers(self, times: Rows) -> Flags:
        """For each time (UTC ms) whether it lies in the span."""
        return np.asarray((times >= self.since) & (times < self.until))


def tombstones(folder: Path, manifest: LedgerIndex) -> tuple[Tombstone, ...]:
    """Every tombstone in the history that the manifest knows of."""
    if not manifest.history_bytes:
        return ()
    mark = f'"{TOMBSTONE}":'.encode()
    lines = (parse_json(line) for line in known_history(folder, manifest).splitlines() if mark in line)
    return tuple(
        Tombstone(stone["since"], stone["until"], tuple(stone["questions"]))
        for line in lines
        for stone in line[TOMBSTONE]
    )


def forgotten_by(folder: Path, manifest: LedgerIndex, time: int) -> tuple[str, int, tuple[str, ...]] | None:
    """Of the newest tombstone that covers a time (UTC ms): the hash of its line, when it was written (UTC ms), and its questions."""
    newest = None
    for hashed, step in history_lines(folder, manifest):
        for stone in step.get(TOMBSTONE, ()):
            if stone["since"] <= time < stone["until"]:
                newest = hashed, int(step["at"]), tuple(stone["questions"])
    return newest


def purged_since(folder: Path, manifest: LedgerIndex, head: str) -> bool:
    """Whether a tombstone was written after the line of the history with this hash."""
    since = dropwhile(lambda each: each[0] != head, history_lines(folder, manifest))
    return any(TOMBSTONE in step for _, step in islice(since, 1, None))


def covered(stones: Sequence[Tombstone], times: Rows, earlier: Mapping[int, Rows] | None = None) -> list[Flags]:
    """For each tombstone which of these responses it covers: by their time, or by a time that one had `earlier` (by place)."""
    masks = []
    for stone in stones:
        mask = stone.covers(times)
        for position, olds in (earlier or {}).items():
            mask[position] |= stone.covers(olds).any()
        masks.append(mask)
    return masks


def any_of(masks: Sequence[Flags], count: int) -> Flags:
    """Which of `count` responses at least one tombstone covers."""
    return np.logical_or.reduce(masks) if masks else np.zeros(count, np.bool_)


def without_personal(personal: pa.Table, stones: Sequence[Tombstone], masks: Sequence[Flags]) -> pa.Table:
    """Personal columns with what the tombstones cover blank, and no digest where they cover anything."""
    for stone, mask in zip(stones, masks, strict=True):
        for key in stone.questions:
            if key in personal.schema.names and mask.any():
                personal = with_blanks(personal, key, mask)
    everywhere = any_of(masks, personal.num_rows)
    return with_blanks(personal, PERSONAL_DIGEST, everywhere) if everywhere.any() else personal


def times_before(ledger: Ledger, responses: Sequence[int]) -> dict[int, Rows]:
    """Place in `responses` (numbers of responses) → the times (UTC ms) of all versions that the ledger has of it."""
    places = {response: place for place, response in enumerate(responses)}
    rows = [(place, response) for response, place in places.items()]
    rows += [(places[event.answer], event.new) for event in ledger.history if event.answer in places and event.new >= 0]
    if not rows:
        return {}
    times = ledger.rows(np.array([row for _, row in rows], np.int64), [SUBMITTED_AT])[SUBMITTED_AT].cast(pa.int64())
    times_of: dict[int, list[int]] = {}
    for (position, _), time in zip(rows, times.to_pylist(), strict=True):
        times_of.setdefault(position, []).append(time)
    return {place: np.array(each, np.int64) for place, each in times_of.items()}
