"""The product's own grading on a made-up range, and the simpler methods that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from anubhav_gforms.campaign.grading import Grading
from anubhav_gforms.grading.baseline import Baseline, baseline, burst_constants, estimate
from anubhav_gforms.grading.constants import Constants, Era
from anubhav_gforms.grading.daybook import Daybook, Days, day_weight, find_bursts
from anubhav_gforms.grading.estimate import Estimate, Priors, ages, estimate_week, station_status
from anubhav_gforms.grading.letters import NONE, band
from anubhav_gforms.grading.panel import Panel
from anubhav_gforms.grading.replay import Register, settle
from anubhav_gforms.grading.scope import Scope, scope
from anubhav_gforms.grading.timeline import Timeline
from anubhav_gforms.grading.window import pool

from .world import BASELINE, FIRST_DAY, LETTERS_FROM, Floats, Rows, codes

FIRST_WEEK = (FIRST_DAY - 4) // 7


@dataclass(frozen=True)
class Graded:
    """One range, graded: weekly sums, constants, and for each week of the evaluation the product's estimate and letters."""

    scope: Scope = field(repr=False)
    book: Daybook = field(repr=False)
    constants: Constants = field(repr=False)
    panel: Panel = field(repr=False)
    priors: Priors = field(repr=False)
    estimates: list[Estimate] = field(repr=False)
    letters: npt.NDArray[np.int64] = field(repr=False)
    status: npt.NDArray[np.int64] = field(repr=False)


def _settled(rows: Rows, stations: int, rules: Grading, constants: Constants | None) -> tuple[Scope, Timeline]:
    last = FIRST_WEEK + int(rows.day.max()) // 7
    sc = scope(rows.cube(stations), codes(stations), rules, last)
    rows_of, best, worst = (sc.by_day(sc.column(name)) for name in ("rows", "best", "worst"))
    days = Days(rows_of, best, worst, sc.campaign_day)
    aside = np.zeros(days.rows.shape, dtype=bool)
    era = Era("2020-Q1", FIRST_WEEK + BASELINE, FIRST_WEEK, FIRST_WEEK + BASELINE - 1, frozen=True)

    def span() -> Baseline:
        return baseline(sc, aside, era.first, era.last)

    burst = constants.burst if constants else burst_constants(sc, days, aside, span())
    bursts = find_bursts(days, aside, burst, rules.flags, begin=0, end=sc.days)
    constants = constants or estimate(sc, span(), burst, ("thana",) * stations, rules, era=era, code_version="")
    weight = day_weight(days.rows, aside, sc.campaign_day, rules.day_cap)
    return sc, Timeline((era,), (constants,), (), Daybook(days.rows, aside, weight, tuple(bursts)), replayed=False)


def product(
    rows: Rows, stations: int, rules: Grading, *, constants: Constants | None = None, first: int = LETTERS_FROM, weeks: int = 26,
    held: npt.NDArray[np.int64] | None = None,
) -> Graded:  # fmt: skip
    """Grade weeks first..first+weeks-1 (counted from the campaign's first) exactly as the product does."""
    sc, line = _settled(rows, stations, rules, constants)
    constants = line.constants[0]
    assert constants is not None
    sums, priors = settle(sc, line, constants, ("thana",) * stations)
    register = Register(sc.stations, rules)
    if held is not None:
        register.held, register.given[:] = held.copy(), first - 1
    estimates, letters, status = [], [], []
    for week in range(first, first + weeks):
        one = estimate_week(sums, priors, week, rules)
        state = station_status(one, rules, letters=True)
        estimates.append(one)
        status.append(state)
        letters.append(register.judge(week, one, state).letter)
    return Graded(sc, line.book, constants, sums, priors, estimates, np.array(letters).T, np.array(status).T)


def methods(graded: Graded, rules: Grading, weeks: int = 26) -> dict[str, tuple[Floats, npt.NDArray[np.int64]]]:
    """Scores and letters (stations, weeks) of each method; NaN and NONE where there is nothing to grade."""
    edges = tuple(rules.bands.values())
    sums, priors, c = graded.panel, graded.priors, graded.constants
    span = range(LETTERS_FROM, LETTERS_FROM + weeks)
    found: dict[str, list[Floats]] = {name: [] for name in NAMES[:-1]}
    with np.errstate(divide="ignore", invalid="ignore"):
        for week in span:
            found[NAMES[0]].append(sums.raw[:, week] / sums.rows[:, week])
            one, v, _ = pool(sums.n[:, [week]], sums.total[:, [week]], c.s2, c.sw2)
            found[NAMES[1]].append(_shrunk(one, v, priors))
            rows, raw = (ages(values, week, 13).sum(axis=1) for values in (sums.rows, sums.raw))
            found[NAMES[2]].append(raw / rows)
            n, total = ages(sums.n, week, 13), ages(sums.total, week, 13)
            found[NAMES[3]].append(total.sum(axis=1) / n.sum(axis=1))
            mean, v, _ = pool(n, total, c.s2, c.sw2)
            found[NAMES[4]].append(_shrunk(mean, v, priors))
    scores = {name: np.array(values).T for name, values in found.items()}
    letters = {
        name: np.where(np.isnan(score), NONE, band(np.nan_to_num(score), edges)) for name, score in scores.items()
    }
    out = {name: (scores[name], letters[name]) for name in scores}
    out[NAMES[-1]] = (np.array([one.score for one in graded.estimates]).T, graded.letters)
    return out


def _shrunk(mean: Floats, v: Floats, priors: Priors) -> Floats:
    r = np.where(np.isinf(v), 0, priors.tau2 / (priors.tau2 + v))
    return np.where(np.isinf(v), np.nan, priors.mu + r * (np.nan_to_num(mean) - priors.mu))


NAMES = (
    "this week's mean (pivot table)", "shrunk, this week, case-mix", "13-week mean", "13-week mean, case-mix",
    "shrunk 13 weeks, case-mix", "anubhav",
)  # fmt: skip
