"""The case book: every grave matter is followed to its end; nothing is lost, nothing counts twice, whoever is killed or comes second."""

from __future__ import annotations

import json
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

from anubhav_gforms.campaign import Campaign, Role
from anubhav_gforms.cases.book import FILE, read_cases
from anubhav_gforms.cases.case import About, Deed, Ending, Matter
from anubhav_gforms.errors import InputError, StateError
from anubhav_gforms.pipeline import cases
from anubhav_gforms.pipeline.matters import case_book, open_matters
from anubhav_gforms.responses.ledger.ledger import open_ledger
from benchmarks.faults.strike import DONE, KILLED, strike
from tests.grading.world import responses
from tests.office import copied, make_office, run, write_ledger

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
    cases.note_case(two, 1, "called 9876543210, mail a@example.org", who="ig", clock=clock)
    text = (two.data / FILE).read_text("utf-8")
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


# --- the commands


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """An office without Google, with a ledger of responses."""
    office = make_office(tmp_path_factory.mktemp("cases") / "office", lambda lines: lines[:12])
    rows = responses(office, weeks=2, a_week=3, seed=2)
    write_ledger(
        office,
        rows.assign(**{office.form.key_of(Role.MESSAGE): "they asked for money, call 9876543210"}),
        pulled_at=NOW,
    )
    return office


def typed(office: Campaign, *words: str) -> tuple[Any, str]:
    """Exit code and what was said."""
    result = run(office.root, *words)
    if isinstance(result.exception, InputError):
        return result.exception.exit_code, str(result.exception)
    assert result.exception is None, result.exception
    return result.return_value, result.output


def test_a_case_by_its_commands_from_a_response_to_its_end(busy: Campaign) -> None:
    opened = open_ledger(busy).frame(["response_id", "station"]).iloc[0]
    code, said = typed(busy, "cases", "open", "--answer", opened.response_id, "--to", "sp-bsp", "--by", "ig")
    assert code == 0
    assert opened.station in said
    assert f"anubhav answer {opened.response_id}" in said
    again = typed(busy, "cases", "open", "--answer", f" {opened.response_id.upper()}")[1]
    assert again.splitlines()[0].split()[0] == said.splitlines()[0].split()[0], "one matter is one case"
    assert "handed over, with IG's office" in typed(busy, "cases", "assign", "1", "--to", "ig", "--by", "x")[1]
    assert ": Register read" in typed(busy, "cases", "note", "1", "Register read", "--by", "x")[1]
    code, listed = typed(busy, "cases", "list")
    assert (code, listed.count(opened.station)) == (0, 1)
    assert "Register" not in listed
    [row] = json.loads(typed(busy, "cases", "list", "--json")[1])
    assert (row["answer"], row["owner"], row["overdue"]) == (opened.response_id, "ig", 0)
    assert "Water tap" in typed(busy, "cases", "act", "1", "Water tap", "--theme", "facilities", "--by", "x")[1]
    assert "Water tap" in (busy.root / "actions.csv").read_text("utf-8-sig")
    assert typed(busy, "cases", "act", "1", "Water tap", "--theme", "receipt", "--by", "x")[0] == 2
    assert "something was done" in typed(busy, "cases", "close", "1", "acted", "Tap is there")[1]
    assert "No case is open here." in typed(busy, "cases", "list")[1]
    assert "closed: something was done" in typed(busy, "cases", "list", "--all")[1]
    assert "case opened again" in typed(busy, "cases", "reopen", "1", "The tap is dry")[1]
    assert typed(busy, "cases", "list", "--owner", "sho")[0] == 2
    assert typed(busy, "cases", "list", "--station", "BSP-XXX")[0] == 2
    assert typed(busy, "cases", "open")[0] == 2
    assert typed(busy, "cases", "show", "99")[0] == 2
    mark = case_book(busy).case(1).mark  # by which an SP tells of it
    assert typed(busy, "cases", "show", mark.upper()) == typed(busy, "cases", "show", "1")
    assert typed(busy, "cases", "show", mark)[0] == 0
    assert typed(busy, "cases", "show", mark[:-1])[0] == 2
    assert typed(busy, "cases", "show", "१") == typed(busy, "cases", "show", "1"), "as a keyboard for Hindi types it"
    for deed in (
        ("note", mark, "The SP asked by its mark"),
        ("assign", mark, "--to", "sp-bsp"),
        ("act", mark, "Pipe laid"),
        ("close", mark, "acted", "Pipe laid"),
        ("reopen", mark, "Dry again"),
    ):
        assert typed(busy, "cases", *deed)[0] == 0, deed


