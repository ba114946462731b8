"""Officers do anything to the sheet, over and over; each pull names exactly what became of which response."""

from __future__ import annotations

import random
from datetime import UTC
from typing import Any

import pytest

from anubhav_gforms.responses.ledger.verify import verify


class Officer:
    """Meddles with the sheet and keeps the truth: which time stands in which row, and with which rating."""

    def __init__(self, office: Any, chance: random.Random) -> None:
        self.office, self.chance = office, chance
        self.rows: list[tuple[str, int]] = []
        self.expected: list[tuple[str, str]] = []
        self.sent: dict[str, int] = {}

    def new(self) -> int:
        count = self.chance.randrange(4)
        for _ in range(count):
            rating = self.chance.randrange(1, 6)
            moment = self.office.respond(overall=rating)
            self.rows.append((moment.isoformat(), rating))
            self.sent[moment.isoformat()] = rating
        return count

    def edit(self) -> None:
        place = self.chance.randrange(len(self.rows))
        moment, rating = self.rows[place]
        other = rating % 5 + 1
        self.office.set("overall", place + 1, other)
        self.rows[place] = (moment, other)
        self.expected.append(("restored" if other == self.sent[moment] else "edited", moment))

    def delete(self) -> None:
        place = self.chance.randrange(len(self.rows))
        self.office.delete_row(place + 1)
        self.expected.append(("gone", self.rows.pop(place)[0]))

    def sort(self) -> None:
        """By rating, then by time: as the sheet sorts, the truth sorts."""
        column = ord(self.office.column("overall")) - 65
        up = self.chance.random() < 0.5
        span = {
            "sheetId": self.office.tab_id,
            "startRowIndex": 1,
            "endRowIndex": len(self.rows) + 1,
            "startColumnIndex": 0,
        }
        order = "ASCENDING" if up else "DESCENDING"
        specs = [{"dimensionIndex": column, "sortOrder": order}, {"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
        self.office.edit({"sortRange": {"range": span, "sortSpecs": specs}})
        self.rows.sort(key=lambda row: (row[1] if up else -row[1], row[0]))

    def rename_tab(self) -> None:
        title = f"Answers {self.chance.randrange(99)}"
        properties = {"sheetId": self.office.tab_id, "title": title}
        self.office.edit({"updateSheetProperties": {"properties": properties, "fields": "title"}})


@pytest.mark.parametrize("seed", [1, 2])
def test_every_pull_names_exactly_what_was_done(station_office: Any, seed: int) -> None:
    from anubhav_gforms.pipeline.connection import connect

    office, chance = station_office, random.Random(seed)
    office.google = connect(office.campaign, sleep=lambda seconds: None)
    officer = Officer(office, chance)
    for _ in range(60):
        rating = chance.randrange(1, 6)
        officer.rows.append((office.respond(overall=rating).isoformat(), rating))
    officer.sent = dict(officer.rows)
    office.pull()
    for step in range(9):
        new = officer.new()
        touched: set[str] = set()
        for act in chance.choices(
            (officer.edit, officer.delete, officer.sort, officer.rename_tab), k=chance.randrange(3)
        ):
            act()
            touched = {moment for _, moment in officer.expected}
        if len(touched) < len(officer.expected):  # twice one response between two pulls: seen as the last state only
            last = {moment: kind for kind, moment in officer.expected}
            officer.expected = [(kind, moment) for moment, kind in last.items()]
        changes = office.pull(full=True)
        found = sorted((str(each.kind), each.submitted_at.astimezone(UTC).isoformat()) for each in changes.changed)
        assert found == sorted(officer.expected), step
        assert changes.new == new, step
        assert sorted(office.ledger.frame().overall) == sorted(officer.sent.values()), "what was sent counts"
        officer.expected.clear()
    assert not verify(office.ledger).faults
