"""Clerks delete, rename, move and insert columns, copy the tab, link the form again and change `source`, in any order: when the sheet is put
right, each response counts once, as it was sent."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from anubhav_gforms.errors import SheetError
from anubhav_gforms.nouns import a1
from anubhav_gforms.pipeline.connection import connect
from anubhav_gforms.responses.ledger.verify import verify

STEPS = 22


class Walk:
    """What was sent, and what a clerk took away of the sheet."""

    def __init__(self, office: Any, seed: int) -> None:
        self.office, self.chance = office, random.Random(seed)
        self.sent: list[tuple[Any, int]] = []
        self.taken: list[tuple[int, list[Any]]] = []
        self.copies: list[int] = []
        self.renamed: list[str] = []
        self.read_from("both")

    def read_from(self, source: str) -> None:
        setting = self.office.campaign.office.google.model_copy(update={"source": source})
        office = self.office.campaign.office.model_copy(update={"google": setting})
        self.office.campaign = replace(self.office.campaign, office=office)
        self.office.google = connect(self.office.campaign, sleep=lambda seconds: None)

    def switch(self) -> None:
        self.read_from(self.chance.choice(["both", "sheet", "forms"]))

    def respond(self) -> None:
        for _ in range(self.chance.randrange(1, 4)):
            rating = self.chance.randrange(1, 6)
            self.sent.append((self.office.respond(overall=rating), rating))

    def columns(self) -> list[list[Any]]:
        columns = self.office.google.sheets.values(self.office.spreadsheet_id, [f"{self.office.title()}!A1:Z200"])[0]
        return [column or [None] for column in columns]

    def write(self, place: int, cells: list[Any]) -> None:
        path = f"/v4/spreadsheets/{self.office.spreadsheet_id}/values/{self.office.title()}!{a1.column(place)}1"
        values = {"majorDimension": "COLUMNS", "values": [["" if cell is None else cell for cell in cells]]}
        self.office.sandbox.api("PUT", f"{path}?valueInputOption=RAW", json=values).raise_for_status()

    def change(self, request: str, place: int, **more: Any) -> None:
        name = "source" if request == "moveDimension" else "range"
        span = {"sheetId": self.office.tab_id, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
        self.office.edit({request: {name: span, **more}})

    def some(self) -> int:
        return self.chance.randrange(1, len(self.columns()))

    def delete_column(self) -> None:
        """As often as not the overall rating's."""
        titles = [column[0] for column in self.columns()]
        title = self.office.campaign.form.question("overall").title
        place = titles.index(title) if title in titles and self.chance.random() < 0.5 else self.some()
        if len(self.taken) < 3:
            self.taken.append((place, self.columns()[place]))
            self.change("deleteDimension", place)

    def put_back(self) -> None:
        if self.taken:
            place, cells = self.taken.pop()
            self.change("insertDimension", place, inheritFromBefore=False)
            self.write(place, cells)

    def type_title(self) -> None:
        """Into an empty column, as the message seems to say."""
        if self.taken:
            self.write(len(self.columns()), self.taken[-1][1][:1])

    def rename(self) -> None:
        place = self.some()
        self.renamed.append(self.columns()[place][0])
        self.write(place, [f"renamed {len(self.renamed) - 1}"])

    def rename_back(self) -> None:
        titles = [column[0] for column in self.columns()]
        for number, title in enumerate(self.renamed):
            if f"renamed {number}" in titles:
                self.write(titles.index(f"renamed {number}"), [title])

    def insert(self) -> None:
        self.change("insertDimension", self.some(), inheritFromBefore=False)

    def move(self) -> None:
        place, to = self.some(), self.some()
        if to not in (place, place + 1):
            self.change("moveDimension", place, destinationIndex=to)

    def delete_row(self) -> None:
        rows = len(self.columns()[0])
        if rows > 4:
            row = self.chance.randrange(1, rows)
            self.office.delete_row(row)
            self.taken = [(place, cells[:row] + cells[row + 1 :]) for place, cells in self.taken]

    def copy_tab(self) -> None:
        self.copies.append(number := 7_000_000 + len(self.copies))
        copied = {"sourceSheetId": self.office.tab_id, "newSheetId": number, "newSheetName": f"Copy {number}"}
        self.office.edit({"duplicateSheet": copied})

    def link_again(self) -> None:
        form_id = self.office.registry.form_id
        self.office.sandbox.post(f"/sandbox/forms/{form_id}/edit", json={"action": "unlink"}).raise_for_status()
        self.office.tab_id = self.office.sandbox.link(form_id, self.office.spreadsheet_id)["sheetId"]
        self.taken, self.renamed = [], []

    def pull(self) -> None:
        with suppress(SheetError):  # a column is missing: nothing is recorded
            self.office.pull(full=self.chance.random() < 0.3)
            assert self.office.ledger.counts().get("accepted", 0) <= len(self.sent), "no response counts twice"

    def heal(self) -> None:
        """What each message says: columns and titles come back, copies of the tab are deleted."""
        for copy in self.copies:
            self.office.edit({"deleteSheet": {"sheetId": copy}})
        self.rename_back()
        while self.taken:
            self.put_back()
        titles = [column[0] for column in self.columns()]
        for question in self.office.campaign.form.questions:
            if question.title not in titles:
                self.write(len(self.columns()), [question.title])


@pytest.mark.parametrize("seed", [4, 8])
def test_each_response_counts_once_when_the_columns_are_put_right(station_office: Any, seed: int) -> None:
    walk = Walk(station_office, seed)
    walk.respond()
    walk.respond()
    deeds = [
        walk.respond,
        walk.delete_column,
        walk.put_back,
        walk.type_title,
        walk.rename,
        walk.rename_back,
        walk.insert,
    ]
    deeds += [walk.move, walk.delete_row, walk.copy_tab, walk.link_again, walk.switch, walk.pull, walk.pull, walk.pull]
    for _ in range(STEPS):
        walk.chance.choice(deeds)()
    walk.heal()
    walk.read_from("both")
    station_office.pull(full=True)
    assert not station_office.pull(full=True).changed
    frame = station_office.ledger.frame()
    counted = frame[frame.code_status == "accepted"]
    sent = Counter((when.replace(microsecond=0), rating) for when, rating in walk.sent)
    assert Counter(zip(counted.submitted_at.dt.floor("s"), counted.overall, strict=True)) == sent
    assert not verify(station_office.ledger).faults
