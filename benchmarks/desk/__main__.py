"""make bench-desk: latency, CPU and memory of the desk with 200 readers, beside a plain Starlette page; and a day without growth.

A year of 20,000 answers at 158 stations and of 700 cases. Every reader keeps a stream open. A pull of 1,000 answers changes the
ledger: how long until a reader's stream says so, and until their page is there again. Then all look at pages at the same time. The
plain page is served by the same server and is as large as the desk's first page. The day is simulated: the desk's clock goes ahead a
minute at a time, readers load pages, and every 15 minutes some answers come.

With `--stations 2000` the desk of an invented state in ten ranges, as many answers and cases a station, and 20 readers: seconds of CPU and
bytes of the first page, of a range, of a station and of the draft, for the first reader of a state of the ledger and for the second; a
pull of 1,000 answers; an SP's page.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pyarrow as pa
import requests

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.cases.case import About, Ending, Matter
from anubhav_gforms.responses.schema import answers_schema, personal_schema
from anubhav_gforms.responses.writer import writing

from ..cube.ledger import campaign_of, write_ledger
from ..report.state import copy_state
from .serve import NOW

READERS, ANSWERS, PULLED, CASES = 200, 20_000, 1_000, 700
LOOKS = 3
"""Pages that each reader loads, one after the other."""
PATHS = ("/", "/?district=KRB", "/station/BSP-KTW", "/wall", "/cases", "/?words=BSP")
NEWS_BAR, LOAD_BAR, GROWTH_BAR = 5.0, 10.0, 20.0
"""Seconds from a pull to the last stream that heard, and to the last page; MB that a day may add."""
STATE_READERS, RANGES, ACTIONS = 20, 10, 40
FIRST_BAR, SECOND_BAR, BYTES_BAR, DRAFT_BAR = 5.0, 1.0, 4_000_000, 25.0
"""Of a state: seconds of CPU of a page for the first reader after a pull and for the second, bytes of a page, seconds of CPU of the draft."""
MESSAGES = (
    "दो घंटे इंतज़ार के बाद रिपोर्ट लिखी गई, पर व्यवहार अच्छा था।", "पैसे मांगे गए, तब जाकर पासपोर्ट की जाँच हुई।",
    "थाने में पीने का पानी नहीं था और बैठने की जगह कम थी।", "बहुत अच्छा व्यवहार, धन्यवाद।", "The officer listened and gave a receipt at once.",
    "I came three times before anybody wrote my complaint down. Call 98765 43210.",
)  # fmt: skip
"""One in four writes one of these."""
PASSWORD = "four plain words of a bench"
ANSWERS_A_QUARTER, EARLY = 3, 120
"""What a pull of the simulated day brings; its minute from which on memory must not grow."""
TICKS = os.sysconf("SC_CLK_TCK")


class Process:
    """The server that is measured."""

    def __init__(self, *words: str) -> None:
        line = [sys.executable, "-m", "benchmarks.desk.serve", *words]
        self.process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        parts = urlsplit(self.address)
        self.root, self.port = f"{parts.scheme}://{parts.netloc}", int(parts.port or 0)

    def ahead(self, seconds: float) -> None:
        """Move its clock."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"clock {seconds}\n")
        self.process.stdin.flush()

    @property
    def cpu(self) -> float:
        """Seconds of CPU so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def memory(self) -> float:
        """MB of memory now."""
        return self._megabytes("VmRSS")

    @property
    def most(self) -> float:
        """MB of memory at most so far."""
        return self._megabytes("VmHWM")

    def _megabytes(self, name: str) -> float:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)


async def get(port: int, path: str, cookie: str = "") -> bytes:
    """One page over a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode())
    said = await reader.read()
    writer.close()
    assert said.startswith(b"HTTP/1.1 200"), said[:80]
    return said


async def timed(port: int, path: str, cookie: str = "") -> float:
    began = time.perf_counter()
    await get(port, path, cookie)
    return time.perf_counter() - began


async def crowd(port: int, paths: Sequence[str], cookie: str = "") -> list[float]:
    """How long each page took while all readers look at the same time."""

    async def one(number: int) -> list[float]:
        return [await timed(port, paths[(number + turn) % len(paths)], cookie) for turn in range(LOOKS)]

    return [each for part in await asyncio.gather(*map(one, range(READERS))) for each in part]


