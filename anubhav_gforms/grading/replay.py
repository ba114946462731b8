"""Letters through time: every week from the first letter on is graded again, so a letter needs no memory but the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from ..campaign.grading import Grading
from ..nouns import week as weeks
from .arrays import Bools, Floats, Ints
from .constants import Constants
from .cube.scope import Scope
from .estimate import Estimate, Priors, district_means, district_status, estimate_week, station_status
from .formulas import letters, money
from .formulas.status import graded
from .method.score import newest_first
from .panel import Panel, panel
from .timeline import Timeline

FORGOTTEN_AFTER = 26
"""Weeks without a letter after which the next one is given as if it were the first."""


@dataclass(frozen=True)
class Roster:
    """The stations that are or were graded, in order: code, kind and number of the district of each, the last week in
    whose lists and means it stands, and the day number from which its responses do not count; the codes of the districts."""

    codes: tuple[str, ...]
    kinds: tuple[str, ...]
    groups: Ints = field(repr=False)
    district_codes: tuple[str, ...] = ()
    until: Ints | None = field(default=None, repr=False)
    closed: Mapping[str, int] = field(default_factory=dict, repr=False)

    def listed(self, week: int) -> Bools:
        """(stations,): which of them stand in the lists and means of this week."""
        if self.until is None:
            return np.ones(len(self.codes), dtype=bool)
        return np.asarray(self.until >= week)


@dataclass(frozen=True)
class Verdict:
    """(units,) of one week: the estimate, status, letter without and with the cap, the letter shown
    last before, and the uncapped one that was held when the week began."""

    estimate: Estimate = field(repr=False)
    status: Ints
    uncapped: Ints
    letter: Ints
    previous: Ints
    held: Ints

    @property
    def capped(self) -> Bools:
        return np.asarray(self.letter != self.uncapped)


@dataclass(frozen=True)
class Replay:
    """The graded week: verdicts of stations, districts and the range; panel and constants behind them; the history. Of money
    (stations,): P(rate > reference), and whether the flag is raised."""

    week: int
    constants: Constants = field(repr=False)
    priors: Priors = field(repr=False)
    panel: Panel = field(repr=False)
    stations: Verdict
    districts: Verdict
    whole: Verdict
    money_probability: Floats = field(repr=False)
    money_flag: Bools = field(repr=False)
    make_history: Callable[[], pd.DataFrame] = field(repr=False)
    """Makes the history: it may have to walk through every week."""

    @cached_property
    def history(self) -> pd.DataFrame:
        """Every letter so far (`Grades.history`)."""
        return self.make_history()


HISTORY = ("week", "code", "letter", "score", "low", "high", "n")


class Register:
    """The letters of one level, week after week: what each unit held, and when it was given."""

    def __init__(self, codes: Sequence[str], rules: Grading) -> None:
        self.codes = np.asarray(codes, dtype=object)
        self.edges = tuple(rules.bands.values())
        self.names = np.asarray(rules.letters, dtype=object)
        self.sure = rules.hysteresis
        self.cap = letters.cap_of(rules)
        self.held = np.full(len(codes), letters.NONE)
        self.shown = np.full(len(codes), letters.NONE)
        self.given = np.full(len(codes), -FORGOTTEN_AFTER)
        self.records: list[pd.DataFrame] = []

    def judge(self, week: int, estimate: Estimate, status: Ints, held_down: Bools | None = None) -> Verdict:
        """The verdict of a week; the letters it gives are remembered."""
        forgotten = week - self.given > FORGOTTEN_AFTER
        self.held[forgotten] = letters.NONE
        self.shown[forgotten] = letters.NONE
        lettered = graded(status)
        score, sd = np.nan_to_num(estimate.score), np.where(estimate.sd > 0, estimate.sd, 1.0)
        uncapped = np.where(lettered, letters.next_letter(score, sd, self.held, self.edges, self.sure), letters.NONE)
        letter = uncapped if held_down is None else letters.capped_letter(uncapped, held_down, self.cap)
        verdict = Verdict(estimate, status, uncapped, letter, self.shown.copy(), self.held.copy())
        self.held[lettered], self.shown[lettered], self.given[lettered] = uncapped[lettered], letter[lettered], week
        ends = (np.clip(end[lettered], 0, 100) for end in (estimate.low, estimate.high))
        name = np.full(lettered.sum(), weeks.week_name(week), dtype=object)
        parts = (
            name,
            self.codes[lettered],
            self.names[letter[lettered]],
            estimate.score[lettered],
            *ends,
            estimate.n[lettered],
        )
        self.records.append(pd.DataFrame(dict(zip(HISTORY, parts, strict=True))))
        return verdict

    def history(self) -> pd.DataFrame:
        """Every letter so far: week, code, letter, score, low, high, n."""
        return pd.concat(self.records, ignore_index=True)


def window_sum(values: Floats, use: Bools, week: int) -> Floats:
    """(stations,): `values` (stations, weeks) added over the weeks of a window that ends with `week`."""
    return np.asarray(np.where(use, newest_first(values, week, use.shape[1]), 0.0).sum(axis=1))


def money_signs(sums: Panel, use: Bools, week: int, constants: Constants, rules: Grading) -> tuple[Floats, Bools]:
    """(stations,): P(rate > reference); the flag, where enough visitors report it and that is as probable as is asked."""
    yes, no = window_sum(sums.money_yes, use, week), window_sum(sums.money_no, use, week)
    p = money.probability(yes, yes + no, *constants.money, rules.integrity.reference)
    sure = np.nan_to_num(p) >= rules.integrity.probability
    return p, np.asarray((yes >= rules.integrity.min_reports) & sure)


def replay(scope: Scope, timeline: Timeline, roster: Roster, rules: Grading, week: int) -> Replay:
    """Grade every week from the first with letters to `week`, each under the constants of its quarter."""
    count = len(roster.district_codes)
    one_group = np.zeros(len(roster.codes), dtype=np.int64)
    stations, districts, whole = (Register(codes, rules) for codes in (roster.codes, roster.district_codes, [""]))
    first_letters = weeks.week_number(rules.letters_from)
    for number, (era, constants) in enumerate(zip(timeline.eras, timeline.constants, strict=True)):
        last = number == len(timeline.eras) - 1
        end = week if last else timeline.eras[number + 1].valid_from - 1
        begin = max(era.valid_from, first_letters) if era.frozen else week
        if begin > end:
            if not last:
                continue
            begin = week
        assert constants is not None, "the constants of an era with letters are estimated"
        sums, priors = panel_and_priors(scope, timeline, constants, roster.kinds)
        for t in range(begin, end + 1):
            position, give = t - scope.first_week, era.frozen and t >= first_letters
            estimate = estimate_week(sums, priors, position, rules)
            probability, flag = money_signs(sums, estimate.use, position, constants, rules)
            listed = roster.listed(t)
            verdicts = (
                stations.judge(t, estimate, station_status(estimate, rules, letters=give), flag),
                *(
                    register.judge(
                        t,
                        district_means(estimate, groups, size, rules, among=listed),
                        district_status(estimate.n, groups, size, rules, letters=give, among=listed),
                    )
                    for register, groups, size in ((districts, roster.groups, count), (whole, one_group, 1))
                ),
            )
    history = pd.concat([stations.history(), districts.history()], ignore_index=True)
    stations_verdict, districts_verdict, whole_verdict = verdicts
    assert constants is not None, "so are those of the last era"
    return Replay(
        week,
        constants,
        priors,
        sums,
        stations_verdict,
        districts_verdict,
        whole_verdict,
        probability,
        flag,
        lambda: history,
    )


def panel_and_priors(
    scope: Scope, timeline: Timeline, constants: Constants, kinds: Sequence[str]
) -> tuple[Panel, Priors]:
    """Weekly sums and priors under one set of constants."""
    means = constants.item_means(scope.cube.shape.items.keys)
    sums = panel(scope, timeline.book, means, *constants.shifts(scope.cube.purposes))
    return sums, Priors.of(constants, kinds)


def scores_before(scope: Scope, timeline: Timeline, roster: Roster, rules: Grading) -> list[Estimate]:
    """Of the week before this quarter, under the old and the new constants; none when no earlier ones were in use."""
    both = [constants for constants in timeline.constants[-2:] if constants]
    if len(both) < 2:
        return []
    position = timeline.eras[-1].valid_from - 1 - scope.first_week
    return [
        estimate_week(*panel_and_priors(scope, timeline, constants, roster.kinds), position, rules)
        for constants in both
    ]
