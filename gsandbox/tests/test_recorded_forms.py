"""What the real Google replied about forms, word for word: what a form cannot do without, and its limits."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.tests.made import choice, question
from gsandbox.wire import Json


def test_a_question_stays_a_question(blank: Any) -> None:
    """Forms, updateItem, August 2026, in an office's account: a body without a question wants to be none."""
    form = blank()
    items = (question("Q", textQuestion={}), question("S", textQuestion={}))
    form.update(*({"createItem": {"item": item, "location": {"index": 0}}} for item in items))
    renamed = {"updateItem": {"item": {"title": "R"}, "location": {"index": 1}, "updateMask": "title"}}
    described = {"updateFormInfo": {"info": {"description": "D"}, "updateMask": "description"}}
    for profile in ("consumer-2026", "workspace", "restricted"):
        form.sandbox.profile(profile)
        assert form.batch(described, renamed).json()["error"]["message"] == (
            "Invalid requests[1]: A QuestionItem or QuestionGroupItem cannot be changed into a non question Item type "
            "by an Update operation."
        )


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({}, "request kind was not provided"),
        ({"updateFormInfo": {"info": {"title": ""}, "updateMask": "title"}}, "info.title was not provided"),
        ({"createItem": {"item": choice("Q"), "location": {"index": 0}}}, "ChoiceQuestion.options is required"),
        ({"createItem": {"item": choice("Q", ""), "location": {"index": 0}}}, "option.value was not provided"),
        ({"createItem": {"item": choice("Q", "a"), "location": {"index": 3}}}, "create_item.location.index is invalid"),
        (
            {"createItem": {"item": question("Q", fileUploadQuestion={"folderId": "x"}), "location": {"index": 0}}},
            "Creation of file_upload question not supported.",
        ),
        (
            {"updateFormInfo": {"info": {"documentTitle": "D"}, "updateMask": "documentTitle"}},
            "document_title can be set on create but is read-only in subsequent requests",
        ),
    ],
)
def test_what_a_form_cannot_do_without(blank: Any, request_: Json, words: str) -> None:
    """Forms, in the words that programs in daily use quote."""
    assert blank().batch(request_).json()["error"]["message"] == f"Invalid requests[0]: {words}"


def test_every_option_leads_somewhere_or_none_does(blank: Any) -> None:
    """Forms, updateItem, August and September 2026; whether createItem asks it too two programs tell differently."""
    form = blank()
    item = choice("Q", "a", "b")
    form.update({"createItem": {"item": item, "location": {"index": 0}}})
    options = item["questionItem"]["question"]["choiceQuestion"]["options"]
    mask = "questionItem.question.choiceQuestion.options"
    change = {"updateItem": {"item": item, "location": {"index": 0}, "updateMask": mask}}
    options[0]["goToAction"] = "SUBMIT_FORM"
    assert form.batch(change).json()["error"]["message"] == (
        "Invalid requests[0]: Invalid Options, Either all or no options should be go to enabled"
    )
    options[1]["goToAction"] = "NEXT_SECTION"
    form.update(change)
    del options[1]["goToAction"]
    form.update({"createItem": {"item": item, "location": {"index": 1}}})


def test_a_form_has_its_limits(blank: Any) -> None:
    """Forms, batchUpdate: 3,960 options were taken and 4,950 were not, 200 items were and 444 were not."""
    form = blank()
    many = choice("Q", *map(str, range(990)))

    def made(item: Json, times: int) -> Any:
        return form.batch(*[{"createItem": {"item": item, "location": {"index": 0}}}] * times)

    too_many = "Batch update failed: update results in the schema exceeding the {} limit"
    assert made(many, 5).json()["error"]["message"] == too_many.format("choice")
    assert made(many, 4).status_code == 200
    text = {"title": "T", "textItem": {}}
    assert made(text, 440).json()["error"]["message"] == too_many.format("entry")
    assert made(text, 196).status_code == 200


def test_a_right_answer_is_one_of_the_options(blank: Any) -> None:
    """Forms, createItem in a quiz."""
    form = blank()
    form.update(
        {"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}}
    )
    for answer, status in (("a", 200), ("c", 400)):
        item = choice("Q", "a", "b")
        grading = {"pointValue": 1, "correctAnswers": {"answers": [{"value": answer}]}}
        item["questionItem"]["question"]["grading"] = grading
        made = form.batch({"createItem": {"item": item, "location": {"index": 0}}})
        assert made.status_code == status
    assert made.json()["error"]["message"] == (
        "Invalid requests[0]: Invalid grading, All correct answers must be valid options for questions with options."
    )
