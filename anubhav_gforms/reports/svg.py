"""Chart data → inline SVG. Text stays text, so the browser shapes the Hindi; every mark carries its station's code."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from ..nouns.tabs import Shade
from .chart_data import Axis, Funnel
from .palette import BAD, CALM, GOOD
from .records import records
from .verdicts import ATTENTION, PRAISE
from .words import words

VERDICT_COLOURS = {PRAISE: GOOD, ATTENTION: BAD}


def both(x: float, y: float, english: str, hindi: str, attributes: str = "") -> str:
    """A text in both languages at one place; the page shows one of them."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {attributes} lang="en">{escape(english)}</text>'
        f'<text x="{x:.1f}" y="{y:.1f}" {attributes} lang="hi">{escape(hindi)}</text>'
    )


def marker(x: float, y: float, verdict: str, size: float = 5) -> str:
    """Praise is a triangle upwards, attention one downwards, anything else a circle: shape tells it without colour."""
    colour = VERDICT_COLOURS.get(verdict, CALM)
    if verdict == PRAISE:
        return f'<path d="M{x:.1f} {y - size:.1f}l{size:.1f} {1.8 * size:.1f}h{-2 * size:.1f}z" fill="{colour}"/>'
    if verdict == ATTENTION:
        return f'<path d="M{x:.1f} {y + size:.1f}l{size:.1f} {-1.8 * size:.1f}h{-2 * size:.1f}z" fill="{colour}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size * 0.75:.1f}" fill="#fff" stroke="{colour}" stroke-width="1.6"/>'


def funnel_svg(data: Funnel, title: str, axis: Mapping[str, tuple[str, str]]) -> str:
    """The funnel. `axis` gives the words "n" and "score", each (English, Hindi)."""
    width, height, left, right, top, bottom = 720, 400, 58, 14, 14, 52
    low_n, high_n = float(data.limits["n"].iloc[0]), float(data.limits["n"].iloc[-1])
    shown = [*data.points["mean"].astype(float), data.centre]
    low = max(0.0, math.floor((min(shown) - 4) / 10) * 10)
    high = min(100.0, math.ceil((max(shown) + 4) / 10) * 10)
    ticks = [tick for tick in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if low_n <= tick <= high_n]

    def across(n: float) -> float:
        return left + (math.log(n) - math.log(low_n)) / (math.log(high_n) - math.log(low_n)) * (width - left - right)

    def up(points: float) -> float:
        inside = min(max(points, low), high)
        return float(top + (high - inside) / (high - low) * (height - top - bottom))

    parts = [f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" class="chart funnel">']
    for tick in range(int(low), int(high) + 1, 10):
        parts.append(f'<path d="M{left} {up(tick):.1f}H{width - right}" class="grid"/>')
        parts.append(f'<text x="{left - 8}" y="{up(tick) + 4:.1f}" text-anchor="end">{tick}</text>')
    parts += [
        f'<text x="{across(tick):.1f}" y="{height - bottom + 20}" text-anchor="middle">{tick}</text>' for tick in ticks
    ]
    for share, kind in (("99.8", "outer"), ("95", "inner")):
        edge = data.limits[["n", f"low_{share}", f"high_{share}"]].to_numpy(float)
        above, below = [(across(n), up(high)) for n, _, high in edge], [(across(n), up(low)) for n, low, _ in edge]
        parts.append(f'<path d="M{_path([*above, *reversed(below)])}z" class="limit {kind}"/>')
    parts.append(f'<path d="M{left} {up(data.centre):.1f}H{width - right}" class="centre"/>')
    for point in sorted(records(data.points), key=lambda point: point["verdict"] in (PRAISE, ATTENTION)):
        name = f"{point['name_en']} · {point['name_hi']} · {point['mean']:.1f} · n {point['n']:.0f}"
        parts.append(
            f'<g class="mark" data-code="{escape(point["code"])}"><title>{escape(name)}</title>'
            f"{marker(across(point['n']), up(point['mean']), point['verdict'])}</g>"
        )
    parts.append(both((left + width - right) / 2, height - 8, *axis["n"], 'text-anchor="middle" class="axis"'))
    middle = (top + height - bottom) / 2
    parts.append(
        both(12, middle, *axis["score"], f'text-anchor="middle" class="axis" transform="rotate(-90 12 {middle:.0f})"')
    )
    return "".join([*parts, "</svg>"])


def ladder_svg(
    rows: Sequence[Mapping[str, Any]], axis: Axis, bands: Mapping[str, float], shades: Mapping[str, Shade], title: str
) -> str:
    """Interval plot of one district: a line a station over the letters' bands, the best on top."""
    width, name_width, row_height, top = 340, 148, 20, 20
    height = top + row_height * len(rows) + 4

    def across(points: float) -> float:
        return name_width + axis.share(points) * (width - name_width - 8)

    parts = [f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" class="chart ladder">']
    upper = 100.0
    for letter, edge in bands.items():
        x, wide = across(edge), across(upper) - across(edge)
        upper = edge
        if wide > 0:
            box = f'x="{x:.1f}" y="{top}" width="{wide:.1f}" height="{height - top - 2}"'
            parts.append(f'<rect {box} fill="{shades[letter].fill}" opacity=".16"/>')
            parts.append(
                f'<text x="{x + wide / 2:.1f}" y="{top - 6}" text-anchor="middle" class="band">{escape(letter)}</text>'
            )
    for place, (row, names) in enumerate(zip(rows, _labels(rows), strict=True)):
        y = top + row_height * (place + 0.5)
        label = f"{row['name_en']} · {row['name_hi']} · {row['score']:.1f} ({row['low']:.0f}–{row['high']:.0f})"
        parts.append(
            f'<g class="mark" data-code="{escape(row["code"])}"><title>{escape(label)}</title>'
            f'<rect x="0" y="{y - row_height / 2:.1f}" width="{width}" height="{row_height}" class="hit"/>'
            + both(name_width - 8, y + 4, *names, 'text-anchor="end"')
            + f'<path d="M{across(row["low"]):.1f} {y:.1f}H{across(row["high"]):.1f}" class="interval"/>'
            + marker(across(row["score"]), y, row["verdict"], 4.5)
            + "</g>"
        )
    return "".join([*parts, "</svg>"])


def _labels(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Names for the ladder of a district: an office that is the only one of its kind goes by its kind's name."""
    kinds = [row["kind"] for row in rows]
    return [
        (words(f"kind.{row['kind']}").en, words(f"kind.{row['kind']}").hi)
        if kinds.count(row["kind"]) == 1 and row["kind"] not in ("thana", "chowki")
        else (_short(row["name_en"]), _short(row["name_hi"]))
        for row in rows
    ]


def _short(name: str, most: int = 24) -> str:
    """The name without "Police Station" or "थाना", cut at a word where it is still too long."""
    name = name.replace(" Police Station", "").replace(" Police Outpost", " Outpost").removeprefix("थाना ")
    return name if len(name) <= most else name[: most - 1].rsplit(" ", 1)[0] + "…"


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
