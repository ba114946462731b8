"""Real changes: did an action help, and how soon is a fall an alarm?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from anubhav_gforms.grading.formulas.status import enough
from anubhav_gforms.grading.method.days import weekly_sums
from anubhav_gforms.grading.method.effect import EffectWord, after_mean, effect_of_action
from anubhav_gforms.grading.method.standing import score_week

from . import second
from .cells import Tally
from .world import WEEKS, Floats, World, draw, station_list

ACTION, AFTER = 26, 13
"""Week of the action (counted from 0) and weeks after it."""
TREATED = 10


def actions(world: World, volume: int, seed: int, gains: tuple[float, ...]) -> list[Tally]:
    """For each gain, latent points that an action brings to the ten lowest stations: how many are treated, how many of them it is
    too early to say of, judged, called better, and inside the interval."""
    plain = draw(world, volume, seed)
    quarter = (ACTION - 1) // second.QUARTER * second.QUARTER
    known = second.freeze(plain.responses, max(0, quarter - 26), quarter - 1)
    scores = score_week(second.day_sums(plain.responses, known.shift), ACTION - 1, 0, known.belief, second.RULES)
    shown = enough(scores.n, second.RULES.min_n)
    order = np.argsort(np.where(shown, scores.score, np.inf), kind="stable")[:TREATED]
    treated = np.zeros(len(scores.n), bool)
    treated[order[shown[order]]] = True
    frozen = second.freeze(plain.responses, 0, ACTION - 1)
    belief, kind = frozen.belief, station_list().kind
    part = slice(ACTION + 1, ACTION + 1 + AFTER)
    tallies = []
    for gain in gains:
        fall = np.zeros((len(scores.n), WEEKS))
        fall[treated, ACTION + 1 :] = -gain
        drawn = draw(world, volume, seed, fall=fall)
        true = drawn.truth(ACTION + 1) - plain.truth(ACTION + 1)
        weeks = weekly_sums(second.day_sums(drawn.responses, frozen.shift), 0, second.RULES)
        after = after_mean(weeks.n[:, part], weeks.total[:, part], belief.s2, belief.sw2, belief.own_s2)
        tally = Tally()
        for station in np.flatnonzero(treated):
            found = effect_of_action(
                int(station), scores.n, scores.score, scores.sd, after, kind == kind[station], treated
            )
            early = found.word is EffectWord.TOO_EARLY
            tally.add("treated", 1)
            tally.add("early", early)
            tally.add("judged", not early)
            tally.add("gained", true[station])
            tally.add("better", found.word is EffectWord.BETTER)
            tally.add("covered", not early and abs(found.effect - true[station]) <= 1.645 * found.sd)
        tallies.append(tally)
    return tallies


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
