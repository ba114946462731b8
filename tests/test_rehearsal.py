"""An edit of a form with printed codes is tried on a copy first; the copy is gone afterwards, whatever happens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from setup_typed import files, own, print_posters, quiet, short
from wire import Altering, Fault, Killed, Wire, takes_blank_ids, tap

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import StateError
from anubhav_gforms.forms.rehearsal import NAME, REHEARSAL
from anubhav_gforms.google import Google
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.nouns.gateway import FORM_TYPE


def reworded(campaign: Campaign) -> Campaign:
    """The campaign with other words in each kind of question, a question more, and two that changed places."""
    questions = list(campaign.form.questions)
    for position, question in enumerate(questions):
        new = {"title": question.title + " (new)", "required": not question.required or position == 0}
        questions[position] = question.model_copy(update=new)
    questions[1], questions[2] = questions[2], questions[1]
    return replace(campaign, form=campaign.form.model_copy(update={"questions": tuple(questions)}))


def printed(campaign: Campaign, google: Google) -> dict[str, str]:
    """The campaign set up, its posters noted as printed; the numbers of its questions."""
    ids = dict(pipeline.setup_forms(campaign, google).registry.question_ids)
    print_posters(campaign)
    return ids


def test_the_batch_goes_to_a_copy_first_and_the_copy_is_removed(campaign: Campaign) -> None:
    few = short(campaign)
    google = quiet(few)
    ids = printed(few, google)
    form_id = load_registry(few.data).form_id
    wire = tap(google)
    setup = pipeline.setup_forms(reworded(few), google)
    assert setup.problems == ()
    assert dict(setup.registry.question_ids) == ids
    copy, try_it, remove, edit = wire.writes
    assert copy.startswith(f"POST /drive/v3/files/{form_id}/copy")
    assert ":batchUpdate" in try_it
    assert form_id not in try_it
    assert remove.startswith("DELETE /drive/v3/files/")
    assert remove.split("/")[-1].partition("?")[0] in try_it
    assert f"{form_id}:batchUpdate" in edit
    assert files(google, FORM_TYPE) == [form_id]


def test_who_may_not_delete_in_a_shared_drive_puts_the_copy_into_the_bin(campaign: Campaign, sandbox: Any) -> None:
    """Content managers may not, whom an organisation adds unless it chooses otherwise: no edit was possible, and the copy stayed."""
    few = short(campaign)
    google = quiet(few)
    ids = printed(few, google)
    form_id = load_registry(few.data).form_id
    assert sandbox.post(f"/sandbox/files/{form_id}/owner", json={"shared_drive": True}).status_code == 200
    sandbox.faults({"fault": "permission", "on": "drive.files.delete", "times": 9})
    wire = tap(google)
    setup = pipeline.setup_forms(reworded(few), google)
    assert (setup.problems, dict(setup.registry.question_ids)) == ((), ids)
    [removed] = [line for line in wire.writes if line.startswith("PATCH /drive")]
    assert google.drive.get(removed.split("/")[-1].partition("?")[0]).trashed
    assert files(google, FORM_TYPE) == [form_id]


def test_a_form_without_printed_codes_is_not_copied(campaign: Campaign) -> None:
    few = short(campaign)
    google = quiet(few)
    pipeline.setup_forms(few, google)
    wire = tap(google)
    pipeline.setup_forms(reworded(few), google)
    assert [line for line in wire.writes if "/copy" in line] == []


def test_an_edit_that_would_give_new_numbers_is_refused_by_name_and_the_form_stays(campaign: Campaign) -> None:
    few = short(campaign)
    google = quiet(few)
    printed(few, google)
    form_id = load_registry(few.data).form_id
    before = google.forms.get(form_id)
    tap(google, Altering(takes_blank_ids))
    with pytest.raises(StateError) as refused:
        pipeline.setup_forms(reworded(few), google)
    assert few.form.questions[0].title in str(refused.value)
    assert refused.value.exit_code == 2
    tap(google)
    assert google.forms.get(form_id) == before
    assert files(google, FORM_TYPE) == [form_id]
    assert load_registry(few.data).pending == ""
    assert pipeline.setup_forms(few, google).plan.nothing_to_do


@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name.lower())
def test_whatever_happens_no_copy_is_forgotten(fault: Fault, campaign: Campaign, tmp_path: Path) -> None:
    few = short(campaign)
    google = quiet(few)
    clean = own(few, "clean", tmp_path)
    printed(clean, google)
    wire = tap(google)
    pipeline.setup_forms(reworded(clean), google)
    sent = wire.sent
    first = next(number for number, line in enumerate(sent) if "/copy" in line) - 1
    last = max(number for number, line in enumerate(sent) if ":batchUpdate" in line)
    for at in range(first, last + 1):
        hit = own(few, f"hit-{at}", tmp_path)
        tap(google)
        ids = printed(hit, google)
        tap(google, Wire(at=at, fault=fault))
        killed = False
        try:
            pipeline.setup_forms(reworded(hit), google)
        except Killed:
            killed = True
        assert killed == fault.name.startswith("KILLED"), f"request {at}: {sent[at]}"
        tap(google)
        wish = hit if at % 2 else reworded(hit)  # the office may also have taken its edit back meanwhile
        assert pipeline.setup_forms(wish, google).problems == ()
        registry = load_registry(hit.data)
        assert (dict(registry.question_ids), registry.pending) == (ids, "")
        assert [file.name for file in google.drive.find(FORM_TYPE) if file.name == NAME] == []


def test_a_file_of_the_users_is_never_swept(campaign: Campaign, google: Any) -> None:
    few = short(campaign)
    printed(few, google)
    form_id = load_registry(few.data).form_id
    theirs = [
        google.drive.copy(form_id, NAME, marks={"anubhav": "another"}).id,
        google.drive.copy(form_id, "Copy of the form", marks={"anubhav": f"rehearsal of {few.id}"}).id,
    ]
    pipeline.setup_forms(reworded(few), google)
    assert set(files(google, FORM_TYPE)) == {form_id, *theirs}


def test_a_copy_left_by_a_kill_is_known_to_the_registry(campaign: Campaign) -> None:
    few = short(campaign)
    google = quiet(few)
    printed(few, google)

    class KilledOnceCopied(Wire):
        def send(self, request: Any, *args: Any, **options: Any) -> Any:
            reply = super().send(request, *args, **options)
            if "/copy" in request.url:
                raise Killed
            return reply

    tap(google, KilledOnceCopied())
    with pytest.raises(Killed):
        pipeline.setup_forms(reworded(few), google)
    assert load_registry(few.data).pending == REHEARSAL
    assert len(files(google, FORM_TYPE)) == 2
    tap(google)
    setup = pipeline.setup_forms(few, google)
    assert (setup.registry.pending, len(files(google, FORM_TYPE))) == ("", 1)


@pytest.mark.parametrize("what", ["the form", "the copy"])
def test_an_edit_by_hand_meanwhile_is_named(what: str, campaign: Campaign, sandbox: Any) -> None:
    few = short(campaign)
    google = quiet(few)
    printed(few, google)
    form_id = load_registry(few.data).form_id
    struck = "/copy" if what == "the form" else ":batchUpdate"

    class Meddler(Wire):
        def send(self, request: Any, *args: Any, **options: Any) -> Any:
            if struck in request.url:
                edited = form_id if what == "the form" else request.url.split("/forms/")[1].partition(":")[0]
                delete = {"requests": [{"deleteItem": {"location": {"index": 3}}}]}
                assert sandbox.api("POST", f"/v1/forms/{edited}:batchUpdate", json=delete).status_code == 200
            return super().send(request, *args, **options)

    tap(google, Meddler())
    with pytest.raises(StateError, match="Somebody edited the form"):
        pipeline.setup_forms(reworded(few), google)
    tap(google)
    assert files(google, FORM_TYPE) == [form_id]
