"""Cases that are not closed: how many are overdue in which district, and which have waited longest. Never a citizen's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...cases.case import Case, owner_said
from ...language import both
from ...paper import Face
from ...sentence import Bilingual
from ..palette import BAD, QUIET
from .sheet import LINE, MARGIN, WIDTH, Sheet

COLUMNS = (0.0, 62.0, 262.0, 480.0, 590.0)
"""Points from the left margin: case, station, matter, with whom, due."""


def cases_page(sheet: Sheet, cases: Sequence[Case]) -> None:
    """One page, as many cases as there is room for, those overdue first; no page without one."""
    if not cases:
        return
    contents = sheet.contents
    today, campaign = contents.week.sunday, contents.campaign
    late = [case for case in cases if case.overdue(today)]
    sheet.begin(both("Cases that are not closed"), "cases")
    sheet.paragraph(
        both("At the end of {day}: {n} case open, {late} overdue.", "At the end of {day}: {n} cases open, {late} overdue.", day=today, n=len(cases), late=len(late)),
        size=13,
        face=Face.SEMIBOLD,
        colour=BAD if late else QUIET,
    )  # fmt: skip
    stations = campaign.station_by_code
    count = Counter(stations[case.matter.station].district for case in late if case.matter.station in stations)
    counts = [
        both("{district}: {n}", district=district.names, n=count[district.code])
        for district in campaign.districts
        if count[district.code]
    ]
    if len(counts) > 1:
        sheet.paragraph(
            both("Overdue by district: {counts}", counts=Bilingual.in_a_row(counts)), size=10.5, colour=QUIET
        )
    sheet.y -= 8
    heads = (both("Case"), both("Station"), both("Matter"), both("Owner"), both("Due"))
    table = sheet.canvas.begun("Table")
    with sheet.row(table):
        _row(sheet, [sheet.line(head) for head in heads], Face.BOLD, QUIET)
    for case in cases:
        if not sheet.room(20):
            return
        station = stations.get(case.matter.station)
        days = case.overdue(today)
        due = both("overdue for {n} day", "overdue for {n} days", n=days) if days else both("due {day}", day=case.due)
        cells = (
            Bilingual.same(case.mark if contents.shared else str(case.number)),
            station.names if station else both(case.matter.nowhere),
            both(case.matter.said),
            both(owner_said(case.owner, campaign.districts)),
            due,
        )
        with sheet.row(table):
            _row(sheet, [sheet.say(cell)[0] for cell in cells], Face.REGULAR, BAD if days else "")


def _row(sheet: Sheet, cells: Sequence[str], face: Face, due: str) -> None:
    edges = (*COLUMNS[1:], WIDTH - 2 * MARGIN)
    for start, end, text in zip(COLUMNS, edges, cells, strict=True):
        colour = {"colour": due} if due and (face is Face.BOLD or start == COLUMNS[-1]) else {}
        with sheet.canvas.part("TH", scope="Column") if face is Face.BOLD else sheet.canvas.part("TD"):
            sheet.fit(MARGIN + start, sheet.y, text, face, 11, end - start - 10, **colour)
    sheet.rule(sheet.y - 6, LINE)
    sheet.y -= 20
