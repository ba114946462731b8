"""The map of the range: districts as outlines, each station in the colour of its letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...campaign import District, Station
from ...sentence import Bilingual
from ..geography import map_frame, middle, outlines, spread_points
from .marks import SHAPES, lettered_dot
from .scene import Area, Group, Label, Mark, Scene, Size


def height(width: float) -> float:
    """Points that a map of this width is high."""
    return map_frame(width).height


def scene(
    stations: Sequence[Station], size: Size, *, districts: Sequence[District], rows: Mapping[str, Mapping[str, Any]]
) -> Scene:
    """`rows` gives for a station's code its score, letter and verdict. Stations without coordinates are not drawn."""
    frame, text = map_frame(size.width), size.text
    drawn = [(district, outlines()[district.code]) for district in districts if district.code in outlines()]
    marks: list[Mark | Group] = [
        Area(tuple(frame.place(*point) for point in ring), "outline") for _, rings in drawn for ring in rings
    ]
    for district, rings in drawn:
        x, y = frame.place(*middle(rings[0]))
        marks.append(Label(x, y, Bilingual(district.name_hi, district.name_en), "district", 1.25, "center"))
    points = spread_points(tuple(stations), frame, gap=0.75 * text)
    for station in sorted(stations, key=lambda station: rows[station.code]["verdict"] in SHAPES):
        if station.code not in points:
            continue
        row = rows[station.code]
        standing, letter = row["verdict"], row["letter"] or None
        score = "–" if row["score"] is None else f"{row['score']:.1f} {letter or ''}"
        dot = lettered_dot(*points[station.code], standing, letter, (0.5 if standing in SHAPES else 0.44) * text)
        marks.append(Group(station.code, (dot,), f"{station.name_en} · {station.name_hi} · {score}"))
    return Scene("map", size, tuple(marks))
