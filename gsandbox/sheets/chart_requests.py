"""Requests about charts: kept with their tab, never painted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from .. import ids
from ..refusal import Refusal
from . import a1, store
from .fields import mask_of, merged
from .store import Tab

Json = dict[str, Any]


FONT = "Roboto"
NO_KIND = (
    "One of basicChart, pieChart, bubbleChart, candelstickChart, histogramChart, or orgChart must be set on chartSpec"
)
USUAL: Json = {"widthPixels": 600, "heightPixels": 371}


def add_chart(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> Json:
    """A chart over the cells of a tab; nothing paints it."""
    given = request.get("chart", {})
    overlay = _overlay(given.get("position", {}))
    tab = store.tab_by_id(db, spreadsheet_id, overlay.get("anchorCell", {}).get("sheetId", 0))
    tab.corner(overlay.get("anchorCell", {}))
    made = given | {
        "chartId": given.get("chartId") or ids.sheet_id(),
        "spec": _spec(db, spreadsheet_id, given.get("spec", {})),
        "position": {"overlayPosition": USUAL | overlay},
    }
    tab.parts.setdefault("charts", []).append(made)
    store.save_tab(db, tab)
    return {"chart": made}


def update_chart_spec(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> None:
    """What the chart shows is replaced whole."""
    tab, at = _find(db, spreadsheet_id, request.get("chartId", 0))
    tab.parts["charts"][at]["spec"] = _spec(db, spreadsheet_id, request.get("spec", {}))
    store.save_tab(db, tab)


def update_position(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> Json:
    """The chart moves, to another tab too; the reply shows where it is."""
    mask = mask_of(request, "OverlayPosition")
    tab, at = _find(db, spreadsheet_id, request.get("objectId", 0), "embedded object")
    chart = tab.parts["charts"].pop(at)
    new = _overlay(request.get("newPosition", {}))
    overlay = USUAL | merged(chart["position"]["overlayPosition"], new, mask)
    store.save_tab(db, tab)
    there = store.tab_by_id(db, spreadsheet_id, overlay.get("anchorCell", {}).get("sheetId", 0))
    chart["position"] = {"overlayPosition": overlay}
    there.parts.setdefault("charts", []).insert(at, chart)
    store.save_tab(db, there)
    return {"position": chart["position"]}


def delete_object(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> None:
    """The chart goes away; other objects over cells there are none here."""
    tab, at = _find(db, spreadsheet_id, request.get("objectId", 0), "embedded object")
    del tab.parts["charts"][at]
    store.save_tab(db, tab)


def _overlay(position: Json) -> Json:
    if "overlayPosition" not in position:
        raise Refusal(501, "Sandbox: charts on a tab of their own are not served.")
    return dict(position["overlayPosition"])


def _spec(db: sqlite3.Connection, spreadsheet_id: str, given: Json) -> Json:
    """A spec with Google's font where none is named. Raises Refusal for what is not on the grid, and as Google does
    (500) for a chart of nothing."""
    if not any(name.endswith("Chart") for name in given):
        raise Refusal(400, NO_KIND)
    spreadsheet = store.get(db, spreadsheet_id)
    basic = given.get("basicChart", {})
    if "basicChart" in given and not (basic.get("domains") or basic.get("series")):
        raise Refusal(500, "Internal error encountered.")
    plotted = [one.get("domain", {}) for one in basic.get("domains", [])]
    plotted += [one.get("series", {}) for one in basic.get("series", [])]
    for one in plotted:
        for source in one.get("sourceRange", {}).get("sources", []):
            a1.from_grid_range(spreadsheet, source)
    return {"fontName": FONT} | given | {"titleTextFormat": {"fontFamily": FONT} | given.get("titleTextFormat", {})}


def _find(db: sqlite3.Connection, spreadsheet_id: str, chart_id: int, name: str = "chart") -> tuple[Tab, int]:
    """The tab that holds a chart, and its place there."""
    for tab in store.tabs(db, spreadsheet_id):
        for at, one in enumerate(tab.parts.get("charts", [])):
            if one["chartId"] == chart_id:
                return tab, at
    raise Refusal(400, f"No {name} with id: {chart_id}")


KINDS: dict[str, Callable[[sqlite3.Connection, str, Json], Json | None]] = {
    "addChart": add_chart,
    "updateChartSpec": update_chart_spec,
    "updateEmbeddedObjectPosition": update_position,
    "deleteEmbeddedObject": delete_object,
}
