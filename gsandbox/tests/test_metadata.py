"""Metadata of developers: made, found by everything a filter can say, changed, removed; it moves with its lines."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book
from gsandbox.tests.places import lines
from gsandbox.wire import Json

PLACES: dict[str, Json] = {
    "book": {"spreadsheet": True},
    "tab": {"sheetId": 0},
    "row": {"dimensionRange": lines(6, 7)},
    "column": {"dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}},
}


def create(key: str, place: Json, value: str = "", **more: Any) -> Json:
    """A request that creates an entry."""
    entry = {"metadataKey": key, "location": place, "visibility": "DOCUMENT", **more}
    return {"createDeveloperMetadata": {"developerMetadata": entry | ({"metadataValue": value} if value else {})}}


def lookup(**parts: Any) -> Json:
    """A filter by metadata."""
    return {"developerMetadataLookup": parts}


def found(book: Book, *filters: Json) -> list[str]:
    """The keys that a search finds, by id."""
    reply = book.ask("POST", "/developerMetadata:search", json={"dataFilters": list(filters)})
    return [one["developerMetadata"]["metadataKey"] for one in reply.get("matchedDeveloperMetadata", [])]


@pytest.fixture
def tagged(book: Book) -> Book:
    """One entry on the spreadsheet, one on its tab, one on row 7, one on column C; ids 1 to 4."""
    book.change(*(create(key, place, key * 2, metadataId=n) for n, (key, place) in enumerate(PLACES.items(), 1)))
    return book


def test_an_entry_as_google_shows_it(book: Book) -> None:
    """As the guide's example: an id is drawn, the location gets its kind."""
    request = create("Sales", PLACES["row"], "2022")
    made = book.change(request)["replies"][0]["createDeveloperMetadata"]["developerMetadata"]
    assert made.pop("metadataId") > 0
    where = {"locationType": "ROW", "dimensionRange": {"dimension": "ROWS", "startIndex": 6, "endIndex": 7}}
    assert made == {"metadataKey": "Sales", "metadataValue": "2022", "location": where, "visibility": "DOCUMENT"}


def test_one_entry_by_its_id(tagged: Book) -> None:
    assert tagged.ask("GET", "/developerMetadata/2")["location"] == {"locationType": "SHEET"}
    error = tagged.refused("GET", "/developerMetadata/9")
    assert (error["code"], error["message"]) == (404, "No developer metadata with ID 9")


def test_the_spreadsheet_shows_its_own_and_its_tabs(tagged: Book) -> None:
    shown = tagged.get()
    assert [one["metadataKey"] for one in shown["developerMetadata"]] == ["book"]
    assert [one["metadataKey"] for one in shown["sheets"][0]["developerMetadata"]] == ["tab"]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        (lookup(metadataKey="row"), ["row"]),
        (lookup(metadataValue="tabtab"), ["tab"]),
        (lookup(metadataId=4, metadataKey="row"), []),
        (lookup(visibility="PROJECT"), []),
        (lookup(locationType="COLUMN"), ["column"]),
        (lookup(metadataLocation=PLACES["book"]), ["book"]),
        (lookup(metadataLocation=PLACES["tab"]), ["tab", "row", "column"]),
        (lookup(metadataLocation=PLACES["tab"], locationMatchingStrategy="EXACT_LOCATION"), ["tab"]),
        (lookup(metadataLocation=PLACES["row"], locationType="COLUMN"), ["column"]),
        (lookup(metadataLocation={"dimensionRange": lines(3, 4)}), ["tab", "column"]),
        ({"a1Range": "Sheet1!A1:B2"}, ["tab"]),
        ({"gridRange": {"sheetId": 0, "startRowIndex": 6, "endRowIndex": 9}}, ["tab", "row", "column"]),
    ],
)
def test_a_search(tagged: Book, asked: Json, keys: list[str]) -> None:
    assert found(tagged, asked) == keys


def test_each_find_names_the_filters_that_found_it(tagged: Book) -> None:
    by_key, by_place = lookup(metadataKey="tab"), lookup(metadataLocation=PLACES["tab"])
    reply = tagged.ask("POST", "/developerMetadata:search", json={"dataFilters": [by_key, by_place]})
    filters = [one["dataFilters"] for one in reply["matchedDeveloperMetadata"]]
    assert filters == [[by_key, by_place], [by_place], [by_place]]


