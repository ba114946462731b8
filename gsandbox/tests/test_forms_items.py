"""Items that lack a part, and what a quiz allows."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from gsandbox.tests.made import choice, creates, question

COLUMNS = {"type": "RADIO", "options": [{"value": "c"}]}
ROW = {"rowQuestion": {"title": "r"}}
PICTURE = {"sourceUri": "https://example.org/map.png", "altText": "A map"}


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
    "a picture without an address": ({"imageItem": {"image": {}}}, "source_uri is required"),
    "a picture that is nowhere": ({"imageItem": {"image": {"sourceUri": "file:///x"}}}, "source_uri is invalid"),
    "a wide picture": ({"imageItem": {"image": {**PICTURE, "properties": {"width": 741}}}}, "between 0 and 740"),
    "a picture in a list": (
        question("Q", choiceQuestion={"type": "DROP_DOWN", "options": [{"value": "a", "image": PICTURE}]}),
        "Option images",
    ),
    "a video from elsewhere": (
        {"videoItem": {"video": {"youtubeUri": "https://vimeo.com/1"}}},
        "YouTube URI is invalid",
    ),
    "two kinds of item": ({**choice("Q", "a"), "textItem": {}}, "already set"),
}


def rows_of(form: Any) -> list[Any]:
    """The items of the page's data."""
    found = re.search(r"FB_PUBLIC_LOAD_DATA_ = (.*?);</script>", form.page().text, re.DOTALL)
    assert found
    return list(json.loads(found[1])[1][1])


def create(form: Any, item: Any) -> Any:
    return form.batch({"createItem": {"item": item, "location": {"index": 0}}})


@pytest.mark.parametrize("name", REFUSED)
def test_items_that_lack_a_part_are_refused(blank: Any, name: str) -> None:
    item, words = REFUSED[name]
    form = blank()
    reply = create(form, item)
    assert reply.status_code == 400
    assert words in reply.json()["error"]["message"]
    if words == "already set":
        assert reply.json()["error"]["message"].startswith("Invalid value at 'requests[0].create_item.item")
        form.sandbox.forgive()


def test_pictures_are_kept_under_an_address_of_googles_own(opened: Any) -> None:
    """Beside a question, a grid, an option, and alone; what was sent is not shown again, and a new title changes none."""
    asked = {"title": "Q", "questionItem": {"question": {"textQuestion": {}}, "image": PICTURE}}
    beside = group(image=PICTURE, questions=[ROW], grid={"columns": COLUMNS})
    alone = {"imageItem": {"image": {**PICTURE, "properties": {"alignment": "CENTER", "width": 300}}}}
    form = opened([asked, beside, option(image=PICTURE), alone])
    items = form.read()["items"]
    held = items[0]["questionItem"]["image"]
    assert set(held) == {"contentUri", "altText"}
    assert held["contentUri"].startswith("https://docs.google.com/forms-images-rt/")
    assert "image" in items[1]["questionGroupItem"]
    assert "image" in items[2]["questionItem"]["question"]["choiceQuestion"]["options"][0]
    assert items[3]["imageItem"]["image"]["properties"] == {"alignment": "CENTER", "width": 300}
    items[0]["title"] = "R"
    form.update({"updateItem": {"item": items[0], "location": {"index": 0}, "updateMask": "title"}})
    assert form.read()["items"][0] == items[0]
    rows = rows_of(form)
    name = held["contentUri"].rpartition("/")[2]
    assert (rows[0][9][0][0], rows[3][3], rows[3][6][2]) == (name, 11, [300, 168, 1])
    assert (rows[0][9][0][1], rows[2][4][0][1][0][5][1], rows[3][6][1]) == (
        None,
        None,
        0,
    )  # beside, in an option, alone


def test_items_come_in_googles_order_of_names(opened: Any) -> None:
    """A page break before its title, any other kind behind it; where a picture stands before how wide it is."""
    section = {"title": "S", "description": "D", "pageBreakItem": {}}
    wide = {"imageItem": {"image": {**PICTURE, "properties": {"width": 260, "alignment": "LEFT"}}}}
    items = opened([section, question("Q", textQuestion={}), wide]).read()["items"]
    assert list(items[0]) == ["itemId", "pageBreakItem", "title", "description"]
    assert list(items[1]) == ["itemId", "title", "questionItem"]
    assert list(items[2]["imageItem"]["image"]["properties"]) == ["alignment", "width"]


def test_the_video_of_googles_own_sample(opened: Any) -> None:
    """python-samples, forms/snippets/add_item.py: the item is kept and shown; the page's data name the video alone."""
    uri = "https://www.youtube.com/watch?v=Lt5HqPvM-eI"
    video = {"title": "Homework video", "description": "Quizzes", "videoItem": {"video": {"youtubeUri": uri}}}
    form = opened([video])
    (item,) = form.read()["items"]
    assert item == {"itemId": item["itemId"], **video}
    (row,) = rows_of(form)
    assert (row[3], row[4], row[6]) == (12, None, [None, 1, [320, 180, 0], "Lt5HqPvM-eI"])
    assert uri in form.page().text


