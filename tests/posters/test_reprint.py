"""What is printed again, revoked or accepted again changes nothing of the weeks that were announced before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from first_quarter import PRINTED, week_number, write_responses
from permits import make_posters

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.links.registry import PrintedPoster, Registry, load_registry
from anubhav_gforms.links.revocation import decided

from .conftest import anubhav, edit

WEEK, LATER_WEEK = week_number(4), week_number(8)
LATER = WEEK.sunday + timedelta(days=20)
SILENT = "BSP-KTW.P3"
"""No response carries a third serial."""


def test_a_reprint_leaves_the_report_of_an_older_week_as_it_was(office: Path):
    edit(office, "posters = 1", "posters = 3")
    write_responses(load_campaign(office))
    make_posters(load_campaign(office), today=PRINTED)
    assert "3 of 9" in told_silent(office, WEEK.label), "the third of each station"
    edit(office, "placements = []", 'placements = ["gate", "hall", "yard"]')
    make_posters(load_campaign(office), today=LATER)
    [again] = (each for each in load_registry(office / "data").hanging if each.value.startswith(SILENT))
    assert (again.printed_on, again.placement) == (LATER.isoformat(), "yard")
    assert anubhav(office, "posters", "--revoke", SILENT, "--yes").return_value == 0
    verified = anubhav(office, "report", "--verify", str(office / "data" / "reports" / WEEK.label), "--json")
    assert verified.return_value == 0, verified.output
    assert "printed posters" not in verified.output
    assert anubhav(office, "gazette", "verify").return_value == 0
    assert "of 9" not in told_silent(office, LATER_WEEK.label), "printed again, they have hung for a few days"


def told_silent(folder: Path, week: str) -> str:
    """What the office's page of this week says of posters that never brought a response."""
    assert anubhav(folder, "report", "--week", week, "--no-open").return_value == 0
    page = (folder / "data" / "reports" / week / "office.html").read_text("utf-8")
    return page.partition("Posters that never brought")[2].partition("</section>")[0]


def test_a_code_is_told_of_as_it_hung_on_a_day():
    poster = PrintedPoster("A.P1.X", "A", "poster", 1, "A", "gate", "", 1, "2026-07-01", "f")
    registry = Registry(printed=(poster,))
    registry = decided(registry, registry.printed, revoked=True, day=date(2026, 8, 1))
    registry = decided(registry, registry.printed, revoked=False, day=date(2026, 8, 10))
    registry = registry.with_printed(replace(poster, printed_on="2026-09-01", placement="hall"))
    registry = decided(registry, registry.printed, revoked=True, day=date(2026, 10, 1))
    registry = registry.with_printed(replace(poster, printed_on="2026-10-01", placement="yard"))
    registry = registry.with_printed(replace(poster, printed_on="2026-10-01", placement="porch"))
    [known] = registry.printed
    hung = {day: known.at(day) for day in ("2026-06-30", "2026-07-31", "2026-08-01", "2026-08-10", "2026-09-30")}
    assert {day: each and (each.printed_on, each.placement) for day, each in hung.items()} == {
        "2026-06-30": None,
        "2026-07-31": ("2026-07-01", "gate"),
        "2026-08-01": None,
        "2026-08-10": ("2026-07-01", "gate"),
        "2026-09-30": ("2026-09-01", "hall"),
    }
    assert known.at("2026-10-01") == known, "printed again on the day it was revoked"
    assert (known.placement, known.revoked) == ("porch", False)
