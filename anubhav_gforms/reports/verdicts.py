"""Grades → verdicts: what may be published, which stations stand out, and for which reasons. Pure tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from ..campaign import Campaign
from ..campaign.grading import Grading
from ..grading.columns import BASE, Arrow, GradeStatus, Level, Standing
from ..grading.formulas.ranks import MIN_PEERS

SURE = 0.95
"""Under version 1 of the method a station is named as above or below its kind when it is this sure."""

PRAISE, ATTENTION, NOISE, QUIET, TRIAL = "praise", "attention", "noise", "quiet", "trial"
"""Verdicts of a station: named for praise, for attention, not to be told from luck, too few responses, not judged yet."""

COUNTS = {*BASE} - {"raw_mean", "score", "low", "high", "letter"}
"""What is said of a station with too few responses: with more than its count, single responses could be read."""


def is_silent(stations: pd.DataFrame | Mapping[str, Any]) -> Any:
    """Which stations delivered counts, and none of a response; of the row of one station, whether it is so. The office knows beside that
    which responses `came` and count nowhere."""
    none_counts = (stations["responses"] == 0) & (stations["status"] != GradeStatus.NOT_DELIVERED)
    return none_counts & np.logical_not(stations.get("came", False))


class Heard(NamedTuple):
    """Rows of stations by what came: with a score, with responses that are too few for one, without any."""

    scored: list[Mapping[str, Any]]
    few: list[Mapping[str, Any]]
    silent: list[Mapping[str, Any]]


def heard(rows: Iterable[Mapping[str, Any]]) -> Heard:
    """These rows by what came; one that delivered no counts is in none of the lists."""
    heard_of = Heard([], [], [])
    for row in rows:
        if row["score"] is not None:
            heard_of.scored.append(row)
        elif row["responses"] > 0 or row.get("came"):
            heard_of.few.append(row)
        if is_silent(row):
            heard_of.silent.append(row)
    return heard_of


def nobody_silent(table: pd.DataFrame) -> pd.DataFrame:
    """The table of full groups of five, in which nobody is said to have no responses: some may wait for their group."""
    shown = {"status": table["status"].replace({str(each): str(each.announced) for each in GradeStatus})}
    if "silent" in table:
        shown["silent"] = table["silent"].mask(table["silent"].notna(), "")
    return table.assign(**shown)


def few(table: pd.DataFrame, minimum: int) -> pd.Series:
    quiet = table["status"].isin([GradeStatus.NO_RESPONSES, GradeStatus.NOT_ENOUGH]) | (table["responses"] < minimum)
    return quiet & (table["level"] == Level.STATION)


def publishable(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The table with everything but counts and status blank where a station has fewer responses than `minimum`."""
    quiet = few(table, minimum).to_numpy(bool)
    numbers = table.select_dtypes(float).drop(columns=COUNTS, errors="ignore")
    blanked = numbers.mask(np.broadcast_to(quiet[:, None], numbers.shape))
    hidden = {str(name): column for name, column in blanked.items()}
    for name in table.columns:
        if name not in COUNTS and name not in numbers:
            column = table[name]
            words, yes_no = column.dtype == object or isinstance(column.dtype, pd.StringDtype), column.dtype == bool
            cells = column.to_numpy(object, copy=True)
            cells[quiet] = False if yes_no else "" if words else None
            kind = column.dtype if words or yes_no else object
            hidden[name] = pd.Series(cells, table.index, dtype=kind).infer_objects()
    return table.assign(**hidden)


def tell_means(table: pd.DataFrame) -> pd.DataFrame:
    """In the trial period a page shows the middle of the interval where the score will stand."""
    trial = table["status"] == GradeStatus.CALIBRATING
    return table.assign(score=table["score"].where(~trial, (table["low"] + table["high"]) / 2))


def with_margins(stations: pd.DataFrame, rules: Grading) -> pd.DataFrame:
    """Add sd, peer_mean, p_above and margin: each station against the mean score of its kind.

    margin (points): by how much it surely differs, at least; 0 where it does not. Grades of version 2 bring the centre of the
    kind and the probability with them, and are as sure as their policy wants.
    """
    wide = 2 * ndtri((1 + rules.interval) / 2)
    sd = stations["sd"].astype(float).fillna((stations["high"] - stations["low"]) / wide)
    score = stations["score"]
    peers = score.groupby(stations["kind"])
    mean = peers.transform("mean").where(peers.transform("count") >= MIN_PEERS)
    if is_second(stations):
        mean = stations["kind_mean"].astype(float).where(score.notna())
    difference = (score - mean).to_numpy(float)
    spread = np.maximum(sd.to_numpy(float), 1e-9)
    sure = rules.v2.sure if is_second(stations) else SURE
    margin = np.nan_to_num(np.maximum(np.abs(difference) - ndtri(sure) * spread, 0))
    above = stations["p_above"].astype(float) if is_second(stations) else ndtr(difference / spread)
    return stations.assign(sd=sd, peer_mean=mean, p_above=above, margin=margin)


