"""What stops responses from coming is told once: a silent sheet, no pull for hours, a ledger that was changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign.alerts import load_alerts
from anubhav_gforms.errors import GoogleError, StateError
from anubhav_gforms.responses.alerts.outbox import load_outbox


@pytest.mark.parametrize(("late", "said"), [(1, "1 response is"), (2, "2 responses are")])
def test_a_sheet_that_fell_silent_is_told_once(station_office: Any, late: int, said: str) -> None:
    office = station_office
    office.respond_many(3)
    pipeline.watch(office.campaign, office.google, ())
    plan = {"seed": 1, "faults": [{"fault": "late-rows", "hold": 9}]}
    assert office.sandbox.post("/sandbox/faults", json=plan).status_code < 300
    for minute in range(late):
        office.respond(when=datetime.now(UTC) - timedelta(hours=10, minutes=minute))
    told = [
        [(each.rule, each.title) for each in pipeline.watch(office.campaign, office.google, ()).alerts]
        for _ in range(3)
    ]
    assert told == [[("sheet_silent", f"{said} in the form but not in the sheet")], [], []]
    office.sandbox.http.delete(office.sandbox.root + "/sandbox/faults", timeout=30)


def test_nothing_pulled_for_hours_is_told_once(station_office: Any) -> None:
    from anubhav_gforms.responses.alerts.watch import Teller, tell_overdue

    office = station_office
    rules, now = load_alerts(office.campaign.root), datetime.now(UTC)
    teller = Teller(office.campaign.data, ())
    late = [tell_overdue(teller, rules, now - timedelta(hours=h), now=now).alerts for h in (1, 7, 8)]
    assert [len(alerts) for alerts in late] == [0, 1, 0]
    office.respond()
    pipeline.watch(office.campaign, office.google, ())
    assert load_outbox(office.campaign.data).told == ()


def test_a_ledger_that_was_changed_is_told_once_and_again_when_it_happens_again(station_office: Any) -> None:
    office = station_office
    office.respond_many(5)
    pipeline.watch(office.campaign, office.google, ())
    [part, *_] = sorted((office.campaign.data / "ledger").glob("answers-*.parquet"))
    whole = part.read_bytes()

    def spoil(content: bytes) -> list[list[str]]:
        part.chmod(0o600)
        part.write_bytes(content)
        return [[each.rule for each in pipeline.watch(office.campaign, office.google, ()).alerts] for _ in range(2)]

    pq.write_table(pq.read_table(part), part.with_suffix(".other"), compression="none")
    other = part.with_suffix(".other").read_bytes()
    part.with_suffix(".other").unlink()
    assert other != whole
    told = spoil(other) + spoil(whole) + spoil(other)
    assert told == [["ledger_changed"], [], [], [], ["ledger_changed"], []]
    spoil(whole)
    with pytest.raises(StateError, match="cannot be read"):
        spoil(whole + b"x")
    assert load_outbox(office.campaign.data).told == ("ledger_changed",), "a ledger that cannot be read is told, too"


def test_a_pull_that_fails_raises_and_tells_nothing(station_office: Any) -> None:
    office = station_office
    office.respond()
    pipeline.watch(office.campaign, office.google, ())
    assert office.sandbox.api("DELETE", f"/drive/v3/files/{office.spreadsheet_id}").status_code == 204
    with pytest.raises(GoogleError):
        pipeline.watch(office.campaign, office.google, ())
