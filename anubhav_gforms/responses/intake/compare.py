"""What was there against what is there: which responses are the same, new, edited, gone or back. Pure arrays.

A response has no id in a sheet. It is known by its time and the digest of its content, as a multiset: equal rows
are told apart by how many there are, and where a row stands says nothing. So sorting, moving, filtering and inserting raise no alarm.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..ledger.digests import Digests
from ..ledger.rows import Flags, Rows


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the seen responses relate to the known ones; positions in the two inputs.

    `same` and `edited`: (known, seen) pairs, arrays of shape (n, 2). `gone`: known ones not seen. `new`: seen ones not
    known. `moved`: how many of the same stand in another order than before.
    """

    same: Rows
    edited: Rows
    gone: Rows
    new: Rows
    moved: int

    @property
    def changed(self) -> bool:
        """Whether anything but the order differs."""
        return bool(len(self.edited) or len(self.gone) or len(self.new))


def compare(known: Digests, seen: Digests) -> Comparison:
    """Match the responses of two readings of one sheet.

    1. Equal time, digest and personal digest; equal ones pair in order. A purged response matches on time and digest.
    2. Of the rest, equal time: a response edited by hand in the sheet.
    3. Of the rest, one known and one seen that alone stand between the same two neighbours, the seen one later in
       time: a response that its respondent sent again, which Google writes over the same row.
    What is left over is gone, or new.
    """
    partner = np.full(len(known), -1, np.int64)
    taken = np.zeros(len(seen), np.bool_)
    _pair_equal(known, seen, partner, taken)
    _pair(known, seen, np.flatnonzero(known.purged & (partner < 0)), partner, taken, personal=False)
    same_known = np.flatnonzero(partner >= 0)
    same = np.column_stack([same_known, partner[same_known]])
    edited = [*_pair_by_time(known, seen, partner, taken)]
    edited += _pair_between(known, seen, partner, taken)
    pairs = np.array(sorted(edited), np.int64).reshape(-1, 2)
    return Comparison(same, pairs, np.flatnonzero(partner < 0), np.flatnonzero(~taken), _moved(same[:, 1]))


def _pair_equal(known: Digests, seen: Digests, partner: Rows, taken: Flags) -> None:
    """The k-th of equal known ones with the k-th of equal seen ones; a common start, the usual case, at once."""
    start = min(len(known), len(seen))
    differs = np.flatnonzero(
        (known.times[:start] != seen.times[:start])
        | (known.digests[:start] != seen.digests[:start])
        | (known.personal[:start] != seen.personal[:start])
        | known.purged[:start]
    )
    start = int(differs[0]) if len(differs) else start
    partner[:start], taken[:start] = np.arange(start), True
    _pair(known, seen, np.flatnonzero((partner < 0) & ~known.purged), partner, taken, personal=True)


def _pair(known: Digests, seen: Digests, lonely: Rows, partner: Rows, taken: Flags, *, personal: bool) -> None:
    """Pair these known ones with seen ones that are not taken, by time, digest and, if asked, personal digest."""
    free = np.flatnonzero(~taken)
    left, right = known.take(lonely), seen.take(free)
    keys = [(left.times, right.times), (left.digests, right.digests)] + [(left.personal, right.personal)] * personal
    columns = [np.concatenate(pair) for pair in keys]
    order = np.lexsort(columns)
    ordered = [column[order] for column in columns]
    begins = np.ones(len(order), np.bool_)
    begins[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in ordered])
    group = np.cumsum(begins) - 1
    of_known = order < len(lonely)
    rank = np.empty(len(order), np.int64)
    for side in (of_known, ~of_known):
        count = np.cumsum(side)
        rank[side] = (count - (count - side)[begins][group])[side]
    for_known, for_seen = (np.rec.fromarrays([group[side], rank[side]]) for side in (of_known, ~of_known))
    _, here, there = np.intersect1d(for_known, for_seen, assume_unique=True, return_indices=True)
    places, partners = lonely[order[of_known][here]], free[order[~of_known][there] - len(lonely)]
    partner[places], taken[partners] = partners, True


def _pair_by_time(known: Digests, seen: Digests, partner: Rows, taken: Flags) -> Iterator[tuple[int, int]]:
    """Unmatched ones of equal time: first those with an equal digest or personal digest, then in order."""
    waiting: dict[tuple[int, ...], deque[int]] = defaultdict(deque)
    lonely = np.flatnonzero(partner < 0)
    for position in np.flatnonzero(~taken & np.isin(seen.times, known.times[lonely])).tolist():
        for key in _known_by(seen, position):
            waiting[key].append(position)
    for alike in (True, False):
        for position in lonely.tolist():
            if partner[position] >= 0:
                continue
            moment, *marks = _known_by(known, position)
            queues = [waiting[key] for key in (marks if alike else [moment]) if key in waiting]
            for queue in queues:
                while queue and taken[queue[0]]:
                    queue.popleft()
            if choices := [queue[0] for queue in queues if queue]:
                partner[position] = choice = min(choices)
                taken[choice] = True
                yield (position, choice)


def _known_by(responses: Digests, position: int) -> Iterator[tuple[int, ...]]:
    """Its time; its time and answers; its time and personal columns, where there are some and they are known."""
    time, personal = int(responses.times[position]), int(responses.personal[position])
    yield (time,)
    yield (time, 0, int(responses.digests[position]))
    if personal and not responses.purged[position]:
        yield (time, 1, personal)


def _pair_between(known: Digests, seen: Digests, partner: Rows, taken: Flags) -> list[tuple[int, int]]:
    """Runs of unmatched known and unmatched seen ones between the same two neighbours, equally long."""
    pairs: list[tuple[int, int]] = []
    lonely = np.flatnonzero(partner < 0)
    if not len(lonely) or taken.all():
        return pairs
    for stretch in np.split(lonely, np.flatnonzero(np.diff(lonely) != 1) + 1):
        before, after = int(stretch[0]) - 1, int(stretch[-1]) + 1
        first = int(partner[before]) + 1 if before >= 0 else 0
        last = int(partner[after]) if after < len(known) else -1
        if last < 0:
            continue
        places = np.arange(first, last)
        if (
            len(places) == len(stretch)
            and not taken[places].any()
            and (seen.times[places] > known.times[stretch]).all()
        ):
            pairs += list(zip(stretch.tolist(), places.tolist(), strict=True))
            partner[stretch], taken[places] = places, True
    return pairs


def _moved(places: Rows) -> int:
    """How many must move to bring places into rising order: all but the longest rising run of them."""
    if not (np.diff(places) < 0).any():
        return 0
    tails: list[int] = []
    for position in places.tolist():
        where = bisect_left(tails, position)
        if where == len(tails):
            tails.append(position)
        else:
            tails[where] = position
    return len(places) - len(tails)
