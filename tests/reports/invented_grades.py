"""Grades drawn at random for a range: every status, both ends of the scale, silent places."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.stats import norm

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import areas
from anubhav_gforms.grading import cuts as cuts_of_shares
from anubhav_gforms.grading.columns import columns
from anubhav_gforms.privacy.lots import Batched


@dataclass(frozen=True)
class InventedGrades:
    week: str
    table: pd.DataFrame
    weekly: pd.DataFrame
    history: pd.DataFrame
    questions: pd.DataFrame
    areas: pd.DataFrame
    shares: pd.DataFrame
    notes: tuple[str, ...] = ()
    overdue: tuple[tuple[str, str], ...] = ()
    power: dict[int, int | None] = field(default_factory=lambda: {5: None, 10: 25})
    regions: pd.DataFrame = field(default_factory=pd.DataFrame)
    lots: Batched | None = None
    least: int = 10


def invent_grades(campaign: Campaign, seed: int = 7) -> InventedGrades:
    """Grades of every station, drawn at random around a mean that differs by kind; deterministic for a seed."""
    chance = np.random.default_rng(seed)
    letters, edges = campaign.grade_rules.letters, list(campaign.grade_rules.bands.values())
    rows = [_station(station, chance, letters, edges) for station in campaign.stations]
    stations = pd.DataFrame(rows)
    districts = [
        _district(stations[stations["district"] == each.code], each, letters, edges) for each in campaign.districts
    ]
    whole = _district(stations, None, letters, edges)
    table = pd.DataFrame(rows + districts + [whole]).reindex(columns=columns(letters))
    for name in (
        "letter",
        "previous_letter",
        "uncapped_letter",
        "arrow",
        "alarm_week",
        "silent",
        "letters",
        "lowest_station",
    ):
        table[name] = table[name].astype(object).fillna("")
    weekly, history = _weeks(stations, chance, letters, edges)
    questions = _questions(campaign, chance)
    return InventedGrades(
        "2026-W47", table, weekly, history, questions, _areas(campaign, stations), _shares(campaign, stations)
    )


def _areas(campaign: Campaign, stations: pd.DataFrame) -> pd.DataFrame:
    """Every question at every station with a score; the first is its strong side, the last its weak one."""
    keys = list(campaign.grade_rules.items)
    leans = {keys[0]: "stronger", keys[-1]: "weaker"}
    rows = [
        (row.code, key, row.responses, row.score, row.low, row.high, leans.get(key, ""))
        for row in stations.dropna(subset="score").itertuples()
        for key in keys
    ]
    return pd.DataFrame(rows, columns=list(areas.COLUMNS))


def _shares(campaign: Campaign, stations: pd.DataFrame) -> pd.DataFrame:
    """Shares of every kind of cut; the last purpose has too few responses for one."""
    keys = [*campaign.grade_rules.items, "receipt"]
    purposes = [*campaign.form.question("purpose").options]
    cuts = [("range", "RANGE"), *(("district", each.code) for each in campaign.districts)]
    cuts += [("kind", "thana"), ("channel", "poster"), *(("purpose", text) for text in purposes[:-1])]
    rows = [(cut, code, key, 30, 40, 12, 0.75, 0.62, 0.85, "") for cut, code in cuts for key in keys]
    rows += [("purpose", purposes[-1], key, pd.NA, 9, 3, np.nan, np.nan, np.nan, "") for key in keys]
    rows += [
        ("station", row.code, "overall", pd.NA, row.responses, 1, np.nan, np.nan, np.nan, "")
        if row.responses < 10
        else ("station", row.code, "overall", row.responses // 2, row.responses, 1, 0.5, 0.4, 0.6, "")
        for row in stations[stations["responses"] > 0].itertuples()
    ]
    return pd.DataFrame(rows, columns=list(cuts_of_shares.COLUMNS))


def _questions(campaign: Campaign, chance: np.random.Generator) -> pd.DataFrame:
    codes = [("district", each.code) for each in campaign.districts] + [("range", "RANGE")]
    keys = campaign.grade_rules.items
    rows = [(level, code, key, 40, float(chance.uniform(50, 90))) for level, code in codes for key in keys]
    return pd.DataFrame(rows, columns=["level", "code", "question", "n", "mean"])


def _letter(score, letters, edges):
    return next(letter for letter, edge in zip(letters, edges, strict=True) if score >= edge)


def _chances(score, sd, letters, edges):
    tops = [np.inf, *edges[:-1]]
    bottoms = [*edges[:-1], -np.inf]
    return {
        f"p_{letter}": norm.cdf((top - score) / sd) - norm.cdf((bottom - score) / sd)
        for letter, top, bottom in zip(letters, tops, bottoms, strict=True)
    }


def _station(station, chance, letters, edges):
    responses = int(min(600, chance.lognormal(3.2, 1.3))) if chance.random() > 0.1 else 0
    row = {
        "level": "station", "code": station.code, "name_en": station.name_en, "name_hi": station.name_hi,
        "district": station.district, "kind": str(station.kind), "n": float(responses), "responses": responses,
        "status": "No responses" if not responses else "Not enough responses",
        "alarm": False, "money_flag": False, "under_review": False, "capped": False,
    }  # fmt: skip
    if responses < 10:
        return row
    truth = 72 + chance.normal(0, 9)
    variance = 690 / responses + 4
    mean = truth + chance.normal(0, variance**0.5)
    reliability = 81 / (81 + variance)
    score, sd = 72 + reliability * (mean - 72), (reliability * variance) ** 0.5
    money = int(chance.binomial(responses, 0.01 if chance.random() > 0.06 else 0.12))
    return row | _chances(score, sd, letters, edges) | {
        "raw_mean": mean + chance.normal(0, 1), "score": score, "sd": sd, "reliability": reliability,
        "low": max(0, score - 1.645 * sd), "high": min(100, score + 1.645 * sd),
        "letter": _letter(score, letters, edges), "status": "Firm" if reliability >= 0.6 else "Provisional",
        "previous_letter": _letter(score + chance.normal(0, 2), letters, edges), "weeks_used": 13,
        "case_mix": chance.normal(0, 1.5), "kind_mean": 72.0, "money_yes": money, "money_no": responses - money,
        "money_low": max(0, money / responses - 0.03), "money_high": money / responses + 0.04,
        "money_flag": money >= 3 and money / responses > 0.05, "receipt_yes": responses // 3, "receipt_no": responses // 9,
        "receipt_low": 0.6, "receipt_high": 0.85, "place_best": 4, "place_worst": 31, "place_of": 89,
        "arrow": chance.choice(["better", "worse", "no clear change", "too few responses"], p=[0.03, 0.03, 0.7, 0.24]),
        "alarm": bool(chance.random() < 0.02), "to_upper": 3.2, "to_lower": 6.8,
    }  # fmt: skip


def _district(stations, district, letters, edges):
    scored = stations.dropna(subset="score")
    score, sd = scored["score"].mean(), (scored["sd"] ** 2).sum() ** 0.5 / len(scored)
    silent = stations.loc[stations["responses"] == 0, "code"]
    names = (
        (district.code, district.name_en, district.name_hi)
        if district
        else ("RANGE", "Bilaspur Police Range", "बिलासपुर पुलिस रेंज")
    )
    return _chances(score, sd, letters, edges) | {
        "level": "district" if district else "range", "code": names[0], "name_en": names[1], "name_hi": names[2],
        "district": names[0] if district else "", "kind": "", "n": stations["n"].sum(), "responses": stations["responses"].sum(),
        "raw_mean": scored["raw_mean"].mean(), "score": score, "sd": sd, "low": score - 1.645 * sd, "high": score + 1.645 * sd,
        "letter": _letter(score, letters, edges), "status": "Firm" if len(scored) >= 0.7 * len(stations) else "Provisional",
        "stations": len(stations), "stations_enough": len(scored), "silent": ", ".join(silent),
    }  # fmt: skip


def _weeks(stations, chance, letters, edges):
    weeks = [f"2026-W{week:02d}" for week in range(22, 48)]
    weekly, history = [], []
    for row in stations.itertuples():
        if not row.responses:
            continue
        per_week = chance.poisson(row.responses / 13, len(weeks))
        base = 70 if np.isnan(row.score) else row.score
        for week, n in zip(weeks, per_week, strict=True):
            if n:
                weekly.append(
                    (
                        row.code,
                        week,
                        float(n),
                        float(np.clip(base + chance.normal(0, 26 / n**0.5), 0, 100)),
                        26**2 / n + 4,
                    )
                )
            if not np.isnan(row.score):
                score = base + chance.normal(0, 1.5)
                history.append((row.code, week, _letter(score, letters, edges), score, score - 5, score + 5, row.n))
    return (
        pd.DataFrame(weekly, columns=["code", "week", "n", "mean", "v"]),
        pd.DataFrame(history, columns=["code", "week", "letter", "score", "low", "high", "n"]),
    )
