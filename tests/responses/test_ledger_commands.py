"""The commands over the ledger, as the office types them."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from anubhav_gforms import cli
from anubhav_gforms.errors import AnubhavError
from anubhav_gforms.pipeline.quarantine import assign_station
from tests.published import as_published


def run(office: Any, *arguments: str) -> Result:
    result = CliRunner().invoke(cli.anubhav, ["-C", str(office.campaign.root), *arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


def test_pull_says_what_came_and_ends_with_one_when_a_response_was_changed(station_office: Any) -> None:
    office = station_office
    office.respond_many(4, message="गुप्त संदेश", name="Citizen 9")
    office.respond("nonsense here")
    first = run(office, "pull")
    assert first.return_value == 0
    assert "5 new responses; the ledger holds 5." in first.output
    assert "unreadable: 1 new" in first.output
    assert "Newest response 2026-09-01" in first.output
    office.set("overall", 2, 5)
    office.set("name", 3, "Citizen 10")
    yes = office.campaign.form.question("receipt").options[0]
    office.set("receipt", 1, "CSR no / not given")
    office.set("receipt", 4, yes)
    second = run(office, "pull")
    assert second.return_value == 1
    assert "How was your experience? 2 → 5" in second.output
    assert "Your name (optional) changed" in second.output
    assert "blank → CSR no / not given" in second.output, "what was typed over a choice, as it stands"
    assert f"blank → {yes.partition(' / ')[2]}\n" in second.output
    assert "Citizen" not in second.output
    assert json.loads(run(office, "pull", "--json").output)["new"] == 0
    events = run(office, "ledger", "events").output
    assert "4 changes in all." in events
    assert "Citizen" not in events


def test_a_response_in_quarantine_is_assigned_with_who_and_why(station_office: Any) -> None:
    office = station_office
    office.respond()
    office.respond("the station near the bridge", overall=2)
    office.respond("ANUBHAV-TEST 4711")
    office.pull()
    listed = json.loads(run(office, "quarantine", "list", "--json").output)
    assert [each["code_reason"] for each in listed] == ["unreadable", "test answer"]
    names = [each["response_id"] for each in listed]
    assert "2 responses in quarantine" in run(office, "quarantine", "list").output
    with pytest.raises(AnubhavError, match=r"abc: there is no such response.*is a test response"):
        run(office, "quarantine", "assign", "abc", names[1], "--station", "BSP-CVL", "--why", "x")
    with pytest.raises(AnubhavError, match="BSP-XXX"):
        run(office, "quarantine", "assign", names[0], "--station", "BSP-XXX", "--why", "x")
    arguments = (
        "assign",
        f" {names[0].upper()}",
        "--station",
        "BSP-CVL",
        "--why",
        "named the bridge",
        "--by",
        "desk 2",
    )
    said = run(office, "quarantine", *arguments).output
    assert "channel typed, which is not graded" in said
    frame = office.ledger.frame()
    row = frame[frame.response_id == names[0]].iloc[0]
    assert (row.station, row.channel, row.code_status, row.code_reason) == (
        "BSP-CVL",
        "typed",
        "accepted",
        "assigned by hand",
    )
    assert "by desk 2: named the bridge" in run(office, "ledger", "events").output
    office.set("overall", 2, 4)
    assert len(office.pull().changed) == 1
    frame = office.ledger.frame()
    assert frame[frame.response_id == names[0]].station.tolist() == ["BSP-CVL"], "an edit keeps the assignment"
    assert not office.pull(full=True).changed
    with pytest.raises(AnubhavError, match="not in quarantine"):
        run(office, "quarantine", "assign", names[0], "--station", "BSP-KTW", "--why", "again")
    with pytest.raises(AnubhavError, match="--why is empty"):
        run(office, "quarantine", "assign", names[1], "--station", "BSP-KTW", "--why", " ")
    with pytest.raises(AnubhavError, match="needs who decided it and why"):
        assign_station(office.campaign, [names[1]], "BSP-KTW", who="desk 2", why=" ")
    assert "1 response in quarantine" in run(office, "quarantine", "list", "--reason", "test answer").output
    office.respond("nobody's code")
    office.pull()
    (left,) = json.loads(run(office, "quarantine", "list", "--reason", "unreadable", "--json").output)
    office.delete_row(4)
    office.pull()
    run(office, "bench", "decide", left["response_id"], "--sheet", "--why", "sent by mistake", "--by", "clerk")
    with pytest.raises(AnubhavError, match="was deleted at Google"):
        run(office, "quarantine", "assign", left["response_id"], "--station", "BSP-KTW", "--why", "too late")


def test_verify_export_and_stats(station_office: Any) -> None:
    office = station_office
    office.respond_many(3, name="Citizen 1", message="=1+1")
    office.respond("=HYPERLINK Citizen 2")
    office.pull()
    verified = run(office, "ledger", "verify")
    assert verified.return_value == 0
    assert office.ledger.manifest.chain in verified.output
    assert "Responses              4" in run(office, "ledger", "stats").output
    out = office.campaign.root / "answers.csv"
    run(office, "ledger", "export", str(out))
    astray = office.campaign.root / "no" / "such" / "answers.csv"
    assert "there is no folder" in str(CliRunner().invoke(cli.anubhav, ["ledger", "export", str(astray)]).output)
    assert not (office.campaign.root / "no").exists()
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert [row["overall"] for row in rows] == ["1", "2", "3", "4"]
    assert "Citizen" not in out.read_text("utf-8-sig")
    office.delete_row(1)
    office.pull()
    run(office, "ledger", "export", str(out.with_suffix(".parquet")), "--with-changes")
    with pytest.raises(AnubhavError, match=r"must end in \.csv or \.parquet"):
        run(office, "ledger", "export", str(out.with_suffix(".txt")))
    part = office.ledger.parts()[0].path
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    broken = run(office, "ledger", "verify")
    assert broken.return_value == 1
    assert part.name in broken.output


def test_what_watch_prints_as_json_is_as_it_was_published(station_office: Any) -> None:
    office = station_office
    office.respond()
    office.respond(money=office.campaign.form.question("money").options[1])
    look = run(office, "watch", "--once", "--json")
    assert as_published("watch", look.stdout)["changes"]["new"] == 2
    assert look.stdout.count("\n") == 1
    assert as_published("pull", run(office, "pull", "--json").stdout)["new"] == 0
    assert as_published("ledger stats", run(office, "ledger", "stats", "--json").stdout)["rows"] == 2


def test_watch_once_shows_the_alert(station_office: Any) -> None:
    office = station_office
    office.respond()
    assert "only shown here" in run(office, "watch", "--once").output
    office.respond(money=office.campaign.form.question("money").options[1])
    shown = run(office, "watch", "--once").output
    assert "ALERT Case 1: money or a gift was asked for" in shown
    assert "anubhav cases show 1" in shown
    assert "City Kotwali Bilaspur (BSP-KTW)" in shown
