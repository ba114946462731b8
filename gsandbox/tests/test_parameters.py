"""Parameters that Google's front end reads itself, and which of several counts: asked of the real one in September 2026."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book

NO_RANGE = "Unable to parse range: Nothing"
FORM = "Invalid query parameters. Invalid value '{}' for system query parameter : $.xgafv"


@pytest.mark.parametrize("value", ["0", "3", "NOPE", "01", ""])
def test_a_form_of_errors_that_there_is_not(book: Book, value: str) -> None:
    """Refused before the login is looked at."""
    query = {"$.xgafv": value}
    for path in (f"/v4/spreadsheets/{book.id}/values/Nothing", "/drive/v3/files"):
        reply = book.sandbox.api("GET", path, params=query, headers={"Authorization": ""})
        error = reply.json()["error"]
        assert (reply.status_code, error["message"], error["status"]) == (400, FORM.format(value), "INVALID_ARGUMENT")
        assert ("errors" in error) == path.startswith("/drive")


@pytest.mark.parametrize(
    ("query", "listed"), [("1", True), ("2", False), ("2&$.xgafv=1", True), ("1&$.xgafv=2", False)]
)
def test_errors_of_sheets_come_with_drives_list(book: Book, query: str, listed: bool) -> None:
    """With $.xgafv=1; the last one counts."""
    error = book.refused("GET", f"/values/Nothing?$.xgafv={query}")
    entry = {"message": NO_RANGE, "domain": "global", "reason": "badRequest"}
    assert error.get("errors") == ([entry] if listed else None)
    assert list(error) == ["code", "message", *(["errors"] if listed else []), "status"]


@pytest.mark.parametrize(
    ("rest", "entry"),
    [
        ("/values/A1?majorDimension=X&", {"reason": "invalid"}),
        ("?fields=nothing&", {"domain": "global", "reason": "badRequest"}),
        ("x?", {"domain": "global", "reason": "notFound"}),
    ],
)
def test_what_the_list_says(book: Book, rest: str, entry: dict[str, str]) -> None:
    """A value that its type cannot take has no domain."""
    error = book.refused("GET", f"{rest}$.xgafv=1")
    assert error["errors"] == [{"message": error["message"], **entry}]
    book.sandbox.forgive()


def test_a_login_that_is_refused_says_so_in_the_list(book: Book) -> None:
    reply = book.sandbox.api("POST", f"/v4/spreadsheets/{book.id}:batchUpdate?$.xgafv=1", headers={"Authorization": ""})
    (entry,) = reply.json()["error"]["errors"]
    assert (entry["message"], entry["reason"], entry["location"]) == ("Login Required.", "required", "Authorization")


@pytest.mark.parametrize("word", ["json", "JSON", "Json", ""])
def test_json_in_any_case(book: Book, word: str) -> None:
    assert book.values("A1", alt=word)["range"] == "Sheet1!A1"


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("media", 'Unsupported alt type "media" for non byte stream request.'),
        ("MEDIA", 'Unsupported alt type "media" for non byte stream request.'),
        ("ZZZ", "Invalid value \"ZZZ\" for query parameter 'alt'"),
    ],
)
def test_what_no_reply_comes_in(book: Book, word: str, words: str) -> None:
    """Sheets has nothing but JSON. The first one counts."""
    assert book.refused("GET", f"/values/A1?alt={word}&alt=json")["message"] == words
    assert book.refused("GET", f"/values/Nothing?alt=json&alt={word}")["message"] == NO_RANGE


@pytest.mark.parametrize("path", ["/v4/spreadsheets/x", "/drive/v3/files", "/v1/forms/x"])
def test_an_unknown_form_of_reply_is_refused_before_the_login(sandbox: Sandbox, path: str) -> None:
    """Measured in September 2026: media, which some methods know, after it."""
    error = sandbox.get(f"{path}?alt=zzz").json()["error"]
    assert (error["code"], error["message"]) == (400, "Invalid value \"zzz\" for query parameter 'alt'")
    assert ("errors" in error) == path.startswith("/drive")
    assert sandbox.get(f"{path}?alt=media").status_code in (401, 403)


@pytest.mark.parametrize("query", ["alt=MEDIA", "alt=media&alt=json"])
def test_a_file_is_downloaded_in_any_case(sandbox: Sandbox, query: str) -> None:
    made = sandbox.api("POST", "/upload/drive/v3/files?uploadType=media", data=b"0123").json()["id"]
    assert sandbox.api("GET", f"/drive/v3/files/{made}?{query}").content == b"0123"
    assert sandbox.api("GET", f"/drive/v3/files/{made}?alt=json&alt=media").json()["id"] == made


@pytest.mark.parametrize(
    ("word", "packed"), [("false", True), ("0", True), ("FALSE", False), ("f", False), ("no", False), ("", False)]
)
def test_blanks_in_a_reply(book: Book, word: str, packed: bool) -> None:
    """Two spellings take them away, no other is refused; the first one counts."""
    path = f"/v4/spreadsheets/{book.id}/values/A1?prettyPrint={word}&prettyPrint=false"
    assert book.sandbox.api("GET", path).text.startswith('{"' if packed else '{\n  "')


def test_of_several_words_of_a_kind_sheets_takes_the_last(book: Book) -> None:
    book.put("A1", [["=1+1"]], "USER_ENTERED")
    assert book.values("A1", majorDimension=["ROWS", "COLUMNS"])["majorDimension"] == "COLUMNS"
    assert book.values("A1", valueRenderOption=["FORMATTED_VALUE", "FORMULA"])["values"] == [["=1+1"]]
    assert "data" not in book.get(includeGridData=["true", "false"])["sheets"][0]
    assert list(book.values("A1", fields=["range", "bogus"])) == ["range"]


@pytest.mark.parametrize(("sizes", "count"), [([1, 3], 1), ([3, 0], 3), ([0, 2], 4), ([1001, 2], 4)])
def test_of_several_sizes_of_a_page_drive_takes_the_first(sandbox: Sandbox, sizes: list[int], count: int) -> None:
    """And does not ask whether there is such a page."""
    for number in range(4):
        sandbox.api("POST", "/drive/v3/files", json={"name": f"F{number}"})
    assert len(sandbox.api("GET", "/drive/v3/files", params={"pageSize": sizes}).json()["files"]) == count


@pytest.mark.parametrize(("path", "most"), [("/files/nothing/permissions", 100), ("/drives", 100), ("/files", 1000)])
@pytest.mark.parametrize("size", ["0", "-1", "2147483647"])
def test_pages_that_drive_has_not(sandbox: Sandbox, path: str, most: int, size: str) -> None:
    """Refused before the file is looked for."""
    error = sandbox.api("GET", f"/drive/v3{path}", params={"pageSize": size}).json()["error"]
    assert error["message"] == f"Invalid value '{size}'. Values must be within the range: [value: 1\n, value: {most}\n]"
    assert error["errors"][0]["location"] == "page_size"


def test_names_are_one_key_of_sorting(sandbox: Sandbox) -> None:
    refused = sandbox.api("GET", "/drive/v3/files?orderBy=name,name_natural%20desc").json()["error"]
    assert refused["message"] == "The orderBy parameter cannot contain duplicate sort keys."
    assert sandbox.api("GET", "/drive/v3/files?orderBy=recency,modifiedTime").status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name = 'ÉLAN VITAL'", ["Élan Vital"]),
        ("name = 'élan vital'", []),
        ("name = 'strasse plan'", []),
        ("name contains 'élan'", ["Élan Vital"]),
        ("name contains 'ÉLAN'", ["Élan Vital"]),
        ("name contains 'elan'", []),
        ("name contains 'strasse'", []),
        ("name contains 'finance'", ["\ufb01nance deck"]),
        ("name contains 'istanbul'", ["\u0130stanbul"]),
        ("name contains 'थाना कोत'", ["थाना कोतवाली"]),
        ("name contains 'कोती'", []),
    ],
)
def test_letters_of_a_name(sandbox: Sandbox, query: str, found: list[str]) -> None:
    """Equal are names but for the case of A to Z; what they contain is looked for past all case and in plain forms.

    Tried of the real Drive in September 2026, but for the last two: of them, a word is as long as a person writes it.
    """
    for name in ("Élan Vital", "Straße Plan", "\ufb01nance deck", "\u0130stanbul", "थाना कोतवाली"):
        sandbox.api("POST", "/drive/v3/files", json={"name": name})
    listed = sandbox.api("GET", "/drive/v3/files", params={"q": query, "fields": "files(name)"}).json()["files"]
    assert [one["name"] for one in listed] == found


def test_a_way_of_sending_is_no_parameter_of_sheets(book: Book) -> None:
    error = book.refused("GET", "/values/A1?uploadType=media")
    assert error["message"].startswith(
        'Invalid JSON payload received. Unknown name "uploadType": Cannot bind query parameter.'
    )
    book.sandbox.forgive()


def test_a_blank_mask_selects_nothing(sandbox: Sandbox) -> None:
    for mask in ("", " "):
        assert sandbox.api("GET", "/drive/v3/files", params={"fields": mask}).json() == {}


@pytest.mark.parametrize(
    ("wanted", "status"),
    [("text/csv", 200), ("TEXT/CSV", 200), ("", 400), ("text/plain", 400), ("text/csv ", 400), ("text/csv;charset=utf-8", 400)],
)  # fmt: skip
def test_formats_of_a_download(book: Book, wanted: str, status: int) -> None:
    """In any case, and named in the reply as they were asked for; one that is empty is not one that is missing."""
    reply = book.sandbox.api("GET", f"/drive/v3/files/{book.id}/export", params={"mimeType": wanted})
    assert reply.status_code == status
    if status == 200:
        assert reply.headers["content-type"] == wanted
    else:
        assert reply.json()["error"]["errors"][0]["location"] == "convertTo"
    lacking = book.sandbox.api("GET", "/drive/v3/files/nothing/export").json()["error"]
    assert lacking["message"] == "Required parameter: mimeType"


CELLS: list[list[Any]] = [["a,b", 'say "so"'], ["two\nlines", "a\ttab"], [" blank ", ""], ["", "end"]]


@pytest.mark.parametrize(
    ("wanted", "lines"),
    [
        ("text/csv", ['"a,b","say ""so"""', '"two\nlines",a\ttab', " blank ,", ",end"]),
        ("text/tab-separated-values", ['a,b\tsay "so"', "two lines\ta tab", " blank \t", "\tend"]),
    ],
)
def test_a_tab_as_text(book: Book, wanted: str, lines: list[str]) -> None:
    """Quotes only where a comma, a quote or a line break is; none at all between tabs. No line break at the end."""
    book.put("A1", CELLS)
    reply = book.sandbox.api("GET", f"/drive/v3/files/{book.id}/export", params={"mimeType": wanted})
    assert reply.text == "\r\n".join(lines)


