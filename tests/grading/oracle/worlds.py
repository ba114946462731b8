"""Made-up campaigns with everything odd in them: a frame of responses for the product, the rows that count for the oracle."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from anubhav_gforms.campaign import Campaign, Station, StationKind, Status
from anubhav_gforms.nouns import week as calendar
from tests.grading.world import frame_of, with_rules

from .rows import Rows
from .season import Register

ITEMS = ("behaviour", "heard", "promptness", "overall", "facilities")
MONDAY = 4
"""The product numbers days from 1970-01-01, a Thursday; here the Monday of week w is day 7 w."""


@dataclass(frozen=True)
class Plan:
    """What a world is made from."""

    seed: int
    weeks: int
    stations: int = 8
    districts: int = 3
    kinds: int = 2
    answers: str = "spread"  # or content, equal, best, worst
    a_week: float = 2.0
    blank: float = 0.05
    unknown: float = 0.1  # purposes that are not told
    bursts: int = 2
    crowd: bool = False  # a day of many that are all but the best
    recovers: bool = False  # what fell late is better than ever soon after
    gap: bool = False  # weeks without any response
    silent: int = -1  # the district where nobody responds
    letters_late: bool = False
    last: str = "2026-W47"


@dataclass(frozen=True)
class World:
    """A campaign with its frame, and the same for the oracle: every visit about the place, and call-backs beside them."""

    campaign: Campaign
    frame: pd.DataFrame
    register: Register
    visits: Rows
    beside: dict[str, Rows]
    codes: list[str]
    last: int


@dataclass
class Responses:
    """What citizens said, one value a response."""

    station: np.ndarray
    day: np.ndarray
    ratings: np.ndarray


def quarter_weeks() -> list[int]:
    """The weeks of the first Mondays of quarters."""
    starts = [date(year, month, 1) for year in (2025, 2026, 2027, 2028) for month in (1, 4, 7, 10)]
    return sorted({calendar.week_number(day + timedelta(days=6)) for day in starts})


def made(base: Campaign, plan: Plan) -> World:
    """The world of a plan: the same in every run."""
    rng = np.random.default_rng(plan.seed)
    last = int(calendar.read_week(plan.last))
    first = last - plan.weeks + 1
    closed: list[int | None] = [None] * plan.stations
    if plan.stations > 3:
        closed[3] = calendar.first_day(first + plan.weeks // 2) + 2
    places = stations_of(base, plan, rng, closed)
    campaign = replace(base, districts=base.districts[: plan.districts], stations=places)
    least = (int(rng.choice([5, 20, 60])), int(rng.choice([1, 2, 4])))
    casemix = base.grade_rules.casemix.model_copy(update={"min_responses": least[0], "min_stations": least[1]})
    letters_from = last - 3 if plan.letters_late else first - 2
    monday = calendar.day_of(calendar.first_day(letters_from))
    campaign = with_rules(campaign, casemix=casemix, letters_from=monday)
    responses = respond(plan, rng, first, last)
    register = Register(
        [number % plan.districts for number in range(plan.stations)],
        [str(place.kind) for place in places],
        [None if day is None else day - MONDAY for day in closed],
        quarter_weeks(),
        calendar.week_number(monday),
        least,
    )
    return filled(campaign, plan, rng, responses, closed, register, last)


def stations_of(base: Campaign, plan: Plan, rng: np.random.Generator, closed: list[int | None]) -> tuple[Station, ...]:
    """Stations of the first districts in turn, of a few kinds; some of them closed."""
    kinds = [list(StationKind)[number] for number in rng.permutation(len(StationKind))[: plan.kinds]]
    made_up = []
    for number in range(plan.stations):
        district, day = base.districts[number % plan.districts].code, closed[number]
        made_up.append(
            Station(
                f"{district}-{chr(65 + number // 26)}{chr(65 + number % 26)}X",
                f"Place {number}",
                f"जगह {number}",
                district,
                kinds[int(rng.integers(len(kinds)))],
                status=Status.CONFIRMED if day is None else Status.CLOSED,
                closed_on=None if day is None else calendar.day_of(day),
            )
        )
    return tuple(made_up)


def respond(plan: Plan, rng: np.random.Generator, first: int, last: int) -> Responses:
    """Ratings at every station: one in five falls late, one begins late, one is all but silent; bursts on a day or in a week."""
    volume = np.clip(rng.lognormal(np.log(plan.a_week), 1.0, plan.stations), 0.05, 10)
    quality = 65 + 15 * rng.standard_normal(plan.stations)
    silent = {int(first + week) for week in rng.integers(1, plan.weeks + 1, plan.weeks // 4)} if plan.gap else set()
    fell_in = (0.4 if plan.recovers else 0.7) * plan.weeks
    said: list[tuple[int, int, list[float]]] = []
    for station in range(plan.stations):
        begins = first + (plan.weeks // 3 if station == 2 else 0)
        if station % plan.districts == plan.silent:
            continue
        for week in range(begins, last + 1):
            fall = 35 if station % 5 == 1 and week > first + fell_in else 0
            fall = -25 if fall and plan.recovers and week > first + fell_in + 4 else fall
            often = 0.02 if station == 4 else max(volume[station], 2.0 if station % 5 == 1 else 0)
            for _ in range(0 if week in silent else rng.poisson(often)):
                day = calendar.first_day(week) + int(rng.integers(7))
                latent = quality[station] - fall + 20 * rng.standard_normal() + (22 if plan.answers == "content" else 0)
                spread = 1 + np.searchsorted([20, 38, 56, 74], latent + 14 * rng.standard_normal(5))
                fixed = {"equal": [4] * 5, "best": [5] * 5, "worst": [1] * 5}
                said.append((station, day, list(map(float, fixed.get(plan.answers, spread)))))
    for number in range(plan.bursts):
        station, rating = plan.districts * int(rng.integers(plan.stations // plan.districts)), (5.0, 1.0)[number % 2]
        day = calendar.first_day(last - int(rng.integers(0, max(1, plan.weeks // 3)))) + 2
        length = 7 if number % 3 == 2 else 1
        said += [(station, day - 2 + nth % 7 if length == 7 else day, [rating] * 5) for nth in range(12)]
    if plan.crowd:
        said += [(0, calendar.first_day(last - 2) + 3, [5.0, 5.0, 4.0, 5.0, 5.0])] * 30
    ratings = np.array([ratings for _, _, ratings in said])
    ratings[rng.random(ratings.shape) < plan.blank] = np.nan
    return Responses(np.array([s for s, _, _ in said]), np.array([day for _, day, _ in said]), ratings)


def filled(
    campaign: Campaign,
    plan: Plan,
    rng: np.random.Generator,
    responses: Responses,
    closed: list[int | None],
    register: Register,
    last: int,
) -> World:
    """The frame of these responses with purposes, money, and every reason for which one does not count; and the rows that do."""
    rows = len(responses.day)
    form, rules = campaign.form, campaign.grade_rules
    options = form.question("purpose").options
    purpose = np.array(options, object)[rng.integers(0, len(options) - 1, rows)]
    purpose[rng.random(rows) < plan.unknown] = ""
    purpose[rng.random(rows) < 0.02] = rules.not_visited
    no, yes, untold = form.question("money").options
    money = rng.choice(np.array([no, yes, untold, ""], object), rows, p=[0.5, 0.015, 0.2, 0.285])
    money[(responses.station == 0) & (rng.random(rows) < 0.3)] = yes
    called, strange = rng.random(rows) < 0.05, rng.random(rows) < 0.01
    elsewhere, forged_code = rng.random(rows) < 0.03, rng.random(rows) < 0.02
    codes = [station.code for station in campaign.stations]
    days = np.array([np.datetime64(calendar.day_of(int(day))) for day in responses.day], "datetime64[D]")
    frame = frame_of(np.where(strange, "XXX-OLD", np.array(codes, object)[responses.station]), days)
    frame["channel"] = np.where(called, "call-back", "poster").astype(object)
    frame["topic"] = np.where(elsewhere, form.question("topic").options[-1], "").astype(object)
    frame["code_status"] = np.where(forged_code, "quarantined", "accepted").astype(object)
    frame["code_reason"] = np.where(forged_code, "bad signature", "").astype(object)
    frame["purpose"], frame["money"], frame["receipt"] = purpose, money, ""
    for number, key in enumerate(ITEMS):
        values = responses.ratings[:, number]
        frame[key] = pd.array([None if np.isnan(value) else int(value) for value in values], dtype="Int8")
    opened = np.array(
        [closed[s] is None or day < closed[s] for s, day in zip(responses.station, responses.day, strict=True)]
    )
    counts = ~strange & ~elsewhere & ~forged_code & (purpose != rules.not_visited) & opened
    word = np.where(money == yes, "yes", np.where(money == no, "no", "")).astype(object)
    everything = Rows(responses.station, responses.day - MONDAY, responses.ratings, purpose, word)
    order = np.lexsort([np.arange(rows), everything.day, everything.station])
    visits, others = (everything.take(order[(counts & which)[order]]) for which in (~called, called))
    others = others.take(others.rated)
    shuffled = frame.iloc[rng.permutation(rows)].reset_index(drop=True)
    return World(campaign, shuffled, register, visits, {"call-back": others}, codes, last)
