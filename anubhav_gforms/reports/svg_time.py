"""Pictures over time as inline SVG: weekly means with their limits (XmR), letters week by week, answers a week, hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from ..nouns.tabs import Shade
from .chart_data import week_chart
from .palette import BAD
from .rhythm import Rhythm
from .svg import both
from .words import words

XMR_WIDTH, XMR_HEIGHT = 620, 150
WEEKDAYS = tuple(f"day_{number}" for number in range(7))
WAYS = {"graded": "#1b5fa8", "other": "#9cc0e6", "quarantined": "#a83c14"}
"""How answers were taken and the colour of each."""


def whole_ticks(most: int) -> list[int]:
    """Round numbers for an axis from 0 on, the last at or above `most`."""
    step = next(step for power in range(9) for step in (10**power, 2 * 10**power, 5 * 10**power) if 4 * step >= most)
    return list(range(0, max(1, -(-most // step)) * step + 1, step))


def xmr_svg(weekly: pd.DataFrame, title: str) -> str:
    """Weekly means of one station (columns week, n, mean, v, in order of time); limits and special points from 12 weeks on."""
    if len(weekly) < 3:
        return ""
    means = [float(value) for value in weekly["mean"]]
    names, counts = list(weekly["week"]), [int(value) for value in weekly["n"]]
    chart = week_chart(weekly)
    edges = [*chart.low, *chart.high] if chart else []
    low, high = max(0.0, min([*means, *edges]) - 3), min(100.0, max([*means, *edges]) + 3)
    left, right, top, bottom = 30, 8, 8, 22

    def across(place: float) -> float:
        return left + place / max(1, len(means) - 1) * (XMR_WIDTH - left - right)

    def up(points: float) -> float:
        return top + (high - min(max(points, low), high)) / max(high - low, 1) * (XMR_HEIGHT - top - bottom)

    parts = [f'<svg viewBox="0 0 {XMR_WIDTH} {XMR_HEIGHT}" role="img" aria-label="{escape(title)}" class="chart xmr">']
    if chart:
        rim = [*enumerate(chart.high), *reversed([*enumerate(chart.low)])]
        band = "L".join(f"{across(place):.1f} {up(points):.1f}" for place, points in rim)
        parts.append(
            f'<path d="M{band}z" class="limit inner"/><path d="M{left} {up(chart.mean):.1f}H{XMR_WIDTH - right}" class="centre"/>'
        )
        shown = {round(points): up(points) for points in (chart.mean, min(chart.low), max(chart.high))}
        parts += [
            f'<text x="{left - 5}" y="{y + 4:.1f}" text-anchor="end">{value}</text>' for value, y in shown.items()
        ]
    line = "L".join(f"{across(place):.1f} {up(mean):.1f}" for place, mean in enumerate(means))
    parts.append(f'<path d="M{line}" class="line"/>')
    special = chart.special if chart else [False] * len(means)
    for place, (mean, week, n) in enumerate(zip(means, names, counts, strict=True)):
        x, y = across(place), up(mean)
        mark = (
            f'<path d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z" fill="{BAD}"/>'
            if special[place]
            else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>'
        )
        parts.append(f"<g><title>{escape(week)}: {mean:.1f} (n {n})</title>{mark}</g>")
    for place in (0, len(names) - 1):
        anchor = "start" if place == 0 else "end"
        parts.append(
            f'<text x="{across(place):.1f}" y="{XMR_HEIGHT - 4}" text-anchor="{anchor}">{escape(names[place])}</text>'
        )
    return "".join([*parts, "</svg>"])


def letters_svg(history: pd.DataFrame, shades: Mapping[str, Shade], title: str) -> str:
    """The letter of each week as a row of boxes (columns week, letter, in order of time). "" while there is no letter."""
    rows = [(str(week), str(letter)) for week, letter in zip(history["week"], history["letter"], strict=True)]
    if not any(letter for _, letter in rows):
        return ""
    wide = XMR_WIDTH / max(len(rows), 13)
    parts = [f'<svg viewBox="0 0 {XMR_WIDTH} 30" role="img" aria-label="{escape(title)}" class="chart letters">']
    for place, (week, letter) in enumerate(rows):
        x = place * wide
        fill, ink = (shades[letter].fill, shades[letter].ink) if letter else ("#eef1f6", "#546179")
        parts.append(
            f"<g><title>{escape(week)}: {escape(letter or '–')}</title>"
            f'<rect x="{x + 0.5:.1f}" y="2" width="{wide - 1:.1f}" height="24" fill="{fill}"/>'
            f'<text x="{x + wide / 2:.1f}" y="18" text-anchor="middle" fill="{ink}">{escape(letter)}</text></g>'
        )
    return "".join([*parts, "</svg>"])


def weeks_svg(rhythm: Rhythm, title: str) -> str:
    """Answers a week as stacked columns: in grades, by other ways, in quarantine."""
    weeks = rhythm.weeks
    width, height, left, bottom, top = 620, 220, 46, 24, 18
    ticks = whole_ticks(int(weeks.sum(axis=1).max()))
    step = (width - left) / len(weeks)
    scale = (height - bottom - top) / ticks[-1]
    parts = [f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" class="chart weeks">']
    for value in ticks:
        y = height - bottom - value * scale
        parts.append(
            f'<path d="M{left} {y:.1f}H{width}" class="grid"/><text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{value}</text>'
        )
    for place, (monday, row) in enumerate(weeks.iterrows()):
        week = "{}-W{:02d}".format(*pd.Timestamp(str(monday)).isocalendar()[:2])
        y = float(height - bottom)
        parts.append(f"<g><title>{week}: {row['graded']} + {row['other']} + {row['quarantined']}</title>")
        for name in WAYS:
            tall = float(row[name]) * scale
            y -= tall
            parts.append(
                f'<rect x="{left + place * step + 1:.1f}" y="{y:.1f}" width="{step - 2:.1f}" height="{tall:.1f}" class="way {name}"/>'
            )
        parts.append("</g>")
        if place in (0, len(weeks) - 1):
            x, anchor = (left, "start") if place == 0 else (width, "end")
            parts.append(f'<text x="{x}" y="{height - 6}" text-anchor="{anchor}">{week}</text>')
    return "".join([*parts, "</svg>"])


def hours_svg(rhythm: Rhythm, title: str) -> str:
    """Heat map of the week: seven rows, 24 hours, the darker the more answers."""
    width, left, top, row_height = 620, 104, 22, 24
    step = (width - left) / 24
    most = max(1, int(rhythm.hours.to_numpy().max()))
    parts = [
        f'<svg viewBox="0 0 {width} {top + 7 * row_height}" role="img" aria-label="{escape(title)}" class="chart hours">'
    ]
    parts += [f'<text x="{left + hour * step:.1f}" y="16">{hour:02d}</text>' for hour in range(0, 24, 3)]
    for day, counts in zip(WEEKDAYS, rhythm.hours.to_numpy().tolist(), strict=True):
        name: Sequence[str] = (words(day).en, words(day).hi)
        y = top + WEEKDAYS.index(day) * row_height
        parts.append(both(left - 8, y + 17, name[0], name[1], 'text-anchor="end"'))
        for hour, count in enumerate(counts):
            shade = f'fill-opacity="{0.06 + 0.94 * (count / most) ** 0.5:.2f}"' if count else 'class="empty"'
            parts.append(
                f'<rect x="{left + hour * step + 0.5:.1f}" y="{y}" width="{step - 1:.1f}" height="{row_height - 1}" {shade}><title>{hour:02d}:00 {count}</title></rect>'
            )
    return "".join([*parts, "</svg>"])
