"""The heads of ledger and gazette in a tab of another Google account: appended, held against the books, and missed when they go."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from logins import ROBOT, write_key_file
from office_commands import done, run

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.custody.deposits import TAB, DepositedHead, faults_of, read_deposits
from anubhav_gforms.custody.heads import words_of_hash
from anubhav_gforms.errors import InputError, StateError

SHEET = "1SecondAccountKeepsTheHeadsOfOurBooks"


@pytest.fixture
def witnessed(station_office: Any, sandbox: Any, tmp_path: Path) -> Any:
    """An office whose heads go into a spreadsheet of an auditor, who shares it with a service account (and with us, who look in)."""
    office = station_office
    created = sandbox.api(
        "POST",
        f"/sandbox/files/{SHEET}/owner",
        json={"make": "spreadsheet", "account": "a@audit.example", "role": "writer"},
    )
    assert created.status_code == 200, created.text
    share = {"type": "user", "role": "writer", "emailAddress": ROBOT}
    sandbox.api("POST", f"/drive/v3/files/{SHEET}/permissions", json=share).raise_for_status()
    done(office, "login", "--second-account", str(write_key_file(sandbox.root, tmp_path)))
    path = office.campaign.root / "config" / "office.toml"
    address = f'heads_sheet = "https://docs.google.com/spreadsheets/d/{SHEET}/edit"'
    path.write_text(path.read_text("utf-8").replace('heads_sheet = ""', address), "utf-8")
    office.campaign = load_campaign(office.campaign.root)
    return office


def rows(office: Any) -> list[list[Any]]:
    """What stands in the tab below its header, as the auditor sees it."""
    [columns] = office.google.sheets.values(SHEET, [f"'{TAB}'!A2:F"])
    return [list(cells) for cells in zip(*columns, strict=True)]


def change(office: Any, *requests: dict[str, Any]) -> None:
    """Somebody who may edit the tab changes it."""
    reply = office.sandbox.api("POST", f"/v4/spreadsheets/{SHEET}:batchUpdate", json={"requests": list(requests)})
    assert reply.status_code == 200, reply.text


def remove(office: Any, first: int, count: int) -> None:
    """Rows of the tab are deleted; `first` counts from 1 below the header."""
    tab = next(each.id for each in office.google.sheets.describe(SHEET).tabs if each.title == TAB)
    span = {"sheetId": tab, "dimension": "ROWS", "startIndex": first, "endIndex": first + count}
    change(office, {"deleteDimension": {"range": span}})


def pulled(office: Any, times: int) -> None:
    """Pulls that bring something each."""
    for _ in range(times):
        office.respond_many(2)
        done(office, "pull")


def outside(office: Any, at: datetime | None = None) -> Any:
    """What doctor and today say of it."""
    moment = at or datetime.now(UTC)
    doctor = next(c for c in pipeline.doctor(office.campaign, office.google, now=moment) if c.name == "heads outside")
    today = next(c for c in pipeline.due_today(office.campaign, lambda: moment) if c.name == "heads outside")
    assert doctor == today
    return doctor


def test_each_pull_with_news_and_each_report_append_the_heads_as_words_and_code(witnessed: Any) -> None:
    office = witnessed
    assert outside(office).ok is True
    pulled(office, 2)
    done(office, "pull")
    first = rows(office)
    assert [row[0] for row in first] == [1, 2], "a pull without news appends nothing"
    head = office.ledger.manifest
    assert first[-1][2:] == ["ledger", head.lines, words_of_hash(head.chain), head.chain]
    done(office, "report", "--no-open", "--week", "2026-W36", "--offline")
    assert [row[2] for row in rows(office)] == ["ledger", "ledger", "gazette"]
    assert done(office, "ledger", "prove", rows(office)[-1][5][:12])
    assert "has 3 rows" in done(office, "ledger", "prove", "--second-account")
    assert outside(office).said == "in the second account's tab"


def test_a_truncated_tab_is_told_and_stays_told(witnessed: Any) -> None:
    office = witnessed
    pulled(office, 4)
    remove(office, 3, 2)
    assert "1 response" not in (told := run(office, "ledger", "prove", "--second-account").output)
    assert "2 rows are gone from the second account's tab, the first of them number 3" in told
    office.respond_many(1)
    said = run(office, "pull").output
    assert "2 rows are gone from the second account's tab" in said
    assert "Version history" in said
    assert [row[0] for row in rows(office)] == [1, 2, 5], "the gap can be seen in the tab itself for ever"
    office.respond_many(1)
    assert "rows are gone" not in run(office, "pull").output, "once"
    assert [row[0] for row in rows(office)] == [1, 2, 5, 6]
    assert (outside(office).ok, outside(office).cure) == (False, "anubhav ledger prove --second-account")
    assert run(office, "ledger", "prove", "--second-account").return_value == 1


def test_a_row_that_was_taken_out_of_the_middle_is_missed(witnessed: Any) -> None:
    office = witnessed
    pulled(office, 3)
    remove(office, 1, 1)
    result = run(office, "ledger", "prove", "--second-account")
    assert result.return_value == 1
    assert "1 row is gone from the second account's tab, number 1" in result.output


def test_a_huge_number_in_the_tab_costs_nothing(tmp_path: Path) -> None:
    """Whoever may write there could have filled this computer's memory at the next pull: every number below it was listed."""
    row = DepositedHead(3_000_000, "2026-11-24T18:05:00+00:00", "ledger", 1, "", "")
    tracemalloc.start()
    [gone, *_] = faults_of([row, replace(row, number=1), replace(row, number=-5)], tmp_path, 2)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert gone == "29,99,998 rows are gone from the second account's tab, the first of them number 2"
    assert most < 1_000_000


