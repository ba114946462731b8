"""Tabs of numbers written into a spreadsheet: ours made, or made again, in one batch, every other tab left alone."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from ..nouns.tabs import StyledCell, TabContent
from .sheets import Sheets


def write_tabs(sheets: Sheets, spreadsheet_id: str, tabs: Sequence[TabContent]) -> None:
    """Make each tab, or make it again, in one batchUpdate: all of them or none. Writing the same twice changes nothing."""
    there = {tab.title: tab.id for tab in sheets.describe(spreadsheet_id).tabs}
    requests = [request for tab in tabs for request in _requests(tab, there.get(tab.title))]
    sheets.change(spreadsheet_id, requests, "Writing the report's tabs")


def _requests(tab: TabContent, sheet_id: int | None) -> list[dict[str, Any]]:
    wide = max(len(row) for row in tab.rows)
    grid = {"rowCount": max(len(tab.rows), tab.frozen + 1), "columnCount": wide, "frozenRowCount": tab.frozen}
    properties = {"title": tab.title, "gridProperties": grid}
    if sheet_id is None:
        sheet_id = zlib.crc32(tab.title.encode()) & 0x7FFFFFFF
        first: dict[str, Any] = {"addSheet": {"properties": {**properties, "sheetId": sheet_id}}}
    else:
        fields = "gridProperties(rowCount,columnCount,frozenRowCount)"
        first = {"updateSheetProperties": {"properties": {**properties, "sheetId": sheet_id}, "fields": fields}}
    cells = {
        "rows": [{"values": [_cell(cell) for cell in row]} for row in tab.rows],
        "fields": "userEnteredValue,userEnteredFormat",
        "range": {"sheetId": sheet_id},
    }
    return [first, {"updateCells": cells}]


def _cell(cell: StyledCell) -> dict[str, Any]:
    look: dict[str, Any] = {}
    if cell.pattern:
        look["numberFormat"] = {"type": "NUMBER", "pattern": cell.pattern}
    if cell.shade:
        look["backgroundColorStyle"] = {"rgbColor": _colour(cell.shade.fill)}
    if cell.bold or cell.shade:
        text: dict[str, Any] = {"bold": cell.bold}
        if cell.shade:
            text["foregroundColorStyle"] = {"rgbColor": _colour(cell.shade.ink)}
        look["textFormat"] = text
    made: dict[str, Any] = {"userEnteredFormat": look} if look else {}
    if cell.value is not None:
        kind = "stringValue" if isinstance(cell.value, str) else "numberValue"
        made["userEnteredValue"] = {kind: cell.value}
    return made


def _colour(colour: str) -> dict[str, float]:
    return {name: int(colour[at : at + 2], 16) / 255 for name, at in (("red", 1), ("green", 3), ("blue", 5))}