def is_second(stations: pd.DataFrame) -> bool:
    """Whether these are grades of version 2 of the method, which say themselves where a station stands."""
    return "standing" in stations and bool(stations["standing"].isin([word.value for word in Standing]).any())


def _flag(stations: pd.DataFrame, column: str, value: object = True) -> np.ndarray:
    if column not in stations:
        return np.zeros(len(stations), bool)
    return (stations[column] == value).fillna(False).to_numpy(bool)


def with_verdicts(stations: pd.DataFrame, *, confirmed_only: bool = False) -> pd.DataFrame:
    """Add verdict, reasons and urgency (number of reasons that ask for attention).

    An alarm counts while it is open, and when a person has confirmed it; with `confirmed_only` only then.
    """
    trial = _flag(stations, "status", GradeStatus.CALIBRATING)
    scored = stations["score"].notna().to_numpy() & ~trial
    alarm = _flag(stations, "alarm_confirmed")
    if not confirmed_only:
        alarm = alarm | _flag(stations, "alarm")
    money = _flag(stations, "money_flag")
    bad, good = _reasons(stations, scored, money, alarm)
    urgency = np.sum(list(bad.values()), axis=0)
    praised = (np.sum(list(good.values()), axis=0) > 0) & (urgency == 0)
    tried = trial & stations["score"].notna().to_numpy()
    verdict = np.select([urgency > 0, praised, scored, tried], [ATTENTION, PRAISE, NOISE, TRIAL], QUIET)
    reasons = [tuple(name for name, where in {**bad, **good}.items() if where[row]) for row in range(len(stations))]
    return stations.assign(verdict=verdict, reasons=pd.Series(reasons, stations.index, dtype=object), urgency=urgency)


Reasons = dict[str, np.ndarray]


def _reasons(
    stations: pd.DataFrame, scored: np.ndarray, money: np.ndarray, alarm: np.ndarray
) -> tuple[Reasons, Reasons]:
    """What asks for attention, and what earns praise. Version 2: below, either alarm, money, or blame under review; above."""
    if is_second(stations):
        return {
            "money": money,
            "alarm": alarm & ~_flag(stations, "alarm_bad"),
            "bad": alarm & _flag(stations, "alarm_bad"),
            "below": _flag(stations, "standing", Standing.BELOW.value),
            "review": _flag(stations, "blame_review"),
        }, {"above": _flag(stations, "standing", Standing.ABOVE.value)}
    p_above = stations["p_above"].to_numpy(float)
    return {
        "money": money,
        "alarm": alarm,
        "worse": _flag(stations, "arrow", Arrow.WORSE),
        "below": scored & (p_above <= 1 - SURE),
        "review": _flag(stations, "under_review"),
    }, {"above": scored & (p_above >= SURE), "better": _flag(stations, "arrow", Arrow.BETTER)}


def count(districts: pd.DataFrame, stations: pd.DataFrame, campaign: Campaign) -> pd.DataFrame:
    """Add to each district how many stations it has, how many are graded or without responses, how many have each letter."""
    order = {district.code: place for place, district in enumerate(campaign.districts)}
    facts = pd.DataFrame(
        {"graded": stations["score"].notna(), "quiet": is_silent(stations)}
        | {letter: stations["letter"] == letter for letter in campaign.grade_rules.letters}
    ).astype(int)
    of = facts.assign(places=1).groupby(stations["district"]).sum().reindex(districts["code"], fill_value=0)
    letters = of[list(campaign.grade_rules.letters)].itertuples(index=False, name=None)
    return (
        districts.assign(
            places=of["places"].tolist(),
            graded=of["graded"].tolist(),
            quiet=of["quiet"].tolist(),
            counts=pd.Series(list(letters), districts.index, dtype=object),
        )
        .sort_values("code", key=lambda codes: codes.map(order).fillna(len(order)), kind="stable")
        .reset_index(drop=True)
    )
