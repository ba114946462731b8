"""Version 2 in the words of the grades: what its season found, as the estimates, letters and columns that every reader asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from ..campaign.grading import Grading
from ..nouns import week as weeks
from . import letters, money
from .arrays import Bools, Floats, Ints, add_up
from .constants import Constants
from .cube import Cube
from .daybook import Daybook
from .decisions import Decisions
from .estimate import Estimate, Priors
from .letters import NONE
from .method.certificate import StandingNow, certify
from .method.days import WEEK, day_weights
from .method.letters import LetterStates, expected_wrong
from .method.power import still_needed
from .method.review import AlikeRows, ReviewSide
from .method.score import Z90, Scores
from .method.season import Season, alike_flags, season, when_of
from .method.standing import ABOVE, BELOW, enough, score_week
from .panel import panel
from .removed import RemovedRows, without_removed
from .replay import MoneySigns, Replay, Roster, Verdict
from .schema import Reason, Standing
from .scope import Scope, scope
from .status import BETWEEN, HELD, NO_LETTER, NO_RESPONSES, NOT_ENOUGH, SURE
from .timeline import Timeline, eras

STANDINGS = {ABOVE: Standing.ABOVE.value, BELOW: Standing.BELOW.value, 0: Standing.UNCLEAR.value}


@dataclass(frozen=True)
class SecondRun:
    """A week graded by version 2: the scope without removed rows, and the season; in the shapes that both versions share."""

    scope: Scope = field(repr=False)
    timeline: Timeline = field(repr=False)
    replay: Replay = field(repr=False)
    season: Season = field(repr=False)
    removed: tuple[RemovedRows, ...] = ()


def grade_second(
    cube: Cube, counted: Scope, roster: Roster, rules: Grading, *, frozen: Mapping[str, Constants], decisions: Decisions,
    code_version: str,
) -> SecondRun:  # fmt: skip
    """Grade the last week of a scope by version 2."""
    first = counted.first_week + counted.campaign_day // WEEK
    plan = eras(min(first, counted.last_week), counted.last_week, rules.shrink.baseline_weeks)
    flags = alike_flags(counted, plan, frozen, rules)
    removed = _decided(counted, flags, decisions)
    kept = _without_decided(cube, counted, roster, rules, removed)
    found = season(
        kept, roster, rules, plan, flags, frozen=frozen, decisions=decisions, code_version=code_version,
        letters_from=weeks.week_number(rules.letters_from),
    )  # fmt: skip
    rows = found.days.rows
    weight = day_weights(rows, kept.campaign_day, rules.v2)
    book = Daybook(rows, np.zeros(rows.shape, dtype=bool), weight)
    line = Timeline(found.eras, found.constants, found.new, book, replayed=False)
    return SecondRun(kept, line, _replay(kept, line, found, roster, rules), found, removed)


def _decided(counted: Scope, flags: tuple[AlikeRows, ...], decisions: Decisions) -> tuple[RemovedRows, ...]:
    """The alike rows of flags that a person found not genuine."""
    origin = weeks.first_day(counted.first_week)
    return tuple(
        RemovedRows(
            counted.stations[hit.station], origin + hit.first_day, origin + hit.first_day + hit.days - 1,
            hit.side is ReviewSide.PRAISE,
        )
        for hit in flags
        if (counted.stations[hit.station], when_of(hit, counted)) in decisions.kept_aside
    )  # fmt: skip


def _without_decided(
    cube: Cube, counted: Scope, roster: Roster, rules: Grading, removed: tuple[RemovedRows, ...]
) -> Scope:
    """The scope without rows that were found not genuine; they are counted among what is left out."""
    if not removed:
        return counted
    left, gone = without_removed(cube, removed)
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


def _replay(scope: Scope, line: Timeline, found: Season, roster: Roster, rules: Grading) -> Replay:
    last, constants = found.last, found.constants[-1]
    means = constants.item_means(scope.cube.shape.items.keys)
    sums = panel(scope, line.book, means, *constants.shifts(scope.cube.purposes))
    belief = found.belief
    tau2 = np.full(len(roster.codes), belief.tau2)
    priors = Priors(belief.s2, belief.sw2, tau2, belief.centre, belief.var_c, np.ones(len(tau2), dtype=bool))
    ages = rules.v2.window
    scores = last.said.triple.all
    reach = np.arange(ages) <= last.week - scope.first_week
    estimate = _estimate(scores, np.tile(reach, (len(tau2), 1)))
    cap = rules.letters.index(rules.integrity.cap) if rules.integrity.cap else NONE
    stations = _verdict(
        estimate, last.said.letters, last.before.letter.value, last.said.shown, rules, last.money_before, cap
    )
    n = add_up(roster.groups, np.where(roster.listed(last.week), scores.n, 0.0), len(roster.district_codes))
    areas = last.said.areas
    districts = _verdict(
        _area_estimate(n, areas.estimate, areas.sd), last.said.district_letters, last.before.district_letter.value,
        last.said.district_shown, rules,
    )  # fmt: skip
    whole = _verdict(
        _area_estimate(n.sum(keepdims=True), np.array([areas.range_estimate]), np.array([areas.range_sd])),
        last.range_letters, last.range_before.value, np.array([last.said.range_shown]), rules,
    )  # fmt: skip
    yes = found.counts.yes[:, WEEK * max(0, last.week - scope.first_week - ages + 1) :].sum(axis=1)
    p = money.probability(yes, yes + last.money_noes, *constants.money, rules.integrity.reference)
    return Replay(
        last.week,
        constants,
        priors,
        sums,
        stations,
        districts,
        whole,
        MoneySigns(p, last.money),
        _history(found, roster, rules),
    )


def _estimate(scores: Scores, use: Bools) -> Estimate:
    half = Z90 * scores.sd
    return Estimate(
        scores.n,
        scores.ybar,
        scores.v,
        scores.score,
        scores.sd,
        scores.r_eff,
        scores.score - half,
        scores.score + half,
        use,
    )


def _area_estimate(n: Floats, estimate: Floats, sd: Floats) -> Estimate:
    nothing, half = np.full(len(n), np.nan), Z90 * sd
    use = np.zeros((len(n), 0), dtype=bool)
    return Estimate(n, nothing, nothing, estimate, sd, nothing, estimate - half, estimate + half, use)


def _verdict(
    estimate: Estimate, states: LetterStates, before: Ints, shown: Bools, rules: Grading, held_down: Bools | None = None,
    cap: int = NONE,
) -> Verdict:  # fmt: skip
    status = np.select(
        [
            estimate.n <= 0,
            ~shown,
            states.sure(rules.v2),
            states.letter != NONE,
            states.size > 0,
        ],
        [NO_RESPONSES, NOT_ENOUGH, SURE, HELD, BETWEEN],
        NO_LETTER,
    )
    letter = states.letter if held_down is None else letters.settled(states.letter, held_down, cap)
    return Verdict(estimate, status, states.letter, letter, before, before)


def _history(found: Season, roster: Roster, rules: Grading) -> pd.DataFrame:
    """Every score of stations and districts so far: week, code, letter ("": none), score, low, high, n, standing."""
    parts = []
    names = np.array([*rules.letters, ""], dtype=object)
    for week in found.history:
        scores, areas = week.said.triple.all, week.said.areas
        cap = rules.letters.index(rules.integrity.cap) if rules.integrity.cap else NONE
        shown = letters.settled(week.said.letters.letter, week.money_before, cap)
        for codes, letter, score, sd, n, told, standing in (
            (roster.codes, shown, scores.score, scores.sd, scores.n, week.said.shown, week.said.standing),
            (
                roster.district_codes,
                week.said.district_letters.letter,
                areas.estimate,
                areas.sd,
                areas.stations,
                week.said.district_shown,
                week.said.district_standing,
            ),
        ):
            some = np.flatnonzero(told)
            half = Z90 * sd[some]
            parts.append(
                pd.DataFrame(
                    {
                        "week": np.full(len(some), weeks.week_name(week.week), dtype=object),
                        "code": np.array(codes, dtype=object)[some],
                        "letter": names[letter[some]],
                        "score": score[some],
                        "low": np.clip(score[some] - half, 0, 100),
                        "high": np.clip(score[some] + half, 0, 100),
                        "n": n[some],
                        "standing": np.array([STANDINGS[int(one)] for one in standing[some]], dtype=object),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def station_columns(
    found: Season, scope: Scope, rules: Grading, decisions: Decisions, *, certificates: bool, only: int | None = None
) -> dict[str, Any]:
    """The columns that only version 2 has, of stations, and those whose meaning it changes. `only`: the one station whose
    certificate is wanted."""
    last, policy = found.last, rules.v2
    said, scores = last.said, last.said.triple.all
    shown = said.shown
    first = scope.first_week
    since = last.after.falls.since
    reviewed = np.zeros(len(shown), dtype=bool)
    alike, blamed = np.zeros(len(shown)), np.zeros(len(shown), dtype=bool)
    for hit in last.open_flags:
        reviewed[hit.station] = True
        blamed[hit.station] |= hit.side is ReviewSide.BLAME
        alike[hit.station] += hit.alike if hit.rule == "F1" else 0
    for hit in last.open_flags:
        if hit.rule == "F1W" and not alike[hit.station]:
            alike[hit.station] += hit.alike
    confirmed, when = _confirmed(scope, decisions, last.week)
    width = min(abs(a - b) for a, b in zip(list(rules.bands.values()), list(rules.bands.values())[1:], strict=False))
    at = last.week - first
    weeks_here = min(at + 1, policy.window)
    more, in_weeks = still_needed(scores.n, weeks_here, found.belief.own_s2, found.belief.tau2, width / 2)
    forged = _certificates(found, rules, only) if certificates else (np.full(len(shown), np.nan),) * 2
    without = said.without_alike.all.score
    return {
        **_common(said.letters, said.standing, scores.above, shown, rules, first),
        "reliability": np.where(shown, scores.r_eff, np.nan),
        "kind_mean": scores.centre,
        "alarm": (since >= 0) | last.alarm_bad,
        "alarm_confirmed": confirmed,
        "alarm_week": np.array(
            [
                weeks.week_name(first + int(s)) if s >= 0 else weeks.week_name(last.week) if bad else name
                for s, bad, name in zip(since, last.alarm_bad, when, strict=True)
            ],
            dtype=object,
        ),
        "alarm_bad": last.alarm_bad,
        "bad_recent": last.bad_recent,
        "money_flag": last.money,
        "alike": alike,
        "score_without_alike": np.where(shown & reviewed, without, np.nan),
        "under_review": reviewed,
        "blame_review": blamed,
        "flags_open": np.bincount([hit.station for hit in last.open_flags], minlength=len(shown)),
        "forged_worst": np.where(shown, forged[0], np.nan),
        "forged_best": np.where(shown, forged[1], np.nan),
        "responses_needed": np.where(np.isfinite(more), more, np.nan),
        "weeks_needed": np.where(np.isfinite(in_weeks), in_weeks, np.nan),
    }


def area_columns(found: Season, scope: Scope, rules: Grading, *, whole: bool) -> dict[str, Any]:
    """The same of districts, or of the range: it stands nowhere but in itself."""
    last = found.last
    if whole:
        nowhere = np.zeros(1, dtype=np.int64)
        columns = _common(last.range_letters, nowhere, np.full(1, np.nan), np.zeros(1, bool), rules, scope.first_week)
        shown = np.array([last.said.range_shown])
        return {**columns, "p_letter": np.where(shown, last.range_letters.p, np.nan)}
    said = last.said
    return _common(
        said.district_letters, said.district_standing, said.areas.above, said.district_shown, rules, scope.first_week
    )


def _common(
    states: LetterStates, standing: Ints, above: Floats, shown: Bools, rules: Grading, first_week: int
) -> dict[str, Any]:
    names = rules.letters
    sets = [
        " or ".join(names[start : start + size]) if size else ""
        for start, size in zip(states.first, states.size, strict=True)
    ]
    return {
        "standing": np.where(shown, np.array([STANDINGS[int(one)] for one in standing], dtype=object), ""),
        "p_above": np.where(shown, above, np.nan),
        "letter_set": np.array(sets, dtype=object),
        "p_letter": states.p,
        "held_since": np.array(
            [weeks.week_name(first_week + int(since)) if since >= 0 else "" for since in states.since], dtype=object
        ),
    }


def _confirmed(scope: Scope, decisions: Decisions, week: int, quarter: int = 13) -> tuple[Bools, list[str]]:
    """Alarms that a person confirmed, of the last quarter, and their weeks."""
    found, when = np.zeros(len(scope.stations), dtype=bool), [""] * len(scope.stations)
    place = {code: number for number, code in enumerate(scope.stations)}
    oldest = weeks.week_name(week - quarter + 1)
    for code, name in sorted(decisions.confirmed):
        if code in place and oldest <= name <= weeks.week_name(week):
            found[place[code]], when[place[code]] = True, name
    return found, when


def _certificates(found: Season, rules: Grading, only: int | None) -> tuple[Floats, Floats]:
    last, evidence = found.last, found.evidence
    letter = last.said.letters
    now = StandingNow(
        last.said.standing, letter.letter, last.before.standing.value, last.before.letter.value,
        last.before.letter.since,
    )  # fmt: skip
    got = certify(
        evidence.days, evidence.week, evidence.campaign_day, found.belief, now, tuple(rules.bands.values()), rules.v2,
        letters=found.letters, only=only,
    )  # fmt: skip
    return np.where(got.worst > 0, got.worst, np.nan), np.where(got.best > 0, got.best, np.nan)


def alike_frame(found: Season, scope: Scope, decisions: Decisions) -> pd.DataFrame:
    """Alike rows so far: rule, code, day, when, kind, rows, alike, mean, p_count, p_share, p, decision."""
    origin = weeks.first_day(scope.first_week)
    rows = []
    for hit in found.flags:
        key = (scope.stations[hit.station], when_of(hit, scope))
        decision = "genuine" if key in decisions.released else "not genuine" if key in decisions.kept_aside else ""
        rows.append(
            (
                hit.rule, key[0], weeks.day_of(origin + hit.first_day).isoformat(), key[1], str(hit.side), hit.rows, hit.alike,
                hit.mean, hit.p_count, hit.p_share, hit.p, decision,
            )
        )  # fmt: skip
    names = ["rule", "code", "day", "when", "kind", "rows", "alike", "mean", "p_count", "p_share", "p", "decision"]
    return pd.DataFrame(rows, columns=names)


def second_notes(found: Season) -> list[str]:
    """What a page must say of its letters."""
    states = found.last.said.letters
    single = int((states.letter != NONE).sum())
    if not single:
        return []
    return [f"Of {single} single letters about {expected_wrong(states):.0f} are wrong: each says how probable it is."]


def second_method_change(found: Season, scope: Scope, roster: Roster, rules: Grading) -> pd.DataFrame:
    """Scores of the week before this quarter under the old and the new constants (code, before, after); missing below the least
    number of responses, empty when nothing was graded then."""
    week = found.eras[-1].valid_from - 1
    then = next((one for one in found.history if one.week == week), None)
    if then is None:
        return pd.DataFrame({"code": [], "before": [], "after": []})
    scores = score_week(found.days, week - scope.first_week, scope.campaign_day, found.belief, rules.v2)
    before, after = (np.where(enough(one.n, rules.v2), one.score, np.nan) for one in (then.said.triple.all, scores))
    return pd.DataFrame({"code": roster.codes, "before": before, "after": after})
