"""The score of a station: the mean of its half year, drawn towards its kind as far as its responses are few."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import ndtr

from ...campaign.method_rules import MethodRules
from ..arrays import Floats, Ints

Z90 = 1.644854
"""Standard deviations on each side of a 90 % interval."""
EQUAL = 1e-9
"""A mean this near to its kind's centre counts as equal to it."""


@dataclass(frozen=True)
class WindowMean:
    """(stations,): n, the sum of weights; ybar (points, NaN at n = 0); h, variance per unit of variance of one response;
    q (points^2), what weeks and age add. Variance of ybar: s2 h + q."""

    n: Floats = field(repr=False)
    ybar: Floats = field(repr=False)
    h: Floats = field(repr=False)
    q: Floats = field(repr=False)


@dataclass(frozen=True)
class Belief:
    """What is believed of a station before its responses: variances in points^2, the centre of its kind in points.

    s2: of one response, pooled; own_s2 (stations,): of one response at the station; sw2: of a week;
    centre, var_c (stations,): mean of its kind and its variance; tau2: of stations about it; omega2: variance of ln tau2.
    """

    s2: float
    sw2: float
    tau2: float
    omega2: float
    own_s2: Floats = field(repr=False)
    centre: Floats = field(repr=False)
    var_c: Floats = field(repr=False)

    def of(self, stations: Ints) -> Belief:
        """What is believed of some of them."""
        return replace(self, own_s2=self.own_s2[stations], centre=self.centre[stations], var_c=self.var_c[stations])


@dataclass(frozen=True)
class Scores:
    """(stations,): all NaN where n = 0, but n.

    v, v0: variance of ybar with the station's own and with the pooled variance; r, r_eff: weight of ybar before and after
    the limit; noise, extra: parts of the variance; score and sd; above: P(truth is above the kind's centre).
    """

    n: Floats = field(repr=False)
    ybar: Floats = field(repr=False)
    v: Floats = field(repr=False)
    v0: Floats = field(repr=False)
    r: Floats = field(repr=False)
    r_eff: Floats = field(repr=False)
    noise: Floats = field(repr=False)
    extra: Floats = field(repr=False)
    score: Floats = field(repr=False)
    sd: Floats = field(repr=False)
    above: Floats = field(repr=False)
    centre: Floats = field(repr=False)

    def of_week(self, week: int) -> Scores:
        """One of several weeks that were scored at once, (weeks, stations)."""
        return Scores(*(value if value.ndim == 1 else value[week] for value in vars(self).values()))

    @property
    def low(self) -> Floats:
        """Lower end of the 90 % interval, not clipped."""
        return self.score - Z90 * self.sd

    @property
    def high(self) -> Floats:
        """Upper end of the 90 % interval, not clipped."""
        return self.score + Z90 * self.sd


def newest_first(values: Floats, week: int, window: int) -> Floats:
    """(stations, window): the weeks `week`, `week` - 1, ...; zeros before the first."""
    part = values[:, max(0, week - window + 1) : week + 1][:, ::-1]
    out = np.zeros((len(values), window))
    out[:, : part.shape[1]] = part
    return out


def window_mean(n: Floats, total: Floats, s2: float, sw2: float, rules: MethodRules) -> WindowMean:
    """`n`, `total` (.., ages), newest week first: u = 1/(s2/n + sw2 + drift age + old_step max(0, age - old_after)).

    ybar = sum u ybar_w/U, h = sum (u^2/n)/U^2, q = sum u^2 (sw2 + drift age)/U^2, over weeks with n > 0.
    """
    age = np.arange(n.shape[-1], dtype=float)
    moved = sw2 + rules.drift * age
    old = moved + rules.old_step * np.maximum(0, age - rules.old_after)
    some = np.where(n > 0, n, 1.0)  # u is 0 where nobody responded
    u = n / (s2 + some * old)
    square = u * u
    whole = u.sum(axis=-1)
    whole = np.where(whole > 0, whole, np.nan)
    return WindowMean(
        n.sum(axis=-1),
        (u * (total / some)).sum(axis=-1) / whole,
        (square / some).sum(axis=-1) / whole**2,
        (square * moved).sum(axis=-1) / whole**2,
    )


def score(mean: WindowMean, belief: Belief, rules: MethodRules) -> Scores:
    """score = centre + R (ybar - centre), R = tau2/(tau2 + V0), but never further than limit x sqrt(V) from ybar.

    The limit on shrinking is Efron and Morris's (1972). sd^2 = noise + (1-R_e)^2 var_c + extra, extra = (R(1-R))^2 omega2
    (ybar - centre)^2, since the spread is itself uncertain (Morris 1983).
    """
    ybar, centre, tau2 = mean.ybar, belief.centre, belief.tau2
    v, v0 = belief.own_s2 * mean.h + mean.q, belief.s2 * mean.h + mean.q
    r = tau2 / (tau2 + v0)
    away = ybar - centre
    free = centre + r * away
    reach = rules.limit * np.sqrt(v)
    limited = np.clip(free, ybar - reach, ybar + reach)
    with np.errstate(invalid="ignore", divide="ignore"):
        r_eff = np.where(np.abs(away) <= EQUAL, r, (limited - centre) / away)
    held = r_eff > r + 1e-12
    noise = r_eff**2 * v + (1 - r_eff) ** 2 * tau2
    noise = np.where(held, np.minimum(noise, v), noise)
    extra = np.where(held, 0.0, (r * (1 - r)) ** 2 * belief.omega2 * away**2)
    sd = np.sqrt(noise + (1 - r_eff) ** 2 * belief.var_c + extra)
    sd_u = np.sqrt(noise + r_eff**2 * belief.var_c + extra)
    extra = np.where(np.isnan(ybar), np.nan, extra)
    return Scores(
        mean.n, ybar, v, v0, r, r_eff, noise, extra, limited, sd, np.asarray(ndtr((limited - centre) / sd_u)), centre
    )
