"""Charts of a week for a notebook: the report's own scenes, each one SVG in one language."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from ..errors import InputError
from ..files import write_whole
from ..grading.grades import Grades
from ..language import both
from .charts import ladder, trend
from .charts import map as range_map
from .charts.marks import looks
from .charts.scene import Scene, Size
from .charts.to_svg import style, to_svg
from .gather import make_contents, weeks_shown
from .records import records


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart: a notebook shows it, `write` makes an SVG file of it."""

    title: str
    svg: str = field(repr=False)

    def _repr_html_(self) -> str:
        return self.svg

    def write(self, file: str | Path) -> Path:
        """Write it as an SVG file; gives its path."""
        return write_whole(Path(file), self.svg.encode(), shared=True)


def plot_map(grades: Grades, *, language: str = "en") -> Plot:
    """Where the stations lie: each with its letter, a star where it is above its kind and a square where it is below.

    Stations without coordinates are not drawn. `language`: "en" or "hi".
    """
    campaign = grades.working.campaign
    rows = {row["code"]: row for row in records(make_contents(campaign, grades).stations)}
    listed = [station for station in campaign.stations if station.code in rows]
    size = Size(720, range_map.height(720, listed, campaign.districts))
    scene = range_map.scene(listed, size, districts=campaign.districts, rows=rows, coverage=grades.young)
    return _plot(grades, scene, both("Map of the range").en, language)


def plot_ladder(grades: Grades, district: str, *, language: str = "en") -> Plot:
    """Score and interval (points, 0 to 100) of each graded station of a district over the bands of the letters, in roster order.

    Raises InputError for a district without a graded station.
    """
    contents = make_contents(grades.working.campaign, grades)
    graded = contents.stations[contents.stations["score"].notna()]
    rows = records(graded[graded["district"] == district])
    if not rows:
        raise InputError(
            "{district} has no station with a score in {week}.",
            district=district,
            week=grades.week,
            cure="Districts are named by their keys in config/office.toml.",
        )
    scale = ladder.axis(graded["low"])
    scene = ladder.scene(rows, Size(460, ladder.height(len(rows), 12)), scale=scale, edges=contents.bands)
    return _plot(grades, scene, district, language)


def plot_trend(grades: Grades, code: str, *, language: str = "en") -> Plot:
    """The mean of each of the last 26 weeks (points, 0 to 100) of a station, with limits from 12 weeks on.

    Raises InputError where fewer than three weeks have responses, or all of them too few for a page.
    """
    weekly = weeks_shown(grades)
    weekly = weekly[weekly["code"] == code]
    if len(weekly) < trend.LEAST:
        raise InputError(
            "{code} has too few responses, or in fewer than {n} weeks, up to {week}.",
            code=code,
            n=trend.LEAST,
            week=grades.week,
            cure="Give the code of a station, as in stations.csv.",
        )
    return _plot(grades, trend.scene(weekly, Size(620, 150)), code, language)


def _plot(grades: Grades, scene: Scene, title: str, language: str) -> Plot:
    """One language of the scene, with its colours inside."""
    if language not in ("en", "hi"):
        raise InputError('{language} is not a language of charts; write "en" or "hi".', language=language)
    other = {"en": "hi", "hi": "en"}[language]
    rules = f'{style(looks(grades.letters))}\n.chart text[lang="{other}"] {{ display: none; }}\n.chart text {{ font: 12px Mukta, "Noto Sans Devanagari", sans-serif; }}'
    size = f'width="{scene.size.width:g}" height="{scene.size.height:.5g}" xmlns="http://www.w3.org/2000/svg"'
    start, rest = to_svg(scene, title).split(">", 1)
    return Plot(title, f"{start} {size}><style>{escape(rules, quote=False)}</style>{rest}")
