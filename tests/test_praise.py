"""The praise ledger: what names somebody waits for an officer; three separate days make a letter; nothing is told twice."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import stat
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from invented_pulls import Pull, a_response, pull_time, write, write_version

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cases.praise import PRAISE, days_said, read_praise
from anubhav_gforms.errors import InputError, StateError
from anubhav_gforms.grading.archive import DECISIONS, Decision, save_decision
from anubhav_gforms.links.registry import Registry, save_registry
from anubhav_gforms.pipeline import praise
from anubhav_gforms.reports.staff import STAFF
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.writer import writing
from anubhav_gforms.text import stored
from benchmarks.faults.strike import DONE, KILLED, strike
from tests.office import make_office, run

NOW = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 26)
NAME = "आरक्षक ज़ोराकेल वेमू"
THANKS = "आरक्षक ज़ोराकेल ने बहुत मदद की, 98765 43210"


def clock() -> datetime:
    return NOW


@pytest.fixture(scope="module")
def thanked_made(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """Praise on five days at one station, of which the first two came on one day; and what is no such praise."""
    office = make_office(tmp_path_factory.mktemp("praise") / "office", lambda lines: lines[:12])
    chance, topics = random.Random(1), office.form.question("topic").options

    def said(back: int, message: str, topic: int = 0) -> dict[str, Any]:
        day = TODAY - timedelta(days=back)
        return a_response(office, "BSP-KTW", day, chance, message=message, topic=topics[topic])

    told = [said(back, THANKS) for back in (9, 9, 7, 5, 3)]
    told += [said(4, THANKS, topic=1), said(4, "सब बहुत अच्छा था"), said(200, THANKS), said(2, "zorakel ne madad ki")]
    write(office, [Pull(TODAY, told)])
    return office


@pytest.fixture
def thanked(thanked_made: Campaign, tmp_path: Path) -> Campaign:
    shutil.copytree(thanked_made.root, tmp_path / "office")
    return replace(thanked_made, root=tmp_path / "office")


def ids(campaign: Campaign) -> list[str]:
    return [each.answer for each in praise.waiting_praise(campaign, clock=clock)]


def confirm(campaign: Campaign, number: int, name: str = NAME) -> Any:
    return praise.confirm_praise(campaign, f"{number:016x}", name, who="ig", clock=clock)


def test_praise_that_names_somebody_waits_and_other_messages_do_not(thanked: Campaign) -> None:
    assert ids(thanked) == [f"{number:016x}" for number in (8, 4, 3, 2, 0, 1)]
    confirm(thanked, 4)
    confirm(thanked, 3, "")
    assert ids(thanked) == [f"{number:016x}" for number in (8, 2, 0, 1)], "what an officer judged no longer waits"


def test_three_separate_days_make_a_letter_and_two_responses_of_one_day_do_not(thanked: Campaign) -> None:
    for number in (0, 1, 2):
        confirm(thanked, number)
    with pytest.raises(InputError, match="2 separate days"):
        praise.draft_letter(thanked, 1, who="ig", clock=clock)
    confirm(thanked, 3, "आरक्षक  ज़ोराकेल वेमू")
    [person] = praise.praise_book(thanked).praised
    assert len(person.days) == 3
    _, path = praise.draft_letter(thanked, 1, who="ig", clock=clock)
    with pypdfium2.PdfDocument(path) as letter:
        text = stored(letter[0].get_textpage().get_text_range())
    assert "प्रशंसा पत्र" in text
    assert "ज़ोराकेल" in text
    assert "नवंबर 2026 तक" in text
    assert not [day for day in person.days if re.search(rf"(?<!\d)0?{day.day}\s?(?:नवंबर|[./-])", text)], (
        "whoever gets it knows who came"
    )
    assert "98765" not in text + (thanked.data / PRAISE).read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(InputError, match="cannot have been given"):
        praise.letter_given(thanked, 1, day=TODAY + timedelta(days=1), who="ig", clock=clock)
    given = praise.letter_given(thanked, 1, who="ig", clock=clock)
    assert (given.days, given.letters[-1].given) == ((), TODAY)
    assert days_said(given) == "no further praise yet", "not on 0 days"
    confirm(thanked, 4)
    assert days_said(praise.praise_book(thanked).praised[0]) == "praised on 1 further day"
    with pytest.raises(InputError, match="1 day so far"):
        praise.draft_letter(thanked, 1, who="ig", clock=clock)
    with pytest.raises(InputError, match="waits to be given"):
        praise.letter_given(thanked, 1, day=TODAY - timedelta(days=1), who="ig", clock=clock)


def test_a_letter_of_a_station_whose_line_was_removed_has_its_code_and_its_name_of_the_last_setup(
    thanked: Campaign,
) -> None:
    """The book said that a letter was drafted, and there was none."""
    save_registry(Registry(stations={"BSP-KTW": "City Kotwali"}), thanked.data)
    for number in (0, 2, 3):
        confirm(thanked, number)
    stations = tuple(each for each in thanked.stations if each.code != "BSP-KTW")
    _, path = praise.draft_letter(replace(thanked, stations=stations), 1, who="ig", clock=clock)
    with pypdfium2.PdfDocument(path) as letter:
        assert "City Kotwali (BSP-KTW)" in letter[0].get_textpage().get_text_range()


def test_what_cannot_be_is_refused(thanked: Campaign) -> None:
    with pytest.raises(InputError, match="no response"):
        confirm(thanked, 77)
    confirm(thanked, 4)
    with pytest.raises(InputError, match="judged before"):
        confirm(thanked, 4, "")
    with pytest.raises(InputError, match="has the number 7"):
        praise.draft_letter(thanked, 7, who="ig", clock=clock)


def test_with_a_staff_list_only_those_who_serve_there_are_confirmed(thanked: Campaign) -> None:
    path = thanked.root / STAFF
    path.write_text(
        "station,rank,name_hi,name_en\nBSP-KTW,आरक्षक,ज़ोराकेल वेमू,Zorakel Vemu\nBSP-CVL,ASI,,Zorakel Ombur\n", "utf-8"
    )
    path.chmod(0o644)
    with pytest.raises(StateError, match="others on this machine"):
        ids(thanked)
    path.chmod(0o600)
    assert f"{8:016x}" in ids(thanked), "a name of the list without a sign that a name is near"
    assert confirm(thanked, 8, "zorakel").praised[0].name == NAME
    for wrong in ("Zorakel Ombur", "somebody"):
        with pytest.raises(InputError, match=r"has nobody of that name at BSP-KTW. .* add the person"):
            confirm(thanked, 2, wrong)
    with path.open("a", encoding="utf-8") as file:
        file.write("BSP-KTW,ASI,,Zorakel Ombur\n")
    with pytest.raises(InputError, match=r"has 2 persons of that name at BSP-KTW. Write rank and whole name"):
        confirm(thanked, 2, "zorakel")


def changes(campaign: Campaign, number: int, **to: Any) -> None:
    """A response is deleted a day later, or says something else."""
    moment = pull_time(TODAY + timedelta(days=1))
    said = {"day": TODAY, "message": THANKS, "topic": campaign.form.question("topic").options[0]} | to
    row = a_response(campaign, "BSP-KTW", said.pop("day"), random.Random(2), **said)
    kind, new = (EventKind.EDITED, write_version(campaign, number, row, moment)) if to else (EventKind.GONE, -1)
    with writing(campaign.data / "ledger", command="test") as writer:
        writer.add_events([Event(kind, moment, number, number, new)])
        writer.commit("pull", about={})


def later() -> datetime:
    return NOW + timedelta(days=3)


def test_praise_that_was_taken_back_makes_no_letter_and_one_that_was_given_stays(thanked: Campaign) -> None:
    """Three friends write, a letter is signed, and they delete or reword what they wrote: it went on counting."""
    for number in (0, 2, 3):
        confirm(thanked, number)
    praise.draft_letter(thanked, 1, who="ig", clock=clock)
    changes(thanked, 2, overall=1)
    assert len(praise.praise_book(thanked).praised[0].days) == 3, "it praises them as it did"
    changes(thanked, 3, message="सब बहुत अच्छा था")
    changes(thanked, 0)
    [person] = praise.praise_book(thanked).praised
    assert (len(person.days), person.redraft, sorted(person.lapsed)) == (1, 2, [f"{number:016x}" for number in (0, 3)])
    listed = run(thanked.root, "praise", "list").output
    assert "2 of its days no longer count: draft it again, do not give it" in listed
    assert (
        f"2 responses no longer count: they were changed, deleted or found not genuine since an officer read them: {0:016x}, {3:016x}"
        in listed
    )
    with pytest.raises(InputError, match=r"2 responses no longer count.* 1 day so far"):
        praise.draft_letter(thanked, 1, who="ig", clock=later)
    given = praise.letter_given(thanked, 1, who="ig", clock=later)
    assert given.letters[-1].given, "a letter that is in their hands is written down and stays"
    assert (praise.praise_book(thanked).praised[0].letters, given.days) == (given.letters, ())


def test_praise_that_was_found_not_genuine_makes_no_letter(thanked: Campaign) -> None:
    """It went on counting among the days, and a letter was drafted from it; whoever takes the decision back has it back."""

    def decide(word: str) -> None:
        decision = Decision(f"F1:BSP-KTW:{day}", word, NOW.isoformat(), "ig", "one phone", "praise")
        save_decision(thanked.data / DECISIONS, decision)

    day = TODAY - timedelta(days=7)
    changes(thanked, 2, day=day, **dict.fromkeys(thanked.grade_rules.items, 5))
    for number in (0, 2, 3):
        confirm(thanked, number)
    praise.draft_letter(thanked, 1, who="ig", clock=clock)
    decide("not genuine")
    [person] = praise.praise_book(thanked).praised
    assert (len(person.days), person.redraft, sorted(person.lapsed)) == (2, 1, [f"{2:016x}"])
    assert f"{2:016x}" not in ids(thanked)
    with pytest.raises(InputError, match="2 separate days"):
        praise.draft_letter(thanked, 1, who="ig", clock=later)
    with pytest.raises(InputError, match="found not genuine: it praises nobody"):
        confirm(thanked, 2)
    decide("genuine")
    assert len(praise.praise_book(thanked).praised[0].days) == 3


def test_a_response_that_was_changed_is_read_again(thanked: Campaign) -> None:
    """Its new words may praise somebody else, or nobody any more."""
    confirm(thanked, 2)
    confirm(thanked, 3, "")
    for number in (2, 3):
        changes(thanked, number, message="आरक्षक वेमूरका ने बहुत मदद की")
    waiting = {each.answer: each.changed for each in praise.waiting_praise(thanked, clock=later)}
    assert [number for number in range(5) if waiting.get(f"{number:016x}")] == [2, 3]
    assert praise.whom_it_praises(thanked, f"{2:016x}") == ""
    book = praise.confirm_praise(thanked, f"{2:016x}", "आरक्षक वेमूरका", who="ig", clock=later)
    assert [[*person.days_of] for person in book.praised] == [[], [f"{2:016x}"]]
    with pytest.raises(InputError, match="judged before"):
        praise.confirm_praise(thanked, f"{2:016x}", "", who="ig", clock=later)
    praise.confirm_praise(thanked, f"{3:016x}", "आरक्षक वेमूरका", who="ig", clock=later)
    assert f"{3:016x}" not in {each.answer for each in praise.waiting_praise(thanked, clock=later)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed children are forked")
@pytest.mark.parametrize("deed", ["confirm", "letter", "given"])
def test_killed_at_any_touch_and_run_again_it_is_there_once(thanked: Campaign, tmp_path: Path, deed: str) -> None:
    for number in (0, 2, 3):
        confirm(thanked, number)
    if deed == "given":
        praise.draft_letter(thanked, 1, who="ig", clock=clock)
    deeds = {
        "confirm": lambda: confirm(thanked, 4),
        "letter": lambda: praise.draft_letter(thanked, 1, who="ig", clock=clock),
        "given": lambda: praise.letter_given(thanked, 1, who="ig", clock=clock),
    }
    shutil.copytree(thanked.data, tmp_path / "kept")
    end, touches = strike(deeds[deed], thanked.root, 0)
    assert end == DONE
    whole = (thanked.data / PRAISE).read_bytes()
    for touch in range(1, touches + 1):
        shutil.rmtree(thanked.data)
        shutil.copytree(tmp_path / "kept", thanked.data)
        assert strike(deeds[deed], thanked.root, touch)[0] == KILLED
        deeds[deed]()
        assert (thanked.data / PRAISE).read_bytes() == whole, touch
    assert len(read_praise(thanked.data).praised) == 1


def test_praise_by_its_commands(thanked: Campaign) -> None:
    for number in (0, 2, 3):
        said = run(thanked.root, "praise", "confirm", f"{number:016x}", NAME, "--by", "ig")
        assert said.exception is None, said.exception
    assert "a letter can be drafted" in said.output
    assert "Letter drafted" in run(thanked.root, "praise", "letter", "1").output
    assert "last letter given" in run(thanked.root, "praise", "given", "1").output
    listed = run(thanked.root, "praise", "list", "--json")
    [person] = json.loads(listed.output)["praised"]
    assert person["days"] == []
    assert "मदद" not in listed.output
    assert run(thanked.root, "praise", "confirm", f"{4:016x}").exception is not None
    assert run(thanked.root, "praise", "confirm", f"{4:016x}", "--nobody").return_value == 0
