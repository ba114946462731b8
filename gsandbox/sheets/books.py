"""The spreadsheet as the API shows it, without cells; a new one, a copy, another name."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import replace
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from ..drive import files
from ..refusal import Refusal, at_fault
from ..wire import Json
from . import colours, store
from .store import Spreadsheet, Tab

MIME = files.MIME["spreadsheet"]
WHITE: Json = {"red": 1, "green": 1, "blue": 1}
DEFAULT_FORMAT: Json = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}
THEME = {
    "TEXT": "000000",
    "BACKGROUND": "FFFFFF",
    "ACCENT1": "4285F4",
    "ACCENT2": "EA4335",
    "ACCENT3": "FBBC04",
    "ACCENT4": "34A853",
    "ACCENT5": "FF6D01",
    "ACCENT6": "46BDC6",
    "LINK": "1155CC",
}
UNSUPPORTED = frozenset(("en_IN", "fr_CH", "he_IL", "id_ID"))
"""Locales that Google refused to others in 2026; a person may still choose them in the settings of a spreadsheet."""


def new_properties(title: str, given: Json) -> Json:
    """Properties of a new spreadsheet. Raises Refusal for a zone or locale that Google does not know."""
    with at_fault("properties"):
        check_place(given)
    return {
        "title": title,
        "locale": given.get("locale", "en_US"),
        "autoRecalc": given.get("autoRecalc", "ON_CHANGE"),
        "timeZone": given.get("timeZone", "Etc/GMT"),
        "defaultFormat": DEFAULT_FORMAT,
        "spreadsheetTheme": {
            "primaryFontFamily": "Arial",
            "themeColors": [
                {"colorType": name, "color": {"rgbColor": colours.of_hex(hexes)}} for name, hexes in THEME.items()
            ],
        },
    }


def check_place(properties: Json, *, unsupported: frozenset[str] = UNSUPPORTED) -> None:
    """Refuse an unknown time zone or an unsupported locale."""
    if "timeZone" in properties and properties["timeZone"] not in _time_zones():
        raise Refusal(400, f"Invalid value for timeZone: {properties['timeZone']}")
    locale = properties.get("locale", "en_US")
    if locale in unsupported or not re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", locale):
        raise Refusal(400, f"Unsupported locale: {locale}")


@cache
def _time_zones() -> set[str]:
    """Looked for once: Python goes through all files of the zones."""
    return available_timezones()


def make(db: sqlite3.Connection, spreadsheet_id: str, when: datetime) -> None:
    """Fill a file that Drive has just made: default properties, one tab. Drive's maker for spreadsheets."""
    title = files.get(db, spreadsheet_id).name
    insert(db, spreadsheet_id, new_properties(title, {}))
    store.add_tab(db, spreadsheet_id, "Sheet1", sheet_id=0)


def insert(db: sqlite3.Connection, spreadsheet_id: str, properties: Json) -> None:
    """Write down a spreadsheet without tabs, over a file that is there."""
    db.execute("INSERT INTO spreadsheets (id, properties) VALUES (?, ?)", (spreadsheet_id, json.dumps(properties)))


def copy(db: sqlite3.Connection, source_id: str, spreadsheet_id: str, when: datetime) -> None:
    """Copy everything into a file that Drive has just made; tabs keep their ids."""
    source = store.get(db, source_id)
    insert(db, spreadsheet_id, source.properties | {"title": files.get(db, spreadsheet_id).name})
    for tab in source.tabs:
        new = store.add_tab(db, spreadsheet_id, tab.title, rows=tab.rows, columns=tab.columns, sheet_id=tab.sheet_id)
        store.save_tab(db, replace(new, properties=tab.properties, parts=tab.parts))
        db.execute("INSERT INTO rows SELECT ?, row, cells FROM rows WHERE tab = ?", (new.key, tab.key))
    store.save(db, replace(store.get(db, spreadsheet_id), named_ranges=source.named_ranges))
    entries = "SELECT ?, id, entry FROM developer_metadata WHERE spreadsheet_id = ?"
    db.execute(f"INSERT INTO developer_metadata {entries}", (spreadsheet_id, source_id))


def rename(db: sqlite3.Connection, spreadsheet_id: str, name: str) -> None:
    """A spreadsheet's title is its file's name."""
    spreadsheet = store.get(db, spreadsheet_id)
    spreadsheet.properties["title"] = name
    store.save(db, spreadsheet)


def resource(spreadsheet: Spreadsheet) -> Json:
    """The spreadsheet as the API shows it, without cells."""
    shown: Json = {
        "spreadsheetId": spreadsheet.id,
        "properties": spreadsheet.properties,
        "sheets": [{"properties": tab_properties(tab), **tab_parts(tab)} for tab in spreadsheet.tabs],
    }
    if spreadsheet.named_ranges:
        shown["namedRanges"] = spreadsheet.named_ranges
    shown["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{spreadsheet.id}/edit"
    return shown


def tab_properties(tab: Tab) -> Json:
    """A tab's properties as the API shows them."""
    shown: Json = {
        "sheetId": tab.sheet_id,
        "title": tab.title,
        "index": tab.index,
        "sheetType": "GRID",
        "gridProperties": {
            "rowCount": tab.rows,
            "columnCount": tab.columns,
            **tab.properties.get("gridProperties", {}),
        },
    }
    return shown | {name: value for name, value in tab.properties.items() if name != "gridProperties"}


def tab_parts(tab: Tab) -> Json:
    """Merges, filters, rules and the like of a tab, those that it has."""
    return {name: value for name, value in tab.parts.items() if value and name not in ("dimensions", "validations")}
