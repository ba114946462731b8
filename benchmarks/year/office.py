"""The office of the simulated year: its campaign on Google's side, an officer who edits the sheet, pulls, and what each told."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import requests
import time_machine

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.google.caller import Quota
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.nouns import a1
from anubhav_gforms.pipeline import SheetStep
from anubhav_gforms.responses.ledger.closed_sheets import archived
from anubhav_gforms.responses.ledger.events import EventKind
from anubhav_gforms.responses.ledger.ledger import open_ledger

from ..on_sandbox import PROJECT, link

RATED = "overall"
DAY_MS = 86_400_000
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's serial numbers have no zone
FULL_CELLS = 8_000_000
"""So many cells are 80 % of a spreadsheet."""


class GoogleProcess:
    """The sandbox in a process of its own, with its clock."""

    def __init__(self, world: Path) -> None:
        line = [sys.executable, "-m", "benchmarks.year.google_side", str(world)]
        self._process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        assert self._process.stdout is not None
        self.root = self._process.stdout.readline().strip()

    def tell(self, now: datetime, **what: object) -> Any:
        """Say what time it is, and what else happens there."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"now": now.isoformat(), **what}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        """Let it end."""
        self._process.communicate(timeout=60)


@dataclass
class Quarter:
    """What happened in a quarter of the year. `busiest`: requests of the pull that made most, by kind, all reckoned into one minute."""

    rows: int = 0
    pulls: int = 0
    edits: int = 0
    told: int = 0
    latest: timedelta = timedelta()
    busiest: Counter[Quota] = field(default_factory=Counter)
    memory: float = 0.0
    handles: int = 0
    seconds: float = 0.0


class Office:
    """One campaign through the year. `now` is the simulated moment, by which both sides live."""

    def __init__(self, folder: Path, google: GoogleProcess, now: datetime) -> None:
        self.google, self.now, self.quarter = google, now, Quarter()
        self.waiting: dict[int, datetime] = {}
        self._chance, self._edited = random.Random(365), set[int]()
        self._http = requests.Session()
        self._http.trust_env = False
        root = folder / "campaign"
        shutil.copytree(PROJECT / "config", root / "config")
        shutil.copy(PROJECT / "stations.csv", root)
        office = root / "config" / "office.toml"
        office.write_text(office.read_text("utf-8").replace('\nroot = ""\n', f'\nroot = "{google.root}"\n'), "utf-8")
        google.tell(now)
        with time_machine.travel(now, tick=False):
            self.campaign = load_campaign(root)
            self.gateway = pipeline.connect(self.campaign, clock=lambda: self.now.timestamp(), paced=False)
            pipeline.setup_forms(self.campaign, self.gateway)
            link(root, google.root, self._http)
        self.form_id = load_registry(self.campaign.data).form_id
        codes = [line.rpartition("=")[2].rpartition("+")[2] for line in _lines(root / "links.csv")]
        questions = dict(load_registry(self.campaign.data).question_ids)
        options = {question.key: list(question.options) for question in self.campaign.form.questions}
        google.tell(now, citizens={"codes": codes, "questions": questions, "options": options})

    def pass_time(self, much: timedelta, responses: int = 0) -> None:
        """Time goes by on both sides, and so many responses come."""
        self.now += much
        self.google.tell(self.now, form=self.form_id, count=responses, span=much.total_seconds())
        self.quarter.rows += responses

    def edit(self, count: int) -> None:
        """An officer changes the rating of some responses of the sheet, of any age, each through Google's API. Not of those that
        an archive has: a change of its copies counts nowhere, and nobody is told."""
        tab = self._tab()
        column = a1.column(self._titles(tab).index(self.campaign.form.question(RATED).title))
        ledger = open_ledger(self.campaign)
        places = np.flatnonzero(~np.isin(ledger.order(), archived(ledger, self._sheet)))
        for row in self._chance.sample((places + 2).tolist(), min(count, len(places))):
            ((moment,),) = self._values(f"'{tab['title']}'!A{row}")
            if (key := round(moment * DAY_MS)) in self._edited:
                continue
            cell = f"'{tab['title']}'!{column}{row}"
            old = self._values(cell)
            new = self._chance.choice([mark for mark in range(1, 6) if [[mark]] != old])
            self._ask("PUT", f"/values/{cell}?valueInputOption=RAW", {"values": [[new]]})
            self._edited.add(key)
            self.waiting[key] = self.now
            self.quarter.edits += 1

    def pull(self, *, full: bool = False) -> None:
        """One pull through the product; what it told is counted."""
        with self._counted(), time_machine.travel(self.now, tick=False):
            changes = pipeline.pull(self.campaign, self.gateway, full=full)
        self.quarter.pulls += 1
        for change in changes.of(EventKind.EDITED):
            key = (change.submitted_at.replace(tzinfo=None) - EPOCH) // timedelta(milliseconds=1)
            if key in self.waiting:
                self.quarter.told += 1
                self.quarter.latest = max(self.quarter.latest, self.now - self.waiting.pop(key))

    def roll_over(self) -> None:
        """The sheet is at 80 % (an officer's own tab fills it up): archived, the form led to a fresh one, the copies removed."""
        with time_machine.travel(self.now, tick=False):
            # first what the last rollover kept for a week, as the command itself does
            if pipeline.plan_new_sheet(self.campaign, self.gateway).step is SheetStep.TRIM:
                pipeline.trim_fresh_sheet(self.campaign, self.gateway)
        tab = self._tab()
        rows = max(1, (FULL_CELLS - tab["gridProperties"]["rowCount"] * tab["gridProperties"]["columnCount"]) // 26 + 1)
        grid = {"rowCount": rows, "columnCount": 26}
        self._ask("POST", ":batchUpdate", {"requests": [{"addSheet": {"properties": {"title": "sums", "gridProperties": grid}}}]})  # fmt: skip
        with time_machine.travel(self.now, tick=False):
            assert pipeline.plan_new_sheet(self.campaign, self.gateway).step is SheetStep.ARCHIVE
            pipeline.archive_sheet(self.campaign, self.gateway, who="ig-office")
            script = pipeline.steps_to_fresh_sheet(self.campaign, self.gateway).script
            fresh = next(line for line in script if ".setDestination(" in line).split('"')[1]
            body = {"spreadsheetId": fresh}
            self._http.post(f"{self.google.root}/sandbox/forms/{self.form_id}/link", json=body).raise_for_status()
            stand = pipeline.plan_new_sheet(self.campaign, self.gateway)
            assert stand.adoption
            pipeline.adopt_sheet(self.campaign, stand.adoption)
            pipeline.trim_fresh_sheet(self.campaign, self.gateway)

    def measured(self) -> Quarter:
        """What was counted since the last time, with memory and handles as they are now."""
        quarter, self.quarter = self.quarter, Quarter()
        status = Path("/proc/self/status").read_text("utf-8")
        quarter.memory = int(status.partition("VmRSS:")[2].split()[0]) / 1024
        quarter.handles = sum(1 for _ in Path("/proc/self/fd").iterdir())
        return quarter

    @contextmanager
    def _counted(self) -> Iterator[None]:
        before, began = self.gateway.caller.made.copy(), time.process_time()
        yield
        self.quarter.seconds += time.process_time() - began
        self.quarter.busiest |= self.gateway.caller.made - before

    @property
    def _sheet(self) -> str:
        return load_registry(self.campaign.data).spreadsheet_id

    def _tab(self) -> dict[str, Any]:
        _, tab_id = open_ledger(self.campaign).manifest.place or ("", 0)
        tabs = [each["properties"] for each in self._ask("GET", "?fields=sheets.properties")["sheets"]]
        return next(tab for tab in tabs if tab["sheetId"] == tab_id)

    def _titles(self, tab: dict[str, Any]) -> list[str]:
        return [str(title) for title in self._values(f"'{tab['title']}'!1:1")[0]]

    def _values(self, cells: str) -> list[list[Any]]:
        return list(self._ask("GET", f"/values/{cells}?valueRenderOption=UNFORMATTED_VALUE").get("values", []))

    def _ask(self, verb: str, path: str, body: object = None) -> dict[str, Any]:
        address = f"{self.google.root}/v4/spreadsheets/{self._sheet}{path}"
        reply = self._http.request(verb, address, json=body, headers={"Authorization": "Bearer sandbox"}, timeout=300)
        assert reply.status_code == 200, reply.text[:500]
        return dict(reply.json())


def _lines(path: Path) -> list[str]:
    return [line.split(",")[5] for line in path.read_text("utf-8-sig").splitlines()[1:]]
