"""Version 2 through time: the quarters and their constants, alike rows under review, and every week up to the graded one.

A release remembers what was held: a week that was announced is held as it was announced, and a week between releases changes
nothing but the sums of the alarm. Before the first release the weeks of frozen quarters are graded again in order; the weeks of
a trial remember nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from ...campaign.grading import Grading
from ...errors import StateError
from ...nouns import week as weeks
from ..arrays import Bools, Floats
from ..constants import Constants, Era, estimation_digest
from ..decisions import Decisions
from ..letters import probabilities
from ..replay import Roster
from ..scope import Scope
from .alarms import RECENT_WEEKS, FallStates, acknowledge, bad_p, new_baseline, too_many_bad
from .constants import SpreadOfStations
from .days import WEEK, DaySums, trailing_sums
from .evidence import SeparateCounts, alike_sums, day_sums, plain_day_sums, separate_counts, when_of
from .freeze import belief_of, estimate_second, graded_stations
from .letters import NONE, LetterStates, letter_states
from .memory import Announced, Memory, Units
from .money import capped_noes, money_flags, no_caps
from .review import AlikeRows, ReviewSide, days_under_review
from .score import Belief
from .standing import HeldValues, hold, nothing_held
from .week import GradedStations, HeldStates, WeekEvidence, WeekStandings, grade_week, nothing_before


@dataclass(frozen=True)
class SeasonWeek:
    """What is said in one week, what was held before it and is held after it; money flags and alarm 2 of each station.

    `range_letters`: of the one row of the range; `bad_recent`: bad ratings of four weeks; `open_flags`: alike rows under review.
    """

    week: int
    said: WeekStandings = field(repr=False)
    before: HeldStates = field(repr=False)
    after: HeldStates = field(repr=False)
    money: Bools = field(repr=False)
    money_before: Bools = field(repr=False)
    money_noes: Floats = field(repr=False)
    alarm_bad: Bools = field(repr=False)
    bad_recent: Floats = field(repr=False)
    range_letters: LetterStates = field(repr=False)
    range_before: HeldValues = field(repr=False)
    range_after: HeldValues = field(repr=False)
    open_flags: tuple[AlikeRows, ...] = ()

    @property
    def memory(self) -> Memory:
        """What is held after it."""
        return Memory(self.after, self.range_after, self.money)


@dataclass(frozen=True)
class Season:
    """All of version 2 behind a graded week: eras and constants, the week itself, the letters and standings so far.

    `history`: SeasonWeek of every week that was graded, in order, the last one the graded week.
    """

    eras: tuple[Era, ...]
    constants: tuple[Constants, ...] = field(repr=False)
    new: tuple[Constants, ...] = field(repr=False)
    flags: tuple[AlikeRows, ...] = field(repr=False)
    belief: Belief = field(repr=False)
    spread: SpreadOfStations = field(repr=False)
    stations: GradedStations = field(repr=False)
    days: DaySums = field(repr=False)
    evidence: WeekEvidence = field(repr=False)
    counts: SeparateCounts = field(repr=False)
    history: tuple[SeasonWeek, ...] = field(repr=False)
    letters: bool
    units: Units = field(repr=False)
    announced: Announced = field(repr=False)

    @property
    def last(self) -> SeasonWeek:
        """The graded week."""
        return self.history[-1]


def season(
    scope: Scope, roster: Roster, rules: Grading, plan: tuple[Era, ...], flags: tuple[AlikeRows, ...], *,
    frozen: Mapping[str, Constants], decisions: Decisions, code_version: str, letters_from: int, announced: Announced,
) -> Season:  # fmt: skip
    """Grade the last week of the scope. `plan`: eras up to it; those that are frozen under version 1 are passed over; `flags`:
    the alike rows so far; `announced`: the weeks before it, as they were announced.

    Raises StateError when the constants of the last era were frozen under another config.
    """
    constants, new = _constants(scope, roster, rules, plan, frozen, code_version, letters_from)
    return _Walk(scope, roster, rules, plan, constants, decisions, letters_from, announced).season(new, flags)


def _constants(
    scope: Scope, roster: Roster, rules: Grading, plan: tuple[Era, ...], frozen: Mapping[str, Constants], code_version: str,
    letters_from: int,
) -> tuple[tuple[Constants, ...], tuple[Constants, ...]]:  # fmt: skip
    """The constants of each era, and those to be saved: of earlier eras only where they gave letters."""
    digest = estimation_digest(rules, 2)
    chosen, new = [], []
    for era in plan:
        kept = frozen.get(era.name) if era.frozen else None
        if kept is not None and kept.method == 2 and kept.config_sha256 != digest:
            if era is plan[-1]:
                raise StateError(
                    f"config/grading.toml was changed after the constants of {era.name} were frozen.",
                    cure="Undo the change until the quarter ends, or decide to freeze again: "
                    f"anubhav calibrate --freeze {era.name}.",
                )
            kept = None
        if kept is None:
            kept = estimate_second(
                scope,
                roster.kinds,
                roster.groups,
                len(roster.district_codes),
                rules,
                era=era,
                code_version=code_version,
            )
            lettered = era is plan[-1] or plan[plan.index(era) + 1].valid_from > letters_from
            if era.frozen and era.name not in frozen and lettered:
                new.append(kept)
        chosen.append(kept)
    return tuple(chosen), tuple(new)


class _Walk:
    """The weeks in order."""

    def __init__(
        self, scope: Scope, roster: Roster, rules: Grading, plan: tuple[Era, ...], constants: tuple[Constants, ...],
        decisions: Decisions, letters_from: int, announced: Announced,
    ) -> None:  # fmt: skip
        self.scope, self.roster, self.rules, self.policy = scope, roster, rules, rules.v2
        self.plan, self.constants, self.decisions, self.letters_from = plan, constants, decisions, letters_from
        self.stations = graded_stations(roster.kinds, roster.groups, len(roster.district_codes))
        self.alike, self.counts = alike_sums(scope), separate_counts(scope)
        self.recent = trailing_sums(self.counts.bad, RECENT_WEEKS - 1) + self.counts.bad
        self.caps = no_caps(self.alike.rows, scope.campaign_day, self.policy)
        self.edges = tuple(rules.bands.values())
        self.place = {code: number for number, code in enumerate(scope.stations)}
        self.announced = announced
        self.units = Units(scope.stations, roster.district_codes, rules.letters, scope.first_week)
        self.known: dict[tuple[AlikeRows, ...], tuple[DaySums, DaySums]] = {}

    def season(self, new: tuple[Constants, ...], flags: tuple[AlikeRows, ...]) -> Season:
        states = nothing_before(len(self.scope.stations), self.stations.districts)
        memory = Memory(states, nothing_held(1, NONE), np.zeros(len(self.scope.stations), dtype=bool))
        history: list[SeasonWeek] = []
        for number, (era, constants) in enumerate(zip(self.plan, self.constants, strict=True)):
            last = number == len(self.plan) - 1
            end = self.scope.last_week if last else self.plan[number + 1].valid_from - 1
            if constants.method != 2:
                continue
            days = self._days(constants)
            belief, spread = belief_of(constants, self.roster.codes, self.roster.kinds)
            self.known.clear()
            if era.frozen:
                memory = replace(memory, states=replace(memory.states, falls=self._rebased(memory.states, number)))
            bad = self._bad(number)
            for week in range(era.valid_from, end + 1):
                evidence = self._evidence(week, days, constants, flags)
                letters = era.frozen and week >= self.letters_from
                if week == self.announced.bands_since:
                    memory = memory.without_letters()
                said, after = grade_week(
                    evidence, memory.states, belief, spread, self.stations, self.edges, self.policy, letters=letters
                )
                after = self._acknowledged(after, said, week)
                after = after if era.frozen else replace(after, falls=memory.states.falls)
                now_bad = bad[:, week - self.scope.first_week]
                done = self._week(week, said, memory, after, number, evidence, flags, now_bad, letters=letters)
                history.append(done)
                memory = self._held_after(done)
        return Season(
            self.plan, self.constants, new, flags, belief, spread, self.stations, days, evidence, self.counts,
            tuple(history), letters, self.units, self.announced,
        )  # fmt: skip

    def _held_after(self, done: SeasonWeek) -> Memory:
        """What the next week takes from this one: what was announced; from a week between releases, the alarm's sums alone."""
        known = self.announced.weeks
        if done.week in known:
            return self.units.recalled(known[done.week].held)
        if known and done.week > min(known):
            return Memory(replace(done.before, falls=done.after.falls), done.range_before, done.money)
        return done.memory

    def _days(self, constants: Constants) -> DaySums:
        means = constants.item_means(self.scope.cube.shape.items.keys)
        return plain_day_sums(self.scope, means, constants.shifts(self.scope.cube.purposes)[0])

    def _rebased(self, held: HeldStates, number: int) -> FallStates:
        """At a quarter's start the alarm is measured from the scores that were frozen a quarter before."""
        known = self.constants[max(0, number - 1)].baselines
        pairs = np.array([known.get(code, (np.nan, np.nan)) for code in self.scope.stations])
        pairs = pairs.reshape(len(self.scope.stations), 2)
        return new_baseline(held.falls, pairs[:, 0], pairs[:, 1], self.policy.alarm)

    def _evidence(self, week: int, days: DaySums, constants: Constants, flags: tuple[AlikeRows, ...]) -> WeekEvidence:
        at = week - self.scope.first_week
        open_ = self._open(at, flags)
        begun = WeekEvidence(at, self.scope.campaign_day, days, listed=self.roster.listed(week))
        if not open_:
            return begun
        if open_ not in self.known:
            self.known.clear()
            shape = days.rows.shape
            praise, blame = (days_under_review(open_, side, shape) for side in ReviewSide)
            means = constants.item_means(self.scope.cube.shape.items.keys)
            shift = constants.shifts(self.scope.cube.purposes)[0]
            self.known[open_] = (
                day_sums(self.scope, means, shift, praise=praise, blame=blame),
                day_sums(self.scope, means, shift, praise=praise),
            )
        reviewed = np.zeros(len(days.rows), dtype=bool)
        reviewed[[hit.station for hit in open_]] = True
        without_alike, without_praise = self.known[open_]
        return replace(begun, without_alike=without_alike, without_praise=without_praise, under_review=reviewed)

    def _open(self, at: int, flags: tuple[AlikeRows, ...]) -> tuple[AlikeRows, ...]:
        """Flags of the window that no person has decided."""
        oldest = WEEK * (at - self.policy.window + 1)
        decided = self.decisions.released | self.decisions.kept_aside
        return tuple(
            hit
            for hit in flags
            if oldest < hit.first_day + hit.days <= WEEK * (at + 1)
            and (self.scope.stations[hit.station], when_of(hit, self.scope)) not in decided
        )

    def _acknowledged(self, after: HeldStates, said: WeekStandings, week: int) -> HeldStates:
        """Alarms that a person has seen by the end of this week."""
        seen = np.zeros(len(self.scope.stations), dtype=bool)
        for (code, name), when in self.decisions.seen_in.items():
            if code in self.place and self._now(when, week):
                since = after.falls.since[self.place[code]]
                seen[self.place[code]] = since >= 0 and weeks.week_name(int(since) + self.scope.first_week) <= name
        if not seen.any():
            return after
        scores = said.triple.all
        return replace(after, falls=acknowledge(after.falls, seen, scores.score, scores.sd))

    def _week(
        self, week: int, said: WeekStandings, memory: Memory, after: HeldStates, number: int, evidence: WeekEvidence,
        flags: tuple[AlikeRows, ...], bad: Bools, *, letters: bool,
    ) -> SeasonWeek:  # fmt: skip
        at = evidence.week
        constants = self.constants[number]
        open_ = self._open(at, flags)
        part = slice(WEEK * max(0, at - self.policy.window + 1), WEEK * (at + 1))
        praise = days_under_review(open_, ReviewSide.PRAISE, self.caps.shape)
        noes = capped_noes(
            self.counts.no[:, part], self.caps[:, part], np.where(praise, self.counts.praise_no, 0.0)[:, part]
        )
        integrity = self.rules.integrity
        yes = self.counts.yes[:, part].sum(axis=1)
        now = money_flags(
            yes, noes, constants.money, integrity.reference, integrity.probability, integrity.min_reports, memory.money
        )
        now &= ~self._closed(week)
        shown = np.array([said.range_shown and letters])
        areas = said.areas
        p = probabilities(np.array([areas.range_estimate]), np.array([areas.range_sd]), self.edges)
        held = memory.range_letter
        given = letter_states(p, held.value, held.since, at, shown, self.policy)
        return SeasonWeek(
            week, said, memory.states, after, now, memory.money, noes, bad, self.recent[:, at], given, held,
            hold(held, given.letter, shown, at, NONE), open_,
        )  # fmt: skip

    def _closed(self, week: int) -> Bools:
        """(stations,): the IG closed the money flag by this week."""
        closed = np.zeros(len(self.scope.stations), dtype=bool)
        for code, when in self.decisions.money_closed:
            if code in self.place and self._now(when, week):
                closed[self.place[code]] = True
        return closed

    def _now(self, when: str, week: int) -> bool:
        """Whether a decision of the week `when` acts in this one. One made after the graded week acts in the graded week."""
        name = weeks.week_name(week)
        return when == name or (week == self.scope.last_week and when > name)

    def _bad(self, number: int) -> Bools:
        """(stations, weeks): alarm 2, against a baseline that is one quarter old; none in the trial."""
        recent = self.recent
        if not self.plan[number].frozen:
            return np.zeros(recent.shape, dtype=bool)
        old = self.constants[max(0, number - 1)]
        old = old if old.second else self.constants[number]
        second = old.second
        assert second is not None, "constants of version 2"
        pairs = np.array([second.bad.get(code, (0.0, 0.0)) for code in self.scope.stations]).reshape(len(recent), 2)
        bad, rows = pairs[:, :1], pairs[:, 1:]
        return too_many_bad(recent, bad_p(recent, bad, rows, old.weeks, second.bad_rate), self.policy.alarm)
