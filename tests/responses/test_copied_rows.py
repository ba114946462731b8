"""A row that was copied in the sheet is kept, named, and counts for nothing until a person says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.nouns.google import FormResponse
from anubhav_gforms.responses.intake.partners import Held, link_by_time
from anubhav_gforms.responses.ledger.ledger import Ledger
from anubhav_gforms.responses.ledger.verify import verify


def standing(office: Any) -> list[tuple[str, str]]:
    frame = office.ledger.frame()
    return list(zip(frame.code_status, frame.code_reason, strict=True))


def test_a_copied_row_is_kept_and_does_not_count(station_office: Any) -> None:
    office = station_office
    office.respond_many(5)
    office.pull()
    office.copy_row(2, 6)
    changes = office.pull()
    assert (changes.new, dict(changes.new_by_reason)) == (1, {"copied row": 1})
    assert standing(office) == [("accepted", "")] * 5 + [("quarantined", "copied row")]
    assert any("is a copy of another" in note for note in changes.notes)
    assert office.pull(full=True).new == 0
    assert not verify(office.ledger).faults


def test_a_row_that_was_copied_before_the_first_pull_counts_once(station_office: Any) -> None:
    office = station_office
    office.respond_many(3)
    office.copy_row(1, 4)
    office.copy_row(1, 5)
    office.pull()
    assert standing(office) == [("accepted", "")] * 3 + [("quarantined", "copied row")] * 2


def test_the_copy_goes_and_the_response_stays(station_office: Any) -> None:
    office = station_office
    office.respond_many(3)
    office.pull()
    office.copy_row(1, 4)
    office.pull()
    office.delete_row(1)
    changes = office.pull(full=True)
    assert [str(each.kind) for each in changes.changed] == ["gone"]
    assert standing(office) == [("accepted", "")] * 3


def test_a_copy_is_known_after_a_question_that_it_answers_was_taken_out_of_the_form(station_office: Any) -> None:
    office = station_office
    office.sheet_alone()
    office.respond_many(3, facilities=2)
    office.pull()
    form = office.campaign.form
    fewer = tuple(question for question in form.questions if question.key != "facilities")
    office.campaign = replace(office.campaign, form=form.model_copy(update={"questions": fewer}))
    office.copy_row(2, 4)
    assert dict(office.pull().new_by_reason) == {"copied row": 1}


def test_equal_responses_of_two_citizens_both_count(station_office: Any) -> None:
    """Their times differ, if only by a second."""
    office = station_office
    office.respond(overall=5)
    office.respond(overall=5)
    office.pull()
    assert standing(office) == [("accepted", "")] * 2


def test_a_copy_stays_aside_when_its_poster_counts_again(station_office: Any) -> None:
    """What waits for a key or a poster is judged again; a copy waits for a person."""
    office = station_office
    office.respond("BSP-KTW.P1.WRONG")
    office.copy_row(1, 2)
    office.pull()
    assert sorted(reason for _, reason in standing(office)) == ["copied row", "unreadable"]


def test_a_copy_of_what_an_edit_left_is_a_copy(station_office: Any) -> None:
    office = station_office
    office.respond_many(4)
    office.pull()
    office.set("overall", 2, 5)
    office.copy_row(2, 5)
    office.pull(full=True)
    assert sorted(reason for _, reason in standing(office)) == ["", "", "", "", "copied row"]


def test_who_responded_in_the_second_of_a_copied_row_is_not_taken_for_the_copy(station_office: Any) -> None:
    """Their own row is gone before a pull saw it: the form has them, and they count."""
    office = station_office
    first = office.respond(overall=2)
    office.pull()
    office.copy_row(1, 2)
    office.pull()
    office.respond(overall=5, when=first + timedelta(milliseconds=9))
    ratings = [*map(str, office.google.sheets.values(office.spreadsheet_id, [f"{office.title()}!C:C"])[0][0])]
    office.delete_row(ratings.index("5"))
    office.pull()
    frame = office.ledger.frame()
    assert sorted(frame.overall[frame.code_status == "accepted"]) == [2, 5]
    assert [str(event.kind) for event in office.ledger.lives.bench.values()] == ["in the form only"]
    assert not verify(office.ledger).faults


def test_what_was_copied_is_looked_up_at_once(station_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many say other words in the sheet than in the form: one by one a whole sheet that was edited took hours."""
    office, looked, rows = station_office, [], Ledger.rows
    sent = [office.respond() for _ in range(5)]
    office.pull()
    ledger = office.ledger
    left = {f"form-{number}": FormResponse(f"form-{number}", when, when, {}) for number, when in enumerate(sent)}
    held = Held(ledger.form_ids(), {int(when.timestamp()): [number] for number, when in enumerate(sent)}, left=left)
    monkeypatch.setattr(Ledger, "rows", lambda self, *asked: looked.append(asked) or rows(self, *asked))
    link_by_time(ledger, held)
    assert not held.left
    assert len(held.linked) == 5
    assert len(looked) == 1


@pytest.mark.parametrize("meddle", ["edited", "gone"])
def test_a_change_of_a_copied_response_is_told_at_its_station(station_office: Any, meddle: str) -> None:
    """Whether the response's row or its copy was changed is not to be told apart: who follows the case needs the station."""
    office = station_office
    office.respond_many(3)
    office.respond("BSP-KTW.P1.WRONG")
    pipeline.watch(office.campaign, office.google, ())
    for row in (1, 4):
        office.copy_row(row, row + 4)  # the first to row 5, the last, which has no station, to row 8
    pipeline.watch(office.campaign, office.google, ())
    for row in (4, 1):
        office.set("overall", row, 5) if meddle == "edited" else office.delete_row(row)
    found = pipeline.watch(office.campaign, office.google, ())
    told = sorted((str(each.kind), each.station) for each in found.changes.changed)
    assert told == [(meddle, ""), (meddle, "BSP-KTW")]
    assert [case.matter.station for case in pipeline.case_book(office.campaign).cases] == ["BSP-KTW", ""]
    assert [alert.title.rpartition(", ")[2] for alert in found.alerts] == [
        "City Kotwali Bilaspur (BSP-KTW)",
        "no valid code",
    ]
    assert [row[:1] for row in standing(office)].count(("accepted",)) == 3
