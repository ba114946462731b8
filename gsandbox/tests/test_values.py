"""spreadsheets.values as recorded from the real Google: ranges, trimmed blanks, renderings, writes, appends."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from gsandbox.tests.conftest import Book


@pytest.mark.parametrize(
    ("asked", "in_full"),
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
        ("R3C3:R1C1", "Sheet1!A1:C3"),
        ("R[2]C[2]:R[0]C[0]", "Sheet1!A1:C3"),
        ("R[1]C[1]:R1C1", "Sheet1!A1:B2"),
        ("!A1", "Sheet1!A1"),
        ("''!R[1]C[1]", "Sheet1!B2"),
    ],
)
def test_a_range_is_given_back_in_full(book: Book, asked: str, in_full: str) -> None:
    """A1 and R1C1 notation, open ends, reversed corners; what reaches past the grid is cut."""
    assert book.values(asked)["range"] == in_full


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
        "R2C2:R1C1",
        "R1C2:R1C1",
        "R[1]C[1]:R[0]C[0]",
        "R2:R1C1",
        " A1",
        "Sheet1! A1",
        "A1: B2",
        "'Sheet1 '!A1",
        "!Sheet1",
        "!",
        pytest.param("R" + "9" * 5000, id="R999..."),
    ],
)
def test_what_is_no_range(book: Book, text: str) -> None:
    """400 with the text as it was asked. Blanks, and a row or column just before the first, were tried in September 2026."""
    error = book.refused("GET", "/values/" + quote(text, safe=""))
    assert (error["code"], error["message"]) == (400, f"Unable to parse range: {text}")


def test_past_the_grid(book: Book) -> None:
    """A range that begins past the grid is refused with the grid's size."""
    error = book.refused("GET", "/values/A5000:B5001")
    assert error["message"] == "Range (Sheet1!A5000:B5001) exceeds grid limits. Max rows: 1000, max columns: 26"


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("AA1", "AA1"),
        ("ZZ:ZZ", "ZZ"),
        ("AA:AB", "AA:AB"),
        ("C[26]", "AA"),
        ("R[1000]:R[1000]", "1001"),
        ("1001:1002", "1001:1002"),
        ("R[1000]C[0]", "A1001"),
    ],
)
def test_whole_columns_and_rows_past_the_grid(book: Book, asked: str, named: str) -> None:
    """September 2026: by their letters or numbers alone."""
    error = book.refused("GET", f"/values/{asked}")
    assert error["message"] == f"Range (Sheet1!{named}) exceeds grid limits. Max rows: 1000, max columns: 26"


def test_a_title_with_an_exclamation_mark(book: Book) -> None:
    """Bare it is the whole tab, and the last mark is the one that parts title and area."""
    book.change({"addSheet": {"properties": {"title": "has!bang"}}})
    for text in ("has!bang", "'has!bang'"):
        assert book.values(text)["range"] == "'has!bang'!A1:Z1000"
    assert book.values("has!bang!A1")["range"] == "'has!bang'!A1"


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
    """Bare, the named range goes before the tab; quoted or before `!` it is the tab; behind a tab's title it works, too."""
    book.change(
        {"addSheet": {"properties": {"title": "Side"}}},
        {"addNamedRange": {"namedRange": {"name": "Side", "range": {"endRowIndex": 2, "endColumnIndex": 2}}}},
        {"addNamedRange": {"namedRange": {"name": "Solo", "range": {"endRowIndex": 1, "endColumnIndex": 1}}}},
    )
    assert book.values("Side")["range"] == "Sheet1!A1:B2"
    assert book.values("'Side'")["range"] == "Side!A1:Z1000"
    assert book.values("Side!A1")["range"] == "Side!A1"
    for text in ("Solo", "'Sheet1'!Solo", "'Side'!solo"):
        assert book.values(text)["range"] == "Sheet1!A1"
    for text in ("'Solo'", "Solo!A1", "'Sheet1'!Side1x"):
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
    """FORMATTED: all texts. UNFORMATTED: figures and serials. FORMULA: formulas as texts, dates still serials.

    Dates are texts where the client wants them so, with formulas too: the suite of gspread-dataframe.
    """
    book.put("A1", [["0042", "=4/2", "2020-01-01", "2,000,000.01", "TRUE", "x"]], "USER_ENTERED")
    assert book.values("A1:F1")["values"] == [["42", "2", "2020-01-01", "2,000,000.01", "TRUE", "x"]]
    plain = book.values("A1:F1", valueRenderOption="UNFORMATTED_VALUE")["values"]
    assert plain == [[42, 2, 43831, 2000000.01, True, "x"]]
    assert [type(value) for value in plain[0]] == [int, int, int, float, bool, str]
    assert book.values("A1:F1", valueRenderOption="FORMULA")["values"] == [[42, "=4/2", 43831, 2000000.01, True, "x"]]
    moments = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert book.values("A1:F1", **moments)["values"] == [[42, 2, "2020-01-01", 2000000.01, True, "x"]]
    moments["valueRenderOption"] = "FORMULA"
    assert book.values("A1:F1", **moments)["values"] == [[42, "=4/2", "2020-01-01", 2000000.01, True, "x"]]
    assert book.values("C1", dateTimeRenderOption="SERIAL_NUMBER")["values"] == [["2020-01-01"]]


def test_figures_have_fifteen_digits_or_seventeen(book: Book) -> None:
    """In fifteen digits where they say the double whole, else in seventeen: replies that Grafana's data source keeps.

    Packed as well, and in no text.
    """
    book.put("A1", [[0.44791666666666669, 43929.7078062963, 0.1, 1e15, 12345678901234567, '",0.4479166666666667,']])
    text = r'"\",0.4479166666666667,"'
    figures = ["0.44791666666666669", "43929.7078062963", "0.1", "1e+15", "12345678901234568", text]
    for pretty in ("true", "false"):
        query = {"valueRenderOption": "UNFORMATTED_VALUE", "prettyPrint": pretty}
        reply = book.sandbox.api("GET", f"/v4/spreadsheets/{book.id}/values/A1:F1", params=query)
        assert "".join(reply.text.split()).rpartition("[[")[2] == ",".join(figures) + "]]}"


def test_raw_keeps_types(book: Book) -> None:
    """RAW parses nothing."""
    book.put("A1", [["0042", "=4/2", 7, 1.5, True, "'x"]])
    assert book.values("A1:F1", valueRenderOption="UNFORMATTED_VALUE")["values"] == [
        ["0042", "=4/2", 7, 1.5, True, "'x"]
    ]


def test_batch_get_keeps_the_order(book: Book) -> None:
    """One reply, ranges as asked."""
    book.put("A1", [["a", "b"]])
    reply = book.ask("GET", "/values:batchGet", params={"ranges": ["B1", "A1"]})
    assert list(reply) == ["spreadsheetId", "valueRanges"]
    assert [one["values"] for one in reply["valueRanges"]] == [[["b"]], [["a"]]]
