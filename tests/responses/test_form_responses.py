"""The form's own responses: the only source, or a check on what reached the sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from office_commands import read_from

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import CampaignError, InputError
from anubhav_gforms.responses.ledger.verify import verify


def test_the_form_gives_the_same_frame_as_the_sheet(station_office: Any) -> None:
    office = station_office
    office.respond_many(12, message="ठीक था", mobile="09876543210", behaviour=3)
    office.respond("no such code", name="Citizen 7")
    office.pull()
    columns = [*office.ledger.frame().columns, "message", "name", "mobile"]
    by_sheet = office.ledger.frame(columns).drop(columns="source")
    (office.campaign.data / "ledger").rename(office.campaign.data / "ledger of the sheet")
    read_from(office, "forms")
    changes = office.pull()
    by_form = office.ledger.frame(columns)
    assert (changes.new, set(by_form.source)) == (13, {"forms"})
    assert by_form.drop(columns="source").equals(by_sheet)


def test_the_form_alone_gives_every_response_once_and_notices_deletions(station_office: Any) -> None:
    office = station_office
    read_from(office, "forms")
    office.respond_many(5)
    with pytest.raises(InputError, match="no sheet is read"):
        office.pull(accept_zone="Asia/Kolkata")
    assert office.pull().new == 5
    office.respond_many(3)
    changes = office.pull()
    assert (changes.new, changes.total, changes.changed, changes.full) == (3, 8, (), False)
    assert office.pull().new == 0
    assert not office.pull(full=True).changed
    assert not verify(office.ledger).faults


@pytest.mark.parametrize("source", ["both", "forms"])
def test_a_question_made_anew_under_its_title_is_the_same_question(station_office: Any, source: str) -> None:
    """Duplicated and deleted in the editor: Google gives it another id, and another column of the sheet. Each response to it was
    called sent otherwise, and the form's words that counted were blank."""
    office = station_office
    read_from(office, source)
    office.respond(promptness=2)
    form, title = office.google.forms.get(office.registry.form_id), office.campaign.form.question("promptness").title
    old = next(item for item in form.items if item.title == title)
    for action in ("duplicate", "delete"):
        edit = {"action": action, "item": old.item_id}
        office.sandbox.post(f"/sandbox/forms/{form.form_id}/edit", json=edit).raise_for_status()
    new = next(item for item in office.google.forms.get(form.form_id).items if item.title == title)
    ids = {**office.registry.question_ids, "promptness": new.question_id}
    office.registry = replace(
        office.registry, question_ids=ids
    )  # what a citizen sees; the office's own knows nothing of it
    office.respond(promptness=5)
    office.respond()
    changes = office.pull()
    assert (changes.new, changes.changed) == (3, ())
    assert office.pull(full=True).changed == ()
    assert office.ledger.frame().promptness.fillna(0).tolist() == [2, 5, 0]


@pytest.mark.parametrize("source", ["both", "forms"])
def test_answers_to_a_question_that_somebody_deleted_still_count(station_office: Any, source: str) -> None:
    """Google need not give them back: each response with one was called sent otherwise, or edited, and counted as if it had been left blank."""
    office = station_office
    office.sandbox.profile(deleted_answers=False)
    read_from(office, source)
    office.respond(promptness=2, behaviour=3)
    office.pull()
    form, title = office.google.forms.get(office.registry.form_id), office.campaign.form.question("promptness").title
    gone = {"action": "delete", "item": next(item for item in form.items if item.title == title).item_id}
    office.sandbox.post(f"/sandbox/forms/{form.form_id}/edit", json=gone).raise_for_status()
    office.respond(behaviour=5)
    assert (office.pull(full=True).changed, office.pull(full=True).changed) == ((), ())
    assert office.ledger.frame().promptness.fillna(0).tolist() == [2, 0]


