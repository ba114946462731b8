"""Requests about ranges that carry something: names, protection, filters, colours by rule, bands."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from typing import Any

from .. import ids
from ..drive import permissions
from ..refusal import Refusal
from ..wire import Json
from . import a1, colours, store, tidy_requests
from .a1 import Window
from .conditions import NUMBER, checked
from .fields import mask_of, merged, said
from .locales import DECIMAL_COMMAS
from .store import Request, Spreadsheet, Tab

RULE_LOOKS = {"backgroundColor", "backgroundColorStyle", "textFormat"}
RULE_TEXTS = {"bold", "italic", "strikethrough", "foregroundColor", "foregroundColorStyle"}
RULE_LIMIT = (
    "ConditionalFormatRule.format only supports bold, italic, strikethrough, foreground color and background color."
)


def as_given(area: Window, given: Json) -> Json:
    """The range as it was given, with its open ends left open."""
    shown = a1.as_grid_range(area)
    pairs = {"startRowIndex": "endRowIndex", "startColumnIndex": "endColumnIndex"}
    for start, end in pairs.items():
        if start not in given and end not in given:
            shown.pop(start)
            shown.pop(end)
    return shown


def add_named_range(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """A name for a range."""
    given = request.get("namedRange", {})
    name = given.get("name", "")
    _check_name(spreadsheet, name)
    area = a1.from_grid_range(spreadsheet, given.get("range", {}))
    made = {
        "namedRangeId": given.get("namedRangeId") or ids.digits(10),
        "name": name,
        "range": as_given(area, given.get("range", {})),
    }
    store.save(db, replace(spreadsheet, named_ranges=[*spreadsheet.named_ranges, made]))
    return {"namedRange": made}


def _check_name(spreadsheet: Spreadsheet, name: str, *, but: str = "") -> None:
    if not re.fullmatch(r"[^\W\d]\w{0,249}", name) or re.fullmatch(
        r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|true|false", name, re.IGNORECASE
    ):
        raise Refusal(400, "The name given to this range is invalid.")
    if any(
        one["name"].casefold() == name.casefold() and one["namedRangeId"] != but for one in spreadsheet.named_ranges
    ):
        raise Refusal(400, f"Cannot add named range with name {name}, a named range with that name already exists.")


def update_named_range(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Another name or range."""
    mask = mask_of(request, "NamedRange")
    given = request.get("namedRange", {})
    at = _named(spreadsheet, given.get("namedRangeId", ""))
    old = spreadsheet.named_ranges[at]
    changed = merged(old, given, mask) | {"namedRangeId": old["namedRangeId"]}
    _check_name(spreadsheet, changed.get("name", ""), but=old["namedRangeId"])
    area = a1.from_grid_range(spreadsheet, changed.get("range", {}))
    spreadsheet.named_ranges[at] = changed | {"range": as_given(area, changed["range"])}
    store.save(db, spreadsheet)


