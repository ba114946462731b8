"""The numbers of an explanation, taken from the working that made the grade: equal to it to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from ...campaign import Station
from ...errors import InputError
from ...nouns import week as weeks
from ...sentence import Sentence
from ..arrays import add_up
from ..estimate import interval_z
from ..formulas.letters import NONE, band, certainty, probabilities
from ..formulas.status import CALIBRATING, STATUSES, graded
from ..grades import Grades
from ..method.score import newest_first
from ..panel import answers_by_item
from ..question_means import cells_of_windows
from ..working import Working
from .explanation import Explanation, Purpose, WeekRow
from .second import explain_second


def explain(grades: Grades, station: str) -> Explanation:
    """The steps behind a station's grade; what its status hides is missing here too. Raises InputError for a code that is not graded, naming near ones."""
    working = grades.working
    codes = working.roster.codes
    if station not in codes:
        near = get_close_matches(station.upper(), codes, n=3)
        hint = (
            Sentence("Did you mean {codes}?", codes=", ".join(near))
            if near
            else Sentence("The codes are in stations.csv.")
        )
        raise InputError('There is no station "{station}" among the graded ones.', cure=hint, station=station)
    unit = codes.index(station)
    base = _explained(grades, working, unit)
    return base if working.season is None else explain_second(base, grades, unit)


@dataclass(frozen=True)
class _Seen:
    """One station in the working: `unit` its row there, `row` its row in the table of stations, `shown` whether its status shows the grade."""

    grades: Grades
    working: Working
    unit: int
    row: pd.Series
    shown: bool

    @property
    def station(self) -> Station:
        return self.working.stations[self.unit]

    def number(self, value: Any) -> float | None:
        """What only a shown grade tells."""
        return float(value) if self.shown and np.isfinite(value) else None

    def public(self, value: Any) -> float | None:
        """What a station with responses is told in the trial period, too."""
        verdict = self.working.replay.stations
        trial, known = verdict.status[self.unit] == CALIBRATING, verdict.estimate.n[self.unit] > 0
        return float(value) if (self.shown or trial) and known and np.isfinite(value) else None


def _explained(grades: Grades, working: Working, unit: int) -> Explanation:
    code = working.stations[unit].code
    [row] = (
        table[table["code"] == code].iloc[0]
        for table in (grades.stations, grades.unlisted)
        if len(table) and (table["code"] == code).any()
    )
    seen = _Seen(grades, working, unit, row, bool(graded(working.replay.stations.status)[unit]))
    parts = (_place, _counted, _ratings, _pooled, _lettered, _over_time, _money, _made_by)
    return Explanation(**{name: value for part in parts for name, value in part(seen).items()})


def _place(seen: _Seen) -> dict[str, Any]:
    station, grades = seen.station, seen.grades
    district = seen.working.campaign.district_by_code[station.district]
    return {
        "code": station.code,
        "name_en": station.name_en,
        "name_hi": station.name_hi,
        "kind": str(station.kind),
        "district_en": district.name_en,
        "district_hi": district.name_hi,
        "week": grades.week,
        "first_day": grades.first_day.isoformat(),
        "last_day": grades.last_day.isoformat(),
        "finished": grades.finished,
        "closed_on": _closed_on(station, grades),
    }


def _closed_on(station: Station, grades: Grades) -> str | None:
    """Since when it stands in no list: an ISO day, "" when it is not known; None while it is open."""
    if station.listed_on(grades.last_day):
        return None
    return station.closed_on.isoformat() if station.closed_on else ""


