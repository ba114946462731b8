"""A station closes, opens again, is renamed, moves, is removed: every face shows it rightly, and none ends in an error."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import pypdfium2
import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import STATUSES, Campaign, Status, load_campaign
from anubhav_gforms.errors import CampaignError
from anubhav_gforms.gazette.book import read_book
from anubhav_gforms.links import Link
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.nouns.week import Week
from anubhav_gforms.posters.printing.job import PrintJob, chosen_links
from anubhav_gforms.reports import Audience
from tests.grading.world import responses
from tests.office import copied, make_office, run, write_ledger
from tests.packed_pages import unpacked

CODE, NAME, HINDI = "GPM-MRW", "Marwahi Police Station", "थाना मरवाही"
WEEK = "2026-W47"
THEN = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def office_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two districts with thirty weeks of responses."""
    root = tmp_path_factory.mktemp("closed") / "office"
    campaign = make_office(root, lambda lines: [line for line in lines if line[:4] in ("code", "SKT-", "GPM-")])
    write_ledger(campaign, responses(campaign, weeks=30, a_week=8, seed=4), pulled_at=THEN)
    return root


@pytest.fixture
def office(office_made: Path, tmp_path: Path) -> Campaign:
    return copied(office_made, tmp_path)


def changed(campaign: Campaign, **cells: str) -> Campaign:
    """The campaign after the office changed the station's line; `code` "" removes it."""
    path = campaign.root / "stations.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    if "closed_on" not in table:
        table["closed_on"] = ""
    if cells.get("code") == "":
        table.loc[table["parent"] == CODE, "parent"] = ""
    for name, value in cells.items():
        table.loc[table["code"] == CODE, name] = value
    table[table["code"] != ""].to_csv(path, index=False)
    return load_campaign(campaign.root)


def faces(campaign: Campaign, week: str = WEEK) -> dict[str, Any]:
    """Everything that shows stations: names found in it, or rows."""
    grades = pipeline.grade(campaign, week=week)
    report = pipeline.write_report(campaign, grades, audiences=list(Audience), language="en")
    with zipfile.ZipFile(report.files["office.xlsx"]) as parts:
        book = parts.read("xl/sharedStrings.xml").decode()
    live = pipeline.live_report(campaign, clock=lambda: datetime.combine(Week(week).sunday, time(20), UTC))

    def text(name: str) -> str:
        with pypdfium2.PdfDocument(report.folder / name) as pack:
            return " ".join(page.get_textpage().get_text_range() for page in pack)

    page = unpacked(report.page.read_bytes())
    return {
        "page": f'data-code="{CODE}"' in page,
        "map": f'<g data-code="{CODE}"' in page,
        "shared page": f'data-code="{CODE}"' in unpacked((report.folder / "shared/report.html").read_bytes()),
        "office.pdf": NAME in text("office.pdf"),
        "district pack": any(NAME in text(f"districts/{each}.pdf") for each in ("GPM", "SKT")),
        "station sheet": f"stations/{CODE}.pdf" in report.files,
        "workbook": NAME in book,
        "CSV": CODE in set(pd.read_csv(report.files["office.csv"])["code"]),
        "JSON": CODE in {row["code"] for row in json.loads(report.files["office.json"].read_text("utf-8"))},
        "draft of the desk": f'data-code="{CODE}"' in live.page().decode(),
    }


def district(campaign: Campaign, code: str, week: str = WEEK) -> Any:
    return pipeline.grade(campaign, week=week).districts.set_index("code").loc[code]


def explained(campaign: Campaign, *words: str) -> dict[str, Any]:
    done = run(campaign.root, "explain", CODE, "--json", *words)
    assert done.exception is None, done.exception
    return dict(json.loads(done.stdout))


def test_an_open_station_is_in_every_face(office: Campaign) -> None:
    assert all(faces(office).values())


@pytest.mark.parametrize("day", ["", "2026-11-20"])
def test_a_closed_one_leaves_every_face_and_its_history_stays(office: Campaign, day: str) -> None:
    before, was = district(office, "GPM"), explained(office, "--week", "2026-W46")
    closed = changed(office, status="closed", closed_on=day)
    found = faces(closed)
    assert not any(found.values()), found
    now = district(closed, "GPM")
    assert now["stations"] == before["stations"] - 1
    assert now["responses"] < before["responses"]
    for words in ((), ("--week", WEEK)):
        told = explained(closed, *words)
        assert told["closed_on"] == day or (day and told["week"] == "2026-W46"), "the last week that it stood in"
        assert told["responses"] > 0
    said = run(closed.root, "explain", CODE, "--week", WEEK).output
    assert "in no list and in no mean" in said
    assert "किसी सूची" in run(closed.root, "explain", CODE, "--week", WEEK, "--language", "hi").output
    if day:
        then = explained(closed, "--week", "2026-W46")
        assert {key: then[key] for key in ("score", "letter", "responses")} == {
            key: was[key] for key in ("score", "letter", "responses")
        }
    for words in (("flags",), ("rule-check", "--notice", "60%"), ("calibrate",), ("ledger", "stats")):
        assert run(closed.root, *words).exception is None, words
    rule = run(closed.root, "rule-check", "--measure", "score", "--notice", "60", "--json", "--week", WEEK)
    assert CODE not in {row["code"] for row in json.loads(rule.stdout)["by_station"]}


