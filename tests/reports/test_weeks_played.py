"""Weeks in which stations move and close, responses go, a word is corrected, a report is made again: what readers outside hold of all of
them tells of each group of five together, and of who waits nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from invented_pulls import Pull, Response, a_response, pull_time, write
from small_range import CODES, World, same, small_range

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, Status
from anubhav_gforms.desk.board import Board
from anubhav_gforms.desk.roles import DeskRole, Officer
from anubhav_gforms.desk.views import district_values
from anubhav_gforms.nouns.week import Week
from anubhav_gforms.pipeline.matters import case_book
from anubhav_gforms.privacy.lots import BATCH
from anubhav_gforms.reports import Audience
from anubhav_gforms.reports.tabs import tabs
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.writer import writing

WEEKS = (Week("2026-W46"), Week("2026-W47"))
BESIDE = ("purpose", "money", "receipt")
Play = Sequence[list[Response]]
"""Of each week the responses that a pull on its Sunday brings."""


@pytest.fixture(scope="module")
def world(whole_range, tmp_path_factory) -> World:
    return small_range(whole_range, tmp_path_factory.mktemp("worlds"))


def groups_of(world: World, week: Week, chance: random.Random) -> list[list[Response]]:
    """A group of five at most stations, each of the five on a day of its own."""
    return [
        [
            a_response(world.campaign, code, week.monday + timedelta(days=day), chance)
            for day in sorted(chance.sample(range(7), BATCH))
        ]
        for code in CODES
        if chance.random() < 0.8
    ]


def exchanged(world: World, group: list[Response], chance: random.Random) -> list[Response]:
    """The same five, where others of them gave each answer; a message goes with what it is about."""
    keys = (*BESIDE, *world.campaign.grade_rules.items)
    columns = {key: chance.sample([each[key] for each in group], BATCH) for key in keys}
    said = chance.sample([{key: each[key] for key in ("message", "topic")} for each in group], BATCH)
    return [each | {key: columns[key][turn] for key in keys} | said[turn] for turn, each in enumerate(group)]


def waiting(world: World, chance: random.Random) -> list[Response]:
    """Four at each station, who wait for a fifth."""
    return [a_response(world.campaign, code, WEEKS[-1].sunday, chance) for code in CODES for _ in range(BATCH - 1)]


def with_station(office: Campaign, code: str, **cells: object) -> Campaign:
    return replace(
        office, stations=tuple(replace(each, **cells) if each.code == code else each for each in office.stations)
    )


def three_deleted(office: Campaign) -> Campaign:
    """Three of the newest group."""
    rows, at = open_ledger(office).manifest.rows, pull_time(WEEKS[0].sunday)
    with writing(office.data / "ledger", command="test") as writer:
        writer.add_events([Event(EventKind.GONE, at, row, row, -1) for row in range(rows - 3, rows)])
        writer.commit("pull", about={})
    return office


def corrected(office: Campaign) -> Campaign:
    pipeline.correct_gazette(office, WEEKS[0].label, "SKT-ADB", "standing", "below", why="x", who="IG")
    return office


EVENTS: tuple[tuple[Callable[[Campaign], Campaign], ...], ...] = (
    (partial(with_station, code="GPM-MRW", district="SKT"), partial(with_station, code="SKT-BRD", name_en="New")),
    (corrected, three_deleted, partial(with_station, code="GPM-GRL", status=Status.CLOSED, closed_on=WEEKS[1].monday)),
)
"""What happens between the pull of a week and its report."""


def held(office: Campaign, week: Week, *, month: str = "", again: bool = False) -> dict[str, bytes]:
    """What a report gives to readers outside, what an SP sees at the desk then."""
    report = pipeline.write_report(
        office,
        pipeline.grade(office, week=week.label, latest=again),
        audiences=list(Audience),
        language="en",
        month=month,
        again=again,
    )
    inside = ("office.", "ig/", "manifest.json", "earlier/")
    files = {path.relative_to(report.folder).as_posix(): path for path in report.folder.rglob("*") if path.is_file()}
    assert report.outside is not None
    board = Board(office, lambda: datetime(2026, 11, 24, 6, tzinfo=UTC), partial(case_book, office))
    return {
        **{name: path.read_bytes() for name, path in files.items() if not name.startswith(inside)},
        "tabs": repr(tabs(report.outside)).encode(),
        **{code: repr(district_values(board, Officer("sp", DeskRole.SP, code))).encode() for code in ("SKT", "GPM")},
    }


def played(world: World, play: Play, waits: list[Response]) -> dict[str, bytes]:
    """All that readers outside hold at the end of these weeks, when some came with the last pull who wait."""
    office = replace(world.campaign, root=world.root / f"play{next(world.made)}")
    office.root.mkdir()
    before = WEEKS[0].monday - timedelta(days=1)
    past: list[Response] = []
    for code in CODES:
        own = [each for each in world.past if each["station"] == code and each["day"] <= before]
        past += own[: len(own) // BATCH * BATCH]
    write(office, [Pull(before, sorted(past, key=lambda each: each["day"]))])
    holds: dict[str, bytes] = {}
    for week, came, events in zip(WEEKS, play, EVENTS, strict=True):
        later = waits if week is WEEKS[-1] else []
        write(office, [Pull(week.sunday, came), Pull(week.sunday + timedelta(days=1), later)])
        for happens in events:
            office = happens(office)
        for asked in ({}, {"again": True}, {"month": "2026-11"}) if week is WEEKS[-1] else ({},):
            holds |= {f"{week.label} {asked} {name}": content for name, content in held(office, week, **asked).items()}
    return holds


def test_weeks_of_events_tell_of_each_group_together_and_of_who_waits_nothing(world) -> None:
    """Two worlds in which the five of each group exchanged their answers, and others wait, give every reader outside the same bytes."""
    chance = random.Random(7)
    groups = [groups_of(world, week, chance) for week in WEEKS]
    others = [[exchanged(world, group, chance) for group in of_week] for of_week in groups]
    one, two = ([[each for group in of_week for each in group] for of_week in made] for made in (groups, others))
    assert sum(a["overall"] != b["overall"] for a, b in zip(one[0], two[0], strict=True)) > BATCH
    same(*(played(world, play, waiting(world, chance)) for play in (one, two)))
