"""Items of a form as Google's JSON, and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.forms.wanted import wanted_form, wanted_item
from anubhav_gforms.google.form_json import item_json, read_item, request_of
from anubhav_gforms.nouns.form_changes import AddItem, ChangeItem, RewordItem
from anubhav_gforms.nouns.google import Item, ItemKind


def test_every_question_of_the_range_reads_back_as_it_was_written(campaign: Campaign) -> None:
    items = [item for _, item in wanted_form(campaign).parts]
    items.append(replace(items[1], kind=ItemKind.SCALE, low="बुरा / Bad", high="अच्छा / Good"))
    made = {ItemKind.TEXT, ItemKind.PARAGRAPH, ItemKind.CHOICE, ItemKind.SCALE, ItemKind.RATING}
    assert {item.kind for item in items} == {*made, ItemKind.SECTION, ItemKind.NOTE}
    assert [read_item(item_json(item)) for item in items] == items


def test_the_known_ids_go_along_with_a_change_and_outside_its_mask(campaign: Campaign) -> None:
    item = replace(wanted_item(wanted_form(campaign).questions[1]), item_id="1a", question_id="2b")
    sent = request_of(ChangeItem(4, item, required=True, options=True))["updateItem"]
    assert (sent["item"]["itemId"], sent["item"]["questionItem"]["question"]["questionId"]) == ("1a", "2b")
    assert "Id" not in sent["updateMask"]


@pytest.mark.parametrize("kind", ["text", "paragraph", "choice", "rating"])
def test_an_edit_carries_the_whole_item_and_a_narrow_mask(campaign: Campaign, kind: str) -> None:
    """Google may ask for the full item, a choice with its type; only what the mask names is changed."""
    question = next(each for each in wanted_form(campaign).questions if each.type.name == kind)
    item = replace(wanted_item(question), item_id="1a", question_id="2b")
    whole = read_item(request_of(RewordItem(4, title="नया / New", item=item))["updateItem"]["item"])
    assert whole == replace(item, title="नया / New")
    sent = request_of(RewordItem(4, help="x", item=item))["updateItem"]
    assert (read_item(sent["item"]), sent["updateMask"]) == (replace(item, help="x"), "description")
    for change, mask in (
        (ChangeItem(4, item, required=True), "required"),
        (ChangeItem(4, item, options=True), "choiceQuestion.options"),
        (ChangeItem(4, item, labels=True), "scaleQuestion.lowLabel,questionItem.question.scaleQuestion.highLabel"),
    ):
        sent = request_of(change)["updateItem"]
        assert (read_item(sent["item"]), sent["updateMask"]) == (item, f"questionItem.question.{mask}")
        if kind == "choice":
            assert sent["item"]["questionItem"]["question"]["choiceQuestion"]["type"] == "RADIO"


def test_what_is_met_on_adopted_forms_is_never_made() -> None:
    with pytest.raises(ValueError, match="grid"):
        request_of(AddItem(Item("", "", ItemKind.GRID, "G"), 0))
