"""Cells become typed columns, whatever people and sheets did to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import SheetError
from anubhav_gforms.nouns.moments import same_clock
from anubhav_gforms.responses.intake.blocks import Block, digests_of, read_block
from anubhav_gforms.responses.intake.cells import canonical, mobile_digits
from anubhav_gforms.responses.intake.headers import match_columns
from anubhav_gforms.responses.intake.sheet import zone_of
from anubhav_gforms.responses.ledger.digests import digests_of_texts

FORM = load_campaign(Path(__file__).parents[2]).form
TITLES = [question.title for question in FORM.questions]
KEYS = [question.key for question in FORM.questions]
DAY = 46_266.0


def block(timezone: str = "Asia/Kolkata", times: list[Any] | None = None, **cells: list[Any]) -> Block:
    """A block of a few rows; questions that are not given have no cell at all, as Google sends them."""
    columns = match_columns(["Timestamp", *TITLES], FORM)
    count = max(map(len, cells.values()), default=1)
    given = [times if times is not None else [DAY + n for n in range(count)], *(cells.get(key, []) for key in KEYS)]
    while given and not given[-1]:
        given.pop()
    return read_block(given, columns, FORM, timezone=timezone, first_row=2)


def test_the_prints_of_texts_never_change() -> None:
    """Written into every ledger: another number here would make every old response look edited."""
    assert digests_of_texts("overall", ["", "5", "ठीक"]).tolist() == PRINTS


PRINTS = [0, 259714419970491357, 7473174408632917134]


def test_ratings() -> None:
    found = block(overall=[5, 4.0, "3", "२", "", None, 0, 6, True, "five", 2.5])
    assert found.answers["overall"].to_pylist() == [5, 4, 3, 2, None, None, None, None, None, None, None]
    assert found.marks == {"no rating from 1 to 5 in overall": 5}
    digests = found.answers["print"].to_pylist()
    assert digests[4] == digests[5] == 0
    assert len(set(digests[6:])) == 5


def test_mobiles_get_their_digits_back() -> None:
    given = [
        9876543210,
        9876543210.0,
        "09876543210",
        "+91 98765 43210",
        "919876543210",
        "९८७६५४३२१०",
        "12",
        "",
        "कल फोन करें",
    ]
    shown = ["9876543210"] * 6 + ["12", "", "कल फोन करें"]
    found = block(mobile=given)
    assert found.personal["mobile"].to_pylist() == shown
    assert len(set(digests_of(found).personal.tolist()[:6])) == 1


def test_choices_get_the_exact_text_of_their_option() -> None:
    option = FORM.question("receipt").options[0]
    found = block(receipt=[option, f"  {option} ", option.replace("हाँ", "ह" + "ा" + "ँ"), "शायद", ""])
    assert found.answers["receipt"].to_pylist() == [option, option, option, "शायद", ""]
    assert found.marks == {"an answer to receipt that is no longer an option": 1}


def test_blank_short_and_foreign_rows() -> None:
    found = block(times=[DAY, "", "", "24/11/2026", 3.0, DAY + 1], overall=[1, "", 4, 5, 5])
    assert found.rows.tolist() == [2, 7]
    assert found.blank == (3,)
    assert [row for row, _ in found.foreign] == [4, 5, 6]
    assert found.answers["overall"].to_pylist() == [1, None]


def test_times_come_from_the_sheets_own_zone_to_the_millisecond() -> None:
    here = block(times=[DAY + 0.25 + 0.417 / 86_400])
    there = block("America/Los_Angeles", times=[DAY + 0.25])
    assert here.answers["submitted_at"][0].as_py().isoformat() == "2026-09-01T00:30:00.417000+00:00"
    assert there.answers["submitted_at"][0].as_py().isoformat() == "2026-09-01T13:00:00+00:00"


def test_half_a_surrogate_pair_is_no_end() -> None:
    found = block(message=["\ud83d broken", "fine"])
    assert found.personal["message"].to_pylist() == ["\ufffd broken", "fine"]


@given(st.one_of(st.text(max_size=8), st.integers(-(10**9), 10**9), st.none()))
def test_a_cell_is_the_same_however_it_travelled(cell: Any) -> None:
    text = canonical(cell)
    assert canonical(text) == text
    if isinstance(cell, int):
        assert canonical(float(cell)) == text


@given(st.permutations(range(len(TITLES) + 1)), st.integers(0, 3))
def test_columns_are_found_wherever_they_stand(order: list[int], extra: int) -> None:
    headers = ["Timestamp", *TITLES]
    shuffled = [headers[n] for n in order] + [f"Helper {n}" for n in range(extra)]
    columns = match_columns(shuffled, FORM)
    assert shuffled[columns.timestamp] == "Timestamp"
    assert {key: shuffled[places[0]] for key, places in columns.questions.items()} == dict(
        zip(KEYS, TITLES, strict=True)
    )


def test_headers_by_half_title_key_case_and_hindi_timestamp() -> None:
    halves = [title.split(" / ")[1].upper() if n % 2 else title.split(" / ")[0] for n, title in enumerate(TITLES)]
    columns = match_columns(["टाइमस्टैम्प", *halves], FORM)
    assert (columns.timestamp, len(columns.questions)) == (0, len(KEYS))
    assert len(match_columns(["submitted_at", *KEYS], FORM).questions) == len(KEYS)


def test_all_missing_columns_are_named_at_once() -> None:
    with pytest.raises(SheetError) as caught:
        match_columns(["Timestamp", *TITLES[2:], "Purpose of visit"], FORM)
    assert all(title in str(caught.value) for title in TITLES[:2])
    assert '"Purpose of visit" (M1)' in str(caught.value)


def test_clocks() -> None:
    assert same_clock("Asia/Kolkata", "Asia/Calcutta")
    assert not same_clock("Asia/Kolkata", "Asia/Kathmandu")
    assert not same_clock("Europe/London", "Etc/GMT")
    assert not same_clock("Mars/Olympus", "Etc/GMT")


@pytest.mark.parametrize("text", ["5123456789", "98765", "9876543210 ext 4", ""])
def test_what_is_no_mobile_stays(text: str) -> None:
    assert mobile_digits(text) == text


def test_a_title_that_two_questions_share_stands_for_neither() -> None:
    """An old title of one that is now half of another: only the whole titles decide."""
    shared = TITLES[2].split(" / ")[1]
    columns = match_columns(["Timestamp", *TITLES], FORM, titles={KEYS[3]: (shared,), "left long ago": (TITLES[4],)})
    assert [columns.questions[key][0] for key in KEYS] == list(range(1, len(KEYS) + 1))
    doubled = ["Timestamp", *TITLES, TITLES[2], "Same"]
    both = match_columns(doubled, FORM, titles={KEYS[3]: ("Same",), KEYS[5]: ("Same",)})
    assert both.questions[KEYS[2]] == (3, len(TITLES) + 1)
    assert any("Same" in note and "not read" in note for note in both.notes)


def test_the_column_of_times_is_remembered_known_or_the_first() -> None:
    assert match_columns([*TITLES, "When", "Timestamp"], FORM, timestamp="when").timestamp == len(TITLES)
    assert match_columns(["Ganz anders", *TITLES], FORM).timestamp == 0
    with pytest.raises(SheetError, match='"Timestamp"'):
        match_columns([*TITLES, "Helper"], FORM)


@pytest.mark.parametrize("name", ["Horodateur", "時間戳記", "टाइमस्टैम्प", "Zeitstempel"])
def test_a_localised_column_of_times_is_known_wherever_it_stands(name: str) -> None:
    assert match_columns(["Note", *TITLES, name], FORM).timestamp == len(TITLES) + 1


def test_an_unknown_zone_is_a_clear_error() -> None:
    with pytest.raises(SheetError, match="which is not known here"):
        zone_of("Mars/Olympus", "Asia/Kolkata", None)


def test_mobiles_that_are_blank_wrong_or_text_with_line_breaks() -> None:
    found = block(mobile=[12, "", None, 9876543210], message=["a\r\nb", None, 12, "ठीक"])
    assert found.personal["mobile"].to_pylist() == ["12", "", "", "9876543210"]
    assert found.personal["message"].to_pylist() == ["a\nb", "", "12", "ठीक"]


def test_a_cell_says_the_same_whatever_stands_in_the_others() -> None:
    """A sheet makes TRUE and FALSE of those words, which to Python are 1 and 0: they took each other's place, and a response read
    beside others looked edited."""
    cells = [True, 1, 1.0, False, 0, "TRUE"]
    assert block(station=cells).answers["raw_code"].to_pylist() == ["TRUE", "1", "1", "FALSE", "0", "TRUE"]
    together = block(mobile=[9876543210, 0, False]).personal["mobile"].to_pylist()
    assert (
        together
        == ["9876543210", "0", "FALSE"]
        == block(mobile=[9876543210, 0, False, "x"]).personal["mobile"].to_pylist()[:3]
    )
