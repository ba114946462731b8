"""Figures and formulas where decimals have a comma, as people told of Swedish, German and Turkish spreadsheets."""

from __future__ import annotations

import pytest

from gsandbox.sheets.parse import entered
from gsandbox.sheets.show import shown
from gsandbox.tests.conftest import Book
from gsandbox.tests.places import grid


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("1234,1234", "sv_SE", 1234.1234),
        ("1 234,1234", "sv_SE", 1234.1234),
        ("1234.1234", "sv_SE", "1234.1234"),
        ("1.123456789", "de_DE", 1123456789),
        ("1.200,50", "de_DE", 1200.5),
        ("24.12.2026", "de_DE", 46380),
        ("12,5%", "de_DE", 0.125),
    ],
)
def test_a_typed_figure_with_a_comma(text: str, locale: str, value: object) -> None:
    assert entered(text, locale, this_year=2026).value == value


@pytest.mark.parametrize(
    ("value", "pattern", "locale", "text"),
    [
        (1234.1234, "", "sv_SE", "1234,1234"),
        (12.444, "", "de_DE", "12,444"),
        (1200.5, "#,##0.00", "de_DE", "1.200,50"),
        (1200.5, "#,##0.00", "fr_FR", "1\u00a0200,50"),
        (1e-7, "", "de_DE", "1E-7"),
        (1.25e-7, "", "de_DE", "1,25E-7"),
    ],
)
def test_a_figure_is_shown_with_a_comma(value: float, pattern: str, locale: str, text: str) -> None:
    number_format = {"type": "NUMBER", "pattern": pattern} if pattern else {}
    assert shown(value, number_format, locale) == text


def test_a_formula_parts_its_arguments_with_semicolons(book: Book) -> None:
    """A comma is an error there, and a decimal point in a figure too."""
    book.change({"updateSpreadsheetProperties": {"properties": {"locale": "tr_TR"}, "fields": "locale"}})
    book.put(
        "A1",
        [["=SUM(A9,2)", "=SUM(1,5;2)", '=HYPERLINK("a","b")', '=HYPERLINK("a";"b")', '="x"&1,5', "=1.5"]],
        "USER_ENTERED",
    )
    wrong = "#ERROR! (Formula parse error.)"
    assert grid(book) == [[wrong, 3.5, wrong, "b", "x1,5", wrong]]
