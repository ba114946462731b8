"""Districts and the range: an estimate of all their stations, those without responses included."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy.special import ndtr

from ..arrays import Bools, Floats, Ints, add_up
from .constants import SpreadOfStations
from .score import Scores

UNKNOWN = 100.0
"""Variance (points^2) of the districts' mean when there is no response at all."""
FAR, OWN_ERRORS = 2.5, 2.0
"""Further than so many standard deviations from its kind a station's mean does not count in its district, unless its own responses
leave no doubt: it is drawn in by at most so many of its own standard errors."""


@dataclass(frozen=True)
class AreaEstimates:
    """Districts (districts,) and the range (numbers), in points; NaN while there is no response at all.

    rbar, a: what its stations with responses say of the district beyond their kinds, and its variance (NaN: silent);
    r, delta: how far that counts, and the district's part; estimate, sd: of the mean of all its stations;
    stations, silent: how many, and how many without responses; above: P(the district's mean is above the range's).
    inside, keep: variance of its own stations, and the share of it that is not its responses' own; held (districts, kinds), kinds:
    the same by kind, and what is not known of each kind (variance).
    """

    rbar: Floats = field(repr=False)
    a: Floats = field(repr=False)
    r: Floats = field(repr=False)
    delta: Floats = field(repr=False)
    estimate: Floats = field(repr=False)
    sd: Floats = field(repr=False)
    stations: Floats = field(repr=False)
    silent: Floats = field(repr=False)
    above: Floats = field(repr=False)
    middle: float
    middle_variance: float
    inside: Floats = field(repr=False)
    keep: Floats = field(repr=False)
    held: Floats = field(repr=False)
    kinds: Floats = field(repr=False)

    @cached_property
    def _range(self) -> tuple[float, float]:
        return self.together(np.ones(len(self.stations), bool))

    @property
    def range_estimate(self) -> float:
        return self._range[0]

    @property
    def range_sd(self) -> float:
        return self._range[1]

    def together(self, members: Bools) -> tuple[float, float]:
        """Estimate and sd of the mean of all stations of some districts (districts,), those without responses included. Districts share what
        is not known of their middle and of each kind, so that together they are less sure than so many of their own."""
        size = np.where(members, self.stations, 0.0)
        share = size / max(1.0, size.sum())
        heard = bool((size > np.where(members, self.silent, 0.0)).any())
        variance = (
            (share**2 * self.inside).sum()
            + (share * self.keep * (1 - self.r)).sum() ** 2 * self.middle_variance
            + ((share[:, None] * self.held).sum(axis=0) ** 2 * self.kinds).sum()
        )
        whole = float((share * np.nan_to_num(self.estimate)).sum()) if heard else float("nan")
        return whole, float(np.sqrt(variance))


def estimate_areas(
    scores: Scores, spread: SpreadOfStations, kind: Ints, district: Ints, var_c: Floats, districts: int,
    *, listed: Bools,
) -> AreaEstimates:  # fmt: skip
    """Two steps of random effects: stations about their kind and district, districts about the range.

    `kind`, `district` (stations,) numbers of all stations, `var_c` (kinds,); `listed` (stations,): those that belong. D = mean over all stations of
    c + delta + R' (r - delta), r = ybar - c as `drawn_in`, R' = tu2/(tu2 + V0), 0 where silent.
    """
    tu2, td2, tk2 = spread.tu2, spread.td2, spread.tk2
    belongs = listed.astype(float)
    seen = (scores.n > 0) & (belongs > 0)
    centre = np.where(belongs > 0, scores.centre, 0.0)
    away = np.where(seen, scores.ybar - centre, 0.0)
    v, v0 = np.where(seen, scores.v, 0.0), np.where(seen, scores.v0, 1.0)
    away = drawn_in(away, v0, tu2)
    pull = np.where(seen, tu2 / (tu2 + v0), 0.0)
    post = belongs * (pull**2 * v + (1 - pull) ** 2 * tu2)
    g = np.where(seen, 1 / (v0 + tu2), 0.0)

    def total(values: Floats) -> Floats:
        return add_up(district, values, districts)

    size, weight = total(belongs), total(g)
    heard = weight > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        rbar = total(g * away) / weight
        a = total(g**2 * (v + tu2)) / weight**2
    h = np.where(heard, 1 / (np.nan_to_num(a, nan=1.0) + td2), 0.0)
    middle = float((h * np.nan_to_num(rbar)).sum() / h.sum()) if h.sum() else 0.0
    middle_variance = float(1 / h.sum()) if h.sum() else UNKNOWN
    noise = np.where(heard, np.nan_to_num(a), td2)
    r = np.where(heard, td2 / (td2 + noise), 0.0) if td2 > 0 else np.zeros(districts)
    delta = middle + r * np.where(heard, np.nan_to_num(rbar) - middle, 0.0)
    own = np.where(heard, r * noise, td2)
    size_or_one = np.maximum(size, 1)
    every = belongs * (centre + delta[district] + pull * (away - delta[district]))
    estimate = np.where(size > 0, total(every) / size_or_one, np.nan)
    keep = total(belongs * (1 - pull)) / size_or_one
    by_kind = add_up(district * len(var_c) + kind, belongs * (1 - pull), districts * len(var_c))
    held = by_kind.reshape(districts, len(var_c)) / size_or_one[:, None]
    kinds = np.minimum(var_c, tk2)
    inside = total(post) / size_or_one**2 + keep**2 * own
    variance = inside + (keep * (1 - r)) ** 2 * middle_variance + held**2 @ kinds
    sd, nothing = np.sqrt(variance), np.full(districts, np.nan)
    made = AreaEstimates(
        rbar, a, r, delta, estimate, sd, size, size - total(seen.astype(float)), nothing, middle, middle_variance,
        inside, keep, held, kinds,
    )  # fmt: skip
    return replace(made, above=np.asarray(ndtr((estimate - made.range_estimate) / sd)))


def drawn_in(away: Floats, v0: Floats, tu2: float) -> Floats:
    """(stations,): how far from its kind each counts in its district, so that none hangs on the one response of one station.

    |r| at most 2.5 sqrt(V0 + tu2), but not less than |r| - 2 sqrt(V0): a station that is surely bad, or good, is not hidden.
    """
    reach = np.maximum(FAR * np.sqrt(v0 + tu2), np.abs(away) - OWN_ERRORS * np.sqrt(v0))
    return np.clip(away, -reach, reach)
