"""A letter that is four-fifths sure, one that is held, or two or three between which the truth lies.

Letters are numbered best first, 0 is the best, NONE is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Bools, Floats, Ints
from ..formulas.letters import NONE


@dataclass(frozen=True)
class LetterStates:
    """(stations,): letter, or NONE; since, the week in which it was given; p, its probability; first, size: the best letter
    and the number of letters shown together (NONE and 0 where one letter or none is shown)."""

    letter: Ints = field(repr=False)
    since: Ints = field(repr=False)
    p: Floats = field(repr=False)
    first: Ints = field(repr=False)
    size: Ints = field(repr=False)

    def sets(self, names: Sequence[str]) -> list[str]:
        """(stations,): the letters that are shown together, by name: "B or C"; "" where one or none is."""
        runs = zip(self.first, self.size, strict=True)
        return [" or ".join(names[first : first + size]) if size else "" for first, size in runs]

    def sure(self, rules: MethodRules) -> Bools:
        """(stations,): one letter, with the probability at which it would be given."""
        return np.asarray((self.letter != NONE) & (self.p >= rules.letter_give))


def letter_states(
    p: Floats, held: Ints, since: Ints, week: int, shown: Bools, rules: MethodRules, *, frozen: Bools | None = None
) -> LetterStates:
    """Letters of a week from their probabilities `p` (stations, letters).

    `held`, `since`: the letter before and its week. A held letter stays while its probability is at least letter_keep;
    else the letter with letter_give; else the smallest run of 2, then 3 neighbours with letter_give together, the most
    probable of its size; of equal ones the better. Where not `shown` there is none; where `frozen` (under review) no new
    letter is given and a held one stays.
    """
    stations = np.arange(len(p))
    held = np.where(held < p.shape[1], held, NONE)
    frozen = np.zeros(len(p), dtype=bool) if frozen is None else frozen
    p = np.nan_to_num(p)
    p_held = np.where(held == NONE, 0.0, p[stations, held])
    stays = (held != NONE) & ((p_held >= rules.letter_keep) | frozen)
    best = np.argmax(p, axis=1)
    gives = ~stays & ~frozen & (p[stations, best] >= rules.letter_give)
    letter = np.where(shown & stays, held, np.where(shown & gives, best, NONE))
    first, size = np.full(len(p), NONE), np.zeros(len(p), dtype=np.int64)
    open_ = shown & (letter == NONE) & ~frozen
    sums = np.zeros((len(p), p.shape[1] + 1))
    np.cumsum(p, axis=1, out=sums[:, 1:])
    for many in range(2, min(rules.largest_set, p.shape[1]) + 1):
        runs = sums[:, many:] - sums[:, :-many]
        start = np.argmax(runs >= runs.max(axis=1, keepdims=True) - 1e-12, axis=1)
        fits = open_ & (runs[stations, start] >= rules.letter_give)
        first[fits], size[fits] = start[fits], many
        open_ &= ~fits
    return LetterStates(
        letter,
        np.where(letter == NONE, NONE, np.where(letter == held, since, week)),
        np.where(letter == NONE, np.nan, p[stations, np.maximum(letter, 0)]),
        first,
        size,
    )


def most_letters_that_are_sure(sure: dict[int, float]) -> int | None:
    """The largest number of letters for which at least half of the scored stations would have one that is sure; None: none.

    `sure`: share of scored stations with one sure letter, by number of letters.
    """
    return max((count for count, share in sure.items() if share >= 0.5), default=None)


def expected_wrong(states: LetterStates) -> float:
    """About how many of the single letters are wrong: the sum of 1 - P(letter)."""
    return float(np.nansum(1 - states.p))
