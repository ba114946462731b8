"""The few formulas that the sandbox calculates: values, errors as values, and what it says it cannot do."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.refusal import Refusal
from gsandbox.sheets import formula
from gsandbox.sheets.cells import ERRORS, Mistake
from gsandbox.sheets.functions import FormulaError
from gsandbox.tests.conftest import Book
from gsandbox.tests.places import grid

CELLS: dict[str, list[list[Any]]] = {"A1:A3": [[1], [2], ["x"]], "B1": [["#REF!"]], "C1": [[None]], "D1": [[True]]}


def look_up(text: str) -> list[list[Any]]:
    if text not in CELLS:
        raise FormulaError("#REF!")
    return CELLS[text]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("=1+2*3", 7), ("=(1+2)*3", 9), ("=2^3", 8), ("=-2^2", 4), ("=+5", 5), ("=10%", 0.1), ("=7/2", 3.5), ("=4/2", 2),
        ('="a"&1&TRUE', "a1TRUE"), ('="say ""hi"""', 'say "hi"'), ("=1=1", True), ("=1<>1", False), ("=2>=3", False),
        ('="B"="b"', True), ('="a"<"B"', True), ('=1="1"', False), ('=1<"a"', True), ('=1>"a"', False), ('="a"<>1', True),
        ("=SUM(A1:A3)", 3), ("=SUM(A1:A3,4)", 7), ("=AVERAGE($A$1:$A$3)", 1.5), ("=MIN(A1:A3)", 1), ("=MAX(A1:A3)", 2),
        ("=COUNT(A1:A3)", 2), ("=COUNTA(A1:A3)", 3), ("=MIN(C1)", 0), ("=C1", None), ("=C1+1", 1), ("=D1+1", 2), ("=A1:A3", 1),
        ('=IF(1>2,"yes","no")', "no"), ("=IF(FALSE(),1)", False), ("=TRUE", True), ("=ROUND(2.5)", 3), ("=ROUND(2.345;2)", 2.35),
        ('=CONCATENATE("a",1)', "a1"), ('=HYPERLINK("http://x","y")', "y"), ('=HYPERLINK("http://x")', "http://x"),
        ("=1/0", "#DIV/0!"), ("=AVERAGE(C1)", "#DIV/0!"), ('="a"+1', "#VALUE!"), ('="5"+1', 6), ("=B1+1", "#REF!"),
        ('=B1&"x"', "#REF!"), ("=SUM(B1)", "#REF!"), ("=E9", "#REF!"), ("=0^-1", "#NUM!"), ("=(-8)^0.5", "#NUM!"),
        ("=10^400", "#NUM!"), ("=1e308*10", "#NUM!"), ("=", "#ERROR!"), ("=1 2", "#ERROR!"), ("=(1", "#ERROR!"), ("=)", "#ERROR!"), ("=SUM(1", "#ERROR!"),
        ("=1+?", "#ERROR!"), ("=nobody", "#NAME?"), ("=ROUND(1,2,3)", "#N/A"), ("=NOBODY(1)", "#NAME?"),
    ],
)  # fmt: skip
def test_a_formula_has_a_value(text: str, value: Any) -> None:
    found = formula.evaluate(text, look_up, "en_US")
    assert (found, type(found)) == (value, Mistake if value in ERRORS else type(value))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("=1/0", "Function DIVIDE parameter 2 cannot be zero."),
        ('="a"+1', "Function ADD parameter 1 expects number values. But 'a' is a text and cannot be coerced to a number."),
        ('=2*"Currency"', "Function MULTIPLY parameter 2 expects number values. But 'Currency' is a text and cannot be coerced to a number."),
        ("=NotARealFunction()", "Unknown function: 'NotARealFunction'."),
        ("=1 2", "Formula parse error."),
        ("=AVERAGE(C1)", "Evaluation of function AVERAGE caused a divide by zero error."),
    ],
)  # fmt: skip
def test_an_error_says_why(text: str, message: str) -> None:
    """Recorded of the real Sheets in May 2026, except for the last, which its help quotes."""
    found = formula.evaluate(text, look_up, "en_US")
    assert isinstance(found, Mistake)
    assert found.message == message


def test_errors_in_every_way_of_reading(book: Book) -> None:
    """Formatted the code alone; unformatted the reason behind it; a cell has a type and a message."""
    book.put("A1:C1", [["=1/0", '=""', "=A1"]], "USER_ENTERED")
    reason = "Function DIVIDE parameter 2 cannot be zero."
    assert book.values("A1:C1")["values"] == [["#DIV/0!", "", "#DIV/0!"]]
    whole = f"#DIV/0! ({reason})"
    assert book.values("A1:C1", valueRenderOption="UNFORMATTED_VALUE")["values"] == [[whole, "", whole]]
    book.put("A2", [["=ZZ5000"]], "USER_ENTERED")
    book.put("B2", [["='Not here'!A1"]], "USER_ENTERED")
    cell, tab = book.values("A2:B2", valueRenderOption="UNFORMATTED_VALUE")["values"][0]
    assert cell == "#REF! (Reference does not exist.)"
    assert tab == "#REF! (Unresolved sheet name 'Not here'.)"
    fields = "sheets.data.rowData.values(userEnteredValue,effectiveValue,formattedValue)"
    (row,) = book.get(ranges="A1:C1", fields=fields)["sheets"][0]["data"][0]["rowData"]
    error = {
        "effectiveValue": {"errorValue": {"type": "DIVIDE_BY_ZERO", "message": reason}},
        "formattedValue": "#DIV/0!",
    }
    assert row["values"] == [
        {"userEnteredValue": {"formulaValue": "=1/0"}, **error},
        {"userEnteredValue": {"formulaValue": '=""'}},
        {"userEnteredValue": {"formulaValue": "=A1"}, **error},
    ]


