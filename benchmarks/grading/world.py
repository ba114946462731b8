"""Three made-up worlds with known truth over the real list of 158 stations: scores that spread, a content one, an uneven one."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.special import ndtr

from anubhav_gforms.grading import Cube, Shape, cube_of_tables
from anubhav_gforms.grading.cube.items import Items

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

WEEKS = 52
FIRST_DAY = (date(2024, 1, 1) - date(1970, 1, 1)).days
"""A Monday that begins a quarter; the campaign's first day."""
MONTHS = {1: 4, 2: 9, 3: 13, 6: 26, 12: 52}
"""Weeks of history by month of the campaign."""
VOLUMES = (54, 300, 700, 2000, 12000)
"""Responses a month in the whole range."""
WEIGHTS = {"behaviour": 0.25, "heard": 0.20, "promptness": 0.20, "overall": 0.20, "facilities": 0.15}
OVERALL = 3
EDGES = (90.0, 80.0, 70.0, 60.0, 50.0, 0.0)
PURPOSES = ("p1", "p2", "p3", "p4", "p5", "p6", "p7")
SHARES = np.array([0.25, 0.15, 0.15, 0.13, 0.13, 0.06, 0.13])
EFFECTS = np.array([-9.0, -5, 7, 4, -3, -7, 1])
TILTS = {
    "traffic": (0.3, 1, 1, 1, 12, 1, 1), "cyber": (1, 1, 1, 2, 0.1, 14, 1), "women_thana": (2, 1, 1, 1, 0.1, 1, 1),
}  # fmt: skip
BUSY = {
    "thana": 1.0, "chowki": 0.45, "women_thana": 0.8, "ajak": 0.35, "traffic": 0.8, "cyber": 0.7, "sp_office": 0.6,
    "police_line": 0.12, "ig_office": 0.5,
}  # fmt: skip
UNEVEN_KINDS = {
    "thana": 0, "chowki": 2, "women_thana": 4, "ajak": -6, "traffic": -5, "cyber": 2, "sp_office": 3, "police_line": 0,
    "ig_office": 0,
}  # fmt: skip
SHAPE = Shape(Items.make(WEIGHTS), purpose="purpose")


@dataclass(frozen=True)
class StationList:
    """The real list: codes; numbers of kind and district of each station, and the names of both."""

    codes: tuple[str, ...]
    kind: Ints = field(repr=False)
    district: Ints = field(repr=False)
    kinds: tuple[str, ...]
    districts: tuple[str, ...]

    @property
    def kind_names(self) -> tuple[str, ...]:
        return tuple(self.kinds[number] for number in self.kind)


@cache
def station_list() -> StationList:
    with (Path(__file__).parents[2] / "stations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds, kind = np.unique([row["kind"] for row in rows], return_inverse=True)
    districts, district = np.unique([row["district"] for row in rows], return_inverse=True)
    return StationList(
        tuple(row["code"] for row in rows), kind.astype(np.int64), district.astype(np.int64),
        tuple(map(str, kinds)), tuple(map(str, districts)),
    )  # fmt: skip


@dataclass(frozen=True)
class World:
    """How stations and citizens come about. Levels are latent points; cuts turn them into ratings 1..5; sds of stations,
    districts, respondents (and of its logarithm between stations), items, weeks, and a drift a week."""

    name: str
    number: int
    mean: float
    cuts: tuple[float, ...]
    isd: float
    ssd: float = 9.0
    dsd: float = 3.5
    rsd: float = 24.0
    lsd: float = 0.0
    wsd: float = 2.0
    drift: float = 0.0
    kinds: dict[str, float] = field(default_factory=dict)

    @property
    def uneven(self) -> bool:
        return bool(self.kinds)


SPREAD = World("spread", 0, 60, (20, 38, 56, 74), 16)
CEILING = World("ceiling", 1, 88, (20, 36, 52, 70), 14)
UNEVEN = World("uneven", 2, 78, (20, 37, 54, 71), 15, 8, 3, 23, 0.3, 2, 0.35, UNEVEN_KINDS)
WORLDS = (SPREAD, CEILING, UNEVEN)


@dataclass(frozen=True)
class Responses:
    """(rows,) station, day (since the first), purpose; (rows, 5) ratings."""

    station: Ints = field(repr=False)
    day: Ints = field(repr=False)
    purpose: Ints = field(repr=False)
    ratings: npt.NDArray[np.int8] = field(repr=False)

    @cached_property
    def y(self) -> Floats:
        return np.asarray(25.0 * ((self.ratings - 1) @ np.array(list(WEIGHTS.values()))))

    def plus(self, other: Responses) -> Responses:
        return Responses(
            *(np.concatenate([getattr(self, name), getattr(other, name)]) for name in self.__dataclass_fields__)
        )

    def part(self, keep: npt.NDArray[np.bool_]) -> Responses:
        return Responses(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))

    def cube(self) -> Cube:
        """The product's cube of these responses."""
        rows = len(self.station)

        def labels(numbers: Ints, texts: tuple[str, ...]) -> pa.DictionaryArray:
            return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), pa.array(texts))

        nought = np.zeros(rows, np.int64)
        return cube_of_tables(
            [
                pa.table(
                    {
                        "station": labels(self.station, station_list().codes),
                        "day": pa.array((self.day + FIRST_DAY).astype(np.int32)).cast(pa.date32()),
                        "purpose": labels(self.purpose, PURPOSES),
                        "channel": labels(nought, ("poster",)),
                        "epoch": pa.array(np.ones(rows, np.int16)),
                        "code_status": labels(nought, ("accepted",)),
                        "code_reason": labels(nought, ("",)),
                        **{key: pa.array(self.ratings[:, q]) for q, key in enumerate(WEIGHTS)},
                    }
                )
            ],
            SHAPE,
        )