def test_an_entry_is_changed_and_removed(tagged: Book) -> None:
    """By mask; the id stays. The replies show what changed and what went."""
    change = {
        "dataFilters": [lookup(metadataId=1)],
        "developerMetadata": {"location": {"sheetId": 0}, "metadataKey": "new"},
        "fields": "location,metadataKey",
    }
    reply = tagged.change({"updateDeveloperMetadata": change})["replies"][0]["updateDeveloperMetadata"]
    now = {"metadataId": 1, "metadataKey": "new", "metadataValue": "bookbook", "location": {"locationType": "SHEET"}}
    assert reply == {"developerMetadata": [now | {"visibility": "DOCUMENT"}]}
    gone = tagged.change({"deleteDeveloperMetadata": {"dataFilter": lookup(metadataLocation=PLACES["tab"])}})
    removed = gone["replies"][0]["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]
    assert [one["metadataId"] for one in removed] == [1, 2, 3, 4]
    assert found(tagged, lookup(visibility="DOCUMENT")) == []
    assert tagged.change({"deleteDeveloperMetadata": {"dataFilter": lookup(metadataId=1)}})["replies"] == [
        {"deleteDeveloperMetadata": {}}
    ]


def test_it_goes_where_its_line_goes(tagged: Book, sandbox: Sandbox) -> None:
    """Moved by an inserted row, gone with a deleted one; a tab takes its own with it; a copy of the file has all."""
    tagged.change({"insertDimension": {"range": lines(1, 3)}})
    assert found(tagged, {"a1Range": "A9"}) == ["tab", "row"]
    copied = sandbox.api("POST", f"/drive/v3/files/{tagged.id}/copy", json={}).json()["id"]
    tagged.change({"deleteDimension": {"range": lines(8, 9)}})
    assert found(tagged, lookup(visibility="DOCUMENT")) == ["book", "tab", "column"]
    tagged.change({"addSheet": {"properties": {"title": "other"}}}, {"deleteSheet": {"sheetId": 0}})
    assert found(tagged, lookup(visibility="DOCUMENT")) == ["book"]
    assert found(Book(sandbox, copied), lookup(visibility="DOCUMENT")) == list(PLACES)


def test_cells_by_metadata(tagged: Book) -> None:
    """getByDataFilter with a row's metadata gives that row."""
    tagged.put("A7", [["W-24", "74"]])
    body = {"dataFilters": [lookup(metadataKey="row")], "includeGridData": True}
    block = tagged.ask("POST", ":getByDataFilter", json=body)["sheets"][0]["data"][0]
    assert block["startRow"] == 6
    assert [cell["formattedValue"] for cell in block["rowData"][0]["values"]] == ["W-24", "74"]
    nothing = tagged.ask("POST", ":getByDataFilter", json={"dataFilters": [lookup(metadataKey="?")]})
    assert nothing == tagged.get()


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (create("", PLACES["tab"]), "must always have a key"),
        (create("k", {}), "must always have a location"),
        (create("k", {"sheetId": 5}), "No grid with id: 5"),
        (create("k", PLACES["tab"], visibility="DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED"), "have visibility"),
        (
            create("k", PLACES["tab"], metadataId=1),
            "Cannot add developer metadata with ID [1] because developer metadata with that ID already exists.",
        ),
        (create("k", PLACES["tab"], metadataId=-1), "must be positive"),
        (create("k", PLACES["tab"], "x" * 30_000), "at most 30,000 characters"),
        (create("k", {"dimensionRange": lines(1, 3)}), "DimensionRange must represent a single row or column."),
        (create("k", {"dimensionRange": {"dimension": "ROWS", "startIndex": 1}}), "both a startIndex and an endIndex"),
        ({"deleteDeveloperMetadata": {"dataFilter": lookup(metadataLocation={"spreadsheet": True},
          locationMatchingStrategy="INTERSECTING_LOCATION")}}, "spreadsheet is true, but locationMatchingStrategy"),
        (create("k", {"dimensionRange": lines(4000, 4001)}), "larger than current grid size"),
        ({"updateDeveloperMetadata": {"dataFilters": [lookup(metadataId=1)]}}, "At least one field must be listed"),
        ({"deleteDeveloperMetadata": {"dataFilter": lookup(locationMatchingStrategy="EXACT_LOCATION")}}, "metadataLocation"),
    ],
)  # fmt: skip
def test_what_is_refused(tagged: Book, request_: Json, words: str) -> None:
    kind = next(iter(request_))
    message = tagged.refused_change(request_)
    assert message.startswith(f"Invalid requests[0].{kind}: ")
    assert words in message


def test_a_sorted_row_takes_its_metadata_along(book: Book) -> None:
    """Asked of the real Sheets in 2026: sortRange moves rows with what is tied to them; cells show it beside the sizes."""
    book.put("A1", [["r1", 3], ["r2", 1], ["r3", 2]])
    book.change({**create("key", {"dimensionRange": lines(0, 1)}, metadataId=7)})
    area = {"sheetId": 0, "endRowIndex": 3, "endColumnIndex": 2}
    book.change({"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]}})
    fields = (
        "sheets.data(rowData.values.formattedValue,rowMetadata.developerMetadata(metadataId,location.dimensionRange))"
    )
    block = book.get(ranges="A2:A4", fields=fields)["sheets"][0]["data"][0]
    assert [row["values"][0]["formattedValue"] for row in block["rowData"]] == ["r3", "r1"]
    place = {"dimensionRange": {"dimension": "ROWS", "startIndex": 2, "endIndex": 3}}
    assert block["rowMetadata"] == [{}, {"developerMetadata": [{"metadataId": 7, "location": place}]}, {}]
