"""What recordings of October 2026 hold of Sheets and Drive, and of what a message takes one only."""

from __future__ import annotations

import pytest

from gsandbox.sheets import spelling
from gsandbox.tests.conftest import Book
from gsandbox.wire import Json


def test_a_batch_says_that_no_comments_were_changed(book: Book) -> None:
    """Since comments came to Sheets; it stands last."""
    change = {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "T"}, "fields": "title"}}
    reply = book.change(change, includeSpreadsheetInResponse=True)
    assert reply["commentUpdateState"] == "NO_UPDATES_REQUESTED"
    assert list(reply) == ["spreadsheetId", "replies", "updatedSpreadsheet", "commentUpdateState"]


CELL = {"userEnteredValue": {"stringValue": "a", "numberValue": 1}}
COLOUR = {"rgbColor": {"red": 1}, "themeColor": "TEXT"}
OBJECT = {"sheetId": 7, "newSheet": True}


@pytest.mark.parametrize(
    ("request_", "at", "group", "second"),
    [
        (
            {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [CELL]}], "fields": "*"}},
            ".update_cells.rows[0].values[0].user_entered_value",
            "value",
            "numberValue",
        ),
        ({"updateCells": {"start": {}, "range": {}, "fields": "*"}}, ".update_cells", "area", "range"),
        (
            {"updateSheetProperties": {"properties": {"tabColorStyle": COLOUR}, "fields": "tabColorStyle"}},
            ".update_sheet_properties.properties.tab_color_style",
            "kind",
            "themeColor",
        ),
        ({"findReplace": {"find": "a", "sheetId": 0, "allSheets": True}}, ".find_replace", "scope", "allSheets"),
        ({"pasteData": {"data": "a", "delimiter": ",", "html": False}}, ".paste_data", "kind", "html"),
        (
            {"updateEmbeddedObjectPosition": {"objectId": 1, "newPosition": OBJECT, "fields": "*"}},
            ".update_embedded_object_position.new_position",
            "location",
            "newSheet",
        ),
    ],
)
def test_of_these_fields_a_message_has_one(book: Book, request_: Json, at: str, group: str, second: str) -> None:
    """The second one that is sent is named, with the group that its reference page gives; null is none."""
    assert book.refused_change(request_) == (
        f"Invalid value at 'requests[0]{at}' (oneof), oneof field '{group}' is already set. Cannot set '{second}'"
    )
    book.sandbox.forgive()


AREA = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}


def validation(kind: str, *values: str) -> Json:
    """A rule of validation for A1:A2."""
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    return {"setDataValidation": {"range": AREA, "rule": {"condition": condition}}}


@pytest.mark.parametrize(
    ("given", "kept"),
    [("=Sheet1!A2:A5", "=Sheet1!$A$2:$A$5"), ("=b2", "=$B$2"), ("=Sheet1!A:$A", "=Sheet1!$A:$A"), ("=towns", "=towns")],
)
def test_a_range_of_options_has_its_dollar_signs(book: Book, given: str, kept: str) -> None:
    """setDataValidation, July 2026: without the equals sign it is refused; it reads back as it is in the editor."""
    assert book.refused_change(validation("ONE_OF_RANGE", given[1:])) == (
        "Invalid requests[0].setDataValidation: "
        f"Invalid ConditionValue.userEnteredValue: {given[1:]} for ConditionType: ONE_OF_RANGE"
    )
    book.change(validation("ONE_OF_RANGE", given))
    shown = book.get(fields="sheets.data.rowData.values.dataValidation.condition", ranges="A1")
    (row,) = shown["sheets"][0]["data"][0]["rowData"]
    assert row["values"][0]["dataValidation"]["condition"]["values"] == [{"userEnteredValue": kept}]


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("NUMBER_GREATER", ["many"], "Invalid ConditionValue.userEnteredValue: many for ConditionType: NUMBER_GREATER"),
        ("CUSTOM_FORMULA", ["A1>1"], "Invalid ConditionValue.userEnteredValue: A1>1 for ConditionType: CUSTOM_FORMULA"),
        ("NUMBER_BETWEEN", ["1"], "Wrong number of ConditionValues for ConditionType: NUMBER_BETWEEN"),
        ("ONE_OF_LIST", [], "Wrong number of ConditionValues for ConditionType: ONE_OF_LIST"),
        ("TEXT_IS_URL", ["x"], "Wrong number of ConditionValues for ConditionType: TEXT_IS_URL"),
        ("NOT_BLANK", [], "ConditionType 'NOT_BLANK' is not supported in data validation."),
    ],
)
def test_a_condition_takes_the_values_of_its_kind(book: Book, kind: str, values: list[str], words: str) -> None:
    assert book.refused_change(validation(kind, *values)) == f"Invalid requests[0].setDataValidation: {words}"


