"""The score of each question, and shares of content answers with their intervals (section 9 of docs/grading.md)."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq

from .points import composite
from .rows import Rows
from .scores import Score

Z = 1.6448536269514722
"""Of an interval of 90 %."""


def gaps(rows: Rows, item: int, means: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Section 9: rating minus composite, in points, of complete answers, and their stations."""
    whole = rows.take(rows.complete)
    return 25 * (whole.ratings[:, item] - 1) - composite(whole.ratings, means), whole.station


def paule_mandel(y: np.ndarray, v: np.ndarray) -> tuple[float, float, float]:
    """Between-unit variance at which Σ w (y − μ)² = k − 1, w = 1/(v + τ²); with μ and its variance."""

    def excess(tau2: float) -> float:
        w = 1 / (v + tau2)
        return float((w * (y - (w * y).sum() / w.sum()) ** 2).sum()) - (len(y) - 1)

    most = 1.0
    while excess(most) > 0:
        most *= 2
    tau2 = brentq(excess, 0, most, xtol=1e-13) if excess(0) > 0 else 0.0
    w = 1 / (v + tau2)
    return tau2, float((w * y).sum() / w.sum()), float(1 / w.sum())


def question_constants(rows: Rows, item: int, means: np.ndarray) -> tuple[float, float, float, float]:
    """Section 9: v drawn towards 400 and τ² (Paule-Mandel, from 20 stations with two answers) towards 4, as if each were seen ten
    times; with μ and its variance."""
    gap, station = gaps(rows, item, means)
    own = [gap[station == number] for number in sorted(set(station))]
    within = sum(((values - values.mean()) ** 2).sum() for values in own)
    v = (10 * 400 + within) / (10 + sum(len(values) - 1 for values in own))
    several = [values for values in own if len(values) >= 2]
    if len(several) < 20:
        tau2, mu, variance = 0.0, float(gap.mean()) if len(gap) else 0.0, v / max(len(gap), 1)
    else:
        tau2, mu, variance = paule_mandel(
            np.array([values.mean() for values in several]), v / np.array([len(values) for values in several])
        )
    freedom = max(0, len(several) - 1)
    return v, (tau2 * freedom + 4 * 10) / (freedom + 10), mu, variance


def question_score(
    values: np.ndarray, score: Score, known: tuple[float, float, float, float]
) -> tuple[float, float, float, int]:
    """Section 9: the station's score + μ + R (its mean gap − μ), its interval kept in 0..100, and +1 or −1 where it leans."""
    v, tau2, mu, variance = known
    noise = v / len(values)
    weight = tau2 / (tau2 + noise)
    lean = weight * (values.mean() - mu)
    estimate, sd = score.score + mu + lean, math.sqrt(score.sd**2 + weight * noise + (1 - weight) ** 2 * variance)
    low, middle, high = np.clip([estimate - Z * sd, estimate, estimate + Z * sd], 0, 100)
    return middle, low, high, int(np.sign(lean)) if abs(lean) > Z * math.sqrt(weight * noise) else 0


def alikeness(k: np.ndarray, n: np.ndarray, rate: float | None = None) -> float | None:
    """Section 9: r, the moment estimate of how much answers of one station resemble each other; None where it cannot be told."""
    rate = k.sum() / n.sum() if rate is None else rate
    together, freedom = n.sum(), len(n) - 1
    size = together - (n**2).sum() / together - freedom
    if rate in (0, 1) or size <= 0:
        return None
    between = (n * (k / n - rate) ** 2).sum() / (rate * (1 - rate))
    return float((between - freedom) / size)


def share(k: np.ndarray, n: np.ndarray) -> tuple[float, float, float]:
    """Section 9: a share and its Wilson interval over stations, all answers counted as fewer by the design effect."""
    together, stations = n.sum(), len(n)
    moment = alikeness(k, n)
    rho = 0.05 if moment is None else (100 * 0.05 + (together - stations) * moment) / (100 + together - stations)
    effect = 1 + min(max(rho, 0), 0.5) * ((n**2).sum() / together - 1)
    p, size = k.sum() / together, together / effect
    middle = (p + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = Z * math.sqrt(p * (1 - p) / size + Z**2 / (4 * size**2)) / (1 + Z**2 / size)
    return p, middle - half, middle + half


def shares(
    rows: Rows, beside: dict[str, Rows], district_of: list[int], kind_of: list[str]
) -> dict[tuple, tuple[float, ...]]:
    """Section 9: ratings of 4 and 5 of each item: of the range, districts, kinds, purposes and channels; (k, n, share, low, high)."""
    districts, kinds = np.array(district_of)[rows.station], np.array(kind_of, object)[rows.station]
    cuts = {("range", "RANGE"): rows}
    cuts |= {("district", d): rows.take(districts == d) for d in set(district_of)}
    cuts |= {("kind", kind): rows.take(kinds == kind) for kind in set(kind_of)}
    cuts |= {("purpose", purpose): rows.take(rows.purpose == purpose) for purpose in set(rows.purpose) if purpose}
    cuts |= {("channel", channel): some for channel, some in {"poster": rows, **beside}.items()}
    found = {}
    for (cut, code), some in cuts.items():
        for item in range(5):
            rated = some.take(~np.isnan(some.ratings[:, item]))
            content = rated.ratings[:, item] >= 4
            stations = sorted(set(rated.station))
            n = np.array([(rated.station == station).sum() for station in stations], float)
            k = np.array([content[rated.station == station].sum() for station in stations], float)
            if len(n):
                found[cut, code, item] = (k.sum(), n.sum(), *share(k, n))
    return found
