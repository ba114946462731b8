"""The pictures over time on paper: weekly means with their limits, letters week by week, answers a week, hours."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from reportlab.lib.colors import HexColor

from ...nouns.tabs import Shade
from ...nouns.week import Week
from ...paper import Face
from ..chart_data import week_chart
from ..palette import BAD, INK, QUIET
from ..rhythm import Rhythm
from ..svg_time import WAYS, WEEKDAYS, whole_ticks
from ..words import words
from .marks import tint
from .sheet import Sheet

LEAST = 3
"""Weeks without which there is no picture."""


def xmr_picture(sheet: Sheet, weekly: pd.DataFrame, x: float, y: float, wide: float, tall: float) -> None:
    """Weekly means (columns week, n, mean, v, in order of time) in a box whose lower left corner is (x, y)."""
    means = [float(value) for value in weekly["mean"]]
    chart = week_chart(weekly)
    edges = [*chart.low, *chart.high] if chart else []
    low, high = max(0.0, min([*means, *edges]) - 3), min(100.0, max([*means, *edges]) + 3)
    left = x + 24

    def across(place: int) -> float:
        return left + place / max(1, len(means) - 1) * (x + wide - left)

    def up(points: float) -> float:
        return y + 14 + (points - low) / max(high - low, 1) * (tall - 14)

    canvas = sheet.canvas
    if chart:
        rim = canvas.beginPath()
        rim.moveTo(across(0), up(chart.low[0]))
        for place, points in [*enumerate(chart.high), *reversed([*enumerate(chart.low)])]:
            rim.lineTo(across(place), up(points))
        canvas.setFillColor(HexColor("#e8edf4"))
        canvas.drawPath(rim, stroke=0, fill=1)
        sheet.rule(up(chart.mean), QUIET, left, x + wide)
        for points in (chart.mean, min(chart.low), max(chart.high)):
            sheet.text(left - 4, up(points) - 3, f"{points:.0f}", Face.REGULAR, 8.5, QUIET, "right")
    canvas.setStrokeColor(HexColor("#6b7890"))
    canvas.setLineWidth(1)
    for place in range(1, len(means)):
        canvas.line(across(place - 1), up(means[place - 1]), across(place), up(means[place]))
    for place, mean in enumerate(means):
        special = bool(chart and chart.special[place])
        canvas.setFillColor(HexColor(BAD if special else "#174a8b"))
        if special:
            canvas.saveState()
            canvas.translate(across(place), up(mean))
            canvas.rotate(45)
            canvas.rect(-3, -3, 6, 6, stroke=0, fill=1)
            canvas.restoreState()
        else:
            canvas.circle(across(place), up(mean), 2.2, stroke=0, fill=1)
    names = list(weekly["week"])
    sheet.text(left, y, names[0], Face.REGULAR, 8.5, QUIET)
    sheet.text(x + wide, y, names[-1], Face.REGULAR, 8.5, QUIET, "right")


def letters_picture(
    sheet: Sheet, history: pd.DataFrame, shades: Mapping[str, Shade], x: float, y: float, wide: float
) -> None:
    """The letter of each week (columns week, letter, in order of time) as a row of boxes 16 points high; `y` is its foot."""
    letters = [str(letter or "") for letter in history["letter"]]
    step = wide / max(len(letters), 13)
    for place, letter in enumerate(letters):
        fill, ink = (shades[letter].fill, shades[letter].ink) if letter else ("#eef1f6", QUIET)
        sheet.box(x + place * step, y, step - 1, 16, fill)
        sheet.text(x + (place + 0.5) * step - 0.5, y + 4.5, letter, Face.SEMIBOLD, 8.5, ink, "center")


def weeks_picture(sheet: Sheet, rhythm: Rhythm, x: float, y: float, wide: float, tall: float) -> None:
    """Answers a week as stacked columns in a box whose lower left corner is (x, y)."""
    weeks = rhythm.weeks
    ticks = whole_ticks(int(weeks.sum(axis=1).max()))
    left, foot = x + 30, y + 30
    scale, step = (tall - 34) / ticks[-1], (x + wide - left) / len(weeks)
    for tick in ticks:
        sheet.rule(foot + tick * scale, "#e3e8ef", left, x + wide)
        sheet.text(left - 5, foot + tick * scale - 3, sheet.number(tick), Face.REGULAR, 8.5, QUIET, "right")
    for place, counts in enumerate(weeks[list(WAYS)].to_numpy().tolist()):
        height = foot
        for colour, count in zip(WAYS.values(), counts, strict=True):
            sheet.box(left + place * step + 0.8, height, step - 1.6, count * scale, colour)
            height += count * scale
    for place, align in ((0, "left"), (len(weeks) - 1, "right")):
        name = Week.of(pd.Timestamp(weeks.index[place]).date()).label
        sheet.text(left if not place else x + wide, foot - 12, name, Face.REGULAR, 8.5, QUIET, align)
    for name, colour in WAYS.items():
        sheet.box(x, y, 8, 8, colour)
        x += 12 + sheet.text(x + 12, y + 0.5, sheet.line(words(f"weeks_{name}")), Face.REGULAR, 9, QUIET) + 14


def hours_picture(sheet: Sheet, rhythm: Rhythm, x: float, y: float, wide: float) -> None:
    """Hours of the week as seven rows of 24 boxes; the upper left corner is (x, y). 136 points high."""
    most = max(1, int(rhythm.hours.to_numpy().max()))
    left = x + 52
    step = (x + wide - left) / 24
    for hour in range(0, 24, 3):
        sheet.text(left + hour * step, y - 9, f"{hour:02d}", Face.REGULAR, 8.5, QUIET)
    for row, (day, counts) in enumerate(zip(WEEKDAYS, rhythm.hours.to_numpy().tolist(), strict=True)):
        foot = y - 14 - 17 * (row + 1)
        sheet.fit(left - 5, foot + 4.5, sheet.say(words(day))[0], Face.REGULAR, 9, 46, INK, "right")
        for hour, count in enumerate(counts):
            fill = tint("#174a8b", 0.06 + 0.94 * (count / most) ** 0.5) if count else "#f1f4f8"
            sheet.box(left + hour * step, foot, step - 0.8, 16, fill)
