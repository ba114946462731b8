"""anubhav today: each line is due when it is, names the command that does it, and hides no other when it cannot be told."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from anubhav_gforms.campaign import Campaign, Status
from anubhav_gforms.cases.book import FILE
from anubhav_gforms.cases.case import About, Matter
from anubhav_gforms.cases.looks import record_look
from anubhav_gforms.cli import VERBS
from anubhav_gforms.errors import StateError
from anubhav_gforms.forms.checks import Check
from anubhav_gforms.forms.mixed import with_lists
from anubhav_gforms.links.key_file import key_file, save_keys
from anubhav_gforms.links.keys import Keyring, record_of
from anubhav_gforms.links.registry import PrintedPoster, Registry, save_registry
from anubhav_gforms.pipeline import backup_keys, due_today, grade, write_report
from anubhav_gforms.pipeline.matters import open_matters
from tests.grading.world import responses
from tests.office import make_office, run, write_ledger

NOW = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path, config_dir: Path) -> Campaign:
    """A campaign of one district without responses, whose stations are to be confirmed."""
    return make_office(tmp_path / "office", lambda lines: lines[:30])


def due(office: Campaign, at: datetime = NOW) -> dict[str, Check]:
    return {line.name: line for line in due_today(office, lambda: at)}


def test_a_new_folder_is_told_where_to_begin(office: Campaign) -> None:
    lines = due(office)
    assert (lines["setup"].ok, lines["setup"].cure) == (False, "Run: anubhav setup-forms")
    assert lines["last pull"].ok is False
    assert {name for name, line in lines.items() if line.ok is None} >= {"report", "key copy"}
    told = run(office.root, "today", "--json")
    assert told.return_value == 1
    said = json.loads(told.output)
    assert said["due"] == sum(line["ok"] is False for line in said["matters"])
    assert {line["name"] for line in said["matters"]} == set(lines)
    hindi = run(office.root, "--language", "hi", "today").output
    assert "बाकी" in hindi
    assert "anubhav setup-forms" in hindi


def test_responses_make_pull_report_flags_and_purge_due(office: Campaign) -> None:
    write_ledger(office, responses(office, weeks=80, a_week=2, seed=3), pulled_at=NOW - timedelta(hours=30))
    lines = due(office)
    assert (lines["last pull"].ok, lines["report"].ok) == (False, False)
    assert lines["report"].cure == "anubhav report"
    assert lines["flags"].ok is not None
    later = max(NOW, datetime.now(UTC)) + timedelta(days=40)  # the ledger begins today
    assert due(office, later)["backup"].ok is False
    assert lines["purge"].ok, "old responses without a name or a number promise nothing"
    page = office.data / "reports" / "2025-W40" / "ig" / "messages.html"
    page.parent.mkdir(parents=True)
    page.write_text("old")
    os.utime(page, (0, 0))
    assert (due(office)["purge"].ok, due(office)["purge"].cure) == (False, "anubhav purge")


def test_a_grave_matter_is_due_until_somebody_opened_it_and_its_case_until_its_day(office: Campaign) -> None:
    matters = [Matter("answer:a1", (About.GRAVE,), answer="a1"), Matter("answer:a2", (About.LOW_RATING,), answer="a2")]
    open_matters(office, matters, who="watch", clock=lambda: NOW)
    lines = due(office)
    assert (lines["grave matters"].ok, lines["grave matters"].cure) == (False, "anubhav answer a1")
    assert lines["cases"].cure == "anubhav cases list"
    assert due(office, NOW + timedelta(days=3))["cases"].cure == "anubhav cases list --overdue"
    record_look(office.data, "a1", who="ig", at=NOW)
    assert due(office)["grave matters"].ok


def test_a_login_that_may_end_is_due_two_days_before(office: Campaign, config_dir: Path) -> None:
    path = config_dir / office.id / "authorized_user.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"refresh_token": "r", "client_id": "c", "client_secret": "s"}))
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert due(office, NOW + timedelta(days=4))["login"].ok
    late = due(office, NOW + timedelta(days=5))["login"]
    assert (late.ok, late.cure) == (False, "anubhav login")
    assert "03.12.2026" in late.said
    write_ledger(office, responses(office, weeks=1, seed=3), pulled_at=NOW + timedelta(days=8))
    assert due(office, NOW + timedelta(days=40))["login"].ok, "it outlived the seven days"


def test_a_login_of_which_google_said_when_it_ends(office: Campaign, config_dir: Path) -> None:
    """Neither older than that nor younger: a published consent screen ends none, however old, and nobody is warned for nothing."""
    path = config_dir / office.id / "authorized_user.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    login = {"refresh_token": "r", "client_id": "c", "client_secret": "s"}
    path.write_text(json.dumps({**login, "ends": (NOW + timedelta(days=7)).isoformat()}))
    write_ledger(office, responses(office, weeks=1, seed=3), pulled_at=NOW + timedelta(days=5))
    assert due(office, NOW + timedelta(days=4))["login"].ok
    late = due(office, NOW + timedelta(days=5))["login"]
    assert (late.ok, late.cure) == (False, "anubhav login")
    assert 'Google ends it on 03.12.2026, as the consent screen was in status "Testing"' in late.said
    assert due(office, NOW + timedelta(days=8))["login"].ok is False
    write_ledger(office, responses(office, weeks=1, seed=3), pulled_at=NOW + timedelta(days=8))
    assert due(office, NOW + timedelta(days=8))["login"].ok, "something was pulled by it after that day"
    path.write_text(json.dumps({**login, "ends": None}))
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert due(office, NOW + timedelta(days=6))["login"].ok
    path.write_text(json.dumps({**login, "ends": "soon"}))
    assert due(office, NOW + timedelta(days=6))["login"].ok


def test_printed_posters_to_confirm_and_keys_without_a_copy(office: Campaign) -> None:
    ring = save_keys(Keyring.make(), key_file(office.id, project=office.root), before=None)
    station = next(each.code for each in office.stations if each.status == "to-confirm")
    poster = PrintedPoster(f"{station}.P1.AAAA", station, "poster", 1, "A", "", "u", 1, "2026-11-25", "f.pdf")
    save_registry(Registry(keys=tuple(record_of(key) for key in ring.keys)).with_printed(poster), office.data)
    lines = due(office)
    assert "1 of them has a poster" in lines["stations"].said
    assert lines["key copy"].cure == "anubhav keys backup"
    here = key_file(office.id, project=office.root)
    here.rename(here.with_name("elsewhere"))
    assert (due(office)["key copy"].ok, due(office)["key copy"].cure) == (False, "anubhav keys restore")
    here.with_name("elsewhere").rename(here)
    assert lines["posters"].ok
    backup_keys(office)
    assert due(office)["key copy"].ok


def test_posters_of_a_retired_key_are_due_until_new_ones_hang(office: Campaign) -> None:
    old = PrintedPoster("BSP-KTW.P1.AAAA", "BSP-KTW", "poster", 1, "A", "", "u", 1, "2026-11-25", "f.pdf")
    key = replace(record_of(Keyring.make().active), retired_from="2026-11-26")
    later = replace(key, letter="B", retired_from="")
    registry = Registry(keys=(key, later)).with_printed(old)
    save_registry(registry, office.data)
    line = due(office)["posters"]
    cut_off = replace(office, stations=tuple(each for each in office.stations if each.code != "BSP-KTW"))
    gone = due(cut_off)["posters"]
    assert "1 poster hangs for a station that stations.csv no longer names" in gone.said
    assert (gone.ok, "with status closed" in gone.cure) == (False, True)
    assert (line.ok, line.cure) == (
        False,
        "Print them again now, and take the old ones down: anubhav posters",
    )
    assert "BSP-KTW" in line.said
    save_registry(registry.with_printed(replace(old, value="BSP-KTW.P1.BBBB", key_id="B")), office.data)
    assert due(office)["posters"].ok
    shut = tuple(
        replace(each, status=Status.CLOSED, closed_on=NOW.date()) if each.code == "BSP-KTW" else each
        for each in office.stations
    )
    closed = due(replace(office, stations=shut))["posters"]
    assert (closed.ok, "anubhav posters --revoke CODE" in closed.cure) == (False, True)
    assert closed.said == "2 posters hang for stations that closed; their responses count nowhere: BSP-KTW"


def test_no_report_leaves_out_a_station_whose_poster_hangs(office: Campaign) -> None:
    """stations.csv cut off, as by a copy that was broken off: setup-forms refused it, and report told of half a range."""
    write_ledger(office, responses(office, weeks=1, seed=3), pulled_at=NOW)
    poster = PrintedPoster("BSP-KTW.P1.AAAA", "BSP-KTW", "poster", 1, "A", "", "u", 1, "2026-11-25", "f.pdf")
    save_registry(with_lists(Registry(), office).with_printed(poster), office.data)
    cut_off = replace(office, stations=tuple(each for each in office.stations if each.code != "BSP-KTW"))
    with pytest.raises(StateError, match=r"no longer names.*BSP-KTW\. Nothing was made\. Put the line back"):
        write_report(cut_off, grade(cut_off, week="2026-W48"))
    assert not (office.data / "reports").exists()


def test_responses_of_a_station_whose_line_was_removed_are_due(office: Campaign) -> None:
    write_ledger(office, responses(office, weeks=1, seed=3), pulled_at=NOW)
    assert "to confirm" in due(office)["stations"].said
    line = due(replace(office, stations=tuple(each for each in office.stations if each.code != "BSP-KTW")))["stations"]
    assert (line.ok, "with status closed" in line.cure) == (False, True)
    assert line.said.endswith("kept and in no report, as stations.csv no longer names their stations: BSP-KTW")


def test_a_station_added_since_the_last_setup_has_no_link_yet(office: Campaign) -> None:
    set_up = Registry(form_id="f", responder_uri="u", question_ids={"station": "1"}, steps=("links",))
    *before, added = office.stations
    save_registry(with_lists(set_up, replace(office, stations=tuple(before))), office.data)
    line = due(office)["stations"]
    assert (line.ok, line.cure) == (False, "Run: anubhav setup-forms")
    assert line.said == f"1 station of stations.csv has no link: {added.code}"
    save_registry(with_lists(set_up, office), office.data)
    assert "no link" not in due(office)["stations"].said


def test_names_at_the_codes_of_other_stations_are_due_and_no_report_spreads_them(office: Campaign) -> None:
    write_ledger(office, responses(office, weeks=1, seed=3), pulled_at=NOW)
    known = with_lists(Registry(), office)
    save_registry(known, office.data)
    one, other, *rest = office.stations
    here, there = replace(one, name_en=other.name_en), replace(other, name_en=one.name_en)
    mixed = replace(office, stations=(here, there, *rest))
    line = due(mixed)["stations"]
    assert (line.ok, "Put each back" in line.cure) == (False, True)
    with pytest.raises(StateError, match="sorted alone"):
        write_report(mixed, grade(mixed, week="2026-W48"))
    recoded = replace(office, stations=(replace(one, code="BSP-NEW"), other, *rest))
    with pytest.raises(StateError, match=one.code):
        write_report(recoded, grade(recoded, week="2026-W48"))
    save_registry(with_lists(known, recoded), office.data)
    assert "sorted alone" not in due(recoded)["stations"].said, "a setup knows both codes"
    assert not (mixed.data / "reports").exists()


def test_a_damaged_file_is_one_line_and_hides_no_other(office: Campaign) -> None:
    whole = due(office)
    (office.data / FILE).parent.mkdir(parents=True, exist_ok=True)
    (office.data / FILE).write_text("not a line\n")
    lines = due(office)
    assert (lines["cases"].ok, "backup" in lines["cases"].cure) == (False, True), "to be mended: exit code 1"
    assert list(lines) == list(whole)
    (office.data / FILE).unlink()
    (office.data / FILE).mkdir()  # as one that this user may not read: the system refuses it
    lines = due(office)
    assert (lines["cases"].ok, str(office.data / FILE) in lines["cases"].said) == (False, True)
    assert list(lines) == list(whole)


def test_every_command_that_is_named_is_one(office: Campaign) -> None:
    write_ledger(office, responses(office, weeks=3, seed=3), pulled_at=NOW - timedelta(hours=30))
    named = [
        line.cure.split("anubhav ")[1].split()[0].rstrip(".;,")
        for line in due(office).values()
        if "anubhav " in line.cure
    ]
    assert named
    assert set(named) <= set(VERBS)
