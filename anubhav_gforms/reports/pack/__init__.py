"""Contents → printable packs (PDF, A4 wide, large enough for a shared screen): one for the range, one a district."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...campaign import District
from ...typesetting import Face, wrap
from ..chart_data import axis, funnel
from ..contents import ATTENTION, NOISE, PRAISE, Contents
from ..geography import CREDIT_BOUNDARIES, CREDIT_POINTS
from ..palette import INK, QUIET, shades
from ..records import records
from ..words import Words, spoken, words
from .edition import Edition, edition_pack
from .marks import badge, funnel_picture, interval, map_picture, marker, stack
from .sheet import FOOT, GROUND, LINE, MARGIN, WIDTH, Language, Sheet
from .strips import strips

__all__ = ["Edition", "Language", "district_pack", "edition_pack", "range_pack", "strips"]

Row = Mapping[str, Any]
LISTED = 9
"""Places listed under praise and under attention on the first page."""


def range_pack(contents: Contents, language: Language = Language.BOTH) -> bytes:
    """The IG's pack as PDF: headline and lists, districts, map and funnel, every place, how to read it."""
    office = contents.campaign.office.office
    sheet = Sheet(
        contents,
        Words(f"{office.range_en}, {contents.week.label}", f"{office.range_hi}, {contents.week.label}"),
        language,
    )
    rows = records(contents.stations)
    _headline(sheet, contents.whole, rows, words("title"), "range")
    _districts(sheet, records(contents.districts))
    _pictures(sheet, rows)
    for district in contents.campaign.districts:
        _places(sheet, [row for row in rows if row["district"] == district.code], _names(district))
    _how(sheet)
    return sheet.finish()


def district_pack(contents: Contents, district: District, language: Language = Language.BOTH) -> bytes:
    """An SP's pack as PDF: the district's page, its places, then one sheet a station."""
    title = Words(f"{district.name_en}, {contents.week.label}", f"{district.name_hi}, {contents.week.label}")
    sheet = Sheet(contents, title, language)
    rows = [row for row in records(contents.stations) if row["district"] == district.code]
    [whole] = [row for row in records(contents.districts) if row["code"] == district.code]
    _headline(sheet, whole, rows, _names(district), district.code)
    _places(sheet, rows, _names(district))
    for row in rows:
        station_sheet(sheet, row, district)
    _how(sheet)
    return sheet.finish()


def _names(row: District | Row) -> Words:
    if isinstance(row, District):
        return Words(row.name_en, row.name_hi)
    return Words(row["name_en"], row["name_hi"])


def _headline(sheet: Sheet, whole: Row, rows: list[dict[str, Any]], heading: Words, bookmark: str) -> None:
    contents = sheet.contents
    sheet.begin(heading, bookmark)
    colours = shades(contents.letters)
    named = {verdict: [row for row in rows if row["verdict"] == verdict] for verdict in (PRAISE, ATTENTION, NOISE)}
    order = {
        code: place for verdict in (PRAISE, ATTENTION) for place, code in enumerate(contents.named(verdict)["code"])
    }
    for verdict in (PRAISE, ATTENTION):
        named[verdict].sort(key=lambda row: order[row["code"]])
    numbers = {"praise": len(named[PRAISE]), "attention": len(named[ATTENTION]), "noise": len(named[NOISE])}
    said = words("headline_trial") if contents.trial else words("headline_named", **numbers)
    for sentence in sheet.say(said):
        for line in wrap(sentence, Face.SEMIBOLD, 15, WIDTH - 2 * MARGIN):
            sheet.text(MARGIN, sheet.y, line, Face.SEMIBOLD, 15)
            sheet.y -= 21
    _facts(sheet, whole, rows, colours)
    wide = (WIDTH - 2 * MARGIN - 24) / 3
    top = sheet.y
    for place, verdict in enumerate((PRAISE, ATTENTION)):
        sheet.y = top
        _listing(sheet, MARGIN + place * (wide + 12), wide, verdict, named[verdict], colours)
    sheet.y = top
    _noise(sheet, MARGIN + 2 * (wide + 12), wide, rows, len(named[NOISE]))