def test_books_that_were_rewritten_as_a_whole_are_not_those_of_the_tab(witnessed: Any) -> None:
    office = witnessed
    pulled(office, 2)
    old = office.ledger.manifest.chain
    for path in (office.ledger.folder, office.campaign.data / "deposits.jsonl"):
        path.rename(path.with_name(path.name + ".before"))
    said = run(office, "pull").output
    assert office.ledger.manifest.chain != old
    assert "row 1 of that tab" in said
    assert "is NOT part of today's books: ledger, line" in said
    assert [row[0] for row in rows(office)] == [1, 2, 3]
    result = run(office, "ledger", "prove", "--second-account")
    assert result.return_value == 1
    assert "NOT part of today's books" in result.output


def test_a_reply_that_was_lost_writes_no_row_twice(witnessed: Any) -> None:
    office = witnessed
    pulled(office, 1)
    office.respond_many(1)
    office.sandbox.faults({"fault": "reply-lost", "on": "sheets.spreadsheets.batchUpdate", "times": 1})
    said = run(office, "pull")
    assert said.return_value == 0
    assert "could not be deposited in the second account; the next pull tries again" in said.output
    assert [row[0] for row in rows(office)] == [1, 2]
    done(office, "pull")
    assert [row[0] for row in rows(office)] == [1, 2]
    assert [len(entry.body["rows"]) for entry in read_deposits(office.campaign.data)] == [1, 1]
    assert "has 2 rows" in done(office, "ledger", "prove", "--second-account")


def test_what_is_wrong_outside_stops_no_pull_and_is_red_after_a_day(witnessed: Any) -> None:
    office = witnessed
    office.respond_many(2)
    office.sandbox.faults({"fault": "permission", "on": "sheets.spreadsheets.batchUpdate", "times": 9})
    said = run(office, "pull")
    assert said.return_value == 0
    assert "could not be deposited" in said.output
    assert outside(office).ok is True
    late = outside(office, datetime.now(UTC) + timedelta(days=2))
    assert late.ok is False
    assert "are not in the second account's tab" in late.said
    office.sandbox.faults()
    done(office, "pull")
    assert len(rows(office)) == 1


def test_a_disk_that_keeps_no_deposit_ends_the_pull_with_2_and_nothing_is_deposited_twice(witnessed: Any) -> None:
    office, lock = witnessed, witnessed.campaign.data / "deposits.jsonl.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    office.respond_many(2)
    ended = run(office, "pull")
    assert isinstance(ended.exception, StateError)
    assert "2 new responses" in ended.output
    lock.rmdir()
    done(office, "pull")
    assert (len(rows(office)), len(read_deposits(office.campaign.data))) == (1, 1)


def test_no_second_account_is_said(station_office: Any) -> None:
    with pytest.raises(InputError, match="No second account is named"):
        raise run(station_office, "ledger", "prove", "--second-account").exception
    with pytest.raises(InputError, match="either a code"):
        raise run(station_office, "ledger", "prove").exception
    assert pipeline.deposit_heads(station_office.campaign) == ()