def test_a_formula_looks_as_what_it_names(book: Book) -> None:
    """TODAY() is a date without a pattern, and so is the cell that names it; a sum of it is a figure."""
    book.put("A1:D1", [["=TODAY()", "=A1", "=B1", "=A1+1"]], "USER_ENTERED")
    shown = book.get(fields="sheets.data.rowData.values.effectiveFormat.numberFormat")
    date = {"effectiveFormat": {"numberFormat": {"type": "DATE"}}}
    assert shown["sheets"][0]["data"][0]["rowData"] == [{"values": [date, date, date, {"effectiveFormat": {}}]}]
    assert len(set(book.values("A1:C1")["values"][0])) == 1


def test_a_function_that_is_not_calculated_is_named() -> None:
    formula.check('=SUM(A1) & "NOBODY(1)"')
    with pytest.raises(Refusal, match="the function VLOOKUP is not calculated here") as caught:
        formula.check("=1+VLOOKUP(1,A1:B2,2)")
    assert caught.value.status == 501


def test_today_is_the_day_of_the_request_where_the_spreadsheet_is(sandbox: Sandbox) -> None:
    """Not the machine's day: the day that the request claims, in the spreadsheet's zone; shown as a date."""
    wish = {"properties": {"title": "T", "timeZone": "Asia/Kolkata", "locale": "en_GB"}}
    made = sandbox.api("POST", "/v4/spreadsheets", json=wish).json()
    path = f"/v4/spreadsheets/{made['spreadsheetId']}/values/A1"
    body = {"values": [["=TODAY()+1"]]}
    sandbox.api("PUT", path, params={"valueInputOption": "USER_ENTERED"}, json=body)
    clock = {"X-Sandbox-Clock": "2026-03-31T20:00:00Z"}
    for option, value in (("UNFORMATTED_VALUE", 46114), ("FORMATTED_VALUE", "02/04/2026"), ("FORMULA", "=TODAY()+1")):
        shown = sandbox.api("GET", path, params={"valueRenderOption": option}, headers=clock).json()
        assert shown["values"] == [[value]]


def test_a_formula_looks_at_its_own_tab(book: Book) -> None:
    """A range without a title is on the tab of the formula, also when a formula of another tab asks for it."""
    book.change({"addSheet": {"properties": {"title": "Two", "sheetId": 2}}})
    book.put("Sheet1!A1:B1", [[1, "=Two!B1"]], "USER_ENTERED")
    book.put("Two!A1:B1", [[20, "=A1*2"]], "USER_ENTERED")
    assert grid(book, "Two!A1:B1") == [[20, 40]]
    assert grid(book, "Sheet1!A1:B1") == [[1, 40]]
    book.put("Sheet1!C1:D1", [["=B1+A1", "=A1"]], "USER_ENTERED")
    assert grid(book, "Sheet1!C1:D1") == [[41, 1]]


def test_a_cell_shows_where_its_hyperlink_leads(book: Book) -> None:
    """Only when the formula is nothing but the link."""
    formulas = ['=HYPERLINK("https://a.example","A")', '=HYPERLINK("https://b.example")&"!"', "=1+1"]
    book.put("A1:C1", [formulas], "USER_ENTERED")
    shown = book.get(fields="sheets.data.rowData.values(formattedValue,hyperlink)")
    assert shown["sheets"][0]["data"][0]["rowData"][0]["values"] == [
        {"formattedValue": "A", "hyperlink": "https://a.example"},
        {"formattedValue": "https://b.example!"},
        {"formattedValue": "2"},
    ]
    shown = book.get(
        ranges="A1:B1", fields="sheets.data.rowData.values.effectiveFormat(textFormat,hyperlinkDisplayType)"
    )
    linked, plain = (one["effectiveFormat"] for one in shown["sheets"][0]["data"][0]["rowData"][0]["values"])
    blue = {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}
    assert (linked["hyperlinkDisplayType"], plain["hyperlinkDisplayType"]) == ("LINKED", "PLAIN_TEXT")
    look = {"foregroundColor": blue, "underline": True, "foregroundColorStyle": {"rgbColor": blue}}
    assert linked["textFormat"] == {**plain["textFormat"], **look, "link": {"uri": "https://a.example"}}


def test_today_is_that_of_who_reads(book: Book) -> None:
    """In the spreadsheet's zone, by whatever way it is read."""
    zone = {"properties": {"timeZone": "Asia/Kolkata"}, "fields": "timeZone"}
    book.change({"updateSpreadsheetProperties": zone})
    book.put("A1", [["=TODAY()"]], "USER_ENTERED")
    late = {"X-Sandbox-Clock": "2026-11-20T20:00:00Z"}
    for there in (
        f"/v4/spreadsheets/{book.id}/values/A1",
        f"/drive/v3/files/{book.id}/export?mimeType=text/csv",
        f"/spreadsheets/d/{book.id}/export?format=csv",
        f"/spreadsheets/d/{book.id}/edit",
    ):
        assert "11/21/2026" in book.sandbox.api("GET", there, headers=late).text
