"""An alert leads to its case, in the language of whoever reads it; addresses and the outbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from webhook import listening

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.campaign.alerts import load_alerts
from anubhav_gforms.cases.case import About, Matter
from anubhav_gforms.errors import AnubhavError, CampaignError, InputError, StateError
from anubhav_gforms.language import say
from anubhav_gforms.pipeline.matters import open_matters
from anubhav_gforms.responses.alerts.alerts import Alert, case_alerts
from anubhav_gforms.responses.alerts.grave import grave_matters
from anubhav_gforms.responses.alerts.outbox import ADDRESSES, Outbox, deliver, load_outbox, post, read_addresses
from tests.office import run

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise looks for it


@pytest.fixture
def webhook() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """A webhook on loopback: its port, and what was posted to it."""
    with listening() as heard:
        yield heard


def yes_to_money(office: Any) -> str:
    return str(office.campaign.form.question("money").options[1])


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


def test_what_alerts_cannot_be_told_with_keeps_no_pull_back(
    station_office: Any, webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    """Each look pulls and says what is wrong; when it is put right the next one tells what came meanwhile."""
    office, root = station_office, station_office.campaign.root
    office.respond()
    pipeline.watch(office.campaign, office.google, ())
    path = pipeline.alert_addresses(office.campaign)[0]
    for there, content in (
        (path, b"nonsense\n"),
        (path, "json://127.0.0.1:9/थाना".encode("utf-16")),
        (root / "config" / "alerts.toml", b"[rules]\nmoney = yes\n"),
        (office.campaign.data / "alerts.json", b"{"),
    ):
        kept = there.read_bytes() if there.exists() else f"json://127.0.0.1:{webhook[0]}/alert\n".encode()
        there.write_bytes(content)
        there.chmod(0o600)
        before = len(office.ledger.frame())
        office.respond(money=yes_to_money(office))
        told = run(root, "watch", "--once")
        assert isinstance(told.exception, AnubhavError)
        assert there.name in str(told.exception)
        assert len(office.ledger.frame()) == before + 1
        there.write_bytes(kept)
        assert "1 message sent" in run(root, "watch", "--once").output
    assert len(webhook[1]) == 4


def test_only_an_alert_that_goes_nowhere_else_is_shown_to_who_wants_quiet(
    station_office: Any, webhook: tuple[int, list[dict[str, Any]]]
) -> None:
    office, root = station_office, station_office.campaign.root
    run(root, "-q", "watch", "--once")
    office.respond(money=yes_to_money(office))
    assert run(root, "-q", "watch", "--once").output.count("ALERT") == 1
    path = pipeline.alert_addresses(office.campaign)[0]
    path.write_text(f"json://127.0.0.1:{webhook[0]}/alert\n", "utf-8")
    path.chmod(0o600)
    office.respond(money=yes_to_money(office))
    assert run(root, "-q", "watch", "--once").output == ""
    assert len(webhook[1]) == 1


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("6 tarikh ko aaya tha, thane me maar peet ki", "violence"),
        ("थाने में मार पीट की", "violence"),
        ("चालान छोड़ने के लिए दो हजार माँगे", "money"),
        ("पइसा माँगिन तब रिपोट लिखिन", "money"),
        ("7 तारीख के आय रहेंव, रिपोट नइ लिखिन", "refused"),
        ("बैठने की जगह नहीं है। रिपोर्ट लिखने से मना कर दिया", "refused"),
        ("thane me FIR likhne se mana kiya", "refused"),
        ("They refused to register my complaint", "refused"),
        ("काम के लिए रिश्\u200dवत ली", "money"),
    ],
)
def test_what_people_of_the_range_write_is_found_by_alerts_and_readers(text: str, matter: str) -> None:
    """Roman Hindi with a blank, sums in words, Chhattisgarhi."""
    assert matter in grave_matters(text)


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
    office.respond()
    pipeline.watch(office.campaign, office.google, address)
    office.respond(money=yes_to_money(office))
    pipeline.watch(office.campaign, office.google, address)
    [case] = pipeline.case_book(office.campaign).open_cases
    assert "http://127.0.0.1:8080/cases/1" in webhook[1][0]["message"]
    assert f"anubhav answer {case.matter.answer}" in webhook[1][0]["message"]
    days = re.findall(r"\d+[-.]\d+[-.]\d+", webhook[1][0]["message"].replace("127.0.0.1", ""))
    assert [len(re.findall(r"\d\d\.\d\d\.\d{4}", each)) for each in days] == [1, 1], "its days are written in one way"
    pipeline.note_case(office.campaign, 1, "asked the SP", who="ig")
    pipeline.close_case(office.campaign, 1, pipeline.Ending.UNFOUNDED, "the receipt was seen", who="sp-bsp")
    sent = [pipeline.watch(office.campaign, office.google, address).sent for _ in range(2)]
    assert sent == [1, 0]
    assert "Case 1 is closed" in webhook[1][1]["title"]
    assert "the receipt was seen" in webhook[1][1]["message"]
    pipeline.reopen_case(office.campaign, 1, "the same again", who="ig")
    pipeline.note_case(office.campaign, 1, "asked the SP again", who="ig")
    assert [pipeline.watch(office.campaign, office.google, address).sent for _ in range(2)] == [1, 0]
    assert "Case 1 is open again" in webhook[1][2]["title"]
    assert "the same again" in webhook[1][2]["message"]
    assert "To be closed by" in webhook[1][2]["message"]
    path.write_text(path.read_text("utf-8").replace('"http://127.0.0.1:8080/"', '"desk"'), "utf-8")
    with pytest.raises(CampaignError, match="must be empty or an address"):
        load_alerts(office.campaign.root)


@pytest.mark.parametrize("cut", ["taken away", "its end cut off"])
def test_a_case_book_that_lost_lines_is_told_once(station_office: Any, cut: str) -> None:
    """Its chain is whole without its last lines, and without the file there was no case at all."""
    office = station_office
    office.respond()
    pipeline.watch(office.campaign, office.google, ())
    office.respond(money=yes_to_money(office))
    pipeline.watch(office.campaign, office.google, ())
    pipeline.close_case(office.campaign, 1, pipeline.Ending.UNFOUNDED, "seen", who="ig")
    assert [alert.rule for alert in pipeline.watch(office.campaign, office.google, ()).alerts] == ["closed"]
    path = office.campaign.data / "cases.jsonl"
    if cut == "taken away":
        path.unlink()
    else:
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    due = {line.name: line for line in pipeline.due_today(office.campaign)}["cases"]
    assert (due.ok, due.cure) == (False, "Bring the file back from a backup.")
    [alert] = pipeline.watch(office.campaign, office.google, ()).alerts
    assert "lines are gone" in alert.title
    assert not pipeline.watch(office.campaign, office.google, ()).alerts


def test_of_very_many_cases_closed_at_once_the_rest_is_one_message(campaign: Campaign) -> None:
    matters = [Matter(f"x{n}", (About.MONEY,), "BSP-KTW") for n in range(25)]
    opened = open_matters(campaign, matters, who="ig")
    for case in opened:
        pipeline.close_case(campaign, case.number, pipeline.Ending.UNFOUNDED, "seen", who="ig")
    rules, names = load_alerts(campaign.root), {station.code: station.names for station in campaign.stations}
    told = case_alerts(pipeline.case_book(campaign), 0, rules, names)
    assert [each.title for each in told[-2:]] == [
        "Case 20 is closed: looked into; nothing was found",
        "5 more cases were closed or opened again",
    ]
    assert len(told) == rules.text.most_lines + 1


def test_a_station_whose_line_was_removed_is_named_by_its_code(campaign: Campaign) -> None:
    """It was told as " (BSP-KTW)"."""
    matter = Matter("x1", (About.OTHER,), "BSP-KTW", "2026-10-05")
    open_matters(campaign, [matter], who="ig")
    pipeline.close_case(campaign, 1, pipeline.Ending.ACTED, "seen", who="ig")
    names = {each.code: each.names for each in campaign.stations if each.code != "BSP-KTW"}
    [alert] = case_alerts(pipeline.case_book(campaign), 1, load_alerts(campaign.root), names)
    assert alert.lines[0] == "BSP-KTW, which is not in stations.csv, 05.10.2026"


def test_in_hindi_the_station_has_its_hindi_name(station_office: Any) -> None:
    office = station_office
    config = office.campaign.root / "config" / "office.toml"
    config.write_text(config.read_text("utf-8").replace('language = "en"', 'language = "hi"'), "utf-8")
    campaign = load_campaign(office.campaign.root)
    office.respond()
    pipeline.watch(campaign, office.google, ())
    office.respond(money=yes_to_money(office))
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
    office.respond()
    pipeline.watch(office.campaign, office.google, addresses)
    office.respond(money=yes_to_money(office))
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


@pytest.mark.parametrize(
    ("text", "grave"),
    [
        ("थाने में ₹५०० माँगे", True),
        ("मुझसे 2,000 मांगे", True),
        ("500 रु. मांगे", True),
        ("पैसों की माँग की", True),
        ("रुपये लिए और रसीद नहीं दी", True),
        ("paise maange", True),
        ("mujhse 500 rs mange", True),
        ("He asked for money", True),
        ("demanded 500 rupees", True),
        ("₹500 का चालान दिया, रसीद मिली", False),
        ("2 लोगों ने मदद की", False),
        ("usne 500 manga", True),
        ("mujhse 500 mangte hain", True),
        ("asked for my papers", False),
        ("24 mangalwar ko aaya tha, sabne madad ki", False),
        ("asked for 2 receipts and got them", False),
    ],
)
def test_a_demand_for_money_is_found_as_people_write_it(text: str, grave: bool) -> None:
    """A sum alone, the long a in Roman Hindi, and plain English were missed."""
    assert bool(grave_matters(text)) is grave
