"""What keeps a watch from looking, or its messages from arriving, is told by doctor and today; a scheduled watch tells nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.pipeline.alerting import check_alerts
from anubhav_gforms.pipeline.checks import DOCTOR_CHECKS
from anubhav_gforms.responses.alerts.outbox import Outbox, Waiting, save_outbox
from tests.office import make_office

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise looks for it


@pytest.fixture
def office(tmp_path: Path, config_dir: Path) -> Campaign:
    return make_office(tmp_path / "office", lambda lines: lines[:20])


def test_a_watch_that_cannot_look_is_red_in_doctor_and_due_today(office: Campaign) -> None:
    path = office.root / "config" / "alerts.toml"
    whole = path.read_text("utf-8")
    for wrong, words in (
        (whole.replace("low_rating = 1", "low_rating = 9"), "rules.low_rating: must be 5 or less, not 9"),
        (whole.replace("money = true", "money = yes"), "write half as 0.5, yes and no as true and false"),
    ):
        path.write_text(wrong, "utf-8")
        seen = check_alerts(office)
        assert (seen.ok, words in seen.said) == (False, True)
        due = next(line for line in pipeline.due_today(office) if line.name == "alerts")
        assert (due.ok, words in due.said) == (False, True)
        assert "watch pulls and sends no alert" in seen.cure
    path.write_text(whole, "utf-8")
    assert check_alerts(office).ok
    addresses = pipeline.alert_addresses(office)[0]
    addresses.parent.mkdir(parents=True, exist_ok=True)
    addresses.write_text("nonsense\n", "utf-8")
    addresses.chmod(0o600)
    assert "is not an address" in check_alerts(office).said
    addresses.write_text("json://127.0.0.1:9/x\n", "utf-8")
    assert check_alerts(office).said == "they go to 1 address; each was taken"
    spoilt = office.data / "alerts.json"
    save_outbox(Outbox(waiting=(Waiting("json x", "title", "body"),)), office.data)
    assert check_alerts(office).said == "1 message was not taken by its address"
    spoilt.write_text("{", "utf-8")
    assert check_alerts(office).ok is False
    assert "alerts" in {row.name for row in DOCTOR_CHECKS}