def test_what_never_reached_the_sheet_is_taken_from_the_form_once(station_office: Any) -> None:
    office = station_office
    read_from(office, "both")
    office.respond_many(6)
    assert office.pull().new == 6
    plan = {"seed": 1, "faults": [{"fault": "late-rows", "hold": 9}]}
    assert office.sandbox.post("/sandbox/faults", json=plan).status_code < 300
    office.respond_many(2)
    office.respond(when=datetime.now(UTC) - timedelta(minutes=5))
    changes = office.pull()
    assert changes.new == 2, "the third may still be on its way"
    assert [str(change.kind) for change in changes.changed] == ["in the form only"] * 2
    assert office.ledger.frame().source.tolist() == ["sheet"] * 6 + ["forms"] * 2
    assert office.pull().new == 0
    office.sandbox.http.delete(office.sandbox.root + "/sandbox/faults", timeout=30)
    office.respond_many(1)
    changes = office.pull()
    assert len(office.ledger.frame()) == 10
    assert [str(change.kind) for change in changes.changed] == ["confirmed by the form"] * 2, "their rows came"
    assert not office.ledger.lives.bench
    assert office.ledger.frame().response_id.is_unique
    assert not office.pull(full=True).changed
    assert len(office.ledger.frame()) == 10
    assert not verify(office.ledger).faults


def test_an_unknown_source_is_refused(station_office: Any) -> None:
    with pytest.raises(CampaignError, match="source"):
        read_from(station_office, "paper")


def test_what_was_deleted_or_edited_in_the_sheet_is_held_against_the_form(station_office: Any) -> None:
    """An edit before the first pull, when nobody could see it, and a deletion that the form knows nothing of."""
    office = station_office
    read_from(office, "both")
    old = datetime.now(UTC) - timedelta(days=3)
    for minute in range(5):
        office.respond(when=old + timedelta(minutes=minute))
    office.set("overall", 2, 1)
    changes = office.pull()
    [change] = changes.changed
    assert (changes.new, str(change.kind), change.what) == (5, "sent otherwise", ("overall",))
    assert office.ledger.frame().overall.tolist() == [4] * 5, "what was sent counts"
    office.delete_row(4)
    changes = office.pull()
    assert any("is still in the form's own list" in note for note in changes.notes)
    assert (len(changes.changed), changes.total) == (1, 5)
    assert office.pull().notes == ()


def test_the_source_may_be_changed_at_any_time(station_office: Any) -> None:
    """From the sheet to the form and back, and the other way round: every response once, and no alarm."""
    office = station_office
    path = office.campaign.root / "config" / "office.toml"
    text, sent = path.read_text("utf-8"), 0
    for first, second in (("sheet", "forms"), ("forms", "sheet")):
        for source in (first, second, "both", first, second):
            path.write_text(text.replace('source = "both"', f'source = "{source}"'), "utf-8")
            office.campaign = load_campaign(office.campaign.root)
            office.respond_many(2)
            changes = office.pull(full=source == "both")
            sent += 2
            assert (changes.new, changes.total, changes.changed) == (sent if changes.first else 2, sent, ()), source
        frame = office.ledger.frame()
        assert len(frame) == frame.submitted_at.nunique()
        assert not verify(office.ledger).faults
        (office.campaign.data / "ledger").rename(office.campaign.data / f"ledger {first}")


def test_rows_that_the_sheet_lacks_when_it_is_read_again_wait_on_the_bench(station_office: Any) -> None:
    """Deleted before the form was the only source, and while it was. Nothing was said, and the first, put back, passed for a copy."""
    office = station_office
    office.respond_many(3)
    office.pull()
    kept = [take_away(office, 2)]
    assert [str(each.kind) for each in office.pull(full=True).changed] == ["gone"]
    read_from(office, "forms")
    office.respond_many(1)
    kept.append(take_away(office, 3))
    changes = office.pull(full=True)
    assert ([str(each.kind) for each in changes.changed], changes.total) == (["restored"], 4)
    read_from(office, "both")
    assert [str(each.kind) for each in office.pull(full=True).changed] == ["in the form only"] * 2
    assert not office.pull(full=True).changed
    for row, cells in enumerate(kept, start=4):
        for column, cell in enumerate(cells):
            office.write(f"{office.title()}!{chr(65 + column)}{row}", cell)
    office.pull(full=True)
    assert not office.ledger.lives.bench
    assert office.ledger.frame().code_status.tolist() == ["accepted"] * 4
    assert not verify(office.ledger).faults


