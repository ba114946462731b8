"""A report asks Google before it grades, when that was not done for a day; one that was made without asking says so on every page."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
import time_machine
from click.testing import CliRunner

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import SignInError
from anubhav_gforms.pipeline.compared import ask_first, compared_at, not_lately

WEEK = "2026-W36"
LATELY = timedelta(hours=23, minutes=30)
"""Longer ago than a comparison holds, and less than the day by which a clock is refused."""


def report(office: Any, *words: str) -> Any:
    line = ["-C", str(office.campaign.root), "report", "--no-open", "--week", WEEK, *words]
    return CliRunner().invoke(anubhav, line, standalone_mode=False)


def pulled_a_day_ago(office: Any) -> datetime:
    """Responses that were all compared a day ago; gives when."""
    office.respond_many(24)
    then = datetime.now(UTC) - LATELY
    with time_machine.travel(then, tick=True):
        office.pull(full=True)
    return then


def away_from_google(office: Any) -> None:
    """From now on nobody of this computer is signed in at Google."""
    path = office.campaign.root / "config" / "office.toml"
    path.write_text(path.read_text("utf-8").replace(f'root = "{office.sandbox.root}"', 'root = ""'), "utf-8")


def office_pack(office: Any) -> str:
    with pypdfium2.PdfDocument(office.campaign.data / "reports" / WEEK / "office.pdf") as pack:
        return pack[0].get_textpage().get_text_range()


def manifest(office: Any) -> Any:
    return json.loads((office.campaign.data / "reports" / WEEK / "manifest.json").read_text("utf-8"))


def test_an_old_row_that_was_edited_is_found_by_the_report_itself_and_does_not_count(station_office: Any) -> None:
    office = station_office
    pulled_a_day_ago(office)
    untouched = report(office, "--offline")
    assert untouched.return_value == 0, untouched.output
    bench = CliRunner().invoke(anubhav, ["-C", str(office.campaign.root), "bench", "list"], standalone_mode=False)
    assert (bench.return_value, bench.output) == (0, "Nothing waits for a decision.\n")
    figures = (office.campaign.data / "reports" / WEEK / "office.csv").read_bytes()
    office.set("overall", 1, 5)
    office.delete_row(2)
    asked = report(office)
    assert asked.exception is None, asked.output
    assert asked.return_value == 1, "somebody must look"
    assert "Google was asked first" in asked.output
    assert "2 responses wait for a decision" in asked.output
    assert len(pipeline.list_bench(office.campaign)) == 2
    assert (office.campaign.data / "reports" / WEEK / "office.csv").read_bytes() == figures, "the first version counts"
    assert not [mark for mark in manifest(office)["marks"] if mark.startswith("not-compared")]


def test_what_was_compared_within_a_day_is_not_asked_again(station_office: Any) -> None:
    office = station_office
    office.respond_many(24)
    assert not_lately(compared_at(office.campaign)) is None, "nothing was pulled: there is nothing to compare"
    office.pull()
    away_from_google(office)
    made = report(office)
    assert made.return_value == 0, made.output
    assert "Google was asked" not in made.output
    assert not [mark for mark in manifest(office)["marks"] if mark.startswith("not-compared")]


def test_without_google_no_report_is_made_unless_it_may_say_so(station_office: Any) -> None:
    office = station_office
    then = pulled_a_day_ago(office)
    away_from_google(office)
    refused = report(office)
    assert isinstance(refused.exception, SignInError)
    assert "anubhav report --offline" in refused.exception.cure
    assert not (office.campaign.data / "reports").exists()
    made = report(office, "--offline", "--language", "en")
    assert made.return_value == 0, made.output
    local = pipeline.compared_at(office.campaign)
    assert local
    assert abs(local - then) < timedelta(minutes=5)
    said = f"Not compared with Google since {local.day} {local:%B %Y}"
    assert said in made.output
    assert f"not-compared {local:%Y-%m-%d}" in manifest(office)["marks"]
    assert said in office_pack(office).replace("\r\n", " ")
    for page in ("office.html", "shared/report.html"):
        text = (office.campaign.data / "reports" / WEEK / page).read_text("utf-8")
        assert said in text, page
        assert "से गूगल से मिलान नहीं" in text, page
    assert pipeline.verify_report(office.campaign, office.campaign.data / "reports" / WEEK).different == ()
    assert json.loads(report(office, "--offline", "--json").output)["not_compared_since"] == f"{local:%Y-%m-%d}"


def test_a_comparison_while_a_report_is_made_is_not_of_what_it_graded(station_office: Any) -> None:
    office = station_office
    then = pulled_a_day_ago(office)
    grades = pipeline.grade(office.campaign, week=WEEK)
    office.pull(full=True)
    pipeline.write_report(office.campaign, grades)
    assert f"not-compared {then.astimezone(office.campaign.zone):%Y-%m-%d}" in manifest(office)["marks"]


@pytest.mark.parametrize("source", ["sheet", "forms"])
def test_the_witness_that_is_read_is_the_one_that_is_asked(station_office: Any, source: str) -> None:
    office = station_office
    path = office.campaign.root / "config" / "office.toml"
    path.write_text(path.read_text("utf-8").replace('source = "both"', f'source = "{source}"'), "utf-8")
    office.campaign = load_campaign(office.campaign.root)
    then = pulled_a_day_ago(office)
    since = not_lately(compared_at(office.campaign))
    assert since
    assert abs(since - then) < timedelta(minutes=5)
    changes = ask_first(office.campaign, lambda: office.google)
    assert changes
    assert changes.full
    assert not_lately(compared_at(office.campaign)) is None
    assert ask_first(office.campaign, lambda: office.google) is None
