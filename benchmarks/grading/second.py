"""Version 2 of the method, week after week, by the product's own functions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from anubhav_gforms.campaign.grading import CaseMix
from anubhav_gforms.campaign.method_rules import MethodRules
from anubhav_gforms.grading.formulas import casemix
from anubhav_gforms.grading.method.alarms import bad_p, bad_rate, new_baseline, too_many_bad
from anubhav_gforms.grading.method.constants import (
    BaselineSums,
    SpreadOfStations,
    Variances,
    spread_of_stations,
    variances,
)
from anubhav_gforms.grading.method.days import DaySums, by_week, weekly_sums
from anubhav_gforms.grading.method.review import AlikeRows, AlikeSums, ReviewSide, alike_constants, find_alike
from anubhav_gforms.grading.method.score import Belief, newest_first, window_mean
from anubhav_gforms.grading.method.standing import ABOVE, BELOW, score_triple
from anubhav_gforms.grading.method.week import (
    GradedStations,
    HeldStates,
    WeekScores,
    WeekStandings,
    grade_week,
    nothing_before,
)

from .world import EDGES, OVERALL, PURPOSES, WEEKS, Drawn, Floats, Ints, Responses, station_list

RULES = MethodRules()
QUARTER = 13


def stations() -> GradedStations:
    known = station_list()
    return GradedStations(known.kind, known.district, len(known.kinds), len(known.districts))


@dataclass(frozen=True)
class Frozen:
    """Constants of a quarter: shift of each purpose, variances, spread, and what is believed of each station."""

    shift: Floats = field(repr=False)
    variances: Variances
    spread: SpreadOfStations
    belief: Belief
    first: int
    last: int


@dataclass(frozen=True)
class SquaredDays(DaySums):
    """Station-days with the sum of y*^2, which variances are estimated from."""

    square: Floats = field(repr=False)


def day_sums(responses: Responses, shift: Floats, weeks: int = WEEKS) -> SquaredDays:
    """Station-days of responses, adjusted for their purposes."""
    count, days = len(station_list().codes), 7 * weeks
    part = responses.day < days
    key, y = responses.station[part] * days + responses.day[part], (responses.y - shift[responses.purpose])[part]
    size = count * days
    rows, total, square = (np.bincount(key, of, size).reshape(count, days) for of in (np.ones(len(y)), y, y**2))
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(low, key, y)
    np.maximum.at(high, key, y)
    return SquaredDays(rows, total, low.reshape(count, days), high.reshape(count, days), square)


def freeze(responses: Responses, first: int, last: int) -> Frozen:
    """Constants from the weeks first..last."""
    count, purposes = len(station_list().codes), len(PURPOSES)
    part = responses.part((responses.day >= 7 * first) & (responses.day < 7 * (last + 1)))
    key = part.station * purposes + part.purpose
    counts, sums = (
        np.bincount(key, of, count * purposes).reshape(count, purposes) for of in (np.ones(len(key)), part.y)
    )
    shift = np.array(casemix.fit(counts, sums, CaseMix()).shift)
    days = day_sums(responses, shift, last + 1)
    weeks = slice(first, last + 1)
    found = variances(BaselineSums(*(by_week(of)[:, weeks] for of in (days.rows, days.total, days.square))), RULES)
    weighted = weekly_sums(days, 0, RULES)
    n, total = (newest_first(of, last, RULES.window) for of in (weighted.n, weighted.total))
    mean = window_mean(n, total, found.s2, found.sw2, RULES)
    here = stations()
    spread = spread_of_stations(mean, found.s2, here.kind, here.district, here.kinds, here.districts)
    belief = Belief(
        found.s2, found.sw2, spread.tau2, spread.omega2, found.own, spread.centre[here.kind], spread.var_c[here.kind]
    )
    return Frozen(shift, found, spread, belief, first, last)


def alike_sums(responses: Responses) -> AlikeSums:
    count, days = len(station_list().codes), 7 * WEEKS
    key = responses.station * days + responses.day
    best, worst = (responses.ratings == 5).all(axis=1), (responses.ratings == 1).all(axis=1)
    return AlikeSums(
        *(np.bincount(key, of, count * days).reshape(count, days) for of in (np.ones(len(key)), best, worst))
    )


@dataclass(frozen=True)
class SecondRun:
    """What version 2 said in each graded week, by week; direct switches from letter to letter of held letters; the flags."""

    weeks: dict[int, WeekStandings] = field(repr=False)
    frozen: dict[int, Frozen] = field(repr=False)
    held: dict[int, HeldStates] = field(repr=False)
    alarms: dict[int, Floats] = field(repr=False)
    switches: int
    letters: int
    flags: tuple[AlikeRows, ...] = field(repr=False)


def run(
    drawn: Drawn, *, until: int = WEEKS - 1, quarters: dict[int, Frozen] | None = None, open_flags: bool = True,
    start: int = 0, earlier_run: SecondRun | None = None,
) -> SecondRun:  # fmt: skip
    """Grade the weeks start..until. `quarters`: constants that are frozen already, by first week; `earlier_run`: what was said and held before; without `open_flags` no
    alike rows are looked for."""
    responses = drawn.responses
    alike = alike_sums(responses)
    count = len(station_list().codes)
    held = earlier_run.held[start - 1] if earlier_run else nothing_before(count, len(station_list().districts))
    frozen: dict[int, Frozen] = dict(quarters or {})
    said: dict[int, WeekStandings] = {start - 1: earlier_run.weeks[start - 1]} if earlier_run else {}
    states: dict[int, HeldStates] = {}
    alarm_two: dict[int, Floats] = {}
    switches = letters = 0
    flags: tuple[AlikeRows, ...] = ()
    days: dict[int, DaySums] = {}
    known: dict[tuple[AlikeRows, ...], tuple[DaySums, DaySums]] = {}
    earlier: tuple[Floats, Floats] | None = None
    if earlier_run and start > QUARTER:
        before = earlier_run.weeks[(start - 1) // QUARTER * QUARTER - 1].triple.all
        earlier = (before.score, before.sd)
    for week in range(start, until + 1):
        quarter = week // QUARTER * QUARTER
        if quarter == 0 and 0 not in frozen:
            now = freeze(responses, 0, week)
            key = -1 - week
        else:
            if quarter not in frozen:
                frozen[quarter] = freeze(responses, max(0, quarter - 26), quarter - 1)
            now, key = frozen[quarter], quarter
        if key not in days:
            days, known = {key: day_sums(responses, now.shift)}, {}
            baseline_alike = alike_constants(alike, 7 * now.first, 7 * (now.last + 1), RULES.review)
            if quarter and open_flags:
                kept = tuple(hit for hit in flags if hit.first_day < 7 * quarter)
                flags = kept + find_alike(
                    alike, baseline_alike, RULES.review, begin=7 * quarter, end=7 * (quarter + QUARTER)
                )
        scores = _scores(week, days[key], responses, now, flags, known)
        if week % QUARTER == 0 and week:
            held = _rebase(held, said, week, earlier)
            last = said.get(week - 1)
            earlier = (last.triple.all.score, last.triple.all.sd) if last else earlier
        one, held = grade_week(
            scores, np.ones(count, bool), held, now.belief, now.spread, stations(), EDGES, RULES, letters=week >= 3
        )
        said[week] = one
        states[week] = held
        alarm_two[week] = _second_alarm(responses, week, quarter)
        if week - 1 in said:
            old, new = said[week - 1].letters.letter, one.letters.letter
            switches += int(((old >= 0) & (new >= 0) & (old != new)).sum())
            letters += int((old >= 0).sum())
    return SecondRun(said, frozen, states, alarm_two, switches, letters, flags)


def _rebase(
    held: HeldStates, said: dict[int, WeekStandings], week: int, earlier: tuple[Floats, Floats] | None
) -> HeldStates:
    """At a quarter's start: the scores at the start of the quarter before; at the first freeze those of that week."""
    if earlier is None:
        last = said.get(week - 1)
        if last is None:
            return held
        earlier = (last.triple.all.score, last.triple.all.sd)
    return replace(held, falls=new_baseline(held.falls, *earlier, RULES.alarm))