def test_no_sheet_falls_silent_where_the_form_alone_is_read(station_office: Any) -> None:
    """A campaign that had a sheet: each look without news said of all responses since that they are not in it."""
    office = station_office
    office.respond_many(1)
    pipeline.watch(office.campaign, office.google, ())
    read_from(office, "forms")
    office.respond(when=datetime.now(UTC) - timedelta(hours=10))
    looks = [pipeline.watch(office.campaign, office.google, ()) for _ in range(2)]
    assert [(each.changes.new, each.alerts) for each in looks if each.changes] == [(1, ()), (0, ())]
    address = f"/drive/v3/files/{office.spreadsheet_id}"
    office.sandbox.api("PATCH", address, json={"trashed": True}).raise_for_status()
    assert not [note for note in office.pull(full=True).notes if "bin" in note], "nobody reads it"


@pytest.mark.parametrize("then", ["both", "sheet"])
@pytest.mark.parametrize("before", [True, False])
def test_a_response_of_the_form_and_its_changed_row_are_one(station_office: Any, then: str, before: bool) -> None:
    """Changed in the sheet while the form was the only source: they were two entries of the bench, and counted twice by the sheet alone."""
    office = station_office
    office.respond_many(1)
    if before:
        office.pull()
    read_from(office, "forms")
    office.respond_many(2)
    office.pull()
    office.set("overall", 2, 5)
    read_from(office, then)
    changes = office.pull()
    assert [(str(each.kind), each.what) for each in changes.changed] == [("edited", ("overall",))]
    assert (changes.new, changes.total) == (0, 3)
    assert office.ledger.frame().overall.tolist() == [1, 1, 2]
    assert not office.pull(full=True).changed
    office.set("overall", 2, 1)
    office.pull()
    assert not office.ledger.lives.bench
    assert not verify(office.ledger).faults


@pytest.mark.parametrize("known", [True, False])
def test_a_row_that_comes_back_with_other_words_is_not_what_the_form_says(station_office: Any, known: bool) -> None:
    """Taken away while the form was the only source; where no sheet was ever read, nobody was told that it is not there."""
    office = station_office
    if known:
        office.pull()
    office.respond_many(3)
    read_from(office, "forms")
    office.pull()
    cells = take_away(office, 2)
    office.pull(full=True)
    read_from(office, "both")
    assert [str(each.kind) for each in office.pull(full=True).changed] == ["in the form only"]
    for column, cell in enumerate(cells):
        office.write(f"{office.title()}!{chr(65 + column)}4", cell)
    office.set("overall", 3, 5)
    changes = office.pull()
    assert [(str(each.kind), each.what) for each in changes.changed] == [("edited", ("overall",))]
    assert office.ledger.frame().sort_values("submitted_at").overall.tolist() == [1, 2, 3]
    office.set("overall", 3, 2)
    office.pull(full=True)
    assert not office.ledger.lives.bench
    assert not verify(office.ledger).faults


def test_the_first_response_of_all_that_is_in_the_form_alone_is_not_confirmed_by_rows_of_others(
    station_office: Any,
) -> None:
    """The next pull, which reads only what is new, took it for one of the rows before that: it left the bench."""
    office = station_office
    office.respond_many(3)
    read_from(office, "forms")
    office.pull()
    take_away(office, 1)
    read_from(office, "both")
    assert [str(each.kind) for each in office.pull().changed] == ["in the form only"]
    office.respond_many(1)
    changes = office.pull()
    assert (changes.full, changes.new, changes.changed) == (False, 1, ())
    assert [str(each.kind) for each in office.ledger.lives.bench.values()] == ["in the form only"]


def take_away(office: Any, row: int) -> list[Any]:
    """Delete a response's row; gives its cells."""
    columns = office.google.sheets.values(office.spreadsheet_id, [f"{office.title()}!A{row + 1}:Z{row + 1}"])[0]
    office.delete_row(row)
    return [column[0] if column else "" for column in columns]


def test_a_row_that_is_deleted_before_the_form_was_asked_counts_once(station_office: Any) -> None:
    """The form could not be read after the sheet was: the next pull took the response from the form as if it had never come."""
    office = station_office
    office.respond_many(1)
    office.pull()
    office.respond_many(1)
    office.sandbox.faults({"fault": "permission", "on": "forms.forms.responses.*", "times": 0})
    assert office.pull().new == 1
    office.sandbox.faults()
    office.delete_row(2)
    for _ in range(2):
        office.pull()
        assert len(office.ledger.frame()) == 2
    assert [str(event.kind) for event in office.ledger.lives.bench.values()] == ["gone"]
    assert not verify(office.ledger).faults
