"""A watch that runs goes by config/ and stations.csv as they are at each look."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from anubhav_gforms.cli import watch
from tests.office import run


def test_a_station_that_is_listed_while_it_watches_is_known_at_the_next_look(
    station_office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, path, stop, looks = station_office, station_office.campaign.root / "stations.csv", Event(), []
    whole = path.read_bytes()

    def change(seconds: float) -> bool:
        """Between the looks: the station is struck out, the file is spoilt, and it is as it was."""
        looks.append((len(office.ledger.frame()), office.ledger.counts()["accepted"]))
        lines = whole.splitlines(keepends=True)
        path.write_bytes(
            (b"".join(line for line in lines if b"BSP-KTW" not in line), b"nonsense", whole, whole)[len(looks) - 1]
        )
        office.answer()
        return len(looks) == 4 and not stop.set()

    office.answer()
    monkeypatch.setattr(watch, "_stop_signal", lambda: stop)
    monkeypatch.setattr(stop, "wait", change)
    said = run(office.campaign.root, "watch", "--every", "1m").output
    assert looks == [(1, 1), (2, 1), (3, 1), (4, 4)], "read at each look, and counted when it may"
    assert "stations.csv" in said
