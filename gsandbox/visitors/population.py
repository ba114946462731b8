"""The stations as they truly are, and who comes to them: quality, volume, purposes. All drawn from one seed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CUTS = np.array([14.0, 31.0, 50.0, 68.0])
"""Latent points at which an answer steps from 1 to 2, 2 to 3, 3 to 4, 4 to 5."""
WEEK_SD, PERSON_SD, ITEM_SD = 2.0, 20.0, 14.0
STATION_MEAN, DISTRICT_SD, STATION_SD, ITEM_OFFSET_SD = 64.0, 4.0, 10.0, 3.0
ITEM_LEVEL = {"facilities": -7.0, "promptness": -4.0, "behaviour": 2.0}
PURPOSES = 8
PURPOSE_SHARE = np.array([0.25, 0.15, 0.15, 0.13, 0.13, 0.06, 0.10, 0.03])
PURPOSE_EFFECT = np.array([-9.0, -5.0, 7.0, 4.0, -3.0, -7.0, 1.0, 0.0])
"""In the order of the form: complaint, case already filed, verification, lost article, traffic, online fraud, other, never here."""
KIND_VOLUME = {
    "thana": 1.0, "chowki": 0.45, "women_thana": 0.8, "ajak": 0.35, "traffic": 0.8, "cyber": 0.7,
    "sp_office": 0.6, "ig_office": 0.5, "police_line": 0.12,
}  # fmt: skip
KIND_PURPOSE: dict[str, dict[int, float]] = {
    "traffic": {4: 12.0, 0: 0.3},
    "cyber": {5: 14.0, 3: 2.0, 4: 0.1},
    "women_thana": {0: 2.0, 4: 0.1},
    "ajak": {0: 2.5, 1: 1.5, 4: 0.1},
    "sp_office": {2: 2.0},
}
VOLUME_LOG_SD = 1.1


@dataclass(frozen=True)
class Place:
    """One station of links.csv: where its code leads, and what it is."""

    code: str
    name_en: str
    name_hi: str
    district: str
    kind: str
    url: str


@dataclass(frozen=True)
class Population:
    """The stations as they truly are. Arrays have one row a station; `items` are the graded questions' keys, in order."""

    places: tuple[Place, ...]
    items: tuple[str, ...]
    rate: Floats  # expected share of all responses
    purposes: Floats  # station x purpose, shares
    level: Floats  # station x item, latent points
    week_level: Floats  # station x week
    money: Floats  # how often money is asked for
    truth: Floats  # expected composite under the purposes of the whole range, 0..100


def draw(
    places: Sequence[Place], weights: Mapping[str, float], *, weeks: int, random: np.random.Generator
) -> Population:
    """Draw the stations' true quality, volumes and visitors."""
    n, items = len(places), tuple(weights)
    district = {name: random.normal(0, DISTRICT_SD) for name in sorted({place.district for place in places})}
    base = STATION_MEAN + np.array([district[place.district] for place in places]) + random.normal(0, STATION_SD, n)
    level = base[:, None] + random.normal(0, ITEM_OFFSET_SD, (n, len(items)))
    level += np.array([ITEM_LEVEL.get(item, 0.0) for item in items])
    kinds = np.array([KIND_VOLUME.get(place.kind, 1.0) for place in places])
    rate = kinds * random.lognormal(0.0, VOLUME_LOG_SD, n)
    rate /= rate.sum()
    purposes = np.stack([random.dirichlet(6 * PURPOSES * _mix(place.kind)) for place in places])
    common = rate @ purposes
    money = np.where(random.random(n) < 0.03, 0.16, random.beta(1.2, 90, n))
    return Population(
        tuple(places),
        items,
        rate,
        purposes,
        level,
        random.normal(0, WEEK_SD, (n, weeks)),
        money,
        _truth(level, common, np.array([weights[item] for item in items])),
    )


def _mix(kind: str) -> Floats:
    mix = PURPOSE_SHARE.copy()
    for purpose, times in KIND_PURPOSE.get(kind, {}).items():
        mix[purpose] *= times
    return np.asarray(mix / mix.sum(), dtype=np.float64)


def _truth(level: Floats, common: Floats, weights: Floats) -> Floats:
    """The composite in points that a station would get on average from visitors with the range's mix of purposes.

    An answer is the latent level plus normal noise, cut into five steps: its mean follows from the normal distribution.
    Those who were never there do not count.
    """
    seen = common[:-1] / common[:-1].sum()
    sd = math.sqrt(WEEK_SD**2 + PERSON_SD**2 + ITEM_SD**2)
    centre = level[:, :, None] + PURPOSE_EFFECT[:-1]
    above = _normal((centre[..., None] - CUTS) / sd).sum(axis=-1)
    return np.asarray(25 * (above @ seen) @ (weights / weights.sum()), dtype=np.float64)


def _normal(z: Floats) -> Floats:
    erf = np.vectorize(math.erf, otypes=[np.float64])
    return np.asarray(0.5 * (1 + erf(z / math.sqrt(2))), dtype=np.float64)
