"""What the real Google answered to others, word for word: programs that quoted it, and studies of 2026 that asked it."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book
from gsandbox.tests.made import choice, question

Json = dict[str, Any]
LIST = "type.googleapis.com/google.protobuf.ListValue"
REQUEST = "type.googleapis.com/google.apps.sheets.v4.BatchUpdateSpreadsheetRequest.Request"
LIMITS = "exceeds grid limits. Max rows: 1000, max columns: 26"
CELL = {"cell": {"userEnteredFormat": {"textFormat": {"bold": True}}}, "fields": "userEnteredFormat.textFormat.bold"}


@pytest.mark.parametrize(
    ("area", "named"),
    [
        ({"startRowIndex": 1000, "endColumnIndex": 2}, "A1001:B"),
        ({"startRowIndex": 1005, "endColumnIndex": 2}, "A1006:B"),
        ({"startRowIndex": 1000, "endRowIndex": 1001, "endColumnIndex": 2}, "A1001:B1001"),
        ({"startColumnIndex": 26, "endColumnIndex": 27, "endRowIndex": 2}, "AA1:AA2"),
        ({"startColumnIndex": 26, "endRowIndex": 2}, "AA1:2"),
    ],
)
def test_a_range_that_starts_past_the_grid_is_named_as_it_was_asked_for(book: Book, area: Json, named: str) -> None:
    """Sheets, repeatCell, September 2026: an end that is open is not written out."""
    message = book.refused_change({"repeatCell": {"range": {"sheetId": 0, **area}, **CELL}})
    assert message == f"Invalid requests[0].repeatCell: Range (Sheet1!{named}) {LIMITS}"


@pytest.mark.parametrize(
    "area",
    [
        {"startRowIndex": 999, "endColumnIndex": 1},
        {"startRowIndex": 999, "endRowIndex": 1003, "endColumnIndex": 1},
        {"startColumnIndex": 25, "endColumnIndex": 28, "endRowIndex": 1},
        {"startRowIndex": 3, "endRowIndex": 3},
        {"startColumnIndex": 3, "endColumnIndex": 3},
    ],
)
def test_a_range_that_starts_on_the_grid_is_taken(book: Book, area: Json) -> None:
    """Sheets, repeatCell, September 2026: it may end past the grid, which does not grow, or hold no cell."""
    book.change({"repeatCell": {"range": {"sheetId": 0, **area}, **CELL}})
    size = book.get()["sheets"][0]["properties"]["gridProperties"]
    assert size == {"rowCount": 1000, "columnCount": 26}


def test_a_list_of_ranges_to_clear_names_the_one_at_fault(book: Book) -> None:
    """Sheets, values.batchClear: the place in the list, and the range with its open end. Nothing is cleared."""
    book.put("A1", [["a"]])
    error = book.refused("POST", "/values:batchClear", json={"ranges": ["A1", "Sheet1!A1001:ZZ"]})
    assert error["message"] == f"Invalid range[1]: Range (Sheet1!A1001:ZZ) {LIMITS}"
    assert book.values("A1")["values"] == [["a"]]


@pytest.mark.parametrize(("verb", "after"), [("PUT", ""), ("POST", ":append")])
def test_a_range_in_the_body_that_is_another_one(book: Book, verb: str, after: str) -> None:
    """Sheets, values.update and values.append: both ranges as they were written."""
    for asked, given in (("Sheet1!A1", "Sheet1!A2"), ("Sheet1", "Sheet1!A:Z")):
        path = f"/values/{asked}{after}?valueInputOption=RAW"
        error = book.refused(verb, path, json={"range": given, "values": [["a"]]})
        assert error["message"] == f"Request range[{asked}] does not match value's range[{given}]"
    for given in ("'Sheet1'!A1", "Sheet1!$A$1", "A1"):
        book.ask(verb, f"/values/Sheet1!A1{after}?valueInputOption=RAW", json={"range": given, "values": [["a"]]})


def test_what_is_no_value_of_a_cell_is_shown(book: Book) -> None:
    """Sheets, 2026: figures are doubles, and a tab stands behind the first name."""
    error = book.refused("PUT", "/values/A1?valueInputOption=RAW", json={"values": [[[1, 1e10, "x"]]]})
    assert error["message"] == (
        "Invalid values[0][0]: list_value \t {\n  values {\n    number_value: 1.0\n  }\n"
        '  values {\n    number_value: 1.0E10\n  }\n  values {\n    string_value: "x"\n  }\n}\n'
    )


@pytest.mark.parametrize(
    ("verb", "path", "body", "field", "text"),
    [
        ("PUT", "/values/A1?valueInputOption=RAW", {"values": ["A"]}, "data.values[0]", f'({LIST}), "A"'),
        ("PUT", "/values/A1?valueInputOption=RAW", {"values": "A"}, "data.values", f'({LIST}), "A"'),
        ("POST", ":batchUpdate", {"requests": ["repeatCell"]}, "requests[0]", f'({REQUEST}), "repeatCell"'),
    ],
)
def test_a_wrong_part_of_a_list_is_named_by_its_place(
    book: Book, verb: str, path: str, body: Json, field: str, text: str
) -> None:
    """Sheets, 2019 and 2026: a list has places, a value alone where a list belongs has none."""
    error = book.refused(verb, path, json=body)
    assert error["message"] == f"Invalid value at '{field}' {text}"
    assert error["details"][0]["fieldViolations"] == [{"field": field, "description": error["message"]}]
    book.sandbox.forgive()


RANGES = [{"sheetId": 0, "endRowIndex": 2, "endColumnIndex": 1}]
BOOLEAN = {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}


def scale(low: Json | None, high: Json | None) -> Json:
    """A rule that colours by a scale."""
    points = {name: point for name, point in (("minpoint", low), ("maxpoint", high)) if point is not None}
    return {"addConditionalFormatRule": {"rule": {"ranges": RANGES, "gradientRule": points}, "index": 0}}


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ({"type": "MIN"}, None, "No interpolationPointType specified."),
        (None, {"type": "MAX"}, "No interpolationPointType specified."),
        ({"value": "1"}, {"type": "MAX"}, "No interpolationPointType specified."),
        ({"type": "NUMBER"}, {"type": "MAX"}, "InterpolationPoint.value is required."),
    ],
)
def test_a_scale_of_colours_without_its_ends(book: Book, low: Json | None, high: Json | None, words: str) -> None:
    """Sheets, addConditionalFormatRule, 2026."""
    assert book.refused_change(scale(low, high)) == f"Invalid requests[0].addConditionalFormatRule: {words}"


def test_a_rule_of_colours_is_of_one_kind(book: Book) -> None:
    """Sheets, 2026: the second kind is refused where the rule stands; the lowest value needs no figure, and keeps none."""
    both = scale({"type": "MIN"}, {"type": "MAX"})
    both["addConditionalFormatRule"]["rule"]["booleanRule"] = BOOLEAN
    assert book.refused_change(both) == (
        "Invalid value at 'requests[0].add_conditional_format_rule.rule' (oneof), oneof field 'rule' is already set. "
        "Cannot set 'booleanRule'"
    )
    book.sandbox.forgive()
    book.change(scale({"type": "MIN", "value": "2"}, {"type": "MAX"}))
    (rule,) = book.get()["sheets"][0]["conditionalFormats"]
    assert rule["gradientRule"] == {"minpoint": {"type": "MIN"}, "maxpoint": {"type": "MAX"}}


@pytest.mark.parametrize(
    "request_",
    [
        {"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 1}},
        {"insertDimension": {"range": {"sheetId": 7, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}},
        {"repeatCell": {"range": {"sheetId": 7}, **CELL}},
    ],
)
def test_lines_and_cells_are_on_a_grid(book: Book, request_: Json) -> None:
    """Sheets: a tab that is not there is a grid to them, and a sheet to requests about tabs."""
    (kind,) = request_
    assert book.refused_change(request_) == f"Invalid requests[0].{kind}: No grid with id: 7"
    assert (
        book.refused_change({"deleteSheet": {"sheetId": 7}}) == "Invalid requests[0].deleteSheet: No sheet with id: 7"
    )


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


@pytest.mark.parametrize(
    ("verb", "path", "method"),
    [
        ("GET", "/drive/v3/about?fields=user", "google.apps.drive.v3.DriveAbout.Get"),
        ("POST", "/v4/spreadsheets", "google.apps.sheets.v4.SpreadsheetsService.CreateSpreadsheet"),
        ("GET", "/v1/forms/x", "google.apps.forms.v1.FormsService.GetForm"),
    ],
)
def test_a_call_without_a_login_is_told_which_method_it_was(
    sandbox: Sandbox, verb: str, path: str, method: str
) -> None:
    """All APIs: by the name that Google has for it inside."""
    answer = sandbox.http.request(verb, sandbox.root + path, timeout=5)
    error = answer.json()["error"]
    assert (answer.status_code, error["message"].split(". ")[0]) == (
        401,
        "Request is missing required authentication credential",
    )
    assert answer.headers["www-authenticate"] == 'Bearer realm="https://accounts.google.com/"'
    service = f"{method.split('.')[2]}.googleapis.com"
    assert error["details"][0]["metadata"] == {"service": service, "method": method}
