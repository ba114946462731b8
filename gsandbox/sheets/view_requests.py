"""Requests that look at ranges through filter views, and those that change protection, bands and colours by rule."""

from __future__ import annotations

import sqlite3

from .. import ids
from ..refusal import Refusal
from ..wire import Json
from . import a1, store
from .fields import mask_of, merged, said
from .rule_requests import as_given, deleting, located, rule_of, warns_all
from .store import Request, Spreadsheet


def add_filter_view(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """A filter with a name that hides and sorts nothing for others."""
    given = request.get("filter", {})
    area = a1.from_grid_range(spreadsheet, given.get("range", {}))
    views = area.tab.parts.setdefault("filterViews", [])
    made = {"filterViewId": given.get("filterViewId") or ids.sheet_id(), "title": f"Filter {len(views) + 1}", **given}
    made["range"] = as_given(area, given.get("range", {}))
    views.append(made)
    store.save_tab(db, area.tab)
    return {"filter": made}


def update_filter_view(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Another name, range or criteria."""
    _change(db, spreadsheet, request, given="filter", part="filterViews", schema="FilterView")


def duplicate_filter_view(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """The same filter under an id and a name of its own."""
    tab, at = located(spreadsheet, "filterViews", "filterViewId", request.get("filterId", 0))
    old = tab.parts["filterViews"][at]
    made = old | {"filterViewId": ids.sheet_id(), "title": f"Copy of {old.get('title', '')}"}
    tab.parts["filterViews"].append(made)
    store.save_tab(db, tab)
    return {"filter": made}


def update_protected_range(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Another range, description or list of editors."""
    _change(db, spreadsheet, request, given="protectedRange", part="protectedRanges", schema="ProtectedRange")


def update_banding(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Other colours, or another range."""
    _change(db, spreadsheet, request, given="bandedRange", part="bandedRanges", schema="BandedRange")


def _change(
    db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json, *, given: str, part: str, schema: str
) -> None:
    """Change an object that has a range and an id, which is called after its kind; it stays on its tab."""
    mask, new = mask_of(request, schema), request.get(given, {})
    key = schema[0].lower() + schema[1:] + "Id"
    tab, at = located(spreadsheet, part, key, new.get(key, 0))
    old = tab.parts[part][at]
    changed = said(merged(old, new, mask) | {key: old[key]})
    warns_all(changed, new)
    area = a1.from_grid_range(spreadsheet, changed.get("range", {}))
    if area.tab.key != tab.key:
        raise Refusal(400, f"The range must be on the sheet with id: {tab.sheet_id}")
    tab.parts[part][at] = changed | {"range": as_given(area, changed.get("range", {}))}
    store.save_tab(db, tab)


def update_conditional_format_rule(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """Another rule in the place of one, or another place for it; the reply shows both."""
    rule = request.get("rule")
    sheet_id = rule["ranges"][0].get("sheetId", 0) if rule and rule.get("ranges") else request.get("sheetId", 0)
    tab = spreadsheet.sheet(sheet_id)
    rules, index = tab.parts.get("conditionalFormats", []), request.get("index", 0)
    if not 0 <= index < len(rules):
        raise Refusal(400, f"No conditional format on sheet: {tab.sheet_id} at index: {index}")
    if "newIndex" in request:
        new_index = request["newIndex"]
        if not 0 <= new_index < len(rules):
            raise Refusal(400, f"Conditional format index {new_index} is out of range.")
        rules.insert(new_index, rules.pop(index))
        store.save_tab(db, tab)
        return {"newRule": rules[new_index], "oldIndex": index} | ({"newIndex": new_index} if new_index else {})
    rule = rule_of(rule or {}, spreadsheet.properties["locale"])
    areas = [a1.from_grid_range(spreadsheet, one, empty=True) for one in rule.get("ranges", [])]
    if any(area.tab.key != tab.key for area in areas):
        raise Refusal(400, "All ranges of a rule must be on the same sheet.")
    old = rules[index]
    rules[index] = rule | {"ranges": [a1.as_grid_range(area) for area in areas] or old["ranges"]}
    store.save_tab(db, tab)
    return {"oldRule": old, "newRule": rules[index]} | ({"newIndex": index} if index else {})


KINDS: dict[str, Request] = {
    "addFilterView": add_filter_view,
    "updateFilterView": update_filter_view,
    "duplicateFilterView": duplicate_filter_view,
    "deleteFilterView": deleting("filterViews", "filterViewId", "filterId"),
    "updateProtectedRange": update_protected_range,
    "updateBanding": update_banding,
    "updateConditionalFormatRule": update_conditional_format_rule,
}
