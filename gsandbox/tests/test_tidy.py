"""Cells split, trimmed, shuffled, filled on, and rows without duplicates."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.tests.conftest import Book
from gsandbox.tests.places import grid, lines, span
from gsandbox.wire import Json


def test_a_column_of_texts_is_split_and_typed(book: Book) -> None:
    """Every part is typed into the next column, over what stands there; what holds no delimiter stays."""
    book.put("A1:B3", [["a,7", "x"], ["plain", "y"], ["p,q,r", "z"]])
    book.change({"textToColumns": {"source": span(0, 3, 0, 1), "delimiterType": "COMMA"}})
    assert grid(book) == [["a", 7], ["plain", "y"], ["p", "q", "r"]]
    book.put("A5", [["1|2"]])
    book.change({"textToColumns": {"source": span(4, 5, 0, 1), "delimiterType": "CUSTOM", "delimiter": "|"}})
    assert grid(book, "A5:B5") == [[1, 2]]
    words = book.refused_change({"textToColumns": {"source": span(0, 1, 0, 2), "delimiterType": "COMMA"}})
    assert "exactly one column" in words


def test_blanks_are_trimmed_and_counted(book: Book) -> None:
    """Also those inside; what is left stays a text, also when it looks like a formula."""
    book.put("A1:A4", [["  two   words\n"], ["as is"], [" =1+1"], [7]], "RAW")
    (reply,) = book.change({"trimWhitespace": {"range": span(0, 4, 0, 1)}})["replies"]
    assert reply == {"trimWhitespace": {"cellsChangedCount": 2}}
    assert grid(book) == [["two words"], ["as is"], ["=1+1"], [7]]


def test_duplicates_go_whatever_their_case_and_the_rest_moves_up(book: Book) -> None:
    """Beside the range nothing moves."""
    book.put("A1:C4", [["Asha", "Korba", 1], ["asha", "KORBA", 2], ["Asha", "Raigarh", 3], ["Asha", "Korba", 4]])
    (reply,) = book.change({"deleteDuplicates": {"range": span(0, 4, 0, 2)}})["replies"]
    assert reply == {"deleteDuplicates": {"duplicatesRemovedCount": 2}}
    assert grid(book) == [["Asha", "Korba", 1], ["Asha", "Raigarh", 2], ["", "", 3], ["", "", 4]]
    only = {"range": span(0, 2, 0, 2), "comparisonColumns": [lines(0, 1, "COLUMNS")]}
    assert book.change({"deleteDuplicates": only})["replies"][0] == {"deleteDuplicates": {"duplicatesRemovedCount": 1}}
    wide = {"range": span(0, 2, 0, 2), "comparisonColumns": [lines(1, 4, "COLUMNS")]}
    assert "within the range" in book.refused_change({"deleteDuplicates": wide})


def test_empty_rows_are_no_duplicates(book: Book) -> None:
    """Recorded in February 2026 of ten rows with one text, with the columns that are compared named or not."""
    book.put("A1:C4", [["one", 1, 1], ["", "", 2], ["", "", 3], ["One", "", 4]])
    (reply,) = book.change({"deleteDuplicates": {"range": span(0, 10, 0, 2)}})["replies"]
    assert reply == {"deleteDuplicates": {}}
    only = {"range": span(0, 10, 0, 3), "comparisonColumns": [lines(0, 1, "COLUMNS")]}
    assert book.change({"deleteDuplicates": only})["replies"][0] == {"deleteDuplicates": {"duplicatesRemovedCount": 1}}
    assert grid(book) == [["one", 1, 1], ["", "", 2], ["", "", 3]]


def test_a_shuffle_keeps_rows_whole_and_loses_none(book: Book) -> None:
    book.put("A1:B40", [[number, f"n{number}"] for number in range(40)])
    book.change({"randomizeRange": {"range": span(0, 40, 0, 2)}})
    after = grid(book)
    assert after != [[number, f"n{number}"] for number in range(40)]
    assert sorted(after) == [[number, f"n{number}"] for number in range(40)]


def fill(source: Json, dimension: str, length: int) -> Json:
    """An autoFill of a length."""
    return {"autoFill": {"sourceAndDestination": {"source": source, "dimension": dimension, "fillLength": length}}}


def test_figures_go_on_by_their_step_and_texts_repeat(book: Book) -> None:
    book.put("A1:B2", [[1, "x"], [3, "y"]])
    book.change(fill(span(0, 2, 0, 2), "ROWS", 3))
    assert grid(book) == [[1, "x"], [3, "y"], [5, "x"], [7, "y"], [9, "x"]]
    book.change(fill(span(0, 1, 0, 1), "COLUMNS", 2))
    assert grid(book, "A1:C1") == [[1, 1, 1]]


@pytest.mark.parametrize(
    ("values", "words"),
    [([["=1+1"]], "formulas"), ([[1], [2], [4]], "same step"), ([["Week 1"]], "end in a figure")],
)
def test_a_series_that_google_guesses_is_not_served(book: Book, values: list[list[Any]], words: str) -> None:
    """501 in words, never a series made up."""
    book.put(f"A1:A{len(values)}", values, "USER_ENTERED")
    body = {"requests": [fill(span(0, len(values), 0, 1), "ROWS", 2)]}
    reply = book.sandbox.api("POST", f"/v4/spreadsheets/{book.id}:batchUpdate", json=body)
    assert reply.status_code == 501
    assert words in reply.json()["error"]["message"]
