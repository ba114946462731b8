"""Forged responses: a crowd on one day, a drip over 13 weeks, a shield before a collapse, one response at a silent station."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from anubhav_gforms.grading.method.districts import estimate_areas
from anubhav_gforms.grading.method.money import capped_noes, money_flags, no_caps
from anubhav_gforms.grading.method.review import AlikeRows, ReviewSide, days_under_review
from anubhav_gforms.grading.method.standing import BELOW, score_week

from . import second
from .world import SHARES, WEIGHTS, Drawn, Floats, Ints, Responses, World, draw, forged, station_list

WEEK, FROM = 25, 13
"""Graded week (counted from 0), and the first week of its quarter."""
CROWDS = (1, 3, 5, 8, 20, 60)
SEEDS = 4
PRIOR = (0.02, 50.0)


@dataclass(frozen=True)
class Scene:
    """An honest range up to the graded week, and up to eight of its stations that are attacked."""

    drawn: Drawn
    honest: second.SecondRun = field(repr=False)
    targets: Ints


def scenes(world: World) -> list[Scene]:
    found = []
    kinds = np.isin(station_list().kind_names, ("thana", "chowki"))
    for seed in range(SEEDS):
        drawn = draw(world, 700, seed)
        drawn = replace(drawn, responses=drawn.responses.part(drawn.responses.day < 7 * (WEEK + 1)))
        honest = second.run(drawn, until=WEEK)
        n = honest.weeks[WEEK].triple.all.n
        recent = np.bincount(drawn.responses.station[drawn.responses.day >= 7 * FROM], minlength=len(n))
        able = np.flatnonzero(kinds & (n >= 20) & (n <= 80) & (recent >= 6))
        picked = np.random.default_rng([seed, 77]).permutation(able)[:8]
        found.append(Scene(drawn, honest, np.sort(picked)))
    return found


def again(scene: Scene, responses: Responses, start: int) -> second.SecondRun:
    """The same weeks from `start` on with other responses, under the constants that were frozen from the honest ones."""
    quarters = {week: frozen for week, frozen in scene.honest.frozen.items() if week}
    changed = replace(scene.drawn, responses=responses)
    return second.run(changed, until=WEEK, quarters=quarters, start=start, earlier_run=scene.honest)


@dataclass(frozen=True)
class Moved:
    """Forged responses of one kind: change of the score and of the one for verdicts (points), share of stations whose standing
    changes and that are flagged (per cent)."""

    number: int
    rating: int
    score: float
    without: float
    changed: float
    flagged: float


def crowds(found: list[Scene], *, one_day: bool) -> list[Moved]:
    out = []
    for rating in (5, 1):
        for number in CROWDS:
            rows = []
            for scene in found:
                rng = np.random.default_rng([number, rating, int(one_day)])
                station = np.repeat(scene.targets, number)
                wednesday = np.full(len(station), 7 * WEEK + 2)
                day = wednesday if one_day else 7 * FROM + rng.integers(0, 7 * 13, len(station))
                responses = scene.drawn.responses.plus(forged(station, day, rating, rng))
                run = again(scene, responses, WEEK if one_day else FROM)
                before, after = scene.honest.weeks[WEEK], run.weeks[WEEK]
                at = scene.targets
                flagged = {hit.station for hit in run.flags}
                rows.append(
                    (
                        (after.triple.all.score - before.triple.all.score)[at],
                        (after.without_alike.all.score - before.without_alike.all.score)[at],
                        100.0 * (after.standing != before.standing)[at],
                        np.array([100.0 * (station in flagged) for station in at]),
                    )
                )
            out.append(Moved(number, rating, *(float(np.concatenate(part).mean()) for part in zip(*rows, strict=True))))
    return out


@dataclass(frozen=True)
class Shield:
    """A collapsed station behind `forged` all-best responses on each day with an honest one; all in per cent but scores.
    `after_error`: largest difference between the score after the decision and the honest one."""

    forged: int
    score: float
    without: float
    below: float
    alarm: float
    money: float
    after_below: float
    after_error: float


def collapsed(scene: Scene, rng: np.random.Generator) -> Responses:
    """From week 14 on every honest rating of the targets is at most a random 1..3."""
    responses = scene.drawn.responses
    fallen = np.isin(responses.station, scene.targets) & (responses.day >= 7 * FROM)
    low = rng.integers(1, 4, responses.ratings.shape).astype(np.int8)
    return replace(responses, ratings=np.where(fallen[:, None], np.minimum(responses.ratings, low), responses.ratings))


def shield(found: list[Scene], number: int) -> Shield:
    rows = []
    for seed, scene in enumerate(found):
        rng = np.random.default_rng([seed, 78])
        honest = collapsed(scene, rng)
        hit = np.isin(honest.station, scene.targets) & (honest.day >= 7 * FROM)
        days = np.unique(np.stack([honest.station[hit], honest.day[hit]]), axis=1)
        extra = forged(np.repeat(days[0], number), np.repeat(days[1], number), 5, rng)
        responses = honest.plus(extra)
        run = again(scene, responses, FROM)
        said, at = run.weeks[WEEK], scene.targets
        alarm = (run.held[WEEK].falls.since >= 0) | np.any(
            [run.alarms[week] > 0 for week in range(FROM, WEEK + 1)], axis=0
        )
        flags = _money(scene, honest, extra, run.flags, rng)
        decided = tuple(
            AlikeRows("F1", ReviewSide.PRAISE, int(s), int(d), 1, 0, 0, 0.0, 0.0, 0.0, 0.0) for s, d in days.T
        )
        gone = second.alike_of(responses, decided)
        after = again(scene, responses.part(~gone), FROM).weeks[WEEK]
        alone = again(scene, honest, FROM).weeks[WEEK]
        rows.append(
            (
                said.triple.all.score[at], said.without_alike.all.score[at], 100.0 * (said.standing[at] == BELOW),
                100.0 * alarm[at], 100.0 * flags[at], 100.0 * (after.standing[at] == BELOW),
                np.abs(after.triple.all.score - alone.triple.all.score)[at],
            )
        )  # fmt: skip
    *means, error = (np.concatenate(part) for part in zip(*rows, strict=True))
    score, without, below, alarm, money, after = (float(values.mean()) for values in means)
    return Shield(number, score, without, below, alarm, money, after, float(error.max()))


def _money(
    scene: Scene, honest: Responses, extra: Responses, flags: tuple[AlikeRows, ...], rng: np.random.Generator
) -> np.ndarray:
    """(stations,): was the money flag raised in any week of the quarter? Six honest citizens at each target report it, the others and the forged say no."""
    count, days = len(station_list().codes), 7 * (WEEK + 1)
    yes, no = np.zeros((count, days)), np.zeros((count, days))
    recent = honest.day >= 7 * FROM
    np.add.at(no, (honest.station[recent], honest.day[recent]), 1)
    for station in scene.targets:
        own = np.flatnonzero((honest.station == station) & recent)
        for row in rng.permutation(own)[:6]:
            yes[station, honest.day[row]] += 1
            no[station, honest.day[row]] -= 1
    praise = np.zeros((count, days))
    np.add.at(praise, (extra.station, extra.day), 1)
    rows = np.zeros((count, days))
    both = honest.plus(extra)
    np.add.at(rows, (both.station, both.day), 1)
    reviewed = days_under_review(flags, ReviewSide.PRAISE, (count, days))
    caps, hidden = no_caps(rows, 0, second.RULES), np.where(reviewed, praise, 0.0)
    raised = np.zeros(count, bool)
    for week in range(FROM, WEEK + 1):
        part = slice(7 * max(0, week - second.RULES.window + 1), 7 * (week + 1))
        noes = capped_noes((no + praise)[:, part], caps[:, part], hidden[:, part])
        raised = money_flags(yes[:, part].sum(axis=1), noes, PRIOR, 0.02, 0.95, 3, raised)
    return raised


def districts_of(of: Responses, frozen: second.Frozen) -> Floats:
    """(districts,) of the graded week."""
    here, spread = second.stations(), frozen.spread
    scores = score_week(second.day_sums(of, frozen.shift, WEEK + 1), WEEK, 0, frozen.belief, second.RULES)
    return estimate_areas(
        scores, spread, here.kind, here.district, spread.var_c, here.districts, listed=np.ones(len(here.kind), bool)
    ).estimate


def one_at_a_silent_kind(world: World, volume: int, baseline: int = FROM) -> tuple[float, float]:
    """Mean and worst change of a district (points) by one all-worst response at a silent station of a small kind, under
    constants of the first `baseline` weeks."""
    known = station_list()
    small = np.bincount(known.kind)[known.kind] < 20
    moved = []
    for seed in range(10):
        drawn = draw(world, volume, seed)
        responses = drawn.responses.part(drawn.responses.day < 7 * (WEEK + 1))
        frozen = second.freeze(responses, 0, baseline - 1)
        before = districts_of(responses, frozen)
        silent = np.flatnonzero(small & (np.bincount(responses.station, minlength=len(known.codes)) == 0))
        for station in silent[:10]:
            one = Responses(
                np.array([station]),
                np.array([7 * WEEK + 2]),
                np.array([int(np.argmax(SHARES))]),
                np.ones((1, 5), np.int8),
            )
            moved.append((districts_of(responses.plus(one), frozen) - before)[known.district[station]])
    return (float(np.mean(moved)), float(np.min(moved))) if moved else (0.0, 0.0)


def raises_that_lower(world: World, tries: int = 2000) -> tuple[int, int]:
    """(tries, how many lowered a score or a district) when one rating of one response is raised, constants frozen."""
    drawn = draw(world, 700, 0)
    responses = drawn.responses.part(drawn.responses.day < 7 * (WEEK + 1))
    frozen = second.freeze(responses, 0, 12)
    here, spread = second.stations(), frozen.spread

    def graded(total: Floats) -> tuple[Floats, Floats]:
        scores = score_week(replace(days, total=total), WEEK, 0, frozen.belief, second.RULES)
        areas = estimate_areas(
            scores, spread, here.kind, here.district, spread.var_c, here.districts, listed=np.ones(len(here.kind), bool)
        )
        return np.nan_to_num(scores.score), areas.estimate

    days = second.day_sums(responses, frozen.shift, WEEK + 1)
    before = graded(days.total)
    rng = np.random.default_rng(5)
    lowered = 0
    rows, items = rng.integers(0, len(responses.day), 3 * tries), rng.integers(0, 5, 3 * tries)
    can = np.flatnonzero(responses.ratings[rows, items] < 5)[:tries]
    weights = list(WEIGHTS.values())
    for row, item in zip(rows[can], items[can], strict=True):
        total = days.total.copy()
        total[responses.station[row], responses.day[row]] += 25 * weights[item] * (5 - responses.ratings[row, item])
        lowered += any((new < old - 1e-9).any() for new, old in zip(graded(total), before, strict=True))
    return len(can), lowered
