"""The desk of an invented state: what its pages cost the first reader of a state of the ledger, and the second."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

import requests

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cases.case import About, Matter

from ..cube.ledger import write_ledger
from ..report.state import copy_state
from .pulls import PULLED, add_responses
from .serve import NOW
from .served import LOAD_BAR, NEWS_BAR, Process, news, shown

STATE_READERS, RANGES, ACTIONS = 20, 10, 40
FIRST_BAR, SECOND_BAR, BYTES_BAR, DRAFT_BAR = 5.0, 1.0, 4_000_000, 25.0
"""Seconds of CPU of a page for the first reader after a pull and for the second, bytes of a page, seconds of CPU of the draft."""
MESSAGES = (
    "दो घंटे इंतज़ार के बाद रिपोर्ट लिखी गई, पर व्यवहार अच्छा था।", "पैसे मांगे गए, तब जाकर पासपोर्ट की जाँच हुई।",
    "थाने में पीने का पानी नहीं था और बैठने की जगह कम थी।", "बहुत अच्छा व्यवहार, धन्यवाद।", "The officer listened and gave a receipt at once.",
    "I came three times before anybody wrote my complaint down. Call 98765 43210.",
)  # fmt: skip
"""One in four writes one of these."""
PASSWORD = "four plain words of a bench"


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


def state_desk(folder: Path, stations: int, responses: int, cases: int) -> bool:
    """The desk of an invented state with so many stations, responses and open cases. Whether every bar was met."""
    copy_state(folder, stations, ranges=RANGES)
    campaign = load_campaign(folder)
    write_ledger(campaign, responses, messages=MESSAGES)
    matters = [
        Matter(
            f"bench:{turn}",
            (About.MONEY,),
            campaign.stations[turn % stations].code,
            NOW.date().isoformat(),
            f"{turn:016x}",
        )
        for turn in range(cases)
    ]
    pipeline.open_matters(campaign, matters, who="watch", clock=lambda: NOW)
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
    print(f"{stations:,} stations in {RANGES} ranges, {responses:,} responses, {cases:,} open cases, {ACTIONS} actions")
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
    spent, cookie = desk.cpu, "; ".join(f"{each.name}={each.value}" for each in ig.cookies)
    heard, loaded = asyncio.run(
        news(desk.port, cookie, lambda: add_responses(campaign, PULLED, 10**9, NOW), STATE_READERS)
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