def test_answers_of_a_quiz_carry_grades(blank: Any) -> None:
    """responses.list, October 2026: {} where wrong or not graded, nothing of what the form says to the right; points added up."""
    form = blank()
    form.update(
        {"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}}
    )
    graded = {"pointValue": 2, "correctAnswers": {"answers": [{"value": "a"}]}, "whenRight": {"text": "Good"}}
    items = [choice("Q", "a", "b"), choice("W", "a", "b"), question("T", textQuestion={})]
    for item in items[:2]:
        item["questionItem"]["question"]["grading"] = graded
    form.update(*creates(items))
    form.publish()
    form.open_to_all()
    right, wrong, text = (form.entry(title) for title in "QWT")
    assert form.send({right: "a", wrong: "b", text: "x"}).status_code == 200
    (response,) = form.responses()
    grades = {question_id: answer["grade"] for question_id, answer in response["answers"].items()}
    ids = [item["questionItem"]["question"]["questionId"] for item in form.read()["items"]]
    assert [grades[one] for one in ids] == [{"score": 2, "correct": True}, {}, {}]
    assert list(response["answers"][ids[0]]) == ["questionId", "grade", "textAnswers"]
    assert (list(response)[-1], response["totalScore"]) == ("totalScore", 2)


@pytest.mark.parametrize(
    ("ticked", "grade"), [(["a"], {}), (["a", "b"], {"correct": True}), (["a", "b", "c"], {}), (["c"], {})]
)
def test_boxes_are_right_when_just_the_right_ones_are_ticked(blank: Any, ticked: list[str], grade: Any) -> None:
    """CorrectAnswers: "exactly the values in this list"."""
    form = blank()
    form.update(
        {"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}}
    )
    item = choice("Q", "a", "b", "c", kind="CHECKBOX")
    item["questionItem"]["question"]["grading"] = {"correctAnswers": {"answers": [{"value": "a"}, {"value": "b"}]}}
    form.update(*creates([item]))
    form.publish()
    form.open_to_all()
    form.send({form.entry("Q"): ticked})
    assert [answer["grade"] for answer in form.responses()[0]["answers"].values()] == [grade]


def test_the_score_of_a_quiz_is_a_figure_shown_with_the_most_there_is(blank: Any) -> None:
    """Sheets of quizzes, 2025 and 2026: "2 / 3" under Score, and the number 2 to whoever counts."""
    form = blank()
    form.update(
        {"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}}
    )
    items = [choice("Q", "a", "b"), choice("W", "a", "b")]
    for points, item in enumerate(items, start=1):
        grading = {"pointValue": points, "correctAnswers": {"answers": [{"value": "a"}]}}
        item["questionItem"]["question"]["grading"] = grading
    form.update(*creates(items))
    form.publish()
    form.open_to_all()
    form.send({form.entry("Q"): "b", form.entry("W"): "a"})
    book = form.sandbox.api("POST", "/v4/spreadsheets", json={}).json()["spreadsheetId"]
    form.sandbox.link(form.id, book)
    form.send({form.entry("Q"): "b", form.entry("W"): "b"})
    assert [line[1:] for line in form.tab()] == [["Score", "Q", "W"], [2, "b", "a"], [0, "b", "b"]]
    shown = form.sandbox.api("GET", f"/v4/spreadsheets/{book}/values/Form Responses 1!B2:B3").json()["values"]
    assert shown == [["2 / 3"], ["0 / 3"]]


def test_a_quiz_may_grade_and_stops_when_it_is_none(blank: Any) -> None:
    form = blank()
    quiz = {"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}}
    form.update(quiz)
    wrong = create(form, question("Q", textQuestion={}, grading={"pointValue": -1}))
    assert "must not be negative" in wrong.json()["error"]["message"]
    said, right = {"text": "x"}, {"correctAnswers": {"answers": [{"value": "a"}]}}
    for item, grading, status in (  # as the documents of Grading say it
        (question("Q", textQuestion={}), {"whenRight": said}, 400),
        (choice("Q", "a", "b"), {"whenWrong": said}, 400),
        (choice("Q", "a", "b"), {"generalFeedback": said, **right}, 400),
        (choice("Q", "a", "b"), {"whenWrong": said, **right}, 200),
        (question("Q", textQuestion={}), {"generalFeedback": said, **right}, 200),
    ):
        item["questionItem"]["question"]["grading"] = grading
        assert create(form, item).status_code == status
    assert create(form, question("Q", textQuestion={}, grading={"pointValue": 2})).status_code == 200
    assert form.read()["items"][0]["questionItem"]["question"]["grading"] == {"pointValue": 2}
    form.update({"updateSettings": {"settings": {}, "updateMask": "quizSettings"}})
    assert "grading" not in form.read()["items"][0]["questionItem"]["question"]