def test_conditions_that_are_taken(book: Book) -> None:
    """With the values that the documents ask for; colours know conditions that validation does not."""
    book.change(validation("BOOLEAN"), validation("NUMBER_BETWEEN", "1", "=B1"), validation("CUSTOM_FORMULA", "=A1>1"))
    rule = {"ranges": [AREA], "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}}}
    book.change({"addConditionalFormatRule": {"rule": rule}})


def test_a_point_of_a_scale_is_a_figure(book: Book) -> None:
    """addConditionalFormatRule, October 2026."""
    points = {"minpoint": {"type": "NUMBER", "value": "low"}, "maxpoint": {"type": "MAX"}}
    rule = {"ranges": [AREA], "gradientRule": points}
    message = book.refused_change({"addConditionalFormatRule": {"rule": rule}})
    assert message == "Invalid requests[0].addConditionalFormatRule: Invalid InterpolationPoint.value: low"


@pytest.mark.parametrize("locale", ["en_IN", "fr_CH", "id_ID", "he_IL", "Indian"])
def test_a_locale_that_sheets_does_not_support(book: Book, locale: str) -> None:
    """Reports of August and September 2026, five programs: the whole spreadsheet is refused."""
    made = book.sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": "T", "locale": locale}})
    assert (made.status_code, made.json()["error"]["message"]) == (
        400,
        f"Invalid properties: Unsupported locale: {locale}",
    )
    change = {"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}}
    assert book.refused_change(change).endswith(f": Unsupported locale: {locale}")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"rowIndex": 1000}, "GridCoordinate.rowIndex[1000] is after last row in grid[999]"),
        ({"columnIndex": 26}, "GridCoordinate.columnIndex[26] is after last column in grid[25]"),
        ({"columnIndex": -1}, "GridCoordinate indexes must be >= 0"),  # in the words of a range's
    ],
)
def test_a_corner_is_on_the_grid(book: Book, place: Json, words: str) -> None:
    """Four programs met it, with a chart and with cells; the figure in brackets is the last one that there is."""
    source = {"sheetId": 0, "endRowIndex": 2, "endColumnIndex": 1}
    series = [{"series": {"sourceRange": {"sources": [source]}}}]
    spec = {"basicChart": {"chartType": "BAR", "series": series}}
    cells: Json = {"updateCells": {"start": place, "rows": [{"values": [{"note": "n"}]}], "fields": "note"}}
    for request in (
        cells,
        {"pasteData": {"coordinate": place, "data": "a", "delimiter": ","}},
        {"addChart": {"chart": {"spec": spec, "position": {"overlayPosition": {"anchorCell": place}}}}},
    ):
        (kind,) = request
        assert book.refused_change(request) == f"Invalid requests[0].{kind}: {words}"


def test_a_merge_does_not_cross_the_borders_of_a_filter(book: Book) -> None:
    """mergeCells, 2026: inside the filter's range, or outside of it."""
    book.change({"setBasicFilter": {"filter": {"range": AREA | {"endRowIndex": 5}}}})
    for rows, refused in (((4, 6), True), ((1, 3), False), ((5, 7), False)):
        area = AREA | {"startRowIndex": rows[0], "endRowIndex": rows[1]}
        request = {"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}}
        if refused:
            words = "You can't merge cells that cross the borders of an existing filter."
            assert book.refused_change(request) == f"Invalid requests[0].mergeCells: {words}"
        else:
            book.change(request)


def test_a_filter_does_not_know_every_condition(book: Book) -> None:
    """October 2026, a filter of a pivot table: what is of validation alone is named."""
    criteria = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "East"}]}}
    wish = {"range": AREA, "filterSpecs": [{"columnIndex": 0, "filterCriteria": criteria}]}
    assert book.refused_change({"setBasicFilter": {"filter": wish}}) == (
        "Invalid requests[0].setBasicFilter: ConditionType 'ONE_OF_LIST' is not supported in filters."
    )


EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("mime", "code", "status", "words"),
    [
        (EXCEL, 400, "FAILED_PRECONDITION", "The document must not be an Office file."),
        ("text/csv", 400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
        ("application/vnd.google-apps.folder", 400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
        ("application/vnd.google-apps.form", 404, "NOT_FOUND", "Requested entity was not found."),
    ],
)
def test_a_file_that_is_no_spreadsheet(book: Book, mime: str, code: int, status: str, words: str) -> None:
    """One call each of a live study of 2026; ten programs quote the first."""
    made = book.sandbox.api("POST", "/drive/v3/files", json={"name": "F", "mimeType": mime}).json()["id"]
    for path in ("", "/values/A1"):
        error = book.sandbox.api("GET", f"/v4/spreadsheets/{made}{path}").json()["error"]
        assert (error["code"], error["status"]) == (code, status)
        assert error["message"].endswith(words)


def test_the_newest_protection_of_a_tab_is_shown_first(book: Book) -> None:
    """Sheets, October 2026."""
    for rows in ({"startRowIndex": 5, "endRowIndex": 9}, {"startRowIndex": 0, "endRowIndex": 3}):
        book.change({"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0, **rows}}}})
    shown = book.get()["sheets"][0]["protectedRanges"]
    assert [one["range"]["startRowIndex"] for one in shown] == [0, 5]


def test_a_permission_does_not_end_by_itself(book: Book) -> None:
    """Drive, a personal account."""
    body = {
        "type": "user",
        "role": "reader",
        "emailAddress": "clerk@office.invalid",
        "expirationTime": "2027-01-01T00:00:00Z",
    }
    for profile, status, reason in (
        ("consumer-2026", 403, "cannotSetExpiration"),
        ("workspace", 501, "notImplemented"),
    ):
        book.sandbox.profile(profile)
        reply = book.sandbox.api("POST", f"/drive/v3/files/{book.id}/permissions", json=body)
        assert (reply.status_code, reply.json()["error"]["errors"][0]["reason"]) == (status, reason)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("=sum( two!a3:a3 )", "=sum( Two!A3 )"),
        ("='Two'!B3:a2", "=Two!A2:B3"),
        ("=two!$d$3 + 1", "=Two!$D$3 + 1"),
        ("=SUM(  A1 ,  'it''s'!a1:a1  )", "=SUM(  A1 ,  'It''s'!A1  )"),
        ("=SUM(Two!$A3:$A3)", "=SUM(Two!$A3)"),
        ("=SUM(a3:$a3)", "=SUM(A3:$A3)"),
        ("=SUM(b:a)", "=SUM(A:B)"),
        ("=SUM(a2:a)", "=SUM(A2:A)"),
    ],
)
def test_a_formula_keeps_its_ranges_as_google_spells_them(book: Book, typed: str, kept: str) -> None:
    """updateCells of July 2026: titles in their own case, without needless quotes; corners in order; one cell is no range.

    The last three were not recorded: they follow the same rules.
    """
    book.change({"addSheet": {"properties": {"title": "Two"}}}, {"addSheet": {"properties": {"title": "It's"}}})
    row = {"values": [{"userEnteredValue": {"formulaValue": typed}}]}
    book.change({"updateCells": {"start": {"sheetId": 0, "rowIndex": 9}, "rows": [row], "fields": "userEnteredValue"}})
    book.put("F10", [[typed]], "USER_ENTERED")
    (line,) = book.values("A10:F10", valueRenderOption="FORMULA")["values"]
    assert line == [kept, "", "", "", "", kept]


@pytest.mark.parametrize(
    "text",
    [
        '=if(true,"a3:a3",1)',
        "=Sheet1!3:3",
        "=Nowhere!a1",
        "=a1 b1",
        "=towns",
        "=false",
        "=1e5",
        "=log10(1)",
        "=round (1)",
    ],
)
def test_all_else_of_a_formula_stays_as_it_was_typed(text: str) -> None:
    assert spelling.kept(text, ["Sheet1"], "en_US") == text


@pytest.mark.parametrize(
    "text", ["='" + "'" * 49_000, "=" + "a1:" * 16_000, "=" + "a." * 24_000, '="' * 16_000, "=a1" + " " * 49_000]
)
def test_spelling_takes_no_longer_for_hostile_formulas(text: str) -> None:
    """It reads every letter once."""
    assert spelling.PIECE.sub(lambda piece: piece[0], text) == text
