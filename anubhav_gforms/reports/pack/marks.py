"""The pictures of a pack, drawn with reportlab from the same chart data as the page's."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.lib.colors import Color, HexColor

from ...campaign import Station
from ...nouns.tabs import Shade
from ...paper import Face
from ..chart_data import Axis, Funnel
from ..contents import Contents
from ..geography import map_frame, outlines, spread_points
from ..palette import BAD, CALM, GOOD, INK, QUIET
from ..records import records
from ..svg_map import middle
from ..verdicts import ATTENTION, PRAISE
from .sheet import LINE, Sheet

COLOURS = {PRAISE: GOOD, ATTENTION: BAD}


def tint(colour: str, share: float) -> Color:
    """The colour mixed with white: 1 is the colour, 0 is white."""
    full = HexColor(colour)
    return Color(*(1 - share * (1 - part) for part in (full.red, full.green, full.blue)))


def badge(
    sheet: Sheet, x: float, y: float, letter: str | None, status: str, shades: Mapping[str, Shade], size: float = 11
) -> None:
    """The letter on its colour, its middle at x, on the line y; in brackets while provisional; a dash when there is none."""
    if not letter:
        sheet.text(x, y, "–", Face.REGULAR, size, QUIET, "center")
        return
    wide, tall = size * 2.5, size * 1.5
    sheet.box(x - wide / 2, y - size * 0.42, wide, tall, shades[letter].fill, 3)
    shown = f"({letter})" if status == "Provisional" else letter
    sheet.text(x, y, shown, Face.BOLD, size, shades[letter].ink, "center")


def interval(
    sheet: Sheet,
    x: float,
    y: float,
    wide: float,
    row: Mapping[str, Any],
    axis: Axis,
    bands: Mapping[str, float],
    shades: Mapping[str, Shade],
) -> None:
    """The bands of the letters as a bar, the interval as a line on it, the score as a dot. `y` is the bar's middle."""
    upper = 100.0
    for letter, edge in bands.items():
        start, end = axis.share(edge) * wide, axis.share(upper) * wide
        upper = edge
        if end > start:
            sheet.box(x + start, y - 4.5, end - start, 9, tint(shades[letter].fill, 0.4))
    canvas = sheet.canvas
    canvas.setStrokeColor(HexColor(INK))
    canvas.setLineWidth(1.8)
    canvas.line(x + axis.share(row["low"]) * wide, y, x + axis.share(row["high"]) * wide, y)
    marker(sheet, x + axis.share(row["score"]) * wide, y, str(row.get("verdict", "")), 3.6)


def marker(sheet: Sheet, x: float, y: float, verdict: str, size: float = 4) -> None:
    """Triangle up for praise, triangle down for attention, circle for anything else."""
    canvas = sheet.canvas
    canvas.setFillColor(HexColor(COLOURS.get(verdict, INK if not verdict else "#ffffff")))
    canvas.setStrokeColor(HexColor(COLOURS.get(verdict, CALM)))
    canvas.setLineWidth(1)
    turn = {PRAISE: 1, ATTENTION: -1}.get(verdict)
    if turn is None:
        canvas.circle(x, y, size * 0.8, stroke=1, fill=1)
        return
    path = canvas.beginPath()
    path.moveTo(x, y + turn * size)
    path.lineTo(x + size, y - turn * size * 0.8)
    path.lineTo(x - size, y - turn * size * 0.8)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def arrow(sheet: Sheet, x: float, y: float, wide: float) -> None:
    """An arrow to the right from (x, y)."""
    canvas = sheet.canvas
    canvas.setStrokeColor(HexColor(QUIET))
    canvas.setLineWidth(1)
    canvas.lines([(x, y, x + wide, y), (x + wide - 3, y + 3, x + wide, y), (x + wide - 3, y - 3, x + wide, y)])


