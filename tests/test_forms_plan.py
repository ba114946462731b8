"""WantedForm against existing: what a plan changes, and what it leaves alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from forms_made import changes, edit, finished, plan_for, reword

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.plan import make_plan
from anubhav_gforms.forms.show import plan_text
from anubhav_gforms.forms.steps import Action, Existing, Plan
from anubhav_gforms.forms.wanted import WantedForm, wanted_form, wanted_item
from anubhav_gforms.google.form_json import request_of
from anubhav_gforms.language import say
from anubhav_gforms.links.registry import Registry
from anubhav_gforms.nouns.form_changes import AddItem, Change, ChangeItem, CollectNoEmail, RewordItem
from anubhav_gforms.nouns.google import Item, ItemKind, Permission

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load_campaign(PROJECT)


@pytest.fixture(scope="module")
def wanted(campaign: Campaign) -> WantedForm:
    return wanted_form(campaign)


def test_a_changed_link_is_named_by_its_station_and_very_many_are_counted(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    head = "code,name_en,name_hi,district,kind,url\r\n"
    rows = [f"BSP-A{n:02},Old {n},पुराना,BSP,thana,http://form?entry.1=A{n:02}.P1\r\n" for n in range(20)]
    before = replace(existing, links=head + "".join(rows))
    few = head + "".join([rows[0].replace("Old", "New"), *rows[2:], rows[1].replace("A01", "NEW")])
    text = plan_text(make_plan(wanted, before, registry, links=few))
    assert "- links.csv BSP-A00: Old 0 · पुराना · BSP · thana · A00.P1" in text
    assert "+ links.csv BSP-A00: New 0 · पुराना · BSP · thana · A00.P1" in text
    assert "- links.csv BSP-A01: Old 1" in text
    assert "+ links.csv BSP-NEW: Old 1" in text
    assert "+ links.csv BSP-A01" not in text, "nothing comes in its place"
    assert "A02" not in text
    many = plan_text(make_plan(wanted, before, registry, links=before.links.replace("Old", "New")))
    assert "+ links.csv: 20 links, 20 lines not as before" in many
    assert "BSP-A00" not in many
    saved = replace(existing, links=before.links.replace("\r\n", "\n"))
    assert "the same links, in another order or form" in plan_text(
        make_plan(wanted, saved, registry, links=before.links)
    )


def test_the_first_plan_has_every_step_in_order(wanted: WantedForm) -> None:
    plan = make_plan(wanted, Existing(), Registry())
    assert [step.action for step in plan.steps] == list(Action)
    assert not plan.by_hand
    added = [change for change in changes(plan) if isinstance(change, AddItem)]
    assert [change.index for change in added] == list(range(len(wanted.parts)))


def test_a_finished_setup_has_nothing_to_do(wanted: WantedForm) -> None:
    plan = plan_for(wanted, *finished(wanted))
    assert plan == Plan()


def test_new_words_in_the_config_change_only_the_title(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    plan = plan_for(reword(wanted, 3, title="नया / New"), existing, registry)
    assert existing.form
    assert changes(plan) == (RewordItem(3, title="नया / New", item=existing.form.items[3]),)
    assert request_of(changes(plan)[0])["updateItem"]["updateMask"] == "title"


def test_a_plan_is_told_in_hindi_to_its_last_word(wanted: WantedForm) -> None:
    """What of a question changes, yes and no, and the kind of an item that a person added were told in English."""
    existing, registry = finished(wanted)
    assert existing.form
    added = Item("0abc", "", ItemKind.SECTION, "अलग", "")
    items = [replace(existing.form.items[0], required=False), *existing.form.items[1:], added]
    by_hand = replace(existing, form=replace(existing.form, items=tuple(items)))
    text = say(plan_text(plan_for(reword(wanted, 3, title="नया / New"), by_hand, registry)), "hi")
    for english in ("title", "required", "yes", "no", "section"):
        assert not re.search(rf"\b{english}\b", text), text


def test_a_question_that_was_never_there_is_added_at_its_place(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    assert existing.form
    fewer = replace(
        existing.form, items=tuple(item for item in existing.form.items if item.title != wanted.questions[4].title)
    )
    known = {key: value for key, value in registry.question_ids.items() if key != wanted.questions[4].key}
    plan = plan_for(wanted, replace(existing, form=fewer), replace(registry, question_ids=known))
    assert changes(plan) == (AddItem(wanted_item(wanted.questions[4]), 4),)


def test_a_question_dropped_from_the_config_stays_on_the_form(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    plan = plan_for(replace(wanted, questions=wanted.questions[:-1]), existing, registry)
    assert plan.nothing_to_do
    assert not plan.by_hand
    assert "no longer in config/form.toml" in plan.notes[0]


def test_a_new_question_is_asked_behind_the_one_before_it_whatever_else_is_on_the_form(wanted: WantedForm) -> None:
    """A dropped question stays on the form: counted by places, the new one came before its neighbour, and that was called an edit by hand."""
    existing, registry = finished(wanted)
    assert existing.form
    asked = wanted.questions
    new = asked[-1].model_copy(update={"key": "parking", "title": "पार्किंग? / Parking?"})
    other = replace(wanted, questions=(*asked[:2], *asked[3:5], new, *asked[5:]))
    titles = [item.title for item in existing.form.items]
    added = AddItem(wanted_item(new), titles.index(asked[4].title) + 1)
    assert changes(plan_for(other, existing, registry)) == (added,)


def test_a_page_is_reworded_kept_and_dropped_like_a_question(wanted: WantedForm) -> None:
    """The heading of the second page and the notice at the end have no answers, but are as much a person's to edit."""
    existing, registry = finished(wanted)
    assert existing.form
    assert wanted.notice
    place = next(index for index, (key, _) in enumerate(wanted.parts) if key == "page of purpose")
    heading, last = existing.form.items[place], len(existing.form.items) - 1
    assert heading.kind is ItemKind.SECTION
    new = reword(wanted, 6, section="और / More")
    assert changes(plan_for(new, existing, registry)) == (RewordItem(place, title="और / More", item=heading),)
    by_hand = plan_for(wanted, edit(existing, place, title="हाथ से / By hand"), registry)
    assert by_hand.nothing_to_do
    assert [line.what for line in by_hand.by_hand] == ["heading of page purpose, title"]
    longer = replace(wanted, notice=replace(wanted.notice, help="नया"))
    assert changes(plan_for(longer, existing, registry)) == (
        RewordItem(last, help="नया", item=existing.form.items[last]),
    )
    fewer = replace(existing, form=replace(existing.form, items=existing.form.items[:last]))
    assert [line.what for line in plan_for(wanted, fewer, registry).by_hand] == ["notice at the end"]
    without = plan_for(replace(wanted, notice=None), existing, registry)
    assert (without.nothing_to_do, without.by_hand) == (True, ())
    assert "no longer in config/form.toml" in without.notes[0]


