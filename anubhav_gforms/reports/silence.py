"""Posters and desks that brought answers and fell silent, told by odds and not by a fixed rule."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ..responses.schema import CHANNEL, CODE_STATUS, DAY, SERIAL, STATION, CodeStatus

COLUMNS = (STATION, CHANNEL, SERIAL, CODE_STATUS, DAY)
WEEKS = 4
"""How many weeks without an answer are held against the weeks before."""
ODDS = 0.05
"""A code is named when so few of equally busy ones would be silent for so long by luck."""


def fell_silent(answers: pd.DataFrame, *, first: date, last: date) -> pd.DataFrame:
    """Codes without an answer in the last `WEEKS` weeks up to `last`, though their answers since `first` made some likely.

    `answers` has the columns `COLUMNS`. One row a code, the least likely silence first: station, channel, serial, last
    (day of the last answer), expected (answers in the silent weeks at the pace of the weeks before), odds (Poisson).
    """
    days = pd.to_datetime(answers[DAY])
    good = (answers[CODE_STATUS].astype(str) == CodeStatus.ACCEPTED) & answers[SERIAL].notna()
    kept = answers[good & days.between(pd.Timestamp(first), pd.Timestamp(last))]
    kept = kept.assign(**{STATION: kept[STATION].astype(str), CHANNEL: kept[CHANNEL].astype(str)})
    codes = kept.groupby([STATION, CHANNEL, SERIAL], observed=True)[DAY].agg(first="min", last="max", count="size")
    edge = pd.Timestamp(last - timedelta(weeks=WEEKS))
    weeks = ((edge - pd.to_datetime(codes["first"])).dt.days + 1) / 7
    quiet = codes[pd.to_datetime(codes["last"]) <= edge]
    expected = quiet["count"] / weeks[quiet.index].clip(lower=WEEKS) * WEEKS
    told = quiet.assign(expected=expected, odds=np.exp(-expected))
    named = told[told["odds"] < ODDS].sort_values("odds", kind="stable").reset_index()
    columns: pd.DataFrame = named[[STATION, CHANNEL, SERIAL, "last", "expected", "odds"]]
    return columns
