"""Requests about charts: kept with their tab, never painted."""

from __future__ import annotations

import sqlite3

from .. import ids
from ..refusal import Refusal
from ..wire import Json
from . import a1, store
from .fields import mask_of, merged
from .rule_requests import deleting, located
from .store import Request, Spreadsheet

FONT = "Roboto"
NO_KIND = (
    "One of basicChart, pieChart, bubbleChart, candelstickChart, histogramChart, or orgChart must be set on chartSpec"
)
USUAL: Json = {"widthPixels": 600, "heightPixels": 371}


def add_chart(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """A chart over the cells of a tab; nothing paints it."""
    given = request.get("chart", {})
    overlay = _overlay(given.get("position", {}))
    tab = spreadsheet.sheet(overlay.get("anchorCell", {}).get("sheetId", 0))
    tab.corner(overlay.get("anchorCell", {}))
    made = given | {
        "chartId": given.get("chartId") or ids.sheet_id(),
        "spec": _spec(spreadsheet, given.get("spec", {})),
        "position": {"overlayPosition": USUAL | overlay},
    }
    tab.parts.setdefault("charts", []).append(made)
    store.save_tab(db, tab)
    return {"chart": made}


def update_chart_spec(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """What the chart shows is replaced whole."""
    tab, at = located(spreadsheet, "charts", "chartId", request.get("chartId", 0))
    tab.parts["charts"][at]["spec"] = _spec(spreadsheet, request.get("spec", {}))
    store.save_tab(db, tab)


def update_position(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """The chart moves, to another tab too; the reply shows where it is."""
    mask = mask_of(request, "OverlayPosition")
    tab, at = located(spreadsheet, "charts", "chartId", request.get("objectId", 0), called="embedded object")
    chart = tab.parts["charts"].pop(at)
    new = _overlay(request.get("newPosition", {}))
    overlay = USUAL | merged(chart["position"]["overlayPosition"], new, mask)
    store.save_tab(db, tab)
    there = spreadsheet.sheet(overlay.get("anchorCell", {}).get("sheetId", 0))
    chart["position"] = {"overlayPosition": overlay}
    there.parts.setdefault("charts", []).insert(at, chart)
    store.save_tab(db, there)
    return {"position": chart["position"]}


def _overlay(position: Json) -> Json:
    if "overlayPosition" not in position:
        raise Refusal(501, "Sandbox: charts on a tab of their own are not served.")
    return dict(position["overlayPosition"])


def _spec(spreadsheet: Spreadsheet, given: Json) -> Json:
    """A spec with Google's font where none is named. Raises Refusal for what is not on the grid, and as Google does
    (500) for a chart of nothing."""
    if not any(name.endswith("Chart") for name in given):
        raise Refusal(400, NO_KIND)
    basic = given.get("basicChart", {})
    if "basicChart" in given and not (basic.get("domains") or basic.get("series")):
        raise Refusal(500, "Internal error encountered.")
    plotted = [one.get("domain", {}) for one in basic.get("domains", [])]
    plotted += [one.get("series", {}) for one in basic.get("series", [])]
    for one in plotted:
        for source in one.get("sourceRange", {}).get("sources", []):
            a1.from_grid_range(spreadsheet, source)
    return {"fontName": FONT} | given | {"titleTextFormat": {"fontFamily": FONT} | given.get("titleTextFormat", {})}


KINDS: dict[str, Request] = {
    "addChart": add_chart,
    "updateChartSpec": update_chart_spec,
    "updateEmbeddedObjectPosition": update_position,
    "deleteEmbeddedObject": deleting("charts", "chartId", "objectId", called="embedded object"),
}
