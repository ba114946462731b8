"""Wordings change and questions are added: an epoch begins, and old responses stay whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.responses.ledger.verify import verify


def kinds(changes: Any) -> list[str]:
    return [str(change.kind) for change in changes.changed]


def test_a_new_wording_begins_an_epoch(station_office: Any) -> None:
    from dataclasses import replace

    from anubhav_gforms.links.registry import save_registry

    office = station_office
    office.respond_many(2)
    office.pull()
    left = dict(office.registry.left)
    left["overall"] = replace(left["overall"], low="Other words")
    save_registry(replace(office.registry, left=left), office.campaign.data)
    office.respond(when=datetime.now(UTC))
    office.pull()
    assert office.ledger.frame().epoch.tolist() == [1, 1, 2]
    assert [epoch.number for epoch in office.ledger.manifest.epochs] == [1, 2]
    office.pull()
    assert len(office.ledger.manifest.epochs) == 2


def test_a_question_added_later_begins_an_epoch_and_old_responses_stay_whole(station_office: Any) -> None:
    from anubhav_gforms import pipeline
    from anubhav_gforms.campaign import load_campaign
    from anubhav_gforms.links.registry import load_registry

    office = station_office
    office.respond_many(3)
    office.pull()
    path = office.campaign.root / "config" / "form.toml"
    question = '[[questions]]\nkey = "waiting"\ntype = "scale"\ntitle = "इंतज़ार कैसा था? / How was the wait?"\nlow = "लंबा / Long"\nhigh = "कम / Short"\n'
    path.write_text(path.read_text("utf-8") + "\n" + question, "utf-8")
    office.campaign = load_campaign(office.campaign.root)
    pipeline.setup_forms(office.campaign, office.google)
    office.registry = load_registry(office.campaign.data)
    office.set("overall", 1, 5)
    office.respond(waiting=4, when=datetime.now(UTC))
    changes = office.pull()
    assert (kinds(changes), changes.new) == (["edited"], 1)
    frame = office.ledger.frame()
    assert frame.waiting.isna().tolist().count(False) == 1
    assert sorted(frame.epoch) == [1, 1, 1, 2]
    assert not office.pull(full=True).changed


def test_of_rows_sent_before_a_question_was_asked_no_answer_is_missed(station_office: Any) -> None:
    """They came between a pull and the day on which the office asked more: it was told that somebody had changed the sheet."""
    office = station_office
    office.pull()
    office.respond_many(2)
    path = office.campaign.root / "config" / "form.toml"
    question = '[[questions]]\nkey = "waiting"\ntype = "rating"\nrequired = true\ntitle = "इंतज़ार / Wait"\n'
    path.write_text(path.read_text("utf-8") + "\n" + question, "utf-8")
    set_up_again(office)
    office.respond(waiting=4, when=datetime.now(UTC))
    assert (changes := office.pull()).new == 3
    assert not changes.notes


def test_rows_sent_before_a_question_was_required_are_no_reason_to_change_the_sheet(station_office: Any) -> None:
    office = station_office
    office.respond_many(2)
    path = office.campaign.root / "config" / "form.toml"
    path.write_text(path.read_text("utf-8").replace('key = "heard"', 'key = "heard"\nrequired = true'), "utf-8")
    set_up_again(office)
    (note,) = office.pull().notes
    assert "2 new rows of the sheet have no answer" in note
    assert "If they were sent before the question was required, do nothing." in note


def set_up_again(office: Any) -> None:
    """The form gets what config/form.toml has now."""
    office.campaign = load_campaign(office.campaign.root)
    pipeline.setup_forms(office.campaign, office.google)
    office.registry = load_registry(office.campaign.data)


@pytest.mark.parametrize("source", ["form and sheet", "sheet", "forms"])
def test_a_question_that_is_not_asked_any_more_changes_no_old_response(station_office: Any, source: str) -> None:
    office = station_office
    if source != "form and sheet":
        setting = office.campaign.office.google.model_copy(update={"source": source})
        office.campaign = replace(office.campaign, office=office.campaign.office.model_copy(update={"google": setting}))
    form, asked = office.campaign.form, office.campaign.form.questions
    office.respond_many(2, receipt=form.question("receipt").options[0], name="A B", facilities=2)
    office.pull()
    fewer = tuple(question for question in asked if question.key not in ("receipt", "facilities", "name"))
    office.campaign = replace(office.campaign, form=form.model_copy(update={"questions": fewer}))
    office.respond(overall=5)
    for full in (False, True):
        changes = office.pull(full=full)
        assert not changes.changed, "nobody changed a cell"
    assert office.ledger.frame()["overall"].tolist() == [1, 2, 5]
    if source != "forms":
        office.set("overall", 3, 4)
        assert kinds(office.pull(full=True)) == ["edited"], "what is changed is still seen"
    office.campaign = replace(office.campaign, form=form)
    changes = office.pull(full=True)
    assert office.ledger.frame()["receipt"].tolist()[:2] == [form.question("receipt").options[0]] * 2, "it is kept"
    assert not changes.changed
    assert verify(office.ledger).faults == ()


def test_what_was_answered_to_a_question_that_is_not_asked_any_more_outlives_an_edit(station_office: Any) -> None:
    office = station_office
    office.sheet_alone()
    form = office.campaign.form
    said = form.question("receipt").options[0]
    office.respond_many(3, receipt=said, facilities=2)
    office.pull()
    fewer = tuple(question for question in form.questions if question.key not in ("receipt", "facilities"))
    office.campaign = replace(office.campaign, form=form.model_copy(update={"questions": fewer}))
    office.set("overall", 1, 5)
    office.respond(overall=4)
    assert [change.what for change in office.pull(full=True).changed] == [("overall",)]
    ids = [entry.change.response_id for entry in pipeline.list_bench(office.campaign)]
    pipeline.decide_bench(office.campaign, ids, sheet=True, who="IG", why="asked")
    frame = office.ledger.frame()
    assert sorted(frame["overall"]) == [2, 3, 4, 5]
    assert sorted(frame["receipt"]) == ["", said, said, said]
    assert frame["facilities"].dropna().tolist() == [2, 2, 2]
    assert not office.pull(full=True).changed
    assert verify(office.ledger).faults == ()
    office.campaign = replace(office.campaign, form=form)
    assert not office.pull(full=True).changed


def test_who_answered_outlives_an_edit_once_it_is_not_asked_any_more_and_is_purged_all_the_same(
    station_office: Any,
) -> None:
    office = station_office
    office.sheet_alone()
    form = office.campaign.form
    office.respond_many(3, mobile="9876500000")
    office.pull()
    fewer = tuple(question for question in form.questions if question.key != "mobile")
    office.campaign = replace(office.campaign, form=form.model_copy(update={"questions": fewer}))
    office.set("overall", 1, 5)
    office.respond(overall=4)
    ids = [change.response_id for change in office.pull(full=True).changed]
    pipeline.decide_bench(office.campaign, ids, sheet=True, who="IG", why="asked")
    assert office.ledger.versions(["mobile"])["mobile"].to_pylist().count("9876500000") == 4
    assert not office.pull(full=True).changed
    assert verify(office.ledger).faults == ()
    office.campaign = replace(office.campaign, form=form)
    assert not office.pull(full=True).changed
    assert office.ledger.frame(["mobile"])["mobile"].tolist().count("9876500000") == 3
    pipeline.purge(office.campaign, months=0, with_messages=0, apply=True)
    assert "9876500000" not in office.ledger.versions(["mobile"])["mobile"].to_pylist()
    assert verify(office.ledger).faults == ()
