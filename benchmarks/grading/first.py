"""Version 1 of the method by the product's own functions, and the naive means that an office would make without either."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from scipy.special import ndtr

from anubhav_gforms.campaign.grading import Grading
from anubhav_gforms.grading.constants import Constants
from anubhav_gforms.grading.cube.scope import scope
from anubhav_gforms.grading.formulas.status import graded
from anubhav_gforms.grading.replay import Replay, Roster, replay
from anubhav_gforms.grading.timeline import make_timeline
from anubhav_gforms.nouns.week import week_of_day

from .world import EDGES, FIRST_DAY, MONTHS, WEIGHTS, Drawn, Floats, Ints, station_list

LETTERS_FROM = 13
MIN_PEERS = 8
SURE = 0.95


def rules() -> Grading:
    first = date(1970, 1, 1) + timedelta(days=FIRST_DAY + 7 * LETTERS_FROM)
    bands = dict(zip(("A+", "A", "B", "C", "D", "F"), EDGES, strict=True))
    return Grading.model_validate({"letters_from": first, "items": WEIGHTS, "bands": bands, "integrity": {"cap": ""}})


@dataclass(frozen=True)
class FirstWeek:
    """What version 1 said in a week: (stations,) n, score, low, high, letter (-1: none), named (1 above, -1 below, 0); districts
    and the range with their intervals."""

    n: Floats = field(repr=False)
    score: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    letter: Ints = field(repr=False)
    named: Ints = field(repr=False)
    district: tuple[Floats, Floats, Floats] = field(repr=False)
    whole: tuple[float, float, float]


def run(drawn: Drawn) -> dict[int, FirstWeek]:
    """The last week of each month of `MONTHS`, by week."""
    known, policy, cube = station_list(), rules(), drawn.responses.cube()
    roster = Roster(known.codes, known.kind_names, known.district, known.districts)
    frozen: dict[str, Constants] = {}
    found = {}
    for weeks in MONTHS.values():
        last = week_of_day(FIRST_DAY) + weeks - 1
        counted = scope(cube, known.codes, policy, last)
        line = make_timeline(counted, known.kind_names, policy, frozen=frozen, released=(), code_version="")
        frozen |= {constants.name: constants for constants in line.new}
        found[weeks - 1] = _said(replay(counted, line, roster, policy, last))
    return found


def _said(done: Replay) -> FirstWeek:
    of = done.stations.estimate
    scored = graded(done.stations.status)
    named = np.zeros(len(of.n), np.int64)
    kind = station_list().kind
    for number in np.unique(kind):
        peers = scored & (kind == number)
        if peers.sum() >= MIN_PEERS:
            p = ndtr((of.score - of.score[peers].mean()) / np.maximum(of.sd, 1e-9))
            named[peers & (p >= SURE)], named[peers & (p <= 1 - SURE)] = 1, -1
    areas, whole = done.districts.estimate, done.whole.estimate
    return FirstWeek(
        of.n, of.score, of.low, of.high, done.stations.letter, named, (areas.score, areas.low, areas.high),
        (float(whole.score[0]), float(whole.low[0]), float(whole.high[0])),
    )  # fmt: skip


def naive_means(drawn: Drawn, week: int, weeks: int = 13) -> Floats:
    """(stations,): the plain mean of the last `weeks` weeks, as a pivot table makes it."""
    of = drawn.responses
    part = (of.day >= 7 * (week - weeks + 1)) & (of.day < 7 * (week + 1))
    count = len(station_list().codes)
    with np.errstate(invalid="ignore"):
        return np.bincount(of.station[part], of.y[part], count) / np.bincount(of.station[part], minlength=count)