def _facts(sheet: Sheet, whole: Row, rows: list[dict[str, Any]], colours: Mapping[str, Any]) -> None:
    tall, wide = 58, (WIDTH - 2 * MARGIN - 36) / 4
    top = sheet.y + 10
    few = sum(row["responses"] > 0 and row["score"] is None for row in rows)
    silent = sum(row["responses"] == 0 for row in rows)
    scored = sum(row["score"] is not None for row in rows)
    score = "–" if whole["score"] is None else sheet.number(float(whole["score"]))
    sure = (
        words("fact_sure", low=float(whole["low"]), high=float(whole["high"]))
        if whole["score"] is not None
        else Words("", "")
    )
    minimum = sheet.contents.campaign.grading.grading.min_responses
    for place, (figure, name, note) in enumerate(
        (
            (score, words("col_score"), sure),
            (sheet.number(int(whole["responses"] or 0)), words("fact_answers"), words("fact_answers_more")),
            (
                sheet.number(scored),
                words("fact_graded", places=len(rows)),
                words("fact_graded_more", few=few, min=minimum),
            ),
            (sheet.number(silent), words("fact_silent"), words("fact_silent_more")),
        )
    ):
        x = MARGIN + place * (wide + 12)
        sheet.box(x, top - tall, wide, tall, GROUND, 5)
        used = sheet.text(x + 10, top - 27, figure, Face.BOLD, 23)
        if place == 0:
            badge(sheet, x + used + 34, top - 25, whole["letter"], whole["status"], colours, 13)
            sheet.fit(x + 10, top - 40, sheet.line(name), Face.REGULAR, 9.5, wide - 20, QUIET)
        else:
            sheet.fit(x + 18 + used, top - 25, sheet.say(name)[0], Face.SEMIBOLD, 10.5, wide - used - 26)
            if len(sheet.say(name)) > 1:
                sheet.fit(x + 10, top - 40, sheet.say(name)[1], Face.REGULAR, 9.5, wide - 20, QUIET)
        sheet.label(x + 10, top - 52, note, Face.REGULAR, 9, wide - 20, QUIET)
    sheet.y = top - tall - 24


def _listing(
    sheet: Sheet, x: float, wide: float, verdict: str, rows: list[dict[str, Any]], colours: Mapping[str, Any]
) -> None:
    colour = "#1b5fa8" if verdict == PRAISE else "#a83c14"
    sheet.box(x, sheet.y + 15, wide, 3, colour)
    sheet.fit(x, sheet.y - 2, sheet.line(words(verdict)), Face.BOLD, 13, wide - 30)
    sheet.text(x + wide, sheet.y - 2, str(len(rows)), Face.BOLD, 14, colour, "right")
    sheet.y -= 22
    if not rows:
        sheet.paragraph(words("nobody"), x=x, room=wide)
    for row in rows[:LISTED]:
        reasons = sheet.joined(words(f"reason_{reason}") for reason in row["reasons"])
        sheet.fit(x, sheet.y, sheet.say(_names(row))[0], Face.SEMIBOLD, 11, wide - 74)
        sheet.fit(x, sheet.y - 11.5, reasons, Face.REGULAR, 9, wide - 74, QUIET)
        if row["score"] is not None:
            sheet.text(x + wide - 42, sheet.y - 5, f"{row['score']:.1f}", Face.REGULAR, 11, INK, "right")
        badge(sheet, x + wide - 16, sheet.y - 5, row["letter"], row["status"], colours, 10)
        sheet.rule(sheet.y - 16.5, LINE, x, x + wide)
        sheet.y -= 29
    if len(rows) > LISTED:
        sheet.text(x, sheet.y, sheet.line(words("more", n=len(rows) - LISTED)), Face.SEMIBOLD, 10, QUIET)


