"""What Google's front end reads as JSON and as an address: more than the standard, refused in words recorded of its transcoder."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox import grammar
from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book

JSON_TYPE = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("not json", "Unexpected token.\nnot json\n^"),
        ("{not json", "Expected : between key:value pair.\n{not json\n     ^"),
        ('{"values":', "Unexpected end of string. Expected a value.\n\n^"),
        ("{", "Unexpected end of string. Expected an object key or }.\n\n^"),
        ("{,}", "Expected an object key or }.\n{,}\n ^"),
        ("{true: 1}", "Expected an object key or }.\n{true: 1}\n     ^"),
        ('{"a" 1}', 'Expected : between key:value pair.\n{"a" 1}\n     ^'),
        ('{"a": 1 2}', 'Expected , or } after key:value pair.\n{"a": 1 2}\n        ^'),
        ('{"a": 1', "Unexpected end of string. Expected , or } after key:value pair.\n1\n ^"),
        ('{"a": #1}', "Expected a value.\n#1}\n^"),
        ("[1 2]", "Expected , or ] after array value.\n[1 2]\n   ^"),
        ("[1", "Unexpected end of string. Expected , or ] after array value.\n1\n ^"),
        ("[,]", "Unexpected token.\n,]\n^"),
        ("[", "Unexpected end of string. Expected a value or ] within an array.\n\n^"),
        ("{} x", "Parsing terminated before end of input.\n{} x\n   ^"),
        ("[01]", "Octal/hex numbers are not valid JSON values.\n[01]\n ^"),
        ("[1-2]", "Unable to parse number.\n[1-2]\n ^"),
        ("------WebKitFormBoundary", "Unable to parse number.\n------WebKitFormBoun\n^"),
        ("[1e999]", "Number exceeds the range of double.\n[1e999]\n ^"),
        (r'["\uzzzz"]', 'Invalid escape sequence.\n["\\uzzzz"]\n  ^'),
        ('{"a": "' + "x" * 99, 'Closing quote expected in string.\n"' + "x" * 19 + "\n^"),
        (
            '{"score": 61, "close": NaN, "volume": 47}',
            'Unexpected token.\ncore": 61, "close": NaN, "volume": 47}\n                    ^',
        ),
        ("[" * 101, "Message too deep. Max recursion depth reached for key ''"),
    ],
)
def test_what_it_cannot_read_is_quoted(body: str, text: str) -> None:
    """Twenty bytes to each side; from where the second pass began when the first one ran out."""
    with pytest.raises(grammar.GrammarError) as refused:
        grammar.loads(body.encode())
    assert str(refused.value) == f"Invalid JSON payload received. {text}"


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ('{"a": [1, 2,], "b": {"c": 1,},}', {"a": [1, 2], "b": {"c": 1}}),
        ("{a: {b: 3}, nullValue: 'it\\'s', $k_1: \"x\ty\"}", {"a": {"b": 3}, "nullValue": "it's", "$k_1": "x\ty"}),
        (r'["c\q", "\v", "\u00e9\ud83d\ude00\n", -0, -12, 1e2, 1.5]', ["cq", "\v", "é😀\n", 0, -12, 100.0, 1.5]),
        (" [true , false,null] ", [True, False, None]),
    ],
)
def test_what_it_reads_besides_json(body: str, value: Any) -> None:
    assert grammar.loads(body.encode()) == value


@pytest.mark.parametrize("body", ['{"values": [["a"], [],]}', "{'values': [['a']]}", "{values: [['a']]}"])
def test_a_lenient_body_does_its_work(book: Book, body: str) -> None:
    book.ask("PUT", "/values/A1?valueInputOption=RAW", data=body, headers=JSON_TYPE)
    assert book.values("A1")["values"] == [["a"]]


def test_a_body_that_is_no_json(book: Book) -> None:
    """400 with the words alone, no details."""
    error = book.refused("POST", ":batchUpdate", data="{requests", headers=JSON_TYPE)
    text = "Unexpected end of string. Expected : between key:value pair.\nrequests\n        ^"
    assert error == {"code": 400, "message": f"Invalid JSON payload received. {text}", "status": "INVALID_ARGUMENT"}


def test_names_in_an_address(book: Book) -> None:
    """Snake case, system parameters with a dollar or as a header; what a body that is the whole request holds may stand there."""
    book.ask("PUT", "/values/A1?value_input_option=RAW", json={"values": [["a"]]})
    for options in ({"params": {"$fields": "range"}}, {"headers": {"X-Goog-FieldMask": "range"}}):
        assert book.ask("GET", "/values/A1", **options) == {"range": "Sheet1!A1"}
    body = {"data": [{"range": "A2", "values": [["b"]]}]}
    assert book.ask("POST", "/values:batchUpdate?valueInputOption=RAW", json=body)["totalUpdatedCells"] == 1


@pytest.mark.parametrize(
    ("path", "name", "message"),
    [
        (":batchUpdate?requests=x", "requests", True),
        ("/values/A1?valueInputOption=RAW&data=x", "data", True),
        ("/values/A1?valueInputOption=RAW&values=x", "values", False),
    ],
)
def test_what_an_address_cannot_hold(book: Book, path: str, name: str, message: bool) -> None:
    """Messages have no place there: a slip of many programs of Node's client."""
    error = book.refused("POST" if ":" in path else "PUT", path, json={})
    why = (
        f"'{name}' is a message type. Parameters can only be bound to primitive types."
        if message
        else f"Field '{name}' could not be found in request message."
    )
    assert (
        error["message"] == f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. {why}'
    )
    book.sandbox.forgive()


def test_a_number_of_the_path(sandbox: Sandbox, book: Book) -> None:
    error = book.refused("POST", "/sheets/first:copyTo", json={"destinationSpreadsheetId": book.id})
    assert error["message"] == "Invalid value at 'sheet_id' (TYPE_INT32), \"first\""
    assert error["details"][0]["fieldViolations"][0]["field"] == "sheet_id"
    sandbox.forgive()