def test_an_older_form_gets_the_second_page_and_keeps_its_ids(wanted: WantedForm) -> None:
    """The same questions in one row become two pages: one heading and one text are added, nothing is made a second time."""
    plain = replace(
        wanted,
        notice=None,
        questions=tuple(question.model_copy(update={"section": ""}) for question in wanted.questions),
    )
    existing, registry = finished(plain)
    assert wanted.notice
    made = changes(plan_for(wanted, existing, registry))
    assert [(type(each), each.index) for each in made if isinstance(each, AddItem)] == [(AddItem, 6), (AddItem, 14)]
    assert len(made) == 2


def test_stars_and_a_scale_hold_the_same_answers(wanted: WantedForm) -> None:
    """Google cannot turn one into the other; the plan says what to write instead."""
    existing, registry = finished(wanted)
    plan = plan_for(wanted, edit(existing, 2, kind=ItemKind.SCALE), registry)
    assert plan.nothing_to_do
    assert 'write type = "scale" there' in plan.notes[0]


def test_a_question_s_kind_cannot_change(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    plan = plan_for(wanted, edit(existing, 2, kind=ItemKind.TEXT), registry)
    assert plan.nothing_to_do
    assert "a key of its own" in plan.notes[0]


def test_collected_email_is_always_switched_off(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    assert existing.form
    plan = plan_for(wanted, replace(existing, form=replace(existing.form, email="VERIFIED")), registry)
    assert changes(plan) == (CollectNoEmail(),)


def test_a_form_open_for_editing_is_a_danger(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    open_door = (*existing.permissions, Permission("anyoneWithLink", "anyone", "writer", ""))
    plan = plan_for(wanted, replace(existing, permissions=open_door), registry)
    assert plan.nothing_to_do
    assert plan.notes[0].startswith("DANGER")


def test_a_linked_sheet_is_never_given_another_time_zone(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    assert existing.form
    assert existing.spreadsheet
    there = replace(existing.spreadsheet, timezone="America/Los_Angeles")
    before = plan_for(wanted, replace(existing, spreadsheet=there), registry)
    assert [step.action for step in before.steps] == [Action.SHEET_TIME]
    linked = replace(existing, spreadsheet=there, form=replace(existing.form, linked_sheet_id="1sheet"))
    after = plan_for(wanted, linked, registry)
    assert after.nothing_to_do
    assert "America/Los_Angeles" in after.notes[0]


def test_no_mask_ever_covers_a_question_or_its_id(wanted: WantedForm) -> None:
    question = next(wanted_item(each) for each in wanted.questions if each.options)
    scale = replace(wanted_item(wanted.questions[2]), kind=ItemKind.SCALE)
    edits: list[Change] = [
        RewordItem(1, title="x"),
        RewordItem(1, help="x"),
        ChangeItem(1, question, required=True),
        ChangeItem(1, question, options=True),
        ChangeItem(2, scale, labels=True),
    ]
    for change in edits:
        for mask in request_of(change)["updateItem"]["updateMask"].split(","):
            assert mask not in ("*", "questionItem", "questionItem.question", "questionItem.question.questionId")


def test_a_form_silent_about_its_settings_is_asked_once(wanted: WantedForm) -> None:
    existing, registry = finished(wanted)
    assert existing.form
    silent = replace(existing, form=replace(existing.form, email=""))
    assert changes(plan_for(wanted, silent, registry)) == (CollectNoEmail(),)
    assert plan_for(wanted, silent, registry.with_step(Action.CONTENT)).nothing_to_do
