"""Filter views, and changes of protection, bands and colours by rule."""

from __future__ import annotations

import pytest

from gsandbox.tests.conftest import Book
from gsandbox.tests.places import span
from gsandbox.wire import Json

AREA = span(0, 4, 0, 2)
SHOWN = {name: value for name, value in AREA.items() if name != "sheetId"}
GREEN, RED = {"rgbColor": {"green": 1}}, {"rgbColor": {"red": 1}}


def parts(book: Book) -> Json:
    """What the first tab has beside its cells."""
    return dict(book.get()["sheets"][0])


def reply(book: Book, request: Json) -> Json:
    """The reply to one request."""
    (one,) = book.change(request)["replies"]
    return dict(next(iter(one.values()))) if one else {}


def rule(above: str, style: Json) -> Json:
    """Colours for figures above one."""
    condition = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": above}]}
    colour = {"backgroundColor": style["rgbColor"], "backgroundColorStyle": style}
    return {"ranges": [AREA], "booleanRule": {"condition": condition, "format": colour}}


def test_a_filter_view_is_made_renamed_doubled_and_removed(book: Book) -> None:
    made = reply(book, {"addFilterView": {"filter": {"range": AREA}}})["filter"]
    assert (made["title"], made["range"]) == ("Filter 1", SHOWN)
    key = made["filterViewId"]
    book.change({"updateFilterView": {"filter": {"filterViewId": key, "title": "Open"}, "fields": "title"}})
    twin = reply(book, {"duplicateFilterView": {"filterId": key}})["filter"]
    assert [one["title"] for one in parts(book)["filterViews"]] == ["Open", "Copy of Open"]
    for one in (key, twin["filterViewId"]):
        book.change({"deleteFilterView": {"filterId": one}})
    assert "filterViews" not in parts(book)
    assert "No filterView with id" in book.refused_change({"deleteFilterView": {"filterId": key}})


def test_a_protection_takes_a_description_and_keeps_its_range(book: Book) -> None:
    made = reply(book, {"addProtectedRange": {"protectedRange": {"range": AREA, "warningOnly": True}}})
    key = made["protectedRange"]["protectedRangeId"]
    new = {"protectedRangeId": key, "description": "marks"}
    book.change({"updateProtectedRange": {"protectedRange": new, "fields": "description"}})
    (kept,) = parts(book)["protectedRanges"]
    assert (kept["description"], kept["range"], kept["warningOnly"]) == ("marks", SHOWN, True)


def test_a_protection_that_only_warns_has_no_editors(book: Book) -> None:
    """Three programs, 2026: refused in these words, though the documents say that the editors are overlooked."""
    words = "ProtectedRange is warningOnly. Editors cannot be set on it."
    wish: Json = {"range": AREA, "warningOnly": True, "editors": {"users": ["clerk@office.invalid"]}}
    refused = book.refused_change({"addProtectedRange": {"protectedRange": wish}})
    assert refused == f"Invalid requests[0].addProtectedRange: {words}"
    made = reply(book, {"addProtectedRange": {"protectedRange": wish | {"editors": {}}}})["protectedRange"]
    later = {"protectedRange": wish | {"protectedRangeId": made["protectedRangeId"]}, "fields": "editors"}
    assert book.refused_change({"updateProtectedRange": later}).endswith(words)


def test_the_owner_is_among_the_editors_that_read_back(book: Book) -> None:
    """As recorded: what is false or empty is left out, and the reply still shows the editors as they were sent."""
    editors: Json = {"users": [], "groups": []}
    wish = {
        "range": AREA,
        "description": None,
        "warningOnly": False,
        "requestingUserCanEdit": False,
        "editors": editors,
    }
    made = reply(book, {"addProtectedRange": {"protectedRange": wish}})["protectedRange"]
    assert list(made) == ["protectedRangeId", "range", "requestingUserCanEdit", "editors"]
    assert (made["requestingUserCanEdit"], made["editors"]) == (True, {})
    (kept,) = parts(book)["protectedRanges"]
    assert kept == made | {"editors": {"users": ["owner@sandbox.invalid"]}}


def test_editors_that_are_not_named_are_all_who_may_edit(book: Book) -> None:
    """October 2026: without the field a protection holds nobody back who may write; a mere warning has no editors."""
    body = {"type": "user", "role": "writer", "emailAddress": "clerk@office.invalid"}
    book.sandbox.api("POST", f"/drive/v3/files/{book.id}/permissions", json=body)
    made = reply(book, {"addProtectedRange": {"protectedRange": {"range": AREA}}})["protectedRange"]
    assert made["editors"] == {}
    warns = reply(book, {"addProtectedRange": {"protectedRange": {"range": AREA, "warningOnly": True}}})
    assert "editors" not in warns["protectedRange"]
    warning, kept = parts(book)["protectedRanges"]
    assert kept == made | {"editors": {"users": ["clerk@office.invalid", "owner@sandbox.invalid"]}}
    assert "editors" not in warning


