"""forms.batchUpdate: in order, all or none, narrow masks, ids that survive."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.tests.made import choice, creates, grid, question


def refused(reply: Any) -> str:
    """The message of a 400."""
    assert reply.status_code == 400, reply.text
    assert reply.json()["error"]["status"] == "INVALID_ARGUMENT"
    return str(reply.json()["error"]["message"])


def create(item: Any, index: int = 0) -> dict[str, Any]:
    return {"createItem": {"item": item, "location": {"index": index}}}


def titles(form: Any) -> list[str]:
    return [item["title"] for item in form.read().get("items", [])]


def test_locations_mean_the_form_at_that_moment(blank: Any) -> None:
    form = blank()
    form.update(create(question("A", textQuestion={})), create(question("B", textQuestion={}), 1))
    assert titles(form) == ["A", "B"]
    form.update(create(question("first", textQuestion={})), create(question("second", textQuestion={})))
    assert titles(form) == ["second", "first", "A", "B"]
    text = {"questionItem": {"question": {"textQuestion": {}}}}
    reply = form.update(
        {"moveItem": {"originalLocation": {"index": 0}, "newLocation": {"index": 3}}},
        {"updateItem": {"item": {"title": "last", **text}, "location": {"index": 3}, "updateMask": "title"}},
        {"deleteItem": {"location": {"index": 0}}},
    )
    assert titles(form) == ["A", "B", "last"]
    assert reply["replies"] == [{}, {}, {}]


def test_one_wrong_request_undoes_the_whole_batch(blank: Any) -> None:
    form = blank()
    before = form.read()
    wrong = form.batch(create(question("A", textQuestion={}), 1), create(question("B", textQuestion={}), 0))
    assert refused(wrong).startswith("Invalid requests[0]: ")
    wrong = form.batch(create(question("A", textQuestion={})), create(question("B\nC", textQuestion={}), 1))
    assert refused(wrong) == "Invalid requests[1]: Displayed text cannot contain newlines"
    assert form.read() == before


@pytest.mark.parametrize(
    ("request_body", "text"),
    [
        ({"createItem": {"item": question("A", textQuestion={})}}, "location"),
        ({"createItem": {"item": question("A", textQuestion={}), "location": {}}}, "index was not provided"),
        ({"createItem": {"item": question("A", textQuestion={}), "location": {"index": 1}}}, "index is invalid"),
        ({"createItem": {"item": question("A", textQuestion={}), "location": {"index": -1}}}, "index"),
        ({"createItem": {"location": {"index": 0}}}, "item"),
        ({"updateItem": {"item": {"title": "x"}, "location": {"index": 0}, "updateMask": "title"}}, "index"),
        ({"deleteItem": {"location": {"index": 0}}}, "index"),
        ({"deleteItem": {"location": {}}}, "index was not provided"),
        ({"updateFormInfo": {"info": {"title": "x"}}}, "updateMask"),
        ({"updateFormInfo": {"info": {"title": "x"}, "updateMask": "info.title"}}, "mask"),
        ({"updateFormInfo": {"info": {"documentTitle": "x"}, "updateMask": "documentTitle"}}, "read-only"),
        (
            {"updateFormInfo": {"info": {"title": "x\ny"}, "updateMask": "title"}},
            "Displayed text cannot contain newlines",
        ),
        ({"updateSettings": {"settings": {}, "updateMask": "settings"}}, "mask"),
        ({}, "request"),
    ],
)
def test_requests_that_lack_something_are_refused(blank: Any, request_body: Any, text: str) -> None:
    assert text in refused(blank().batch(request_body))


def test_an_empty_batch_is_refused(blank: Any) -> None:
    assert refused(blank().batch()) == "Must specify at least one request."


NEWLINES = [
    question("A\rB", textQuestion={}),
    choice("Q", "one\ntwo", "three"),
    question("S", scaleQuestion={"low": 1, "high": 5, "lowLabel": "a\nb"}),
    grid("G", ["r\nr"], ["c"]),
    grid("G", ["r"], ["c\nc", "d"]),
    {"title": "a\nb", "pageBreakItem": {}},
]


@pytest.mark.parametrize("item", NEWLINES)
def test_no_shown_text_may_hold_a_newline(blank: Any, item: Any) -> None:
    assert refused(blank().batch(create(item))).endswith("Displayed text cannot contain newlines")


def test_descriptions_may_have_several_lines(blank: Any) -> None:
    form = blank()
    form.update(
        create(question("A", textQuestion={}, description="one\ntwo")),
        {"updateFormInfo": {"info": {"description": "x\n\ny"}, "updateMask": "description"}},
    )
    assert form.read()["items"][0]["description"] == "one\ntwo"
    assert form.read()["info"]["description"] == "x\n\ny"


def test_other_takes_no_value(blank: Any) -> None:
    for more in ({"value": "Other"}, {"image": {"sourceUri": "https://example.org/a.png"}}):
        options = [{"value": "a"}, {**more, "isOther": True}]
        item = question("Q", choiceQuestion={"type": "RADIO", "options": options})
        text = refused(blank().batch(create(item)))
        assert text == "Invalid requests[0]: Cannot set option.value or option.image when option.isOther is true"


REFUSED_ITEMS = {
    "two options alike": choice("Q", "a", "a"),
    "other twice": question("Q", choiceQuestion={"type": "RADIO", "options": [{"isOther": True}, {"isOther": True}]}),
    "other in a drop-down": choice("Q", "a", kind="DROP_DOWN", other=True),
    "no options": question("Q", choiceQuestion={"type": "RADIO"}),
    "no type": question("Q", choiceQuestion={"options": [{"value": "a"}]}),
    "an empty option": choice("Q", "a", ""),
    "scale from 2": question("Q", scaleQuestion={"low": 2, "high": 5}),
    "scale to 11": question("Q", scaleQuestion={"low": 1, "high": 11}),
    "scale to 1": question("Q", scaleQuestion={"low": 0, "high": 1}),
    "rating of 2": question("Q", ratingQuestion={"ratingScaleLevel": 2, "iconType": "STAR"}),
    "rating of 11": question("Q", ratingQuestion={"ratingScaleLevel": 11, "iconType": "STAR"}),
    "rating without icon": question("Q", ratingQuestion={"ratingScaleLevel": 5}),
    "file upload": question("Q", fileUploadQuestion={"folderId": "x"}),
    "a row outside a grid": question("Q", rowQuestion={"title": "r"}),
    "a grid without rows": grid("Q", [], ["c"]),
    "a grid of drop-downs": grid("Q", ["r"], ["c"], kind="DROP_DOWN"),
    "no kind of item": {"title": "Q"},
    "no kind of question": question("Q"),
    "grading outside a quiz": question("Q", textQuestion={}, grading={"pointValue": 1}),
    "a section that is not there": question(
        "Q", choiceQuestion={"type": "RADIO", "options": [{"value": "a", "goToSectionId": "0000abcd"}]}
    ),
    "navigation from tick boxes": question(
        "Q", choiceQuestion={"type": "CHECKBOX", "options": [{"value": "a", "goToAction": "SUBMIT_FORM"}]}
    ),
    "an id of another form": {**question("Q", textQuestion={}), "itemId": "80000000"},
    "a long id": {**question("Q", textQuestion={}), "itemId": "question-1"},
    "capitals in an id": {**question("Q", textQuestion={}), "itemId": "0000ABCD"},
}


@pytest.mark.parametrize("name", REFUSED_ITEMS)
def test_items_that_google_refuses(blank: Any, name: str) -> None:
    form = blank()
    assert refused(form.batch(create(REFUSED_ITEMS[name]))).startswith("Invalid requests[0]: ")
    assert "items" not in form.read()


def test_own_ids_are_kept_and_may_not_repeat(blank: Any) -> None:
    form = blank()
    item = {
        "itemId": "0000000a",
        "title": "A",
        "questionItem": {"question": {"questionId": "0000000b", "textQuestion": {}}},
    }
    reply = form.update(create(item))["replies"][0]
    assert reply == {"createItem": {"itemId": "0000000a", "questionId": ["0000000b"]}}
    for again in ("0000000a", "0000000b"):
        text = refused(form.batch(create({"itemId": again, "title": "B", "textItem": {}})))
        assert text == f"Invalid requests[0]: Invalid ID: {again}"


def test_a_section_of_the_same_batch_can_be_named_by_its_own_id(blank: Any) -> None:
    form = blank()
    section = {"itemId": "0000000c", "title": "More", "pageBreakItem": {}}
    jump = question("Q", choiceQuestion={"type": "RADIO", "options": [{"value": "a", "goToSectionId": "0000000c"}]})
    form.update(create(section), create(jump))
    form.update({"deleteItem": {"location": {"index": 1}}})
    options = form.read()["items"][0]["questionItem"]["question"]["choiceQuestion"]["options"]
    assert options == [{"value": "a"}]


def test_a_narrow_mask_keeps_ids_and_a_star_makes_new_ones(blank: Any) -> None:
    form = blank()
    form.sandbox.profile(update_item="partial")
    form.update(create(choice("Q", "a", "b", required=True)))
    (before,) = form.read()["items"]
    question_id = before["questionItem"]["question"]["questionId"]

    def update(item: Any, mask: str) -> Any:
        form.update({"updateItem": {"item": item, "location": {"index": 0}, "updateMask": mask}})
        return form.read()["items"][0]

    after = update({"title": "Renamed"}, "title")
    assert after == {**before, "title": "Renamed"}
    new = {"questionItem": {"question": {"choiceQuestion": {"options": [{"value": "c"}, {"value": "d"}]}}}}
    after = update(new, "questionItem.question.choiceQuestion.options")
    assert after["questionItem"]["question"]["questionId"] == question_id
    assert after["questionItem"]["question"]["required"] is True
    assert [option["value"] for option in after["questionItem"]["question"]["choiceQuestion"]["options"]] == ["c", "d"]
    after = update({"questionItem": {"question": {"textQuestion": {}}}}, "questionItem.question.textQuestion")
    assert after["questionItem"]["question"] == {"questionId": question_id, "required": True, "textQuestion": {}}
    after = update({"questionItem": {"question": {"textQuestion": {}}}}, "questionItem")
    assert after["questionItem"]["question"]["questionId"] != question_id
    assert after["itemId"] == before["itemId"]
    whole = update(choice("Q", "a"), "*")
    assert whole["itemId"] != before["itemId"]
    kept = update(whole, "*")
    assert kept == whole
    assert "title" not in update({}, "title")


def test_settings_and_description_are_set_by_mask(blank: Any) -> None:
    form = blank()
    form.update(
        {"updateSettings": {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}},
        {"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}},
    )
    assert form.read()["settings"] == {"quizSettings": {"isQuiz": True}, "emailCollectionType": "VERIFIED"}
    form.update({"updateSettings": {"settings": {}, "updateMask": "*"}})
    assert form.read()["settings"] == {"quizSettings": {}, "emailCollectionType": "DO_NOT_COLLECT"}


def test_a_wrong_enum_is_named_with_its_snake_case_path(blank: Any) -> None:
    form = blank()
    body = {"updateSettings": {"settings": {"emailCollectionType": "x"}, "updateMask": "emailCollectionType"}}
    reply = form.batch(body)
    text = (
        "Invalid value at 'requests[0].update_settings.settings.email_collection_type' "
        '(type.googleapis.com/google.apps.forms.v1.FormSettings.EmailCollectionType), "x"'
    )
    assert refused(reply) == text
    violation = reply.json()["error"]["details"][0]["fieldViolations"][0]
    assert violation == {"field": "requests[0].update_settings.settings.email_collection_type", "description": text}
    form.sandbox.forgive()


def test_an_unknown_field_is_refused_by_name(blank: Any) -> None:
    form = blank()
    reply = form.batch({"createItem": {"item": {"titel": "x"}, "location": {"index": 0}}})
    assert refused(reply) == (
        "Invalid JSON payload received. Unknown name \"titel\" at 'requests[0].create_item.item': Cannot find field."
    )
    form.sandbox.forgive()


def test_the_form_comes_back_when_asked_for(blank: Any) -> None:
    form = blank()
    reply = form.update(*creates([question("A", textQuestion={})]), includeFormInResponse=True)
    assert list(reply) == ["form", "replies", "writeControl"]
    assert reply["form"] == form.read()
    assert reply["writeControl"] == {"requiredRevisionId": form.read()["revisionId"]}


def test_a_stale_revision_is_refused_and_the_present_one_is_not(blank: Any) -> None:
    form = blank()
    old = form.read()["revisionId"]
    new = form.update(create(question("A", textQuestion={})))["writeControl"]["requiredRevisionId"]
    assert new != old
    late = create(question("B", textQuestion={}))
    words = "Update failed: the revision ID does not match the latest revision ID"  # as a program that met it quotes it
    assert refused(form.batch(late, writeControl={"requiredRevisionId": old})) == words
    assert titles(form) == ["A"]
    form.update(late, writeControl={"requiredRevisionId": new})


def test_sharing_and_publishing_leave_the_revision_alone(blank: Any) -> None:
    form = blank()
    before = form.read()["revisionId"]
    form.publish()
    form.open_to_all()
    assert form.read()["revisionId"] == before


def test_a_target_revision_is_the_present_one_or_not_served(blank: Any) -> None:
    form = blank()
    seen = form.read()["revisionId"]
    form.update(create(question("A", textQuestion={})), writeControl={"targetRevisionId": seen})
    late = form.batch(create(question("B", textQuestion={})), writeControl={"targetRevisionId": seen})
    assert late.status_code == 501
    assert titles(form) == ["A"]
