"""spreadsheets.values as recorded from the real Google: ranges, trimmed blanks, renderings, writes, appends."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import Book


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("'Sheet1'", "Sheet1!A1:Z1000"),
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("SHEET1!A1", "Sheet1!A1"),
        ("Sheet1!A1:C", "Sheet1!A1:C1000"),
        ("Sheet1!A2:2", "Sheet1!A2:Z2"),
        ("2:3", "Sheet1!A2:Z3"),
        ("A:A", "Sheet1!A1:A1000"),
        ("D4:A1", "Sheet1!A1:D4"),
        ("$B$2:C3", "Sheet1!B2:C3"),
        ("A1:ZZ5000", "Sheet1!A1:Z1000"),
        ("a1", "Sheet1!A1"),
        ("R1C1", "Sheet1!A1"),
        ("R1C1:R1C2", "Sheet1!A1:B1"),
        ("R[1]C[1]", "Sheet1!B2"),
        ("R1C1:R[2]C[2]", "Sheet1!A1:C3"),
        ("R1C1:R2", "Sheet1!A1:Z2"),
        ("R1C1:C2", "Sheet1!A1:B1000"),
        ("R[1]", "Sheet1!A2:Z2"),
        ("RC", "Sheet1!A1"),
        ("R1", "Sheet1!R1"),
    ],
)
def test_a_range_is_given_back_in_full(book: Book, asked: str, answered: str) -> None:
    """A1 and R1C1 notation, open ends, reversed corners; what reaches past the grid is cut."""
    assert book.values(asked)["range"] == answered


@pytest.mark.parametrize(
    "text",
    [
        "Nothing!A1",
        "Nothing",
        "A1:",
        ":A1",
        "!!!",
        "A0",
        "A1:R2C2",
        "R0C1",
        "R[-1]C[0]",
        "'Sheet1",
        "A1:B2:C3",
        "Sheet1!",
    ],
)
def test_what_is_no_range(book: Book, text: str) -> None:
    """400 with the text as it was asked."""
    error = book.refused("GET", "/values/" + text.replace("!", "%21").replace("[", "%5B").replace("]", "%5D"))
    assert (error["code"], error["message"]) == (400, f"Unable to parse range: {text}")


def test_past_the_grid(book: Book) -> None:
    """A range that begins past the grid is refused with the grid's size."""
    error = book.refused("GET", "/values/A5000:B5001")
    assert error["message"] == "Range (Sheet1!A5000:B5001) exceeds grid limits. Max rows: 1000, max columns: 26"
    error = book.refused("GET", "/values/AA1")
    assert error["message"] == "Range (Sheet1!AA1) exceeds grid limits. Max rows: 1000, max columns: 26"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Two", "Two"),
        ("Sheet_1", "Sheet_1"),
        ("TRUE", "TRUE"),
        ("x.y", "x.y"),
        ("Sales2", "Sales2"),
        ("Form Responses 1", "'Form Responses 1'"),
        ("D3", "'D3'"),
        ("ABC1234", "'ABC1234'"),
        ("R1C1", "'R1C1'"),
        ("2026", "'2026'"),
        ("Ünï", "'Ünï'"),
        ("फ़ॉर्म", "'फ़ॉर्म'"),
        ("a-b", "'a-b'"),
        ("O'Brien", "'O''Brien'"),
        ("🙂", "'🙂'"),
    ],
)
def test_titles_are_quoted_when_they_must_be(book: Book, title: str, shown: str) -> None:
    """Recorded: bare for a plain ASCII word; quoted with spaces, signs, other letters, and when it looks like a cell."""
    book.change({"addSheet": {"properties": {"title": title, "gridProperties": {"rowCount": 4, "columnCount": 4}}}})
    quoted = "'" + title.replace("'", "''") + "'"
    assert book.values(quoted)["range"] == f"{shown}!A1:D4"
    assert book.values("D3")["range"] == "Sheet1!D3"


