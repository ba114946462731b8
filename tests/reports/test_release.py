"""What a citizen wrote leaves the office when a person has read it and released it; who did is kept, and it can be taken back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from invented_pulls import Pull, a_response, write

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, Role
from anubhav_gforms.errors import InputError
from anubhav_gforms.gazette.book import EntryKind, append, read_book
from anubhav_gforms.gazette.texts import text_body
from anubhav_gforms.reports import Audience
from tests.office import copied, make_office, run

WEEK, NEXT, SUNDAY = "2026-W46", "2026-W47", date(2026, 11, 22)
COMPLAINT = "तीन दिन से रपट की प्रति नहीं दी, 9876543210 पर बताएं"
CODES = ("SKT-SAK", "SKT-ADB")


def made(root: Path, *later: Pull) -> Campaign:
    """Two stations: at one 60 responses, of which one, in a full lot of the week 46, is a complaint; at the other 7, all complaints;
    and what came `later`."""
    campaign = make_office(root, lambda lines: [line for line in lines if line[:4] in ("code", "SKT-")])
    topic = campaign.form.role(Role.TOPIC)
    assert topic
    chance = random.Random(5)
    complaint = {"topic": topic.means["complaint"], "message": COMPLAINT}
    praise = {"topic": topic.means["praise"], "message": "बहुत अच्छा व्यवहार"}
    days = [SUNDAY - timedelta(days=7 + turn) for turn in range(60)]
    here = [
        a_response(campaign, CODES[0], day, chance, **(complaint if turn == 0 else praise))
        for turn, day in enumerate(days)
    ]
    few = [a_response(campaign, CODES[1], day, chance, **complaint) for day in days[:7]]
    write(campaign, [Pull(SUNDAY - timedelta(days=6), [*here, *few]), *later, Pull(SUNDAY + timedelta(days=1))])
    return campaign


@pytest.fixture(scope="module")
def office_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("release") / "office").root


@pytest.fixture
def office(office_made: Path, tmp_path: Path) -> Campaign:
    return copied(office_made, tmp_path)


@pytest.fixture(scope="module")
def announced_made(office_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = copied(office_made, tmp_path_factory.mktemp("announced"))
    page(office, WEEK)
    return office.root


@pytest.fixture
def announced(announced_made: Path, tmp_path: Path) -> Campaign:
    """The office whose week 46 is announced."""
    return copied(announced_made, tmp_path)


def page(office: Campaign, week: str) -> str:
    pipeline.write_report(office, pipeline.grade(office, week=week), audiences=[Audience.DISTRICT], language="hi")
    return page_there(office, week)


def page_there(office: Campaign, week: str) -> str:
    return (office.data / "reports" / week / "districts" / "SKT-messages.html").read_text("utf-8")


def released(office: Campaign) -> str:
    """Release the one text that waits, as a clerk does; gives its id."""
    (text,) = [each for each in pipeline.waiting_texts(office, week=WEEK) if not each.harmless]
    done = run(office.root, "release", text.response_id, "--week", WEEK, "--by", "reader", "--yes")
    assert done.return_value == 0, done.output
    assert "9876543210" not in done.output
    assert "[mobile]" in done.output
    return text.response_id


def test_only_texts_of_full_lots_at_stations_with_enough_responses_wait_for_a_reader(office: Campaign) -> None:
    every = pipeline.waiting_texts(office, week=WEEK)
    assert {each.station for each in every} == {CODES[0]}
    (text,) = [each for each in every if not each.harmless]
    assert (text.station, text.week, text.pile) == (CODES[0], WEEK, "complaint")
    listed = run(office.root, "release", "--week", WEEK, "--district", "skt").output
    assert text.response_id[:8] in listed
    assert f"{len(every)} texts wait for a reader." in listed
    assert "0 texts wait for a reader." in run(office.root, "release", "--week", WEEK, "--station", CODES[1]).output


def test_simple_praise_is_read_and_released_together_and_nothing_else_with_it(announced: Campaign) -> None:
    assert "बहुत अच्छा व्यवहार" not in page_there(announced, WEEK), "praise waits too"
    praise = [each for each in pipeline.waiting_texts(announced, week=WEEK) if each.harmless]
    assert len(praise) > 5
    assert {each.pile for each in praise} == {"praise"}
    command = ("release", "--harmless", "--week", WEEK)
    assert f"{len(praise)} texts wait for a reader." in run(announced.root, *command).output
    assert "no terminal to ask on" in str(run(announced.root, *command, "--by", "reader").exception)
    assert not read_book(announced.data).of(EntryKind.TEXT), "a list releases nothing"
    done = run(announced.root, *command, "--by", "reader", "--yes")
    assert f"{len(praise)} texts released." in done.output
    assert "रपट" not in done.output
    after = page(announced, NEXT)
    assert "बहुत अच्छा व्यवहार" in after
    assert "[mobile]" not in after


def test_a_text_is_on_the_page_of_the_next_announced_week_and_no_earlier_one(announced: Campaign) -> None:
    assert "[mobile]" not in page_there(announced, WEEK)
    released(announced)
    assert "[mobile]" not in page(announced, WEEK), "a page that was announced never changes"
    after = page(announced, NEXT)
    assert after.count("[mobile]") == 1
    assert "read and released" in after
    (said,) = read_book(announced.data).of(EntryKind.TEXT)
    assert said.body["answer"] not in {each.response_id for each in pipeline.waiting_texts(announced, week=NEXT)}
    assert (said.body["who"], said.body["station"], said.body["released"]) == ("reader", CODES[0], True)
    assert COMPLAINT[:10] not in (announced.data / "gazette.jsonl").read_text("utf-8")
    assert run(announced.root, "gazette", "verify", "--quick").return_value == 0
    assert "released by reader" in run(announced.root, "gazette", "list").output


def test_the_gazette_holds_nothing_that_words_could_be_tried_out_against(announced: Campaign) -> None:
    released(announced)
    (said,) = read_book(announced.data).of(EntryKind.TEXT)
    (text,) = [each for each in pipeline.waiting_texts(announced, week=WEEK) if each.pending]
    assert sha256(text.text.encode()).hexdigest()[:16] not in str(said.body)
    other = replace(text, text=text.text.replace("तीन", "चार"), pending=False)
    assert other.text != text.text
    book = pipeline.release_texts(announced, [other], who="reader")
    assert book.of(EntryKind.TEXT)[-1].body == said.body, "other words of the same lengths leave the same entry"


@pytest.mark.parametrize(("more", "is_shown"), [("!", False), ("", True)])
def test_a_release_of_an_older_version_holds_for_the_text_that_was_read_and_no_other(
    announced: Campaign, more: str, is_shown: bool
) -> None:
    """Versions before kept the digest of the text."""
    (text,) = [each for each in pipeline.waiting_texts(announced, week=WEEK) if not each.harmless]
    digest = sha256(f"{text.text}{more}".encode()).hexdigest()[:16]
    body = text_body(text.response_id, digest, station=text.station, week=text.week, who="reader")
    append(announced.data, read_book(announced.data).next(EntryKind.TEXT, body, "2026-11-24T10:00:00+05:30"))
    assert ("[mobile]" in page(announced, NEXT)) is is_shown


def test_a_release_is_taken_back_until_a_week_is_announced(announced: Campaign) -> None:
    name = released(announced)
    assert "which release" in str(run(announced.root, "release", "--undo", "--by", "reader").exception)
    assert run(announced.root, "release", name, "--undo", "--by", "reader").return_value == 0
    assert "[mobile]" not in page(announced, NEXT)
    assert len(read_book(announced.data).of(EntryKind.TEXT)) == 2, "both acts are kept"


def test_what_was_announced_cannot_be_taken_back(office: Campaign) -> None:
    name = released(office)
    assert "[mobile]" in page(office, NEXT)
    done = run(office.root, "release", name, "--undo", "--by", "reader")
    assert isinstance(done.exception, InputError)
    assert "cannot be taken back" in str(done.exception)


def test_of_texts_released_together_all_are_or_none(office: Campaign) -> None:
    first, *others = pipeline.waiting_texts(office, week=WEEK)
    with pytest.raises(InputError, match="is released already"):
        pipeline.release_texts(office, [*others, replace(first, pending=True)], who="reader")
    assert not read_book(office.data).of(EntryKind.TEXT)
    book = pipeline.release_texts(office, others, who="reader")
    assert [each.body["answer"] for each in book.of(EntryKind.TEXT)] == [each.response_id for each in others]
    assert read_book(office.data) == book


def test_nobody_releases_without_saying_who_or_what_does_not_wait(office: Campaign) -> None:
    assert "--by is missing" in str(run(office.root, "release", "12345678", "--yes").exception)
    assert "0 texts that wait" in str(
        run(office.root, "release", "ffffffff", "--week", WEEK, "--by", "x", "--yes").exception
    )
    text, *_ = pipeline.waiting_texts(office, week=WEEK)
    asked = run(office.root, "release", text.response_id, "--week", WEEK, "--by", "x")
    assert "no terminal to ask on" in str(asked.exception)
    assert not read_book(office.data).of(EntryKind.TEXT)


def test_what_was_released_before_keeps_no_other_text_back(office: Campaign) -> None:
    """The command stopped at it, and those behind it were not released."""
    first, second, *_ = pipeline.waiting_texts(office, week=WEEK)
    pipeline.release_texts(office, [first], who="reader")
    both = ("release", first.response_id, second.response_id, "--week", WEEK, "--by", "reader", "--yes")
    assert "(released, not yet announced)" in run(office.root, *both).output
    assert [each.body["answer"] for each in read_book(office.data).of(EntryKind.TEXT)] == [
        first.response_id,
        second.response_id,
    ]


def test_what_one_to_four_citizens_change_afterwards_changes_no_byte_of_a_page_with_released_texts(
    office: Campaign, tmp_path: Path
) -> None:
    released(office)
    before = page(office, NEXT)
    assert "[mobile]" in before
    chance = random.Random(8)
    topic = office.form.role(Role.TOPIC)
    assert topic
    said = {"topic": topic.means["complaint"], "message": "और कुछ 9123456780"}
    new = [a_response(office, CODES[0], SUNDAY - timedelta(days=turn), chance, **said) for turn in range(4)]
    edited = [(n, a_response(office, CODES[0], SUNDAY - timedelta(days=7 + n), chance, **said)) for n in (0, 1, 2)]
    other = made(tmp_path / "other", Pull(SUNDAY, new, edited, gone=[3, 5, 8, 13]))
    released(other)
    assert page(other, NEXT) == before
    assert run(other.root, "report", "--verify", str(other.data / "reports" / NEXT)).return_value == 0