def _second_alarm(responses: Responses, week: int, quarter: int) -> Floats:
    """(stations,) 1 where alarm 2 rings: bad responses of four weeks against a baseline that is one quarter old."""
    count = len(station_list().codes)
    last = max(QUARTER, quarter - QUARTER if quarter >= 2 * QUARTER else quarter)
    first = max(0, last - 26)
    if quarter == 0:
        return np.zeros(count)
    bad = responses.ratings[:, OVERALL] <= 2
    base = (responses.day >= 7 * first) & (responses.day < 7 * last)
    recent = bad & (responses.day >= 7 * (week - 3)) & (responses.day < 7 * (week + 1))
    nb, nn, n4 = (
        np.bincount(responses.station[of], minlength=count).astype(float) for of in (base & bad, base, recent)
    )
    return too_many_bad(n4, bad_p(n4, nb, nn, last - first, bad_rate(nb, nn)), RULES.alarm).astype(float)


def _scores(
    week: int,
    days: DaySums,
    responses: Responses,
    now: Frozen,
    flags: tuple[AlikeRows, ...],
    known: dict[tuple[AlikeRows, ...], tuple[DaySums, DaySums]],
) -> WeekScores:
    """What the week is graded from; flags of the window whose last day is over are open."""
    first = 7 * max(0, week - RULES.window + 1)
    open_ = tuple(hit for hit in flags if first < hit.first_day + hit.days <= 7 * (week + 1))
    reviewed = np.zeros(len(days.rows), bool)
    every = score_triple(days, week, 0, now.belief, RULES)
    if not open_:
        sums = weekly_sums(days, 0, RULES)
        return WeekScores(week, 0, every, every, sums.n[:, week], sums.total[:, week], reviewed)
    reviewed[[hit.station for hit in open_]] = True
    if open_ not in known:
        gone, praise = alike_of(responses, open_), alike_of(responses, open_, ReviewSide.PRAISE)
        known.clear()
        known[open_] = tuple(
            day_sums(responses.part(~rows), now.shift) if rows.any() else days for rows in (gone, praise)
        )
    without_alike, without_praise = known[open_]
    clean, sums = score_triple(without_alike, week, 0, now.belief, RULES), weekly_sums(without_praise, 0, RULES)
    return WeekScores(week, 0, every, clean, sums.n[:, week], sums.total[:, week], reviewed)


def alike_of(responses: Responses, flags: tuple[AlikeRows, ...], only: ReviewSide | None = None) -> Ints:
    """(rows,) 1 where a row is one of the alike rows of these flags."""
    gone = np.zeros(len(responses.station), bool)
    for hit in flags:
        if only is None or hit.side is only:
            rating = 5 if hit.side is ReviewSide.PRAISE else 1
            at = (responses.station == hit.station) & (responses.day >= hit.first_day)
            at &= responses.day < hit.first_day + hit.days
            gone |= at & (responses.ratings == rating).all(axis=1)
    return gone


def named(standings: WeekStandings) -> tuple[Ints, Ints]:
    """(above, below): numbers of the stations that are named."""
    return np.flatnonzero(standings.standing == ABOVE), np.flatnonzero(standings.standing == BELOW)
