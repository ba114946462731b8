"""make bench-sandbox: responses a second, windows of a long sheet, small reads; each beside the least that must be done.

The peer of a response is a bare Starlette application that reads the posted fields and inserts one row into SQLite. The peer
of a window is SQLite's own reading of the rows and one encoding of the values. Exits with 1 when fewer than 250 responses a
second of server time are taken.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from gsandbox import wire
from gsandbox.app import make_app
from gsandbox.drive import files
from gsandbox.sheets import books, responses

LEAST = 250
RESPONSES = 2000
ROWS, WINDOW = 100_000, 20_000
START = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "थाने में बात सुनी गई, very good staff, rupaye nahi mange"


@contextmanager
def process(*command: str) -> Iterator[tuple[str, Any]]:
    """A server in a process of its own: its root address, and a function that gives its CPU seconds so far."""
    with subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        root = child.stdout.readline().strip().rpartition(" ")[2]

        def cpu() -> float:
            fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / 100

        try:
            yield root, cpu
        finally:
            child.send_signal(signal.SIGINT)


def session() -> requests.Session:
    """A client with a login."""
    made = requests.Session()
    made.trust_env = False
    made.headers["Authorization"] = "Bearer bench"
    return made


def form(http: requests.Session, root: str) -> tuple[str, dict[str, str]]:
    """A published form of eight questions, linked to a sheet: where to post, and one response."""
    book = http.post(root + "/v4/spreadsheets", json={}).json()["spreadsheetId"]
    made = http.post(root + "/v1/forms?unpublished=true", json={"info": {"title": "F"}}).json()
    scale: dict[str, Any] = {"scaleQuestion": {"low": 1, "high": 5}}
    kinds: list[dict[str, Any]] = [{"textQuestion": {}}, *[scale] * 6, {"textQuestion": {"paragraph": True}}]
    asked = [
        {"createItem": {"item": {"title": f"Q{at}", "questionItem": {"question": kind}}, "location": {"index": at}}}
        for at, kind in enumerate(kinds)
    ]
    path = f"{root}/v1/forms/{made['formId']}"
    replies = http.post(path + ":batchUpdate", json={"requests": asked}).json()["replies"]
    state = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
    http.post(path + ":setPublishSettings", json={"publishSettings": state, "updateMask": "publishState"})
    anyone = {"type": "anyone", "role": "reader", "view": "published"}
    http.post(f"{root}/drive/v3/files/{made['formId']}/permissions", json=anyone)
    http.post(f"{root}/sandbox/forms/{made['formId']}/link", json={"spreadsheetId": book})
    entries = [f"entry.{int(reply['createItem']['questionId'][0], 16)}" for reply in replies]
    given = dict(zip(entries, ["BSP-KTW.P1.A7K4M9QR", *"454321", TEXT], strict=True))
    return made["responderUri"].replace("viewform", "formResponse"), given | {"fvv": "1", "pageHistory": "0"}


def speed(http: requests.Session, address: str, given: dict[str, str], cpu: Any) -> tuple[float, float]:
    """Post them all: responses a second on the clock, and a second of the server's CPU."""
    for _ in range(50):
        assert http.post(address, data=given).status_code == 200
    wall, before = time.perf_counter(), cpu()
    for _ in range(RESPONSES):
        http.post(address, data=given)
    return RESPONSES / (time.perf_counter() - wall), RESPONSES / max(cpu() - before, 0.01)


def long_sheet(world: Path) -> tuple[str, float]:
    """A world with one long response tab; gives the spreadsheet and how many rows a second were written."""
    app = make_app(world)
    before = time.process_time()
    with app.state.world.transaction() as db:
        book = files.insert(db, "spreadsheet", "Long", START)
        books.make(db, book, START)
        tab = responses.add_response_tab(db, book, "Form Responses 1", [f"Q{at}" for at in range(13)])
        for at in range(ROWS):
            marks = [1 + (at + question) % 5 for question in range(6)]
            text = TEXT if at % 5 < 2 else ""
            cells = [
                START + timedelta(seconds=40 * at),
                "BSP-KTW.P1.A7K4M9QR",
                *marks,
                "FIR / एफ़आईआर",
                "No",
                text,
                "",
                "",
            ]
            responses.append_responses(db, book, tab, [cells])
    rate = ROWS / (time.process_time() - before)
    app.state.world.close()
    return book, rate


