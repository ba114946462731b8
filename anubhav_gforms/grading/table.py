"""The grades table: what every level has, what a station has, what a district has; what a status hides is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..campaign.grading import Grading
from .alarms import alarms
from .arrays import Bools, Floats, Ints, add_up, count_up
from .columns import Level, columns, probability_columns
from .decisions import days_of
from .estimate import estimate_week
from .formulas import letters, ranks
from .formulas.proportion import wilson
from .formulas.status import STATUSES, enough, graded, shown
from .formulas.trend import arrows
from .method.score import newest_first
from .method.shares import CONFIDENCE
from .panel import MONEY_AND_RECEIPT
from .replay import Roster, Verdict
from .second_columns import area_columns, station_columns
from .working import Working

UNDER_REVIEW = 0.20
"""Share of a window's rows set aside from which a page says so."""


def make_table(working: Working, *, places: bool) -> pd.DataFrame:
    """One row a station, then a district, then the range; columns of `columns.columns`."""
    campaign, stations, units, rules = working.campaign, working.stations, working.roster, working.rules
    office = campaign.office.office
    parts: list[dict[str, Any]] = [
        {
            "level": [Level.STATION.value] * len(stations),
            "code": [station.code for station in stations],
            "name_en": [station.name_en for station in stations],
            "name_hi": [station.name_hi for station in stations],
            "district": [station.district for station in stations],
            "kind": [str(station.kind) for station in stations],
            **_station_part(working, places=places),
        },
        {
            "level": [Level.DISTRICT.value] * len(campaign.districts),
            "code": list(units.district_codes),
            "name_en": [district.name_en for district in campaign.districts],
            "name_hi": [district.name_hi for district in campaign.districts],
            "district": list(units.district_codes),
            **_group_part(working, units.groups, working.replay.districts),
        },
        {
            "level": [Level.RANGE.value],
            "code": ["RANGE"],
            "name_en": [office.range_en],
            "name_hi": [office.range_hi],
            **_group_part(working, np.zeros_like(units.groups), working.replay.whole),
        },
    ]
    return pd.DataFrame({name: _column(name, parts) for name in columns(rules.letters)})


WORDS = (
    "level", "code", "name_en", "name_hi", "district", "kind", "letter", "status", "previous_letter", "uncapped_letter", "arrow",
    "alarm_week", "letters", "silent", "lowest_station", "standing", "letter_set", "held_since",
    "standing_with_alike",
)  # fmt: skip
TRUTHS = ("capped", "alarm", "alarm_confirmed", "money_flag", "under_review", "alarm_bad", "blame_review")
WHOLE = (
    "responses", "weeks_used", "money_yes", "money_no", "money_unsaid", "receipt_yes", "receipt_no", "place_best", "place_worst",
    "place_of", "set_aside", "flags_open", "stations", "stations_enough", "alike", "bad_recent", "forged_worst", "forged_best",
    "responses_needed", "weeks_needed",
)  # fmt: skip

POINTS = ("score", "raw_mean", "kind_mean", "score_with_set_aside", "score_without_alike", "average_visitor")
"""What the mix of purposes moves beyond an end of the scale stands at that end."""


def _column(name: str, parts: list[dict[str, Any]]) -> Any:
    """One column of all levels in its type; what a level does not have is "", False or missing."""
    missing: Any = "" if name in WORDS else False if name in TRUTHS else np.nan
    kind: Any = object if name in WORDS else bool if name in TRUTHS else np.float64
    values = np.concatenate([np.asarray(part.get(name, [missing] * len(part["level"])), dtype=kind) for part in parts])
    if name in WORDS:
        return pd.array(values, dtype="str")
    if name in WHOLE:
        absent = np.isnan(values)
        return pd.arrays.IntegerArray(np.where(absent, 0, values).astype(np.int64), absent)
    return np.clip(values, 0, 100) if name in POINTS else values


