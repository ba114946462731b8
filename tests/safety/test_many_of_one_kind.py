"""Many of one kind cost their number: rows, copies, notes, praise, and codes that are all different."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cases.case import Deed, book_of
from anubhav_gforms.cases.praise import PRAISE, PraiseDeed, read_praise
from anubhav_gforms.chain import Entry, following
from anubhav_gforms.nouns.week import read_week
from anubhav_gforms.privacy.lots import batched
from anubhav_gforms.responses.intake.cells import choices_of
from anubhav_gforms.responses.intake.compare import compare
from anubhav_gforms.responses.intake.versions import response_ids
from anubhav_gforms.responses.ledger.digests import Digests
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.ledger import Ledger, open_ledger
from anubhav_gforms.responses.ledger.writer import writing
from tests.invented_pulls import Pull, a_response, pull_time, write

from .linear_time import assert_linear, repeated


@pytest.mark.parametrize("options", [(), ("a / b", "c / d")], ids=["codes", "choices"])
def test_codes_and_choices_that_are_all_different_cost_their_number(options: tuple[str, ...]) -> None:
    """Whoever forges codes can send as many as they like: no two of a window need be equal."""
    assert_linear(
        lambda column: choices_of("purpose", column.split(), options, {}),
        lambda size: " ".join(f"BSP-KTW.P1.{number:09d}" for number in range(size)),
        2_500,
        "cells that are all different",
    )


def test_rows_that_the_form_does_not_know_cost_their_number(campaign: Campaign) -> None:
    """Whoever may write in the sheet can paste thousands of rows there; each waits for a decision."""
    chance, size, ledgers = Random(1), 2_500, {}
    for count in (size, 4 * size):
        office = replace(campaign, root=campaign.root / str(count))
        day = date(2026, 11, 2)
        write(office, [Pull(day, [a_response(office, "BSP-KTW", day, chance, message="") for _ in range(count)])])
        with writing(office.data / "ledger", command="test") as writer:
            seen = pull_time(day)
            writer.add_events([Event(EventKind.UNSENT, seen, each, each, -1) for each in range(count)])
            writer.commit("test")
        ledgers[count] = office, open_ledger(office)
        assert len(batched(*ledgers[count], read_week("2026-W47")).table) == 0
    assert_linear(
        lambda text: batched(*ledgers[len(text)], read_week("2026-W47")), repeated("x"), size, "rows that nobody sent"
    )


def test_copies_of_one_row_cost_their_number(tmp_path: Path) -> None:
    """Whoever may write in the sheet can paste one row thousands of times: each copy gets an id of its own."""

    def ids(text: str) -> list[str]:
        return response_ids(Ledger(tmp_path), *np.full((2, len(text)), 1_790_000_000_000))

    assert len(set(ids("x" * 9))) == 9
    assert_linear(ids, repeated("x"), 600, "copies of one row")


def test_many_changed_rows_of_one_moment_cost_their_number() -> None:
    """A clerk fills the column of times with one day, and types over a rating in each row."""

    def rows(begin: int, count: int) -> Digests:
        numbers = np.arange(begin, begin + count)
        return Digests(np.ones(count, np.int64), numbers, numbers, np.zeros(count, np.bool_))

    def changed(text: str) -> int:
        return len(compare(rows(1, len(text)), rows(10**6, len(text))).edited)

    assert changed("x" * 9) == 9
    assert_linear(changed, repeated("x"), 1_500, "changed rows of one moment")


def test_many_notes_on_one_case_cost_their_number() -> None:
    """A machine of the office that writes into one case day and night makes its page no slower than its length."""
    at = "2026-11-26T09:00:00+05:30"
    opened = {"key": "x", "about": ["other"], "who": "ig", "owner": "ig", "due": "2026-12-01"}
    book = Entry(1, Deed.OPENED, at, opened, "", ""), Entry(2, Deed.NOTED, at, {"case": 1, "who": "ig"}, "", "")
    assert len(book_of([*book, book[1]]).case(1).steps) == 3
    assert_linear(lambda text: book_of([*book, *[book[1]] * len(text)]), repeated("x"), 20_000, "notes on one case")


def test_much_praise_of_one_person_costs_its_number(tmp_path: Path) -> None:
    size = 6_000
    for count in (size, 4 * size):
        entries: list[Entry] = []
        for number in range(count):
            body = {"answer": f"{number}", "day": "2026-11-02", "station": "BSP-KTW", "name": "TI", "who": "ig"}
            entries.append(following(entries, PraiseDeed.CONFIRMED, body, "2026-11-26T09:00:00+05:30"))
        (tmp_path / str(count)).mkdir()
        lines = "".join(f"{each.as_written}\n" for each in entries)
        (tmp_path / str(count) / PRAISE).write_text(lines, encoding="utf-8")
        assert len(read_praise(tmp_path / str(count)).praised[0].days_of) == count
    assert_linear(lambda text: read_praise(tmp_path / str(len(text))), repeated("x"), size, "praise of one person")
