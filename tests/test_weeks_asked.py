"""Which week may be asked for, what the running one says of itself, and that only `report` and --freeze write constants."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.nouns.week import Week
from tests.grading.world import responses
from tests.office import contents_of, make_office, run, write_ledger

NOW = datetime.now(UTC)
THIS = Week.of((NOW + timedelta(hours=5, minutes=30)).date())
LAST, NEXT = THIS.before, Week.of(THIS.sunday + timedelta(days=1))
THEN = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
READING = [
    ("explain", "SKT-ADB"),
    ("explain", "SKT-ADB", "--json"),
    ("flags",),
    ("flags", "--json"),
    ("rule-check", "--notice", "60%"),
    ("rule-check", "--measure", "score", "--notice", "60", "--json"),
    ("calibrate",),
    ("calibrate", "--json"),
    ("ledger", "stats"),
    ("ledger", "verify"),
    ("ledger", "events"),
    ("quarantine", "list"),
]


def few(lines: list[str]) -> list[str]:
    """The header, and the stations of two districts."""
    return [line for line in lines if line[:4] in ("code", "SKT-", "GPM-")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty weeks of responses up to today, pulled just now."""
    folder = tmp_path_factory.mktemp("office")
    campaign = make_office(folder, few)
    today = (NOW + timedelta(hours=5, minutes=30)).date()
    write_ledger(campaign, responses(campaign, weeks=40, until=today, a_week=8, seed=3), pulled_at=NOW)
    return folder


@pytest.fixture
def autumn(tmp_path: Path) -> Campaign:
    """Thirty weeks of responses up to 22 November 2026, pulled the morning after."""
    campaign = make_office(tmp_path / "autumn", few)
    write_ledger(campaign, responses(campaign, weeks=30, a_week=8, seed=4), pulled_at=THEN)
    return campaign


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_who_reads_writes_nothing(folder: Path, words: tuple[str, ...]) -> None:
    before = contents_of(folder)
    done = run(folder, *words)
    assert done.exception is None, done.exception
    assert contents_of(folder) == before


def test_the_draft_of_the_desk_writes_nothing_and_says_that_constants_are_provisional(folder: Path) -> None:
    before = contents_of(folder)
    live = pipeline.live_report(load_campaign(folder))
    page = live.page().decode()
    assert contents_of(folder) == before
    assert "The constants of this quarter are not frozen yet" in page
    assert "इस तिमाही के स्थिरांक अभी स्थिर नहीं हुए हैं" in page


@pytest.mark.parametrize(
    "words",
    [
        ("report", "--no-open"),
        ("explain", "SKT-ADB"),
        ("flags",),
        ("rule-check", "--notice", "60%"),
        ("calibrate",),
        ("flags", "show", "F1:X:1"),
    ],
    ids=" ".join,
)
def test_a_week_that_has_not_begun_is_refused(folder: Path, words: tuple[str, ...]) -> None:
    before = contents_of(folder)
    done = run(folder, *words, "--week", NEXT.label)
    assert isinstance(done.exception, InputError), done.output
    assert f"Week {NEXT.label} has not begun. The last finished week is {LAST.label}." in str(done.exception)
    assert contents_of(folder) == before


def test_a_week_before_the_first_response_is_refused(folder: Path) -> None:
    done = run(folder, "report", "--week", "2020-W01", "--no-open")
    assert "before the first response" in str(done.exception)
    assert isinstance(done.exception, InputError)


def test_a_month_whose_last_week_has_not_begun_is_refused(autumn: Campaign) -> None:
    for month in ("2026-12", "2031-01"):
        with pytest.raises(InputError, match=r"has not begun. The last finished week is 2026-W47."):
            pipeline.week_of_month(autumn, month, clock=lambda: THEN)
    assert pipeline.week_of_month(autumn, "2026-10", clock=lambda: THEN) == "2026-W43"
    assert pipeline.week_of_month(autumn, "2026-11", clock=lambda: THEN) == "2026-W48", "it runs"


