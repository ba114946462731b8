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
        office.respond()
        return len(looks) == 4 and not stop.set()

    office.respond()
    monkeypatch.setattr(watch, "_stop_signal", lambda: stop)
    monkeypatch.setattr(stop, "wait", change)
    said = run(office.campaign.root, "watch", "--every", "1m").output
    assert looks == [(1, 1), (2, 1), (3, 1), (4, 4)], "read at each look, and counted when it may"
    assert "stations.csv" in said


def test_a_look_goes_by_the_files_as_they_were_while_they_cannot_be_read(
    station_office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake that somebody saves, or a file that another program holds: alerts go out all the same, and it is said."""
    office, stop, looks = station_office, Event(), []
    stations, poster = (office.campaign.root / each for each in ("stations.csv", "config/poster.toml"))
    money = str(office.campaign.form.question("money").options[1])

    def change(seconds: float) -> bool:
        looks.append(len(office.ledger.frame()))
        if len(looks) == 1:
            stations.write_bytes(b"nonsense")
        elif len(looks) == 2:
            poster.unlink()
            poster.mkdir()
        office.respond(money=money)
        return len(looks) == 3 and not stop.set()

    office.respond()
    monkeypatch.setattr(watch, "_stop_signal", lambda: stop)
    monkeypatch.setattr(stop, "wait", change)
    said = run(office.campaign.root, "watch", "--every", "1m").output
    assert looks == [1, 2, 3]
    assert said.count("ALERT") == 2
    assert said.count("go by config/ and stations.csv as they were") == 2
    assert str(poster) in said
