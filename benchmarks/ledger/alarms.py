"""Officers at work on a sheet, over and over: does the comparison of two readings raise a false alarm, or miss a change?

Each operation is one of those that people do to a sheet. Those that change no response must raise no alarm; each edit and
each deletion must be named exactly. Rows are (time, print, personal print), as the ledger knows them.
"""

from __future__ import annotations

import random

import numpy as np

from anubhav_gforms.responses.intake.compare import compare
from anubhav_gforms.responses.ledger.digests import Digests

Row = tuple[int, int, int]


def digests(rows: list[Row]) -> Digests:
    """Rows as the comparison takes them."""
    times, public, personal = np.array(rows, np.int64).reshape(-1, 3).T
    return Digests(times, public, personal, np.zeros(len(rows), np.bool_))


def false_alarms(operations: int, *, together: int = 1, seed: int = 7) -> int:
    """Alarms after sorting by any column, shuffling, moving blocks, filtering and new responses; `together` a pull."""
    chance, alarms, number = random.Random(seed), 0, 0
    known = [(chance.randrange(400), chance.randrange(50), chance.randrange(20)) for _ in range(60)]
    while number < operations:
        seen, new = known.copy(), 0
        for _ in range(together):
            number += 1
            match number % 5:
                case 0:
                    chance.shuffle(seen)
                case 1:
                    column = chance.randrange(3)
                    seen.sort(key=lambda row: row[column], reverse=chance.random() < 0.5)
                case 2:  # a block of rows is moved
                    low, high = sorted(chance.sample(range(len(seen)), 2))
                    block = seen[low:high]
                    del seen[low:high]
                    place = chance.randrange(len(seen) + 1)
                    seen[place:place] = block
                case 3:  # a filter hides rows from the eye; the reply of the API is the same
                    pass
                case _:  # new responses, some at a time that is there already
                    for _ in range(chance.randrange(3)):
                        new += 1
                        seen.append((1000 + number - chance.randrange(2), chance.randrange(50), chance.randrange(20)))
        found = compare(digests(known), digests(seen))
        alarms += len(found.edited) + len(found.gone) + abs(len(found.new) - new)
        known = seen if len(seen) < 120 else seen[-60:]
    return alarms


def misses(changes: int, *, rows: int = 60, together: int = 4, seed: int = 11) -> int:
    """Edits and deletions that were not named, or named wrongly; up to `together` a pull, sometimes with a sort."""
    chance, missed, done = random.Random(seed), 0, 0
    known = [(place * 10, chance.randrange(50), chance.randrange(20)) for place in range(rows)]
    while done < changes:
        touched = sorted(chance.sample(range(rows), chance.randrange(1, together + 1)))
        done += len(touched)
        deleted = {place for place in touched if chance.random() < 0.5}
        seen = known.copy()
        for place in set(touched) - deleted:
            time, public, personal = seen[place]
            seen[place] = (time, public + 100, personal) if chance.random() < 0.5 else (time, public, personal + 100)
        seen = [row for place, row in enumerate(seen) if place not in deleted]
        if chance.random() < 0.3:
            chance.shuffle(seen)
        found = compare(digests(known), digests(seen))
        edited = {int(a) for a, b in found.edited.tolist() if known[a][0] == seen[b][0]}
        missed += len(deleted ^ set(found.gone.tolist())) + len(set(touched) - deleted ^ edited) + len(found.new)
    return missed