def test_a_bare_name_is_a_named_range_first(book: Book) -> None:
    """Measured: bare, the named range goes before the tab; quoted or before `!` it is the tab."""
    book.change(
        {"addSheet": {"properties": {"title": "Side"}}},
        {"addNamedRange": {"namedRange": {"name": "Side", "range": {"endRowIndex": 2, "endColumnIndex": 2}}}},
        {"addNamedRange": {"namedRange": {"name": "Solo", "range": {"endRowIndex": 1, "endColumnIndex": 1}}}},
    )
    assert book.values("Side")["range"] == "Sheet1!A1:B2"
    assert book.values("'Side'")["range"] == "Side!A1:Z1000"
    assert book.values("Side!A1")["range"] == "Side!A1"
    assert book.values("Solo")["range"] == "Sheet1!A1"
    for text in ("'Solo'", "Solo!A1", "'Sheet1'!Solo"):
        assert book.refused("GET", "/values/" + text)["message"] == f"Unable to parse range: {text}"


def test_without_a_title_it_is_the_first_visible_tab(book: Book) -> None:
    """A hidden first tab is passed over."""
    book.change(
        {"addSheet": {"properties": {"title": "Second"}}},
        {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}},
    )
    assert book.values("A1")["range"] == "Second!A1"


def test_blank_tails_are_cut(book: Book) -> None:
    """Rows lose their blank ends, inner blanks stay; an empty range has no `values` at all."""
    assert "values" not in book.values("A1:C3")
    book.put("A1:C5", [["a", "", "c"], ["", "", ""], ["b", "", ""], ["", "", ""], ["", "", ""]])
    assert book.values("A1:Z1000")["values"] == [["a", "", "c"], [], ["b"]]
    assert book.values("A1:Z1000", majorDimension="COLUMNS")["values"] == [["a", "", "b"], [], ["c"]]
    assert "values" not in book.values("A4:C5")
    assert book.values("B1:C3")["values"] == [["", "c"]]


def test_renderings(book: Book) -> None:
    """FORMATTED: all texts. UNFORMATTED: figures and serials. FORMULA: formulas as texts, dates still serials."""
    book.put("A1", [["0042", "=4/2", "2020-01-01", "2,000,000.01", "TRUE", "x"]], "USER_ENTERED")
    assert book.values("A1:F1")["values"] == [["42", "2", "2020-01-01", "2,000,000.01", "TRUE", "x"]]
    plain = book.values("A1:F1", valueRenderOption="UNFORMATTED_VALUE")["values"]
    assert plain == [[42, 2, 43831, 2000000.01, True, "x"]]
    assert [type(value) for value in plain[0]] == [int, int, int, float, bool, str]
    assert book.values("A1:F1", valueRenderOption="FORMULA")["values"] == [[42, "=4/2", 43831, 2000000.01, True, "x"]]
    moments = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert book.values("A1:F1", **moments)["values"] == [[42, 2, "2020-01-01", 2000000.01, True, "x"]]
    assert book.values("C1", dateTimeRenderOption="SERIAL_NUMBER")["values"] == [["2020-01-01"]]


def test_raw_keeps_types(book: Book) -> None:
    """RAW parses nothing."""
    book.put("A1", [["0042", "=4/2", 7, 1.5, True, "'x"]])
    assert book.values("A1:F1", valueRenderOption="UNFORMATTED_VALUE")["values"] == [
        ["0042", "=4/2", 7, 1.5, True, "'x"]
    ]


def test_batch_get_keeps_the_order(book: Book) -> None:
    """One answer, ranges as asked."""
    book.put("A1", [["a", "b"]])
    answer = book.ask("GET", "/values:batchGet", params={"ranges": ["B1", "A1"]})
    assert list(answer) == ["spreadsheetId", "valueRanges"]
    assert [one["values"] for one in answer["valueRanges"]] == [[["b"]], [["a"]]]


