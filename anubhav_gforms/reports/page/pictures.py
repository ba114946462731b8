"""Scenes → the pictures of the page: SVG, each drawn once however many pages of a report show it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd
from markupsafe import Markup

from ...language import both
from ..charts import letters, trend
from ..charts.scene import Scene, Size
from ..charts.to_svg import to_svg


def picture(scene: Scene, title: str) -> Markup:
    """The picture as it stands in the page."""
    return Markup(to_svg(scene, title))  # noqa: S704  # the painter escapes every text


def over_time(weekly: pd.DataFrame, history: pd.DataFrame) -> dict[str, dict[str, Markup | str | bool]]:
    """By code the pictures of one station's page, and whether each week has limits of its own; "" while there is nothing to draw."""
    drawn: dict[str, dict[str, Markup | str | bool]] = {}
    for code, columns in _by_place(weekly, ("week", "n", "mean", "v")).items():
        picture_of_weeks, by_n = _trend(*columns)
        drawn[code] = NOTHING_DRAWN | {"trend": picture_of_weeks, "trend_by_n": by_n}
    for code, (weeks, given) in _by_place(history, ("week", "letter")).items():
        letters_then = _letters_then(weeks, tuple(letter if isinstance(letter, str) else "" for letter in given))
        drawn[code] = drawn.get(code, NOTHING_DRAWN) | {"letters_then": letters_then}
    return drawn


NOTHING_DRAWN: dict[str, Markup | str | bool] = {"trend_by_n": False, "trend": "", "letters_then": ""}
"""Of a station without weeks to draw."""


def _by_place(frame: pd.DataFrame, names: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """The columns of each place, in the order of the frame, which is sorted by code."""
    rows = zip(frame["code"].tolist(), *(frame[name].tolist() for name in names), strict=True)
    return {code: list(zip(*found, strict=True))[1:] for code, found in groupby(rows, key=itemgetter(0))}


@lru_cache(maxsize=2048)
def _trend(*columns: tuple[Any, ...]) -> tuple[Markup | str, bool]:
    """The picture of these weeks, and whether each has limits of its own. The office's page and everybody's show the same ones."""
    weekly = dict(zip(("week", "n", "mean", "v"), columns, strict=True))
    if len(weekly["week"]) < trend.LEAST:
        return "", False
    chart = trend.week_chart(weekly)
    drawn = trend.scene(weekly, Size(620, 150), chart=chart)
    return picture(drawn, both("Week by week").en), bool(chart and chart.by_n)


@lru_cache(maxsize=2048)
def _letters_then(weeks: tuple[str, ...], given: tuple[str, ...]) -> Markup | str:
    if not any(given):
        return ""
    return picture(letters.scene({"week": weeks, "letter": given}, Size(620, 26)), both("Letters so far").en)