@dataclass(frozen=True)
class Drawn:
    """A range of a world with its responses. (stations, weeks) path: latent level of each week; (stations,) volume a week,
    rsd; (stations, purposes) mix."""

    world: World
    path: Floats = field(repr=False)
    volume: Floats = field(repr=False)
    mix: Floats = field(repr=False)
    rsd: Floats = field(repr=False)
    responses: Responses = field(repr=False)

    def truth(self, week: int) -> Floats:
        """Expected composite of each station in a week, under the range's mean purposes."""
        shares = self.volume @ self.mix / self.volume.sum()
        sd = np.sqrt(self.world.isd**2 + self.world.wsd**2 + self.rsd**2)[:, None, None]
        level = self.path[:, week][:, None, None] + EFFECTS[:, None]
        above = ndtr((level - np.array(self.world.cuts)) / sd)
        return np.asarray(25 * (shares[:, None] * above).sum(axis=(1, 2)))


def draw(world: World, month: int, seed: int, *, fall: Floats | None = None) -> Drawn:
    """A year of a range with `month` responses a month. `fall` (stations, weeks) is taken from the latent level."""
    rng = np.random.default_rng([seed, month, world.number])
    stations = station_list()
    count = len(stations.codes)
    district = world.dsd * rng.standard_normal(len(stations.districts))
    own = rng.standard_normal(count)
    if world.uneven:  # the normals are drawn in every world
        own = 2 - rng.gamma(4, 0.5, count)
    own = world.ssd * own
    busy = np.array([BUSY[name] for name in stations.kind_names]) * rng.lognormal(0, 1.1, count)
    volume = busy * (month * 12 / 52 / busy.sum())
    tilt = np.array([TILTS.get(name, (1.0,) * 7) for name in stations.kind_names]) * SHARES
    tilt /= tilt.sum(axis=1, keepdims=True)
    mix = np.array([rng.dirichlet(42 * row) for row in tilt])
    rsd = world.rsd * np.exp(world.lsd * rng.standard_normal(count) - world.lsd**2 / 2)
    drift = world.drift * np.cumsum(rng.standard_normal((count, WEEKS)), axis=1)
    kind = np.array([world.kinds.get(name, 0.0) for name in stations.kind_names])
    path = (world.mean + district[stations.district] + own + kind)[:, None] + drift
    if fall is not None:
        path = path - fall
    number = rng.poisson(volume[:, None] * rng.lognormal(0, 0.2, (count, WEEKS)))
    week_effect = world.wsd * rng.standard_normal((count, WEEKS))
    cell = np.repeat(np.arange(count * WEEKS), number.ravel())
    station, week = np.divmod(cell, WEEKS)
    purpose = (rng.random(len(cell))[:, None] > np.cumsum(mix, axis=1)[station]).sum(axis=1).clip(0, 6)
    latent = path.ravel()[cell] + week_effect.ravel()[cell] + EFFECTS[purpose]
    latent += rsd[station] * rng.standard_normal(len(cell))
    values = latent[:, None] + world.isd * rng.standard_normal((len(cell), 5))
    ratings = 1 + (values[..., None] > np.array(world.cuts)).sum(axis=2)
    day = 7 * week + rng.integers(0, 7, len(cell))
    return Drawn(world, path, volume, mix, rsd, Responses(station, day, purpose, ratings.astype(np.int8)))


def forged(station: Ints, day: Ints, rating: int, rng: np.random.Generator) -> Responses:
    """Responses with one rating to every question, purposes at the range's shares."""
    rows = len(station)
    purpose = rng.choice(len(SHARES), rows, p=SHARES)
    return Responses(station, day, purpose, np.full((rows, 5), rating, np.int8))


def with_responses(of: Drawn, responses: Responses) -> Drawn:
    return replace(of, responses=responses)
