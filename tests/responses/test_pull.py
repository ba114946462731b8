"""Pulling from a running sandbox: every response once, and every change noticed."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import Any

import pytest
from wire import Wire, tap

from anubhav_gforms import pipeline
from anubhav_gforms.errors import NotFoundError, SheetError, StateError
from anubhav_gforms.forms.adopt_sheet import plan_sheet_adoption
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.responses.ledger import writer
from anubhav_gforms.responses.ledger.events import EventKind


def kinds(changes: Any) -> list[str]:
    return [str(change.kind) for change in changes.changed]


def test_answers_come_out_typed(station_office: Any) -> None:
    office = station_office
    office.respond(office.code("BSP-CVL"), overall=5, behaviour=3, message="ठीक था", mobile="098 7654 3210")
    office.respond("सिटी  कोतवाली बिलासपुर ", overall=1)
    changes = office.pull()
    assert (changes.new, dict(changes.by_status)) == (2, {"accepted": 2, "quarantined": 0})
    frame = office.ledger.frame()
    assert frame.station.tolist() == ["BSP-CVL", "BSP-KTW"]
    assert frame.channel.tolist() == ["poster", "typed"]
    assert frame.overall.tolist() == [5, 1]
    assert str(frame.overall.dtype) == "Int8"
    assert frame.behaviour.isna().tolist() == [False, True]
    assert str(frame.submitted_at.dtype) == "datetime64[ms, Asia/Kolkata]"
    assert str(frame.day.dtype) == "datetime64[s]"
    assert frame.submitted_at.iloc[0].isoformat() == "2026-09-01T09:00:00+05:30"
    assert not {"message", "name", "mobile"} & set(frame.columns)
    assert office.ledger.frame(["mobile", "message"]).iloc[0].tolist() == ["9876543210", "ठीक था"]


def test_the_day_is_the_local_one(station_office: Any) -> None:
    station_office.respond(when=datetime(2026, 9, 6, 20, 0, tzinfo=UTC))
    station_office.pull()
    assert str(station_office.ledger.frame().day.iloc[0].date()) == "2026-09-07"


def test_the_second_pull_asks_only_for_what_is_new(station_office: Any) -> None:
    office = station_office
    office.respond_many(80)
    assert office.pull().full
    office.respond_many(3)
    tap(office.google, wire := Wire())
    changes = office.pull()
    assert len(wire.sent) == 5, (
        "where the form writes, the sheet's shape, its headers; the tail with some rows of the past; the form's own list"
    )
    assert (changes.new, changes.total, changes.full) == (3, 83, False)
    assert office.pull().new == 0
    assert office.ledger.frame().response_id.is_unique


def test_codes_are_accepted_or_quarantined_with_the_reason(station_office: Any) -> None:
    office = station_office
    signed = office.code()
    other = office.code("KRB-KTW", Channel.DESK, 2)
    for code in (
        signed,
        other,
        signed.lower(),
        "BSP-KTW",
        signed[:-1] + "23"[signed[-1] == "2"],
        "Kotwali thana, near the bridge",
        "?",
        "XYZ-QQ",
    ):
        office.respond(code)
    office.pull()
    frame = office.ledger.frame()
    assert frame.code_status.tolist() == ["accepted"] * 3 + ["quarantined"] * 5
    assert frame.code_reason.tolist()[3:] == ["unsigned", "bad signature", "unreadable", "unreadable", "unsigned"]
    assert frame.station.tolist() == ["BSP-KTW", "KRB-KTW", "BSP-KTW", *[""] * 5]
    assert frame.channel.tolist()[:3] == ["poster", "desk", "poster"]
    assert frame.serial.tolist()[:3] == [1, 2, 1]
    assert frame.raw_code.tolist()[5].startswith("Kotwali")


def test_a_revoked_poster_is_quarantined(station_office: Any) -> None:
    from anubhav_gforms.links.registry import PrintedPoster, save_registry

    office = station_office
    value = office.code("BSP-CVL")
    poster = PrintedPoster(value, "BSP-CVL", "poster", 1, "A", "", "", 1, "2026-09-01", "", revoked=True)
    save_registry(office.registry.with_printed(poster), office.campaign.data)
    office.respond(value)
    office.respond(office.code("BSP-CVL", serial=2))
    office.pull()
    assert office.ledger.frame().code_reason.tolist() == ["revoked poster", ""]


def test_an_edited_rating_is_noticed_with_before_and_after(station_office: Any) -> None:
    office = station_office
    office.respond_many(10)
    office.pull()
    office.set("overall", 3, 5)
    changes = office.pull()
    assert kinds(changes) == ["edited"]
    (change,) = changes.changed
    assert change.what == ("overall",)
    assert (change.before, change.after) == ({"overall": "3"}, {"overall": "5"})
    assert changes.alarming
    assert (changes.new, changes.total) == (0, 10)
    ledger = office.ledger
    assert ledger.frame().overall.tolist().count(5) == 2, "until an officer decides, the first version counts"
    assert ledger.versions().num_rows == 11
    assert ledger.frame(["response_id"]).response_id.is_unique
    assert not office.pull().changed


def test_an_edited_message_is_noticed_without_showing_it(station_office: Any) -> None:
    office = station_office
    office.respond_many(5, message="पहले")
    office.pull()
    office.set("message", 2, "बाद में")
    (change,) = office.pull().changed
    assert (change.kind, change.what, change.before, change.after) == (EventKind.EDITED, ("message",), {}, {})
    assert office.ledger.frame(["message"]).message.tolist().count("बाद में") == 0


def test_a_deleted_response_is_kept_and_reported_and_may_come_back(station_office: Any) -> None:
    office = station_office
    office.respond_many(60)
    office.pull()
    row = office.google.sheets.values(office.spreadsheet_id, [f"{office.title()}!A8:Z8"])[0]
    office.delete_row(7)
    changes = office.pull()
    assert kinds(changes) == ["gone"]
    assert (changes.total, office.ledger.versions().num_rows) == (60, 60)
    assert office.pull().changed == ()
    body = {"majorDimension": "COLUMNS", "values": [[cell[0] if cell else ""] for cell in row]}
    path = f"/v4/spreadsheets/{office.spreadsheet_id}/values/{office.title()}!A61:Z61?valueInputOption=RAW"
    assert office.sandbox.api("PUT", path, json=body).status_code == 200
    changes = office.pull()
    assert kinds(changes) == ["restored"]
    assert (changes.total, changes.new) == (60, 0)
    assert [event.kind for event in office.ledger.history] == ["gone", "restored"]


def test_sorting_inserting_and_moving_raise_no_alarm(station_office: Any) -> None:
    office = station_office
    office.respond_many(70)
    office.pull()
    whole = {
        "sheetId": office.tab_id,
        "startRowIndex": 1,
        "endRowIndex": 71,
        "startColumnIndex": 0,
        "endColumnIndex": 14,
    }
    by_rating = ord(office.column("overall")) - 65
    office.edit(
        {"sortRange": {"range": whole, "sortSpecs": [{"dimensionIndex": by_rating, "sortOrder": "DESCENDING"}]}}
    )
    changes = office.pull()
    assert (changes.changed, changes.new) == ((), 0)
    assert changes.reordered > 10
    blank = {"sheetId": office.tab_id, "dimension": "ROWS", "startIndex": 20, "endIndex": 23}
    office.edit({"insertDimension": {"range": blank, "inheritFromBefore": False}})
    changes = office.pull()
    assert (changes.changed, changes.new, changes.reordered) == ((), 0, 0)
    helper = {"sheetId": office.tab_id, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    office.edit({"insertDimension": {"range": helper, "inheritFromBefore": False}})
    office.write(f"{office.title()}!B1", "Seen by")
    office.edit(
        {"updateSheetProperties": {"properties": {"sheetId": office.tab_id, "title": "उत्तर '26"}, "fields": "title"}}
    )
    only_bad = {str(by_rating + 1): {"condition": {"type": "NUMBER_LESS", "values": [{"userEnteredValue": "3"}]}}}
    office.edit({"setBasicFilter": {"filter": {"range": {"sheetId": office.tab_id}, "criteria": only_bad}}})
    moved = {"sheetId": office.tab_id, "dimension": "COLUMNS", "startIndex": by_rating + 1, "endIndex": by_rating + 2}
    office.edit({"moveDimension": {"source": moved, "destinationIndex": 1}})
    office.respond_many(2)
    changes = office.pull()
    assert (changes.changed, changes.new, changes.total) == ((), 2, 72)
    assert any("Seen by" in note for note in changes.notes)
    assert not office.pull().changed
    assert not office.pull(full=True).changed


def test_an_edit_far_above_the_tail_is_found_by_the_audit_and_by_full(station_office: Any) -> None:
    office = station_office
    office.respond_many(120)
    office.pull()
    office.set("overall", 4, 1)
    assert kinds(office.pull()) == ["edited"]
    office.set("overall", 6, 5)
    assert kinds(office.pull(full=True)) == ["edited"]


def test_two_equal_responses_are_two(station_office: Any) -> None:
    office = station_office
    moment = datetime(2026, 9, 2, 4, 0, tzinfo=UTC)
    office.respond(when=moment)
    office.respond(when=moment)
    office.pull()
    office.respond(when=moment)
    assert office.pull().total == 3
    assert office.ledger.frame().response_id.nunique() == 3
    office.delete_row(2)
    assert kinds(office.pull()) == ["gone"]


def test_an_emptied_sheet_is_not_believed(station_office: Any) -> None:
    office = station_office
    office.respond_many(30)
    office.pull()
    span = {"sheetId": office.tab_id, "dimension": "ROWS", "startIndex": 1, "endIndex": 31}
    office.edit({"deleteDimension": {"range": span}})
    with pytest.raises(SheetError, match="all 30 known responses"):
        office.pull()
    assert len(office.ledger.frame()) == 30
    changes = office.pull(accept_deletions=True)
    assert len(changes.of(EventKind.GONE)) == 30
    assert office.ledger.versions().num_rows == 30


def test_a_form_linked_anew_gives_nothing_twice(station_office: Any) -> None:
    """Google puts every response into a new spreadsheet, which the office takes over; the old one gets no more."""
    office = station_office
    office.respond_many(12)
    office.pull()
    made = office.sandbox.link(office.registry.form_id, "")
    zone = office.google.sheets.describe(made["spreadsheetId"]).timezone
    office.respond_many(3)
    with pytest.raises(StateError, match="another spreadsheet"):
        office.pull()
    pipeline.adopt_sheet(office.campaign, plan_sheet_adoption(office.campaign, office.google, made["spreadsheetId"]))
    with pytest.raises(SheetError, match=zone):
        office.pull()
    changes = office.pull(accept_zone=zone)
    assert (changes.new, changes.changed, changes.total) == (3, (), 15)
    office.respond_many(1)
    changes = office.pull()
    assert (changes.new, changes.total, changes.full) == (1, 16, False)


def test_a_missing_spreadsheet_is_no_empty_one(station_office: Any) -> None:
    office = station_office
    office.respond_many(5)
    for file_id in (office.registry.form_id, office.spreadsheet_id):
        office.sandbox.api("PATCH", f"/drive/v3/files/{file_id}", json={"trashed": True}).raise_for_status()
    in_bin = [note for note in office.pull().notes if "in the bin of Google Drive" in note]
    assert [note.split(" is ")[0] for note in in_bin] == ["The form", "The response sheet"]
    assert office.sandbox.api("DELETE", f"/drive/v3/files/{office.spreadsheet_id}").status_code == 204
    with pytest.raises(NotFoundError):
        office.pull()
    assert len(office.ledger.frame()) == 5


def test_before_linking_the_error_says_what_to_do(campaign: Any, google: Any) -> None:
    with pytest.raises(StateError, match="setup-forms"):
        pipeline.pull(campaign, google)
    pipeline.setup_forms(campaign, google)
    with pytest.raises(StateError, match="not linked"):
        pipeline.pull(campaign, google)


def test_the_same_responses_give_the_same_ids_in_a_new_ledger(station_office: Any) -> None:
    office = station_office
    office.respond_many(8)
    office.pull()
    office.respond_many(4)
    office.pull()
    first = office.ledger.frame()
    shutil.rmtree(office.campaign.data / "ledger")
    office.pull()
    assert office.ledger.frame().equals(first)


def test_a_clock_that_was_set_back_is_told(station_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    office = station_office
    office.respond()
    assert office.pull().notes == ()
    before = office.ledger.manifest.written_at
    monkeypatch.setattr(writer.time, "time_ns", lambda: (before - 7_200_000) * 1_000_000)
    office.respond()
    changes = office.pull()
    assert (changes.new, changes.total, changes.changed) == (1, 2, ())
    assert sum("is 2 hours behind the last pull" in note for note in changes.notes) == 1
    assert office.ledger.manifest.written_at == before
