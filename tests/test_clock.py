"""A computer whose clock is wrong writes nothing; a ledger that one wrote is not trusted about time, and becomes right again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import requests
from ready import make_ready
from wire import Wire

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.campaign.alerts import load_alerts
from anubhav_gforms.errors import StateError
from anubhav_gforms.forms.checks import check_pull
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.posters.printing.job import PrintJob
from anubhav_gforms.responses.alerts.watch import Teller, tell_overdue
from anubhav_gforms.responses.ledger.ledger import Ledger, open_ledger
from anubhav_gforms.responses.ledger.verify import verify
from anubhav_gforms.responses.ledger.writer import writing
from tests.office import run


class Elsewhen(Wire):
    """The way to a Google whose clock stands `ahead` of this computer's."""

    ahead = timedelta()

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]  # as Wire
        reply = super().send(request, **options)
        reply.headers["Date"] = format_datetime(datetime.now(UTC) + self.ahead, usegmt=True)
        return reply


@pytest.fixture
def elsewhen(google: Any) -> Elsewhen:
    wire = Elsewhen()
    google.session.mount("http://", wire)
    return wire


@pytest.mark.parametrize("days", [-400, -2, 2, 400])
def test_setup_forms_with_a_wrong_clock_makes_nothing(
    days: int, campaign: Any, google: Any, elsewhen: Elsewhen
) -> None:
    elsewhen.ahead = timedelta(days=days)
    shown = pipeline.setup_forms(campaign, google, apply=False).plan
    with pytest.raises(StateError, match=f"{abs(days)} days .*Nothing was recorded") as refused:
        pipeline.setup_forms(campaign, google, shown=shown)
    assert f"Google's says {datetime.now(UTC) + elsewhen.ahead:%Y-%m-%d}" in refused.value.message
    assert "Set the clock right" in refused.value.cure
    assert not load_registry(campaign.data).form_id
    assert not elsewhen.writes


def test_a_pull_with_a_wrong_clock_records_nothing(
    campaign: Any, google: Any, sandbox: Any, elsewhen: Elsewhen
) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    pipeline.pull(campaign, google)
    before = open_ledger(campaign).manifest
    for days in (-400, -2, 2, 400):
        elsewhen.ahead = timedelta(days=days)
        for work in (lambda: pipeline.pull(campaign, google, full=True), lambda: pipeline.watch(campaign, google, ())):
            with pytest.raises(StateError, match="Nothing was recorded"):
                work()
    assert open_ledger(campaign).manifest == before
    elsewhen.ahead = timedelta(hours=1)
    changes = pipeline.pull(campaign, google)
    assert (changes.new, [note for note in changes.notes if "60 minutes behind Google's" in note]) == (
        0,
        [*changes.notes],
    )
    elsewhen.ahead = timedelta()
    assert pipeline.pull(campaign, google).notes == ()


def test_a_clock_that_is_behind_is_told_also_where_the_form_alone_is_read(
    campaign: Any, google: Any, elsewhen: Elsewhen
) -> None:
    pipeline.setup_forms(campaign, google)
    office = campaign.root / "config" / "office.toml"
    office.write_text(office.read_text("utf-8").replace('source = "both"', 'source = "forms"'), "utf-8")
    elsewhen.ahead = timedelta(hours=1)
    [note] = pipeline.pull(load_campaign(campaign.root), google).notes
    assert "60 minutes behind Google's" in note


@pytest.mark.parametrize("days", [-400, 400])
def test_no_poster_is_noted_with_the_day_of_a_wrong_clock(
    days: int, campaign: Any, google: Any, sandbox: Any, elsewhen: Elsewhen
) -> None:
    make_ready(campaign, google, sandbox)
    one, before = PrintJob(stations=("BSP-KTW",)), load_registry(campaign.data).printed
    elsewhen.ahead = timedelta(days=days)
    with pytest.raises(StateError, match="Nothing was recorded"):
        pipeline.make_posters(campaign, one, google=google)
    assert load_registry(campaign.data).printed == before
    elsewhen.ahead = timedelta()
    assert pipeline.make_posters(campaign, one, google=google).posters


@pytest.mark.parametrize("days", [-400, 400])
def test_a_book_that_stays_for_good_takes_no_entry_from_a_wrong_clock(
    days: int, campaign: Any, google: Any, sandbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    pipeline.pull(campaign, google)
    root, then = campaign.root, datetime.now(UTC) + timedelta(days=days)
    opened = run(root, "cases", "open", "--station", "BSP-KTW", "--text", "a matter")
    assert not opened.exception, "at the right time nobody is asked"
    monkeypatch.setattr("anubhav_gforms.pipeline.clock.now", lambda: then)
    for words in (
        ("cases", "note", "1", "x"),
        ("gazette", "announce", "--from", "2027-W01", "--yes"),
        ("praise", "confirm", "403c90265fd68c63", "--nobody"),
        ("praise", "letter", "1"),
        ("praise", "given", "1"),
        ("release", "--harmless", "--by", "reader", "--yes"),
        ("release", "3f9a21bc", "--undo", "--by", "reader"),
        ("answer", "403c90265fd68c63"),
        ("keys", "retire", "A", "--yes"),
    ):
        with monkeypatch.context() as alone:
            alone.setenv("ANUBHAV_GOOGLE_ROOT", "http://127.0.0.1:9")  # nobody replies there
            refused = run(root, *words).exception
            assert isinstance(refused, StateError)
            assert "Google could not be asked for the time. Nothing was recorded." in str(refused)
    confirmed = run(root, "cases", "note", "1", "nothing was pulled for a year").exception
    assert confirmed is None, "Google has the last word on the time"
    assert len(pipeline.case_book(campaign).cases[0].steps) == 2


def test_a_ledger_with_a_time_in_the_future_is_red_and_the_next_step_writes_the_right_one(ledger_folder: Any) -> None:
    now = datetime.now(UTC)
    ahead = now + timedelta(days=400)
    with writing(ledger_folder, command="test") as step:
        step.commit("pull", pulled_at=int(ahead.timestamp() * 1000), about={"test": 1})
    with writing(ledger_folder, command="test") as step:
        assert abs(step.now() / 1000 - now.timestamp()) < 60
        step.commit("pull", pulled_at=step.now(), about={"test": 2})
    assert not verify(Ledger(ledger_folder)).faults
    check = check_pull(now, now, written_at=ahead)
    assert check.ok is False
    assert f"{ahead:%Y-%m-%d %H:%M}" in check.said
    assert check_pull(ahead, now).ok is False
    assert check_pull(now, now, written_at=now).ok


def test_a_last_pull_in_the_future_does_not_silence_the_alert(campaign: Any) -> None:
    rules, now = load_alerts(campaign.root), datetime.now(UTC)
    told = [tell_overdue(Teller(campaign.data, ()), rules, now + timedelta(days=400), now=now).alerts for _ in range(2)]
    assert [len(alerts) for alerts in told] == [1, 0]
    assert "a clock was wrong" in told[0][0].title
