"""Contents → the page of a report: one file that needs nothing else, in English and Hindi."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from ...grading.columns import GradeStatus
from ...language import both
from ...privacy.lots import BATCH
from ...sentence import Bilingual, Sentence
from .. import phrases, terms
from ..charts import funnel, hours, ladder, weeks
from ..charts import map as range_map
from ..charts.ladder import Axis, axis, bands
from ..charts.marks import looks, shown_letter
from ..charts.scene import Size
from ..charts.to_svg import style
from ..contents import Contents
from ..geography import credits_of
from ..how_read import how_to_read, what_districts_are, what_statuses_mean, which_weeks_count
from ..overdue import late_flags
from ..palette import shades
from ..reason_words import say_reasons
from ..records import records
from ..shown.brief import brief, called
from ..shown.rows import (
    action_row,
    area_rows,
    came,
    district_row,
    first_scores,
    never_rows,
    question_rows,
    quiet_rows,
    rates,
    share_rows,
    station_row,
    station_shares,
)
from ..shown.what_changed import what_changed
from ..verdicts import ATTENTION, NOISE, PRAISE, QUIET, TRIAL
from .pictures import NOTHING_DRAWN, over_time, picture
from .templates import asset, asset_text, environment, fonts, page_css, without_gaps

COLUMNS = (
    ("name", Sentence("Station"), "ascending"),
    ("district", Sentence("District"), "ascending"),
    ("kind", Sentence("Kind"), "ascending"),
    ("score", Sentence("Score"), "descending"),
    ("interval", Sentence("Interval"), "ascending"),
    ("letter", Sentence("Letter"), "ascending"),
    ("status", Sentence("Status"), "ascending"),
    ("n", Sentence("Responses"), "descending"),
)
STATUSES = (
    GradeStatus.SURE, GradeStatus.HELD, GradeStatus.BETWEEN, GradeStatus.NO_LETTER, GradeStatus.FIRM,
    GradeStatus.PROVISIONAL, GradeStatus.NOT_ENOUGH, GradeStatus.NO_RESPONSES, GradeStatus.NOT_DELIVERED, GradeStatus.CALIBRATING,
)  # fmt: skip
VERDICTS = (PRAISE, ATTENTION, NOISE, QUIET, TRIAL)
SECTIONS = (
    ("named", Sentence("Who is named")),
    ("shares", Sentence("What can be said already")),
    ("map", Sentence("Map")),
    ("districts", Sentence("Districts")),
    ("questions", Sentence("Questions")),
    ("stations", Sentence("All stations")),
    ("pictures", Sentence("Pictures")),
    ("silence", phrases.SILENCE),
    ("how", Sentence("How to read this")),
)
"""Sections of the page that its contents list names, in order."""
NOISE_EXAMPLES = 4
ACTIONS_SHOWN = 12
NAMED_FROM = (10, 20)
"""Points from its middle from which on a station is named, as the page of the first weeks says it."""


def page_bytes(contents: Contents) -> bytes:
    """The whole report as one HTML file in UTF-8: fonts, pictures and script inside, no address outside. Deterministic."""
    return without_gaps(_template().render(**_values(contents))).encode()


@cache
def _template() -> Template:
    return environment().from_string(asset("page.html").decode("utf-8"))


def _values(contents: Contents) -> dict[str, Any]:
    """What the template asks for, part by part."""
    rows = _rows(contents)
    by_code = {row["code"]: row for row in rows}
    said: dict[str, Sequence[Any]] = {
        "questions": question_rows(contents),
        "shares": share_rows(contents) if contents.early else [],
        "first_scores": first_scores(contents, rows) if contents.early else [],
    }
    return {
        "contents": contents,
        "rows": rows,
        "group": BATCH,
        **said,
        **_head(contents, rows, said),
        **_named(contents, by_code),
        **_map(contents, rows),
        **_districts(contents, rows),
        **_table(contents),
        **_pictures(contents),
        **_silence(contents, by_code),
        **_reading(contents),
        **_dress(contents),
    }


def _rows(contents: Contents) -> list[dict[str, Any]]:
    """Every station as the page shows it, in the order of the roster."""
    drawn = over_time(contents.weekly, contents.history)
    areas, shares = area_rows(contents.areas, contents), station_shares(contents)
    return [
        station_row(row, contents)
        | drawn.get(row["code"], NOTHING_DRAWN)
        | {
            "areas": areas.get(row["code"], ()),
            "content": shares.get(row["code"]),
            "why": say_reasons(contents, row["code"]),
        }
        for row in contents.rows
    ]


def _head(contents: Contents, rows: Sequence[dict[str, Any]], said: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    office = contents.campaign.office.office
    titles = {"silence": contents.either(phrases.SILENCE, phrases.SILENCE_IN_LOTS)}
    filled = {"questions": said["questions"], "shares": said["shares"] or said["first_scores"]}
    return {
        "office": office.names,
        "range": office.range_names,
        "marked": (*contents.marked, *late_flags(contents), *contents.bands_are_new),
        "sections": [(name, titles.get(name, both(title))) for name, title in SECTIONS if filled.get(name, True)],
        "brief": brief(contents, said["questions"]),
        "came": came(contents),
        "what_changed": [*what_changed(contents, rows)],
        "whole": contents.whole,
        "nobody": contents.nobody(rows),
    }


def _named(contents: Contents, by_code: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    def listed(named: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [by_code[row["code"]] for row in named]

    noise = contents.named(NOISE)
    return {
        "praise": listed(contents.named(PRAISE)),
        "attention": listed(contents.named(ATTENTION)),
        "noise_count": len(noise),
        "noise_examples": listed(_look_different(noise)),
        "call": [by_code[code] for code in called(contents)],
        "letters": [by_code[row["code"]] | row for row in records(contents.changes.letters)],
        "power": [(points, n) for points, n in contents.power.items() if n and points in NAMED_FROM],
    }


def _map(contents: Contents, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    scene = range_map.of_report(contents, 720)
    return {
        "map": picture(scene, both("Map of the range").en) if scene.marks else "",
        "unplaced": [row for row, station in zip(rows, contents.listed, strict=True) if station.lat is None],
        "credits": credits_of(contents.listed, contents.campaign.districts),
    }


def _districts(contents: Contents, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    scale = axis(contents.graded["low"])
    of_district = {
        code: [row for row in rows if row["district"] == code] for code in contents.campaign.district_by_code
    }
    districts = [
        district_row(row, contents)
        | {"rows": of_district[row["code"]], "ladder": _ladder(of_district[row["code"]], contents, scale)}
        for row in contents.district_rows
    ]
    return {
        "districts": districts,
        "of_districts": what_districts_are(contents),
        "regions": records(contents.regions),
        "scale": scale,
        "band_gradient": Markup(_gradient(contents, scale)),  # noqa: S704  # numbers and colours only
    }


def _table(contents: Contents) -> dict[str, Any]:
    counts = contents.stations["status"].value_counts()
    return {
        "columns": COLUMNS,
        "filters": _filters(contents),
        "status_counts": Bilingual.in_a_row(both(each) + f" {counts[each]}" for each in STATUSES if each in counts),
        "shown_letter": shown_letter,
        "shades": shades(contents.letters),
    }


def _pictures(contents: Contents) -> dict[str, Any]:
    points, rhythm = funnel.funnel(contents), contents.rhythm
    return {
        "funnel": points and picture(funnel.scene(points, Size(720, 400)), both("Is a difference more than luck?").en),
        "weeks": rhythm and picture(weeks.scene(rhythm, Size(620, 246)), both("Responses per week").en),
        "hours": rhythm and picture(hours.scene(rhythm, Size(620, 190)), both("When people respond").en),
    }


def _silence(contents: Contents, by_code: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "silent": [by_code[row["code"]] for row in contents.heard.silent],
        "quiet_codes": None if contents.quiet_codes is None else quiet_rows(contents),
        "never": never_rows(contents),
        "rates": rates(contents),
        "actions": [action_row(each, contents) for each in contents.actions[:ACTIONS_SHOWN]],
    }


def _reading(contents: Contents) -> dict[str, Any]:
    return {
        "how": how_to_read(contents),
        "how_status": what_statuses_mean(contents),
        "window_words": which_weeks_count(contents),
    }


def _dress(contents: Contents) -> dict[str, Any]:
    return {
        "chart_style": Markup(style(looks(contents.letters))),  # noqa: S704  # roles and colours only
        "css": page_css(),
        "script": asset_text("page.js"),
        **fonts(),
    }


def _look_different(noise: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """From the largest kind, the stations that lie farthest apart and still cannot be told apart."""
    kinds = Counter(row["kind"] for row in noise)
    largest = max(kinds, key=kinds.__getitem__, default="")
    same = sorted((row for row in noise if row["kind"] == largest), key=itemgetter("score"), reverse=True)
    half = NOISE_EXAMPLES // 2
    return [*same[:half], *same[-half:]] if len(same) > NOISE_EXAMPLES else same


def _filters(contents: Contents) -> list[tuple[str, Sentence, Sentence, list[tuple[str, Bilingual]]]]:
    stations = contents.stations
    districts = [(each.code, each.names) for each in contents.campaign.districts]
    kinds = [(kind, both(terms.KINDS[kind])) for kind, _ in groupby(sorted(stations["kind"]))]
    statuses = [(each, both(each)) for each in STATUSES if (stations["status"] == each).any()]
    verdicts = [(each, both(terms.STANDINGS[each])) for each in VERDICTS if (stations["verdict"] == each).any()]
    return [
        ("district", Sentence("District"), Sentence("All districts"), districts),
        ("kind", Sentence("Kind"), Sentence("All kinds"), kinds),
        ("status", Sentence("Status"), Sentence("All statuses"), statuses),
        ("verdict", Sentence("Result"), Sentence("All results"), verdicts),
    ]


def _ladder(rows: Sequence[Mapping[str, Any]], contents: Contents, scale: Axis) -> Markup | str:
    """The graded stations of a district in the order of the roster; "" where there is none."""
    graded = [row for row in rows if row["score"] is not None]
    if not graded:
        return ""
    scene = ladder.scene(graded, Size(340, ladder.height(len(graded), 12)), scale=scale, edges=contents.bands)
    names = graded[0]["district_names"]
    return picture(scene, f"{names['name_en']} · {names['name_hi']}")


def _gradient(contents: Contents, scale: Axis) -> str:
    """The letters' bands as a CSS gradient, the worst on the left."""
    colours = shades(contents.letters)
    parts = [
        f"{colours[letter].fill}66 {100 * start:.2f}% {100 * end:.2f}%"
        for letter, start, end in bands(contents.bands, scale)
    ]
    return f"linear-gradient(90deg, {', '.join(reversed(parts))})"
