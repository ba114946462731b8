"""Requests about charts: kept with their tab, never painted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from .. import ids
from ..refusal import Refusal
from . import a1, store

Json = dict[str, Any]


def add_chart(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> Json:
    """A chart over the cells of a tab; nothing paints it."""
    given = request.get("chart", {})
    overlay = given.get("position", {}).get("overlayPosition")
    if overlay is None:
        raise Refusal(501, "Sandbox: charts on a tab of their own are not served.")
    anchor = overlay.get("anchorCell", {})
    tab, spreadsheet = store.tab_by_id(db, spreadsheet_id, anchor.get("sheetId", 0)), store.get(db, spreadsheet_id)
    basic = given.get("spec", {}).get("basicChart", {})
    plotted = [one.get("domain", {}) for one in basic.get("domains", [])]
    plotted += [one.get("series", {}) for one in basic.get("series", [])]
    for one in plotted:
        for source in one.get("sourceRange", {}).get("sources", []):
            a1.from_grid_range(spreadsheet, source)
    charts = tab.parts.setdefault("charts", [])
    made = given | {
        "chartId": given.get("chartId") or ids.sheet_id(),
        "position": {"overlayPosition": {"widthPixels": 600, "heightPixels": 371, **overlay}},
    }
    charts.append(made)
    store.save_tab(db, tab)
    return {"chart": made}


KINDS: dict[str, Callable[[sqlite3.Connection, str, Json], Json | None]] = {
    "addChart": add_chart,
}