async def news(port: int, cookie: str, pull: Any, readers: int = READERS) -> tuple[list[float], list[float]]:
    """Seconds from the end of a pull until each reader's stream says so, and until their page is there again."""
    streams = []
    for _ in range(readers):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
        while not (await reader.readline()).startswith(b"data:"):
            pass
        streams.append((reader, writer))
    await asyncio.to_thread(pull)
    began = time.perf_counter()

    async def one(reader: asyncio.StreamReader) -> tuple[float, float]:
        while not (await reader.readline()).startswith(b"data:"):
            pass
        heard = time.perf_counter() - began
        await get(port, "/", cookie)
        return heard, time.perf_counter() - began

    times = await asyncio.gather(*(one(reader) for reader, _ in streams))
    for _, writer in streams:
        writer.close()
    return [heard for heard, _ in times], [loaded for _, loaded in times]


def add_answers(campaign: Campaign, count: int, first: int, moment: datetime) -> None:
    """What one pull brings."""
    schema, personal = answers_schema(campaign.form, campaign.timezone), personal_schema(campaign.form)
    sent = int(moment.timestamp() * 1000)
    fixed: dict[str, Any] = {
        "submitted_at": sent, "seen_at": sent, "day": moment.date(), "channel": "poster", "code_status": "accepted", "source": "sheet",
        "version": 1, "epoch": 1, "serial": 1, "print": 1, "personal_print": 1, "key_id": "A",
        "purpose": campaign.form.question("purpose").options[0],
    }  # fmt: skip

    def cells(name: str, kind: pa.DataType) -> pa.Array:
        if name == "response_id":
            return pa.array([f"{first + turn:016x}" for turn in range(count)])
        if name == "station":
            return pa.array([campaign.stations[(first + turn) % len(campaign.stations)].code for turn in range(count)])
        value = fixed.get(name, "" if pa.types.is_string(kind) else 4)
        return pa.array([value] * count).cast(kind)

    tables = [
        pa.table({each.name: cells(each.name, each.type) for each in shape}).cast(shape) for shape in (schema, personal)
    ]
    with writing(campaign.data / "ledger", command="bench") as writer:
        writer.add_answers(*tables)
        writer.commit("pull", pulled_at=sent)


