"""The map of the range as inline SVG: districts as outlines, each place as a mark of its letter's colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ..campaign import District, Station
from ..nouns.tabs import Shade
from .geography import map_frame, outlines, spread_points
from .palette import BAD, GOOD
from .svg import both

WIDTH = 720


def map_svg(
    districts: Sequence[District],
    stations: tuple[Station, ...],
    rows: Mapping[str, Mapping[str, Any]],
    shades: Mapping[str, Shade],
    title: str,
) -> str:
    """`rows` gives for a station's code its score, letter and verdict. Places without coordinates are not drawn."""
    frame = map_frame(WIDTH)
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {frame.height:.0f}" role="img" aria-label="{escape(title)}" class="chart map">'
    ]
    for district in districts:
        rings = outlines().get(district.code, ())
        lines = "".join(
            f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in (frame.place(*point) for point in ring))}z" for ring in rings
        )
        parts.append(f'<path d="{lines}" class="outline"/>')
    for district in districts:
        if district.code in outlines():
            x, y = frame.place(*middle(outlines()[district.code][0]))
            parts.append(both(x, y, district.name_en, district.name_hi, 'text-anchor="middle" class="where"'))
    placed = spread_points(stations, frame)
    for station in sorted(stations, key=lambda each: rows[each.code]["verdict"] in ("praise", "attention")):
        if station.code not in placed:
            continue
        row = rows[station.code]
        x, y = placed[station.code]
        score = "–" if row["score"] is None else f"{row['score']:.1f} {row['letter'] or ''}"
        ring = {"praise": GOOD, "attention": BAD}.get(row["verdict"], "#6b7890")
        fill = shades[row["letter"]].fill if row["letter"] else "#ffffff"
        shape = _shape(x, y, row["verdict"])
        parts.append(
            f'<g class="mark" data-code="{escape(station.code)}"><title>{escape(f"{station.name_en} · {station.name_hi} · {score}")}</title>'
            f'<path d="{shape}" fill="{fill}" stroke="{ring}" stroke-width="{1.8 if row["verdict"] in ("praise", "attention") else 1}"/></g>'
        )
    return "".join([*parts, "</svg>"])


def _shape(x: float, y: float, verdict: str) -> str:
    if verdict == "praise":
        return f"M{x:.1f} {y - 6:.1f}l6 10.5h-12z"
    if verdict == "attention":
        return f"M{x:.1f} {y + 6:.1f}l6 -10.5h-12z"
    return f"M{x - 4:.1f} {y:.1f}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"


def middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Centre of gravity of a ring (shoelace formula)."""
    area = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        area += cross
        cx += (x0 + x1) * cross
        cy += (y0 + y1) * cross
    return cx / (3 * area), cy / (3 * area)