def funnel_picture(
    sheet: Sheet, data: Funnel, x: float, y: float, wide: float, tall: float, labels: tuple[str, str]
) -> None:
    """The funnel in a box whose lower left corner is (x, y)."""
    limits = data.limits.to_dict("list")
    numbers = [float(value) for value in limits["n"]]
    shown = [*(float(value) for value in data.points["mean"]), data.centre]
    low = max(0.0, math.floor((min(shown) - 4) / 10) * 10)
    high = min(100.0, math.ceil((max(shown) + 4) / 10) * 10)
    left, bottom = 30, 34

    def across(n: float) -> float:
        share = (math.log(n) - math.log(numbers[0])) / (math.log(numbers[-1]) - math.log(numbers[0]))
        return x + left + share * (wide - left)

    def up(points: float) -> float:
        return y + bottom + (min(max(points, low), high) - low) / (high - low) * (tall - bottom)

    canvas = sheet.canvas
    for share, colour in (("99.8", "#e8eef7"), ("95", "#d3dff0")):
        path = canvas.beginPath()
        upper = list(zip(numbers, limits[f"high_{share}"], strict=True))
        lower = list(zip(numbers, limits[f"low_{share}"], strict=True))
        for place, (n, points) in enumerate([*upper, *reversed(lower)]):
            (path.lineTo if place else path.moveTo)(across(n), up(points))
        path.close()
        canvas.setFillColor(HexColor(colour))
        canvas.drawPath(path, stroke=0, fill=1)
    for tick in range(int(low), int(high) + 1, 10):
        sheet.rule(up(tick), "#e3e8ef", x + left, x + wide)
        sheet.text(x + left - 5, up(tick) - 3, str(tick), Face.REGULAR, 9, QUIET, "right")
    for tick in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        if numbers[0] <= tick <= numbers[-1]:
            sheet.text(across(tick), y + bottom - 13, str(tick), Face.REGULAR, 9, QUIET, "center")
    sheet.rule(up(data.centre), INK, x + left, x + wide)
    for point in sorted(records(data.points), key=lambda point: point["verdict"] in COLOURS):
        marker(sheet, across(point["n"]), up(point["mean"]), point["verdict"], 3.6)
    sheet.text(x + left + (wide - left) / 2, y + 4, labels[0], Face.REGULAR, 9.5, QUIET, "center")
    sheet.text(x + left + 4, y + tall + 4, labels[1], Face.REGULAR, 9.5, QUIET)


def map_picture(
    sheet: Sheet,
    contents: Contents,
    rows: Mapping[str, Mapping[str, Any]],
    shades: Mapping[str, Shade],
    x: float,
    y: float,
    wide: float,
) -> float:
    """The map with its upper left corner at (x, y); gives its height."""
    frame = map_frame(wide)
    canvas = sheet.canvas
    for district in contents.campaign.districts:
        for ring in outlines().get(district.code, ()):
            path = canvas.beginPath()
            for place, point in enumerate(ring):
                px, py = frame.place(*point)
                (path.lineTo if place else path.moveTo)(x + px, y - py)
            path.close()
            canvas.setFillColor(HexColor("#eef2f8"))
            canvas.setStrokeColor(HexColor("#8a9bb8"))
            canvas.setLineWidth(0.8)
            canvas.drawPath(path, stroke=1, fill=1)
    for district in contents.campaign.districts:
        if district.code in outlines():
            px, py = frame.place(*middle(outlines()[district.code][0]))
            name = district.name_en if sheet.language == "en" else district.name_hi
            sheet.text(x + px, y - py, name, Face.BOLD, 11, "#41527a", "center")
    stations: Sequence[Station] = contents.listed
    placed = spread_points(tuple(stations), frame, gap=6)
    for station in sorted(stations, key=lambda each: rows[each.code]["verdict"] in COLOURS):
        if station.code in placed:
            px, py = placed[station.code]
            row = rows[station.code]
            if row["verdict"] in COLOURS:
                marker(sheet, x + px, y - py, row["verdict"], 4)
            else:
                canvas.setFillColor(HexColor(shades[row["letter"]].fill if row["letter"] else "#ffffff"))
                canvas.setStrokeColor(HexColor(CALM))
                canvas.setLineWidth(0.7)
                canvas.circle(x + px, y - py, 2.7, stroke=1, fill=1)
    return frame.height


def stack(
    sheet: Sheet, x: float, y: float, wide: float, counts: Sequence[tuple[str, int]], shades: Mapping[str, Shade]
) -> None:
    """How many places have each letter, as one bar 14 points high; `y` is its foot."""
    total = sum(count for _, count in counts)
    if not total:
        sheet.rule(y + 7, LINE, x, x + wide)
        return
    for letter, count in counts:
        if count:
            size = wide * count / total
            sheet.box(x, y, size, 14, shades[letter].fill)
            if size > 15:
                sheet.text(
                    x + size / 2,
                    y + 3.6,
                    f"{letter} {count}" if size > 26 else str(count),
                    Face.SEMIBOLD,
                    9,
                    shades[letter].ink,
                    "center",
                )
            x += size
