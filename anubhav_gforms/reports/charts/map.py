"""The map of the range: districts as outlines, each station in the colour of its letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...campaign import District, Station
from ...sentence import Bilingual
from ..geography import map_frame, middle, outlines, spread_points
from .marks import SHAPES, lettered_dot
from .scene import Area, Group, Label, Mark, Point, Scene, Size

REACH = 14
"""Steps in each direction in which a free place for a district's name is sought."""


def height(width: float) -> float:
    """Points that a map of this width is high."""
    return map_frame(width).height


def scene(
    stations: Sequence[Station],
    size: Size,
    *,
    districts: Sequence[District],
    rows: Mapping[str, Mapping[str, Any]],
    coverage: bool = False,
) -> Scene:
    """`rows` gives for a station's code its score, letter, verdict and responses. Stations without coordinates are not drawn.
    With `coverage` a station without a letter is dark where it has a score and light where it has responses."""
    frame, text = map_frame(size.width), size.text
    drawn = [(district, outlines()[district.code]) for district in districts if district.code in outlines()]
    marks: list[Mark | Group] = [
        Area(tuple(frame.place(*point) for point in ring), "outline") for _, rings in drawn for ring in rings
    ]
    points = spread_points(tuple(stations), frame, gap=0.75 * text)
    taken = list(points.values())
    for district, rings in drawn:
        names = Bilingual(district.name_hi, district.name_en)
        x, y = _free(frame.place(*middle(rings[0])), 0.36 * text * max(len(names.hi), len(names.en)), text, taken, size)
        marks.append(Label(x, y, names, "district", 1.25, "center"))
    for station in sorted(stations, key=lambda station: rows[station.code]["verdict"] in SHAPES):
        if station.code not in points:
            continue
        row = rows[station.code]
        standing, letter = row["verdict"], row["letter"] or None
        score = "–" if row["score"] is None else f"{row['score']:.1f} {letter or ''}"
        dot = lettered_dot(*points[station.code], standing, letter, (0.5 if standing in SHAPES else 0.44) * text)
        if coverage and not letter and row["responses"]:
            dot = replace(dot, role="other" if row["score"] is None else "graded")
        marks.append(Group(station.code, (dot,), f"{station.name_en} · {station.name_hi} · {score}"))
    return Scene("map", size, tuple(marks))


def _free(middle_of: Point, half: float, text: float, taken: list[Point], size: Size) -> Point:
    """Where a district's name stands: as near to its middle as may be, where it covers no mark and no other name.

    `half`: half the width of the name; `taken` (points) gets what the name covers. The least covered place where none is free.
    """

    def covers(x: float, y: float) -> Iterator[bool]:
        return (abs(px - x) < half + 0.7 * text and -0.7 * text < y - py < 1.7 * text for px, py in taken)

    steps = range(-REACH, REACH + 1)
    places = sorted(
        ((dx, dy) for dx in steps for dy in steps), key=lambda step: (step[0] ** 2 + 2.0 * step[1] ** 2, step)
    )
    inside = [
        (x, y)
        for dx, dy in places
        for x, y in [(middle_of[0] + dx * 0.7 * text, middle_of[1] + dy * 0.5 * text)]
        if half < x < size.width - half and 1.4 * text < y < size.height - text
    ]
    free = next((place for place in inside if not any(covers(*place))), None)
    x, y = free or min(inside, key=lambda place: sum(covers(*place)))
    taken += [(x + part * half / 4, y - 0.5 * text) for part in range(-4, 5)]
    return x, y
