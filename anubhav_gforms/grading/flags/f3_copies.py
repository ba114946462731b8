"""F3: near-copies of a message at one station within four weeks. Gives ids of responses only, never a text.

Likeness is Jaccard's index of runs of five characters. Every message keeps at most 2,000 such runs as numbers, and is
compared with at most 16 messages that a sketch of it (MinHash in 32 bands of 4) has met before: so time grows with the
messages and memory too, whatever somebody pours in. At likeness 0.8 a sketch misses one pair in ten million.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from ...responses.ledger.columns import CodeStatus
from ...sentence import Sentence
from ...text import same_title, typed_code
from .flag import Flag, Severity
from .rule import FlagRule, GradedWeek

Shingles = np.ndarray[Any, np.dtype[np.uint64]]

SHORTEST = 25
LONGEST = 2004
"""So many characters of a message are compared: 2,000 runs of five."""
SHINGLE = 5
DAYS = 28
COPIES = 3
STOCK_AT = 5
"""A text that stands word for word at this many stations is a stock phrase, not a copy."""
BANDS, ROWS = 32, 4
MOST_COMPARED = 16
_ODD = np.random.Generator(np.random.PCG64(20261126)).integers(0, 2**63, (2, BANDS * ROWS), np.uint64) * 2 + 1


def text_compared(text: str) -> str:
    """The text as copies are compared: plain letters, no case, one blank between words; no longer than is compared."""
    return same_title(typed_code(text[:LONGEST]))[:LONGEST]


def shingles(text: str) -> Shingles:
    """Every run of five characters as a number, each once, in order; a shorter text is one run."""
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(signs) < SHINGLE:
        signs = np.concatenate([signs, np.zeros(SHINGLE - len(signs), np.uint64)])
    runs = np.lib.stride_tricks.sliding_window_view(signs, SHINGLE)
    return np.unique(_mixed(runs, np.zeros(len(runs), np.uint64)))


def _mixed(rows: Shingles, values: Shingles) -> Shingles:
    """One number for each row of numbers, begun from these."""
    for column in rows.T:
        values = (values ^ column) * np.uint64(0x9E3779B97F4A7C15)
        values ^= values >> np.uint64(29)
    return values


def alike(text: Shingles, other: Shingles, limit: float) -> bool:
    """Whether Jaccard's index (shared / all shingles) reaches the limit."""
    small, large = sorted((len(text), len(other)))
    if small < limit * large:
        return False
    shared = len(np.intersect1d(text, other, assume_unique=True))
    return shared >= limit * (len(text) + len(other) - shared)


def near_copies(frame: pd.DataFrame, *, limit: float = 0.8) -> list[tuple[str, tuple[str, ...]]]:
    """Groups of three or more near-copies: (station, ids of the responses), in the order of time.

    `frame` columns: response_id, station, day, text. Texts below 25 characters and stock phrases are left out.
    """
    rows = [
        (station, day, response, text_compared(text))
        for response, station, day, text in zip(
            frame["response_id"], frame["station"], frame["day"], frame["text"].fillna(""), strict=True
        )
        if station
    ]
    places: dict[str, set[str]] = defaultdict(set)
    for station, _, _, text in rows:
        places[text].add(station)
    by_station: dict[str, list[tuple[pd.Timestamp, str, str]]] = defaultdict(list)
    for station, day, response, text in rows:
        if len(text) >= SHORTEST and len(places[text]) < STOCK_AT:
            by_station[station].append((day, response, text))
    copies = []
    for station in sorted(by_station):
        texts = sorted(by_station[station], key=lambda row: (row[0], row[1]))
        copies += [(station, group) for group in _groups(texts, limit) if len(group) >= COPIES]
    return copies


def _groups(rows: Sequence[tuple[pd.Timestamp, str, str]], limit: float) -> list[tuple[str, ...]]:
    """Rows joined by likeness within four weeks; candidates share a band of their sketches."""
    leader = list(range(len(rows)))

    def top(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    every = [shingles(text) for _, _, text in rows]
    buckets: dict[int, list[int]] = defaultdict(list)
    for index, (day, _, _) in enumerate(rows):
        keys = _bands(every[index])
        met = dict.fromkeys(other for key in keys for other in reversed(buckets[key]))
        near = (other for other in met if (day - rows[other][0]).days < DAYS and top(other) != top(index))
        for other in islice(near, MOST_COMPARED):
            if alike(every[index], every[other], limit):
                leader[top(index)] = top(other)
        for key in keys:
            buckets[key] = [*buckets[key][1 - MOST_COMPARED :], index]
    groups: dict[int, list[str]] = defaultdict(list)
    for index, (_, response, _) in enumerate(rows):
        groups[top(index)].append(response)
    return [tuple(group) for group in groups.values()]


def _bands(values: Shingles) -> list[int]:
    """The sketch of a text: for each of 128 orders of all runs the text's first, four and four together, each four as a number."""
    first = np.full(BANDS * ROWS, np.iinfo(np.uint64).max)
    for begin in range(0, len(values), 256):
        mixed = values[begin : begin + 256, None] * _ODD[0] + _ODD[1]
        mixed ^= mixed >> np.uint64(32)
        first = np.minimum(first, (mixed * _ODD[1]).min(axis=0))
    sketch: list[int] = _mixed(first.reshape(BANDS, ROWS), np.arange(BANDS, dtype=np.uint64)).tolist()
    return sketch


def find(week: GradedWeek) -> list[Flag]:
    """Near-copies among messages with an accepted code, on the day of the first of them."""
    messages = week.messages
    if messages is None:
        return []
    accepted = messages[messages["code_status"] == CodeStatus.ACCEPTED]
    day = dict(zip(messages["response_id"], messages["day"], strict=True))
    return [
        Flag("F3", Severity.REVIEW, station, f"{day[ids[0]]:%Y-%m-%d}", Sentence("{ids} messages within four weeks are nearly the same", ids=len(ids)),
             {"copies": len(ids)}, ids)
        for station, ids in near_copies(accepted, limit=week.working.rules.flags.near_duplicate)
    ]  # fmt: skip


RULE = FlagRule({"F3": Sentence("near-copies of a message")}, find)