def _noise(sheet: Sheet, x: float, wide: float, rows: list[dict[str, Any]], count: int) -> None:
    sheet.box(x, sheet.y + 15, wide, 3, "#6b7890")
    sheet.fit(x, sheet.y - 2, sheet.line(words("noise")), Face.BOLD, 13, wide - 30)
    sheet.text(x + wide, sheet.y - 2, str(count), Face.BOLD, 14, QUIET, "right")
    sheet.y -= 22
    sheet.paragraph(words("noise_lead", n=count), x=x, room=wide, size=10)
    silent = [row for row in rows if row["responses"] == 0]
    if silent:
        sheet.y -= 8
        sheet.fit(x, sheet.y, f"{sheet.line(words('fact_silent'))}: {len(silent)}", Face.BOLD, 11, wide)
        sheet.y -= 15
        names = ", ".join(sheet.say(_names(row))[0] for row in silent)
        for line in wrap(names, Face.REGULAR, 9.5, wide):
            if not sheet.room(12):
                break
            sheet.text(x, sheet.y, line, Face.REGULAR, 9.5, QUIET)
            sheet.y -= 13


def _districts(sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    contents = sheet.contents
    sheet.begin(words("districts"), "districts")
    sheet.paragraph(words("districts_lead"), size=10.5, colour=QUIET)
    sheet.y -= 14
    colours, scale = shades(contents.letters), axis(contents)
    for row in rows:
        x = MARGIN
        for place, name in enumerate(sheet.say(_names(row))):
            sheet.fit(
                x,
                sheet.y - 14 * place,
                name,
                Face.BOLD if not place else Face.REGULAR,
                14 if not place else 11,
                190,
                INK if not place else QUIET,
            )
        if row["score"] is not None:
            sheet.text(x + 250, sheet.y - 6, f"{row['score']:.1f}", Face.BOLD, 20, INK, "right")
            interval(sheet, x + 265, sheet.y, 190, row, scale, contents.bands, colours)
            sheet.text(
                x + 265 + 95, sheet.y - 16, f"{row['low']:.1f} – {row['high']:.1f}", Face.REGULAR, 9, QUIET, "center"
            )
        badge(sheet, x + 490, sheet.y - 4, row["letter"], row["status"], colours, 13)
        stack(
            sheet,
            x + 525,
            sheet.y - 6,
            WIDTH - 2 * MARGIN - 525,
            list(zip(contents.letters, row["counts"], strict=True)),
            colours,
        )
        said = sheet.say(words("district_places", graded=row["graded"], places=row["places"]))[0]
        quiet = sheet.say(words("district_silent", n=row["quiet"]))[0]
        status = sheet.say(words(f"status.{row['status']}"))[0]
        sheet.fit(
            x + 525, sheet.y - 19, f"{said} · {quiet} · {status}", Face.REGULAR, 9.5, WIDTH - 2 * MARGIN - 525, QUIET
        )
        sheet.rule(sheet.y - 29)
        sheet.y -= 49


def _pictures(sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    contents = sheet.contents
    sheet.begin(words("map"), "map")
    colours = shades(contents.letters)
    half = (WIDTH - 2 * MARGIN - 30) / 2
    top = sheet.y
    map_picture(sheet, contents, {row["code"]: row for row in rows}, colours, MARGIN, top, half)
    x = MARGIN + half + 30
    sheet.fit(x, top - 4, sheet.line(words("funnel")), Face.BOLD, 13, half)
    data = funnel(contents)
    if data:
        labels = (sheet.line(words("funnel_n")), sheet.line(words("funnel_score")))
        funnel_picture(sheet, data, x, top - 268, half, 235, labels)
    sheet.y = top - 288
    sheet.paragraph(words("funnel_lead"), x=x, room=half, size=9.5, colour=QUIET)
    sheet.y = FOOT + 40
    sheet.paragraph(Words(CREDIT_BOUNDARIES, CREDIT_BOUNDARIES), size=7.5, colour=QUIET)
    for line in wrap(CREDIT_POINTS, Face.REGULAR, 7.5, WIDTH - 2 * MARGIN):
        sheet.text(MARGIN, sheet.y, line, Face.REGULAR, 7.5, QUIET)
        sheet.y -= 10


COLUMN = {"score": 316, "interval": 330, "letter": 552, "likely": 600, "status": 640, "n": WIDTH - 2 * MARGIN}
"""Where the columns of the table of places stand, points from the left margin."""


def _places(sheet: Sheet, rows: list[dict[str, Any]], heading: Words) -> None:
    contents = sheet.contents
    colours, scale = shades(contents.letters), axis(contents)
    tall = 25.0
    for place, row in enumerate(rows):
        if not place or not sheet.room(tall):
            _table_head(sheet, heading, "" if place else f"places-{row['district']}")
        y = sheet.y
        sheet.fit(MARGIN, y, sheet.say(_names(row))[0], Face.SEMIBOLD, 11.5, 280)
        second = [*sheet.say(_names(row))[1:], row["code"]]
        sheet.fit(MARGIN, y - 10.5, " · ".join(second), Face.REGULAR, 8.5, 280, QUIET)
        if row["score"] is not None:
            sheet.text(MARGIN + COLUMN["score"], y - 4, f"{row['score']:.1f}", Face.BOLD, 13, INK, "right")
            interval(sheet, MARGIN + COLUMN["interval"], y - 1, 190, row, scale, contents.bands, colours)
            chance = row.get(f"p_{row['letter']}") or 0.0
            if row["letter"]:
                sheet.text(MARGIN + COLUMN["likely"], y - 4, f"{100 * chance:.0f} %", Face.REGULAR, 10, QUIET, "center")
        badge(sheet, MARGIN + COLUMN["letter"], y - 4, row["letter"], row["status"], colours)
        sheet.fit(
            MARGIN + COLUMN["status"], y - 4, sheet.say(words(f"status.{row['status']}"))[0], Face.REGULAR, 10.5, 88
        )
        sheet.text(MARGIN + COLUMN["n"], y - 4, sheet.number(int(row["responses"])), Face.REGULAR, 11, INK, "right")
        sheet.rule(y - 15)
        sheet.y -= tall


def _table_head(sheet: Sheet, heading: Words, bookmark: str) -> None:
    sheet.begin(heading, bookmark)
    sheet.box(MARGIN - 4, sheet.y - 6, WIDTH - 2 * MARGIN + 8, 20, "#e9edf4")
    for key, x, align in (
        ("col_name", 0.0, "left"),
        ("col_score", COLUMN["score"], "right"),
        ("col_interval", COLUMN["interval"], "left"),
        ("col_letter", COLUMN["letter"], "center"),
        ("col_status", COLUMN["status"], "left"),
        ("col_n", COLUMN["n"], "right"),
    ):
        sheet.text(MARGIN + x, sheet.y, sheet.say(words(key))[0], Face.BOLD, 10.5, INK, align)
    sheet.y -= 24


def station_sheet(sheet: Sheet, row: Row, district: District) -> None:
    """One page for one station: score with its interval, chance of each letter, the figures behind it."""
    from ..page.facts import station_facts

    contents = sheet.contents
    colours, scale = shades(contents.letters), axis(contents)
    sheet.begin(_names(row), str(row["code"]))
    kind = words(f"kind.{row['kind']}")
    sheet.text(
        MARGIN, sheet.y, f"{row['code']} · {sheet.line(kind)} · {sheet.line(_names(district))}", Face.REGULAR, 12, QUIET
    )
    sheet.y -= 44
    half = (WIDTH - 2 * MARGIN - 40) / 2
    top = sheet.y
    if row["score"] is None:
        minimum = contents.campaign.grading.grading.min_responses
        sheet.paragraph(words("detail_none", n=row["responses"], min=minimum), room=half, size=14)
    else:
        used = sheet.text(MARGIN, top, f"{row['score']:.1f}", Face.BOLD, 44)
        badge(sheet, MARGIN + used + 44, top + 6, row["letter"], row["status"], colours, 22)
        sheet.text(MARGIN + used + 90, top + 6, sheet.line(words(f"status.{row['status']}")), Face.SEMIBOLD, 13)
        interval(sheet, MARGIN, top - 28, half, row, scale, contents.bands, colours)
        sheet.text(MARGIN, top - 44, f"{scale.start:g}", Face.REGULAR, 9, QUIET)
        sheet.text(MARGIN + half, top - 44, "100", Face.REGULAR, 9, QUIET, "right")
        sheet.y = top - 72
        sheet.text(MARGIN, sheet.y, sheet.line(words("detail_letters")), Face.BOLD, 12)
        sheet.y -= 24
        for letter in contents.letters:
            chance = float(row[f"p_{letter}"] or 0)
            badge(sheet, MARGIN + 16, sheet.y, letter, "", colours, 11)
            sheet.box(MARGIN + 42, sheet.y - 3, half - 100, 12, "#eef1f6", 2)
            if chance > 0.004:
                sheet.box(MARGIN + 42, sheet.y - 3, (half - 100) * chance, 12, colours[letter].fill, 2)
            sheet.text(MARGIN + half, sheet.y, f"{100 * chance:.0f} %", Face.REGULAR, 11, INK, "right")
            sheet.y -= 22
    said = [sheet.line(words(f"reason_{reason}")) for reason in row["reasons"]]
    sheet.y -= 6
    marker(sheet, MARGIN + 5, sheet.y + 4, str(row["verdict"]), 5)
    sheet.fit(
        MARGIN + 18,
        sheet.y,
        " · ".join([sheet.line(words(f"verdict.{row['verdict']}")), *said]),
        Face.SEMIBOLD,
        12,
        half - 18,
    )
    sheet.y = top + 12
    x = MARGIN + half + 40
    for key, value in station_facts(dict(row)):
        sheet.label(x, sheet.y, words(key), Face.REGULAR, 10, half - 120, QUIET)
        sheet.fit(x + half, sheet.y, sheet.say(spoken(value))[0], Face.SEMIBOLD, 11, 116, INK, "right")
        sheet.rule(sheet.y - 7, LINE, x, x + half)
        sheet.y -= 23


def _how(sheet: Sheet) -> None:
    contents, freshness = sheet.contents, sheet.contents.freshness
    rules = contents.campaign.grading.grading
    sheet.begin(words("how"), "how")
    bands = " · ".join(f"{letter} {edge:g}" for letter, edge in contents.bands.items())
    for text in (
        words("how_score"),
        words("how_interval"),
        words("how_letter", bands=bands, sure=round(rules.hysteresis * 100)),
        words("how_status", min=rules.min_responses),
        words("how_kind"),
        words("how_money"),
        words("how_who"),
        *(Words(note, note) for note in contents.notes),
    ):
        if not sheet.room(50):
            sheet.begin(words("how"))
        sheet.paragraph(text, size=11)
        sheet.y -= 7
    if freshness.received is None:
        return
    sheet.y -= 6
    sheet.text(MARGIN, sheet.y, sheet.line(words("came")), Face.BOLD, 12)
    sheet.y -= 18
    sheet.paragraph(words("came_lead", received=freshness.received), size=11)
    for title, section, counts in (
        ("came_channels", "channel", freshness.channels),
        ("came_left_out", "aside", freshness.left_out),
        ("came_quarantined", "aside", freshness.quarantined),
    ):
        if counts:
            named = [(words(f"{section}.{name}"), spoken(count).en) for name, count in counts.items()]
            english = ", ".join(f"{text.en} {count}" for text, count in named)
            hindi = ", ".join(f"{text.hi} {count}" for text, count in named)
            sheet.paragraph(Words(f"{words(title).en} {english}", f"{words(title).hi} {hindi}"), size=10)
    sheet.paragraph(words("edited_deleted", edited=freshness.edited, deleted=freshness.deleted), size=10)
