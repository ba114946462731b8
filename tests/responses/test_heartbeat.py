"""A monitor outside is given a sign of life with each look that succeeds, and stops none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.errors import GoogleError
from anubhav_gforms.responses.alerts.heartbeat import BEAT
from tests.octets import reply, replying


def test_a_monitor_that_sends_on_to_nowhere_stops_nothing(station_office: Any) -> None:
    office = station_office
    path = office.campaign.root / "config" / "alerts.toml"
    text = path.read_text("utf-8")
    office.respond()
    with replying(reply(b"", "302 Found", "Location: http://[::1")) as root:
        path.write_text(text.replace('url = ""', f'url = "{root}/x"'), "utf-8")
        look = pipeline.watch(office.campaign, office.google, ())
    assert "did not accept the heartbeat (ValueError)" in str(look.silent_monitor)


def test_a_file_that_cannot_be_touched_stops_nothing(station_office: Any) -> None:
    """It lies on a share that is away: the look is told as any other, and the address is asked all the same."""
    office = station_office
    path = office.campaign.root / "config" / "alerts.toml"
    path.write_text(path.read_text("utf-8").replace('file = ""', 'file = "stations.csv/alive.txt"'), "utf-8")
    office.respond()
    pipeline.watch(office.campaign, office.google, ())
    office.respond(money=office.campaign.form.question("money").options[1])
    look = pipeline.watch(office.campaign, office.google, ())
    assert "the monitor's file was not touched: " in str(look.silent_monitor)
    assert [alert.rule for alert in look.alerts] == ["money"]


def test_a_monitor_outside_sees_when_the_watch_has_died(station_office: Any) -> None:
    office = station_office
    path = office.campaign.root / "config" / "alerts.toml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('file = ""', 'file = "alive.txt"').replace('url = ""', 'url = "http://127.0.0.1:9/x"'), "utf-8"
    )
    office.respond()
    last_beat = office.campaign.data / BEAT
    assert not last_beat.exists()
    look = pipeline.watch(office.campaign, office.google, ())
    assert "did not accept the heartbeat" in str(look.silent_monitor)
    first = last_beat.read_text("utf-8")
    assert datetime.fromisoformat(first.strip())
    assert (office.campaign.root / "alive.txt").read_text("utf-8") == first
    assert office.sandbox.api("DELETE", f"/drive/v3/files/{office.spreadsheet_id}").status_code == 204
    with pytest.raises(GoogleError):
        pipeline.watch(office.campaign, office.google, ())
    assert last_beat.read_text("utf-8") == first, "a look that fails gives no sign of life"
