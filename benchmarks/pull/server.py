"""A server that replies like Sheets and costs nothing while it is watched: every body is rendered once and kept in a file.

It keeps the rules that decide the result: values are text unless asked otherwise, blanks are cut off the ends, JSON is
indented unless told not to be, and bodies are compressed only for agents that say gzip twice.
"""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from anubhav_gforms.nouns.a1 import column as letter

from .table import TIMEZONE, Responses, make_responses

CACHE = Path(__file__).parents[1] / ".cache" / "pull"
TITLE = "Form Responses 1"
BOOK = "1BenchmarkSheetOfAnswersForTheAnubhavToolkit"
MOST_NEW = 2_000
"""So many responses may arrive while the server runs."""
DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's serial numbers have no zone


class Sheet:
    """One spreadsheet with one tab, and the bodies that were asked of it so far."""

    def __init__(self, rows: int, cache: Path) -> None:
        self.rows, self._cache = rows, cache / f"{rows}"
        self._cache.mkdir(parents=True, exist_ok=True)
        self._most = rows + MOST_NEW

    @cached_property
    def responses(self) -> Responses:
        return make_responses(self._most)

    def grow(self, rows: int) -> None:
        """Let further responses arrive at the end."""
        self.rows = min(self.rows + rows, self._most)

    def body(self, target: str, compressed: bool) -> Path:
        """The file that holds the reply to a request."""
        name = sha256(f"{target} {compressed} {self.rows}".encode()).hexdigest()[:20]
        path = self._cache / name
        if not path.exists():
            content = self._render(target)
            path.with_suffix(".new").write_bytes(gzip.compress(content, 6, mtime=0) if compressed else content)
            path.with_suffix(".new").replace(path)
        return path

    def _render(self, target: str) -> bytes:
        parts = urlsplit(target)
        query = parse_qs(parts.query)
        path = unquote(parts.path)
        if ":batchGet" in path:
            ranges = [self._values(each, query) for each in query["ranges"]]
            reply: Any = {"spreadsheetId": BOOK, "valueRanges": ranges}
        elif "/values/" in path:
            reply = self._values(path.split("/values/", 1)[1], query)
        else:
            reply = self._book()
        plain = query.get("prettyPrint", ["true"])[0].lower() == "false"
        text = json.dumps(
            reply, ensure_ascii=False, separators=(",", ":") if plain else None, indent=None if plain else 2
        )
        return text.encode()

    def _book(self) -> dict[str, Any]:
        grid = {"rowCount": self.rows + 1, "columnCount": 13}
        tab = {"sheetId": 1, "title": TITLE, "index": 0, "sheetType": "GRID", "gridProperties": grid}
        about = {"title": "Bench", "locale": "en_IN", "timeZone": TIMEZONE, "defaultFormat": {}}
        return {"spreadsheetId": BOOK, "properties": about, "sheets": [{"properties": tab}], "spreadsheetUrl": "x"}

    def _values(self, range_: str, query: dict[str, list[str]]) -> dict[str, Any]:
        cells = range_.rpartition("!")[2] if "!" in range_ else ""
        first, last, width = 1, self.rows + 1, 13
        if cells:
            low, _, high = cells.partition(":")
            first = int("".join(filter(str.isdigit, low)) or 1)
            last = min(int("".join(filter(str.isdigit, high)) or last), last)
        formatted = query.get("valueRenderOption", ["FORMATTED_VALUE"])[0] == "FORMATTED_VALUE"
        columns = [self._column(n, first, last, formatted) for n in range(width)]
        by_columns = query.get("majorDimension", ["ROWS"])[0] == "COLUMNS"
        lists = (
            [_cut(column) for column in columns]
            if by_columns
            else [_cut(list(row)) for row in zip(*columns, strict=True)]
        )
        shown = f"'{TITLE}'!A{first}:{letter(width - 1)}{last}"
        return {"range": shown, "majorDimension": "COLUMNS" if by_columns else "ROWS", "values": lists}

    def _column(self, number: int, first: int, last: int, formatted: bool) -> list[Any]:
        head = [self.responses.titles[number]] if first == 1 else []
        cells = self.responses.columns[number][max(first - 2, 0) : last - 1]
        if formatted and number == 0:
            cells = [(DAY_ZERO + timedelta(days=cell)).strftime("%d/%m/%Y %H:%M:%S") for cell in cells]
        elif formatted:
            cells = list(map(str, cells))
        return head + cells


def _cut(cells: list[Any]) -> list[Any]:
    while cells and cells[-1] == "":
        cells.pop()
    return cells


class Handler(BaseHTTPRequestHandler):
    """GET only; sends files without reading them."""

    protocol_version = "HTTP/1.1"
    sheet: Sheet
    sent = 0
    requests = 0

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        """Reply from a kept body; /count tells and forgets what was sent since then, /grow/N lets N responses arrive."""
        if self.path == "/count":
            content = json.dumps({"bytes": Handler.sent, "requests": Handler.requests}).encode()
            Handler.sent = Handler.requests = 0
            self._head(len(content), compressed=False)
            self.wfile.write(content)
            return
        if self.path.startswith("/grow/"):
            self.sheet.grow(int(self.path.removeprefix("/grow/")))
            self._head(0, compressed=False)
            return
        compressed = "gzip" in self.headers.get("Accept-Encoding", "") and "gzip" in self.headers.get("User-Agent", "")
        path = self.sheet.body(self.path, compressed)
        size = path.stat().st_size
        Handler.sent += size
        Handler.requests += 1
        self._head(size, compressed=compressed)
        self.wfile.flush()
        with path.open("rb") as file:
            self.connection.sendfile(file)

    def _head(self, size: int, *, compressed: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(size))
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Stay silent."""


@contextmanager
def serving(rows: int) -> Iterator[str]:
    """The server in a process of its own; gives its address."""
    command = [sys.executable, "-m", "benchmarks.pull.server", str(rows), str(CACHE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def main() -> None:
    """python -m benchmarks.pull.server ROWS CACHE: print the address, then serve until killed."""
    Handler.sheet = Sheet(int(sys.argv[1]), Path(sys.argv[2]))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
