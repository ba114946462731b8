"""values.update, append, clear and their batches: what they reply, what they refuse."""

from __future__ import annotations

from gsandbox.tests.conftest import Book


def test_update_replies(book: Book) -> None:
    """The range shrinks or grows to the data; null is skipped and not counted, an empty text clears and counts."""
    assert book.put("A1:B2", [["a", "b"]]) == {
        "spreadsheetId": book.id, "updatedRange": "Sheet1!A1:B1", "updatedRows": 1, "updatedColumns": 2, "updatedCells": 2,
    }  # fmt: skip
    assert book.put("A1", [["x"] * 4] * 4)["updatedRange"] == "Sheet1!A1:D4"
    rows = [[None] * 4 for _ in range(6)]
    rows[0][0] = rows[5][3] = "v"
    reply = book.put("A1", rows)
    assert reply == {
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
    assert refused("A1", [["a"], [{"k": 1}]]).startswith("Invalid values[1][0]: struct_value \t {")
    assert refused("A1", [[["a"]]]).startswith("Invalid values[0][0]: list_value \t {")
    assert refused("A1", [["a" * 50_001]]) == (
        "Your input contains more than the maximum of 50000 characters in a single cell."
    )
    assert "values" not in book.values("A1:C3")


def test_update_may_reply_with_the_values(book: Book) -> None:
    """includeValuesInResponse gives back what is in the cells now."""
    reply = book.put(
        "A1", [["1", "=A1+1"]], "USER_ENTERED", includeValuesInResponse="true", responseValueRenderOption="FORMULA"
    )
    assert reply["updatedData"] == {"range": "Sheet1!A1:B1", "majorDimension": "ROWS", "values": [[1, "=A1+1"]]}


def test_nulls_at_the_end_of_rows_are_not_covered(book: Book) -> None:
    """And the values that come back are those of the whole range that was asked for, as another client's recording of 2022 has it."""
    book.put("A1:F1", [list("abcdef")])
    book.put("A2:F2", [["1", None, None, None, None, "old"]])
    reply = book.put("A2:F2", [["1", "x", "", "y"]], "USER_ENTERED", includeValuesInResponse="true")
    assert [reply["updatedRange"], reply["updatedData"]["range"]] == ["Sheet1!A2:D2", "Sheet1!A2:F2"]
    assert reply["updatedData"]["values"] == [["1", "x", "", "y", "", "old"]]
    for row, area, counted in (
        (["2", "x", "", None, None, None], "Sheet1!A3:C3", 3),
        (["2", "x", "", None, "y", 5], "Sheet1!A4:F4", 5),
    ):
        updates = book.append("A1", [row], includeValuesInResponse="true")["updates"]
        assert [updates["updatedRange"], updates["updatedData"]["range"]] == [area, area]
        assert [updates["updatedColumns"], updates["updatedCells"]] == [counted, counted]


def test_batch_update(book: Book) -> None:
    """Totals count rows and columns once; one bad range and nothing is written."""
    body = {
        "valueInputOption": "RAW",
        "data": [{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "A1:A2", "values": [["c"], ["d"]]}],
    }
    reply = book.ask("POST", "/values:batchUpdate", json=body)
    totals = {name: reply[name] for name in reply if name.startswith("total")}
    assert totals == {"totalUpdatedRows": 2, "totalUpdatedColumns": 2, "totalUpdatedCells": 4, "totalUpdatedSheets": 1}
    assert [one["updatedRange"] for one in reply["responses"]] == ["Sheet1!A1:B1", "Sheet1!A1:A2"]
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
    reply = book.append("A1", [["a", "b"]])
    assert "tableRange" not in reply
    assert reply["updates"]["updatedRange"] == "Sheet1!A1:B1"
    book.put("A1", [["h", "h"], ["1", "1"], ["2", "2"]])
    book.put("A6", [["h", "h"], ["9", "9"]])
    reply = book.append("A6", [["x", "x"]])
    assert (reply["tableRange"], reply["updates"]["updatedRange"]) == ("Sheet1!A6:B7", "Sheet1!A8:B8")
    reply = book.append("Sheet1", [["y"]])
    assert (reply["tableRange"], reply["updates"]["updatedRange"]) == ("Sheet1!A6:B8", "Sheet1!A9")
    reply = book.append("A1", [["p"], ["q"]], insertDataOption="INSERT_ROWS")
    assert (reply["tableRange"], reply["updates"]["updatedRange"]) == ("Sheet1!A1:B3", "Sheet1!A4:A5")
    assert book.values("A8:B8")["values"] == [["h", "h"]]


def test_append_falls_into_the_trap(book: Book) -> None:
    """Row 1 is `a, blank, c`; over the whole tab the table found is C1, and the next row lands below it."""
    book.put("A1", [["a", "", "c"]])
    reply = book.append("Sheet1", [["d", "e", "f"]])
    assert (reply["tableRange"], reply["updates"]["updatedRange"]) == ("Sheet1!C1", "Sheet1!C2:E2")


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
    reply = book.ask("POST", "/values:batchClear", json={"ranges": ["A1", "B1:B2"]})
    assert reply["clearedRanges"] == ["Sheet1!A1", "Sheet1!B1:B2"]
    assert book.ask("POST", "/values:batchClear", json={}) == {"spreadsheetId": book.id}


def test_formulas_follow_their_cells(book: Book) -> None:
    """A formula is calculated when it is read; errors are values."""
    book.put("A1", [["1", "2", "=SUM(A1:B1)", "=A1/0", '=IF(A1>B1,"more","less")', "=C1*2", "=G1"]], "USER_ENTERED")
    assert book.values("C1:G1")["values"] == [["3", "#DIV/0!", "less", "6", "#REF!"]]
    book.put("A1", [[10]])
    assert book.values("C1", valueRenderOption="UNFORMATTED_VALUE")["values"] == [[12]]
    error = book.refused("PUT", "/values/A1?valueInputOption=USER_ENTERED", json={"values": [["=QUERY(A:B)"]]})
    assert (error["code"], error["status"]) == (501, "UNIMPLEMENTED")


def test_appended_rows_of_a_tab_with_a_colon_in_its_name_are_one_cell_wide(book: Book) -> None:
    """A mistake of Google's that its clients know: values.append takes the name for a range; values.update does not."""
    book.change({"addSheet": {"properties": {"title": "9:30"}}})
    book.append("'9:30'", [["first"]])
    error = book.refused("POST", "/values/'9:30':append?valueInputOption=RAW", json={"values": [["a", "b"]]})
    assert error["message"] == "Requested writing within range ['9:30'!A2], but tried writing to column [B]"
    book.put("'9:30'!A2", [["a", "b"], ["c", "d"]])
    assert book.values("'9:30'")["values"] == [["first"], ["a", "b"], ["c", "d"]]


def test_a_name_that_is_a_cell_too_is_the_cell(book: Book) -> None:
    """Reported in 2018 and 2024: zeros in front and nine digits are a row, zero alone and ten digits are not."""
    for title in ("a0", "a01", "a1234567890", "ENT2"):
        book.change({"addSheet": {"properties": {"title": title}}})
    for title, where in (("a0", "a0!A1"), ("a01", "Sheet1!A1"), ("a1234567890", "a1234567890!A1")):
        assert book.append(title, [["x"]])["updates"]["updatedRange"] == where
    error = book.refused("GET", "/values/ENT2")
    assert error["message"] == "Range (Sheet1!ENT2) exceeds grid limits. Max rows: 1000, max columns: 26"
    assert book.values("'ENT2'")["range"] == "'ENT2'!A1:Z1000"
