"""A correction says what a release can say: the book is never rewritten, so a slip of the hand is refused before it stands there."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.gazette.book import FILE, read_book
from anubhav_gforms.gazette.release import grade_of
from tests.grading.world import responses
from tests.office import make_office, run, write_ledger

WEEK = "2026-W46"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """A district whose week 46 is announced, one station of it without a response."""
    root = tmp_path_factory.mktemp("correct") / "office"
    campaign = make_office(root, lambda lines: [line for line in lines if line[:4] in ("code", "GPM-")])
    rows = responses(campaign, weeks=30, a_week=12, seed=4)
    silent = rows["station"].iloc[0]
    write_ledger(campaign, rows[rows["station"] != silent], pulled_at=datetime(2026, 11, 23, 4, 0, tzinfo=UTC))
    pipeline.write_report(campaign, pipeline.grade(campaign, week=WEEK), language="en")
    return campaign


def correct(office: Campaign, code: str, field: str, value: str) -> object:
    return pipeline.correct_gazette(office, WEEK, code, field, value, why="x", who="IG").body["new"]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("standing", "good", 'no standing "good".*above, below, cannot be told'),
        ("letter_set", "B,C", 'no letter "B,C".*written like B/C'),
        ("letter_set", "B or E", "no letter"),
        ("letter", "B/C", 'no letter "B/C"'),
        ("low", "99.5", "would begin at 99.5 and end at"),
        ("high", "nan", "cannot be read as points"),
        ("score", "99.5", "score of GPM would be 99.5, outside its interval from"),
        ("high", "0.5", "would begin at .* and end at 0.5"),
    ],
)
def test_what_no_release_can_say_is_refused(office: Campaign, field: str, value: str, why: str) -> None:
    before = read_book(office.data)
    with pytest.raises(InputError, match=why):
        correct(office, "GPM", field, value)
    assert read_book(office.data) == before


def test_a_place_without_a_score_has_nothing_to_correct(office: Campaign) -> None:
    rows = grade_of(read_book(office.data).editions(WEEK)[0].body)["figures"]["station"]
    silent = next(code for code, row in rows.items() if "score" not in row)
    with pytest.raises(InputError, match="had no score in week"):
        correct(office, silent, "letter", "C")


def test_what_is_typed_stands_as_a_release_writes_it(office: Campaign) -> None:
    assert correct(office, "GPM", "standing", "below") == "below"
    assert correct(office, "GPM", "letter_set", "B/C") == "B or C"
    assert "GPM: letters B/C, before: " in run(office.root, "gazette", "list").output
    assert correct(office, "GPM", "high", "90") == 90.0
    assert correct(office, "GPM", "score", "89") == 89.0
    with pytest.raises(InputError, match=r"score of GPM would be 89\.0, outside its interval from 89\.5"):
        correct(office, "GPM", "low", "89.5")
    assert correct(office, "GPM", "low", "88.5") == 88.5


def test_a_name_in_the_reason_is_noted_before_it_is_printed_on_reports(office: Campaign) -> None:
    line = ("gazette", "correct", WEEK, "GPM", "standing", "above", "--why")
    asked = run(office.root, *line, "रमेश पटेल ने शिकायत की")
    assert "it is printed for everybody to read" in asked.output
    assert asked.exit_code, "nobody said yes"
    assert "printed for everybody" not in run(office.root, *line, "forged responses").output


def test_a_letter_in_place_of_two_names_both(office: Campaign) -> None:
    """What is called wrong is what stood there for readers, not an empty cell."""
    rows = grade_of(read_book(office.data).editions(WEEK)[0].body)["figures"]["station"]
    code, two = next((code, row["letter_set"]) for code, row in rows.items() if row.get("letter_set"))
    done = run(office.root, "gazette", "correct", WEEK, code, "letter", "F", "--why", "x", "--yes")
    assert f"{code}: letter F, before: {two.replace(' or ', '/')} (x; decided by " in done.output


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (("2026-W47", "SKT-SKT", "letter", "B"), "never announced"),
        ((WEEK, "XXX-YYY", "letter", "B"), "Nothing was announced of XXX-YYY"),
        ((WEEK, "GPM", "n", "5"), "cannot be corrected"),
        ((WEEK, "GPM", "letter", "Z"), "There is no letter"),
        ((WEEK, "GPM", "score", "140"), "cannot be read as points"),
    ],
)
def test_a_correction_of_what_was_not_announced_is_refused(office: Campaign, what: tuple[str, ...], why: str) -> None:
    before = (office.data / FILE).read_bytes()
    done = run(office.root, "gazette", "correct", *what, "--why", "x", "--yes")
    assert isinstance(done.exception, InputError)
    assert why in str(done.exception)
    assert (office.data / FILE).read_bytes() == before


def test_an_explanation_says_what_was_corrected_since(office: Campaign) -> None:
    """Its steps lead to the figure that was announced first."""
    rows = grade_of(read_book(office.data).editions(WEEK)[0].body)["figures"]["station"]
    code, other = [code for code, row in rows.items() if "score" in row][:2]
    correct(office, code, "score", str(rows[code]["low"]))
    said = run(office.root, "explain", code, "--week", WEEK).output
    assert f"Announced since: correction of week {WEEK}, {code}: score {rows[code]['low']}, before:" in said
    assert "Announced since" not in run(office.root, "explain", other, "--week", WEEK).output


def test_a_correction_says_who_decided_it_and_speaks_its_readers_language(office: Campaign) -> None:
    """Its fields and standings were English in Hindi, and the office that decided was kept and told to nobody."""
    rows = grade_of(read_book(office.data).editions(WEEK)[0].body)["figures"]["station"]
    code = [code for code, row in rows.items() if "score" in row and row["standing"] != "below"][-1]
    correct(office, code, "standing", "below")
    correct(office, code, "letter_set", "D/F")
    said = run(office.root, "gazette", "list").output
    assert f"{code}: standing below its kind, before: " in said
    assert f"{code}: letters D/F, before: " in said
    assert said.count("(x; decided by IG)") >= 2
    hindi = run(office.root, "--language", "hi", "gazette", "list").output
    assert f"{code}: स्थिति अपने प्रकार से नीचे, पहले: " in hindi
    assert f"{code}: ग्रेड D/F, " in hindi
    assert not re.search("below|letter_set|decided", hindi)


def test_a_week_is_read_however_it_is_typed(office: Campaign) -> None:
    small = WEEK.lower().replace("-", "")
    assert run(office.root, "gazette", "show", small).output == run(office.root, "gazette", "show", WEEK).output
    for week, why in (
        (small, "cannot be corrected"),
        ("2026-W४६", "cannot be corrected"),
        ("2026-W६६", "is not an ISO week"),
    ):
        done = run(office.root, "gazette", "correct", week, "GPM", "n", "5", "--why", "x", "--yes")
        assert why in str(done.exception)


def test_of_one_place_no_correction_of_another_is_shown(office: Campaign) -> None:
    correct(office, "GPM", "high", "97.5")
    shown = [run(office.root, "gazette", "show", WEEK, "--station", code).output for code in ("GPM", "GPM-KTM")]
    assert ["correction of week" in text for text in shown] == [True, False]
    assert "edition 1" in shown[1]
