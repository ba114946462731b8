"""What was done because citizens asked for it, and whether it helped: measured once a day, and when an action is noted or a week announced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from ..errors import AnubhavError
from ..grading.effects import MeasuredEffect
from ..reports.effects import effect_said
from ..reports.given import ActionTaken
from ..sentence import Bilingual, Sentence
from .board import Board
from .views import name_of

NEWEST = 4
"""Actions on the first page."""


@dataclass(frozen=True, slots=True)
class DeedDone:
    """An action and what may be said of it: its effect, or why none is measured; None for one of the whole range."""

    action: ActionTaken
    name: Bilingual | None
    effect: Sentence | None


class DeedsDone:
    """The actions of the office, the newest first. `read` gives them, `measure` their effects as of the last finished week: the same
    figures as in a report of it."""

    def __init__(
        self,
        board: Board,
        read: Callable[[], tuple[ActionTaken, ...]],
        measure: Callable[[], Mapping[ActionTaken, MeasuredEffect]],
    ) -> None:
        self._board, self._read, self._measure = board, read, measure
        self._lock = Lock()  # of its own: the feed does not wait while an effect is measured
        self._told: tuple[object, tuple[DeedDone, ...]] = (None, ())

    def newest(self) -> tuple[DeedDone, ...]:
        """Those that were done last."""
        return self._all()[:NEWEST]

    def at(self, station: str) -> tuple[DeedDone, ...]:
        """Those at a station or in the whole range."""
        return tuple(each for each in self._all() if each.action.station in (station, ""))

    def noted(self, station: str, done: str) -> DeedDone | None:
        """The action that a step of a case noted; None when it was taken out of actions.csv since."""
        words = " ".join(done.split())
        return next((each for each in self.at(station) if each.action.done == words), None)

    def _all(self) -> tuple[DeedDone, ...]:
        board = self._board
        with self._lock:
            key = (board.marks["gazette"], board.marks["actions"], board.now.date())
            if self._told[0] != key:
                self._told = key, self._make()
            return self._told[1]

    def _make(self) -> tuple[DeedDone, ...]:
        campaign, actions = self._board.campaign, self._read()
        said: dict[ActionTaken, Sentence] = {}
        why: Sentence | None = None
        try:
            said = {action: effect_said(effect) for action, effect in self._measure().items()}
        except AnubhavError as error:
            why = error.message
        return tuple(DeedDone(each, name_of(campaign, each.station), said.get(each, why)) for each in actions)
