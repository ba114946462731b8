"""The office is told at once, once, and nothing personal; over a real mail server and a real webhook."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from webhook import listening

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.campaign.alerts import load_alerts
from anubhav_gforms.cases.case import ABOUT_SAID
from anubhav_gforms.errors import CampaignError, GoogleError, InputError, StateError
from anubhav_gforms.language import say
from anubhav_gforms.responses.alert_rules import RULES, NewInLedger, word_finder
from anubhav_gforms.responses.alerts import Alert
from anubhav_gforms.responses.heartbeat import last_beat
from anubhav_gforms.responses.ledger import open_ledger
from anubhav_gforms.responses.outbox import ADDRESSES, Outbox, deliver, load_outbox, post, read_addresses

START = datetime(2026, 9, 1, 3, 30, tzinfo=UTC)
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise looks for it

SECRET = "उन्होंने रिश्वत मांगी, mera number 9876543210 hai"


@pytest.fixture
def mails() -> Iterator[tuple[int, list[str]]]:
    """A mail server on loopback: its port, and the mails that reached it."""
    from aiosmtpd.controller import Controller

    taken: list[str] = []

    class Taker:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the name that aiosmtpd calls
            taken.append(envelope.content.decode("utf-8", "replace"))
            return "250 OK"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Taker(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port, taken
    controller.stop()


@pytest.fixture
def webhook() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """A webhook on loopback: its port, and what was posted to it."""
    with listening() as heard:
        yield heard


def yes_to_money(office: Any) -> str:
    return str(office.campaign.form.question("money").options[1])


def test_an_alert_reaches_mail_and_webhook_once_within_one_pull(
    station_office: Any, mails: tuple[int, list[str]], webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    office = station_office
    addresses = (
        f"mailto://127.0.0.1:{mails[0]}?from=watch@example.org&to=office@example.org&mode=insecure",
        f"json://127.0.0.1:{webhook[0]}/alert",
    )
    office.answers(5, money=yes_to_money(office))
    first = pipeline.watch(office.campaign, office.google, addresses)
    assert (first.alerts, first.sent) == ((), 0), "what the first pull brings is history"
    office.answer(money=yes_to_money(office), message=SECRET, overall=1)
    found = pipeline.watch(office.campaign, office.google, addresses)
    [alert] = found.alerts
    assert alert.title.startswith(
        "Case 1: a grave matter in a message, money or a gift was asked for, a very bad exp"
    ), "one message for one response"
    assert (found.sent, found.failed) == (2, ())
    assert len(mails[1]) == len(webhook[1]) == 1
    said = json.dumps(webhook[1], ensure_ascii=False)
    assert "BSP-KTW" in said
    assert "9876543210" not in said + "".join(mails[1])
    assert "मांगी" not in said
    again = pipeline.watch(office.campaign, office.google, addresses)
    assert (again.alerts, again.sent) == ((), 0)
    assert len(mails[1]) == len(webhook[1]) == 1


def test_what_an_address_does_not_take_waits_for_the_next_pull(
    station_office: Any, webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    office = station_office
    dead, alive = "json://127.0.0.1:9/none", f"json://127.0.0.1:{webhook[0]}/alert"
    office.answer()
    pipeline.watch(office.campaign, office.google, (dead, alive))
    office.answer(money=yes_to_money(office))
    found = pipeline.watch(office.campaign, office.google, (dead, alive))
    assert (found.sent, found.failed, found.waiting) == (1, ("json",), 1)
    again = pipeline.watch(office.campaign, office.google, (dead, alive))
    assert (again.sent, again.waiting, len(webhook[1])) == (0, 1, 1)


def test_edited_and_deleted_answers_and_bursts_are_told(station_office: Any) -> None:
    office = station_office
    office.answers(5)
    pipeline.watch(office.campaign, office.google, ())
    office.set("overall", 2, 5)
    office.delete_row(4)
    office.answers(20)
    found = pipeline.watch(office.campaign, office.google, ())
    assert [alert.rule for alert in found.alerts] == ["burst", "edited", "gone"]
    assert "overall" in found.alerts[1].body
    office.answers(3)
    assert pipeline.watch(office.campaign, office.google, ()).alerts == (), "a burst is told when it begins"
    for minute in range(200, 221):
        office.answer(when=START + timedelta(minutes=minute))
    found = pipeline.watch(office.campaign, office.google, ())
    assert ["21 responses within an hour" in alert.body for alert in found.alerts] == [True]
    assert "City Kotwali Bilaspur (BSP-KTW)" in found.alerts[0].title


def test_a_sheet_that_fell_silent_is_told_once(station_office: Any) -> None:
    office = station_office
    office.answers(3)
    pipeline.watch(office.campaign, office.google, ())
    plan = {"seed": 1, "faults": [{"fault": "late-rows", "hold": 9}]}
    assert office.sandbox.post("/sandbox/faults", json=plan).status_code < 300
    office.answer(when=datetime.now(UTC) - timedelta(hours=10))
    told = [[each.rule for each in pipeline.watch(office.campaign, office.google, ()).alerts] for _ in range(3)]
    assert told == [["sheet_silent"], [], []]
    office.sandbox.http.delete(office.sandbox.root + "/sandbox/faults", timeout=30)


def test_nothing_pulled_for_hours_is_told_once(station_office: Any) -> None:
    from anubhav_gforms.responses.watch import tell_overdue

    office = station_office
    rules, now = load_alerts(office.campaign.root), datetime.now(UTC)
    late = [tell_overdue(office.campaign, rules, now - timedelta(hours=h), (), now=now).alerts for h in (1, 7, 8)]
    assert [len(alerts) for alerts in late] == [0, 1, 0]
    office.answer()
    pipeline.watch(office.campaign, office.google, ())
    assert load_outbox(office.campaign.data).told == ()


def test_a_ledger_that_was_changed_is_told_once_and_again_when_it_happens_again(station_office: Any) -> None:
    office = station_office
    office.answers(5)
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
    office.answer()
    pipeline.watch(office.campaign, office.google, ())
    assert office.sandbox.api("DELETE", f"/drive/v3/files/{office.spreadsheet_id}").status_code == 204
    with pytest.raises(GoogleError):
        pipeline.watch(office.campaign, office.google, ())


@pytest.mark.parametrize(
    "text",
    [
        "रिश्वत मांगी",
        "RISHWAT mangi",
        "unhone paise   mange",
        "पैसे माँगे गए",
        "They beat me.",
        "छेडछाड की",
        "suicide karunga",
        "एफ़आईआर नहीं लिखी",
    ],
)
def test_grave_words_are_found_as_people_write_them(text: str) -> None:
    assert word_finder(load_alerts(Path(__file__).parents[2]).words.grave)(text)


@pytest.mark.parametrize("text", ["", "अच्छा काम", "grape juice", "I was treated well", "पैसे नहीं लगे", "therapeutic"])
def test_other_words_are_not(text: str) -> None:
    assert not word_finder(load_alerts(Path(__file__).parents[2]).words.grave)(text)


def test_addresses_are_private_and_checked_by_line(tmp_path: Path) -> None:
    path = tmp_path / ADDRESSES
    assert read_addresses(tmp_path) == ()
    path.write_text("# the office\njson://127.0.0.1:1/x\n\nnonsense\n", encoding="utf-8")
    path.chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        read_addresses(tmp_path)
    path.chmod(0o600)
    with pytest.raises(InputError, match=":4: is not an address"):
        read_addresses(tmp_path)


def test_a_watch_outlives_a_lost_network_and_tells_once(
    station_office: Any, webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    """It waits longer after each failure, comes back by itself, and stops between two looks."""
    from anubhav_gforms.cli.watch import keep_looking
    from anubhav_gforms.pipeline.connection import connect

    office, now, pauses = station_office, [0.0], []
    office.answer()
    office.google = connect(
        office.campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0]
    )

    def look() -> None:
        pipeline.watch(office.campaign, office.google, (f"json://127.0.0.1:{webhook[0]}/alert",))

    def stop(seconds: float) -> bool:
        pauses.append(seconds)
        if len(pauses) == 1:
            office.answer(money=yes_to_money(office))
            office.sandbox.faults({"fault": "cut-off", "on": "sheets.*", "times": 10_000})
        if len(pauses) == 5:
            office.sandbox.http.delete(office.sandbox.root + "/sandbox/faults", timeout=30)
        return len(pauses) == 7

    keep_looking(look, every=300, stop=stop, clock=lambda: 0.0, chance=lambda low, high: 1.0)
    assert pauses == [300, 60, 120, 240, 480, 300, 300]
    assert len(webhook[1]) == 1
    assert len(office.ledger.frame()) == 2


def test_the_watch_stops_at_a_signal(station_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the step at hand, by its own will: nothing is cut in the middle."""
    import signal

    from click.testing import CliRunner

    from anubhav_gforms import cli
    from anubhav_gforms.cli import watch

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        stop = watch._stop_signal()
        signal.raise_signal(signal.SIGTERM)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert stop.is_set()
    monkeypatch.setattr(watch, "_stop_signal", lambda: stop)
    station_office.answer()
    done = CliRunner().invoke(cli.anubhav, ["-C", str(station_office.campaign.root), "watch", "--every", "1m"])
    assert "1 new, 1 in all" in done.output
    assert "Stopped. Nothing is lost" in done.output
    refused = CliRunner().invoke(cli.anubhav, ["-C", str(station_office.campaign.root), "watch", "--every", "5s"])
    assert "at least a minute" in refused.output