def test_a_column_with_a_gap_as_text(book: Book) -> None:
    book.put("A1", [["a"], [""], ["b"]])
    reply = book.sandbox.api("GET", f"/drive/v3/files/{book.id}/export", params={"mimeType": "text/csv"})
    assert reply.text == "a\r\n\r\nb"


@pytest.mark.parametrize(
    ("text", "written"),
    [("<b>&'", "\\u003cb\\u003e&'"), ("\u06dd", "\\u06dd"), ("\U0001d173", "\\ud834\\udd73"), ("\U000e0067", "\\udb40\\udc67")],
)  # fmt: skip
def test_letters_that_are_not_written_as_themselves(book: Book, text: str, written: str) -> None:
    """The format letters of Unicode 4.0, all of them tried one by one; those past U+FFFF in two halves."""
    book.put("A1", [[text]])
    reply = book.sandbox.api("GET", f"/v4/spreadsheets/{book.id}/values/A1")
    assert f'"{written}"' in reply.text
    assert reply.json()["values"] == [[text]]


def test_headers_alone(book: Book) -> None:
    """HEAD: Drive tells what it tells a GET, but not how long the body would be; Sheets and Forms refuse it with a page."""
    ask = book.sandbox.api
    for path, status in (("files", 200), (f"files/{book.id}", 200), ("files/nothing", 404), ("files?fields=x", 400)):
        told, read = ask("HEAD", f"/drive/v3/{path}"), ask("GET", f"/drive/v3/{path}")
        assert (told.status_code, told.content, read.status_code) == (status, b"", status)
        assert told.headers["content-type"] == read.headers["content-type"] == "application/json; charset=UTF-8"
        assert "content-length" not in told.headers
    assert book.sandbox.http.head(f"{book.sandbox.root}/drive/v3/files").status_code == 403
    for path in (f"/v4/spreadsheets/{book.id}", "/v1/forms/nothing"):
        refused = ask("HEAD", path)
        assert (refused.status_code, refused.headers["content-type"]) == (400, "text/html; charset=UTF-8")
    assert book.sandbox.http.head(f"{book.sandbox.root}/spreadsheets/d/{book.id}").status_code == 200
