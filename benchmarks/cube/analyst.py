"""What an analyst pays who works out the same scores and chances of letters in pandas: our formulas, written as one writes pandas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame, DatetimeIndex, Series
from scipy.special import ndtr

from anubhav_gforms.campaign import Campaign, Role
from anubhav_gforms.campaign.method_rules import MethodRules
from anubhav_gforms.grading.archive import load_constants
from anubhav_gforms.grading.arrays import Floats
from anubhav_gforms.grading.constants import Constants
from anubhav_gforms.grading.method.freeze import belief_of
from anubhav_gforms.grading.method.score import score, window_mean
from anubhav_gforms.nouns.week import day_of, first_day, read_week
from anubhav_gforms.responses.ledger.ledger import open_ledger

from .ledger import WEEK


def graded(campaign: Campaign, constants: Path) -> dict[str, float]:
    """Scores of the stations of a week, P(letter), and P(above) also without the lowest and the highest response.

    Left out of what our way does: what was held, money, alarms, alike responses, districts, certificates, the table.
    """
    frozen = load_constants(constants)
    known, rules = frozen[max(frozen)], campaign.grade_rules
    codes = [station.code for station in campaign.stations]
    belief, _ = belief_of(known, codes, [str(station.kind) for station in campaign.stations])
    frame = _responses(campaign, known)
    last = pd.Timestamp(day_of(first_day(read_week(WEEK) + 1) - 1))
    first = frame["day"].min()
    days = pd.date_range(first - pd.Timedelta(days=first.day_of_week), last)
    recent = frame[frame["day"] > last - pd.Timedelta(days=7 * rules.v2.window)].groupby("station")["y"]
    found = []
    for rows in (frame, frame.drop(recent.idxmin()), frame.drop(recent.idxmax())):
        n, total = _weeks(rows, days, codes, rules.v2)
        found.append(score(window_mean(n, total, belief.s2, belief.sw2, rules.v2), belief, rules.v2))
    scored = found[0].n >= rules.v2.min_n
    edges = np.array([np.inf, *list(rules.bands.values())[:-1], -np.inf])
    below = ndtr((edges[:, None] - found[0].score) / found[0].sd)[:, scored]
    return {
        "rows": len(frame),
        "letters": int(scored.sum()),
        "p": float((below[:-1] - below[1:]).sum()),
        "scores": float(found[0].score[scored].sum()),
        "above": float(sum(one.above[scored].sum() for one in found)),
    }


def _responses(campaign: Campaign, known: Constants) -> DataFrame:
    """station, day, y*: of the responses that count."""
    rules, form = campaign.grade_rules, campaign.form
    topic, purpose, items = form.role(Role.TOPIC), form.key_of(Role.PURPOSE), list(rules.items)
    assert topic is not None, "the form asks"
    wanted = ["station", "day", purpose, topic.key, *items]
    paths = [part.path for part in open_ledger(campaign).parts()]
    frame = pd.concat([pd.read_parquet(path, columns=wanted) for path in paths], ignore_index=True)
    frame = frame[(frame[topic.key] != topic.means["elsewhere"]) & (frame[purpose] != rules.not_visited)]
    weights, means = Series(rules.items), Series(known.means)
    points = (frame[items] - 1) * 25.0
    share = points.notna().mul(weights).sum(axis=1)
    y = (((points - means) * weights).sum(axis=1) / share + (weights * means).sum()).clip(0, 100)
    moved = frame[purpose].map({text: move for text, (_, move) in known.purposes.items()}).fillna(0.0)
    rows = DataFrame({"station": frame["station"], "day": pd.to_datetime(frame["day"]), "y": y - moved})
    return rows[share >= 0.5]


def _weeks(frame: DataFrame, days: DatetimeIndex, codes: list[str], rules: MethodRules) -> tuple[Floats, Floats]:
    """(stations, weeks) of the window, newest first: responses and their points, as each day weighs."""
    each = frame.groupby(["day", "station"])["y"].agg(["size", "sum"])
    rows, total = (each[name].unstack(fill_value=0).reindex(index=days, columns=codes, fill_value=0) for name in each)
    usual = rows.rolling(56, min_periods=1).mean().shift(1, fill_value=0.0)
    weight = ((rules.day_times * usual).clip(lower=rules.day_floor) / rows).clip(upper=1.0).fillna(0.0)
    week = np.arange(len(days)) // 7
    n, points = ((weight * values).groupby(week).sum().iloc[: -rules.window - 1 : -1].T for values in (rows, total))
    return n.to_numpy(), points.to_numpy()