def _counted(seen: _Seen) -> dict[str, Any]:
    grades, working, unit = seen.grades, seen.working, seen.unit
    rules, replayed = working.rules, working.replay
    use = replayed.stations.estimate.use[unit]
    left = grades.left_out[grades.left_out["station"] == seen.station.code]
    oldest = weeks.week_name(replayed.week - int(np.flatnonzero(use)[-1])) if use.any() else grades.week
    recent = left[(left["week"] >= oldest) & (left["week"] <= grades.week)]
    return {
        "responses": int(seen.row["responses"]),
        "n": float(replayed.stations.estimate.n[unit]),
        "set_aside": int(seen.row["set_aside"]),
        "left_out": {str(reason): int(count) for reason, count in recent.groupby("reason")["rows"].sum().items()},
        "weeks": list(_weeks(working, unit)) if seen.shown else [],
        "weeks_tried": int(use.sum()),
        "weeks_held": int(seen.row["weeks_used"]),
        "window_weeks": rules.window.weeks,
        "until_responses": rules.window.until_responses,
        "reach_back": rules.window.reach_back,
        "min_responses": working.least,
        "shown": seen.shown,
        "status": STATUSES[int(replayed.stations.status[unit])].value,
    }


def _weeks(working: Working, unit: int) -> Iterator[WeekRow]:
    """The weeks of the window that hold responses, the newest first."""
    replayed, constants = working.replay, working.replay.constants
    use = replayed.stations.estimate.use[unit]
    n, total = (
        newest_first(values[unit : unit + 1], working.position, len(use))[0]
        for values in (replayed.panel.n, replayed.panel.total)
    )
    for age in np.flatnonzero(use & (n > 0)).tolist():
        variance = constants.s2 / float(n[age]) + constants.sw2
        yield WeekRow(weeks.week_name(replayed.week - age), float(n[age]), float(total[age] / n[age]), variance)


def _ratings(seen: _Seen) -> dict[str, Any]:
    working, unit = seen.working, seen.unit
    rows, raw, shifted = (float(working.window_sums[name][unit]) for name in ("rows", "raw", "shift"))
    items, purposes = _of_the_window(working, unit) if seen.shown else ({}, [])
    asked = working.scope.cube.shape.items
    return {
        "titles": {question.key: question.title for question in working.campaign.form.questions},
        "items": items,
        "uneven": {key: list(points) for key, points in working.rules.steps.items()},
        "item_weights": dict(zip(asked.keys, asked.shares.tolist(), strict=True)),
        "raw_mean": seen.public(raw / rows if rows else np.nan),
        "purposes": purposes,
        "case_mix": seen.number(-shifted / max(float(working.replay.stations.estimate.n[unit]), 1e-12)),
    }


def _of_the_window(working: Working, unit: int) -> tuple[dict[str, float], list[Purpose]]:
    """Mean points of each item, and the purposes, over the rows of the station's window."""
    scope, constants = working.scope, working.replay.constants
    cells = cells_of_windows(working) & (scope.station == unit)
    points, answers = (of[unit].tolist() for of in answers_by_item(scope, cells))
    means = {
        key: total / count
        for key, total, count in zip(scope.cube.shape.items.keys, points, answers, strict=True)
        if count
    }
    weight = working.timeline.book.weight[scope.station[cells], scope.day[cells]] * scope.rows[cells]
    texts = scope.cube.purposes
    n = add_up(scope.purpose[cells], weight, len(texts))
    purposes = []
    for number in np.flatnonzero(n > 0).tolist():
        group, shift = constants.purposes.get(texts[number], (-1, 0.0))
        share = constants.pi[group] if group >= 0 else None
        alone = sum(other == group for other, _ in constants.purposes.values()) == 1
        purposes.append(
            Purpose(texts[number], float(n[number]), float(n[number] / n.sum()), share if alone else None, shift)
        )
    return means, sorted(purposes, key=lambda purpose: -purpose.n)


