"""What people did to a form by hand: shown, kept, and never overwritten."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from forms_made import edit, finished, plan_for, reword

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.apply import remember_form
from anubhav_gforms.forms.show import plan_text
from anubhav_gforms.forms.steps import Plan
from anubhav_gforms.forms.wanted import WantedForm, wanted_form
from anubhav_gforms.links.registry import Registry
from anubhav_gforms.nouns.google import Item, ItemKind

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load_campaign(PROJECT)


@pytest.fixture(scope="module")
def wanted(campaign: Campaign) -> WantedForm:
    return wanted_form(campaign)


def test_an_edit_by_hand_is_shown_and_never_overwritten(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    plan = plan_for(wanted, edit(existing, 3, title="हाथ से / By hand"), registry)
    assert plan.nothing_to_do
    assert [line.before for line in plan.by_hand] == ["हाथ से / By hand"]
    assert "By hand" in plan_text(plan)


def test_of_a_long_list_the_option_is_shown_that_a_person_added(wanted: WantedForm) -> None:
    """Both lines were cut before it, and read the same."""
    existing, registry = finished(wanted)
    assert existing.form
    [place] = [number for number, item in enumerate(existing.form.items) if "What brought" in item.title]
    longer = edit(existing, place, options=(*existing.form.items[place].options, "कुछ और / Something"))
    text = plan_text(plan_for(wanted, longer, registry))
    assert "/ Not visited | कुछ और / Something\n" in text
    assert "/ Not visited\n" in text
    ours = plan_text(
        plan_for(reword(wanted, 6, options=(*wanted.questions[6].options, "New / New")), existing, registry)
    )
    assert "/ Not visited | New / New" in ours


def test_an_edit_by_hand_stays_an_edit_after_we_remembered_it(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    edited = edit(existing, 7, options=("एक / One", "दो / Two"))
    registry = remember_form(wanted, edited, registry)
    assert plan_for(wanted, edited, registry).nothing_to_do
    assert len(plan_for(wanted, edited, registry).by_hand) == 1


def test_both_sides_edited_is_left_to_a_person(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    plan = plan_for(reword(wanted, 3, title="नया / New"), edit(existing, 3, title="हाथ से / By hand"), registry)
    assert plan.nothing_to_do
    assert len(plan.by_hand) == 1


def test_an_edit_by_hand_that_the_config_agrees_to_is_settled(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    agreed = reword(wanted, 3, title="हाथ से / By hand")
    edited = edit(existing, 3, title="हाथ से / By hand")
    assert plan_for(agreed, edited, registry) == Plan()
    assert remember_form(agreed, edited, registry).titles["heard"] == (wanted.questions[3].title, "हाथ से / By hand")


def test_a_privacy_notice_edited_by_hand_is_kept(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    assert existing.form
    edited = replace(existing, form=replace(existing.form, description="short"))
    assert [line.what for line in plan_for(wanted, edited, registry).by_hand] == ["privacy notice"]


def test_a_question_deleted_by_hand_is_not_put_back(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    assert existing.form
    fewer = replace(existing.form, items=(*existing.form.items[:4], *existing.form.items[5:]))
    plan = plan_for(wanted, replace(existing, form=fewer), registry)
    assert plan.nothing_to_do
    assert [line.what for line in plan.by_hand] == ["question promptness"]


def test_a_question_made_again_by_hand_is_told_and_asks_for_nothing(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    assert existing.form
    *before, item, last = existing.form.items
    again = replace(item, item_id="5eed", question_id="5eed")
    plan = plan_for(wanted, replace(existing, form=replace(existing.form, items=(*before, again, last))), registry)
    assert (plan.nothing_to_do, plan.by_hand) == (True, ())
    [said] = plan.notes
    assert said.endswith(
        "was deleted and made again in Google Forms. Its answers count as before; there is nothing to do."
    )
    other = replace(again, title="Something else")
    plan = plan_for(wanted, replace(existing, form=replace(existing.form, items=(*before, other, last))), registry)
    assert len(plan.by_hand) == 2, "in other words it is a person's decision"


def test_an_item_that_a_person_added_is_shown(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    assert existing.form
    more = replace(
        existing.form, items=(*existing.form.items, Item("0000ffff", "0000eeee", ItemKind.TEXT, "Vehicle number"))
    )
    plan = plan_for(wanted, replace(existing, form=more), registry)
    assert plan.nothing_to_do
    assert plan.by_hand[0].before == "Vehicle number"


def test_blanks_and_unicode_forms_that_google_may_change_are_no_edit(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    title = unicodedata.normalize("NFD", wanted.questions[3].title).replace(" ", "  ")
    assert title != wanted.questions[3].title
    changed = edit(existing, 3, title=title)
    assert changed.form
    described = replace(changed, form=replace(changed.form, description=wanted.description + "\n \n"))
    assert plan_for(wanted, described, registry) == Plan()
    assert plan_for(wanted, described, remember_form(wanted, described, Registry())).by_hand == ()


def test_a_new_document_title_renames_the_file_unless_a_person_did(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    registry = replace(registry, left_name=wanted.document_title)
    other = replace(wanted, document_title="Anubhav 2")
    assert [step.lines[0].after for step in plan_for(other, existing, registry).steps] == ["Anubhav 2"]
    assert existing.form_file
    by_person = replace(existing, form_file=replace(existing.form_file, name="Our form"))
    assert plan_for(other, by_person, registry).nothing_to_do
