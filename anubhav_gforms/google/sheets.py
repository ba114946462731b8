"""Google Sheets, through gspread's HTTP client. The only file that knows gspread; its own retry is never used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import requests
from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL, SPREADSHEET_VALUES_BATCH_URL

from ..nouns.gateway import Cell
from ..nouns.google import Spreadsheet, Tab
from .caller import Caller, Quota
from .failures import as_asked
from .transport import CONNECT_TIMEOUT, read_json

T = TypeVar("T")

READ_TIMEOUT = 180.0
"""Seconds; Google itself ends a request after 180."""
_PROPERTIES = "sheetId,title,index,hidden,gridProperties(rowCount,columnCount)"
_FIELDS = f"spreadsheetId,properties(title,locale,timeZone),sheets(properties({_PROPERTIES}))"
_HOSTS = ("https://sheets.googleapis.com/", "https://www.googleapis.com/")


class Http(HTTPClient):
    """gspread's client on our session and, for a sandbox, at its root."""

    def __init__(self, session: requests.Session, root: str) -> None:
        super().__init__(auth=None, session=session)  # type: ignore[arg-type]  # None is what gspread asks for beside a session
        self._root = root.rstrip("/")
        self.set_timeout((CONNECT_TIMEOUT, READ_TIMEOUT))

    def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> requests.Response:
        for host in _HOSTS if self._root else ():
            if endpoint.startswith(host):
                endpoint = f"{self._root}/{endpoint[len(host) :]}"
        reply: requests.Response = super().request(method, endpoint, *args, **options)
        return reply


class Sheets:
    """Spreadsheets of the account that is logged in. Every method raises GoogleError and nothing else of Google's."""

    def __init__(self, session: requests.Session, root: str, caller: Caller) -> None:
        self._http = Http(session, root)
        self._caller = caller

    def describe(self, spreadsheet_id: str) -> Spreadsheet:
        """Title, locale, time zone and tabs, without any cell."""
        url = SPREADSHEET_URL % spreadsheet_id
        return self._send(
            lambda: self._http.request("get", url, params={"fields": _FIELDS, "prettyPrint": "false"}),
            "Looking at the response sheet",
            _spreadsheet,
            subject="spreadsheet",
        )

    def values(self, spreadsheet_id: str, ranges: Sequence[str]) -> list[list[list[Cell]]]:
        """Cells of several ranges in one request: for each range its columns, for each column its cells from the top.

        Raw values: numbers as numbers, dates as days since 1899-12-30 in the spreadsheet's zone. Google cuts blanks off
        the end of each column and leaves out blank last columns; a blank inside is "". Ranges are in A1 notation with
        quoted titles ('Form Responses 1'!A1:M1). Raises RefusedError for a range that begins past the grid.
        """
        params = {
            "ranges": list(ranges),
            "majorDimension": "COLUMNS",
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
            "prettyPrint": "false",
        }
        url = SPREADSHEET_VALUES_BATCH_URL % spreadsheet_id

        def read(reply: dict[str, Any]) -> list[list[list[Cell]]]:
            blocks = [each.get("values", []) for each in reply.get("valueRanges", ())]
            if len(blocks) != len(ranges) or not all(isinstance(column, list) for block in blocks for column in block):
                raise ValueError(ranges)
            return blocks

        return self._send(lambda: self._http.request("get", url, params=params), "Reading the response sheet", read)

    def set_time(self, spreadsheet_id: str, *, locale: str, timezone: str) -> None:
        """Set the locale and the time zone in which the spreadsheet writes times."""
        properties = {"locale": locale, "timeZone": timezone}
        self.change(
            spreadsheet_id,
            [{"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}}],
            "Setting locale and time zone of the response sheet",
        )

    def change(self, spreadsheet_id: str, requests: Sequence[dict[str, Any]], doing: str) -> None:
        """Send `requests` in one batchUpdate, all or none; they must be such that sending them twice does no harm."""
        self._write(spreadsheet_id, requests, doing, repeatable=True)

    def append(self, spreadsheet_id: str, tab_id: int, rows: Sequence[Sequence[str | int]], doing: str) -> None:
        """Write rows below the last filled one of a tab, which grows for them. Never sent twice: they would stand there twice.

        Raises UnavailableError when they may be there and may not.
        """
        values = [[{"stringValue" if isinstance(cell, str) else "numberValue": cell} for cell in row] for row in rows]
        cells = [{"values": [{"userEnteredValue": value} for value in row]} for row in values]
        request = {"appendCells": {"sheetId": tab_id, "rows": cells, "fields": "userEnteredValue"}}
        self._write(spreadsheet_id, [request], doing, repeatable=False)

    def delete_rows(self, spreadsheet_id: str, tab_id: int, runs: Sequence[tuple[int, int]]) -> None:
        """Delete rows of a tab, all or none: runs (first row from 1, count). Never sent twice: other rows would go.

        Raises UnavailableError when they may be gone and may not.
        """
        spans = [
            {"sheetId": tab_id, "dimension": "ROWS", "startIndex": first - 1, "endIndex": first - 1 + count}
            for first, count in sorted(runs, reverse=True)
        ]
        requests = [{"deleteDimension": {"range": span}} for span in spans]
        self._write(
            spreadsheet_id, requests, doing="Removing archived rows from the fresh response sheet", repeatable=False
        )

    def _write(self, spreadsheet_id: str, requests: Sequence[dict[str, Any]], doing: str, *, repeatable: bool) -> None:
        """Send one batchUpdate. Only a reply that names the spreadsheet says that it was made."""
        url, body = SPREADSHEET_BATCH_UPDATE_URL % spreadsheet_id, {"requests": list(requests)}
        self._send(
            lambda: self._http.request("post", url, json=body),
            doing,
            lambda reply: reply["spreadsheetId"],
            quota=Quota.SHEETS_WRITE,
            repeatable=repeatable,
        )

    def _send(
        self, send: Callable[[], requests.Response], doing: str, read: Callable[[dict[str, Any]], T], *,
        quota: Quota = Quota.SHEETS_READ, subject: str = "sheet", repeatable: bool = True,
    ) -> T:  # fmt: skip
        """What `read` makes of the reply; where that is not as was asked for, a call that is `repeatable` is made again."""

        def ask() -> T:
            return as_asked(lambda content: read(read_json(content)), send().content)

        return self._caller.call(ask, quota=quota, doing=doing, subject=subject, repeatable=repeatable)


def _spreadsheet(reply: dict[str, Any]) -> Spreadsheet:
    properties = reply.get("properties", {})
    return Spreadsheet(
        id=reply["spreadsheetId"],
        title=properties.get("title", ""),
        locale=properties.get("locale", ""),
        timezone=properties.get("timeZone", ""),
        tabs=tuple(_tab(sheet.get("properties", {})) for sheet in reply.get("sheets", ())),
    )


def _tab(properties: dict[str, Any]) -> Tab:
    grid = properties.get("gridProperties", {})
    return Tab(
        id=int(properties.get("sheetId", 0)),
        title=properties.get("title", ""),
        index=int(properties.get("index", 0)),
        rows=int(grid.get("rowCount", 0)),
        columns=int(grid.get("columnCount", 0)),
        hidden=bool(properties.get("hidden")),
    )
