"""The numbers of an explanation, taken from the working that made the grade: equal to it to the last digit."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import numpy as np
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


def _explained(grades: Grades, working: Working, unit: int) -> Explanation:
    rules, replayed, position, station = working.rules, working.replay, working.position, working.stations[unit]
    verdict, estimate, constants = replayed.stations, replayed.stations.estimate, replayed.constants
    [row] = (
        table[table["code"] == station.code].iloc[0]
        for table in (grades.stations, grades.unlisted)
        if len(table) and (table["code"] == station.code).any()
    )
    use = estimate.use[unit : unit + 1]
    n, total = (
        newest_first(values[unit : unit + 1], position, use.shape[1])[0]
        for values in (replayed.panel.n, replayed.panel.total)
    )
    week_list = [
        WeekRow(
            weeks.week_name(replayed.week - age),
            float(n[age]),
            float(total[age] / n[age]),
            constants.s2 / float(n[age]) + constants.sw2,
        )
        for age in range(use.shape[1])
        if use[0, age] and n[age] > 0
    ]
    rows, raw, shifted = (float(working.window_sums[name][unit]) for name in ("rows", "raw", "shift"))
    known = estimate.n[unit] > 0
    score, sd = float(estimate.score[unit]), float(estimate.sd[unit])
    edges = tuple(rules.bands.values())
    names = [*rules.letters, ""]
    held, kept = int(verdict.held[unit]), int(verdict.uncapped[unit])
    margin = float(ndtri(rules.hysteresis)) * sd
    chance = probabilities(score, sd, edges) if known else np.zeros(len(edges))
    up, down = certainty(score, sd, held, edges)
    kind = constants.kinds.get(str(station.kind))
    district = working.campaign.district_by_code[station.district]
    left = grades.left_out[grades.left_out["station"] == station.code]
    oldest = weeks.week_name(replayed.week - int(np.flatnonzero(use[0])[-1])) if use.any() else grades.week
    recent = left[(left["week"] >= oldest) & (left["week"] <= grades.week)]
    shown = bool(graded(verdict.status)[unit])
    trial = bool(verdict.status[unit] == CALIBRATING)
    items, purposes = _of_the_window(working, unit) if shown else ({}, [])
    method = grades.method
    before, after = method.loc[unit, ["before", "after"]] if len(method) else (np.nan, np.nan)

    def number(value: Any) -> float | None:
        return float(value) if shown and np.isfinite(value) else None

    def public(value: Any) -> float | None:
        return float(value) if (shown or trial) and known and np.isfinite(value) else None

    money_told = not grades.money_quarter or bool(np.isfinite(row["money_share"]))
    return Explanation(
        code=station.code,
        name_en=station.name_en,
        name_hi=station.name_hi,
        kind=str(station.kind),
        district_en=district.name_en,
        district_hi=district.name_hi,
        week=grades.week,
        first_day=grades.first_day.isoformat(),
        last_day=grades.last_day.isoformat(),
        responses=int(row["responses"]),
        n=float(estimate.n[unit]),
        set_aside=int(row["set_aside"]),
        left_out={str(reason): int(count) for reason, count in recent.groupby("reason")["rows"].sum().items()},
        weeks=week_list if shown else [],
        weeks_tried=int(use.sum()),
        weeks_held=int(row["weeks_used"]),
        window_weeks=rules.window.weeks,
        until_responses=rules.window.until_responses,
        reach_back=rules.window.reach_back,
        titles={question.key: question.title for question in working.campaign.form.questions},
        items=items,
        uneven={key: list(points) for key, points in rules.steps.items()},
        item_weights=dict(
            zip(working.scope.cube.shape.items.keys, working.scope.cube.shape.items.shares.tolist(), strict=True)
        ),
        raw_mean=public(raw / rows if rows else np.nan),
        purposes=purposes,
        case_mix=number(-shifted / max(float(estimate.n[unit]), 1e-12)),
        s2=constants.s2,
        sw2=constants.sw2,
        ybar=number(estimate.ybar[unit]),
        v=number(estimate.v[unit]),
        tau2=float(replayed.priors.tau2[unit]),
        mu=float(replayed.priors.mu[unit]) if replayed.priors.shrunk[unit] else None,
        var_mu=float(replayed.priors.var_mu[unit]) if replayed.priors.shrunk[unit] else None,
        shrunk=bool(replayed.priors.shrunk[unit]),
        kind_stations=kind.stations if kind else 0,
        reliability=number(estimate.r[unit]),
        score=number(score),
        sd=number(sd),
        interval=rules.interval,
        z=interval_z(rules),
        low=public(np.clip(estimate.low[unit], 0, 100)),
        high=public(np.clip(estimate.high[unit], 0, 100)),
        bands=dict(rules.bands),
        probabilities=dict(zip(rules.letters, map(float, chance), strict=True)) if shown else {},
        band_letter=names[int(band(score, edges))] if shown else "",
        previous=names[held],
        hysteresis=rules.hysteresis,
        sure_up=number(up) if held > 0 else None,
        sure_down=number(down) if NONE < held < len(edges) - 1 else None,
        uncapped=names[int(verdict.uncapped[unit])],
        letter=names[int(verdict.letter[unit])],
        capped=bool(verdict.capped[unit]),
        status=STATUSES[int(verdict.status[unit])].value,
        shown=shown,
        up_from=number(edges[kept - 1] + margin) if kept > 0 else None,
        down_from=number(edges[kept] - margin) if NONE < kept < len(edges) - 1 else None,
        provisional_below=rules.provisional_below,
        min_responses=working.least,
        letters_from=rules.letters_from.isoformat(),
        arrow=str(row["arrow"]),
        trend_recent=rules.trend.recent,
        trend_before=rules.trend.before,
        change=float(row["change"]) if np.isfinite(row["change"]) else None,
        alarm=bool(row["alarm"]),
        money_yes=int(row["money_yes"]) if money_told else 0,
        money_no=int(row["money_no"]) if money_told else 0,
        money_unsaid=int(row["money_unsaid"]) if money_told else 0,
        money_quarter=grades.money_quarter,
        money_told=money_told,
        money_probability=float(row["money_probability"]) if np.isfinite(row["money_probability"]) else None,
        money_reference=rules.integrity.reference,
        money_flag=bool(row["money_flag"]),
        money_cap=rules.integrity.cap,
        score_with_set_aside=float(row["score_with_set_aside"]) if np.isfinite(row["score_with_set_aside"]) else None,
        method_before=number(before),
        method_after=number(after),
        constants=constants.name,
        constants_frozen=constants.frozen and not grades.provisional,
        constants_provisional=grades.provisional,
        finished=grades.finished,
        closed_on=_closed_on(station, grades),
        baseline_first=constants.first_day,
        baseline_last=constants.last_day,
        constants_sha256=constants.sha256,
        config_sha256=grades.config_sha256,
        code_version=grades.code_version,
    )


def _closed_on(station: Station, grades: Grades) -> str | None:
    """Since when it stands in no list: an ISO day, "" when it is not known; None while it is open."""
    if station.listed_on(grades.last_day):
        return None
    return station.closed_on.isoformat() if station.closed_on else ""


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