def test_rules_can_be_off_and_words_allowed(station_office: Any) -> None:
    office = station_office
    path = office.campaign.root / "config" / "alerts.toml"
    text = path.read_text("utf-8")
    off = (
        text.replace("= true", "= false").replace("low_rating = 1", "low_rating = 0").replace("burst = 20", "burst = 0")
    )
    path.write_text(off.replace("sheet_silent_hours = 6", "sheet_silent_hours = 0"), "utf-8")
    office.answer()
    pipeline.watch(office.campaign, office.google, ())
    for _ in range(21):
        office.answer(money=yes_to_money(office), message=SECRET, overall=1)
    office.set("overall", 1, 5)
    assert pipeline.watch(office.campaign, office.google, ()).alerts == ()
    allowed = text.replace("include_messages = false", "include_messages = true")
    path.write_text(allowed.replace("most_lines = 20", "most_lines = 1"), "utf-8")
    for _ in range(3):
        office.answer(message=SECRET, overall=1)
    grave, more = pipeline.watch(office.campaign, office.google, ()).alerts
    assert (more.title, more.lines) == ("2 more cases", ("Cases 2 to 3: anubhav cases list",))
    assert SECRET in grave.body


def test_a_damaged_outbox_says_what_to_do(tmp_path: Path) -> None:
    assert load_outbox(tmp_path).row == -1
    (tmp_path / "alerts.json").write_text("{", "utf-8")
    with pytest.raises(StateError, match="Delete it"):
        load_outbox(tmp_path)


