"""actions.csv and footfall.csv: what the office writes beside the responses, and every mistake in it at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pypdfium2
import pytest
from click.testing import CliRunner

from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import CampaignError
from anubhav_gforms.grading.cuts import COLUMNS
from anubhav_gforms.language import both
from anubhav_gforms.reports import for_outside, make_contents
from anubhav_gforms.reports.given import ActionTaken, read_actions, read_footfall, response_rates
from anubhav_gforms.reports.pack import edition_pack, strips
from anubhav_gforms.reports.pack.actions import did_page
from anubhav_gforms.reports.pack.sheet import FOOT, PackLanguage, Sheet
from anubhav_gforms.reports.reasons import QuestionGap, StationReasons
from anubhav_gforms.reports.records import records


def test_without_the_files_there_is_nothing_and_nothing_wrong(small_office):
    assert read_actions(small_office) == ()
    assert read_footfall(small_office) == ()


def test_actions_as_excel_saves_them(small_office):
    text = "\ufeffstation;theme;done;date\r\nSKT-SAK;facilities;पीने का पानी लगाया;2026-11-10\r\n;waiting;All stations: token system;2026-11-12\r\n;;;\r\n"
    (small_office.root / "actions.csv").write_text(text, encoding="utf-8", newline="")
    actions = read_actions(small_office)
    assert [(each.station, each.day) for each in actions] == [("", date(2026, 11, 12)), ("SKT-SAK", date(2026, 11, 10))]


def test_all_mistakes_are_told_at_once_with_their_lines(small_office):
    (small_office.root / "actions.csv").write_text("station,theme,done,date\nXXX-YY,x,,soon\n", encoding="utf-8")
    with pytest.raises(CampaignError) as caught:
        read_actions(small_office)
    said = str(caught.value)
    assert said.count("actions.csv:2:") == 4
    (small_office.root / "footfall.csv").write_text("station,visitors\n", encoding="utf-8")
    with pytest.raises(CampaignError, match="column first_day, last_day is missing"):
        read_footfall(small_office)
    lines = "station,first_day,last_day,visitors\nSKT-SAK,2026-11-30,2026-11-01,many\n"
    (small_office.root / "footfall.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(CampaignError) as caught:
        read_footfall(small_office)
    assert "last_day 2026-11-01 is before first_day 2026-11-30" in str(caught.value)
    assert 'visitors "many" is not a whole number' in str(caught.value)
    (small_office.root / "footfall.csv").write_bytes(b"station,\xe9t\xe9")
    with pytest.raises(CampaignError, match="is not UTF-8"):
        read_footfall(small_office)


def test_both_tables_as_excel_in_india_saves_them_again(small_office):
    """Excel there shows and saves 2026-11-10 as 10-11-2026; a register writes 1,200 visitors."""
    (small_office.root / "actions.csv").write_text(
        "station,theme,done,date\nSKT-SAK,facilities,x,10-11-2026\n", "utf-8"
    )
    assert read_actions(small_office)[0].day == date(2026, 11, 10)
    lines = 'station,first_day,last_day,visitors\nSKT-SAK,01/11/2026,30-11-2026,"1,200"\n'
    (small_office.root / "footfall.csv").write_text(lines, "utf-8")
    (found,) = read_footfall(small_office)
    assert (found.first, found.last, found.count) == (date(2026, 11, 1), date(2026, 11, 30), 1200)


def test_an_unknown_theme_and_a_day_far_ahead_are_refused(small_office):
    text = "station,theme,done,date\nSKT-SAK,parking,x,2026-11-10\nSKT-SAK,facilities,x,2062-11-10\nSKT-SAK,,x,2026-11-10\nSKT-OLD,,x,2026-11-10\n"
    (small_office.root / "actions.csv").write_text(text, "utf-8")
    with pytest.raises(CampaignError) as caught:
        read_actions(small_office)
    assert [mistake.line for mistake in caught.value.mistakes] == [2, 3, 5]
    assert "a station that closed keeps its line there, with status closed" in str(caught.value)
    assert 'theme "parking" is not one of behaviour, heard' in str(caught.value)
    assert "is more than a year ahead" in str(caught.value)


def test_one_cause_is_told_once(small_office):
    rows = "".join(f"SKT-SAK,facilities,x,{day}.11.26\n" for day in range(1, 29))
    (small_office.root / "actions.csv").write_text(f"station,theme,done,date\n{rows}", "utf-8")
    with pytest.raises(CampaignError) as caught:
        read_actions(small_office)
    assert len(caught.value.mistakes) == 28
    assert str(caught.value).count("\n") == 0
    assert 'actions.csv:2: date "1.11.26" is not a day' in str(caught.value)
    assert "(and 27 more like this, the last in line 29)" in str(caught.value)


def test_a_report_tells_the_mistakes_of_both_tables_before_it_grades(campaign):
    """There is not even a response yet: what is wrong in the tables is said first, all of it, and nothing is written."""
    (campaign.root / "actions.csv").write_text("station,theme,done,date\nXXX-YY,x,,soon\n", encoding="utf-8")
    (campaign.root / "footfall.csv").write_text(
        "station,first_day,last_day,visitors\nBSP-KTW,2026-11-30,2026-11-01,many\n", encoding="utf-8"
    )
    for line in (["report"], ["desk", "--port", "0"]):
        result = CliRunner().invoke(anubhav, ["-C", str(campaign.root), *line], standalone_mode=False)
        assert isinstance(result.exception, CampaignError), result.output
        assert result.exception.exit_code == 2
        said = str(result.exception)
        assert said.count("actions.csv:2:") == 4
        assert said.count("footfall.csv:2:") == 2
    assert not (campaign.data / "reports").exists()


def test_responses_are_held_against_visitors(small_office):
    lines = [
        "station,first_day,last_day,visitors",
        "SKT-SAK,2026-11-01,2026-11-30,200",
        "SKT-ADB,2026-11-01,2026-11-30,0",
    ]
    (small_office.root / "footfall.csv").write_text("\n".join(lines), encoding="utf-8")
    days = pd.to_datetime(["2026-10-31", "2026-11-01", "2026-11-30", "2026-11-05"])
    responses = pd.DataFrame({"station": ["SKT-SAK"] * 4, "day": days})
    rates = response_rates(read_footfall(small_office), responses)
    assert rates.loc[0, "answers"] == 3
    assert rates.loc[0, "rate"] == pytest.approx(0.015)
    assert pd.isna(rates.loc[1, "rate"])


def test_a_strip_is_printed_for_each_station_that_did_something(small_office, few_grades):
    contents = make_contents(small_office, few_grades)
    assert strips(contents, ()) is None
    (small_office.root / "actions.csv").write_text(
        "station,theme,done,date\nSKT-SAK,facilities,पीने का पानी लगाया गया,2026-11-10\n", encoding="utf-8"
    )
    with pypdfium2.PdfDocument(strips(contents, read_actions(small_office))) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
    assert "पीने का पानी लगाया गया" in " ".join(text.split())
    assert "आपने कहा, हमने किया" in " ".join(text.split())


def test_four_strips_stand_on_a_sheet_and_a_long_text_is_cut_at_the_edge(few_stations, few_grades):
    long = "पीने का पानी, बैठने की जगह और शौचालय की मरम्मत पूरी की गई। " * 4
    actions = [
        ActionTaken(station.code, "facilities", long, date(2026, 11, day))
        for station in few_stations.stations[:5]
        for day in (1, 2, 3, 4)
    ]
    with pypdfium2.PdfDocument(strips(make_contents(few_stations, few_grades), actions)) as document:
        assert len(document) == 2
        text = document[1].get_textpage().get_text_range()
    assert "4 नवंबर" not in " ".join(text.split())
    assert "…" in text, "whoever reads it on the wall sees that it is cut"


def test_the_page_of_actions_says_how_many_it_has_no_room_for(few_stations, few_grades):
    actions = [ActionTaken("", "", "पीने का पानी", date(2026, 11, day)) for day in range(1, 31)]
    sheet = Sheet(make_contents(few_stations, few_grades), both("You said, we did"), PackLanguage.ENGLISH)
    did_page(sheet, actions)
    with pypdfium2.PdfDocument(sheet.finish()) as document:
        text = " ".join(document[0].get_textpage().get_text_range().split())
    assert f"{len(actions) - text.count('पीने का पानी')} more in actions.csv" in text


def test_a_stations_sheet_says_what_to_change_and_what_was_done(few_stations, few_grades):
    contents = make_contents(few_stations, few_grades)
    rows = records(contents.stations)
    scored, silent = next(row for row in rows if row["score"]), next(row for row in rows if not row["responses"])
    why = StationReasons(
        scored["code"],
        weakest=QuestionGap("promptness", 40.0, 33.0, 47.0, 61.0),
        strongest=QuestionGap("overall", 80.0, 70.0, 90.0, 75.0),
        asked={"waiting": 3},
    )
    done = ActionTaken(scored["code"], "", "Tokens", date(2026, 11, 1))
    contents = for_outside(replace(contents, reasons={scored["code"]: why}, actions=(done,)))

    def text(row) -> str:
        with pypdfium2.PdfDocument(edition_pack(contents, row)) as document:
            assert len(document) == 1
            return " ".join(document[0].get_textpage().get_text_range().split())

    empty = text(silent)
    assert "Responses counted: < 5" in empty
    assert "No action is noted yet." in empty
    assert "What to change first" not in empty
    assert "The bar is the interval" not in empty, "there is no bar"
    full = text(scored)
    for said in (
        "State after the week 16–22 November 2026",
        f"{scored['score']:.0f}",
        "Weakest by comparison: Speed of help, clearly below its kind. 40 of 100 (nine times in ten 33 to 47); its kind 61.",
        "Strongest by comparison: How was your experience, not clearly different from its kind.",
        "The bar is the interval",
        "Messages beside praise speak of: waiting.",
        "Tokens",
    ):
        assert said in full
    named = text({**scored, "verdict": "attention", "reasons": ["below"], "margin": 6})
    assert "Needs attention" in named
    assert "6 points or more below the mean of its kind" in named, "and why"
    assert "If the office in charge disagrees" in named
    crowded = {**scored, "verdict": "attention", "reasons": ["below", "alarm", "bad", "money"], "old_letter": "B"}

    def foot(row) -> str:
        with pypdfium2.PdfDocument(edition_pack(replace(contents, actions=(done,) * 3), row)) as document:
            return document[0].get_textpage().get_text_bounded(0, 0, 842, FOOT + 4)

    assert foot(crowded) == foot(silent), "nothing runs into the foot"


def test_a_station_without_a_score_reads_how_many_were_satisfied(few_stations, few_grades):
    contents = make_contents(few_stations, few_grades)
    row = next(row for row in records(contents.stations) if row["score"] is None and row["responses"])
    share = pd.DataFrame([("station", row["code"], "overall", 8, 12, 1, 0.67, 0.43, 0.84, "")], columns=list(COLUMNS))
    with pypdfium2.PdfDocument(edition_pack(for_outside(replace(contents, shares=share)), row)) as document:
        said = " ".join(document[0].get_textpage().get_text_range().split())
    assert "8 of 12 who responded gave 4 or 5" in said
    assert "between 43 and 84%" in said
