"""Bodies made by chance from Google's own schemas, and bodies that are plain nonsense: done, or refused, never an accident."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gsandbox.discovery import Api, load
from gsandbox.messages import ONE_OFS
from gsandbox.pytest_plugin import Sandbox
from gsandbox.sheets.changes import KINDS
from gsandbox.tests.conftest import Book
from gsandbox.wire import Json

NUMBERS = st.one_of(st.integers(-1, 12), st.sampled_from([100, 1000, 10**6, 2**31 - 1]))
TEXTS = st.one_of(
    st.sampled_from(["", "Sheet1", "A1", "B2:C3", "=1+1", "=A1", "0042", "*", "title", "हाँ"]), st.text(max_size=8)
)
MASKS = st.sampled_from(["*", "title", "userEnteredValue", "userEnteredFormat", "note", "gridProperties.rowCount", "hidden", "index", "pixelSize", "name", "bogus"])  # fmt: skip
SETTINGS = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def instance(api: Api, spec: Json, depth: int) -> st.SearchStrategy[Any]:
    """A value that fits a schema; objects have some of their fields."""
    if "$ref" in spec:
        return instance(api, api.schemas[spec["$ref"]], depth)
    if "enum" in spec:
        return st.sampled_from(spec["enum"])
    kind, form = spec["type"], spec.get("format", "")
    if kind == "array":
        return st.lists(instance(api, spec["items"], depth - 1), max_size=3 if depth > 0 else 0)
    if kind == "object":
        fields = spec.get("properties", {}) if depth > 0 else {}
        parts = {name: instance(api, field, depth - 1) for name, field in fields.items() if "readOnly" not in field}
        return st.fixed_dictionaries({}, optional=parts).map(lambda made: dict(list(_one_of_each(spec, made))[:6]))
    if form == "google-fieldmask":
        return MASKS
    scalar = {"integer": NUMBERS, "number": st.floats(0, 2), "boolean": st.booleans(), "any": TEXTS}
    return scalar.get(kind, TEXTS)


def _one_of_each(spec: Json, made: Json) -> Iterator[tuple[str, Any]]:
    """The fields of a message, but for a second one of a group of which it takes one."""
    group, alone = ONE_OFS.get(("sheets", spec.get("id", "")), ("", frozenset()))
    grouped = [name for name in made if group and (alone is None or name in alone)]
    return ((name, value) for name, value in made.items() if name not in grouped[1:])


def requests() -> st.SearchStrategy[list[Json]]:
    """A few requests of the kinds that are served."""
    api = load("sheets")
    kinds = {kind: api.schemas["Request"]["properties"][kind] for kind in KINDS}
    one = st.one_of(*(instance(api, spec, 5).map(lambda made, kind=kind: {kind: made}) for kind, spec in kinds.items()))
    return st.lists(one, min_size=1, max_size=3)


@pytest.fixture
def filled(book: Book) -> Book:
    """A small spreadsheet with something in it."""
    change = {
        "properties": {"gridProperties": {"rowCount": 12, "columnCount": 8}},
        "fields": "gridProperties(rowCount,columnCount)",
    }
    book.change({"updateSheetProperties": change})
    book.put("A1", [["a", "1", "=B1+1"], ["2026-11-24", "", "x"], ["", "TRUE", "=SUM(B1:B3)"]], "USER_ENTERED")
    return book


def test_any_change_is_done_or_refused(filled: Book) -> None:
    """Requests that fit the schemas: 200, 400 or 501, and what is there afterwards can be read."""

    @SETTINGS
    @given(requests())
    def try_it(body: list[Json]) -> None:
        reply = filled.sandbox.api("POST", f"/v4/spreadsheets/{filled.id}:batchUpdate", json={"requests": body})
        assert reply.status_code in (200, 400, 501), (body, reply.text)
        if (
            reply.status_code == 200
            and sum(one["properties"]["gridProperties"]["rowCount"] for one in filled.get()["sheets"]) < 2000
        ):
            filled.get(includeGridData="true")

    try_it()


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False), TEXTS
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.one_of(TEXTS, st.sampled_from(["requests", "values", "range", "properties", "title", "addSheet", "fields"])), inner, max_size=3)), max_leaves=12
)  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", "/v4/spreadsheets"),
        ("POST", "/v4/spreadsheets/{}:batchUpdate"),
        ("PUT", "/v4/spreadsheets/{}/values/A1?valueInputOption=USER_ENTERED"),
        ("POST", "/v4/spreadsheets/{}/values/A1:append?valueInputOption=USER_ENTERED"),
        ("POST", "/v4/spreadsheets/{}/values:batchUpdate"),
        ("POST", "/drive/v3/files"),
        ("PATCH", "/drive/v3/files/{}"),
        ("POST", "/drive/v3/files/{}/permissions"),
        ("POST", "/sandbox/faults"),
    ],
)
def test_any_body_is_taken_or_refused(book: Book, verb: str, path: str) -> None:
    """Nonsense in, 400 out; never 500."""

    @settings(SETTINGS, max_examples=25)
    @given(ANYTHING)
    def try_it(body: Any) -> None:
        reply = book.sandbox.api(verb, path.format(book.id), json=body)
        assert reply.status_code in (200, 400, 403, 501), (body, reply.text)

    try_it()
    assert all(one["where"] == "body" for one in book.sandbox.forgive())


def test_any_query_is_taken_or_refused(sandbox: Sandbox) -> None:
    """Parameters of files.list by chance."""

    @settings(SETTINGS, max_examples=60)
    @given(st.dictionaries(st.sampled_from(["q", "orderBy", "pageSize", "pageToken", "fields", "spaces", "corpora"]), st.one_of(TEXTS, st.sampled_from(["name = 'x'", "name desc", "5", "files(id)"])), max_size=3))  # fmt: skip
    def try_it(query: dict[str, str]) -> None:
        reply = sandbox.api("GET", "/drive/v3/files", params=query)
        assert reply.status_code in (200, 400), reply.text

    try_it()
    assert all(one["where"] == "query" for one in sandbox.forgive())
