"""Real changes: did an action help, and how soon is a fall an alarm?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from anubhav_gforms.grading.method.days import weekly_sums
from anubhav_gforms.grading.method.effect import EffectWord, after_mean, effect_of_action

from . import second
from .world import WEEKS, Floats, World, draw, station_list

ACTION, AFTER = 26, 13
"""Week of the action (counted from 0) and weeks after it."""
TREATED = 10


@dataclass(frozen=True)
class Action:
    """Ten lowest stations with an action: per cent called better, whose interval covers the true effect, too early to say."""

    better: float
    covers: float
    early: float


def actions(world: World, volume: int, gain: float, seeds: int) -> Action:
    """`gain`: latent points that the action brings."""
    better, covers, early = [], [], []
    for seed in range(seeds):
        plain = draw(world, volume, seed)
        run = second.run(plain, until=ACTION - 1)
        before = run.weeks[ACTION - 1]
        scores = before.triple.all
        order = np.argsort(np.where(before.shown, scores.score, np.inf))[:TREATED]
        treated = np.zeros(len(scores.n), bool)
        treated[order[before.shown[order]]] = True
        fall = np.zeros((len(scores.n), WEEKS))
        fall[treated, ACTION + 1 :] = -gain
        drawn = draw(world, volume, seed, fall=fall)
        true = drawn.truth(ACTION + 1) - plain.truth(ACTION + 1)
        frozen = second.freeze(plain.responses, 0, ACTION - 1)
        weeks = weekly_sums(second.day_sums(drawn.responses, frozen.shift), 0, second.RULES)
        part = slice(ACTION + 1, ACTION + 1 + AFTER)
        belief = frozen.belief
        after = after_mean(weeks.n[:, part], weeks.total[:, part], belief.s2, belief.sw2, belief.own_s2)
        kind = station_list().kind
        for station in np.flatnonzero(treated):
            found = effect_of_action(
                int(station), scores.n, scores.score, scores.sd, after, kind == kind[station], treated
            )
            early.append(found.word is EffectWord.TOO_EARLY)
            if found.word is not EffectWord.TOO_EARLY:
                better.append(found.word is EffectWord.BETTER)
                covers.append(abs(found.effect - true[station]) <= 1.645 * found.sd)
    return Action(*(100 * float(np.mean(values)) for values in (better, covers, early)))


SIZES = ((1, 3), (3, 8), (8, 1e9))
FALL_WEEK, HORIZON = 35, 15


@dataclass(frozen=True)
class Falls:
    """By size (1-3, 3-8, 8 and more responses a week), in per cent: alarms within 15 weeks of a fall, and without one in 26."""

    seen: list[float]
    false: list[float]


def falls(world: World, volume: int, seeds: int, points: float = 12.0) -> Falls:
    """A third of the stations falls by `points` latent points in the tenth week of a quarter."""
    seen: list[Floats] = []
    for seed in range(seeds):
        count = len(station_list().codes)
        falling = np.random.default_rng([seed, 79]).random(count) < 1 / 3
        fall = np.zeros((count, WEEKS))
        fall[falling, FALL_WEEK:] = points
        drawn = draw(world, volume, seed, fall=fall)
        run = second.run(drawn)

        def rings(first: int, last: int, run: second.SecondRun = run) -> Floats:
            since = run.held[last].falls.since
            second_alarm = np.any([run.alarms[week] > 0 for week in range(first, last + 1)], axis=0)
            return ((since >= first) & (since <= last)) | second_alarm

        open_before = run.held[FALL_WEEK - 1].falls.since >= 0
        within = rings(FALL_WEEK, FALL_WEEK + HORIZON - 1)
        seen.append(np.stack([drawn.volume, falling, within, rings(26, 51), open_before], axis=1))
    of = np.concatenate(seen)
    volume_, falling_, within_, false_, open_ = of.T
    out: list[list[float]] = [[], []]
    for low, high in SIZES:
        size = (volume_ >= low) & (volume_ < high)
        parts = within_[size & (falling_ > 0) & (open_ == 0)], false_[size & (falling_ == 0)]
        for part, values in zip(parts, out, strict=True):
            values.append(100 * float(part.mean()) if len(part) else float("nan"))
    return Falls(*out)
