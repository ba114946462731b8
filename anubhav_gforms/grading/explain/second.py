"""The numbers of an explanation under version 2 of the method: what version 1 does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from ...nouns import week as weeks
from ..areas import LEANS, station_questions
from ..columns import GradeStatus
from ..formulas.letters import probabilities
from ..grades import Grades
from ..method.score import Z90, Scores
from ..method.season import Season
from ..second_columns import STANDINGS, station_columns
from ..working import Working
from .explanation import Explanation


@dataclass(frozen=True)
class WeekWeight:
    """A week of the window under version 2: `n` sum of weights, `mean` adjusted mean (points), `age` in weeks, `u` its weight."""

    week: str
    n: float
    mean: float
    age: int
    u: float


@dataclass(frozen=True)
class AreaStep:
    """A question: n responses with all ratings; d, its mean less that of the whole response; of the range mu and its variance, t
    (between stations) and v (inside); r; score, low, high, within 0..100; lean."""

    question: str
    n: int
    d: float
    mu: float
    variance: float
    t: float
    v: float
    r: float
    score: float
    low: float
    high: float
    lean: str


@dataclass(frozen=True)
class WithoutAlike:
    """The steps of the score without alike responses under review, and P(above)."""

    ybar: float
    v: float
    v0: float
    r: float
    r_eff: float
    score: float
    sd_above: float
    above: float


@dataclass(frozen=True)
class SecondExplanation(Explanation):
    """Every step of one station's grade of one week under version 2; see docs/grading.md for the formulas.

    weighted, drift, old_after, old_step: the weeks and what age adds; h, q: parts of the variance; own_s2, v0: variance of one
    response here, and the variance with the range's; centre, var_c: of its kind; omega2; r, limited, limit: reliability before the
    limit on shrinking, whether it worked; noise, extra, sd_above, above: for P(above its kind); standing and what decides it
    (sure, keep, min_gap; above_without_best, above_without_worst), standing_before; letter_set, p_letter, held_since,
    letter_give, letter_keep, spare_answers, largest_set; alike rows under review, score and standing without them; forged_worst, forged_best (None: more
    than were tried); areas, question by question; without_alike and standing_with_alike under review; money_noes (as the day cap
    counts them), money_p0 and money_strength of the prior; alarm_sum and alarm_limit; responses_needed, weeks_needed; alarm_since, alarm_level, alarm_baseline, bad_recent;
    not_genuine, the ISO days and weeks of the window of which a person found alike responses not genuine.
    """

    weighted: tuple[WeekWeight, ...] = ()
    drift: float = 0.0
    old_after: int = 0
    old_step: float = 0.0
    day_floor: float = 0.0
    day_times: float = 0.0
    h: float | None = None
    q: float | None = None
    own_s2: float | None = None
    v0: float | None = None
    centre: float | None = None
    var_c: float | None = None
    omega2: float | None = None
    r: float | None = None
    limit: float = 0.0
    limited: bool = False
    noise: float | None = None
    extra: float | None = None
    above: float | None = None
    sd_above: float | None = None
    standing: str = ""
    standing_before: str = ""
    sure: float = 0.0
    keep: float = 0.0
    min_gap: float = 0.0
    above_without_best: float | None = None
    above_without_worst: float | None = None
    letter_set: str = ""
    p_letter: float | None = None
    p_set: float | None = None
    held_since: str = ""
    letter_give: float = 0.0
    letter_keep: float = 0.0
    spare_answers: int = 0
    largest_set: int = 0
    letters_given: bool = True
    under_review: bool = False
    alike: int = 0
    score_without_alike: float | None = None
    above_without_alike: float | None = None
    forged_worst: int | None = None
    forged_best: int | None = None
    forged_most: int = 60
    responses_needed: int | None = None
    weeks_needed: int | None = None
    alarm_since: str = ""
    alarm_baseline: float | None = None
    alarm_bad: bool = False
    bad_recent: int = 0
    alarm_sum: float = 0.0
    alarm_limit: float = 0.0
    areas: tuple[AreaStep, ...] = ()
    without_alike: WithoutAlike | None = None
    standing_with_alike: str = ""
    money_noes: float = 0.0
    money_p0: float = 0.0
    money_strength: float = 0.0
    not_genuine: tuple[str, ...] = ()


OF_POLICY = (
    "drift", "old_after", "old_step", "day_floor", "day_times", "limit", "sure", "keep", "min_gap", "letter_give", "letter_keep",
    "spare_answers", "largest_set",
)  # fmt: skip
"""Numbers that an explanation takes from the policy as they are."""


def explain_second(base: Explanation, grades: Grades, unit: int) -> SecondExplanation:
    """The same station and week with the numbers of version 2."""
    working = grades.working
    season = working.season
    assert season is not None, "grades of version 2"
    columns = station_columns(season, working.scope, working.rules, working.decisions, certificates=True, only=unit)
    said = season.last.said
    shown = bool(said.shown[unit])
    values: dict[str, Any] = {one.name: getattr(base, one.name) for one in fields(Explanation)}
    values |= {"status": GradeStatus(base.status).announced.value, **_fixed(season, working, unit, columns)}
    if base.money_quarter:
        values["money_noes"] = 0.0  # the window's are not told
    if shown:
        values |= _numbers(season, working, unit)
    return SecondExplanation(**values)


WHOLE = ("forged_worst", "forged_best", "responses_needed", "weeks_needed")
"""Columns of the table that an explanation tells as whole numbers; missing as None."""
OF_SCORES = ("v0", "r", "noise", "extra", "above")
OF_BELIEF = ("own_s2", "centre", "var_c")


def _fixed(season: Season, working: Working, unit: int, columns: dict[str, Any]) -> dict[str, Any]:
    policy, said = working.rules.v2, season.last.said
    falls, states = season.last.after.falls, said.letters
    since, baseline = int(falls.since[unit]), float(falls.baseline[unit])
    shown = bool(said.shown[unit])
    kind = season.stations.kind
    heard = int(((kind == kind[unit]) & (said.triple.all.n > 0)).sum())
    p_set = None
    if states.size[unit] and shown:
        scores = said.triple.all
        p = probabilities(scores.score[unit], scores.sd[unit], tuple(working.rules.bands.values()))
        first = int(states.first[unit])
        p_set = float(p[first : first + int(states.size[unit])].sum())
    return {
        "kind_stations": heard,
        **{name: getattr(policy, name) for name in OF_POLICY},
        "letters_given": season.letters,
        "window_weeks": policy.window,
        "standing": STANDINGS[int(said.standing[unit])] if shown else "",
        "standing_before": STANDINGS[int(season.last.before.standing.value[unit])],
        "letter_set": str(columns["letter_set"][unit]) if shown else "",
        "p_letter": float(states.p[unit]) if np.isfinite(states.p[unit]) else None,
        "p_set": p_set,
        "held_since": str(columns["held_since"][unit]),
        "under_review": bool(columns["under_review"][unit]),
        "alike": int(columns["alike"][unit]),
        **{name: int(columns[name][unit]) if np.isfinite(columns[name][unit]) else None for name in WHOLE},
        "alarm_since": weeks.week_name(working.scope.first_week + since) if since >= 0 else "",
        "alarm_baseline": baseline if np.isfinite(baseline) else None,
        "alarm_bad": bool(season.last.alarm_bad[unit]),
        "bad_recent": int(season.last.bad_recent[unit]),
        "alarm_sum": float(falls.c[unit]),
        "alarm_limit": policy.alarm.h,
        "standing_with_alike": str(columns["standing_with_alike"][unit]),
        "money_noes": float(season.last.money_noes[unit]),
        "money_p0": working.replay.constants.money[0],
        "money_strength": working.replay.constants.money[1],
    }


def _areas(working: Working, unit: int) -> Iterator[AreaStep]:
    for asked in station_questions(working):
        scores, of = asked.scores, asked.scores.constants
        score, half = scores.score[unit], Z90 * scores.sd[unit]
        shown, low, high = map(float, np.clip([score, score - half, score + half], 0, 100))
        if asked.shown[unit]:
            yield AreaStep(
                asked.question, int(asked.rows[unit]), float(scores.m[unit]), of.mean, of.variance, of.t, of.v,
                float(scores.r[unit]), shown, low, high, LEANS[int(scores.lean[unit])],
            )  # fmt: skip


def _sd_above(scores: Scores, var_c: float, unit: int) -> float:
    return float(np.sqrt(scores.noise[unit] + scores.r_eff[unit] ** 2 * var_c + scores.extra[unit]))


def _clean(scores: Scores, var_c: float, unit: int) -> WithoutAlike:
    names = ("ybar", "v", "v0", "r", "r_eff", "score", "above")
    return WithoutAlike(
        **{name: float(getattr(scores, name)[unit]) for name in names}, sd_above=_sd_above(scores, var_c, unit)
    )


def _numbers(season: Season, working: Working, unit: int) -> dict[str, Any]:
    said, belief, policy = season.last.said, season.belief, working.rules.v2
    scores, clean = said.triple.all, said.without_alike
    rows = []
    panel, position = working.replay.panel, working.position
    for age in range(min(policy.window, position + 1)):
        n = float(panel.n[unit, position - age])
        if n > 0:
            old = belief.sw2 + policy.drift * age + policy.old_step * max(0, age - policy.old_after)
            mean = float(panel.total[unit, position - age] / n)
            rows.append(WeekWeight(weeks.week_name(working.replay.week - age), n, mean, age, 1 / (belief.s2 / n + old)))
    whole = sum(row.u for row in rows)
    h = sum(row.u**2 / row.n for row in rows) / whole**2
    q = sum(row.u**2 * (belief.sw2 + policy.drift * row.age) for row in rows) / whole**2
    reviewed = any(hit.station == unit for hit in season.last.open_flags)
    var_c = float(belief.var_c[unit])
    return {
        "areas": tuple(_areas(working, unit)),
        "without_alike": _clean(clean.all, var_c, unit) if reviewed else None,
        "weighted": tuple(rows),
        "h": h,
        "q": q,
        **{name: float(getattr(belief, name)[unit]) for name in OF_BELIEF},
        **{name: float(getattr(scores, name)[unit]) for name in OF_SCORES},
        "omega2": belief.omega2,
        "limited": bool(scores.r_eff[unit] > scores.r[unit] + 1e-12),
        "sd_above": _sd_above(scores, var_c, unit),
        "above_without_best": float(clean.without_highest.above[unit]),
        "above_without_worst": float(clean.without_lowest.above[unit]),
        "score_without_alike": float(clean.all.score[unit]),
        "above_without_alike": float(clean.all.above[unit]),
    }
