"""Version 2 through time: the quarters and their constants, alike rows under review, and every week up to the graded one.

A release remembers what was held: a week that was announced is held as it was announced, and a week between releases changes
nothing but the sums of the alarm. Before the first release the weeks of frozen quarters are graded again in order; the weeks of
a trial remember nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from ...campaign.grading import Grading
from ...nouns import week as weeks
from ..arrays import Bools, Floats, Ints, pairs_of
from ..constants import Constants, Era
from ..cube.scope import Scope
from ..decisions import Decisions
from ..replay import Roster
from .alarms import RECENT_WEEKS, FallStates, acknowledge, bad_p, new_baseline, too_many_bad
from .days import WEEK, DaySums, by_week, trailing_sums
from .era import EraDays
from .evidence import SeparateCounts, alike_sums, decided_on, praise_noes, separate_counts
from .freeze import belief_of, constants_of_eras, graded_stations
from .memory import Announced, Units
from .money import capped_noes, money_flags, no_caps
from .review import AlikeRows, ReviewSide, days_under_review, least_alike
from .score import Belief
from .week import GradedStations, HeldStates, WeekStandings, grade_week, nothing_before


@dataclass(frozen=True)
class SeasonWeek:
    """What is said in one week, what was held before it and is held after it; alarm 2 of each station.

    `money_noes`: as money counts them; `bad_recent`: bad ratings of four weeks; `open_flags`: alike rows under review.
    """

    week: int
    said: WeekStandings = field(repr=False)
    before: HeldStates = field(repr=False)
    after: HeldStates = field(repr=False)
    money_noes: Floats = field(repr=False)
    alarm_bad: Bools = field(repr=False)
    bad_recent: Floats = field(repr=False)
    open_flags: tuple[AlikeRows, ...] = ()


@dataclass(frozen=True)
class Season:
    """All of version 2 behind a graded week: eras and constants, and the week itself; its days, and those without alike rows under review.

    `walk`: gives the SeasonWeek of every week from the first of a frozen quarter on, announced or not, the last one the graded week.
    """

    eras: tuple[Era, ...]
    constants: tuple[Constants, ...] = field(repr=False)
    new: tuple[Constants, ...] = field(repr=False)
    flags: tuple[AlikeRows, ...] = field(repr=False)
    belief: Belief = field(repr=False)
    stations: GradedStations = field(repr=False)
    days: DaySums = field(repr=False)
    without_alike: DaySums = field(repr=False)
    counts: SeparateCounts = field(repr=False)
    last: SeasonWeek = field(repr=False)
    walk: Callable[[], tuple[SeasonWeek, ...]] = field(repr=False)
    letters: bool
    units: Units = field(repr=False)
    announced: Announced = field(repr=False)

    @cached_property
    def history(self) -> tuple[SeasonWeek, ...]:
        """Every week so far. The graded week needs only those since the last release; the others are walked through when asked for."""
        return self.walk()


class Walk:
    """The weeks in order. `plan`: eras up to the last week of the scope; those that are frozen under version 1 are passed over; `flags`:
    the alike rows so far; `announced`: the weeks before the graded one, as they were announced.

    Raises StateError when the constants of the last era were frozen under another config.
    """

    def __init__(
        self, scope: Scope, roster: Roster, rules: Grading, plan: tuple[Era, ...], flags: tuple[AlikeRows, ...], *,
        frozen: Mapping[str, Constants], decisions: Decisions, code_version: str, announced: Announced,
    ) -> None:  # fmt: skip
        self.scope, self.roster, self.rules, self.policy = scope, roster, rules, rules.v2
        self.plan, self.decisions, self.announced, self.flags = plan, decisions, announced, flags
        self.constants, self.new = constants_of_eras(scope, roster, rules, plan, frozen, code_version)
        self.letters_from = weeks.week_number(rules.letters_from)
        self.stations = graded_stations(roster)
        self.alike, self.counts = alike_sums(scope), separate_counts(scope)
        decided = decided_on(flags, scope, decisions, least_alike(self.policy.review))
        self.waiting = tuple(hit for hit, word in zip(flags, decided, strict=True) if not word)
        self.recent = trailing_sums(self.counts.bad, RECENT_WEEKS - 1) + self.counts.bad
        # a cap is at least day_floor: where no day has more noes it holds nobody back
        many = np.flatnonzero((self.counts.no > self.policy.day_floor).any(axis=1))
        self.noes = scope.weekly("money_no")
        self.noes[many] = by_week(np.minimum(self.counts.no[many], self._caps(many)))
        self.edges = tuple(rules.bands.values())
        self.position = scope.position
        self.units = Units(scope.stations, roster.district_codes, rules.letters, scope.first_week)

    def season(self) -> Season:
        """The graded week, from the last release on where there is one."""
        known = [week for week in self.announced.weeks if week < self.scope.last_week]
        since = max(known, default=None)
        walked = tuple(self.weeks(since))
        last = walked[-1]
        constants = self.constants[-1]
        belief, _ = belief_of(constants, self.roster.codes, self.roster.kinds)
        era = self._era(constants, belief)
        letters = self.plan[-1].frozen and self.scope.last_week >= self.letters_from
        return Season(
            self.plan, self.constants, self.new, self.flags, belief, self.stations, era.days,
            era.without_alike(last.open_flags), self.counts, last, lambda: walked if since is None else tuple(self.weeks()), letters, self.units, self.announced,
        )  # fmt: skip

    def weeks(self, since: int | None = None) -> Iterator[SeasonWeek]:
        """Every week after `since`, which was announced; without it every week."""
        held = nothing_before(len(self.scope.stations), self.stations.districts)
        if since is not None:
            held = self.units.recalled(self.announced.weeks[since].held)
        for number, (era, constants) in enumerate(zip(self.plan, self.constants, strict=True)):
            last = number == len(self.plan) - 1
            end = self.scope.last_week if last else self.plan[number + 1].valid_from - 1
            begin = era.valid_from if since is None else max(era.valid_from, since + 1)
            if constants.method != 2 or begin > end:
                continue
            belief, spread = belief_of(constants, self.roster.codes, self.roster.kinds)
            days = self._era(constants, belief)
            if era.frozen and begin == era.valid_from:
                held = replace(held, falls=self._rebased(held, number))
            bad = self._bad(number, begin, end)
            numbers = range(begin - self.scope.first_week, end + 1 - self.scope.first_week)
            open_ = [self._open(at) for at in numbers]
            for week, now, scores in zip(range(begin, end + 1), open_, days.scores(numbers, open_), strict=True):
                letters = era.frozen and week >= self.letters_from
                if week == self.announced.bands_since:
                    held = held.without_letters()
                said, after = grade_week(
                    scores, self.roster.listed(week), held, belief, spread, self.stations, self.edges, self.policy, letters=letters
                )  # fmt: skip
                after = self._acknowledged(after, said, week)
                after = after if era.frozen else replace(after, falls=held.falls)
                done = self._week(week, said, held, after, constants, now, bad[:, week - begin])
                yield done
                held = self._held_after(done)

    def _held_after(self, done: SeasonWeek) -> HeldStates:
        """What the next week takes from this one: what was announced; from a week between releases, the alarm's sums alone."""
        known = self.announced.weeks
        if done.week in known:
            return self.units.recalled(known[done.week].held)
        if known and done.week > min(known):
            return replace(done.before, falls=done.after.falls, money=done.after.money)
        return done.after

    def _era(self, constants: Constants, belief: Belief) -> EraDays:
        means, shift = (
            constants.item_means(self.scope.cube.shape.items.keys),
            constants.shifts(self.scope.cube.purposes)[0],
        )
        return EraDays(self.scope, means, shift, belief, self.policy)

    def _rebased(self, held: HeldStates, number: int) -> FallStates:
        """At a quarter's start the alarm is measured from the scores that were frozen a quarter before."""
        known = self.constants[max(0, number - 1)].baselines
        score, sd = pairs_of(known, self.scope.stations)
        return new_baseline(held.falls, score, sd, self.policy.alarm)

    def _open(self, at: int) -> tuple[AlikeRows, ...]:
        """Flags of the window that no person has decided."""
        oldest = WEEK * (at - self.policy.window + 1)
        return tuple(hit for hit in self.waiting if oldest < hit.first_day + hit.days <= WEEK * (at + 1))

    def _acknowledged(self, after: HeldStates, said: WeekStandings, week: int) -> HeldStates:
        """Alarms that a person has seen by the end of this week."""
        seen = np.zeros(len(self.scope.stations), dtype=bool)
        for (code, name), when in self.decisions.seen_in.items():
            if code in self.position and self._now(when, week):
                since = after.falls.since[self.position[code]]
                seen[self.position[code]] = since >= 0 and weeks.week_name(int(since) + self.scope.first_week) <= name
        if not seen.any():
            return after
        scores = said.triple.all
        return replace(after, falls=acknowledge(after.falls, seen, scores.score, scores.sd))

    def _week(
        self, week: int, said: WeekStandings, held: HeldStates, after: HeldStates, constants: Constants,
        open_: tuple[AlikeRows, ...], bad: Bools,
    ) -> SeasonWeek:  # fmt: skip
        at = week - self.scope.first_week
        noes = self._noes(at, open_)
        yes = self.counts.yes[:, max(0, at - self.policy.window + 1) : at + 1].sum(axis=1)
        integrity = self.rules.integrity
        now = money_flags(
            yes, noes, constants.money, integrity.reference, integrity.probability, integrity.min_reports, held.money
        )
        after = replace(after, money=now & ~self._closed(week))
        return SeasonWeek(week, said, held, after, noes, bad, self.recent[:, at], open_)

    def _noes(self, at: int, open_: tuple[AlikeRows, ...]) -> Floats:
        """(stations,): noes of the window as capped; those that come with alike praise under review do not count."""
        first = max(0, at - self.policy.window + 1)
        noes = self.noes[:, first : at + 1].sum(axis=1)
        if stations := sorted({hit.station for hit in open_ if hit.side is ReviewSide.PRAISE}):
            part = slice(WEEK * first, WEEK * (at + 1))
            praise = days_under_review(open_, ReviewSide.PRAISE, self.counts.no.shape)[stations, part]
            no, caps = self.counts.no[stations, part], self._caps(np.array(stations))[:, part]
            with_praise = praise_noes(self.scope.of(np.array(stations)))[:, part]
            noes[stations] = capped_noes(no, caps, np.where(praise, with_praise, 0.0))
        return np.asarray(noes)

    def _caps(self, stations: Ints) -> Floats:
        """(stations, days): as many answers "no" of a day count at most, of these stations."""
        rows, begun = self.alike.rows, self.scope.campaign_day
        return self.scope.once(("caps", stations.tobytes()), lambda: no_caps(rows[stations], begun, self.policy))

    def _closed(self, week: int) -> Bools:
        """(stations,): the IG closed the money flag by this week."""
        closed = np.zeros(len(self.scope.stations), dtype=bool)
        for (code, _), when in self.decisions.money_closed.items():
            if code in self.position and self._now(when, week):
                closed[self.position[code]] = True
        return closed

    def _now(self, when: str, week: int) -> bool:
        """Whether a decision of the week `when` acts in this one. One made after the graded week acts in the graded week."""
        name = weeks.week_name(week)
        return when == name or (week == self.scope.last_week and when > name)

    def _bad(self, number: int, begin: int, end: int) -> Bools:
        """(stations, weeks begin..end): alarm 2, against a baseline that is one quarter old; none in the trial."""
        recent = self.recent[:, begin - self.scope.first_week : end + 1 - self.scope.first_week]
        if not self.plan[number].frozen:
            return np.zeros(recent.shape, dtype=bool)
        old = self.constants[max(0, number - 1)]
        old = old if old.second else self.constants[number]
        second = old.second
        assert second is not None, "constants of version 2"
        bad, rows = pairs_of(second.bad, self.scope.stations, 0.0)
        return too_many_bad(
            recent, bad_p(recent, bad[:, None], rows[:, None], old.weeks, second.bad_rate), self.policy.alarm
        )
