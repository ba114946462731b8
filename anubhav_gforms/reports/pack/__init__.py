"""Contents → printable packs (PDF, A4 wide, large enough for a shared screen): one for the range, one a district."""

from __future__ import annotations

from ...campaign import District
from ...cases.case import owner_of_district
from ...language import both
from ..contents import Contents
from .actions import did_page, strips
from .cases import cases_page
from .early import shares_page, waiting_page
from .edition import edition_pack
from .headline import COLUMN, headline_page, named_rows
from .how import how_page
from .overview import districts_page, pictures_page
from .quiet import silence_page
from .sheet import PackLanguage, Sheet
from .stations import station_pages
from .why import card_lines, others_named, why_pages

__all__ = ["PackLanguage", "district_pack", "edition_pack", "range_pack", "strips"]


def range_pack(contents: Contents, language: PackLanguage = PackLanguage.BOTH, *, alone: bool = False) -> bytes:
    """The IG's pack as PDF: headline and lists, districts, map and funnel, silence, every station (of too many none, unless the pack is
    `alone`, without one of each district), how to read it."""
    sheet = Sheet(contents, contents.campaign.office.office.range_names + ", " + contents.week_words, language)
    rows = contents.rows
    shown, _ = headline_page(sheet, contents.whole, rows, both("Police service as citizens see it"), "range")
    others_named(sheet, named_rows(contents, rows), shown)
    districts = contents.district_rows
    shares_page(sheet)
    if not contents.early or any(row["score"] is not None for row in districts):
        districts_page(sheet, districts)
    pictures_page(sheet)
    silence_page(sheet, rows)
    waiting_page(sheet, rows)
    did_page(sheet, contents.actions)
    if not contents.shared:
        cases_page(sheet, contents.cases)
    groups = [
        (district.names, f"places-{district.code}", contents.rows_of(district.code))
        for district in contents.campaign.districts
    ]
    if alone or not contents.large:
        station_pages(sheet, groups, both("Every station with its interval"))
    how_page(sheet)
    return sheet.finish()


def district_pack(contents: Contents, district: District, language: PackLanguage = PackLanguage.BOTH) -> bytes:
    """An SP's pack as PDF: the district's page, what its named stations shall change and keep, a line per station, what was done."""
    sheet = Sheet(contents, district.names + ", " + contents.week_words, language)
    rows = contents.rows_of(district.code)
    [whole] = [row for row in contents.district_rows if row["code"] == district.code]
    named = named_rows(contents, rows)
    reasons = {row["code"]: card_lines(sheet, row, COLUMN) for each in named.values() for row in each}
    shown, in_full = headline_page(sheet, whole, rows, district.names, district.code, reasons)
    others_named(sheet, named, shown)
    if not in_full:
        why_pages(sheet, named)
    station_pages(sheet, [(district.names, f"places-{district.code}", rows)], both("Every station with its interval"))
    waiting_page(sheet, rows)
    codes = {row["code"] for row in rows}
    did_page(sheet, [each for each in contents.actions if each.station in codes or not each.station])
    cases_page(sheet, [case for case in contents.cases if case.owner == owner_of_district(district.code)])
    how_page(sheet, notes=False)
    return sheet.finish()
