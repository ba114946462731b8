"""Everything behind a week's grades: what explanations and flags are made from. Holds scores that are not published."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ..campaign import Campaign, Station
from ..campaign.grading import Grading
from .arrays import Bools, Floats
from .cube.removed import RemovedRows
from .cube.scope import Scope
from .decisions import Decisions
from .method.season import Season
from .panel import MONEY_AND_RECEIPT
from .replay import Replay, Roster, window_sum
from .timeline import Timeline


@dataclass(frozen=True)
class Working:
    """The cells that count, the constants of each time, the replayed letters, the roster, and what persons decided; of version 2 also
    its season, and the rows that a person found not genuine."""

    campaign: Campaign = field(repr=False)
    stations: tuple[Station, ...] = field(repr=False)
    roster: Roster = field(repr=False)
    scope: Scope = field(repr=False)
    timeline: Timeline = field(repr=False)
    replay: Replay = field(repr=False)
    decisions: Decisions = field(repr=False)
    season: Season | None = field(default=None, repr=False)
    removed: tuple[RemovedRows, ...] = ()

    @property
    def rules(self) -> Grading:
        return self.campaign.grade_rules

    @property
    def reach(self) -> int:
        """How many weeks back a response may count in the graded week."""
        return self.rules.window.reach_back if self.season is None else self.rules.v2.window

    @property
    def least(self) -> int:
        """Responses from which a station has a score."""
        return self.rules.min_responses if self.season is None else self.rules.v2.min_n

    @property
    def listed(self) -> Bools:
        """(stations,): which of them stand in the lists and means of the graded week."""
        return self.roster.listed(self.replay.week)

    @property
    def position(self) -> int:
        """The graded week, counted from the scope's first."""
        return self.replay.week - self.scope.first_week

    @cached_property
    def window_sums(self) -> dict[str, Floats]:
        """(stations,) by name: what columns of the panel come to over the window."""
        panel, use = self.replay.panel, self.replay.stations.estimate.use
        names = ("rows", "raw", "shift", "unknown", "aside", *MONEY_AND_RECEIPT)
        return {name: window_sum(getattr(panel, name), use, self.position) for name in names}
