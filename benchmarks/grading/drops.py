"""How soon a real fall shows: by the letter, the alarm and the arrow; and how often they cry without cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anubhav_gforms.grading.estimate import ages
from anubhav_gforms.grading.letters import band
from anubhav_gforms.grading.schema import Arrow
from anubhav_gforms.grading.trend import arrows, cusum, falls

from .product import Graded, product
from .world import LETTERS_FROM, WEEKS, World, answers, make_range

SIGNS = ("letter", "alarm", "arrow")
SIZES = ((50, 1e9), (8, 50), (0, 8))
HORIZON = WEEKS - LETTERS_FROM


@dataclass(frozen=True)
class Delays:
    """For each sign and size of station (>= 50, 8-50, < 8 a week): median weeks until seen, and per cent seen in 26 weeks;
    without any change: per cent of stations with an alarm in 26 weeks, and of station-weeks with an arrow."""

    median: dict[str, list[float]]
    seen: dict[str, list[float]]
    false_alarms: list[float]
    false_arrows: list[float]


def delays(world: World, seeds: int, fall: float = 12.0) -> Delays:
    """A third of the stations falls by `fall` latent points in the first week of the evaluation."""
    when: dict[str, list[npt.NDArray[np.float64]]] = {sign: [] for sign in SIGNS}
    volumes, quiet_volumes, alarms, arrow_share = [], [], [], []
    for seed in range(seeds):
        rng = np.random.default_rng([seed, 6])
        place = make_range(world, rng)
        count = len(place.level)
        falling = rng.random(count) < 1 / 3
        drop = np.zeros((count, WEEKS))
        drop[falling, LETTERS_FROM:] = fall
        graded = product(
            answers(place, rng, drop=drop), count, world.rules(), first=LETTERS_FROM - 13, weeks=HORIZON + 13
        )
        lower = band(world.truth(place.level - fall), tuple(world.rules().bands.values()))
        signs = seen_by(graded, world, lower)
        for sign in SIGNS:
            when[sign].append(_first(signs[sign][falling]))
        volumes.append(place.volume[falling])
        calm = make_range(world, rng)
        still = product(answers(calm, rng), count, world.rules(), first=LETTERS_FROM - 13, weeks=HORIZON + 13)
        signs = seen_by(still, world, np.full(count, 99))
        alarms.append(signs["alarm"].any(axis=1))
        arrow_share.append(signs["any arrow"].mean(axis=1))
        quiet_volumes.append(calm.volume)
    size, quiet = np.concatenate(volumes), np.concatenate(quiet_volumes)
    parts = [(size >= low) & (size < high) for low, high in SIZES]
    calm_parts = [(quiet >= low) & (quiet < high) for low, high in SIZES]
    first = {sign: np.concatenate(when[sign]) for sign in SIGNS}
    return Delays(
        {
            sign: [float(np.median(first[sign][part][np.isfinite(first[sign][part])])) for part in parts]
            for sign in SIGNS
        },
        {sign: [100 * float(np.isfinite(first[sign][part]).mean()) for part in parts] for sign in SIGNS},
        [100 * float(np.concatenate(alarms)[part].mean()) for part in calm_parts],
        [100 * float(np.concatenate(arrow_share)[part].mean()) for part in calm_parts],
    )


def seen_by(graded: Graded, world: World, lower: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.bool_]]:
    """(stations, weeks of the evaluation): whether each sign shows the fall in that week."""
    rules, sums, priors = world.rules(), graded.panel, graded.priors
    low = graded.letters[:, 13:] >= lower[:, None]
    padded = np.pad(low, ((0, 0), (0, 2)))
    letter = padded[:, :-2] & padded[:, 1:-1] & padded[:, 2:]
    known = np.array([graded.constants.baselines.get(code, (np.nan, np.nan)) for code in graded.scope.stations])
    part = slice(LETTERS_FROM, WEEKS)
    z = falls(sums.n[:, part], sums.total[:, part], known[:, 0], known[:, 1], priors.s2, priors.sw2)
    words = np.array(
        [
            arrows(ages(sums.n, week, 16), ages(sums.total, week, 16), priors.s2, priors.sw2, rules.trend).word
            for week in range(LETTERS_FROM, WEEKS)
        ]
    ).T
    return {
        "letter": letter,
        "alarm": cusum(z, rules.alarm) > rules.alarm.h,
        "arrow": words == Arrow.WORSE.value,
        "any arrow": np.isin(words, [Arrow.WORSE.value, Arrow.BETTER.value]),
    }


def _first(seen: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Weeks until first seen, 1 = in the week of the fall; infinity when never."""
    return np.where(seen.any(axis=1), seen.argmax(axis=1) + 1.0, np.inf)