def _shown(verdict: Verdict, rules: Grading, visible: Bools) -> dict[str, Any]:
    """The columns that every level has; what a status hides is missing. `visible` (units,): whose interval is shown."""
    estimate, status = verdict.estimate, verdict.status
    lettered = graded(status)
    names = np.array([*rules.letters, ""], dtype=object)
    edges = np.array([np.inf, *rules.bands.values()])
    held, banded = np.maximum(verdict.uncapped, 0), lettered & (verdict.uncapped >= 0)
    upper, lower = edges[held], np.append(edges[1:-1], -np.inf)[held]
    chance = letters.probabilities(
        estimate.score, np.where(estimate.sd > 0, estimate.sd, 1), tuple(rules.bands.values())
    )

    def where(condition: Bools, values: Floats) -> Floats:
        return np.where(condition, values, np.nan)

    return {
        "n": estimate.n,
        "score": where(lettered, estimate.score),
        "low": where(visible, np.clip(estimate.low, 0, 100)),
        "high": where(visible, np.clip(estimate.high, 0, 100)),
        "letter": names[verdict.letter],
        "status": np.array([one.value for one in STATUSES], dtype=object)[status],
        "sd": where(lettered, estimate.sd),
        "previous_letter": np.where(lettered, names[verdict.previous], ""),
        "uncapped_letter": names[verdict.uncapped],
        "capped": verdict.capped,
        "upper_edge": where(banded & np.isfinite(upper), upper),
        "lower_edge": where(banded & np.isfinite(lower), lower),
        "to_upper": where(banded & np.isfinite(upper), upper - estimate.score),
        "to_lower": where(banded & np.isfinite(lower), estimate.score - lower),
        **{name: where(lettered, chance[:, index]) for index, name in enumerate(probability_columns(rules.letters))},
    }


def _station_part(working: Working, *, places: bool) -> dict[str, Any]:
    units, replayed, rules, position = working.roster, working.replay, working.rules, working.position
    panel, estimate, status = replayed.panel, replayed.stations.estimate, replayed.stations.status
    sums, use = working.window_sums, estimate.use
    rows, aside = sums["rows"], sums["aside"]
    visible, lettered = shown(status, estimate.n), graded(status)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw, unknown, mix = sums["raw"] / rows, sums["unknown"] / rows, -sums["shift"] / estimate.n
    recent = rules.trend.recent + rules.trend.before
    arrow = arrows(
        newest_first(panel.n, position, recent),
        newest_first(panel.total, position, recent),
        replayed.priors.s2,
        replayed.priors.sw2,
        rules.trend,
    )
    yes, no, unsaid, given, refused = (sums[name] for name in MONEY_AND_RECEIPT)
    rated = enough(estimate.n, working.least)
    least = 2 if working.season is None else ranks.MIN_PEERS  # version 1 ranked the smallest kinds too
    best, worst, of = _places(units, estimate.ybar, estimate.v, rated & places & working.listed, least)
    return {
        **_shown(replayed.stations, rules, visible),
        "responses": rows,
        "raw_mean": np.where(visible, raw, np.nan),
        "reliability": np.where(lettered, estimate.r, np.nan),
        "kind_mean": np.where(replayed.priors.shrunk, replayed.priors.mu, np.nan),
        "weeks_used": (use & (newest_first(panel.n, position, use.shape[1]) > 0)).sum(axis=1),
        "case_mix": np.where(visible, mix, np.nan),
        "arrow": arrow.word,
        "change": arrow.change,
        "change_q": arrow.q,
        **_share("money", yes, no),
        "money_unsaid": unsaid,
        "money_probability": replayed.money_probability,
        "money_flag": replayed.money_flag,
        **_share("receipt", given, refused),
        "place_best": best,
        "place_worst": worst,
        "place_of": of,
        "set_aside": aside,
        "purpose_missing": unknown,
        **(
            _first_columns(working, rows, aside, lettered)
            if working.season is None
            else station_columns(working.season, working.scope, rules, working.decisions, certificates=places)
        ),
    }