def add_cases(campaign: Campaign) -> None:
    """A year of cases: two a day, nine in ten of them closed."""
    for day in range(CASES // 2):
        moment = NOW - timedelta(days=CASES // 2 - day)
        matters = [
            Matter(
                f"answer:{day}-{turn}",
                (About.MONEY,),
                campaign.stations[(day + turn) % 158].code,
                moment.date().isoformat(),
                f"{day:08x}{turn:08x}",
            )
            for turn in range(2)
        ]
        cases = pipeline.open_matters(campaign, matters, who="watch", clock=lambda moment=moment: moment)
        for case in cases:
            if case.number % 10:
                pipeline.close_case(
                    campaign,
                    case.number,
                    Ending.UNFOUNDED,
                    "looked into",
                    who="ig-office",
                    clock=lambda moment=moment: moment,
                )


def shown(title: str, seconds: Sequence[float]) -> None:
    print(
        f"{title:58}{1000 * median(seconds):>9.0f} ms{1000 * quantiles(seconds, n=20)[-1]:>9.0f} ms{1000 * max(seconds):>9.0f} ms"
    )


def simulated_day(desk: Process, campaign: Campaign, cookie: str) -> bool:
    """A day by the desk's clock; prints its memory each six hours. Whether it grew by less than the bar, from the second hour on."""
    early = 0.0
    print(f"\na simulated day: {len(PATHS)} pages in turn, two a minute, {ANSWERS_A_QUARTER} answers every 15 minutes")
    for minute in range(1, 24 * 60 + 1):
        desk.ahead(60 * minute)
        if minute % 15 == 1:
            add_answers(campaign, ANSWERS_A_QUARTER, 10_000_000 + 3 * minute, NOW + timedelta(minutes=minute))
        for turn in range(2):
            asyncio.run(get(desk.port, PATHS[(minute + turn) % len(PATHS)], cookie))
        if minute == EARLY:
            early = desk.memory
        if minute == EARLY or minute % 360 == 0:
            print(f"  after {minute // 60:2} hours {desk.memory:4.0f} MB", flush=True)
    return desk.memory - early < GROWTH_BAR


def many_readers(desk: Process, folder: Path, campaign: Campaign, cookie: str) -> bool:
    """A pull that all hear of, and pages that all ask for, beside a plain page. Whether all came in time."""
    first = requests.get(desk.root, headers={"Cookie": cookie}, timeout=60).content
    print(f"{READERS} readers, {ANSWERS:,} answers, {CASES} cases; the first page has {len(first) / 1000:.0f} kB\n")
    print(f"{'':58}{'p50':>12}{'p95':>12}{'most':>12}")
    spent = desk.cpu
    heard, loaded = asyncio.run(news(desk.port, cookie, lambda: add_answers(campaign, PULLED, 1_000_000, NOW)))
    shown(f"from a pull of {PULLED:,} to the stream of a reader", heard)
    shown("to the page of a reader, all at the same time", loaded)
    print(f"  CPU of the desk for it: {desk.cpu - spent:.1f} s")
    spent = desk.cpu
    looks = asyncio.run(crowd(desk.port, PATHS, cookie))
    shown(f"a page, {READERS} readers at the same time", looks)
    print(f"  CPU for a page: {1000 * (desk.cpu - spent) / len(looks):.1f} ms; memory {desk.memory:.0f} MB")
    plain = Process("plain", str(folder), str(len(first)))
    spent = plain.cpu
    beside = asyncio.run(crowd(plain.port, ["/"]))
    shown("the floor: a plain Starlette page as large", beside)
    print(f"  CPU for a page: {1000 * (plain.cpu - spent) / len(beside):.1f} ms; memory {plain.memory:.0f} MB")
    plain.end()
    return max(heard) < NEWS_BAR and max(loaded) < LOAD_BAR


class Seen(NamedTuple):
    """What a page of the state's desk cost."""

    first: float  # seconds of CPU of the desk for the first reader
    second: float
    size: int  # bytes


def seen(desk: Process, http: requests.Session, path: str) -> Seen:
    """A page for its first and its second reader."""
    spent = desk.cpu
    pages = []
    for _ in range(2):
        reply = http.get(desk.root + path, timeout=3600)
        reply.raise_for_status()
        pages.append((desk.cpu, len(reply.content)))
    return Seen(pages[0][0] - spent, pages[1][0] - pages[0][0], pages[0][1])


def logged_in(desk: Process, name: str) -> requests.Session:
    http = requests.Session()
    token = http.get(f"{desk.root}/login", timeout=60).text.partition('name="token" value="')[2].partition('"')[0]
    sent = {"token": token, "name": name, "password": PASSWORD}
    http.post(f"{desk.root}/login", sent, headers={"Origin": desk.root}, timeout=60, allow_redirects=False)
    return http


def state(folder: Path, stations: int) -> bool:
    """The desk of an invented state. Whether every bar was met."""
    copy_state(folder, stations, ranges=RANGES)
    campaign, answers = load_campaign(folder), round(ANSWERS * stations / 158)
    write_ledger(campaign, answers, messages=MESSAGES)
    cases = [
        Matter(
            f"bench:{turn}",
            (About.MONEY,),
            campaign.stations[turn % stations].code,
            NOW.date().isoformat(),
            f"{turn:016x}",
        )
        for turn in range(round(CASES * stations / 158))
    ]
    pipeline.open_matters(campaign, cases, who="watch", clock=lambda: NOW)
    done = [
        f"{campaign.stations[turn * stations // ACTIONS].code},waiting,a second window,2026-10-05"
        for turn in range(ACTIONS)
    ]
    (folder / "actions.csv").write_text("\n".join(["station,theme,done,date", *done, ""]), "utf-8-sig")
    district = campaign.districts[0].code
    pipeline.add_desk_account(campaign, "ig-office", "ig", "", PASSWORD)
    pipeline.add_desk_account(campaign, "sp", "sp", district, PASSWORD)
    desk = Process("desk", str(folder))
    ig, sp = logged_in(desk, "ig-office"), logged_in(desk, "sp")
    print(
        f"{stations:,} stations in {RANGES} ranges, {answers:,} answers, {len(cases):,} open cases, {ACTIONS} actions"
    )
    print(f"the desk began with {desk.cpu:.1f} s of CPU, two logins and imports among them, and {desk.memory:.0f} MB\n")
    print(f"{'CPU of the desk for the':44}{'first reader':>14}{'second':>10}{'kB':>8}")
    met = True

    def look(title: str, http: requests.Session, path: str, bar: float = FIRST_BAR) -> None:
        nonlocal met
        page = seen(desk, http, path)
        print(f"{title:44}{page.first:>12.2f} s{page.second:>8.2f} s{page.size / 1000:>8.0f}", flush=True)
        met = met and page.first < bar and page.second < SECOND_BAR and page.size < BYTES_BAR

    pages = {
        "first page": "/",
        "first page, a range": f"/?range={next(iter(campaign.office.ranges))}",
        "first page, a district": f"/?district={district}",
        "first page, a word in every name": "/?words=station",
        "a station, opened": f"/station/{campaign.stations[-1].code}",
        "wall screen": "/wall",
        "cases": "/cases",
        "published reports": "/published",
    }
    for title, path in pages.items():
        look(title, ig, path)
    look("an SP's first page", sp, "/")
    spent, cookie = desk.cpu, f"anubhav={ig.cookies['anubhav']}"
    heard, loaded = asyncio.run(
        news(desk.port, cookie, lambda: add_answers(campaign, PULLED, 10**9, NOW), STATE_READERS)
    )
    print(f"\n{f'a pull of {PULLED:,}, {STATE_READERS} readers':58}{'p50':>12}{'p95':>12}{'most':>12}")
    shown("to the stream of a reader", heard)
    shown("to the page of a reader, all at the same time", loaded)
    print(f"  CPU of the desk for it: {desk.cpu - spent:.2f} s; memory {desk.memory:.0f} MB\n")
    met = met and max(heard) < NEWS_BAR and max(loaded) < LOAD_BAR and desk.cpu - spent < FIRST_BAR
    look("an SP's first page, after it", sp, "/")
    look("draft: the grades as they would be now", ig, "/report", DRAFT_BAR)
    look("what people wrote, by district", ig, "/messages")
    look("what people wrote in a district", ig, f"/messages?district={district}")
    print(f"memory {desk.memory:.0f} MB, {desk.most:.0f} MB at most")
    desk.end()
    print(
        f"a page within {FIRST_BAR:g} s of CPU, the draft {DRAFT_BAR:g} s, for a second reader {SECOND_BAR:g} s; at most {BYTES_BAR / 1e6:g} MB; "
        f"streams within {NEWS_BAR:g} s, pages {LOAD_BAR:g} s: {'met' if met else 'MISSED'}"
    )
    return met


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", choices=("readers", "day"), help="one half")
    arguments.add_argument("--stations", type=int, default=0, help="of an invented state; without it the real range")
    asked = arguments.parse_args()
    only = asked.only
    with TemporaryDirectory() as name:
        os.environ["ANUBHAV_CONFIG_DIR"] = str(Path(name) / "user")
        folder = Path(name) / "office"
        if asked.stations:
            return int(not state(folder, asked.stations))
        campaign = campaign_of(158, folder)
        write_ledger(campaign, ANSWERS)
        add_cases(campaign)
        desk = Process("desk", str(folder))
        http = requests.Session()
        http.get(desk.address, timeout=60)
        cookie = f"anubhav={http.cookies['anubhav']}"
        in_time = only == "day" or many_readers(desk, folder, campaign, cookie)
        small = only == "readers" or simulated_day(desk, campaign, cookie)
        desk.end()
    print(
        f"every stream within {NEWS_BAR:g} s, every page within {LOAD_BAR:g} s: {'met' if in_time else 'MISSED'}; "
        f"less than {GROWTH_BAR:g} MB more from the second hour on: {'met' if small else 'MISSED'}"
    )
    return int(not (in_time and small))


if __name__ == "__main__":
    sys.exit(main())
