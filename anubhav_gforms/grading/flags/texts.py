"""F3: near-copies of a message at one station within four weeks. Gives ids of answers only, never a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from ...text import same_title, typed_code

SHORTEST = 25
SHINGLE = 5
DAYS = 28
COPIES = 3
STOCK_AT = 5
"""A text that stands word for word at this many stations is a stock phrase, not a copy."""


def plain(text: str) -> str:
    """The text as copies are compared: plain letters, no case, one blank between words."""
    return same_title(typed_code(text))


def shingles(text: str) -> frozenset[str]:
    """Every run of five characters."""
    return frozenset(text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1)))


def alike(one: frozenset[str], other: frozenset[str], limit: float) -> bool:
    """Whether Jaccard's index (shared / all shingles) reaches the limit."""
    small, large = sorted((len(one), len(other)))
    if small < limit * large:
        return False
    shared = len(one & other)
    return shared >= limit * (len(one) + len(other) - shared)


def near_copies(frame: pd.DataFrame, *, limit: float = 0.8) -> list[tuple[str, tuple[str, ...]]]:
    """Groups of three or more near-copies: (station, ids of the answers), in the order of time.

    `frame` columns: response_id, station, day, text. Texts below 25 characters and stock phrases are left out.
    """
    rows = [
        (station, day, response, plain(text))
        for response, station, day, text in zip(
            frame["response_id"], frame["station"], frame["day"], frame["text"].fillna(""), strict=True
        )
        if station
    ]
    places: dict[str, set[str]] = defaultdict(set)
    for station, _, _, text in rows:
        places[text].add(station)
    by_station: dict[str, list[tuple[pd.Timestamp, str, frozenset[str]]]] = defaultdict(list)
    for station, day, response, text in rows:
        if len(text) >= SHORTEST and len(places[text]) < STOCK_AT:
            by_station[station].append((day, response, shingles(text)))
    found = []
    for station in sorted(by_station):
        mine = sorted(by_station[station], key=lambda row: (row[0], row[1]))
        found += [(station, group) for group in _groups(mine, limit) if len(group) >= COPIES]
    return found


def _groups(rows: Sequence[tuple[pd.Timestamp, str, frozenset[str]]], limit: float) -> list[tuple[str, ...]]:
    """Rows joined by likeness within four weeks; candidates share at least one shingle."""
    leader = list(range(len(rows)))

    def top(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    holders: dict[str, list[int]] = defaultdict(list)
    for index, (day, _, mine) in enumerate(rows):
        candidates = {other for shingle in mine for other in holders[shingle]}
        for other in sorted(candidates):
            if (day - rows[other][0]).days < DAYS and top(other) != top(index) and alike(mine, rows[other][2], limit):
                leader[top(index)] = top(other)
        for shingle in mine:
            holders[shingle].append(index)
    groups: dict[int, list[str]] = defaultdict(list)
    for index, (_, response, _) in enumerate(rows):
        groups[top(index)].append(response)
    return [tuple(group) for group in groups.values()]
