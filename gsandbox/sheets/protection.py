"""Ranges that not everybody may edit who may edit the spreadsheet: what stands in them stays when others call."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..account import OWNER_EMAIL
from ..drive import permissions
from ..front import Call
from ..mishaps import PROTECTED
from ..refusal import Refusal
from ..wire import Json
from . import store
from .store import Tab

FOR_EDITORS = ("requestingUserCanEdit", "editors")
ENDS = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


@contextmanager
def respected(db: sqlite3.Connection, call: Call, spreadsheet_id: str) -> Iterator[None]:
    """A change inside leaves alone what who calls may not edit. Raises Refusal after one that did not."""
    before = _closed(db, call, spreadsheet_id)
    yield
    if before and before != {key: kept for key, kept in _closed(db, call, spreadsheet_id).items() if key in before}:
        raise Refusal(400, PROTECTED)


def shown_to(db: sqlite3.Connection, call: Call, spreadsheet_id: str, body: Json) -> Json:
    """A spreadsheet's resource; who may edit a protected range is told to those who may."""
    closed = _closed(db, call, spreadsheet_id)
    for sheet in body.get("sheets", ()) if closed else ():
        for one in sheet.get("protectedRanges", ()):
            for name in FOR_EDITORS if one["protectedRangeId"] in closed else ():
                one.pop(name, None)
    return body


def _closed(db: sqlite3.Connection, call: Call, spreadsheet_id: str) -> dict[int, Any]:
    """What stands in the protected ranges that who calls may not edit, by their ids."""
    who = call.login.account or OWNER_EMAIL
    if any(one.email == who and one.role == "owner" for one in permissions.of(db, spreadsheet_id)):
        return {}
    return {
        one["protectedRangeId"]: _content(db, tab, one["range"])
        for tab in store.get(db, spreadsheet_id).tabs
        for one in tab.parts.get("protectedRanges", ())
        if who not in one.get("editors", {"users": [who]}).get("users", ())
    }


def _content(db: sqlite3.Connection, tab: Tab, area: Json) -> Any:
    """The cells of a range, and of a whole tab all that is said of it."""
    top, bottom, left, right = (area.get(name) for name in ENDS)
    rows = {}
    for row, cells in store.read(db, tab, top or 0, tab.rows if bottom is None else bottom):
        part = cells[left:right]
        while part and part[-1] is None:
            part.pop()
        if part:
            rows[row - (top or 0)] = part
    whole = not any(name in area for name in ENDS)
    return rows, (tab.title, tab.rows, tab.columns, tab.properties, tab.parts) if whole else None
