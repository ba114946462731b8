"""The map of the range: districts as outlines, each station in the colour of its letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any

from ...campaign import District, Station
from ..contents import Contents
from ..digits import tenth_said
from ..geography import MapFrame, map_frame, middle, outlines_of, spread_points
from .marks import SHAPES, lettered_dot
from .scene import Area, Group, Label, Mark, Point, Scene, Size

REACH = range(-14, 15)
"""Steps in each direction in which a free place for a district's name is sought."""
NEAREST = sorted(((dx, dy) for dx in REACH for dy in REACH), key=lambda step: (step[0] ** 2 + 2.0 * step[1] ** 2, step))
"""The places there, the nearest first."""


def height(width: float, stations: Sequence[Station], districts: Sequence[District]) -> float:
    """Points that a map of this width is high, which holds these stations and districts."""
    return map_frame(width, stations, districts).height


def of_report(contents: Contents, width: float, text: float = 12.0) -> Scene:
    """The map of a report, so many points wide: a mark per station, or, where these are too many, per district."""
    stations, districts = contents.listed, contents.campaign.districts
    size = Size(width, height(width, stations, districts), text)
    rows = {row["code"]: row for row in (contents.district_rows if contents.large else contents.rows)}
    if contents.large:
        return district_scene(stations, size, districts=districts, rows=rows)
    return scene(stations, size, districts=districts, rows=rows, coverage=contents.early)


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
    frame, text = map_frame(size.width, stations, districts), size.text
    drawn = outlines_of(stations, districts)
    points = spread_points(tuple(stations), frame, gap=0.75 * text)
    middles = _amid(stations, frame) | {district.code: frame.place(*middle(rings[0])) for district, rings in drawn}
    named = [(district, middles[district.code]) for district in districts if district.code in middles]
    marks = [*_outlines(drawn, frame), *_names(named, 1.25, size, list(points.values()))]
    for station in sorted(stations, key=lambda station: rows[station.code]["verdict"] in SHAPES):
        if station.code not in points:
            continue
        row = rows[station.code]
        standing, letter = row["verdict"], row["letter"] or None
        score = "–" if row["score"] is None else f"{tenth_said(row['score'])} {letter or ''}"
        dot = lettered_dot(*points[station.code], standing, letter, (0.5 if standing in SHAPES else 0.44) * text)
        if coverage and not letter and row["responses"]:
            dot = replace(dot, role="other" if row["score"] is None else "graded")
        marks.append(Group(station.code, (dot,), f"{station.name_en} · {station.name_hi} · {score}"))
    return Scene("map", size, tuple(marks))


def district_scene(
    stations: Sequence[Station], size: Size, *, districts: Sequence[District], rows: Mapping[str, Mapping[str, Any]]
) -> Scene:
    """A range of too many stations for a mark each: a mark per district, amid its stations. `rows` gives for a district's code its score
    and letter. Districts without a placed station are not drawn."""
    frame, text = map_frame(size.width, stations, districts), size.text
    drawn = outlines_of(stations, districts)
    amid = _amid(stations, frame)
    shown = [(district, amid[district.code]) for district in districts if district.code in amid]
    marks = _outlines(drawn, frame)
    for district, (x, y) in shown:
        score, letter = rows[district.code]["score"], rows[district.code]["letter"] or None
        said = "–" if score is None else f"{tenth_said(score)} {letter or ''}"
        title = f"{district.name_en} · {district.name_hi} · {said}"
        marks.append(Group(district.code, (lettered_dot(x, y, "", letter, 0.6 * text),), title))
    marks += _names([(district, (x, y + 1.6 * text)) for district, (x, y) in shown], 0.9, size, list(amid.values()))
    return Scene("map", size, tuple(marks))


def _amid(stations: Sequence[Station], frame: MapFrame) -> dict[str, Point]:
    """By code of the district: the point amid its stations that have a place."""
    placed: dict[str, list[Point]] = {}
    for station in stations:
        if station.lat is not None and station.lon is not None:
            placed.setdefault(station.district, []).append(frame.place(station.lon, station.lat))
    return {code: (fmean(x for x, _ in points), fmean(y for _, y in points)) for code, points in placed.items()}


def _outlines(drawn: Sequence[tuple[District, Sequence[Sequence[Point]]]], frame: MapFrame) -> list[Mark | Group]:
    return [Area(tuple(frame.place(*point) for point in ring), "outline") for _, rings in drawn for ring in rings]


def _names(
    middles: Sequence[tuple[District, Point]], large: float, size: Size, taken: list[Point]
) -> Iterator[Mark | Group]:
    """The names of districts, `large` times the size of a label, near these points."""
    for district, at in middles:
        names = district.names
        x, y = _free(at, 0.288 * large * size.text * max(len(names.hi), len(names.en)), size.text, taken, size)
        yield Label(x, y, names, "district", large, "center")


def _free(middle_of: Point, half: float, text: float, taken: list[Point], size: Size) -> Point:
    """Where a district's name stands: as near to its middle as may be, where it covers no mark and no other name.

    `half`: half the width of the name; `taken` (points) gets what the name covers. The least covered place where none is free.
    """

    def covers(x: float, y: float) -> Iterator[bool]:
        return (abs(px - x) < half + 0.7 * text and -0.7 * text < y - py < 1.7 * text for px, py in taken)

    def inside() -> Iterator[Point]:
        places = ((middle_of[0] + dx * 0.7 * text, middle_of[1] + dy * 0.5 * text) for dx, dy in NEAREST)
        return ((x, y) for x, y in places if half < x < size.width - half and 1.4 * text < y < size.height - text)

    free = next((place for place in inside() if not any(covers(*place))), None)
    x, y = free or min(inside(), key=lambda place: sum(covers(*place)))
    taken += [(x + part * half / 4, y - 0.5 * text) for part in range(-4, 5)]
    return x, y
