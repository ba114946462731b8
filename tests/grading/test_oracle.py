"""Version 2 computed a second time, plainly and slowly, from docs/grading.md alone (folder oracle): every number and word is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from anubhav_gforms.campaign import Campaign, load_campaign

from .oracle.compared import Compared
from .oracle.comparison import carried, in_words, once
from .oracle.season import Decided, Season
from .oracle.standings import chances
from .oracle.week import Memory, Week, weeks
from .oracle.worlds import Plan, World, made

FOLDER = Path(__file__).with_name("oracle")
ONCE = {
    "a spread half year": Plan(seed=1, weeks=26, stations=9),
    "a fall before a new quarter, crowds in both": Plan(seed=101, weeks=34, stations=6, bursts=9, recovers=True),
    "a first month": Plan(seed=2, weeks=4, a_week=4),
    "two quarters of content answers": Plan(seed=3, weeks=44, stations=6, answers="content", a_week=1),
    "gaps, blanks and late letters": Plan(seed=5, weeks=20, gap=True, blank=0.4, letters_late=True),
    "all worst, purposes unknown, a silent district": Plan(seed=6, weeks=14, answers="worst", unknown=1, silent=2),
    "many stations, few responses": Plan(seed=7, weeks=16, stations=26, kinds=3, a_week=1, bursts=0),
    "one station": Plan(seed=9, weeks=20, stations=1, districts=1, kinds=1),
    "a crowd that is all but the best": Plan(seed=131, weeks=24, stations=6, crowd=True, bursts=3),
    "many stations that are compared": Plan(seed=121, weeks=20, stations=26, a_week=1.5, bursts=0),
}
DECIDED = {
    "decided at once": Plan(seed=47, weeks=22, bursts=6),
    "decided in two quarters": Plan(seed=316, weeks=34, stations=6, bursts=6),
    "decided among content answers": Plan(seed=47, weeks=22, bursts=6, answers="content"),
}
CARRIED = {
    "week by week": Plan(seed=21, weeks=20, stations=6, bursts=6),
    "week by week over a quarter": Plan(seed=22, weeks=22, stations=7, bursts=6, last="2027-W03"),
}


@cache
def base() -> Campaign:
    return load_campaign(Path(__file__).parents[2])


@cache
def world_of(plan: Plan) -> World:
    return made(base(), plan)


@cache
def compared(plan: Plan) -> Compared:
    world = world_of(plan)
    if plan in ONCE.values():
        return once(world)
    decided = decisions(plan)
    season = Season(world.register, world.visits, world.last, decided)
    if plan in DECIDED.values():
        return once(world, decided, in_words(decided, world, season))
    made_in = {flag.key: flag.first_day // 7 + number % 5 for number, flag in enumerate(season.flags)}
    return carried(world, decided, made_in)


@cache
def decisions(plan: Plan) -> Decided:
    """Of three flags one is genuine, one forged, one open; every alarm is seen in its third week; early money flags are closed."""
    world, decided = world_of(plan), Decided()
    flags = Season(world.register, world.visits, world.last).flags
    decided.forged = {flag.key for flag in flags[1::3]}
    decided.genuine = {flag.key for flag in flags[::3]} - decided.forged
    for said, memory in weeks(Season(world.register, world.visits, world.last, decided)):
        for station, since in enumerate(memory.alarm):
            if since is not None and since + 2 <= said.week:
                decided.seen[station, since] = said.week
                memory.cusum[station], memory.alarm[station] = 0.0, None
        if said.week == world.last - 6:
            decided.closed = {(station, said.week) for station, raised in enumerate(said.money) if raised}
    return decided


@pytest.mark.parametrize(
    "plan", [*ONCE.values(), *DECIDED.values(), *CARRIED.values()], ids=[*ONCE, *DECIDED, *CARRIED]
)
def test_every_number_and_word_is_that_of_the_plain_way(plan: Plan) -> None:
    assert compared(plan).differences == []


def test_each_part_of_the_method_occurs_in_these_worlds() -> None:
    """Or the comparison would hold of nothing."""
    plans = [*ONCE.values(), *DECIDED.values(), *CARRIED.values()]
    said = [pair for plan in plans for pair in zip(compared(plan).weeks, compared(plan).memories, strict=True)]
    assert [part for part, occurs in PARTS.items() if not any(occurs(*pair) for pair in said)] == []
    seasons = [season for plan in plans for season in compared(plan).seasons]
    assert {(flag.rule.name, flag.side) for season in seasons for flag in season.flags} == set(
        product(("F1", "F1W"), (1, -1))
    )
    assert {len(season.eras) for season in seasons} == {1, 2, 3}
    assert {season.eras[0].frozen for season in seasons} == {False, True}
    beside = sum((compared(plan).beside for plan in plans), Counter())
    assert {*beside} == {
        "better", "worse", "no clear change", "too few responses", "rows of several flags", "places", "forged_worst",
        "forged_best", "notice", "reward", "effects", "F2", "F8", "CROWD",
        *(f"money of a {level}, {word}" for level in ("station", "district", "range") for word in ("told", "not told")),
    }  # fmt: skip
    decided = [decisions(plan) for plan in (*DECIDED.values(), *CARRIED.values())]
    for part in ("genuine", "forged", "seen", "closed"):
        assert any(getattr(of_world, part) for of_world in decided), part


def test_only_the_comparison_asks_the_product() -> None:
    """Or an error of the product would be on both sides."""
    asks = [path.name for path in FOLDER.glob("*.py") if "anubhav_gforms.grading" in path.read_text(encoding="utf-8")]
    assert sorted(asks) == ["comparison.py", "comparison_beside.py"]


def held_letters(said: Week) -> list[float]:
    """How sure the single letters are that stations are given."""
    given = [(score, letter) for score, (letter, _, _) in zip(said.scores, said.letters, strict=True) if letter >= 0]
    return [float(chances(score.score, score.sd)[letter]) for score, letter in given]


def shown(said: Week) -> list[int]:
    return [station for station, score in enumerate(said.scores) if score.shown]


PARTS: dict[str, Callable[[Week, Memory], bool]] = {
    "above": lambda said, _: 1 in said.standing,
    "below": lambda said, _: -1 in said.standing,
    "neither": lambda said, _: any(said.standing[station] == 0 for station in shown(said)),
    "above, kept": lambda said, _: any(
        said.standing[s] == 1 and said.scores[s].above < 0.95 for s in shown(said) if s not in said.under_review
    ),
    "below, kept": lambda said, _: any(
        said.standing[s] == -1 and said.scores[s].above > 0.05 for s in shown(said) if s not in said.under_review
    ),
    "nobody responded": lambda said, _: any(score.n == 0 for score in said.scores),
    "fewer than 10": lambda said, _: any(0 < score.n < 9.5 for score in said.scores),
    "the limit on shrinking": lambda said, _: any(score.limited > score.weight + 0.01 for score in said.scores),
    "a letter that is sure": lambda said, _: any(chance >= 0.80 for chance in held_letters(said)),
    "a letter that is held": lambda said, _: any(chance < 0.80 for chance in held_letters(said)),
    "two letters": lambda said, _: any(size == 2 for _, _, size in said.letters),
    "three letters": lambda said, _: any(size == 3 for _, _, size in said.letters),
    "a score without letters": lambda said, _: any(said.letters[station] == (-1, -1, 0) for station in shown(said)),
    "a letter under review": lambda said, _: any(said.letters[station][0] >= 0 for station in said.under_review),
    "a standing that a review changes": lambda said, _: bool(said.moved),
    "a silent district": lambda said, _: any(place.stations and place.mean is None for place in said.districts),
    "a closed place": lambda said, _: not all(said.listed),
    "a district that is not shown": lambda said, _: not all(said.district_shown),
    "a district above": lambda said, _: 1 in said.district_standing,
    "a district below": lambda said, _: -1 in said.district_standing,
    "a district's letter": lambda said, _: any(letter >= 0 for letter, _, _ in said.district_letters),
    "a district's letters": lambda said, _: any(size > 0 for _, _, size in said.district_letters),
    "the range's letter": lambda said, _: said.area_letter[0] >= 0,
    "the range's letters": lambda said, _: said.area_letter[2] > 0,
    "an alarm": lambda _, after: any(since is not None for since in after.alarm),
    "an alarm that lasts": lambda said, after: any(since is not None and since < said.week for since in after.alarm),
    "an alarm that lasts after a fall": lambda _, after: any(
        since is not None and c <= 2 for since, c in zip(after.alarm, after.cusum, strict=True)
    ),
    "an alarm of very bad answers": lambda said, _: any(said.bad),
    "a money flag": lambda said, _: bool(said.money.any()),
    "a good letter where money is flagged": lambda said, _: any(
        0 <= said.letters[s][0] < 3 for s in said.money.nonzero()[0]
    ),
    "noes, capped": lambda said, _: bool((said.noes % 1 > 0).any()),
}
