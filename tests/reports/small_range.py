"""A small range with half a year of responses, and what readers outside the IG's office are told of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from invented_pulls import Pull, Response, a_response, write

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.reports import Audience
from anubhav_gforms.reports.tabs import tabs

WEEK, SUNDAY = "2026-W47", date(2026, 11, 22)
QUARTER_END = date(2026, 10, 4)
WEEKS = 30
CODES = ("SKT-SAK", "SKT-ADB", "SKT-BRD", "GPM-GRL", "GPM-MRW", "GPM-PND")


@dataclass
class World:
    """A small range with half a year of responses; every one of them is in a full lot up to the last Sunday but one. Those of the closed
    quarter come first, and came with a pull of its last day."""

    campaign: Campaign
    root: Path
    past: list[Response]
    made: Iterator[int] = field(default_factory=count)

    def office(self, *pulls: Pull) -> Campaign:
        """A campaign whose ledger holds the past and then these pulls."""
        office = replace(self.campaign, root=self.root / str(next(self.made)))
        office.root.mkdir()
        for name in ("actions.csv", "footfall.csv"):
            (office.root / name).write_bytes((self.root / name).read_bytes())
        closed = sum(each["day"] <= QUARTER_END for each in self.past)
        past = [Pull(QUARTER_END, self.past[:closed]), Pull(SUNDAY - timedelta(days=6), self.past[closed:])]
        write(office, [*past, *pulls, Pull(SUNDAY + timedelta(days=1))])
        return office


def small_range(whole_range: Campaign, root: Path) -> World:
    """Six stations of two districts, with actions, visitors and their past."""
    stations = tuple(each for each in whole_range.stations if each.code in CODES)
    districts = tuple(each for each in whole_range.districts if each.code in ("SKT", "GPM"))
    assert len(stations) == len(CODES)
    campaign = replace(whole_range, districts=districts, stations=stations)
    (root / "actions.csv").write_text("station,theme,done,date\nSKT-SAK,facilities,पानी,2026-11-10\n", encoding="utf-8")
    visitors = [f"{code},2026-11-01,2026-11-30,300" for code in CODES]
    (root / "footfall.csv").write_text("\n".join(["station,first_day,last_day,visitors", *visitors]), encoding="utf-8")
    chance = random.Random(4)
    past: list[Response] = []
    for code, share in zip(CODES, (0.7, 1.0, 0.2, 0.8, 0.6, 0.1), strict=True):
        days = sorted(SUNDAY - timedelta(days=7 + chance.randrange(7 * WEEKS)) for _ in range(int(150 * share)))
        past += [a_response(campaign, code, day, chance) for day in days]
    return World(campaign, root, sorted(past, key=lambda each: each["day"] > QUARTER_END))


def told(office: Campaign, week: str = WEEK) -> tuple[dict[str, bytes], bytes]:
    """Every artefact for readers outside the office, by name, and the IG's table, after a person released every text that waits."""
    pipeline.release_texts(office, pipeline.waiting_texts(office, week=week), who="reader")
    grades = pipeline.grade(office, week=week)
    report = pipeline.write_report(office, grades, audiences=list(Audience), language="hi")
    outside = {
        name: path.read_bytes()
        for name, path in report.files.items()
        if name.startswith(("shared/", "districts/", "stations/")) or name == "you-said-we-did.pdf"
    }
    assert report.outside is not None
    there = {path.relative_to(report.folder).as_posix(): path for path in report.folder.rglob("*") if path.is_file()}
    own = ("office.", "ig/", "manifest.json")
    left = {name: path.read_bytes() for name, path in there.items() if not name.startswith(own)}
    assert left == outside, "whatever lies in the folder is compared, or does not leave the office"
    made = {name.rpartition("/")[2].rpartition(".")[2] for name in outside if name.startswith("shared/")}
    assert made == {"html", "csv", "json", "xlsx", "pdf"}
    return outside | {"tabs": repr(tabs(report.outside)).encode()}, report.files["office.csv"].read_bytes()


def same(one: dict[str, bytes], two: dict[str, bytes]) -> None:
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def new(campaign: Campaign, code: str, count: int, seed: int, **more: Any) -> list[Response]:
    """Responses of the last week."""
    chance = random.Random(seed)
    return [a_response(campaign, code, SUNDAY - timedelta(days=turn), chance, **more) for turn in range(count)]
