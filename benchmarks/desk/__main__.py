"""make bench-desk: latency, CPU and memory of the desk with 200 readers, beside a plain Starlette page; and a day without growth.

A year of 20,000 responses at 158 stations and of 700 cases. Every reader keeps a stream open. A pull of 1,000 responses changes the
ledger: how long until a reader's stream says so, and until their page is there again. Then all look at pages at the same time. The
plain page is served by the same server and is as large as the desk's first page. The day is simulated: the desk's clock goes ahead a
minute at a time, readers load pages, and every 15 minutes some responses come.

With `--stations 2000` the desk of an invented state in ten ranges, as many responses and cases a station, and 20 readers: seconds of CPU and
bytes of the first page, of a range, of a station and of the draft, for the first reader of a state of the ledger and for the second; a
pull of 1,000 responses; an SP's page.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cases.case import About, Ending, Matter

from ..cube.ledger import campaign_of, write_ledger
from .pulls import PULLED, add_responses
from .serve import NOW
from .served import LOAD_BAR, NEWS_BAR, READERS, Process, crowd, get, news, shown
from .state import state_desk

RESPONSES, CASES = 20_000, 700
PATHS = ("/", "/?district=KRB", "/station/BSP-KTW", "/wall", "/cases", "/?words=BSP")
GROWTH_BAR = 20.0
"""MB that a day may add."""
RESPONSES_A_QUARTER, EARLY = 3, 120
"""What a pull of the simulated day brings; its minute from which on memory must not grow."""


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


def simulated_day(desk: Process, campaign: Campaign, cookie: str) -> bool:
    """A day by the desk's clock; prints its memory each six hours. Whether it grew by less than the bar, from the second hour on."""
    early = 0.0
    print(
        f"\na simulated day: {len(PATHS)} pages in turn, two a minute, {RESPONSES_A_QUARTER} responses every 15 minutes"
    )
    for minute in range(1, 24 * 60 + 1):
        desk.ahead(60 * minute)
        if minute % 15 == 1:
            add_responses(campaign, RESPONSES_A_QUARTER, 10_000_000 + 3 * minute, NOW + timedelta(minutes=minute))
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
    print(f"{READERS} readers, {RESPONSES:,} responses, {CASES} cases; the first page has {len(first) / 1000:.0f} kB\n")
    print(f"{'':58}{'p50':>12}{'p95':>12}{'most':>12}")
    spent = desk.cpu
    heard, loaded = asyncio.run(news(desk.port, cookie, lambda: add_responses(campaign, PULLED, 1_000_000, NOW)))
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
            responses, cases = (round(each * asked.stations / 158) for each in (RESPONSES, CASES))
            return int(not state_desk(folder, asked.stations, responses, cases))
        campaign = campaign_of(158, folder)
        write_ledger(campaign, RESPONSES)
        add_cases(campaign)
        desk = Process("desk", str(folder))
        http = requests.Session()
        http.get(desk.address, timeout=60)
        cookie = "; ".join(f"{each.name}={each.value}" for each in http.cookies)
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
