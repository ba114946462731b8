"""The response tab under a clerk's hands: sorted, edited, deleted, restored, duplicated, typed into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .google_side import GoogleSide

Json = dict[str, Any]
INDIA = ZoneInfo("Asia/Kolkata")
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's serial counts wall-clock days
BIN = "Old rows"
FULL = "An officer's sums"


@dataclass(frozen=True)
class Row:
    """One row that holds a response."""

    number: int
    """As the sheet counts: the header is 1."""
    when: datetime
    """Its Timestamp, UTC, to the second."""
    cells: tuple[Any, ...]


class ResponseTab:
    """One tab of one spreadsheet."""

    def __init__(self, google: GoogleSide, spreadsheet_id: str, tab_id: int) -> None:
        self.google, self.spreadsheet_id, self.tab_id = google, spreadsheet_id, tab_id

    def title(self, tab_id: int | None = None) -> str:
        """The tab's title, quoted."""
        tabs = self._tabs()
        wanted = self.tab_id if tab_id is None else tab_id
        return "'" + next(name for name, each in tabs.items() if each["sheetId"] == wanted).replace("'", "''") + "'"

    def rows(self) -> tuple[tuple[str, ...], list[Row]]:
        """The header, and all rows that begin with a time."""
        path = f"/v4/spreadsheets/{self.spreadsheet_id}/values/{self.title()}!A1:Z"
        values = self.google.api("GET", path, params={"valueRenderOption": "UNFORMATTED_VALUE"}).get("values", [[]])
        found = [
            Row(number, moment(cells[0]), tuple(cells))
            for number, cells in enumerate(values[1:], start=2)
            if cells and isinstance(cells[0], int | float) and not isinstance(cells[0], bool)
        ]
        return tuple(str(name) for name in values[0]), found

    def set(self, row: int, column: int, value: Any) -> None:
        """Type a value over a cell; `column` counts from 0."""
        cell = f"{self.title()}!{chr(65 + column)}{row}"
        path = f"/v4/spreadsheets/{self.spreadsheet_id}/values/{cell}"
        self.google.api("PUT", path, params={"valueInputOption": "RAW"}, json={"values": [[value]]})

    def type_row(self, cells: list[Any]) -> None:
        """A row typed below the last one, as a person types it."""
        path = f"/v4/spreadsheets/{self.spreadsheet_id}/values/{self.title()}!A1:append"
        self.google.api("POST", path, params={"valueInputOption": "USER_ENTERED"}, json={"values": [cells]})

    def sort(self, column: int, *, up: bool) -> None:
        """Sort all rows by a column."""
        span = {"sheetId": self.tab_id, "startRowIndex": 1, "startColumnIndex": 0}
        spec = {"dimensionIndex": column, "sortOrder": "ASCENDING" if up else "DESCENDING"}
        self._change({"sortRange": {"range": span, "sortSpecs": [spec]}})

    def duplicate(self, row: int) -> None:
        """Copy a row and paste it below the last one."""
        self._paste(self.tab_id, row, self.tab_id, self._free_row(self.tab_id))

    def delete(self, row: int) -> int:
        """Delete a row; a copy is kept on a tab for old rows. Gives the copy's row."""
        place, kept = self._bin(), self._free_row(self._bin())
        self._paste(self.tab_id, row, place, kept)
        span = {"sheetId": self.tab_id, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}
        self._change({"deleteDimension": {"range": span}})
        return kept

    def restore(self, kept: int) -> None:
        """Put a deleted row back, below the last one."""
        self._paste(self._bin(), kept, self.tab_id, self._free_row(self.tab_id))

    def insert_column(self, at: int) -> None:
        """An empty column in front of another."""
        self._change({"insertDimension": {"range": self._columns(at), "inheritFromBefore": True}})

    def move_column(self, at: int, to: int) -> None:
        """A column goes in front of another."""
        self._change({"moveDimension": {"source": self._columns(at), "destinationIndex": to}})

    def fill(self) -> None:
        """A tab of eight million empty cells, which Google counts like full ones; once."""
        if FULL not in self._tabs():
            grid = {"rowCount": 320_000, "columnCount": 25}
            self._change({"addSheet": {"properties": {"title": FULL, "gridProperties": grid}}})

    def _columns(self, at: int) -> Json:
        return {"sheetId": self.tab_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}

    def _bin(self) -> int:
        tabs = self._tabs()
        if BIN not in tabs:
            self._change({"addSheet": {"properties": {"title": BIN}}})
            tabs = self._tabs()
        return int(tabs[BIN]["sheetId"])

    def _free_row(self, tab_id: int) -> int:
        """The number of the first row below all content; the grid grows when there is none."""
        path = f"/v4/spreadsheets/{self.spreadsheet_id}/values/{self.title(tab_id)}!A1:Z"
        free = len(self.google.api("GET", path).get("values", [])) + 1
        grid = next(each for each in self._tabs().values() if each["sheetId"] == tab_id)["gridProperties"]
        if free > grid["rowCount"]:
            self._change({"appendDimension": {"sheetId": tab_id, "dimension": "ROWS", "length": 20}})
        return free

    def _paste(self, from_tab: int, from_row: int, to_tab: int, to_row: int) -> None:
        source, target = (
            {"sheetId": tab, "startRowIndex": row - 1, "endRowIndex": row, "startColumnIndex": 0, "endColumnIndex": 20}
            for tab, row in ((from_tab, from_row), (to_tab, to_row))
        )
        self._change({"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}})

    def _tabs(self) -> dict[str, Json]:
        book = self.google.api("GET", f"/v4/spreadsheets/{self.spreadsheet_id}")
        return {each["properties"]["title"]: each["properties"] for each in book["sheets"]}

    def _change(self, request: Json) -> None:
        path = f"/v4/spreadsheets/{self.spreadsheet_id}:batchUpdate"
        self.google.api("POST", path, json={"requests": [request]})


def moment(serial: float) -> datetime:
    """A sheet's serial in India's time as an instant, to the second."""
    local = EPOCH + timedelta(seconds=round(serial * 86_400))
    return local.replace(tzinfo=INDIA).astimezone(UTC)


def shown(when: datetime) -> str:
    """An instant as the sheet shows it: 24/11/2026 18:05:00."""
    return when.astimezone(INDIA).strftime("%d/%m/%Y %H:%M:%S")
