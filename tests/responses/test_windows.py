"""A sheet of many windows: read in order while the next ones travel, in halves, and again when it moves meanwhile."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.errors import SheetError, UnavailableError
from anubhav_gforms.nouns import google
from anubhav_gforms.responses.intake import sheet, states
from anubhav_gforms.responses.ledger.verify import verify


class Watched:
    """The gateway's sheets, with something that happens before each reading of responses."""

    def __init__(self, sheets: Any, happens: Callable[[int, Sequence[str]], None]) -> None:
        self.sheets, self.happens, self.turn = sheets, happens, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sheets, name)

    def values(self, spreadsheet_id: str, ranges: Sequence[str]) -> Any:
        if any("!A" in each for each in ranges):
            self.turn += 1
            self.happens(self.turn, ranges)
        return self.sheets.values(spreadsheet_id, ranges)


def watched(office: Any, happens: Callable[[int, Sequence[str]], None]) -> Any:
    office.google = replace(office.google, sheets=Watched(office.google.sheets, happens))
    return office


@pytest.fixture
def office(station_office: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """50 responses, in a grid of 150 rows, in windows of 16."""
    monkeypatch.setattr(sheet, "WINDOW_ROWS", 16)
    station_office.respond_many(50, message="ठीक था")
    return station_office


def test_many_windows_give_what_one_gives(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[int, int]] = []
    changes = office.pull(progress=lambda done, total: steps.append((done, total)))
    assert (changes.new, changes.full) == (50, True)
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    by_windows = office.ledger.frame()
    shutil.rmtree(office.campaign.data / "ledger")
    monkeypatch.setattr(sheet, "WINDOW_ROWS", 20_000)
    office.pull()
    assert office.ledger.frame().equals(by_windows)
    monkeypatch.setattr(sheet, "WINDOW_ROWS", 16)
    office.respond_many(60)
    changes = office.pull()
    assert (changes.new, changes.total, changes.full) == (60, 110, False)


def test_a_window_that_google_does_not_manage_is_read_in_halves(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "LEAST_WINDOW", 4)
    office.sheet_alone()
    for row in range(30, 34):
        office.set("message", row, "")
    small: list[int] = []

    def too_much(turn: int, ranges: Sequence[str]) -> None:
        first, last = map(int, re.search(r"!A(\d+):[A-Z]+(\d+)$", ranges[-1]).groups())  # type: ignore[union-attr]
        if len(ranges) == 1 and last - first >= 6:
            raise UnavailableError("Google did not reply in time.")
        small.append(last - first + 1 if len(ranges) == 1 else 0)

    watched(office, too_much)
    assert office.pull().new == 50
    assert 0 < max(small) <= 6
    assert office.ledger.frame(["message"]).message.tolist().count("") == 4
    monkeypatch.setattr(sheet, "LEAST_WINDOW", 1000)
    with pytest.raises(UnavailableError):
        office.pull(full=True)


def test_a_sheet_that_moves_while_it_is_read_is_read_again(office: Any) -> None:
    """Rows inserted above shift every window after them: a response would be lost between two."""

    def insert(turn: int, ranges: Sequence[str]) -> None:
        if turn == 3:
            span = {"sheetId": office.tab_id, "dimension": "ROWS", "startIndex": 5, "endIndex": 8}
            office.edit({"insertDimension": {"range": span, "inheritFromBefore": False}})

    assert watched(office, insert).pull().new == 50
    assert not verify(office.ledger).faults
    assert not office.pull(full=True).changed


def test_a_sheet_that_never_holds_still_is_refused(office: Any) -> None:
    cell = f"{office.title()}!{office.column('overall')}2"

    def edit(turn: int, ranges: Sequence[str]) -> None:
        office.write(cell, turn)

    with pytest.raises(SheetError, match="being changed while it is read"):
        watched(office, edit).pull()
    assert office.ledger.manifest.rows == 0


def test_an_edit_that_changes_while_it_is_looked_at_is_refused(station_office: Any) -> None:
    """What looks edited is read a second time, and must look the same."""
    office = station_office
    office.respond_many(30)
    office.pull()
    office.set("overall", 3, 1)

    column = f"{office.title()}!{office.column('purpose')}"

    def edit(turn: int, ranges: Sequence[str]) -> None:
        office.write(f"{column}{turn + 10}", "another purpose")

    with pytest.raises(SheetError, match="being changed while it is read"):
        watched(office, edit).pull(full=True)
    assert not office.ledger.history


def test_an_order_of_many_pieces_is_kept_in_a_file(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "MOST_RANGES", 5)
    office.pull()
    column = ord(office.column("overall")) - 65
    span = {"sheetId": office.tab_id, "startRowIndex": 1, "endRowIndex": 51, "startColumnIndex": 0}
    office.edit({"sortRange": {"range": span, "sortSpecs": [{"dimensionIndex": column, "sortOrder": "ASCENDING"}]}})
    changes = office.pull()
    assert (changes.changed, changes.new) == ((), 0)
    state = office.ledger.manifest.sheet
    assert (state.order_in_file, state.order) == (True, ())
    office.respond_many(2)
    assert (office.pull().new, office.pull(full=True).changed) == (2, ())
    office.delete_row(40)
    assert [str(change.kind) for change in office.pull(full=True).changed] == ["gone"]
    assert not verify(office.ledger).faults


def test_a_tab_that_is_gone_and_a_sheet_that_is_nearly_full_are_told(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(google, "CELLS", 1500)
    assert any("of what Google allows" in note for note in office.pull().notes)
    monkeypatch.setattr(google, "CELLS", 10_000_000)
    before = office.ledger.manifest
    other = replace(office.google, sheets=Watched(office.google.sheets, lambda turn, ranges: None))
    other.sheets.describe = lambda name: replace(office.google.sheets.describe(name), tabs=())
    with pytest.raises(SheetError, match="No tab of the response sheet"):
        pipeline.pull(office.campaign, other)
    assert office.ledger.manifest == before