def _pooled(seen: _Seen) -> dict[str, Any]:
    working, unit = seen.working, seen.unit
    estimate, priors, constants = working.replay.stations.estimate, working.replay.priors, working.replay.constants
    shrunk = bool(priors.shrunk[unit])
    kind = constants.kinds.get(str(seen.station.kind))
    return {
        "s2": constants.s2,
        "sw2": constants.sw2,
        "ybar": seen.number(estimate.ybar[unit]),
        "v": seen.number(estimate.v[unit]),
        "tau2": float(priors.tau2[unit]),
        "mu": float(priors.mu[unit]) if shrunk else None,
        "var_mu": float(priors.var_mu[unit]) if shrunk else None,
        "shrunk": shrunk,
        "kind_stations": kind.stations if kind else 0,
        "reliability": seen.number(estimate.r[unit]),
        "score": seen.number(estimate.score[unit]),
        "sd": seen.number(estimate.sd[unit]),
        "interval": working.rules.interval,
        "z": interval_z(working.rules),
        "low": seen.public(np.clip(estimate.low[unit], 0, 100)),
        "high": seen.public(np.clip(estimate.high[unit], 0, 100)),
        "provisional_below": working.rules.provisional_below,
    }


def _lettered(seen: _Seen) -> dict[str, Any]:
    unit, rules, verdict = seen.unit, seen.working.rules, seen.working.replay.stations
    score, sd = float(verdict.estimate.score[unit]), float(verdict.estimate.sd[unit])
    edges, names = tuple(rules.bands.values()), [*rules.letters, ""]
    held, kept = int(verdict.held[unit]), int(verdict.uncapped[unit])
    margin = float(ndtri(rules.hysteresis)) * sd
    chance = probabilities(score, sd, edges) if verdict.estimate.n[unit] > 0 else np.zeros(len(edges))
    up, down = certainty(score, sd, held, edges)
    return {
        "bands": dict(rules.bands),
        "probabilities": dict(zip(rules.letters, map(float, chance), strict=True)) if seen.shown else {},
        "band_letter": names[int(band(score, edges))] if seen.shown else "",
        "previous": names[held],
        "hysteresis": rules.hysteresis,
        "sure_up": seen.number(up) if held > 0 else None,
        "sure_down": seen.number(down) if NONE < held < len(edges) - 1 else None,
        "uncapped": names[kept],
        "letter": names[int(verdict.letter[unit])],
        "capped": bool(verdict.capped[unit]),
        "up_from": seen.number(edges[kept - 1] + margin) if kept > 0 else None,
        "down_from": seen.number(edges[kept] - margin) if NONE < kept < len(edges) - 1 else None,
        "letters_from": rules.letters_from.isoformat(),
    }


def _over_time(seen: _Seen) -> dict[str, Any]:
    trend, method = seen.working.rules.trend, seen.grades.method
    before, after = method.loc[seen.unit, ["before", "after"]] if len(method) else (np.nan, np.nan)
    return {
        "arrow": str(seen.row["arrow"]),
        "trend_recent": trend.recent,
        "trend_before": trend.before,
        "change": _known(seen.row["change"]),
        "alarm": bool(seen.row["alarm"]),
        "score_with_set_aside": _known(seen.row["score_with_set_aside"]),
        "method_before": seen.number(before),
        "method_after": seen.number(after),
    }


def _money(seen: _Seen) -> dict[str, Any]:
    rules, quarter = seen.working.rules.integrity, seen.grades.money_quarter
    public = not quarter or bool(np.isfinite(seen.row["money_share"]))
    return {
        **{name: int(seen.row[name]) if public else 0 for name in ("money_yes", "money_no", "money_unsaid")},
        "money_quarter": quarter,
        "money_told": public,
        "money_probability": _known(seen.row["money_probability"]),
        "money_reference": rules.reference,
        "money_flag": bool(seen.row["money_flag"]),
        "money_cap": rules.cap,
    }


def _made_by(seen: _Seen) -> dict[str, Any]:
    constants, grades = seen.working.replay.constants, seen.grades
    return {
        "constants": constants.name,
        "constants_frozen": constants.frozen and not grades.provisional,
        "constants_provisional": grades.provisional,
        "baseline_first": constants.first_day,
        "baseline_last": constants.last_day,
        "constants_sha256": constants.sha256,
        "config_sha256": grades.config_sha256,
        "code_version": grades.code_version,
    }


def _known(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
