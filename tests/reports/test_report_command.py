"""The report of a campaign that runs on the sandbox: from responses to files, made again later, and what the command says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pypdfium2
import pytest
from click.testing import CliRunner

from anubhav_gforms import pipeline
from anubhav_gforms.cases.case import CaseBook
from anubhav_gforms.cli import anubhav
from anubhav_gforms.desk.board import Board
from anubhav_gforms.errors import GoogleError, InputError, StateError
from anubhav_gforms.links import sign
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.reports.manifest import (
    MovedFigure,
    Verification,
)
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.packed_pages import unpacked

WEEK = "2026-W42"
START = datetime(2026, 7, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def send(campaign, google, sandbox):
    """Citizens respond at one station, once a day from `START` on."""
    pipeline.setup_forms(campaign, google)
    registry = load_registry(campaign.data)
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    page = registry.responder_uri.removeprefix(sandbox.root).replace("/viewform", "/formResponse")
    form, sent = campaign.form, 0

    def respond(station: str, count: int, /, **answers) -> None:
        nonlocal sent
        for _ in range(count):
            given = {
                "station": sign(station, Channel.POSTER, 1, load_keyring(campaign)),
                "overall": 3 + sent % 3,
                **answers,
            }
            given.setdefault("purpose", form.question("purpose").options[0])
            for key in ("behaviour", "heard", "promptness", "facilities"):
                given.setdefault(key, 2 + sent % 4)
            when = (START + timedelta(days=sent % 88, minutes=sent)).isoformat().replace("+00:00", "Z")
            fields = {f"entry.{registry.entry(key)}": str(value) for key, value in given.items()}
            assert (
                sandbox.post(page, data={**fields, "pageHistory": "0,1"}, headers={"X-Sandbox-Clock": when}).status_code
                == 200
            )
            sent += 1

    return respond


def test_a_station_whose_visitors_answer_too_few_questions_is_not_said_to_have_no_responses(campaign, google, send):
    """They gave the one rating that the form demands: the office was sent to look at the poster, as if nobody had responded."""
    send("BSP-KTW", 40)
    send("KRB-CVL", 6, behaviour="", heard="", promptness="", facilities="")
    pipeline.pull(campaign, google)
    report = pipeline.write_report(campaign, pipeline.grade(campaign, week=WEEK))
    rows = pd.read_csv(report.files["office.csv"]).set_index("code")
    assert rows.loc["KRB-CVL", ["status", "responses"]].tolist() == ["Not enough responses", 0]
    assert rows.loc["BSP-IGO", "status"] == "No responses"
    assert rows.loc["KRB", "status"] == "Not enough responses", "its district says no other than the station"
    heard = report.contents.heard
    assert [row["code"] for row in heard.few] == ["KRB-CVL"]
    assert len(heard.silent) == len(campaign.stations) - 2
    assert "KRB-CVL" not in {row["code"] for row in heard.silent}
    assert "KRB-CVL" not in rows.loc["RANGE", "silent"]
    assert len(rows.loc["RANGE", "silent"].split(", ")) == len(heard.silent)


def test_a_report_is_made_from_responses_and_can_be_made_again_after_more_came(campaign, google, send):
    send("BSP-KTW", 40, message="अच्छा व्यवहार, 9876543210")
    send("KRB-KTW", 6)
    pipeline.pull(campaign, google)
    grades = pipeline.grade(campaign, week=WEEK)
    report = pipeline.write_report(campaign, grades)
    rows = pd.read_csv(report.files["office.csv"]).set_index("code")
    assert rows.loc["BSP-KTW", "responses"] == 40
    assert rows.loc["BSP-KTW", "score"] > 0
    assert rows.loc["KRB-KTW", "status"] == "Not enough responses"
    assert rows.loc["BSP-IGO", "status"] == "No responses"
    assert report.contents.freshness.received == 46
    assert "9876543210" not in unpacked(report.page.read_bytes())

    send("KRB-KTW", 30)
    pipeline.pull(campaign, google)
    again = pipeline.verify_report(campaign, report.folder)
    assert again.different == ()
    assert len(again.same) == len(report.files) - 1
    manifest = json.loads((report.folder / "manifest.json").read_text("utf-8"))
    manifest["files"]["office.csv"] = "0" * 64
    (report.folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    result = run(campaign, "--verify", str(report.folder))
    assert result.return_value == 1
    assert "different: office.csv" in result.output
    assert "Inputs that are not as they were: none." in result.output
    assert f"All {len(rows)} stations and districts have the score, letter and standing of then." in result.output
    assert "It was made by" not in result.output
    table = report.folder / "office.csv"
    score = rows.loc["BSP-KTW", "score"]
    assert table.read_text("utf-8").count(f",{score},") == 1
    table.rename(report.folder / "grades.csv")  # as the first version called it
    table.with_name("grades.csv").write_text(
        table.with_name("grades.csv").read_text("utf-8").replace(f",{score},", ",12.5,")
    )
    manifest["inputs"]["code"] = "0.1.0+older"
    (report.folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    result = run(campaign, "--verify", str(report.folder))
    assert "It was made by anubhav 0.1.0+older, and again by" in result.output
    assert f"1 of {len(rows)} stations and districts has another score" in result.output
    assert f"  BSP-KTW: score 12.5 then, {score} now" in result.output
    newer = pipeline.write_report(campaign, pipeline.grade(campaign, week=WEEK), language="en", again=True)
    assert pd.read_csv(newer.files["office.csv"]).set_index("code").loc["KRB-KTW", "responses"] == 36


def test_what_comes_while_a_report_is_made_is_for_the_next_one(campaign, google, send):
    """A schedule pulls while a person makes the report: its figures, its time and what it says of its ledger are of one moment."""
    send("BSP-KTW", 40)
    pipeline.pull(campaign, google)
    grades = pipeline.grade(campaign, week=WEEK)
    then = open_ledger(campaign).manifest
    send("BSP-KTW", 30)
    pipeline.pull(campaign, google)
    report = pipeline.write_report(campaign, grades)
    rows = pd.read_csv(report.files["office.csv"]).set_index("code")
    assert (rows.loc["BSP-KTW", "responses"], report.contents.freshness.received) == (40, 40)
    assert json.loads((report.folder / "manifest.json").read_text("utf-8"))["inputs"]["ledger"] == then.chain
    assert pipeline.verify_report(campaign, report.folder).different == ()
    assert pipeline.verify_gazette(campaign).ok


def test_of_many_moved_figures_it_says_how_many_more_there_are(campaign, monkeypatch):
    moved = tuple(MovedFigure(f"BSP-{n:03}", "score", "70.0", "71.0") for n in range(12))
    found = Verification("2026-W47", (), ("office.csv",), (), ("0.1.0+older", "0.1.0+newer"), 12, moved)
    monkeypatch.setattr(pipeline, "verify_report", lambda *_, **__: found)
    said = run(campaign, "--verify", str(campaign.root)).output
    assert said.count("70.0 then, 71.0 now") == 10
    assert "and 2 others" in said


def test_a_test_response_in_the_weeks_of_the_report_is_named_and_in_no_score(campaign, google, send):
    send("BSP-KTW", 6)
    send("BSP-KTW", 1, station="ANUBHAV-TEST e69cecdf")
    pipeline.pull(campaign, google)
    report = pipeline.write_report(campaign, pipeline.grade(campaign, week=WEEK))
    assert "a test response of the office" in unpacked(report.page.read_bytes())
    assert pd.read_csv(report.files["office.csv"]).set_index("code").loc["BSP-KTW", "responses"] == 6


def test_the_igs_page_counts_what_the_office_gave_a_station(campaign, google, send):
    """Whoever sends forms without a code and gives them to a station as posters moves its grade: whoever reads of it must see that."""
    send("BSP-KTW", 25)
    send("BSP-KTW", 3, station="near the bridge")
    pipeline.pull(campaign, google)
    ids = open_ledger(campaign).frame().query("code_status == 'quarantined'")["response_id"].tolist()
    told = "Given a station by the office (anubhav ledger events says by whom and why):"
    before = pipeline.write_report(campaign, pipeline.grade(campaign, week=WEEK), language="en")
    assert told not in unpacked(before.page.read_text("utf-8"))
    assigned = pipeline.assign_station(campaign, ids, "BSP-KTW", who="clerk", why="known", channel=Channel.POSTER)
    assert assigned == {"poster": 3}
    made = pipeline.write_report(campaign, pipeline.grade(campaign, week=WEEK), language="en", again=True)
    page = unpacked(made.page.read_text("utf-8"))
    [counted] = re.findall(rf"{re.escape(told)}(.*?)</p>", page, re.DOTALL)
    assert re.findall(r"poster|\d+", re.sub(r"<[^>]*>", " ", counted)) == ["poster", "3"], counted
    assert told not in unpacked((made.folder / "shared" / "report.html").read_text("utf-8"))


def run(campaign, *arguments: str):
    line = ["-C", str(campaign.root), "report", "--no-open", *arguments]
    return CliRunner().invoke(anubhav, line, standalone_mode=False)


def test_the_command_says_the_headline_writes_for_every_reader_and_publishes(campaign, google, sandbox, send):
    send("BSP-KTW", 25, topic=campaign.form.question("topic").options[0], message="बहुत अच्छा व्यवहार")
    send("KRB-KTW", 2, money=campaign.form.question("money").options[1])
    pipeline.pull(campaign, google)
    body = {"properties": {"title": "Grades"}, "sheets": [{"properties": {"title": "Ours"}}]}
    sheet = sandbox.api("POST", "/v4/spreadsheets", json=body).json()["spreadsheetId"]
    readers = ("--audience", "ig", "--audience", "district", "--audience", "station")
    address = f"https://docs.google.com/spreadsheets/d/{sheet}/edit#gid=0"
    result = run(campaign, "--month", "2026-08", "--language", "hi", *readers, "--publish", address)
    assert result.exception is None, result.output
    assert "week 2026-W35 (24.08. to 30.08.2026)" in result.output
    assert "every row and response was last compared on " in result.output
    assert "27 responses; 1 of 6 stations have a score, 4 have no response" in result.output
    folder = campaign.data / "reports" / "2026-08"
    assert str(folder / "office.html") in result.output
    assert f"published {sandbox.root}/spreadsheets/d/{sheet}/edit" in result.output
    assert "बहुत अच्छा व्यवहार" in (folder / "ig" / "messages.html").read_text("utf-8")
    assert (folder / "stations" / "BSP-KTW.pdf").exists()
    assert "बहुत अच्छा व्यवहार" not in unpacked((folder / "office.html").read_bytes())
    with pypdfium2.PdfDocument(folder / "office.pdf") as pack:
        first = pack[0].get_textpage().get_text_range()
    assert "ध्यान देना है" in first
    assert "Needs attention" not in first
    assert pipeline.verify_report(campaign, folder).different == ()
    titles = [tab.title for tab in google.sheets.describe(sheet).tabs]
    assert titles == ["Ours", "Anubhav stations", "Anubhav districts", "Anubhav about"]

    board = Board(campaign, lambda: datetime.now(UTC), CaseBook)
    seen, health = board.snapshot, board.snapshot.health
    assert (seen.responses, seen.quarantined, health.waiting) == (27, 0, 0)
    book = google.sheets.describe(load_registry(campaign.data).spreadsheet_id)
    assert health.sheet_full == round(book.fullness, 6) > 0, "as doctor counts it: empty cells too"
    assert health.quota.what == "reading sheets"
    assert 1 <= health.quota.most < health.quota.limit == 60
    assert health.turned_away == 0


def test_responses_of_a_station_that_is_no_longer_listed_are_told(campaign, google, send):
    send("BSP-KTW", 12)
    send("KRB-KTW", 15)
    pipeline.pull(campaign, google)
    assert "not in stations.csv" not in run(campaign, "--month", "2026-08", "--offline").output
    path = campaign.root / "stations.csv"
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("BSP-KTW,")), "utf-8")
    told = run(campaign, "--month", "2026-08", "--offline", "--again").output
    assert "12 responses of stations that are closed or not in stations.csv: in no score" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--week", WEEK, "--month", "2026-10"), "both given"), (("--month", "October"), '"October" is not a month')],
)
def test_a_month_is_asked_for_in_one_way(campaign, arguments, said):
    with pytest.raises(InputError, match=said):
        raise run(campaign, *arguments).exception


def test_grades_are_published_in_tabs_of_a_sheet_and_again_without_a_change(campaign, google, sandbox, send):
    send("BSP-KTW", 25)
    pipeline.pull(campaign, google)
    contents = pipeline.write_report(campaign, pipeline.grade(campaign, week=WEEK), language="en").contents
    body = {"properties": {"title": "Grades"}, "sheets": [{"properties": {"title": "Ours"}}]}
    sheet = sandbox.api("POST", "/v4/spreadsheets", json=body).json()["spreadsheetId"]

    def cells() -> list:
        ranges = ["'Anubhav stations'!A1:K7", "'Anubhav districts'!A1:K4"]
        return google.sheets.values(sheet, ranges)

    pipeline.publish_report(campaign, google, contents, sheet)
    first = cells()
    stations = first[0]
    assert stations[0][:3] == ["code", "BSP-IGO", "BSP-KTW"]
    assert stations[5][2] == round(contents.stations.set_index("code").loc["BSP-KTW", "score"], 1), "as pages say it"
    assert stations[10][2] == 25
    pipeline.publish_report(campaign, google, contents, sheet)
    assert cells() == first
    assert [tab.title for tab in google.sheets.describe(sheet).tabs] == [
        "Ours",
        "Anubhav stations",
        "Anubhav districts",
        "Anubhav about",
    ]
    with pytest.raises(StateError, match="holds the responses"):
        pipeline.publish_report(campaign, google, contents, load_registry(campaign.data).spreadsheet_id)


def test_a_file_that_is_no_spreadsheet_is_told_as_one_and_not_as_a_sheet_that_is_gone(campaign, google, sandbox, send):
    """Else setup-forms would make a second response sheet."""
    made = sandbox.api("POST", "/drive/v3/files", json={"name": "N", "mimeType": "application/pdf"}).json()["id"]
    with pytest.raises(GoogleError, match="not a Google spreadsheet"):
        pipeline.check_publish_target(campaign, google, made)
    save_registry(replace(load_registry(campaign.data), spreadsheet_id=made), campaign.data)
    with pytest.raises(GoogleError, match="not a Google spreadsheet"):
        pipeline.setup_forms(campaign, google, apply=False)
