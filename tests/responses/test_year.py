"""A short year by the clock: two rollovers, and each edit of the sheet told within a day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from anubhav_gforms.responses.ledger.closed_sheets import archives
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.verify import verify
from benchmarks.year.__main__ import BEGIN, year
from benchmarks.year.office import GoogleProcess, Office


def test_every_edit_of_a_short_year_is_told_within_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "user"))
    google = GoogleProcess(tmp_path / "world.sqlite")
    try:
        office = Office(tmp_path, google, BEGIN)
        quarters = list(year(office, 2000, 4))
    finally:
        google.end()
    ledger = open_ledger(office.campaign)
    assert sum(each.rows for each in quarters) == sum(ledger.counts().values()) == 2000
    assert len(archives(ledger)) == 2
    assert sum(each.edits for each in quarters) >= 10
    assert [each.told for each in quarters] == [each.edits for each in quarters]
    assert not office.waiting
    assert max(each.latest for each in quarters) <= timedelta(days=1)
    assert quarters[0].handles >= quarters[-1].handles
    assert not verify(ledger).faults