def test_weeks_before_the_closing_stay_as_they_were(office: Campaign) -> None:
    pipeline.write_report(office, pipeline.grade(office, week="2026-W46"), language="en")
    before = pipeline.grade(office, week="2026-W46")
    closed = changed(office, status="closed", closed_on="2026-11-18")
    after = pipeline.grade(closed, week="2026-W46")
    pd.testing.assert_frame_equal(before.table, after.table)
    later = pipeline.grade(closed, week=WEEK)
    then = later.history[(later.history["code"] == "GPM") & (later.history["week"] == "2026-W46")]
    was = before.history[(before.history["code"] == "GPM") & (before.history["week"] == "2026-W46")]
    assert then["score"].tolist() == pytest.approx(was["score"].tolist(), abs=5e-4), (
        "what was published of the district is not replayed without it"
    )
    left = pipeline.count_exactly(closed, week=WEEK).left_out
    late = left[(left["station"] == CODE) & (left["reason"] == "station closed or not in the list")]
    assert late["rows"].sum() > 0, "responses after the closing are told, and count nowhere"


def test_opened_again_it_is_back_everywhere(office: Campaign) -> None:
    changed(office, status="closed", closed_on="2026-10-20")
    back = changed(office, status="confirmed", closed_on="")
    assert all(faces(back).values())
    assert explained(back)["closed_on"] is None


def test_a_renamed_one_has_its_new_name_everywhere(office: Campaign) -> None:
    renamed = changed(office, name_en="Marwahi Road Police Station")
    report = pipeline.write_report(renamed, pipeline.grade(renamed, week=WEEK), language="en")
    assert "Marwahi Road Police Station" in unpacked(report.page.read_bytes())
    assert NAME not in unpacked(report.page.read_bytes())
    assert "Marwahi Road Police Station" in run(renamed.root, "explain", CODE).output


def test_lines_in_another_order_leave_a_published_week_as_it_is(office: Campaign) -> None:
    """A person sorts stations.csv. It was said that the report had other figures."""
    pipeline.write_report(office, pipeline.grade(office, week=WEEK), language="en")
    path = office.root / "stations.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.sort_values("name_en", ascending=False).to_csv(path, index=False)
    again = load_campaign(office.root)
    report = pipeline.write_report(again, pipeline.grade(again, week=WEEK), language="en")
    assert report.kept is None
    assert pipeline.verify_report(again, report.folder).different == ()
    assert len(read_book(again.data).editions(WEEK)) == 1


def test_one_that_moves_to_another_district_leaves_the_old_code_closed(office: Campaign) -> None:
    moved = changed(office, status="closed", closed_on="2026-11-19")
    path = moved.root / "stations.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    line = table[table["code"] == CODE].assign(
        code="SKT-MRW", district="SKT", status="confirmed", closed_on="", name_en="Marwahi Thana", name_hi="मरवाही थाना"
    )
    pd.concat([table, line]).to_csv(path, index=False)
    moved = load_campaign(moved.root)
    assert not any(faces(moved).values())
    rows = pipeline.grade(moved, week=WEEK).stations.set_index("code")
    assert rows.loc["SKT-MRW", "status"] == "No responses"
    assert explained(moved)["district_en"] == "Gaurela-Pendra-Marwahi"


def test_a_removed_one_ends_nothing_and_explain_says_how_it_comes_back(office: Campaign) -> None:
    removed = changed(office, code="")
    assert not any(faces(removed).values())
    done = run(removed.root, "explain", CODE)
    assert "Put its line back, with status closed" in str(done.exception)
    assert done.exception is not None
    assert getattr(done.exception, "exit_code", 0) == 2


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"status": "confirmed", "closed_on": "2026-11-20"}, "Write status closed, or empty the cell"),
        ({"status": "closed", "closed_on": "yesterday"}, "is not a day such as 2026-11-24, 24-11-2026"),
    ],
)
def test_a_wrong_closing_is_named_with_its_line(office: Campaign, cells: dict[str, str], said: str) -> None:
    with pytest.raises(CampaignError, match=said):
        changed(office, **cells)


def test_posters_of_a_closed_one_are_made_only_when_it_is_named(office: Campaign) -> None:
    closed = changed(office, status="closed")
    links = [Link(each.code, Channel.POSTER, 1, "", "A", "", "") for each in closed.stations]
    assert CODE not in {link.station for link in chosen_links(closed, PrintJob(), links)}
    assert [link.station for link in chosen_links(closed, PrintJob(stations=(CODE,)), links)] == [CODE]


def test_every_status_says_what_it_does() -> None:
    assert set(STATUSES) == set(Status)
    assert all(meaning.says for meaning in STATUSES.values())


@pytest.mark.parametrize("written", ["20/11/2026", "20-11-2026", "20.11.2026"])
def test_the_day_is_read_as_excel_in_india_writes_it(office: Campaign, written: str) -> None:
    closed = changed(office, status="closed", closed_on=written)
    assert closed.station_by_code[CODE].closed_on == date(2026, 11, 20)