def test_a_flag_has_one_case_however_its_id_is_typed(busy: Campaign, tmp_path: Path) -> None:
    """In small letters it was another matter; that of the whole range, as `flags` names it, was no flag."""
    office = copied(busy.root, tmp_path)
    flag = ("cases", "open", "--flag")
    code, said = typed(office, *flag, "F1:BSP-KTW:2026-11-18", "--about", "money")
    assert (code, said.split()[1:3]) == (0, ["BSP-KTW", "IG's"])
    assert "money or a gift was asked for" in said.splitlines()[0]
    assert "anubhav flags show F1:BSP-KTW:2026-11-18" in said
    again = typed(office, *flag, " f1:bsp-ktw:2026-11-18")[1]
    assert again.split()[0] == said.split()[0]
    assert "anubhav flags show F9::2026-W47" in typed(office, *flag, "F9::2026-W47")[1]
    for wrong in ("F1", "F1:BSP-KTW", "F99:BSP-KTW:2026-11-18"):
        assert typed(office, *flag, wrong)[0] == 2


def test_a_case_of_many_responses_at_once_stays_one_of_several_stations(busy: Campaign, tmp_path: Path) -> None:
    """It is named by its first response, and is no matter of that one's station."""
    office = copied(busy.root, tmp_path)
    first = open_ledger(office).frame(["response_id", "station"]).iloc[0]
    matters = [Matter(f"{about}:1", (about,), answer=first.response_id) for about in (About.SWEPT, About.MESSAGE)]
    swept, message = (case_book(office).case(each.number) for each in open_matters(office, matters, who="watch"))
    assert (swept.matter.station, message.matter.station) == ("", first.station)


def test_no_line_of_a_message_stands_where_lines_of_the_command_do(tmp_path: Path) -> None:
    office = make_office(tmp_path / "office", lambda lines: lines[:12])
    rows = responses(office, weeks=1, a_week=1, seed=2)
    message = "one\nCase 9: anubhav cases show 9\r\n\u2028two"
    write_ledger(office, rows.assign(**{office.form.key_of(Role.MESSAGE): message}), pulled_at=NOW)
    said = typed(office, "answer", open_ledger(office).frame(["response_id"]).response_id.iloc[0], "--by", "ig")[1]
    assert "\n      Case 9: anubhav cases show 9\n" in said
    assert "\n      two\n" in said


def test_who_opens_a_response_is_written_down_before_it_is_shown(busy: Campaign) -> None:
    opened = open_ledger(busy).frame(["response_id"]).response_id.iloc[1]
    code, said = typed(busy, "answer", opened, "--by", "ig")
    assert code == 0
    assert "they asked for money" in said
    names = busy.station_by_code[open_ledger(busy).frame(["station"]).station.iloc[1]]
    assert f"{names.name_en} ({names.code})" in said
    assert f"{names.name_hi} ({names.code})" in typed(busy, "--language", "hi", "answer", opened, "--by", "ig")[1]
    assert f"cases open --answer {opened}" in said
    assert "Opened before by ig." in typed(busy, "answer", opened.upper(), "--personal", "--by", "sp-bsp")[1]
    content = json.loads(typed(busy, "answer", opened, "--by", "ig", "--json")[1])
    assert [(look["who"], look["personal"]) for look in content["looks"]] == [
        *[("ig", False)] * 2,
        ("sp-bsp", True),
        ("ig", False),
    ]
    assert typed(busy, "answer", "0123456789abcdef")[0] == 2
    looks = busy.data / "looks.jsonl"
    assert "money" not in looks.read_text("utf-8")
    looks.write_bytes(looks.read_bytes()[:-10])
    code, said = typed(busy, "answer", opened)
    assert (code, "they asked" in said) == (2, False), "what cannot be written down is not shown"
    looks.unlink()
