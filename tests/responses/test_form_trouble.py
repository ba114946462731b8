"""The form closed, in the bin, or giving its responses without answers: told, and nothing that was known is overruled."""

from __future__ import annotations

from typing import Any

import pytest
from office_commands import read_from

from anubhav_gforms.errors import SheetError


def test_a_pull_that_finds_nothing_new_tells_a_closed_form_and_one_in_the_bin(station_office: Any) -> None:
    office = station_office
    office.respond_many(80)
    office.pull()
    form = office.registry.form_id
    office.sandbox.post(f"/sandbox/forms/{form}/edit", json={"action": "stop"}).raise_for_status()
    office.sandbox.api("PATCH", f"/drive/v3/files/{form}", json={"trashed": True}).raise_for_status()
    changes = office.pull()
    assert not changes.full
    assert [note.split(" is ")[0] for note in changes.notes] == ["The form", "No response can arrive: the form"]


def test_a_list_without_any_answers_overrules_nothing(station_office: Any) -> None:
    """Each known response was an edit that left it blank, and what people had said no longer counted."""
    office = station_office
    read_from(office, "forms")
    office.respond_many(5)
    office.pull()
    before = office.ledger.frame()
    office.sandbox.faults({"fault": "empty", "on": "forms.forms.responses.list", "key": "answers", "times": 0})
    for full in (False, True):
        with pytest.raises(SheetError, match="5 known responses back without a single answer"):
            office.pull(full=full)
    assert office.ledger.frame().equals(before)
    assert len(office.pull(accept_deletions=True).changed) == 5


def test_a_second_witness_without_any_answers_overrules_nothing(station_office: Any) -> None:
    """Sheet and form are read: all responses waited on the bench, and none of them counted until the form's list was whole again."""
    office = station_office
    office.respond_many(5)
    office.pull()
    before = office.ledger.frame()
    office.sandbox.faults({"fault": "empty", "on": "forms.forms.responses.list", "key": "answers", "times": 0})
    (note,) = office.pull(full=True).notes
    assert note.startswith("The form's own list gives 5 known responses without a single answer; they count as before.")
    assert office.ledger.frame().equals(before)
    assert not office.ledger.lives.bench
    assert len(office.pull(full=True, accept_deletions=True).changed) == 5


def test_one_citizen_who_takes_their_answers_back_stops_no_pull(station_office: Any) -> None:
    office = station_office
    read_from(office, "forms")
    office.respond_many(1)
    office.pull()
    office.sandbox.faults({"fault": "empty", "on": "forms.forms.responses.list", "key": "answers", "times": 0})
    assert len(office.pull().changed) == 1