def test_update_answers(book: Book) -> None:
    """The range shrinks or grows to the data; null is skipped and not counted, an empty text clears and counts."""
    assert book.put("A1:B2", [["a", "b"]]) == {
        "spreadsheetId": book.id, "updatedRange": "Sheet1!A1:B1", "updatedRows": 1, "updatedColumns": 2, "updatedCells": 2,
    }  # fmt: skip
    assert book.put("A1", [["x"] * 4] * 4)["updatedRange"] == "Sheet1!A1:D4"
    rows = [[None] * 4 for _ in range(6)]
    rows[0][0] = rows[5][3] = "v"
    answer = book.put("A1", rows)
    assert answer == {
        "spreadsheetId": book.id, "updatedRange": "Sheet1!A1:D6", "updatedRows": 2, "updatedColumns": 2, "updatedCells": 2,
    }  # fmt: skip
    assert book.put("A1", [[""]])["updatedCells"] == 1
    assert book.values("A1:D1")["values"] == [["", "x", "x", "x"]]
    assert book.put("A:A", [["1"], ["2"]])["updatedRange"] == "Sheet1!A1:A2"
    assert book.put("A1:ZZ5000", [["1"]])["updatedRange"] == "Sheet1!A1"  # clients ask too far, and get away with it


def test_update_refusals(book: Book) -> None:
    """Data outside the range or the grid, no option, no scalar, too long."""

    def refused(area: str, values: object, option: str = "RAW") -> str:
        path = f"/values/{area}" + (f"?valueInputOption={option}" if option else "")
        return str(book.refused("PUT", path, json={"values": values})["message"])

    assert refused("A1:B2", [["a"], ["b"], ["c"]]) == (
        "Requested writing within range [Sheet1!A1:B2], but tried writing to row [3]"
    )
    assert refused("A1:B2", [["a", "b", "c"]]) == (
        "Requested writing within range [Sheet1!A1:B2], but tried writing to column [C]"
    )
    assert refused("A999", [["a"], ["b"], ["c"]]) == (
        "Range (Sheet1!A999:A1001) exceeds grid limits. Max rows: 1000, max columns: 26"
    )
    assert refused("A1:A2000", [["a"]] * 1001) == (
        "Range (Sheet1!A1:A1001) exceeds grid limits. Max rows: 1000, max columns: 26"
    )
    assert refused("A1", [["a"]], "") == "'valueInputOption' is required but not specified"
    assert refused("A1", [["a"], [{"k": 1}]]).startswith("Invalid values[1][0]: struct_value {")
    assert refused("A1", [[["a"]]]).startswith("Invalid values[0][0]: list_value {")
    assert refused("A1", [["a" * 50_001]]) == (
        "Your input contains more than the maximum of 50000 characters in a single cell."
    )
    assert "values" not in book.values("A1:C3")


def test_update_may_answer_with_the_values(book: Book) -> None:
    """includeValuesInResponse gives back what is in the cells now."""
    answer = book.put(
        "A1", [["1", "=A1+1"]], "USER_ENTERED", includeValuesInResponse="true", responseValueRenderOption="FORMULA"
    )
    assert answer["updatedData"] == {"range": "Sheet1!A1:B1", "majorDimension": "ROWS", "values": [[1, "=A1+1"]]}


def test_batch_update(book: Book) -> None:
    """Totals count rows and columns once; one bad range and nothing is written."""
    body = {
        "valueInputOption": "RAW",
        "data": [{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "A1:A2", "values": [["c"], ["d"]]}],
    }
    answer = book.ask("POST", "/values:batchUpdate", json=body)
    totals = {name: answer[name] for name in answer if name.startswith("total")}
    assert totals == {"totalUpdatedRows": 2, "totalUpdatedColumns": 2, "totalUpdatedCells": 4, "totalUpdatedSheets": 1}
    assert [one["updatedRange"] for one in answer["responses"]] == ["Sheet1!A1:B1", "Sheet1!A1:A2"]
    body["data"] = [{"range": "A1", "values": [["z"]]}, {"range": "Nope!A1", "values": [["z"]]}]
    error = book.refused("POST", "/values:batchUpdate", json=body)
    assert error["message"] == "Invalid data[1]: Unable to parse range: Nope!A1"
    assert book.values("A1")["values"] == [["c"]]


