"""The first quarter of a campaign as the neighbours' first month was: 54 responses a month in the whole range, most of them good."""

from __future__ import annotations

import random
from datetime import date, timedelta

from invented_pulls import Pull, Response, a_response, write

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.links.registry import PrintedPoster, Registry, save_registry
from anubhav_gforms.nouns.week import Week

FIRST = Week("2026-W27")
"""The first week of a quarter."""
A_MONTH = 54
WEEKS = 13
PRINTED = date(2026, 6, 26)
RATINGS = (5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 3, 2, 1)


def week_number(number: int) -> Week:
    """The first week of the campaign is 1."""
    return Week.of(FIRST.monday + timedelta(weeks=number - 1))


def first_quarter(campaign: Campaign, seed: int = 3) -> list[Response]:
    """Its responses, the oldest first: a few stations have many, most have one or none."""
    chance = random.Random(seed)
    codes = [station.code for station in campaign.stations]
    chance.shuffle(codes)
    busy = [1 / (place + 4) for place in range(len(codes))]
    count = round(A_MONTH * WEEKS * 12 / 52)
    days = sorted(FIRST.monday + timedelta(days=chance.randrange(7 * WEEKS)) for _ in range(count))
    return [
        _response(campaign, code, day, chance)
        for day, code in zip(days, chance.choices(codes, busy, k=count), strict=True)
    ]


def _response(campaign: Campaign, code: str, day: date, chance: random.Random) -> Response:
    level = chance.choice(RATINGS)
    ratings = {key: max(1, min(5, level + chance.choice((-1, 0, 0, 0, 1)))) for key in campaign.grade_rules.items}
    money = campaign.form.question("money").options[0]
    return a_response(
        campaign,
        code,
        day,
        chance,
        **ratings,
        money=money,
        minute=chance.randrange(1300),
        serial=chance.choice((1, 1, 2)),
    )


def write_first_quarter(campaign: Campaign) -> None:
    """Its ledger, and its register of posters: two at each station, at the gate and at the desk of the watch."""
    write_responses(campaign)
    posters = tuple(
        PrintedPoster(f"{station.code}.P{serial}.A00000000", station.code, "poster", serial, "A", place, "", 1, PRINTED.isoformat(), "posters.pdf")
        for station in campaign.stations
        for serial, place in ((1, "gate"), (2, "hall"))
    )  # fmt: skip
    save_registry(Registry(form_id="x", printed=posters), campaign.data)


def write_responses(campaign: Campaign) -> None:
    """Its ledger, pulled every Sunday."""
    responses = first_quarter(campaign)
    pulls = []
    for number in range(1, WEEKS + 1):
        week = week_number(number)
        pulls.append(Pull(week.sunday, [each for each in responses if week.monday <= each["day"] <= week.sunday]))
    write(campaign, [*pulls, Pull(week_number(WEEKS + 1).monday)])
