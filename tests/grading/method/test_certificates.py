"""The certificate against a plain search: responses are added one by one, and all is judged again as in any week."""

from __future__ import annotations

import numpy as np
import pytest

from anubhav_gforms.grading.formulas.letters import NONE, probabilities
from anubhav_gforms.grading.formulas.status import enough
from anubhav_gforms.grading.method.certificate import MOST as TRIED
from anubhav_gforms.grading.method.certificate import VALUES, StandingNow, certify
from anubhav_gforms.grading.method.letters import letter_states
from anubhav_gforms.grading.method.score import Belief
from anubhav_gforms.grading.method.standing import ABOVE, BELOW, UNCLEAR, score_triple, standing

from .dataset_a import EDGES, RULES, SquaredDays, day_sums

WEEKS, STATIONS, MOST = 40, 8, 20
WEEK, CAMPAIGN_DAY = WEEKS - 1, 3
REVIEWED = np.arange(STATIONS) % 4 == 2
"""Stations with alike rows under review: 2 of praise, 6 of blame."""


class Range:
    """Forty weeks of eight stations, between good and bad; what was held before the last week."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        count = rng.integers(14, 45, STATIONS)
        self.station = np.repeat(np.arange(STATIONS), count)
        self.day = rng.integers(CAMPAIGN_DAY, 7 * WEEKS, count.sum())
        level = np.repeat(np.linspace(88, 45, STATIONS), count)
        self.y = np.clip(1.25 * np.round((level + 18 * rng.standard_normal(len(level))) / 1.25), 0, 100)
        self.alike = np.zeros(len(self.y), dtype=bool)
        for station, value in ((2, 100.0), (6, 0.0)):
            self.station = np.append(self.station, [station] * 9)
            self.day, self.y = np.append(self.day, [7 * WEEKS - 20] * 9), np.append(self.y, [value] * 9)
        self.alike = np.append(self.alike, np.ones(18, dtype=bool))
        self.belief = Belief(
            420.0, 2.0, 120.0, 0.2, rng.uniform(300, 600, STATIONS), np.full(STATIONS, 66.0), np.full(STATIONS, 3.0)
        )
        self.held = rng.choice([ABOVE, BELOW, UNCLEAR], STATIONS)
        self.held_letter = rng.choice([NONE, 1, 2, 3, 4], STATIONS)

    def days(self, station: int, value: float, count: int, *, alike: bool) -> SquaredDays:
        kept = alike | ~self.alike
        more = (
            np.append(self.station[kept], np.full(count, station)),
            np.append(self.day[kept], 7 * WEEKS - 1 - np.arange(count)),
        )
        return day_sums(*more, np.append(self.y[kept], np.full(count, value)), stations=STATIONS, days=7 * WEEKS)

    def judged(self, station: int = 0, value: float = 0.0, count: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Standings and letters of the last week with so many responses more."""
        every, clean = (
            score_triple(self.days(station, value, count, alike=alike), WEEK, CAMPAIGN_DAY, self.belief, RULES)
            for alike in (True, False)
        )
        p = probabilities(every.all.score, every.all.sd, EDGES)
        shown, none = enough(every.all.n, RULES.min_n), np.full(STATIONS, NONE)
        letters = letter_states(p, self.held_letter, none, WEEK, shown, RULES, frozen=REVIEWED).letter
        return np.where(shown, standing(clean, self.held, RULES, with_alike=every), UNCLEAR), letters


@pytest.mark.parametrize("seed", range(4))
def test_the_certificate_is_what_a_plain_search_finds(seed: int) -> None:
    """Of the standing alone, and of standing and letter."""
    world = Range(seed)
    stands, letter = world.judged()
    every, clean = (world.days(0, 0.0, 0, alike=alike) for alike in (True, False))
    now = StandingNow(stands, letter, world.held, world.held_letter, REVIEWED)
    alone, both = (
        certify(
            every, WEEK, CAMPAIGN_DAY, world.belief, now, EDGES, RULES, letters=letters, most=MOST, without_alike=clean
        )
        for letters in (False, True)
    )
    shown = enough(score_triple(every, WEEK, CAMPAIGN_DAY, world.belief, RULES).all.n, RULES.min_n)
    assert shown.sum() >= 6
    for value, of_standing, of_either in zip((0.0, 100.0), alone, both, strict=True):
        for station in np.flatnonzero(shown):
            moved = changed = 0  # the least counts that change the standing, and standing or letter
            for count in range(1, MOST + 1):
                after, letters_after = world.judged(station, value, count)
                if after[station] != stands[station]:
                    moved = count
                if moved or letters_after[station] != letter[station]:
                    changed = changed or count
                if moved:
                    break
            assert (of_standing[station], of_either[station]) == (moved, changed), (station, value)


def test_of_one_station_the_certificate_is_the_same_alone() -> None:
    world = Range(1)
    stands, letter = world.judged()
    every, clean = (world.days(0, 0.0, 0, alike=alike) for alike in (True, False))
    now = StandingNow(stands, letter, world.held, world.held_letter, REVIEWED)
    whole, alone = (
        certify(
            every,
            WEEK,
            CAMPAIGN_DAY,
            world.belief,
            now,
            EDGES,
            RULES,
            letters=True,
            most=MOST,
            only=only,
            without_alike=clean,
        )
        for only in (None, 3)
    )
    assert alone[:, 3].tolist() == whole[:, 3].tolist()
    assert alone[:, 3].any()
    assert not np.delete(alone, 3, axis=1).any()


def test_sixty_are_tried() -> None:
    assert TRIED == 60, "docs/grading.md says so"
    assert VALUES.tolist() == [0, 100], "all worst, all best"


@pytest.mark.parametrize(("usual", "enough_with"), [(111, 4), (112, 3)])
def test_what_is_usual_on_the_oldest_day_comes_from_the_eight_weeks_before_it(usual: int, enough_with: int) -> None:
    """A crowd on the first day of the window, as heavy as the responses of 56 days before it let it be, and one later response: a letter
    is given when ten are full."""
    world = Range(0)
    oldest = 7 * (WEEK - 25)
    kept = world.station != 0
    before, crowd = oldest - 56 + np.arange(usual) % 7, np.full(40, oldest)
    own = np.concatenate([before, crowd, [7 * WEEKS - 1]])
    world.station = np.append(world.station[kept], np.zeros(len(own), dtype=int))
    world.day, world.y = np.append(world.day[kept], own), np.append(world.y[kept], np.full(len(own), 66.0))
    world.alike = np.append(world.alike[kept], np.zeros(len(own), dtype=bool))
    world.held[0], world.held_letter[0] = UNCLEAR, 3
    (standing_now, *_), (letter_now, *_) = world.judged()
    every = world.days(0, 0.0, 0, alike=True)
    n = score_triple(every, WEEK, CAMPAIGN_DAY, world.belief, RULES).all.n[0]
    assert n == pytest.approx(1 + 3 * usual / 56)
    now = StandingNow(
        np.full(STATIONS, standing_now), np.full(STATIONS, letter_now), world.held, world.held_letter,
        np.zeros(STATIONS, dtype=bool),
    )  # fmt: skip
    got = certify(every, WEEK, CAMPAIGN_DAY, world.belief, now, EDGES, RULES, letters=True, most=MOST, only=0)
    before, after = (world.judged(0, 0.0, enough_with - by)[1][0] for by in (1, 0))
    assert before == NONE != after
    assert got[0, 0] == enough_with