def test_columns_first(book: Book) -> None:
    """majorDimension COLUMNS on a write."""
    path = "/values/A1?valueInputOption=RAW"
    book.ask("PUT", path, json={"majorDimension": "COLUMNS", "values": [["a", "b"], ["c"]]})
    assert book.values("A1:B2")["values"] == [["a", "c"], ["b"]]


def test_append_finds_the_table(book: Book) -> None:
    """Measured: the range picks the table; the whole tab picks the last one; without a table it writes at the range."""
    answer = book.append("A1", [["a", "b"]])
    assert "tableRange" not in answer
    assert answer["updates"]["updatedRange"] == "Sheet1!A1:B1"
    book.put("A1", [["h", "h"], ["1", "1"], ["2", "2"]])
    book.put("A6", [["h", "h"], ["9", "9"]])
    answer = book.append("A6", [["x", "x"]])
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!A6:B7", "Sheet1!A8:B8")
    answer = book.append("Sheet1", [["y"]])
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!A6:B8", "Sheet1!A9")
    answer = book.append("A1", [["p"], ["q"]], insertDataOption="INSERT_ROWS")
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!A1:B3", "Sheet1!A4:A5")
    assert book.values("A8:B8")["values"] == [["h", "h"]]


def test_append_falls_into_the_trap(book: Book) -> None:
    """Row 1 is `a, blank, c`; over the whole tab the table found is C1, and the next row lands below it."""
    book.put("A1", [["a", "", "c"]])
    answer = book.append("Sheet1", [["d", "e", "f"]])
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!C1", "Sheet1!C2:E2")


def test_append_of_nothing(book: Book) -> None:
    """Recorded: an empty row gives the place and no counts."""
    book.put("A1", [["a", "b"]])
    updates = book.append("A1", [[]])["updates"]
    assert updates == {"spreadsheetId": book.id, "updatedRange": "Sheet1!A2"}


def test_append_grows_the_grid(book: Book) -> None:
    """Documented: at the end of the sheet, rows and columns are inserted so that the data can be written."""
    book.change(
        {
            "updateSheetProperties": {
                "properties": {"gridProperties": {"rowCount": 2}},
                "fields": "gridProperties.rowCount",
            }
        }
    )
    book.append("A1", [["a"], ["b"], ["c"] * 30])
    assert book.get()["sheets"][0]["properties"]["gridProperties"] == {"rowCount": 3, "columnCount": 30}


def test_clear(book: Book) -> None:
    """The full rectangle is named; formats and notes stay."""
    book.put("A1", [["2020-01-01", "x"]], "USER_ENTERED")
    assert book.ask("POST", "/values/Sheet1:clear") == {"spreadsheetId": book.id, "clearedRange": "Sheet1!A1:Z1000"}
    assert "values" not in book.values("Sheet1")
    book.put("A1", [[43832]])
    assert book.values("A1")["values"] == [["2020-01-02"]]
    answer = book.ask("POST", "/values:batchClear", json={"ranges": ["A1", "B1:B2"]})
    assert answer["clearedRanges"] == ["Sheet1!A1", "Sheet1!B1:B2"]


def test_formulas_follow_their_cells(book: Book) -> None:
    """A formula is calculated when it is read; errors are values."""
    book.put("A1", [["1", "2", "=SUM(A1:B1)", "=A1/0", '=IF(A1>B1,"more","less")', "=C1*2", "=G1"]], "USER_ENTERED")
    assert book.values("C1:G1")["values"] == [["3", "#DIV/0!", "less", "6", "#REF!"]]
    book.put("A1", [[10]])
    assert book.values("C1", valueRenderOption="UNFORMATTED_VALUE")["values"] == [[12]]
    error = book.refused("PUT", "/values/A1?valueInputOption=USER_ENTERED", json={"values": [["=QUERY(A:B)"]]})
    assert (error["code"], error["status"]) == (501, "UNIMPLEMENTED")
