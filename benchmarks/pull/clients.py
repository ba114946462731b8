"""One client, one process, one run: from imports done to a typed frame. Prints what it took and what came out."""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pandas as pd

from .server import BOOK, TITLE
from .table import SCALES, TIMEZONE, bench_form

AGENT = "benchmark (gzip)"
CHOICES = ("purpose", "money", "topic")


def gspread_tab(root: str, *, compressed: bool = False) -> Any:
    """gspread's worksheet on our server."""
    import gspread
    import requests

    class Http(gspread.http_client.HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> Any:
            return super().request(method, endpoint.replace("https://sheets.googleapis.com", root), *args, **options)

    session = requests.Session()
    session.trust_env = False
    if compressed:
        session.headers["User-Agent"] = AGENT
    client = gspread.Client(auth=None, session=session, http_client=Http)
    return client.open_by_key(BOOK).worksheet(TITLE)


def records(root: str) -> Callable[[], pd.DataFrame]:
    """gspread get_all_records."""
    return lambda: typed(pd.DataFrame(gspread_tab(root).get_all_records()))


def all_values(root: str) -> Callable[[], pd.DataFrame]:
    """gspread get_all_values."""

    def run() -> pd.DataFrame:
        rows = gspread_tab(root).get_all_values()
        return typed(pd.DataFrame(rows[1:], columns=rows[0]))

    return run


def dataframe(root: str) -> Callable[[], pd.DataFrame]:
    """gspread-dataframe get_as_dataframe."""
    from gspread_dataframe import get_as_dataframe

    return lambda: typed(get_as_dataframe(gspread_tab(root)))


def google_http(root: str) -> Any:
    """An httplib2 client that finds Google on our server."""
    import httplib2

    class Here(httplib2.Http):
        def request(self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **options: Any) -> Any:
            headers = {**(headers or {}), "user-agent": AGENT}
            uri = uri.replace("https://sheets.googleapis.com", root)
            return super().request(uri, method, body=body, headers=headers, **options)

    return Here(proxy_info=None)


def pygsheets(root: str) -> Callable[[], pd.DataFrame]:
    """pygsheets get_as_df."""
    import google.auth.credentials
    import pygsheets as sheets

    client = sheets.client.Client(google.auth.credentials.AnonymousCredentials(), http=google_http(root))
    return lambda: typed(client.open_by_key(BOOK).worksheet_by_title(TITLE).get_as_df(numerize=False))


def googleapi(root: str) -> Callable[[], pd.DataFrame]:
    """googleapiclient values.get."""
    from googleapiclient.discovery import build

    service = build("sheets", "v4", http=google_http(root))

    def run() -> pd.DataFrame:
        rows = service.spreadsheets().values().get(spreadsheetId=BOOK, range=f"'{TITLE}'").execute()["values"]
        head, body = rows[0], rows[1:]
        return typed(pd.DataFrame([row + [""] * (len(head) - len(row)) for row in body], columns=head))

    return run


def ours_reader(root: str) -> Any:
    """The gateway's Sheets on our server, without a login and without waiting for Google's quota of reads a minute."""
    import requests

    from anubhav_gforms.google.caller import Caller
    from anubhav_gforms.google.sheets import Sheets
    from anubhav_gforms.google.transport import USER_AGENT

    session = requests.Session()
    session.trust_env = False
    session.headers["User-Agent"] = USER_AGENT
    return Sheets(session, root, Caller(sleep=lambda seconds: None))


def ours(root: str) -> Callable[[], pd.DataFrame]:
    """What anubhav pull does, up to the typed frame; prints for the change detection included."""
    from anubhav_gforms.responses.intake.sheet import SheetExpectation, open_tab
    from anubhav_gforms.responses.ledger.parquet import to_frame

    sheets, form = ours_reader(root), bench_form()

    def run() -> pd.DataFrame:
        book = sheets.describe(BOOK)
        reading = open_tab(sheets, book, book.tabs[0], SheetExpectation(form, {}, TIMEZONE), None).everything(None)
        frame = to_frame(reading.block.answers.unify_dictionaries())
        personal = to_frame(reading.block.personal)
        frame = pd.concat([frame, personal], axis=1).rename(columns={"raw_code": "station"})
        frame["submitted_at"] = frame["submitted_at"].dt.tz_convert(TIMEZONE)
        return frame

    return run


def receive(root: str) -> Callable[[], pd.DataFrame]:
    """The floor: the same bodies, thrown away."""
    return _floor(root, decode=False)


def decode(root: str) -> Callable[[], pd.DataFrame]:
    """The floor with decoding: the same bodies as JSON by the standard library, thrown away."""
    return _floor(root, decode=True)


def _floor(root: str, *, decode: bool) -> Callable[[], pd.DataFrame]:
    import requests

    from anubhav_gforms.responses.intake.sheet import WINDOW_ROWS

    session = requests.Session()
    session.trust_env = False
    session.headers["User-Agent"] = AGENT
    options = "&majorDimension=COLUMNS&valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=SERIAL_NUMBER&prettyPrint=false"

    def run() -> pd.DataFrame:
        book = session.get(f"{root}/v4/spreadsheets/{BOOK}").json()
        rows = book["sheets"][0]["properties"]["gridProperties"]["rowCount"]
        for first in range(2, rows + 1, WINDOW_ROWS):
            range_ = quote(f"'{TITLE}'!A{first}:M{min(first + WINDOW_ROWS - 1, rows)}")
            content = session.get(f"{root}/v4/spreadsheets/{BOOK}/values:batchGet?ranges={range_}{options}").content
            if decode:
                json.loads(content)
        return pd.DataFrame()

    return run


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """What a user of the other clients must still do to have the same frame."""
    form = bench_form()
    frame = frame.set_axis(["submitted_at", *(question.key for question in form.questions)], axis=1)
    times = frame["submitted_at"]
    if pd.api.types.is_numeric_dtype(times):
        moments = pd.to_datetime((times * 86_400_000).round(), unit="ms", origin="1899-12-30")
    else:
        moments = pd.to_datetime(times, format="%d/%m/%Y %H:%M:%S")
    columns: dict[str, Any] = {"submitted_at": moments.dt.tz_localize(TIMEZONE)}
    for key in frame.columns[1:]:
        if key in SCALES:
            columns[key] = pd.to_numeric(frame[key], errors="coerce").astype("Int8")
        elif key in CHOICES or key == "station":
            columns[key] = frame[key].astype("category")
        else:
            columns[key] = frame[key].astype("str").replace("nan", "")
    return pd.DataFrame(columns)


def checks(frame: pd.DataFrame) -> dict[str, int]:
    """Sums that must be equal for every client."""
    if frame.empty:
        return {}
    mobile = pd.to_numeric(frame["mobile"].replace("", None)).fillna(0)
    return {
        "rows": len(frame),
        "seconds": int((frame["submitted_at"].astype("int64") // _unit(frame)).sum()),
        **{key: int(frame[key].sum()) for key in SCALES},
        "stations": int(frame["station"].nunique()),
        "letters": int(frame["message"].str.len().sum()),
        "mobiles": int(mobile.astype("int64").sum()),
    }


def _unit(frame: pd.DataFrame) -> int:
    return {"s": 1, "ms": 1000, "us": 1_000_000, "ns": 1_000_000_000}[frame["submitted_at"].dt.unit]


CLIENTS = {
    "gspread get_all_records": records,
    "gspread get_all_values": all_values,
    "gspread-dataframe": dataframe,
    "pygsheets": pygsheets,
    "googleapiclient": googleapi,
    "anubhav": ours,
    "floor: receive": receive,
    "floor: receive + decode": decode,
}


def main() -> None:
    """python -m benchmarks.pull.clients NAME ROOT: run once, print JSON."""
    name, root = sys.argv[1:]
    importlib.import_module("pyarrow.compute")
    run = CLIENTS[name](root)
    before, began = time.process_time(), time.perf_counter()
    frame = run()
    wall, cpu = time.perf_counter() - began, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak, "checks": checks(frame)}))


if __name__ == "__main__":
    main()
