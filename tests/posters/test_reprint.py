"""What is printed again, revoked or accepted again changes nothing of the weeks that were announced before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from first_quarter import PRINTED, week_number, write_responses
from permits import make_posters

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.links.registry import load_registry

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
