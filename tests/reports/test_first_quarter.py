"""A new campaign at 54 responses a month in the whole range: each week's report is worth reading, and says nothing of who was not judged."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import first_quarter as told
import pandas as pd
import pypdfium2
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.links.registry import PrintedPoster
from anubhav_gforms.reports.silence import hanging_then, never_scanned
from tests.office import make_office, run
from tests.packed_pages import unpacked


@pytest.fixture(scope="module")
def campaign(tmp_path_factory) -> Campaign:
    made = make_office(tmp_path_factory.mktemp("first"))
    told.write_first_quarter(made)
    return made


@pytest.fixture(scope="module")
def weeks(campaign: Campaign) -> dict[int, tuple[Path, str]]:
    """By week of the campaign its report's folder and what the command said, one week after the other as an office does."""
    made = {}
    for number in (1, 4, 13):
        label = told.week_number(number).label
        done = run(campaign.root, "report", "--week", label, "--no-open")
        assert done.return_value == 0, done.output
        made[number] = campaign.data / "reports" / label, done.output
    return made


def page(folder: Path) -> str:
    """What a reader of the office's page sees in English, before the pages of single stations."""
    text = (folder / "office.html").read_text("utf-8").partition("<body>")[2].partition("<script")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r'<span lang="hi">.*?</span>', "", text)).split())


def pack(folder: Path) -> str:
    with pypdfium2.PdfDocument(folder / "office.pdf") as document:
        return " ".join(" ".join(each.get_textpage().get_text_bounded() for each in document).split())


@pytest.mark.parametrize("number", [1, 4, 13])
def test_shares_with_intervals_stand_on_page_and_pack_from_the_first_week(weeks, number: int):
    folder, _ = weeks[number]
    for text in (page(folder), pack(folder)):
        assert "What can be said already" in text
        assert re.search(r"\d+ of \d+ who responded gave 4 or 5 for the visit on the whole: \d+%, nine times in", text)
        assert "When each station will have its first score" in text
        assert "Where responses come from" in text


def test_nothing_is_said_of_who_was_not_judged(weeks):
    for number in (1, 4):
        folder, said = weeks[number]
        assert "earned praise" not in said
        text = page(folder)
        for words in ("Earned praise: 0", "Needs attention 0", "Earned praise 0", "No clear difference 0", "praise 0"):
            assert words not in text, (number, words)
        assert "Needs attention" not in pack(folder)
        assert "Nobody can be judged yet" in text
        assert "in the colour of its letter" not in text, "white is who did not respond"
        for path in (folder / "districts").glob("*.pdf"):
            with pypdfium2.PdfDocument(path) as document:
                first = " ".join(document[0].get_textpage().get_text_bounded().split())
            assert "Nothing yet." in first, "no title without a word under it"
    assert "0 earned praise, 0 need attention, 1 does not differ clearly from its kind" in weeks[13][1]


@pytest.mark.parametrize("number", [1, 4, 13])
def test_every_station_without_a_score_has_its_time_and_only_those_without_a_response_that_counts_are_told_so(
    weeks, number
):
    folder, _ = weeks[number]
    table = pd.read_csv(folder / "office.csv").query("level == 'station'")
    text = page(folder)
    listed = re.findall(
        r"(within 4 weeks|in 5 to 13 weeks|in more than 13 weeks|no response counts) ?: (\d+) stations?", text
    )
    counts = {when: int(n) for when, n in listed}
    assert counts["no response counts"] == (table["responses"] == 0).sum()
    assert sum(counts.values()) == table["score"].isna().sum()


def test_posters_that_brought_nothing_are_told_with_a_next_step_and_outside_nothing_of_it(weeks, campaign: Campaign):
    assert "Posters that never brought" not in page(weeks[1][0]), "they hang for a week"
    folder, _ = weeks[13]
    codes = {(each["station"], each["serial"]) for each in told.first_quarter(campaign)}
    posters = [(station.code, serial) for station in campaign.stations for serial in (1, 2)]
    never = sum(each not in codes for each in posters)
    assert f"Posters that never brought a response : {never} of {len(posters)}" in page(folder)
    for text in (page(folder), pack(folder)):
        assert "Hang it where people wait: other posters of the station bring responses" in text
        assert "Have its photo taken and checked" in text
    shared = unpacked((folder / "shared" / "report.html").read_bytes())
    assert "Posters that never" not in shared
    assert "no response counts" not in shared
    assert "no date yet: fewer than 5 responses" in shared


def test_the_report_is_made_again_byte_by_byte(weeks, campaign: Campaign):
    assert run(campaign.root, "report", "--verify", str(weeks[4][0])).return_value == 0


def test_a_poster_counts_from_four_weeks_on_and_not_once_it_is_revoked():
    last = date(2026, 9, 27)
    poster = PrintedPoster("A.P1.X", "A", "poster", 1, "A", "gate", "", 1, (last - timedelta(weeks=4)).isoformat(), "f")
    young = replace(poster, value="A.P2.X", serial=2, printed_on=(last - timedelta(days=27)).isoformat())
    other = replace(poster, value="A.P3.X", serial=3)
    gone = replace(poster, value="B.P1.X", station="B", revoked=True, decisions=("2026-09-20 revoked",))
    late = replace(gone, value="C.P1.X", station="C", decisions=("2026-10-20 revoked",))
    responses = pd.DataFrame(
        {"station": ["A"] * 3, "channel": "poster", "serial": [3.0, 3.0, float("nan")], "code_status": "accepted",
         "day": pd.to_datetime(["2026-09-01", "2026-09-02", "2026-09-03"])}
    )  # fmt: skip
    assert [each.value for each in hanging_then([poster, young, gone, late], last)] == ["A.P1.X", "A.P2.X", "C.P1.X"]
    found = never_scanned(responses, [poster, young, other, gone, late], last=last)
    assert found.codes.to_dict("list") | {"printed": 0} == {
        "station": ["A", "C"], "channel": ["poster"] * 2, "serial": [1, 1], "placement": ["gate"] * 2, "printed": 0,
        "others": [2, 0],
    }  # fmt: skip
    assert (found.hanging, found.by_luck) == (3, 2)


def test_a_poster_printed_again_with_a_later_key_counts_once_and_since_its_first_print():
    last = date(2026, 9, 27)
    old = PrintedPoster("A.P1.A1", "A", "poster", 1, "A", "gate", "", 1, (last - timedelta(weeks=9)).isoformat(), "f")
    new = replace(old, value="A.P1.B1", key_id="B", printed_on=(last - timedelta(weeks=5)).isoformat())
    columns = {"station": [], "channel": [], "serial": [], "code_status": [], "day": pd.to_datetime([])}
    found = never_scanned(pd.DataFrame(columns), [new, old], last=last)
    assert (found.hanging, found.codes["printed"].tolist()) == (1, [old.printed_on])
