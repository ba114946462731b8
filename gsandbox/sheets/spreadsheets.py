"""The methods of spreadsheets that are not changes: create and get."""

from __future__ import annotations

from typing import Any

from .. import clock
from ..drive import files
from ..front import Call
from . import a1, books, metadata, store, tab_requests
from .books import resource
from .grid import cells_wanted, with_data
from .values import opened

Json = dict[str, Any]


def create(call: Call) -> Json:
    """spreadsheets.create: properties and tabs; tabs that are named replace the default one, which alone has the id 0."""
    properties = call.body.get("properties", {})
    title = properties.get("title", "Untitled spreadsheet")
    with call.request.app.state.world.transaction() as db:
        spreadsheet_id = files.insert(db, "spreadsheet", title, clock.now(call.request))
        books.insert(db, spreadsheet_id, books.new_properties(title, properties))
        wanted = call.body.get("sheets", [])
        if not wanted:
            store.add_tab(db, spreadsheet_id, "Sheet1", sheet_id=0)
        for sheet in wanted:
            tab_requests.add(db, store.get(db, spreadsheet_id), sheet.get("properties", {}))
        return resource(store.get(db, spreadsheet_id))


def get(call: Call) -> Json:
    """spreadsheets.get. Cells come with includeGridData, or when `fields` asks for them; `ranges` also limits the tabs."""
    ranges = call.query.get("ranges", [])
    with opened(call) as (db, spreadsheet):
        wanted = cells_wanted(call, call.flag("includeGridData"))
        plain = not wanted and not ranges
        shown = (
            resource(spreadsheet) if plain else with_data(db, spreadsheet, a1.windows(spreadsheet, ranges), data=wanted)
        )
        return metadata.shown_with(db, shown)
