"""Cases and responses by their commands: opened, handed over, closed and opened again; who looks is written down first."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms.campaign import Campaign, Role
from anubhav_gforms.cases.case import About, Matter
from anubhav_gforms.errors import InputError
from anubhav_gforms.pipeline.matters import case_book, open_matters
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.grading.world import responses
from tests.office import copied, make_office, run, write_ledger

NOW = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)


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
    again = typed(busy, "cases", "open", "--answer", f" {opened.response_id.upper()}", "--station", opened.station)[1]
    assert again.splitlines()[0].split()[0] == said.splitlines()[0].split()[0], "one matter is one case"
    ids = list(open_ledger(busy).frame(["response_id"])["response_id"])
    begun = next(
        part for n in range(8, 17) if sum(each.startswith(part := opened.response_id[:n]) for each in ids) == 1
    )
    assert typed(busy, "cases", "open", "--answer", begun)[1].split()[0] == said.split()[0], (
        "as lists of messages show it"
    )
    assert typed(busy, "cases", "open", "--answer", ids[0][:7])[0] == 2
    other = next(station.code for station in busy.stations if station.code != opened.station)
    code, refused = typed(busy, "cases", "open", "--answer", opened.response_id, "--station", other)
    assert (code, refused) == (2, f"This is a matter of {opened.station}, not of {other}. Leave --station out.")
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