def test_the_running_week_is_marked_on_everything(folder: Path) -> None:
    done = run(folder, "report", "--week", THIS.label, "--no-open", "--audience", "ig", "--audience", "district")
    assert done.exception is None, done.exception
    assert "unfinished · अधूरा" in done.output.splitlines()[0]
    report = folder / "data" / "reports" / THIS.label
    pages = [*report.rglob("*.html")]
    assert len(pages) > 3
    for page in pages:
        assert "Unfinished" in page.read_text("utf-8"), page
        assert "अधूरा" in page.read_text("utf-8"), page
    for file in (report / "office.pdf", report / "shared" / "range.pdf", report / "districts" / "SKT.pdf"):
        with pypdfium2.PdfDocument(file) as pack:
            for sheet in pack:
                text = sheet.get_textpage().get_text_range()
                assert "अधूर" in text, file
                assert "unfinished" in text, "a pack in both languages says it in both"
    assert json.loads((report / "manifest.json").read_text("utf-8"))["marks"][0] == "unfinished"
    for words in (("explain", "SKT-ADB"), ("flags",), ("rule-check", "--notice", "60%"), ("calibrate",)):
        assert "nfinished" in run(folder, *words, "--week", THIS.label).output, words
    hindi = run(folder, "explain", "SKT-ADB", "--week", THIS.label, "--language", "hi").output
    assert "अधूरा" in hindi.splitlines()[0]


def test_a_week_that_is_not_pulled_to_its_end_is_unfinished(autumn: Campaign) -> None:
    write_ledger(autumn, responses(autumn, weeks=1, seed=9).assign(response_id="x"), pulled_at=THEN - timedelta(days=2))
    assert not pipeline.grade(autumn, week="2026-W47", clock=lambda: THEN).finished
    assert pipeline.grade(autumn, week="2026-W46", clock=lambda: THEN).finished


def test_report_freezes_and_says_so_and_reading_follows(autumn: Campaign) -> None:
    file = autumn.data / "constants" / "2026-Q4.json"
    grades = pipeline.grade(autumn, week="2026-W47", clock=lambda: THEN)
    assert grades.provisional
    assert not file.exists()
    report = pipeline.write_report(autumn, grades, clock=lambda: THEN)
    assert "2026-Q4" in report.frozen
    assert json.loads(file.read_text("utf-8"))["sha256"] == grades.constants.sha256
    again = pipeline.grade(autumn, week="2026-W47", clock=lambda: THEN)
    assert not again.provisional
    assert pipeline.write_report(autumn, again, clock=lambda: THEN).frozen == ()
    assert "not frozen yet" not in report.page.read_text("utf-8")
    assert pipeline.verify_report(autumn, report.folder).different == ()


def test_constants_are_frozen_only_when_their_baseline_is_pulled(autumn: Campaign) -> None:
    new_year = datetime(2027, 1, 12, 4, 0, tzinfo=UTC)
    grades = pipeline.grade(autumn, week="2027-W01", clock=lambda: new_year)
    assert grades.constants.name == "2027-Q1"
    assert not grades.finished
    report = pipeline.write_report(autumn, grades, language="en", clock=lambda: new_year)
    assert "2027-Q1" not in report.frozen, "the last pull is of November"
    assert not (autumn.data / "constants" / "2027-Q1.json").exists()
    assert "not frozen yet" in report.page.read_text("utf-8")
    with pytest.raises(InputError, match="2027-Q1 has no constants to freeze yet"):
        pipeline.freeze_constants(autumn, "2027-Q1", clock=lambda: new_year)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--month", "0001-01"), '"0001-01" is not a month'),
        (("--month", "9999-13"), '"9999-13" is not a month'),
        (("--month", "2026-1"), '"2026-1" is not a month'),
        (("--month", "२०२६-१३"), '"२०२६-१३" is not a month'),
        (("--month", "2019-05"), "2019-05: Week 2019-W21 is before the first response."),
        (("--month", "9999-12"), '"9999-12" is not a month'),
        (("--week", "0001-W01"), '"0001-W01" is not an ISO week'),
        (("--week", "9999-W52"), '"9999-W52" is not an ISO week'),
    ],
    ids=" ".join,
)
def test_what_is_no_month_and_no_week_is_named_as_it_was_typed(folder: Path, words: tuple[str, ...], says: str) -> None:
    before = contents_of(folder)
    done = run(folder, "report", "--no-open", "--offline", *words)
    assert isinstance(done.exception, InputError), done.output
    assert says in str(done.exception)
    assert contents_of(folder) == before


def test_what_is_wrong_with_a_file_is_not_said_of_the_month(autumn: Campaign) -> None:
    gazette = autumn.data / "gazette.jsonl"
    gazette.write_text("no entry\n", "utf-8")
    refused = run(autumn.root, "report", "--no-open", "--offline", "--month", "2026-10").exception
    assert str(refused).startswith(f"{gazette}: line 1 is not an entry")