def test_an_alert_leads_to_its_case_and_what_was_handled_is_told_back(
    station_office: Any, webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    office = station_office
    path = office.campaign.root / "config" / "alerts.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('address = ""', 'address = "http://127.0.0.1:8080/"'), "utf-8")
    address = (f"json://127.0.0.1:{webhook[0]}/alert",)
    office.answer()
    pipeline.watch(office.campaign, office.google, address)
    office.answer(money=yes_to_money(office))
    pipeline.watch(office.campaign, office.google, address)
    [case] = pipeline.case_book(office.campaign).open_cases
    assert "http://127.0.0.1:8080/cases/1" in webhook[1][0]["message"]
    assert f"anubhav answer {case.matter.answer}" in webhook[1][0]["message"]
    pipeline.note_case(office.campaign, 1, "asked the SP", who="ig")
    pipeline.close_case(office.campaign, 1, pipeline.Ending.UNFOUNDED, "the receipt was seen", who="sp-bsp")
    sent = [pipeline.watch(office.campaign, office.google, address).sent for _ in range(2)]
    assert sent == [1, 0]
    assert "Case 1 is closed" in webhook[1][1]["title"]
    assert "the receipt was seen" in webhook[1][1]["message"]
    path.write_text(path.read_text("utf-8").replace('"http://127.0.0.1:8080/"', '"desk"'), "utf-8")
    with pytest.raises(CampaignError, match="must be empty or an address"):
        load_alerts(office.campaign.root)


def test_in_hindi_the_station_has_its_hindi_name(station_office: Any) -> None:
    office = station_office
    config = office.campaign.root / "config" / "office.toml"
    config.write_text(config.read_text("utf-8").replace('language = "en"', 'language = "hi"'), "utf-8")
    campaign = load_campaign(office.campaign.root)
    office.answer()
    pipeline.watch(campaign, office.google, ())
    office.answer(money=yes_to_money(office))
    [alert] = pipeline.watch(campaign, office.google, ()).alerts
    said = alert.in_words(say, "hi")
    assert "मामला 1" in said.title
    assert campaign.station_by_code["BSP-KTW"].name_hi in said.body


def test_each_address_is_told_in_its_own_language(
    station_office: Any, webhook: tuple[int, list[dict[str, Any]]], tmp_path: Path
) -> None:
    office = station_office
    lines = [f"{word}json://127.0.0.1:{webhook[0]}/{place}" for place, word in enumerate(("", "hi ", "en "))]
    (tmp_path / ADDRESSES).write_text("\n".join(lines), "utf-8")
    (tmp_path / ADDRESSES).chmod(0o600)
    addresses = read_addresses(tmp_path)
    office.answer()
    pipeline.watch(office.campaign, office.google, addresses)
    office.answer(money=yes_to_money(office))
    pipeline.watch(
        office.campaign,
        office.google,
        addresses,
        said=lambda text, language: say(text, language) if language else "own",
    )
    told = [posted["title"].removeprefix("Anubhav: ") for posted in webhook[1]]
    station = office.campaign.station_by_code["BSP-KTW"]
    assert [told[0], told[1][:7], told[2][:6]] == ["own", "मामला 1", "Case 1"]
    assert station.name_hi in told[1]
    assert station.name_en in told[2]


def test_a_message_cut_off_twice_is_not_sent_a_third_time(
    tmp_path: Path, webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    address = f"json://127.0.0.1:{webhook[0]}/alert"
    outbox = post(Outbox(), [Alert("money", "Case 1", ("x",)), Alert("money", "Case 2", ())], (address,))
    twice = replace(outbox.waiting[0], begun=2)
    delivery = deliver(outbox.with_waiting(outbox.waiting[0], twice), (address,), tmp_path)
    assert (delivery.sent, delivery.uncertain, delivery.outbox.waiting) == (1, 1, ())
    assert [posted["title"] for posted in webhook[1]] == ["Anubhav: Case 2"]


def test_a_monitor_outside_sees_when_the_watch_has_died(station_office: Any) -> None:
    office = station_office
    path = office.campaign.root / "config" / "alerts.toml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('file = ""', 'file = "alive.txt"').replace('url = ""', 'url = "http://127.0.0.1:9/x"'), "utf-8"
    )
    office.answer()
    assert last_beat(office.campaign.data) is None
    look = pipeline.watch(office.campaign, office.google, ())
    assert "did not take the sign of life" in str(look.silent_monitor)
    first = last_beat(office.campaign.data)
    assert first is not None
    assert (office.campaign.root / "alive.txt").read_text("utf-8").strip() == first.isoformat(timespec="seconds")
    assert office.sandbox.api("DELETE", f"/drive/v3/files/{office.spreadsheet_id}").status_code == 204
    with pytest.raises(GoogleError):
        pipeline.watch(office.campaign, office.google, ())
    assert last_beat(office.campaign.data) == first, "a look that fails gives no sign of life"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.about))
def test_every_rule_is_off_when_its_line_says_so_and_sees_nothing_in_an_empty_ledger(rule: Any, campaign: Any) -> None:
    """An object more in RULES is under this test."""
    config = load_alerts(campaign.root)
    assert rule.is_on(config)
    off = {name: type(value)(0) for name, value in config.rules}
    assert not rule.is_on(config.model_copy(update={"rules": config.rules.model_copy(update=off)}))
    new = NewInLedger(open_ledger(campaign), 0, 0, campaign.form, config)
    assert list(rule.sightings(new)) == []
    assert rule.about in ABOUT_SAID
