"""spreadsheets.batchUpdate: request kinds, applied in order, all of them or none."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from ..front import Call
from ..refusal import Refusal, at_fault
from ..wire import Json
from . import (
    a1,
    cell_requests,
    chart_requests,
    copy_requests,
    line_requests,
    merge_requests,
    metadata,
    protection,
    rule_requests,
    store,
    tab_requests,
    tidy_requests,
    view_requests,
)
from .books import resource
from .grid import with_data
from .store import Request
from .values import opened

KINDS: dict[str, Request] = {
    **tab_requests.KINDS,
    **line_requests.KINDS,
    **cell_requests.KINDS,
    **copy_requests.KINDS,
    **rule_requests.KINDS,
    **merge_requests.KINDS,
    **chart_requests.KINDS,
    **tidy_requests.KINDS,
    **view_requests.KINDS,
    **metadata.KINDS,
}


def apply(db: sqlite3.Connection, spreadsheet_id: str, kind: str, request: Json) -> Json | None:
    """Apply one request to a spreadsheet as the ones before it left it; gives its reply. Raises Refusal."""
    return KINDS[kind](db, store.get(db, spreadsheet_id), request)


def batch_update(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """Apply all requests in one transaction. Raises Refusal naming the request at fault."""
    requests = call.body.get("requests", [])
    if not requests:
        raise Refusal(400, "Must specify at least one request.")
    replies: list[Json] = []
    with opened(db, call, when, changes=True) as spreadsheet:
        for index, request in enumerate(requests):
            kind = next(iter(request), "")
            if not kind:
                raise Refusal(400, f"Invalid requests[{index}]: No request set.")
            if kind not in KINDS:
                raise Refusal(501, f"Sandbox: Google has the request {kind}, this sandbox does not serve it.")
            with at_fault(f"requests[{index}].{kind}"), protection.respected(db, call, spreadsheet.id):
                reply = apply(db, spreadsheet.id, kind, request[kind])
            replies.append({kind: reply} if reply is not None else {})
        body: Json = {"spreadsheetId": spreadsheet.id, "replies": replies}
        if call.body.get("includeSpreadsheetInResponse"):
            after = store.get(db, spreadsheet.id)
            data = bool(call.body.get("responseIncludeGridData"))
            body["updatedSpreadsheet"] = (
                with_data(db, after, a1.windows(after, call.body.get("responseRanges", [])))
                if data
                else resource(after)
            )
        body["commentUpdateState"] = "NO_UPDATES_REQUESTED"
    return body