def test_a_month_with_blanks_around_it_is_that_month(autumn: Campaign) -> None:
    grades = pipeline.grade(
        autumn, week=pipeline.week_of_month(autumn, " 2026-10 ", clock=lambda: THEN), clock=lambda: THEN
    )
    report = pipeline.write_report(autumn, grades, month=" 2026-10 ", language="en", clock=lambda: THEN)
    assert report.folder == autumn.data / "reports" / "2026-10"


@pytest.mark.parametrize("quarter", ["2026-Q9", "Q4", "2026-W47", "0001-Q1", ""])
def test_what_is_no_quarter_is_named(folder: Path, quarter: str) -> None:
    if quarter:
        assert "is not a quarter" in str(run(folder, "calibrate", "--freeze", quarter, "--yes").exception)


def test_a_range_has_no_score_before_a_station_has(tmp_path: Path) -> None:
    """Ten responses, eight of them of one station: a headline of 0 to 14 points stood on them."""
    campaign = make_office(tmp_path, few)
    frame = responses(campaign, weeks=1, a_week=1, seed=2).head(10)
    first, *others = dict.fromkeys([frame["station"].iloc[0], *(each.code for each in campaign.stations)])
    frame["station"] = [first] * 8 + others[:2]
    write_ledger(campaign, frame, pulled_at=THEN)
    grades = pipeline.grade(campaign, week="2026-W47", clock=lambda: THEN)
    for level in (grades.range, grades.districts):
        assert level[["score", "low", "high"]].isna().all(axis=None)
    page = pipeline.write_report(campaign, grades, language="en", clock=lambda: THEN).page.read_text("utf-8")
    assert " of 100." not in page


def test_on_the_day_of_the_launch_report_and_draft_show_the_running_week(tmp_path: Path) -> None:
    campaign = make_office(tmp_path, few)
    thursday = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
    day = datetime(2026, 11, 18, tzinfo=UTC).date()
    write_ledger(
        campaign, responses(campaign, weeks=1, until=day, seed=2).query("day >= '2026-11-16'"), pulled_at=thursday
    )
    grades = pipeline.grade(campaign, clock=lambda: thursday)
    assert (grades.week, grades.finished) == ("2026-W47", False)
    live = pipeline.live_report(campaign, clock=lambda: thursday)
    assert "2026-W47" in live.page().decode()
    assert "Unfinished" in live.page().decode()


def test_a_week_that_is_none_is_refused_before_google_is_asked(tmp_path: Path) -> None:
    """Every row was compared, for minutes, and then the week was wrong."""
    make_office(tmp_path, few)
    write_ledger(load_campaign(tmp_path), responses(load_campaign(tmp_path), weeks=2, until=LAST.sunday, seed=2))
    assert "is not an ISO week" in str(run(tmp_path, "report", "--week", "W48").exception)


def test_without_a_response_page_and_report_say_what_to_do(tmp_path: Path) -> None:
    make_office(tmp_path, few)
    done = run(tmp_path, "report", "--no-open")
    assert done.return_value == 0, done.exception
    assert "No responses yet. Hang the posters; if people have responded already, run anubhav pull." in done.output
    page = pipeline.live_report(load_campaign(tmp_path)).page().decode()
    assert "Hang the posters" in page
    assert "पोस्टर लगाएँ" in page
    for words in (("explain", "SKT-ADB"), ("flags",), ("rule-check", "--notice", "60%"), ("calibrate",)):
        assert run(tmp_path, *words).exception is None, words
    assert not (tmp_path / "data" / "constants").exists()
    assert not (tmp_path / "data" / "gazette.jsonl").exists(), "nor bands and rules, which the office may still change"
    campaign = load_campaign(tmp_path)
    frame = responses(campaign, weeks=2, until=LAST.sunday, seed=2)
    write_ledger(campaign, frame.head(1).assign(code_status="quarantined", code_reason="test answer", station=""))
    assert run(tmp_path, "report", "--no-open").exception is None
    assert not pipeline.list_gazette(campaign), "a trial is no response of a citizen"
    [asked] = (line for line in pipeline.due_today(campaign) if line.name == "report")
    assert asked.ok is None, "what report announces nothing of is not asked for"
    write_ledger(campaign, frame.iloc[1:])
    grades = pipeline.grade(campaign)
    for wrong in ({"language": "fr"}, {"audiences": ["boss"]}):
        with pytest.raises(InputError, match="A report speaks hi, en or both"):
            pipeline.write_report(campaign, grades, **wrong)
    assert not (tmp_path / "data" / "constants").exists(), "refused before anything is written for ever"
    late = run(tmp_path, "report", "--no-open")
    assert late.exception is None, "of a week of which nothing was announced no figure is another one"
    assert f"announced {LAST.label}, edition 1" in late.output
