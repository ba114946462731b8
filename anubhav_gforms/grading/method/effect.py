"""Did it help? A station before and after an action, against those where nothing was done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import ndtr

from ..arrays import Bools, Floats
from ..formulas.spread import paule_mandel

LEAST_TAU2 = 4.0
LEAST_CONTROLS = 8
BEFORE_LEAST, AFTER_LEAST, CONTROL_LEAST = 10, 10, 5
"""Responses that are needed before and after the action, and of a control after it."""
SURE = 0.95


class EffectWord(StrEnum):
    """What may be said; never "because of"."""

    BETTER = "it got better than elsewhere"
    WORSE = "it got worse than elsewhere"
    CANNOT_BE_TOLD = "cannot be told"
    TOO_EARLY = "too early to say"


@dataclass(frozen=True)
class EffectEstimate:
    """Points by which a station changed beyond the others: effect, sd, P(effect > 0); shift, what the others changed, and its
    variance; tau2, how differently they changed; controls, how many. NaN when too early."""

    word: EffectWord
    effect: float
    sd: float
    better: float
    shift: float
    variance: float
    tau2: float
    controls: int


@dataclass(frozen=True)
class AfterMean:
    """(stations,): n, ybar and v (points, points^2) of the weeks after an action, not shrunk."""

    n: Floats
    ybar: Floats
    v: Floats


def after_mean(n: Floats, total: Floats, s2: float, sw2: float, own_s2: Floats) -> AfterMean:
    """Pooled over weeks (stations, weeks): u = 1/(s2/n + sw2), v = s2_s sum(u^2/n)/U^2 + sw2 sum u^2/U^2."""
    seen = n > 0
    u = np.divide(n, s2 + sw2 * n, out=np.zeros_like(n), where=seen)
    mean = np.divide(total, n, out=np.zeros_like(n), where=seen)
    part = np.divide(u**2, n, out=np.zeros_like(n), where=seen).sum(axis=1)
    whole = u.sum(axis=1)
    whole = np.where(whole > 0, whole, np.nan)
    return AfterMean(
        n.sum(axis=1), (u * mean).sum(axis=1) / whole, own_s2 * part / whole**2 + sw2 * (u**2).sum(axis=1) / whole**2
    )


def estimate_effect(difference: float, variance: float, others: Floats, others_variance: Floats) -> EffectEstimate:
    """effect = d - shift; shift = sum w d/sum w over the controls, w = 1/(v + T), T = max(4, Paule-Mandel's tau2)."""
    t = max(LEAST_TAU2, paule_mandel(others, others_variance).tau2)
    w = 1 / (others_variance + t)
    shift, shift_variance = float((w * others).sum() / w.sum()), float(1 / w.sum())
    effect, sd = difference - shift, float(np.sqrt(variance + t + shift_variance))
    better = float(ndtr(effect / sd))
    word = (
        EffectWord.BETTER if better >= SURE else EffectWord.WORSE if better <= 1 - SURE else EffectWord.CANNOT_BE_TOLD
    )
    return EffectEstimate(word, effect, sd, better, shift, shift_variance, t, len(others))


def effect_of_action(
    station: int, before_n: Floats, before: Floats, before_sd: Floats, after: AfterMean, same_kind: Bools, acted: Bools
) -> EffectEstimate:
    """What changed at a station. `before` (stations,): score and sd of the week before the action; `acted`: stations with an
    action of their own, which are no controls; controls are of its kind, or when fewer than 8, of all kinds."""
    d, v = after.ybar - before, after.v + before_sd**2
    free = ~acted & (before_n >= BEFORE_LEAST) & (after.n >= CONTROL_LEAST)
    free[station] = False
    controls = free & same_kind
    if controls.sum() < LEAST_CONTROLS:
        controls = free
    if controls.sum() < LEAST_CONTROLS or after.n[station] < AFTER_LEAST or before_n[station] <= 0:
        nothing = float("nan")
        return EffectEstimate(
            EffectWord.TOO_EARLY, nothing, nothing, nothing, nothing, nothing, nothing, int(controls.sum())
        )
    return estimate_effect(float(d[station]), float(v[station]), d[controls], v[controls])