def delete_named_range(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """The name goes, the cells stay."""
    del spreadsheet.named_ranges[_named(spreadsheet, request.get("namedRangeId", ""))]
    store.save(db, spreadsheet)


def _named(spreadsheet: Spreadsheet, name_id: str) -> int:
    for at, one in enumerate(spreadsheet.named_ranges):
        if one["namedRangeId"] == name_id:
            return at
    raise Refusal(400, f"No named range with id: {name_id}")


CALLED = {"protectedRanges": "protected range", "bandedRanges": "BandedRange"}
"""How Google's refusals name an object of a tab, where not by its part."""


def located(spreadsheet: Spreadsheet, part: str, key: str, wanted: Any, *, called: str = "") -> tuple[Tab, int]:
    """The tab that holds an object of this id, and its place there; `called`: how Google names it, where not as elsewhere."""
    for tab in spreadsheet.tabs:
        for at, one in enumerate(tab.parts.get(part, [])):
            if one.get(key) == wanted:
                return tab, at
    raise Refusal(400, f"No {called or CALLED.get(part, part[:-1])} with id: {wanted}")


def deleting(part: str, key: str, asked: str, *, called: str = "") -> Request:
    """The request by which an object of a tab goes away; `asked`: where it says the id."""

    def delete(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
        tab, at = located(spreadsheet, part, key, request.get(asked, 0), called=called)
        del tab.parts[part][at]
        store.save_tab(db, tab)

    return delete


def warns_all(protection: Json, given: Json) -> None:
    """A protection that only warns holds nobody back. Raises Refusal where editors are given to one."""
    if protection.get("warningOnly") and given.get("editors"):
        raise Refusal(400, "ProtectedRange is warningOnly. Editors cannot be set on it.")


def whole(given: Json) -> bool:
    """Whether a range names no rows and no columns: the sheet."""
    return not any(name.endswith("Index") for name in given)


def add_protected_range(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """Protect a range from editing. Editors not named are all who may edit, and none in the reply; the owner reads back too."""
    given = said(request.get("protectedRange", {}))
    area = a1.from_grid_range(spreadsheet, given.get("range", {}))
    warns_all(given, given)
    if not whole(given.get("range", {})):
        if given.get("unprotectedRanges"):
            raise Refusal(400, "unprotectedRanges are only allowed on ProtectedRanges covering a whole sheet.")
    elif any(whole(one["range"]) for one in area.tab.parts.get("protectedRanges", [])):
        raise Refusal(400, f'Sheet "{area.tab.title}" already has sheet protection.')
    key = given.get("protectedRangeId") or ids.sheet_id()
    made = {"protectedRangeId": key, "range": as_given(area, given.get("range", {}))}
    made |= {name: value for name, value in given.items() if name not in (*made, "editors")}
    made["requestingUserCanEdit"] = True
    kept = dict(made)
    if "editors" in given or not given.get("warningOnly"):
        made["editors"] = given.get("editors", {})
    if not given.get("warningOnly"):
        writers = [one.email for one in permissions.of(db, spreadsheet.id) if one.email and one.role == "writer"]
        editors, owner = given.get("editors", {"users": writers}), permissions.owner(db, spreadsheet.id)
        users = editors.get("users", [])
        kept["editors"] = editors | {"users": users if owner in users else [*users, owner]}
    area.tab.parts.setdefault("protectedRanges", []).insert(0, kept)  # the newest is shown first
    store.save_tab(db, area.tab)
    return {"protectedRange": made}


def set_basic_filter(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """The filter of a tab; it sorts the rows below the first, and hides nothing from the API."""
    given = request.get("filter", {})
    area = a1.from_grid_range(spreadsheet, given.get("range", {}))
    criteria = given.get("criteria", {})
    if wrong := [column for column in criteria if not re.fullmatch("[0-9]{1,9}", column)]:
        raise Refusal(400, f"Invalid column index: {wrong[0]}")
    specs = given.get("filterSpecs") or [
        {"columnIndex": int(column), "filterCriteria": one} for column, one in criteria.items()
    ]
    for spec in specs:
        if "condition" in spec.get("filterCriteria", {}):
            checked(spec["filterCriteria"]["condition"], "filters")
    shown: Json = {"range": a1.as_grid_range(area)}
    if sorts := given.get("sortSpecs"):
        shown["sortSpecs"] = sorts
        if area.top + 1 < area.bottom:
            below = a1.as_grid_range(replace(area, top=area.top + 1))
            tidy_requests.sort_range(db, spreadsheet, {"range": below, "sortSpecs": sorts})
    if specs:
        shown["criteria"] = {str(one.get("columnIndex", 0)): one.get("filterCriteria", {}) for one in specs}
        shown["filterSpecs"] = specs
    area.tab.parts["basicFilter"] = shown
    store.save_tab(db, area.tab)


def clear_basic_filter(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """The filter goes away."""
    tab = spreadsheet.grid(request)
    tab.parts.pop("basicFilter", None)
    store.save_tab(db, tab)


DECIMAL_POINT = re.compile(r"[-+]?\d*\.(\d{1,2}|\d{4,})")
"""Not of three digits: a point before those parts thousands where decimals have a comma."""


def rule_of(given: Json, locale: str) -> Json:
    """A rule for colours as Google keeps it: colours rounded as in cells; the ends of a scale have no figure. Raises Refusal."""
    if not given.keys() & {"booleanRule", "gradientRule"}:
        raise Refusal(400, "The rule must be a boolean rule or a gradient rule.")
    if "gradientRule" not in given:
        checked(given["booleanRule"].get("condition", {}), "conditional formatting")
        look = given["booleanRule"].get("format", {})
        if not (look.keys() <= RULE_LOOKS and look.get("textFormat", {}).keys() <= RULE_TEXTS):
            raise Refusal(400, RULE_LIMIT)
        return given | {"booleanRule": colours.settled(given["booleanRule"])}
    scale = {"minpoint": {}, "maxpoint": {}} | given["gradientRule"]
    return given | {"gradientRule": {name: colours.settled(_point(point, locale)) for name, point in scale.items()}}


def _point(given: Json, locale: str) -> Json:
    kind = given.get("type", "INTERPOLATION_POINT_TYPE_UNSPECIFIED")
    if kind == "INTERPOLATION_POINT_TYPE_UNSPECIFIED":
        raise Refusal(400, "No interpolationPointType specified.")
    if kind in ("MIN", "MAX"):
        return {name: value for name, value in given.items() if name != "value"}
    if not given.get("value"):
        raise Refusal(400, "InterpolationPoint.value is required.")
    foreign = locale in DECIMAL_COMMAS and DECIMAL_POINT.fullmatch(given["value"])
    if foreign or not NUMBER.match(given["value"]):
        raise Refusal(400, f"Invalid InterpolationPoint.value: {given['value']}")
    return given


def add_conditional_format_rule(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Colours by rule; `index` is the place among the tab's rules."""
    rule = request.get("rule", {})
    if not rule.get("ranges"):
        raise Refusal(400, "The rule must have at least one range.")
    rule = rule_of(rule, spreadsheet.properties["locale"])
    areas = [a1.from_grid_range(spreadsheet, one, empty=True) for one in rule["ranges"]]
    if len({area.tab.sheet_id for area in areas}) > 1:
        raise Refusal(400, "All ranges of a rule must be on the same sheet.")
    tab = areas[0].tab
    rules = tab.parts.setdefault("conditionalFormats", [])
    index = request.get("index", 0)
    if index < 0:
        raise Refusal(400, f"Conditional format index {index} is out of range.")
    rules.insert(index, rule | {"ranges": [a1.as_grid_range(area) for area in areas]})
    store.save_tab(db, tab)


def delete_conditional_format_rule(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """A rule goes away; the reply shows it."""
    tab = spreadsheet.grid(request)
    rules, index = tab.parts.get("conditionalFormats", []), request.get("index", 0)
    if not 0 <= index < len(rules):
        raise Refusal(400, f"No conditional format on sheet: {tab.sheet_id} at index: {index}")
    gone = rules.pop(index)
    store.save_tab(db, tab)
    return {"rule": gone}


def add_banding(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """Alternating colours for a range."""
    given = request.get("bandedRange", {})
    area = a1.from_grid_range(spreadsheet, given.get("range", {}))
    banded = [given[name] for name in ("rowProperties", "columnProperties") if given.get(name)]
    if not banded:
        raise Refusal(400, "At least one of rowProperties or columnProperties must be specified.")
    for name in ("firstBandColor", "secondBandColor"):
        if not all(one.keys() & {name, f"{name}Style"} for one in banded):
            raise Refusal(400, f"{name} must be specified.")
    bands = area.tab.parts.setdefault("bandedRanges", [])
    if any(a1.touches(one["range"], area) for one in bands):
        raise Refusal(
            400,
            "You cannot add alternating background colors to a range that already has alternating background colors.",
        )
    made = given | {"bandedRangeId": given.get("bandedRangeId") or ids.sheet_id(), "range": a1.as_grid_range(area)}
    bands.append(made)
    store.save_tab(db, area.tab)
    return {"bandedRange": made}


KINDS: dict[str, Request] = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "addProtectedRange": add_protected_range,
    "deleteProtectedRange": deleting("protectedRanges", "protectedRangeId", "protectedRangeId"),
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addConditionalFormatRule": add_conditional_format_rule,
    "deleteConditionalFormatRule": delete_conditional_format_rule,
    "addBanding": add_banding,
    "deleteBanding": deleting("bandedRanges", "bandedRangeId", "bandedRangeId"),
}
