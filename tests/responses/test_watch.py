"""The office is told at once, once, and nothing personal; over a real mail server and a real webhook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from mail_server import taking_mails
from webhook import listening

from anubhav_gforms import pipeline
from anubhav_gforms.cli import watch
from anubhav_gforms.cli.show import said
from anubhav_gforms.custody.heads import heads
from anubhav_gforms.errors import StateError
from anubhav_gforms.gazette.book import FILE
from tests.office import run

START = datetime(2026, 9, 1, 3, 30, tzinfo=UTC)
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise looks for it


SECRET = "उन्होंने रिश्वत मांगी, mera number 9876543210 hai"


@pytest.fixture
def mails() -> Iterator[tuple[int, list[bytes]]]:
    """A mail server on loopback: its port, and the mails that reached it."""
    with taking_mails() as heard:
        yield heard


@pytest.fixture
def webhook() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """A webhook on loopback: its port, and what was posted to it."""
    with listening() as heard:
        yield heard


def yes_to_money(office: Any) -> str:
    return str(office.campaign.form.question("money").options[1])


def test_an_alert_reaches_mail_and_webhook_once_within_one_pull(
    station_office: Any, mails: tuple[int, list[bytes]], webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    office = station_office
    addresses = (
        f"mailto://127.0.0.1:{mails[0]}?from=watch@example.org&to=office@example.org&mode=insecure",
        f"json://127.0.0.1:{webhook[0]}/alert",
    )
    office.respond_many(5, money=yes_to_money(office))
    first = pipeline.watch(office.campaign, office.google, addresses)
    assert (first.alerts, first.sent) == ((), 0), "what the first pull brings is history"
    office.respond(money=yes_to_money(office), message=SECRET, overall=1)
    found = pipeline.watch(office.campaign, office.google, addresses)
    [alert] = found.alerts
    assert alert.title.startswith(
        "Case 1: a grave matter in a message, money or a gift was asked for, a very bad exp"
    ), "one message for one response"
    assert (found.sent, found.failed) == (2, ())
    assert len(mails[1]) == len(webhook[1]) == 1
    said = json.dumps(webhook[1], ensure_ascii=False)
    assert "BSP-KTW" in said
    assert "9876543210" not in said + b"".join(mails[1]).decode("utf-8", "replace")
    assert "मांगी" not in said
    [head] = heads(office.campaign.data)
    assert f"ledger up to line {head.line}: {head.words} ({head.code})" in said
    office.respond()
    pipeline.pull(office.campaign, office.google)
    assert pipeline.prove_head(office.campaign, head.words).line == head.line, "an old alert proves the book of then"
    again = pipeline.watch(office.campaign, office.google, addresses)
    assert (again.alerts, again.sent) == ((), 0)
    assert len(mails[1]) == len(webhook[1]) == 1


def test_the_first_look_and_today_say_how_many_responses_no_look_went_through(station_office: Any) -> None:
    office = station_office
    root = office.campaign.root
    office.respond_many(3, money=yes_to_money(office))
    pipeline.pull(office.campaign, office.google)
    office.set("overall", 1, 5)
    assert pipeline.pull(office.campaign, office.google).alarming
    told = run(root, "today").output
    assert "3 responses were not looked through for them: anubhav pull alone opens no case" in told
    first = run(root, "watch", "--once").output
    assert "3 responses that were there before are history: no case is opened for them." in first
    assert "were not looked through" not in run(root, "today").output
    assert "history" not in run(root, "watch", "--once").output
    office.respond(money=yes_to_money(office))
    pipeline.pull(office.campaign, office.google)
    assert "1 response was not looked through for them" in run(root, "today").output
    assert "Case 1: money" in run(root, "watch", "--once").output, "what was pulled in between is looked through"


def test_what_an_address_does_not_take_waits_for_the_next_pull(
    station_office: Any, webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    office = station_office
    dead, alive = "json://127.0.0.1:9/none", f"json://127.0.0.1:{webhook[0]}/alert"
    office.respond()
    pipeline.watch(office.campaign, office.google, (dead, alive))
    office.respond(money=yes_to_money(office))
    found = pipeline.watch(office.campaign, office.google, (dead, alive))
    assert (found.sent, found.failed, found.waiting) == (1, ("json",), 1)
    again = pipeline.watch(office.campaign, office.google, (dead, alive))
    assert (again.sent, again.waiting, len(webhook[1])) == (0, 1, 1)


def test_edited_and_deleted_responses_and_bursts_are_told(station_office: Any) -> None:
    office = station_office
    office.respond_many(5)
    pipeline.watch(office.campaign, office.google, ())
    office.set("overall", 2, 5)
    office.delete_row(4)
    office.respond_many(20)
    found = pipeline.watch(office.campaign, office.google, ())
    assert [alert.rule for alert in found.alerts] == ["burst", "edited", "gone"]
    assert "How was your experience?" in found.alerts[1].body
    office.respond_many(3)
    assert pipeline.watch(office.campaign, office.google, ()).alerts == (), "a burst is told when it begins"
    for minute in range(200, 221):
        office.respond(when=START + timedelta(minutes=minute))
    found = pipeline.watch(office.campaign, office.google, ())
    assert ["21 responses within an hour" in alert.body for alert in found.alerts] == [True]
    assert "City Kotwali Bilaspur (BSP-KTW)" in found.alerts[0].title


def test_a_yes_that_counts_only_since_an_officer_took_it_is_told_then(station_office: Any) -> None:
    office = station_office
    office.respond_many(3)
    pipeline.watch(office.campaign, office.google, ())
    office.set("money", 3, yes_to_money(office))
    [edited] = pipeline.watch(office.campaign, office.google, ()).alerts
    assert edited.rule == "edited", "until it is decided what was sent first counts"
    done = run(
        office.campaign.root, "bench", "decide", "--all", "--sheet", "--why", "read from paper", "--by", "IG", "--yes"
    )
    assert done.exception is None, done.output
    told = pipeline.watch(office.campaign, office.google, ()).alerts
    assert [each.rule for each in told] == ["money"]
    assert pipeline.watch(office.campaign, office.google, ()).alerts == ()


def test_grave_matters_are_told_without_the_file_of_rules_too(station_office: Any) -> None:
    """The words stood in config/alerts.toml alone: where it was lost no message was told."""
    office = station_office
    pipeline.watch(office.campaign, office.google, ())
    (office.campaign.root / "config" / "alerts.toml").unlink()
    office.respond(message="रात भर थाने में बैठाए रखा", overall=3)
    assert [alert.rule for alert in pipeline.watch(office.campaign, office.google, ()).alerts] == ["grave"]


def test_late_responses_complete_a_burst_which_is_told_once_for_as_long_as_it_lasts(station_office: Any) -> None:
    office, told = station_office, []

    def come(*minutes: int) -> None:
        for minute in minutes:
            office.respond(when=START + timedelta(minutes=minute))
        told.append([alert.title for alert in pipeline.watch(office.campaign, office.google, ()).alerts])

    rules = office.campaign.root / "config" / "alerts.toml"
    rules.write_text(rules.read_text("utf-8").replace("burst = 20", "burst = 5"), "utf-8")
    come(1000)
    come(40, 50, 60, 70)
    come(20)
    come(80, 85, 90, 95, 100, 105, 120, 125, 130, 140, 145, 150)
    come(*range(300, 306), *range(500, 506))
    assert [len(titles) for titles in told] == [0, 0, 1, 0, 2]


def test_a_yes_that_was_typed_over_before_the_first_pull_is_told_and_its_copied_row_is_not(station_office: Any) -> None:
    office = station_office
    office.respond_many(3)
    pipeline.watch(office.campaign, office.google, ())
    office.respond(money=yes_to_money(office))
    office.set("money", 4, office.campaign.form.question("money").options[0])
    assert [each.rule for each in pipeline.watch(office.campaign, office.google, ()).alerts] == ["money", "disputed"]
    office.set("money", 4, yes_to_money(office))
    office.copy_row(4, 5)
    assert not pipeline.watch(office.campaign, office.google, ()).alerts, "a copied row is none more"


def test_a_changed_manifest_is_told_in_the_words_of_its_reader(
    station_office: Any, webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    office, (port, told) = station_office, webhook
    office.respond()
    pipeline.watch(office.campaign, office.google, ())
    path = office.campaign.data / "ledger" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"rows": 10**6}), "utf-8")
    with pytest.raises(StateError, match="its seal is another one"):
        pipeline.watch(
            office.campaign, office.google, (f"json://127.0.0.1:{port}",), said=lambda text, _: said(text, "hi")
        )
    [alert] = told
    assert "लिखे जाने के बाद बदली गई" in alert["title"]
    assert "anubhav ledger recover चलाएँ" in alert["title"]


def test_a_watch_outlives_a_lost_network_and_tells_once(
    station_office: Any, webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    """It waits longer after each failure, comes back by itself, and stops between two looks."""
    from anubhav_gforms.pipeline.connection import connect

    office, now, pauses = station_office, [0.0], []
    office.respond()
    office.google = connect(
        office.campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0]
    )

    def look() -> None:
        pipeline.watch(office.campaign, office.google, (f"json://127.0.0.1:{webhook[0]}/alert",))

    def stop(seconds: float) -> bool:
        pauses.append(seconds)
        if len(pauses) == 1:
            office.respond(money=yes_to_money(office))
            office.sandbox.faults({"fault": "cut-off", "on": "sheets.*", "times": 10_000})
        if len(pauses) == 5:
            office.sandbox.http.delete(office.sandbox.root + "/sandbox/faults", timeout=30)
        return len(pauses) == 7

    watch.keep_looking(look, every=300, stop=stop, zone=UTC, clock=lambda: 0.0, chance=lambda low, high: 1.0)
    assert pauses == [300, 60, 120, 240, 480, 300, 300]
    assert len(webhook[1]) == 1
    assert len(office.ledger.frame()) == 2


def test_rules_can_be_off_and_no_alert_holds_words(station_office: Any) -> None:
    office = station_office
    path = office.campaign.root / "config" / "alerts.toml"
    text = path.read_text("utf-8")
    off = (
        text.replace("= true", "= false").replace("low_rating = 1", "low_rating = 0").replace("burst = 20", "burst = 0")
    )
    path.write_text(off.replace("sheet_silent_hours = 6", "sheet_silent_hours = 0"), "utf-8")
    office.respond()
    pipeline.watch(office.campaign, office.google, ())
    for _ in range(21):
        office.respond(money=yes_to_money(office), message=SECRET, overall=1)
    office.set("overall", 1, 5)
    assert pipeline.watch(office.campaign, office.google, ()).alerts == ()
    path.write_text(text.replace("most_lines = 20", "most_lines = 1"), "utf-8")
    for _ in range(3):
        office.respond(message=SECRET, overall=1)
    grave, more = pipeline.watch(office.campaign, office.google, ()).alerts
    assert (more.title, more.lines) == ("2 more cases", ("Cases 2 to 3: anubhav cases list",))
    assert SECRET not in grave.body
    assert any(line.startswith("The response: anubhav answer ") for line in grave.lines)


def test_of_a_night_of_many_cases_the_burst_is_told_first(station_office: Any) -> None:
    """It was the last of hundreds of cases, and stood behind "more cases"."""
    office = station_office
    office.respond()
    pipeline.watch(office.campaign, office.google, ())
    for _ in range(24):
        office.respond(message=SECRET, overall=1)
    first, *others, more = pipeline.watch(office.campaign, office.google, ()).alerts
    assert (first.rule, any("responses within an hour" in line for line in first.lines)) == ("burst", True)
    assert [each.title.split(":")[0] for each in others] == [f"Case {number}" for number in range(1, 20)]
    assert (more.title, more.lines) == ("5 more cases", ("Cases 20 to 24: anubhav cases list",))


def test_a_damaged_gazette_keeps_back_no_pull_and_no_alert(station_office: Any) -> None:
    office = station_office
    office.respond()
    pipeline.watch(office.campaign, office.google, ())
    (office.campaign.data / FILE).write_text("{\n", "utf-8")
    office.respond(money=yes_to_money(office))
    look = pipeline.watch(office.campaign, office.google, ())
    assert look.changes is not None
    assert [alert.rule for alert in look.alerts] == ["money"], "in the words of the form of today"
