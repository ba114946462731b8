"""Districts and the range as estimates of all their stations (section 7 of docs/grading.md)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from .baseline import Constants
from .scores import Score


@dataclass(frozen=True)
class Part:
    """What one station brings to its district: r, R' (0 at silent stations), what stays unknown of it, and V, V0."""

    kind: str
    centre: float
    has_responses: bool
    n: float
    r: float
    pull: float
    unknown: float
    v: float
    v0: float


@dataclass
class District:
    """The estimate of one district; `mean` and `variance` (of its stations' r) are None where nobody responded."""

    stations: list[int]
    n: float = 0.0
    mean: float | None = None
    variance: float | None = None
    weight: float = 0.0
    own_part: float = 0.0
    estimate: float = math.nan
    sd: float = math.nan
    own: float = 0.0  # variance of its stations and of itself
    lean: float = 0.0  # how much it hangs on the districts' mean
    kinds: dict[str, float] = field(default_factory=dict)  # how much it hangs on the centre of each kind


def part_of(score: Score, kind: str, centre: float, tau_u2: float, listed: bool) -> Part:
    """Section 7: r = ȳ − c, no further out than 2.5 √(V0 + τ_u²), but drawn in by 2 √V0 at most; R' = τ_u²/(τ_u² + V0)."""
    v, v0 = score.window.v, score.window.v0
    if not (listed and score.n > 0):
        return Part(kind, centre, False, score.n, 0.0, 0.0, tau_u2, v, v0)
    gap = score.window.mean - centre
    size = max(min(abs(gap), 2.5 * math.sqrt(v0 + tau_u2)), abs(gap) - 2 * math.sqrt(v0))
    pull = tau_u2 / (tau_u2 + v0)
    unknown = pull**2 * v + (1 - pull) ** 2 * tau_u2
    return Part(kind, centre, True, score.n, math.copysign(size, gap), pull, unknown, v, v0)


def estimates(
    scores: list[Score], constants: Constants, listed: list[bool], district_of: list[int], kind_of: list[str]
) -> tuple[list[District], float, float]:
    """Section 7: every district, and the range's mean with its sd, over the stations that are listed."""
    parts = [
        part_of(score, kind_of[station], constants.centre[station], constants.tau_u2, listed[station])
        for station, score in enumerate(scores)
    ]
    places = [
        District([station for station in range(len(scores)) if listed[station] and district_of[station] == number])
        for number in range(max(district_of) + 1)
    ]
    for place in places:
        look_at(place, [parts[station] for station in place.stations if parts[station].has_responses], constants.tau_u2)
    middle = mean_of_districts(places, constants.tau_d2)
    centres = {
        kind_of[station]: min(constants.centre_variance[station], constants.tau_k2)
        for station in range(len(scores))
        if listed[station]
    }
    for place in places:
        if place.stations:
            judge(place, [parts[station] for station in place.stations], middle, constants.tau_d2, centres)
    return places, *range_of(places, middle[1], centres)


def look_at(place: District, parts: list[Part], tau_u2: float) -> None:
    """Section 7: the mean of its stations' r, each weighted by 1/(V0 + τ_u²), and its variance."""
    if parts:
        g = np.array([1 / (part.v0 + tau_u2) for part in parts])
        place.mean = float((g * [part.r for part in parts]).sum() / g.sum())
        place.variance = float((g**2 * [part.v + tau_u2 for part in parts]).sum() / g.sum() ** 2)


def mean_of_districts(places: list[District], tau_d2: float) -> tuple[float, float]:
    """Section 7: the mean of the districts that δ is drawn towards, and its variance."""
    use = [(place.mean, 1 / (place.variance + tau_d2)) for place in places if place.variance is not None]
    if not use:
        return 0.0, 100.0
    together = sum(weight for _, weight in use)
    return sum(mean * weight for mean, weight in use) / together, 1 / together


def judge(
    place: District, parts: list[Part], middle: tuple[float, float], tau_d2: float, centres: dict[str, float]
) -> None:
    """Section 7: D = mean of [c + δ + R'(r − δ)]; four parts of variance: stations, the district, the districts' mean, the kinds."""
    place.own_part, unknown = middle[0], tau_d2
    if place.mean is not None and place.variance is not None:
        place.weight = tau_d2 / (tau_d2 + place.variance)
        place.own_part = middle[0] + place.weight * (place.mean - middle[0])
        unknown = place.weight * place.variance
    size, delta = len(parts), place.own_part
    place.n = sum(part.n for part in parts)
    place.estimate = sum(part.centre + delta + part.pull * (part.r - delta) for part in parts) / size
    rest = 1 - sum(part.pull for part in parts) / size
    place.own = sum(part.unknown for part in parts) / size**2 + rest**2 * unknown
    place.lean = rest * (1 - place.weight)
    place.kinds = {kind: sum(1 - part.pull for part in parts if part.kind == kind) / size for kind in centres}
    kinds = sum(place.kinds[kind] ** 2 * centres[kind] for kind in centres)
    place.sd = math.sqrt(place.own + place.lean**2 * middle[1] + kinds)


def range_of(places: list[District], middle_variance: float, centres: dict[str, float]) -> tuple[float, float]:
    """Section 7: the mean over all stations; what districts share is not averaged away."""
    everyone = sum(len(place.stations) for place in places)
    shares = [(len(place.stations) / everyone, place) for place in places if place.stations]
    variance = sum(share**2 * place.own for share, place in shares)
    variance += sum(share * place.lean for share, place in shares) ** 2 * middle_variance
    variance += sum(sum(share * place.kinds[kind] for share, place in shares) ** 2 * centres[kind] for kind in centres)
    return sum(share * place.estimate for share, place in shares), math.sqrt(variance)
