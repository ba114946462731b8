"""When a watch ends: at a signal, and when the package was updated under it."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from anubhav_gforms import version
from anubhav_gforms.cli import watch
from anubhav_gforms.errors import StateError
from tests.office import run


def test_the_watch_stops_at_a_signal(station_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the step at hand, by its own will: nothing is cut in the middle."""
    import signal

    from click.testing import CliRunner

    from anubhav_gforms import cli

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        stop = watch._stop_signal()
        signal.raise_signal(signal.SIGTERM)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert stop.is_set()
    monkeypatch.setattr(watch, "_stop_signal", lambda: stop)
    station_office.respond()
    done = CliRunner().invoke(cli.anubhav, ["-C", str(station_office.campaign.root), "watch", "--every", "1m"])
    assert "1 new, 1 in all" in done.output
    assert "Stopped. Nothing is lost" in done.output
    for every in ("5s", "25h", "9" * 5000 + "h"):
        refused = CliRunner().invoke(cli.anubhav, ["-C", str(station_office.campaign.root), "watch", "--every", every])
        assert (refused.exit_code, "at least a minute and at most a day" in refused.output) == (2, True)


def test_the_watch_ends_when_the_package_was_updated(
    station_office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What pulls next would be half the old code and half the new."""
    monkeypatch.setattr(version, "PACKAGE", tmp_path)
    stop = Event()
    monkeypatch.setattr(watch, "_stop_signal", lambda: stop)
    monkeypatch.setattr(stop, "wait", lambda seconds: (tmp_path / "new.py").write_text("") > 0)
    done = run(station_office.campaign.root, "watch", "--every", "1m")
    assert isinstance(done.exception, StateError)
    assert "anubhav was updated while it watches." in str(done.exception)
    assert "Stopped." not in done.output
