"""Citizens respond, clerks meddle and Google fails in any order: each response counts once, as it was sent, and no group of five changes."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from anubhav_gforms.pipeline.connection import connect
from anubhav_gforms.privacy.lots import BATCH, batched
from anubhav_gforms.responses.ledger.verify import verify

STEPS = 24
REFUSED = {"fault": "permission", "on": "forms.forms.responses.*", "times": 0}
"""The form's own list cannot be read, after the sheet was."""


class Walk:
    """What was sent, and what of it was shown in full groups of five."""

    def __init__(self, office: Any, seed: int) -> None:
        self.office, self.chance = office, random.Random(seed)
        office.google = connect(office.campaign, sleep=lambda seconds: None)
        self.sent: list[tuple[Any, int]] = []
        self.groups: list[list[str]] = []

    def respond(self) -> None:
        """Now and then in the second of another."""
        for _ in range(self.chance.randrange(1, 5)):
            rating, when = self.chance.randrange(1, 6), None
            if self.sent and self.chance.random() < 0.5:
                when = self.chance.choice(self.sent)[0].replace(microsecond=1000 * len(self.sent))
            every = dict.fromkeys(self.office.campaign.grade_rules.items, rating)
            self.sent.append((self.office.respond(when=when, **every), rating))

    def row(self) -> int:
        return self.chance.randrange(1, len(self.rows()) + 1)

    def rows(self) -> list[Any]:
        columns = self.office.google.sheets.values(self.office.spreadsheet_id, [f"{self.office.title()}!A2:A"])[0]
        return columns[0] if columns else []

    def edit(self) -> None:
        self.office.set("overall", self.row(), self.chance.randrange(1, 6))

    def delete(self) -> None:
        """One of the newest."""
        self.office.delete_row(len(self.rows()) - self.chance.randrange(3))

    def copy(self) -> None:
        self.office.copy_row(self.row(), len(self.rows()) + 1)

    def pull(self) -> None:
        self.pulled(full=self.chance.random() < 0.2)

    def pull_half(self) -> None:
        """No report is made of what the form was not asked about."""
        self.office.sandbox.faults(REFUSED)
        self.office.pull()
        self.office.sandbox.faults()

    def pulled(self, *, full: bool) -> tuple[Any, ...]:
        """What the pull says has changed; beside that full groups of five stay as they were."""
        changed = self.office.pull(full=full).changed
        ledger = self.office.ledger
        rows = batched(self.office.campaign, ledger, 10**5).rows
        ids = ledger.rows(rows, ["response_id"])["response_id"].to_pylist()
        groups = [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]
        assert groups[: len(self.groups)] == self.groups, "a full group never changes"
        self.groups = groups
        return changed


@pytest.mark.parametrize("seed", [6, 12])
def test_each_response_counts_once_whatever_happens_in_which_order(station_office: Any, seed: int) -> None:
    walk = Walk(station_office, seed)
    for _ in range(3):
        walk.respond()
    walk.pull()
    deeds = [walk.respond, walk.edit, walk.delete, walk.copy, walk.pull, walk.pull_half]
    for _ in range(STEPS):
        deed = walk.chance.choice(deeds)
        if len(walk.rows()) > 3 or deed is walk.respond:  # of a sheet that is all but empty nothing is believed
            deed()
    walk.pulled(full=True)
    assert not walk.pulled(full=True), "the second one has nothing to tell"
    frame = station_office.ledger.frame()
    counted = frame[frame.code_status == "accepted"]
    sent = Counter((when.replace(microsecond=0), rating) for when, rating in walk.sent)
    assert Counter(zip(counted.submitted_at.dt.floor("s"), counted.overall, strict=True)) == sent
    assert not verify(station_office.ledger).faults
    assert len(walk.groups) > 1
