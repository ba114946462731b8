"""What a release remembers of a week (`week.HeldStates`), as a book keeps it.

Kept by the codes of stations and districts and by the names of weeks, so that a release still says the same when a station
or a district is added, or earlier responses are imported. Letters are kept by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...nouns import week as weeks
from ..formulas.letters import NONE
from .alarms import NOT_OPEN, FallStates
from .standing import UNCLEAR, HeldValues
from .week import HeldStates

Record = Mapping[str, Any]
"""As it stands in a book: text, numbers and lists only."""
NOTHING = -1
NEW: list[Any] = [[UNCLEAR, "", ""], ["", "", ""], [0.0, None, None, ""], False]
"""What is held of a station that the book does not know: standing, letter, alarm, money flag."""


@dataclass(frozen=True)
class AnnouncedWeek:
    """A week as it was announced: `held`, what `Units.record` gave; `rows`: code, letter, score, low, high, n, standing of
    every station and district that had a score; `questions`: by station the score of each question; `constants`: the hash of those by
    which they were made, "" where that was not announced; `decisions`: how many decisions on flags had been made by then."""

    week: int
    held: Record = field(repr=False)
    rows: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    questions: Mapping[str, Mapping[str, float]] = field(default_factory=dict, repr=False)
    constants: str = ""
    decisions: int = 0


@dataclass(frozen=True)
class Announced:
    """All that was announced before the graded week: the weeks by number, and from which week today's bands hold (None: always)."""

    weeks: Mapping[int, AnnouncedWeek] = field(default_factory=dict, repr=False)
    bands_since: int | None = None


@dataclass(frozen=True)
class Units:
    """What the places of arrays stand for: codes of stations and of districts, letters best first, the number of the first week."""

    stations: Sequence[str]
    districts: Sequence[str]
    letters: Sequence[str]
    first_week: int

    def record(self, states: HeldStates) -> Record:
        """What is held, as a book keeps it."""
        falls = states.falls
        standing, letter = self._values(states.standing), self._values(states.letter, letters=True)
        sums = zip(falls.c.tolist(), falls.baseline.tolist(), falls.sd.tolist(), falls.since.tolist(), strict=True)
        alarms = [[c, _number(baseline), _number(sd), self._name(since)] for c, baseline, sd, since in sums]
        columns = zip(standing, letter, alarms, states.money.tolist(), strict=True)
        districts = zip(
            self._values(states.district_standing), self._values(states.district_letter, letters=True), strict=True
        )
        return {
            "stations": dict(zip(self.stations, map(list, columns), strict=True)),
            "districts": dict(zip(self.districts, map(list, districts), strict=True)),
            "range": self._values(states.range_letter, letters=True)[0],
        }

    def signs(self, states: HeldStates) -> Record:
        """Alarms and money flags alone: what the office remembers of every response, beside the letters of full groups of five."""
        rows = self.record(states)["stations"]
        return {
            "stations": {code: [*NEW[:2], *row[2:]] for code, row in rows.items()},
            "districts": {},
            "range": NEW[1],
        }

    def recalled(self, record: Record) -> HeldStates:
        """What is held, as a book has it. A station or district that it does not know holds nothing."""
        stations = [record["stations"].get(code, NEW) for code in self.stations]
        districts = [record["districts"].get(code, NEW[:2]) for code in self.districts]
        alarms = [row[2] for row in stations]
        c, baseline, sd = (
            np.array([np.nan if row[at] is None else row[at] for row in alarms], dtype=float) for at in range(3)
        )
        falls = FallStates(c, baseline, sd, np.array([self._week(row[3], NOT_OPEN) for row in alarms], dtype=np.int64))
        return HeldStates(
            self._held([row[0] for row in stations]), self._held([row[1] for row in stations], letters=True),
            self._held([row[0] for row in districts]), self._held([row[1] for row in districts], letters=True),
            self._held([record["range"]], letters=True), falls, np.array([row[3] for row in stations], dtype=bool),
        )  # fmt: skip

    def _values(self, held: HeldValues, *, letters: bool = False) -> list[list[Any]]:
        rows = zip(held.value.tolist(), held.since.tolist(), held.last.tolist(), strict=True)
        return [
            [("" if value == NONE else self.letters[value]) if letters else value, self._name(since), self._name(last)]
            for value, since, last in rows
        ]

    def _held(self, rows: Sequence[Sequence[Any]], *, letters: bool = False) -> HeldValues:
        number = {name: place for place, name in enumerate(self.letters)}
        value = [number.get(row[0], NONE) if letters else row[0] for row in rows]
        names = {name for row in rows for name in row[1:3]}
        numbered = {name: self._week(name, NOTHING) for name in names}
        since, last = ([numbered[row[at]] for row in rows] for at in (1, 2))
        return HeldValues(*(np.array(part, dtype=np.int64) for part in (value, since, last)))

    def _name(self, week: int) -> str:
        return weeks.week_name(self.first_week + week) if week >= 0 else ""

    def _week(self, name: str, none: int) -> int:
        return weeks.read_week(name) - self.first_week if name else none


def _number(value: float) -> float | None:
    return None if value != value else value
