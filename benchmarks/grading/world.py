"""Two made-up worlds with known truth: one where scores spread, one where most people are content (a ceiling)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.special import ndtr

from anubhav_gforms.campaign.grading import Grading
from anubhav_gforms.grading import Cube, Shape, cube_of_tables
from anubhav_gforms.grading.items import Items

Floats = npt.NDArray[np.float64]

WEEKS = 65
FIRST_DAY = 4 + 7 * 2800
"""A Monday; the campaign's first day."""
BASELINE = 26
LETTERS_FROM = 39
ITEMS = 6
PURPOSES = ("p1", "p2", "p3", "p4", "p5")
SHARES = np.array([0.30, 0.30, 0.15, 0.10, 0.15])
WEIGHTS = {f"q{number}": weight for number, weight in enumerate((0.1667, 0.1667, 0.1667, 0.1667, 0.1666, 0.1666))}


@dataclass(frozen=True)
class World:
    """How stations, visitors and answers come about. Levels are latent points; cuts turn them into answers 1..5."""

    name: str
    mean: float
    item_sd: float
    cuts: tuple[float, ...]
    bands: tuple[float, ...] = ()
    purpose: tuple[float, ...] = (-9, 6, 3, -3, 1)
    median: float = 18.0
    least: float = 2.0

    def truth(self, level: Floats) -> Floats:
        """Expected composite of stations at these latent levels under the range's purpose shares."""
        sd = np.sqrt(2.0**2 + 24.0**2 + self.item_sd**2)
        effect = np.array(self.purpose)
        above = ndtr((level[..., None, None] + effect[:, None] - np.array(self.cuts)) / sd)
        return np.asarray(25 * (SHARES[:, None] * above).sum(axis=(-2, -1)))

    def rules(self, **changes: object) -> Grading:
        """The product's rules with this world's six items and bands."""
        content = {
            "letters_from": np.datetime64(FIRST_DAY + 7 * LETTERS_FROM, "D").item(),
            "items": WEIGHTS,
            "bands": dict(zip(("A+", "A", "B", "C", "D", "F"), (*self.bands, 0.0), strict=True)),
            "integrity": {"cap": ""},
        }
        return Grading.model_validate({**content, **changes})


def _with_bands(world: World) -> World:
    """Bands at the rounded .95 .85 .60 .30 .10 quantiles of the truth."""
    level = world.mean + np.hypot(3.5, 9) * np.random.default_rng(0).standard_normal(200_000)
    return replace(world, bands=tuple(np.round(np.quantile(world.truth(level), [0.9, 0.7, 0.4, 0.15, 0.05]))))


SPREAD = World("spread", 60, 16, (20, 38, 56, 74), (90, 80, 70, 60, 50))
CEILING = _with_bands(World("ceiling", 88, 14, (20, 36, 52, 70)))
SHAPE = Shape(Items.make(WEIGHTS))


@dataclass
class Rows:
    """Answers as arrays: station, day (since the first), purpose, and six ratings each."""

    station: npt.NDArray[np.int64]
    day: npt.NDArray[np.int64]
    purpose: npt.NDArray[np.int64]
    ratings: npt.NDArray[np.int8] = field(repr=False)

    def plus(self, other: Rows) -> Rows:
        return Rows(
            *(
                np.concatenate([getattr(self, name), getattr(other, name)])
                for name in ("station", "day", "purpose", "ratings")
            )
        )

    def cube(self, stations: int) -> Cube:
        """The product's cube of these answers."""
        codes = pa.array([f"S{number:05d}" for number in range(stations)])
        rows = len(self.station)

        def constant(text: str) -> pa.DictionaryArray:
            return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([text]))

        table = pa.table(
            {
                "station": pa.DictionaryArray.from_arrays(pa.array(self.station.astype(np.int32)), codes),
                "day": pa.array((self.day + FIRST_DAY).astype(np.int32)).cast(pa.date32()),
                "purpose": pa.DictionaryArray.from_arrays(pa.array(self.purpose.astype(np.int32)), pa.array(PURPOSES)),
                "channel": constant("poster"),
                "epoch": pa.array(np.ones(rows, np.int16)),
                "code_status": constant("accepted"),
                "code_reason": constant(""),
                **{f"q{q}": pa.array(self.ratings[:, q]) for q in range(ITEMS)},
            }
        )
        return cube_of_tables([table], SHAPE)


def codes(stations: int) -> tuple[str, ...]:
    return tuple(f"S{number:05d}" for number in range(stations))


@dataclass(frozen=True)
class Range:
    """150 stations of a world: district, latent level and volume a week of each, and the mix of its visitors' purposes."""

    world: World
    district: npt.NDArray[np.int64]
    level: Floats
    volume: Floats
    mix: Floats

    @property
    def truth(self) -> Floats:
        return self.world.truth(self.level)


def make_range(world: World, rng: np.random.Generator, stations: int = 150) -> Range:
    district = rng.integers(0, 8, stations)
    level = world.mean + 3.5 * rng.standard_normal(8)[district] + 9 * rng.standard_normal(stations)
    volume = np.clip(rng.lognormal(np.log(world.median), 1.15, stations), world.least, 300)
    return Range(world, district, level, volume, rng.dirichlet(6 * SHARES, stations))


def answers(place: Range, rng: np.random.Generator, *, weeks: int = WEEKS, drop: Floats | None = None) -> Rows:
    """Seeded answers. `drop` (stations, weeks) is taken from the latent level."""
    world, count = place.world, len(place.level)
    number = rng.poisson(place.volume[:, None] * rng.lognormal(0, 0.2, (count, weeks)))
    week_effect = 2 * rng.standard_normal((count, weeks)) - (0 if drop is None else drop)
    cell = np.repeat(np.arange(count * weeks), number.ravel())
    station, week = np.divmod(cell, weeks)
    purpose = (rng.random(len(cell))[:, None] > np.cumsum(place.mix, axis=1)[station]).sum(axis=1).clip(0, 4)
    latent = place.level[station] + week_effect.ravel()[cell] + np.array(world.purpose)[purpose]
    latent += 24 * rng.standard_normal(len(cell))
    noise = rng.standard_normal((len(cell), ITEMS), dtype=np.float32) * np.float32(world.item_sd)
    values = latent.astype(np.float32)[:, None] + noise
    ratings = np.ones(values.shape, dtype=np.int8)
    for cut in world.cuts:
        ratings += values > cut
    return Rows(station, 7 * week + rng.integers(0, 7, len(cell)), purpose, ratings)


def praise(station: npt.NDArray[np.int64], day: npt.NDArray[np.int64], rng: np.random.Generator) -> Rows:
    """Forged answers: all best, purposes at the range's shares."""
    rows = len(station)
    return Rows(station, day, rng.choice(5, rows, p=SHARES), np.full((rows, ITEMS), 5, np.int8))
