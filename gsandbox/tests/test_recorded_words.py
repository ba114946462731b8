"""What the real Google replied to others, word for word: programs that quoted it, and studies of 2026 that asked it."""

from __future__ import annotations

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book
from gsandbox.wire import Json

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


def test_a_figure_in_a_scale_of_colours_is_written_as_in_the_spreadsheets_locale(book: Book) -> None:
    """Sheets, September 2026: under de_DE 1.5 is refused, 1,5 is kept as it was sent."""
    new = {"properties": {"locale": "de_DE"}, "fields": "locale"}
    book.change({"updateSpreadsheetProperties": new})
    words = "Invalid requests[0].addConditionalFormatRule: Invalid InterpolationPoint.value: 1.5"
    assert book.refused_change(scale({"type": "NUMBER", "value": "1.5"}, {"type": "MAX"})) == words
    book.change(scale({"type": "NUMBER", "value": "1,5"}, {"type": "MAX"}))
    (rule,) = book.get()["sheets"][0]["conditionalFormats"]
    assert rule["gradientRule"]["minpoint"]["value"] == "1,5"
    book.change({"updateSpreadsheetProperties": {"properties": {"locale": "en_GB"}, "fields": "locale"}})
    book.change(scale({"type": "NUMBER", "value": "1.5"}, {"type": "MAX"}))


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
        {"appendCells": {"sheetId": 7, "rows": [], "fields": "*"}},
    ],
)
def test_lines_and_cells_are_on_a_grid(book: Book, request_: Json) -> None:
    """Sheets: a tab that is not there is a grid to them, and a sheet to requests about tabs."""
    (kind,) = request_
    assert book.refused_change(request_) == f"Invalid requests[0].{kind}: No grid with id: 7"
    assert (
        book.refused_change({"deleteSheet": {"sheetId": 7}}) == "Invalid requests[0].deleteSheet: No sheet with id: 7"
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
    reply = sandbox.http.request(verb, sandbox.root + path, timeout=5)
    error = reply.json()["error"]
    assert (reply.status_code, error["message"].split(". ")[0]) == (
        401,
        "Request is missing required authentication credential",
    )
    assert reply.headers["www-authenticate"] == 'Bearer realm="https://accounts.google.com/"'
    service = f"{method.split('.')[2]}.googleapis.com"
    assert error["details"][0]["metadata"] == {"service": service, "method": method}


ZZZ = "This action would increase the number of columns in the sheet above the limit of 18278 columns."


def test_the_last_column_is_zzz(book: Book) -> None:
    """Sheets, 2026: 18,278 columns in a tab; where the cells are too many as well, they are named first."""
    wide = {"rowCount": 1, "columnCount": 18_278}
    book.change({"addSheet": {"properties": {"sheetId": 5, "title": "wide", "gridProperties": wide}}})
    wider = {"sheetId": 5, "gridProperties": {"columnCount": 18_279}}
    for request in (
        {"addSheet": {"properties": {"gridProperties": {"rowCount": 1, "columnCount": 18_279}}}},
        {"appendDimension": {"sheetId": 5, "dimension": "COLUMNS", "length": 1}},
        {"updateSheetProperties": {"properties": wider, "fields": "gridProperties.columnCount"}},
    ):
        assert book.refused_change(request).endswith(f": {ZZZ}")
    both = {"addSheet": {"properties": {"gridProperties": {"rowCount": 1000, "columnCount": 18_279}}}}
    assert book.refused_change(both).endswith("above the limit of 10000000 cells.")


@pytest.mark.parametrize(
    ("area", "kind", "word"),
    [
        ({"endRowIndex": 2, "startColumnIndex": 2, "endColumnIndex": 3}, "MERGE_ALL", "rows"),
        ({"endRowIndex": 2, "startColumnIndex": 2, "endColumnIndex": 3}, "MERGE_COLUMNS", "rows"),
        ({"startRowIndex": 2, "endRowIndex": 3, "endColumnIndex": 3}, "MERGE_ALL", "columns"),
        ({"endRowIndex": 2, "startColumnIndex": 2, "endColumnIndex": 4}, "MERGE_ROWS", ""),
        ({"endRowIndex": 1, "startColumnIndex": 2, "endColumnIndex": 4}, "MERGE_ALL", ""),
    ],
)
def test_a_merge_does_not_cross_the_edge_of_frozen_lines(book: Book, area: Json, kind: str, word: str) -> None:
    """Sheets, mergeCells, 2026: rows are named, or columns; each block for itself."""
    frozen = {"sheetId": 0, "gridProperties": {"frozenRowCount": 1, "frozenColumnCount": 1}}
    fields = "gridProperties(frozenRowCount,frozenColumnCount)"
    book.change({"updateSheetProperties": {"properties": frozen, "fields": fields}})
    request = {"mergeCells": {"range": {"sheetId": 0, **area}, "mergeType": kind}}
    if word:
        assert book.refused_change(request).endswith(f": You can't merge frozen and non-frozen {word}.")
    else:
        book.change(request)


@pytest.mark.parametrize("name", ["two words", "Q1", "1st", ""])
def test_a_name_that_no_range_can_have(book: Book, name: str) -> None:
    """Sheets, addNamedRange, 2026: a blank in it, a cell of that name; the name itself is not said."""
    named = {"name": name, "range": {"sheetId": 0, "endRowIndex": 1}}
    message = book.refused_change({"addNamedRange": {"namedRange": named}})
    assert message == "Invalid requests[0].addNamedRange: The name given to this range is invalid."


def test_charts_that_show_nothing(book: Book) -> None:
    """Sheets, 2026: a spec without a kind is 400, a basic chart of nothing 500; what is gone is an embedded object."""
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0}}}
    sources = [{"sheetId": 0, "endRowIndex": 3, "endColumnIndex": 1}]
    bars = {"chartType": "BAR", "series": [{"series": {"sourceRange": {"sources": sources}}}]}
    chart = {"chartId": 9, "spec": {"basicChart": bars}, "position": position}
    book.change({"addChart": {"chart": chart}})
    assert book.refused_change({"updateChartSpec": {"chartId": 9, "spec": {"title": "T"}}}) == (
        "Invalid requests[0].updateChartSpec: One of basicChart, pieChart, bubbleChart, candelstickChart, "
        "histogramChart, or orgChart must be set on chartSpec"
    )
    empty = {"updateChartSpec": {"chartId": 9, "spec": {"basicChart": {"chartType": "BAR"}}}}
    error = book.refused("POST", ":batchUpdate", json={"requests": [empty]})
    assert (error["code"], error["message"]) == (500, "Internal error encountered.")
    book.change({"deleteEmbeddedObject": {"objectId": 9}})
    assert book.refused_change({"deleteEmbeddedObject": {"objectId": 9}}) == (
        "Invalid requests[0].deleteEmbeddedObject: No embedded object with id: 9"
    )