def test_bands_take_other_colours(book: Book) -> None:
    band = {"range": AREA, "rowProperties": {"firstBandColorStyle": RED, "secondBandColorStyle": GREEN}}
    key = reply(book, {"addBanding": {"bandedRange": band}})["bandedRange"]["bandedRangeId"]
    new = {"bandedRangeId": key, "rowProperties": {"firstBandColorStyle": GREEN}}
    mask = "rowProperties.firstBandColorStyle"
    book.change({"updateBanding": {"bandedRange": new, "fields": mask}})
    (kept,) = parts(book)["bandedRanges"]
    assert kept["rowProperties"]["firstBandColorStyle"] == kept["rowProperties"]["secondBandColorStyle"] == GREEN


def test_a_rule_is_replaced_or_moved_and_the_reply_tells_which(book: Book) -> None:
    for above, style in (("1", RED), ("2", GREEN)):
        book.change({"addConditionalFormatRule": {"rule": rule(above, style), "index": 0}})
    replaced = reply(book, {"updateConditionalFormatRule": {"rule": rule("3", RED), "index": 1}})
    assert replaced["oldRule"]["booleanRule"] == rule("1", RED)["booleanRule"]
    assert (replaced["newRule"]["booleanRule"], replaced.get("newIndex")) == (rule("3", RED)["booleanRule"], 1)
    moved = reply(book, {"updateConditionalFormatRule": {"sheetId": 0, "index": 1, "newIndex": 0}})
    assert moved == {"newRule": replaced["newRule"], "oldIndex": 1}
    assert [one["booleanRule"] for one in parts(book)["conditionalFormats"]] == [
        rule("3", RED)["booleanRule"],
        rule("2", GREEN)["booleanRule"],
    ]


def test_colours_of_a_rule_read_back_as_those_of_cells(book: Book) -> None:
    """Sheets, March 2026: whole 255ths, with the style that follows; the first place is not said in the reply."""
    given, share = rule("10", GREEN), 0.8980392
    given["booleanRule"]["format"] = {"backgroundColor": {"red": 0.9, "green": 1, "blue": 0.9}}
    book.change({"addConditionalFormatRule": {"rule": given}})
    replaced = reply(book, {"updateConditionalFormatRule": {"rule": given, "index": 0, "sheetId": 0}})
    light = {"red": share, "green": 1, "blue": share}
    colour = {"backgroundColor": light, "backgroundColorStyle": {"rgbColor": light}}
    kept = {"ranges": [SHOWN], "booleanRule": given["booleanRule"] | {"format": colour}}
    assert (list(replaced), replaced["oldRule"], replaced["newRule"]) == (["oldRule", "newRule"], kept, kept)
    ends = {"minpoint": {"type": "MIN", "color": {"red": 0.9}}, "maxpoint": {"type": "MAX"}}
    book.change({"addConditionalFormatRule": {"rule": {"ranges": [AREA], "gradientRule": ends}, "index": 0}})
    low = parts(book)["conditionalFormats"][0]["gradientRule"]["minpoint"]
    assert low == {"type": "MIN", "color": {"red": share}, "colorStyle": {"rgbColor": {"red": share}}}


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"rule": rule("1", RED), "index": 0}, "No conditional format on sheet: 0 at index: 0"),
        ({"sheetId": 0, "index": 3, "newIndex": 0}, "No conditional format on sheet: 0 at index: 3"),
    ],
)
def test_a_rule_that_is_not_there_is_refused(book: Book, request_: Json, words: str) -> None:
    assert words in book.refused_change({"updateConditionalFormatRule": request_})


def test_what_has_a_range_stays_on_its_tab(book: Book) -> None:
    book.change({"addSheet": {"properties": {"sheetId": 7}}})
    key = reply(book, {"addProtectedRange": {"protectedRange": {"range": AREA}}})["protectedRange"]["protectedRangeId"]
    new = {"protectedRangeId": key, "range": span(0, 1, 0, 1, sheet=7)}
    words = book.refused_change({"updateProtectedRange": {"protectedRange": new, "fields": "range"}})
    assert "must be on the sheet with id: 0" in words


def test_a_sheet_is_protected_once(book: Book) -> None:
    """Users' reports of 2020 to 2026; a range may be protected as often as one likes, and has no holes."""
    sheet: Json = {"range": {"sheetId": 0}, "warningOnly": True}
    holes: Json = {"unprotectedRanges": [AREA]}
    add = "addProtectedRange"
    for wish in (sheet | holes, {"range": AREA}, {"range": AREA}):
        book.change({add: {"protectedRange": wish}})
    refused = book.refused_change({add: {"protectedRange": sheet}})
    assert refused == f'Invalid requests[0].{add}: Sheet "Sheet1" already has sheet protection.'
    refused = book.refused_change({add: {"protectedRange": {"range": AREA} | holes}})
    assert "unprotectedRanges are only allowed on ProtectedRanges covering a whole sheet" in refused


@pytest.mark.parametrize(
    ("kind", "key", "words"),
    [
        ("deleteProtectedRange", "protectedRangeId", "No protected range with id: 5"),
        ("deleteBanding", "bandedRangeId", "No BandedRange with id: 5"),
    ],
)
def test_what_is_not_there_goes_by_its_own_name(book: Book, kind: str, key: str, words: str) -> None:
    assert book.refused_change({kind: {key: 5}}) == f"Invalid requests[0].{kind}: {words}"