def floor(world: Path) -> float:
    """CPU seconds to read the rows of one window and to encode what they hold, once."""
    app = make_app(world)
    before = time.process_time()
    with app.state.world.transaction() as db:
        found = db.execute("SELECT cells FROM rows WHERE row BETWEEN 1 AND ? ORDER BY tab, row", (WINDOW,)).fetchall()
    wire.dumps(wire.loads("[" + ",".join(cells for (cells,) in found) + "]"), pretty=False)
    used = time.process_time() - before
    app.state.world.close()
    return used


def windows(http: requests.Session, root: str, book: str, cpu: Any, **query: str) -> float:
    """The server's CPU seconds for a window."""
    before, count = cpu(), ROWS // WINDOW
    for at in range(count):
        area = f"A{2 + at * WINDOW}:M{1 + (at + 1) * WINDOW}"
        http.get(f"{root}/v4/spreadsheets/{book}/values/{area}", params=query).raise_for_status()
    return float((cpu() - before) / count)


def increments(http: requests.Session, root: str, book: str) -> float:
    """Milliseconds on the clock for the last fifty rows, the median of 100."""
    query = {"majorDimension": "COLUMNS", "valueRenderOption": "UNFORMATTED_VALUE", "prettyPrint": "false"}
    times = []
    for _ in range(100):
        before = time.perf_counter()
        http.get(f"{root}/v4/spreadsheets/{book}/values/A{ROWS - 48}:M", params=query).raise_for_status()
        times.append(time.perf_counter() - before)
    return sorted(times)[50] * 1000


def main() -> int:
    """Run everything and print the table."""
    with tempfile.TemporaryDirectory() as folder, session() as http:
        world = Path(folder) / "world.sqlite"
        with process("benchmarks.sandbox.bare", str(Path(folder) / "bare.sqlite")) as (root, cpu):
            bare = speed(http, root, {f"entry.{at}": TEXT for at in range(8)}, cpu)
        with process("anubhav_gforms", "sandbox", "--port", "0", "--world", str(world)) as (root, cpu):
            ours = speed(http, *form(http, root), cpu)
        long = Path(folder) / "long.sqlite"
        book, rate = long_sheet(long)
        least = floor(long)
        with process("anubhav_gforms", "sandbox", "--port", "0", "--world", str(long)) as (root, cpu):
            fast = {"majorDimension": "COLUMNS", "valueRenderOption": "UNFORMATTED_VALUE", "prettyPrint": "false"}
            columns = windows(http, root, book, cpu, **fast)
            http.headers["User-Agent"] = "bench (gzip)"
            packed = windows(http, root, book, cpu, **fast)
            http.headers["User-Agent"] = "bench"
            formatted = windows(http, root, book, cpu)
            small = increments(http, root, book)
    print(f"{'':56}{'sandbox':>10}{'least':>10}{'ratio':>8}")
    print(f"{'responses a second, on the clock':56}{ours[0]:10.0f}{bare[0]:10.0f}{bare[0] / ours[0]:8.2f}")
    print(f"{'responses a second of server CPU':56}{ours[1]:10.0f}{bare[1]:10.0f}{bare[1] / ours[1]:8.2f}")
    for name, used in (
        ("columns, unformatted", columns),
        ("the same, gzip", packed),
        ("rows, formatted, pretty", formatted),
    ):
        print(
            f"{f'window of {WINDOW:,} rows, {name}, CPU ms':56}{used * 1000:10.0f}{least * 1000:10.0f}{used / least:8.2f}"
        )
    print(f"{'last 50 rows of 100,000, ms on the clock':56}{small:10.1f}")
    print(f"{'rows a second written by Forms, CPU':56}{rate:10.0f}")
    result = {"answers_cpu": ours[1], "bare_cpu": bare[1], "window_ms": columns * 1000, "floor_ms": least * 1000}
    print(json.dumps({name: round(value, 1) for name, value in result.items()}))
    if ours[1] < LEAST:
        print(f"MISSED: fewer than {LEAST} responses a second of server CPU.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
