"""Version 2 in the words of the grades: what its season found, as the estimates, letters and columns that every reader asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from ..campaign import Campaign, Station
from ..campaign.grading import Grading
from ..nouns import week as weeks
from .arrays import Bools, Ints, add_up
from .columns import Reason
from .constants import Constants
from .cube.counts import closing_days, counted_stations
from .cube.cube import Cube
from .cube.removed import RemovedRows, without_removed
from .cube.scope import Scope, scope
from .daybook import Daybook
from .decisions import Decisions, span_of
from .estimate import Estimate, Priors
from .formulas import letters, money
from .formulas.letters import NONE
from .formulas.status import BETWEEN, HELD, NO_LETTER, NO_RESPONSES, NOT_ENOUGH, SURE
from .method.days import WEEK, by_week, weekly_sums, weighted_days
from .method.evidence import alike_flags, alike_sums, plain_day_sums, when_of
from .method.letters import LetterStates
from .method.memory import Announced
from .method.review import AlikeRows, ReviewSide
from .method.score import Z90
from .method.season import Season, Walk
from .panel import MONEY_AND_RECEIPT, Panel
from .replay import Replay, Roster, Verdict
from .second_columns import standing_words
from .timeline import Timeline, eras_of
from .working import Working

HISTORY = ("code", "letter", "letter_set", "score", "low", "high", "n", "standing")
"""Columns of the rows of an announced week."""


def grade_second(
    campaign: Campaign, stations: tuple[Station, ...], cube: Cube, counted: Scope, roster: Roster, *,
    frozen: Mapping[str, Constants], decisions: Decisions, code_version: str, announced: Announced,
) -> Working:  # fmt: skip
    """The last week of a scope graded by version 2, in the shapes that both versions share; the scope is without removed rows."""
    rules = campaign.grade_rules
    plan = eras_of(counted, rules)
    flags = alike_flags(counted, plan, frozen, rules)
    removed = decisions.removed or tuple(_decided(counted, flags, decisions))
    kept = _without_decided(cube, counted, roster, rules, removed)
    season = Walk(
        kept, roster, rules, plan, flags, frozen=frozen, decisions=decisions, code_version=code_version, announced=announced
    ).season()  # fmt: skip
    rows = season.days.rows
    weight = weighted_days(season.days, kept.campaign_day, rules.v2).weight
    book = Daybook(rows, np.zeros(rows.shape, dtype=bool), weight)
    timeline = Timeline(season.eras, season.constants, season.new, book, replayed=False)
    replayed = _replay(kept, timeline, season, roster, rules)
    return Working(campaign, stations, roster, kept, timeline, replayed, decisions, season, removed)


def found_not_genuine(
    campaign: Campaign, cube: Cube, week: int, *, frozen: Mapping[str, Constants], decisions: Decisions, keep: str = ""
) -> tuple[RemovedRows, ...]:
    """What decisions take out; of which side, where a decision does not say, by the flags that the cube of every response raises."""
    rules, stations = campaign.grade_rules, counted_stations(campaign, keep)
    codes = tuple(station.code for station in stations)
    counted = scope(cube, codes, rules, week, closed=closing_days(stations))
    return tuple(_decided(counted, alike_flags(counted, eras_of(counted, rules), frozen, rules), decisions))


def _decided(counted: Scope, flags: tuple[AlikeRows, ...], decisions: Decisions) -> Iterator[RemovedRows]:
    """The alike rows of flags that a person found not genuine: of the side that was decided on, else of that which is flagged today, else of
    that which has more."""
    origin, sums = weeks.first_day(counted.first_week), alike_sums(counted)
    raised = {(counted.stations[hit.station], when_of(hit, counted), hit.side is ReviewSide.PRAISE) for hit in flags}
    position = counted.position
    for station, when in sorted(decisions.kept_aside):
        first, last = span_of(when)
        days = slice(max(0, first - origin), max(0, last + 1 - origin))
        if station in position:
            best, worst = (int(alike[position[station], days].sum()) for alike in (sums.best, sums.worst))
            meant = decisions.sides.get((station, when), frozenset())
            sides = [
                praise
                for praise, side in ((True, ReviewSide.PRAISE), (False, ReviewSide.BLAME))
                if (side in meant if meant else (station, when, praise) in raised)
            ] or [best >= worst]
            since = decisions.since.get((station, when), "")
            for praise in sides if best or worst else ():
                side = ReviewSide.PRAISE if praise else ReviewSide.BLAME
                for begin, end in decisions.taken_out(station, when, side):
                    yield RemovedRows(station, begin, end, praise, since)


def _without_decided(
    cube: Cube, counted: Scope, roster: Roster, rules: Grading, removed: tuple[RemovedRows, ...]
) -> Scope:
    """The scope without rows that were found not genuine; they are counted among what is left out."""
    if not removed:
        return counted
    left, gone = without_removed(cube, removed, counted.cell[counted.rated])
    kept = scope(left, roster.codes, rules, counted.last_week, closed=roster.closed)
    part = gone[kept.cell]
    lost = pd.DataFrame(
        {
            "station": np.array(kept.stations, dtype=object)[kept.station],
            "week": kept.first_week + kept.day // WEEK,
            "reason": Reason.REMOVED.value,
            "rows": part,
        }
    )
    lost = lost[lost["rows"] > 0].groupby(["station", "week", "reason"], as_index=False).agg({"rows": "sum"})
    return replace(kept, left_out=pd.concat([kept.left_out, lost], ignore_index=True))


def _replay(scope: Scope, timeline: Timeline, season: Season, roster: Roster, rules: Grading) -> Replay:
    last, constants = season.last, season.constants[-1]
    sums = _panel(scope, timeline, season, rules)
    belief = season.belief
    tau2 = np.full(len(roster.codes), belief.tau2)
    priors = Priors(belief.own_s2, belief.sw2, tau2, belief.centre, belief.var_c, np.ones(len(tau2), dtype=bool))
    ages = rules.v2.window
    scores = last.said.triple.all
    reach = np.arange(ages) <= last.week - scope.first_week
    estimate = Estimate(
        scores.n, scores.ybar, scores.v, scores.score, scores.sd, scores.r_eff, scores.low, scores.high,
        np.tile(reach, (len(tau2), 1)),
    )  # fmt: skip
    cap = letters.cap_of(rules)
    stations = _verdict(
        estimate, last.said.letters, last.before.letter.value, last.said.shown, rules, last.before.money, cap
    )
    n = add_up(roster.groups, np.where(roster.listed(last.week), scores.n, 0.0), len(roster.district_codes))
    areas = last.said.areas
    districts = _verdict(
        Estimate.of_area(n, areas.estimate, areas.sd, Z90), last.said.district_letters, last.before.district_letter.value,
        last.said.district_shown, rules,
    )  # fmt: skip
    whole = _verdict(
        Estimate.of_area(n.sum(keepdims=True), np.array([areas.range_estimate]), np.array([areas.range_sd]), Z90),
        last.said.range_letters, last.before.range_letter.value, np.array([last.said.range_shown]), rules,
    )  # fmt: skip
    yes = season.counts.yes[:, max(0, last.week - scope.first_week - ages + 1) :].sum(axis=1)
    p = money.probability(yes, yes + last.money_noes, *constants.money, rules.integrity.reference)
    return Replay(
        last.week,
        constants,
        priors,
        sums,
        stations,
        districts,
        whole,
        p,
        last.after.money,
        partial(_history, season, roster, rules),
    )


def _panel(scope: Scope, timeline: Timeline, season: Season, rules: Grading) -> Panel:
    """The weekly sums that both versions show; most are known of the days already. Nothing is aside."""
    constants = season.constants[-1]
    shifts, known = constants.shifts(scope.cube.purposes)
    _, moved = plain_day_sums(scope, constants.item_means(scope.cube.shape.items.keys), shifts)
    weeks, rows = weekly_sums(season.days, scope.campaign_day, rules.v2), by_week(season.days.rows)
    return Panel(
        n=weeks.n, total=weeks.total, rows=rows, raw=by_week(season.days.total + moved),
        shift=by_week(moved, timeline.book.weight),
        unknown=np.zeros_like(rows) if known.all() else scope.by_week(np.where(known.take(scope.purpose), 0, scope.whole("rows"))),
        aside=np.zeros_like(rows), all_n=weeks.n, all_total=weeks.total,
        **{name: scope.weekly(name) for name in MONEY_AND_RECEIPT},
    )  # fmt: skip


def _verdict(
    estimate: Estimate, states: LetterStates, before: Ints, shown: Bools, rules: Grading, held_down: Bools | None = None,
    cap: int = NONE,
) -> Verdict:  # fmt: skip
    status = letter_status(estimate.n > 0, shown, states, rules)
    letter = states.letter if held_down is None else letters.capped_letter(states.letter, held_down, cap)
    return Verdict(estimate, status, states.letter, letter, before, before)


def letter_status(heard: Bools, shown: Bools, states: LetterStates, rules: Grading) -> Ints:
    """(units,): number of the status; the first that fits."""
    return np.select(
        [~heard, ~shown, states.sure(rules.v2), states.letter != NONE, states.size > 0],
        [NO_RESPONSES, NOT_ENOUGH, SURE, HELD, BETWEEN],
        NO_LETTER,
    )


def _history(season: Season, roster: Roster, rules: Grading) -> pd.DataFrame:
    """Every score of stations and districts so far, as it was announced where it was: week, code, letter ("": none), letter_set
    (those announced together, "": none), score, low, high, n, standing."""
    names = np.array([*rules.letters, ""], dtype=object)
    cap = letters.cap_of(rules)
    codes = np.array([*roster.codes, *roster.district_codes], dtype=object)
    parts = []
    for week in season.history:
        if week.week != season.last.week and week.week in season.announced.weeks:
            continue
        said, scores, areas = week.said, week.said.triple.all, week.said.areas
        shown = letters.capped_letter(said.letters.letter, week.before.money, cap)
        both = (
            (said.shown, said.district_shown),
            (shown, said.district_letters.letter),
            (scores.score, areas.estimate),
            (scores.sd, areas.sd),
            (scores.n, areas.stations),
            (said.standing, said.district_standing),
        )
        known_before, *columns = (np.concatenate(pair) for pair in both)
        some = np.flatnonzero(known_before)
        name = np.full(len(some), weeks.week_name(week.week), dtype=object)
        parts.append([name, codes[some], *(column[some] for column in columns)])
    name, code, letter, score, sd, n, standing = (np.concatenate(column) for column in zip(*parts, strict=True))
    made = pd.DataFrame(
        {
            "week": name,
            "code": code,
            "letter": names[letter],
            "letter_set": "",
            "score": score,
            "low": np.clip(score - Z90 * sd, 0, 100),
            "high": np.clip(score + Z90 * sd, 0, 100),
            "n": n,
            "standing": standing_words(standing),
        }
    )
    announced = [
        {**row, "week": weeks.week_name(week)}
        for week, known in sorted(season.announced.weeks.items())
        for row in known.rows
    ]
    if not announced:
        return made
    before = pd.DataFrame(announced, columns=[*HISTORY, "week"]).astype(
        dict.fromkeys(("score", "low", "high", "n"), float)
    )
    return pd.concat([before, made]).sort_values("week", kind="stable", ignore_index=True)
