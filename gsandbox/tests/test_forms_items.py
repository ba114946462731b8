"""Items that lack a part, and what a quiz allows."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.tests.made import choice, question

COLUMNS = {"type": "RADIO", "options": [{"value": "c"}]}
ROW = {"rowQuestion": {"title": "r"}}


def group(**parts: Any) -> dict[str, Any]:
    return {"title": "G", "questionGroupItem": parts}


def option(**parts: Any) -> dict[str, Any]:
    return question("Q", choiceQuestion={"type": "RADIO", "options": [{"value": "a", **parts}]})


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no question": ({"title": "Q", "questionItem": {}}, "must contain a question"),
    "no grid": (group(questions=[ROW]), "must have a grid"),
    "no columns": (group(questions=[ROW], grid={}), "must have a grid"),
    "other in a grid": (
        group(questions=[ROW], grid={"columns": {**COLUMNS, "options": [{"value": "c"}, {"isOther": True}]}}),
        "Grid columns cannot have",
    ),
    "a text in a grid": (group(questions=[{"textQuestion": {}}], grid={"columns": COLUMNS}), "Row questions"),
    "a row without a title": (group(questions=[{"rowQuestion": {}}], grid={"columns": COLUMNS}), "Row title"),
    "two ways to go": (option(goToAction="SUBMIT_FORM", goToSectionId="00000001"), "already set"),
    "no way to go": (option(goToAction="GO_TO_ACTION_UNSPECIFIED"), "must be specified"),
    "two kinds of question": (question("Q", textQuestion={}, scaleQuestion={"low": 1, "high": 5}), "already set"),
    "two kinds of item": ({**choice("Q", "a"), "textItem": {}}, "already set"),
}
UNSERVED = {
    "a picture beside a question": {"title": "Q", "questionItem": {"image": {}, "question": {"textQuestion": {}}}},
    "a picture beside a grid": group(image={}, questions=[ROW], grid={"columns": COLUMNS}),
    "a picture in an option": option(image={}),
}


def create(form: Any, item: Any) -> Any:
    return form.batch({"createItem": {"item": item, "location": {"index": 0}}})


@pytest.mark.parametrize("name", REFUSED)
def test_items_that_lack_a_part_are_refused(blank: Any, name: str) -> None:
    item, words = REFUSED[name]
    form = blank()
    answer = create(form, item)
    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]
    if words == "already set":
        assert answer.json()["error"]["message"].startswith("Invalid value at 'requests[0].create_item.item")
        form.sandbox.forgive()


@pytest.mark.parametrize("name", UNSERVED)
def test_pictures_are_not_served(blank: Any, name: str) -> None:
    assert create(blank(), UNSERVED[name]).status_code == 501


def test_a_quiz_may_grade_and_stops_when_it_is_none(blank: Any) -> None:
    form = blank()
    quiz = {"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}}
    form.update(quiz)
    wrong = create(form, question("Q", textQuestion={}, grading={"pointValue": -1}))
    assert "must not be negative" in wrong.json()["error"]["message"]
    assert create(form, question("Q", textQuestion={}, grading={"pointValue": 2})).status_code == 200
    assert form.read()["items"][0]["questionItem"]["question"]["grading"] == {"pointValue": 2}
    form.update({"updateSettings": {"settings": {}, "updateMask": "quizSettings"}})
    assert "grading" not in form.read()["items"][0]["questionItem"]["question"]
