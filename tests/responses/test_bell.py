"""anubhav watch woken by Pub/Sub: a response ends the wait, and without the bell nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from threading import Event
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli.watch import keep_looking, woken
from anubhav_gforms.errors import GoogleError, RefusedError, UnavailableError
from anubhav_gforms.google.bell import RENEWED, Bell
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.pipeline.connection import connect

TOPIC, SUBSCRIPTION = "projects/office/topics/forms", "projects/office/subscriptions/anubhav"


@pytest.fixture
def office(station_office: Any) -> Any:
    """An office with a Pub/Sub subscription."""
    box, campaign = station_office.sandbox, station_office.campaign
    assert box.api("PUT", f"/v1/{TOPIC}", json={}).status_code == 200
    assert box.api("PUT", f"/v1/{SUBSCRIPTION}", json={"topic": TOPIC}).status_code == 200
    google = campaign.office.google.model_copy(update={"subscription": SUBSCRIPTION})
    station_office.campaign = replace(campaign, office=campaign.office.model_copy(update={"google": google}))
    return station_office


def watches(office: Any) -> list[dict[str, Any]]:
    form_id = load_registry(office.campaign.data).form_id
    return list(office.sandbox.api("GET", f"/v1/forms/{form_id}/watches").json().get("watches", []))


def test_without_a_subscription_there_is_no_bell(station_office: Any) -> None:
    assert pipeline.response_bell(station_office.campaign, station_office.google) is None


def test_a_response_ends_the_wait_and_is_pulled(office: Any, capsys: pytest.CaptureFixture[str]) -> None:
    bell = pipeline.response_bell(office.campaign, office.google)
    assert bell is not None
    assert bell.rings() is False, "the first question makes the watch"
    new: list[int] = []
    stop, ticks = Event(), iter(range(10_000))

    def look() -> None:
        new.append(pipeline.pull(office.campaign, office.google).new)
        if len(new) == 1:
            office.respond(overall=1)
        else:
            stop.set()

    wait = woken(stop, bell.rings, UTC, clock=lambda: float(next(ticks)), pause=0)
    keep_looking(look, every=300, stop=wait, zone=UTC, clock=lambda: 0.0)
    assert new == [0, 1]
    assert next(ticks) < 100, "the wait of 300 seconds was cut short"


def test_the_watch_is_made_once_and_renewed_every_day(office: Any) -> None:
    now = [1.0]
    form_id = load_registry(office.campaign.data).form_id
    bell = Bell(office.google, form_id, SUBSCRIPTION, clock=lambda: now[0])
    bell.rings()
    [made] = watches(office)
    bell.rings()
    assert watches(office) == [made]
    now[0] += RENEWED
    bell.rings()
    [renewed] = watches(office)
    assert renewed["id"] == made["id"]
    assert renewed["expireTime"] > made["expireTime"]
    again = Bell(office.google, form_id, SUBSCRIPTION)
    again.rings()
    assert [watch["id"] for watch in watches(office)] == [made["id"]]


def test_another_form_of_the_topic_does_not_ring(office: Any) -> None:
    form_id = load_registry(office.campaign.data).form_id
    bell = Bell(office.google, form_id, SUBSCRIPTION)
    bell.rings()
    bell._form_id = "another"  # its messages come through the same subscription
    office.respond()
    assert bell.rings() is False
    bell._form_id = form_id
    assert bell.rings() is False, "taken by whoever asked"


def test_a_watch_that_goes_to_another_topic_is_told_and_left_alone(office: Any) -> None:
    """Google gives a project one watch of a form's responses; a second was told as a mistake of ours."""
    form_id = load_registry(office.campaign.data).form_id
    Bell(office.google, form_id, SUBSCRIPTION).rings()
    box, other = office.sandbox, "projects/office/subscriptions/other"
    box.api("PUT", "/v1/projects/office/topics/other", json={})
    box.api("PUT", f"/v1/{other}", json={"topic": "projects/office/topics/other"})
    with pytest.raises(RefusedError, match=TOPIC) as caught:
        Bell(office.google, form_id, other).rings()
    assert "subscription of that topic" in caught.value.cure
    [watch] = watches(office)
    assert watch["target"]["topic"]["topicName"] == TOPIC


def test_what_keeps_it_from_hearing_is_told_and_the_wait_is_an_ordinary_one(
    office: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    office.sandbox.faults({"fault": "service-disabled", "on": "pubsub.*", "times": 0})
    bell = pipeline.response_bell(office.campaign, office.google)
    waits: list[float] = []

    class Stop(Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout or 0)
            return False

    assert woken(Stop(), bell.rings, UTC, clock=lambda: 0.0)(60) is False
    said = capsys.readouterr().out
    assert "Pub/Sub" in said
    assert "nothing wakes it" in said
    assert waits == [60]
    with pytest.raises(GoogleError):
        bell.rings()


def test_a_page_where_pub_sub_should_reply_is_told_as_such(office: Any) -> None:
    """A page of HTML with 200 is a text to Google's client; it ended the watch as a mistake of ours."""
    form_id = load_registry(office.campaign.data).form_id
    now = [0.0]
    google = connect(office.campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0])
    office.sandbox.faults({"fault": "html-200", "on": "pubsub.*", "times": 0})
    with pytest.raises(UnavailableError, match="not what was asked for"):
        Bell(google, form_id, SUBSCRIPTION).rings()


def ringing() -> Iterator[bool]:
    yield False
    yield False
    yield True


def test_a_stop_is_noticed_between_two_questions() -> None:
    stop, asked = Event(), ringing()
    assert woken(stop, lambda: next(asked), UTC, pause=0)(1000) is False
    stop.set()
    assert woken(stop, lambda: pytest.fail("asked after the stop"), UTC, pause=0)(1000) is True


def test_a_lost_network_is_told_by_the_offices_clock(capsys: pytest.CaptureFixture[str]) -> None:
    zone = timezone(timedelta(hours=13, minutes=45))

    def look() -> None:
        raise GoogleError("No network.")

    before = datetime.now(zone)
    keep_looking(look, every=300, stop=lambda seconds: True, zone=zone)
    assert capsys.readouterr().out[:5] in {f"{clock:%H:%M}" for clock in (before, datetime.now(zone))}


@pytest.mark.parametrize("name", ["anubhav", "projects/x/topics/y", "projects/x/subscriptions/y z"])
def test_a_subscription_that_is_none_is_refused_with_its_place(office: Any, name: str) -> None:
    file = office.campaign.root / "config" / "office.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('subscription = ""', f'subscription = "{name}"'), "utf-8")
    with pytest.raises(Exception, match="subscription") as caught:
        load_campaign(office.campaign.root)
    assert "projects/my-project/subscriptions/anubhav" in str(caught.value)
