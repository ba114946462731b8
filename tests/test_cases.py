"""The case book: every grave matter is followed to its end; nothing is lost, nothing counts twice, whoever is killed or comes second."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cases.book import FILE, read_cases
from anubhav_gforms.cases.case import About, Deed, Ending, Matter
from anubhav_gforms.errors import InputError, StateError
from anubhav_gforms.pipeline import cases
from anubhav_gforms.pipeline.matters import case_book, open_matters
from benchmarks.faults.strike import DONE, KILLED, strike

NOW = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
MONEY = Matter("answer:a1", (About.MONEY, About.GRAVE), "BSP-KTW", "2026-11-26T09:00", answer="a1")
BURST = Matter("burst:KRB-KTW", (About.BURST,), "KRB-KTW", "2026-11-26T08:00")


def clock() -> datetime:
    return NOW


@pytest.fixture
def two(campaign: Campaign) -> Campaign:
    """A campaign with two open cases."""
    open_matters(campaign, [MONEY, BURST], who="watch", clock=clock)
    return campaign


DEEDS: dict[str, Any] = {
    "open": lambda office: cases.open_case(office, about=About.OTHER, station="BSP-CVL", who="ig", clock=clock),
    "alerts": lambda office: open_matters(
        office,
        [MONEY, Matter("answer:a2", (About.GRAVE,)), Matter("answer:a3", (About.MONEY,))],
        who="watch",
        clock=clock,
    ),
    "note": lambda office: cases.note_case(office, 1, "Register read", who="ig", clock=clock),
    "assign": lambda office: cases.assign_case(
        office, 1, owner="sp-bsp", due=date(2026, 11, 30), who="ig", clock=clock
    ),
    "act": lambda office: cases.act_on_case(office, 1, done="Water", day=date(2026, 11, 25), who="ig", clock=clock),
    "close": lambda office: cases.close_case(office, 1, Ending.ACTED, "Water put up", who="ig", clock=clock),
    "reopen": lambda office: cases.reopen_case(office, 2, "It happened again", who="ig", clock=clock),
}


def test_a_matter_is_one_case_due_by_what_presses_most(two: Campaign) -> None:
    book = case_book(two)
    assert [(case.number, case.owner, case.due) for case in book.cases] == [
        (1, "ig", date(2026, 11, 27)),
        (2, "ig", date(2026, 12, 10)),
    ]
    again = open_matters(two, [MONEY], who="watch", clock=clock)
    assert (again[0].number, len(case_book(two).cases)) == (1, 2)


def test_a_case_is_assigned_noted_closed_and_opened_again(two: Campaign) -> None:
    for name in ("note", "assign", "act", "close"):
        DEEDS[name](two)
    case = read_cases(two.data).cases[0]
    assert (case.is_open, case.outcome, case.owner, case.due) == (False, Ending.ACTED, "sp-bsp", date(2026, 11, 30))
    assert [step.deed for step in case.steps] == [Deed.OPENED, Deed.NOTED, Deed.ASSIGNED, Deed.ACTED, Deed.CLOSED]
    assert "Water" in (two.root / "actions.csv").read_text("utf-8-sig")
    case = cases.reopen_case(two, 1, "The same again", who="sp-bsp", clock=clock)
    assert (case.is_open, case.reopened, case.due) == (True, 1, date(2026, 11, 27))
    steps = [len(DEEDS["close"](two).steps) for _ in range(2)]
    assert steps[0] == steps[1], "the same step again, as after a kill"
    with pytest.raises(InputError, match="is closed"):
        cases.close_case(two, 1, Ending.UNFOUNDED, "no", who="sp-bsp", clock=clock)
    with pytest.raises(InputError, match="is open"):
        DEEDS["reopen"](two)


def test_overdue_cases_are_counted_from_their_day(two: Campaign) -> None:
    book = read_cases(two.data)
    assert book.overdue(date(2026, 11, 27)) == ()
    assert [(case.number, case.overdue(date(2026, 11, 30))) for case in book.overdue(date(2026, 11, 30))] == [(1, 3)]
    assert [case.number for case in book.due_within(date(2026, 11, 27), 7)] == [1]
    DEEDS["close"](two)
    assert read_cases(two.data).overdue(date(2027, 1, 1))[0].number == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"station": "BSP-XXX"}, "no station"),
        ({"response_id": "0123456789abcdef"}, "no response"),
        ({"flag": "F99:BSP-KTW:2026-11-24"}, "no flag"),
        ({"flag": "F1:BSP-KTW:x"}, "no flag"),
        ({"flag": "F1:BSP-KTW:20261124"}, "no flag"),
        ({"flag": "F1:BSP-KTW:2026-11-31"}, "no flag"),
        ({"flag": "F1:BSP-KTW:2027-11-24"}, "no flag"),
        ({"flag": "ALARM:BSP-KTW:2026-W60"}, "no flag"),
        ({"flag": "ALARM:BSP-KTW:2027-W01"}, "no flag"),
        ({"owner": "sho"}, "cannot be given to"),
        ({"due": date(2026, 11, 25)}, "cannot be due"),
        ({"due": date(2029, 1, 1)}, "cannot be due"),
    ],
)
def test_what_cannot_be_is_refused(campaign: Campaign, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        cases.open_case(campaign, about=About.OTHER, who="ig", clock=clock, **wrong)
    assert not (campaign.data / FILE).exists()
    with pytest.raises(InputError, match="no case 7"):
        cases.note_case(campaign, 7, "x", who="ig", clock=clock)
    with pytest.raises(InputError, match="no case 7"):
        cases.act_on_case(campaign, 7, done="x", day=date(2026, 11, 25), who="ig", clock=clock)
    with pytest.raises(InputError, match="empty"):
        cases.note_case(campaign, 7, "  ", who="ig", clock=clock)


def test_no_number_of_a_citizen_enters_the_book(two: Campaign) -> None:
    said = "called 9876543210, mail a@example.org"
    cases.note_case(two, 1, said, who="ig", clock=clock)
    for _ in range(2):  # as after a kill
        cases.act_on_case(two, 1, done=said, day=date(2026, 11, 25), who="ig", clock=clock)
    assert len(read_cases(two.data).cases[0].steps) == 3
    text = (two.data / FILE).read_text("utf-8") + (two.root / "actions.csv").read_text("utf-8-sig")
    assert text.count("called") == 3
    assert "98765" not in text
    assert "example.org" not in text
    if os.name == "posix":
        assert stat.S_IMODE((two.data / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("change", [("Register", "register"), ('"deed', '"Deed'), ("sp-bsp", "sp-krb")])
def test_an_edited_book_is_refused_with_its_line(two: Campaign, change: tuple[str, str]) -> None:
    for name in ("note", "assign"):
        DEEDS[name](two)
    path = two.data / FILE
    edited = path.read_text("utf-8").replace(*change)
    if edited == path.read_text("utf-8"):
        edited = edited.splitlines(keepends=True)[-1]  # a line alone: the others were cut off
    path.write_text(edited, "utf-8")
    with pytest.raises(StateError, match=r"line \d"):
        cases.note_case(two, 1, "more", who="ig", clock=clock)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed children are forked")
@pytest.mark.parametrize("deed", DEEDS)
def test_killed_at_any_touch_and_run_again_every_step_is_there_once(two: Campaign, tmp_path: Path, deed: str) -> None:
    cases.close_case(two, 2, Ending.UNFOUNDED, "a camp", who="ig", clock=clock)
    kept = tmp_path / "kept"
    shutil.copytree(two.data, kept)
    actions = two.root / "actions.csv"

    def back() -> None:
        shutil.rmtree(two.data)
        shutil.copytree(kept, two.data)
        actions.unlink(missing_ok=True)

    end, touches = strike(lambda: DEEDS[deed](two), two.root, 0)
    assert end == DONE
    whole, listed = (two.data / FILE).read_bytes(), actions.read_bytes() if deed == "act" else b""
    before = (kept / FILE).read_bytes()
    assert whole.startswith(before)
    assert whole != before
    ends = set()
    for touch in range(1, touches + 1):
        back()
        assert strike(lambda: DEEDS[deed](two), two.root, touch)[0] == KILLED
        now = (two.data / FILE).read_bytes()
        assert now in (before, whole), touch
        ends.add(now)
        DEEDS[deed](two)
        assert (two.data / FILE).read_bytes() == whole, touch
        assert not listed or actions.read_bytes() == listed, touch
        assert read_cases(two.data).entries, "it is whole"
    assert before in ends


def test_officers_who_write_at_once_lose_nothing(two: Campaign) -> None:
    def many(officer: str) -> None:
        for number in range(15):
            cases.note_case(two, 1, f"step {number}", who=officer, clock=clock)

    other = (
        "import sys; from anubhav_gforms.campaign import load_campaign; from anubhav_gforms.pipeline import cases\n"
        "office = load_campaign(sys.argv[1])\n"
        "for number in range(15): cases.note_case(office, 1, f'step {number}', who='elsewhere')"
    )
    with subprocess.Popen([sys.executable, "-c", other, str(two.root)]) as process, ThreadPoolExecutor(2) as pool:
        list(pool.map(many, ["ig", "sp-bsp"]))
        assert process.wait(timeout=120) == 0
    steps = read_cases(two.data).cases[0].steps[1:]
    for officer in ("ig", "sp-bsp", "elsewhere"):
        assert [step.text for step in steps if step.who == officer] == [f"step {number}" for number in range(15)]