def _first_columns(working: Working, rows: Floats, aside: Floats, lettered: Bools) -> dict[str, Any]:
    """What version 1 says of alarms and of days that it set aside."""
    replayed = working.replay
    everything = estimate_week(replayed.panel, replayed.priors, working.position, working.rules, with_set_aside=True)
    return {
        **alarms(working),
        "score_with_set_aside": np.where(lettered & (aside > 0), everything.score, np.nan),
        "under_review": (aside > 0) & (aside >= UNDER_REVIEW * (rows + aside)),
        "flags_open": _open_bursts(working, replayed.stations.estimate.use),
    }


def _share(name: str, yes: Floats, no: Floats) -> dict[str, Floats]:
    low, high = wilson(yes, yes + no, CONFIDENCE)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = yes / (yes + no)
    return {f"{name}_yes": yes, f"{name}_no": no, f"{name}_share": share, f"{name}_low": low, f"{name}_high": high}


def _places(units: Roster, ybar: Floats, v: Floats, enough: Bools, least: int) -> tuple[Floats, Floats, Floats]:
    """Rank intervals inside each kind, among stations with enough responses where there are `least`; NaN: not ranked."""
    best, worst, of = (np.full(len(ybar), np.nan) for _ in range(3))
    kinds = np.array(units.kinds, dtype=object)
    for kind in dict.fromkeys(units.kinds):
        members = np.flatnonzero(enough & (kinds == kind))
        if least <= len(members) <= ranks.MOST:
            best[members], worst[members] = ranks.rank_sets(ybar[members], v[members])
            of[members] = len(members)
    return best, worst, of


def _open_bursts(working: Working, use: Bools) -> Ints:
    """How many days of each station's window wait for a person."""
    settled = days_of(working.decisions.released | working.decisions.kept_aside, working.scope)
    count = np.zeros(len(working.stations), dtype=np.int64)
    for burst in working.timeline.book.bursts:
        age = working.position - burst.first_day // 7
        if 0 <= age < use.shape[1] and use[burst.station, age] and (burst.station, burst.first_day) not in settled:
            count[burst.station] += 1
    return count


def _group_part(working: Working, groups: Ints, verdict: Verdict) -> dict[str, Any]:
    replayed, rules, on, sums = working.replay, working.rules, working.listed, working.window_sums
    count = len(verdict.status)
    groups, letter, status = groups[on], replayed.stations.letter[on], replayed.stations.status[on]
    n, score = replayed.stations.estimate.n[on], replayed.stations.estimate.score[on]
    rows, raw = sums["rows"][on], sums["raw"][on]
    responses = add_up(groups, rows, count)
    seen, rated = n > 0, enough(n, working.least)
    full = count_up(groups[rated], count)
    lettered, visible = graded(verdict.status), shown(verdict.status, full.astype(np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        average = add_up(groups[seen], (rows * score)[seen], count) / add_up(groups[seen], rows[seen], count)
        raw_mean = add_up(groups, raw, count) / responses
    yes, no, unsaid, given, refused = (add_up(groups, sums[name][on], count) for name in MONEY_AND_RECEIPT)
    codes = np.array(working.roster.codes, dtype=object)[on]
    names = np.array(rules.letters, dtype=object)
    texts, silent, lowest = [], [], []
    for group in range(count):
        own = groups == group
        tally = [(name, int((letter[own] == index).sum())) for index, name in enumerate(names)]
        texts.append(", ".join(f"{name} {number}" for name, number in tally if number))
        silent.append(", ".join(codes[own & (n <= 0)]))
        best = np.flatnonzero(own & graded(status))
        lowest.append(codes[best[np.argmin(score[best])]] if len(best) else "")
    return {
        **_shown(verdict, rules, visible),
        "responses": responses,
        "raw_mean": np.where(visible, raw_mean, np.nan),
        **_share("money", yes, no),
        "money_unsaid": unsaid,
        **_share("receipt", given, refused),
        "set_aside": add_up(groups, sums["aside"][on], count),
        "stations": count_up(groups, count),
        "stations_enough": full,
        "letters": texts,
        "silent": silent,
        "lowest_station": lowest,
        "average_visitor": np.where(lettered, average, np.nan),
        **(
            area_columns(working.season, working.scope, rules, whole=verdict is replayed.whole)
            if working.season
            else {}
        ),
    }
