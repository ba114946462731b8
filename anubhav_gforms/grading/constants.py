"""The constants of a quarter: estimated once from the weeks before it, then frozen in one file that every score names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from ..campaign.grading import Grading
from ..errors import StateError
from . import casemix, money, weeks
from .arrays import Bools, Floats, add_up
from .daybook import BurstConstants, Days, overdispersion
from .panel import composites
from .scope import Scope
from .spread import paule_mandel, reliability, reml, shrink
from .window import pool

LEAST_VARIANCE = 25.0
"""Floor of s2, points^2: when all answers of a range are equal."""


@dataclass(frozen=True)
class KindConstants:
    """Of one kind of station: the spread of its stations, how many had answers, and REML's tau2 as a cross-check."""

    stations: int
    tau2: float
    mu: float
    var_mu: float
    tau2_reml: float
    shrunk: bool


@dataclass(frozen=True)
class Era:
    """A stretch of weeks with one set of constants, whose baseline are the weeks `first`..`last`."""

    name: str
    valid_from: int
    first: int
    last: int
    frozen: bool


@dataclass(frozen=True)
class Constants:
    """Everything that is estimated for a quarter; all in points, points^2 or shares. Days are ISO dates.

    name          "2026-Q4"; with a week ("2026-Q4 as of 2026-W20") while the project is young and nothing is frozen
    valid_from    first day that is graded with them
    first_day, last_day, weeks   the baseline
    means         m_q of each item
    purposes      exact text, group (-1: none), shift of each purpose of the baseline
    beta, pi      of the groups
    s2, sw2       variance inside a station-week; common-cause variance from week to week
    kinds         KindConstants of each kind with answers; `largest` names the one with most stations
    money         p0 and M of the prior
    burst         what F1 compares with
    straight      F2: [mean score, share of straight lines expected there], rising
    baselines     [score, sd] of each station with answers, for the alarm (CUSUM)
    """

    name: str
    valid_from: str
    first_day: str
    last_day: str
    weeks: int
    responses: int
    frozen: bool
    means: dict[str, float]
    purposes: dict[str, tuple[int, float]]
    beta: tuple[float, ...]
    pi: tuple[float, ...]
    s2: float
    sw2: float
    kinds: dict[str, KindConstants]
    largest: str
    money: tuple[float, float]
    burst: BurstConstants
    straight: tuple[tuple[float, float], ...]
    baselines: dict[str, tuple[float, float]] = field(repr=False)
    config_sha256: str = ""
    code_version: str = ""
    sha256: str = ""

    def item_means(self, keys: Sequence[str]) -> Floats:
        return np.array([self.means[key] for key in keys])

    def shifts(self, purposes: Sequence[str]) -> tuple[Floats, Bools]:
        """(shift, known) of these purposes; one that the baseline did not see has shift 0."""
        shift = np.array([self.purposes.get(text, (-1, 0.0))[1] for text in purposes])
        return shift, np.array([self.purposes.get(text, (-1, 0.0))[0] >= 0 for text in purposes], dtype=bool)

    def spreads(self, kinds: Sequence[str]) -> tuple[Floats, Floats, Floats, Bools]:
        """(tau2, mu, var_mu, shrunk) for stations of these kinds. A kind that is not shrunk has the largest kind's tau2,
        which serves its status only."""
        spare = self.kinds.get(self.largest, KindConstants(0, 0.0, np.nan, np.nan, 0.0, shrunk=False))
        mine = [self.kinds.get(kind) for kind in kinds]
        of = [kind if kind and kind.shrunk else replace(spare, shrunk=False) for kind in mine]
        return (
            np.array([kind.tau2 for kind in of]),
            np.array([kind.mu for kind in of]),
            np.array([kind.var_mu for kind in of]),
            np.array([kind.shrunk for kind in of], dtype=bool),
        )

    def sealed(self) -> Constants:
        """The same with the SHA-256 of its content."""
        return replace(self, sha256=_digest(self))

    def to_json(self) -> str:
        """The content of its file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str, *, file: str = "") -> Constants:
        """Read it back. Raises StateError when the file was changed by hand."""
        try:
            raw = json.loads(text)
            raw["kinds"] = {name: KindConstants(**kind) for name, kind in raw["kinds"].items()}
            raw["burst"] = BurstConstants(**raw["burst"])
            raw["purposes"] = {name: (int(group), float(shift)) for name, (group, shift) in raw["purposes"].items()}
            raw["baselines"] = {name: (float(b), float(sd)) for name, (b, sd) in raw["baselines"].items()}
            for name in ("beta", "pi", "money"):
                raw[name] = tuple(raw[name])
            raw["straight"] = tuple((float(mean), float(share)) for mean, share in raw["straight"])
            constants = cls(**raw)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StateError(
                f"{file} is not a file of constants ({error}).", cure="Restore it from a backup."
            ) from None
        if _digest(constants) != constants.sha256:
            raise StateError(
                f"{file} was changed after it was frozen: its SHA-256 does not fit.",
                cure="Restore it from a backup, or freeze anew: anubhav calibrate --freeze QUARTER.",
            )
        return constants


def _digest(constants: Constants) -> str:
    content = json.dumps(asdict(replace(constants, sha256="")), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def config_digest(rules: Grading) -> str:
    """SHA-256 of all of config/grading.toml's values."""
    return _of(rules.model_dump(mode="json"))


def estimation_digest(rules: Grading) -> str:
    """SHA-256 of the part of the config that the constants are estimated under: not bands, letters or thresholds."""
    parts = ("channels", "not_visited", "first_epoch", "items", "steps", "casemix", "shrink")
    return _of(rules.model_dump(mode="json", include=set(parts)))


def _of(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Baseline:
    """(cells,): which cells of the scope constants are estimated from. Each row has weight 1; rows set aside are out.

    `used`: rated ones; `counted`: also those without enough ratings, whose money answer counts.
    """

    used: Bools = field(repr=False)
    counted: Bools = field(repr=False)
    until: int = 0


def baseline(scope: Scope, aside: Bools, first: int, last: int) -> Baseline:
    """The cells of weeks first..last (numbers)."""
    a, b = 7 * (first - scope.first_week), 7 * (last + 1 - scope.first_week)
    counted = (scope.day >= a) & (scope.day < b) & ~aside[scope.station, scope.day]
    return Baseline(scope.rated & counted, counted, b)


def estimate(
    scope: Scope,
    span: Baseline,
    burst: BurstConstants,
    kinds: Sequence[str],
    rules: Grading,
    *,
    era: Era,
    code_version: str = "",
) -> Constants:
    """Estimate the constants of an era from its baseline: steps 1 to 6 of the method's section on frozen constants.

    `kinds` (stations,): kind of each station of the scope.
    """
    used = span.used
    items, cube = scope.cube.shape.items, scope.cube
    means = _item_means(scope, used)
    y, yy = composites(scope, means)
    stations, purposes = len(scope.stations), len(cube.purposes)
    key = scope.station[used] * purposes + scope.purpose[used]
    both = (stations, purposes)
    counts = add_up(key, scope.rows[used], stations * purposes).reshape(both)
    sums = add_up(key, y[used], stations * purposes).reshape(both)
    known = np.array([bool(text) for text in cube.purposes], dtype=bool)
    mix = casemix.fit(counts[:, known], sums[:, known], rules.casemix)
    names = [text for text in cube.purposes if text]
    shift = np.zeros(max(purposes, 1))
    shift[:purposes][known] = mix.shift

    move = shift[scope.purpose]
    n = scope.by_week(scope.rows, among=used)
    total = scope.by_week(y - scope.rows * move, among=used)
    square = scope.by_week(yy - 2 * move * y + scope.rows * move**2, among=used)
    s2 = _within(n, total, square)
    sw2 = _common_cause(n, total, s2)
    ybar, v, size = pool(n, total, s2, sw2)
    spreads = _kinds(ybar, v, size > 0, kinds, rules)
    largest = max(spreads, key=lambda kind: (spreads[kind].stations, kind), default="")
    yes, no = (scope.by_week(scope.column(f"money_{word}"), among=span.counted).sum(axis=1) for word in ("yes", "no"))
    constants = Constants(
        name=era.name,
        valid_from=weeks.day_of(weeks.first_day(era.valid_from)).isoformat(),
        first_day=weeks.day_of(weeks.first_day(era.first)).isoformat(),
        last_day=weeks.day_of(weeks.first_day(era.last + 1) - 1).isoformat(),
        weeks=era.last - era.first + 1,
        responses=int(n.sum()),
        frozen=era.frozen,
        means={key: float(mean) for key, mean in zip(items.keys, means, strict=True)},
        purposes={text: (group, move) for text, group, move in zip(names, mix.group, mix.shift, strict=True)},
        beta=mix.beta,
        pi=mix.pi,
        s2=s2,
        sw2=sw2,
        kinds=spreads,
        largest=largest,
        money=money.prior(yes, yes + no),
        burst=burst,
        straight=_straight_curve(scope, used, y),
        baselines={},
        config_sha256=estimation_digest(rules),
        code_version=code_version,
    )
    tau2, mu, var_mu, shrunk = constants.spreads(kinds)
    score, sd, _ = shrink(ybar, v, tau2, mu, var_mu)
    base = np.where(shrunk, score, ybar), np.where(shrunk, sd, np.sqrt(v))
    baselines = {code: (float(base[0][i]), float(base[1][i])) for i, code in enumerate(scope.stations) if size[i] > 0}
    return replace(constants, baselines=baselines).sealed()


def _item_means(scope: Scope, used: Bools) -> Floats:
    """m_q: mean points of each item over the rows that answered it; 50 when nobody did."""
    items = scope.cube.shape.items
    means = []
    for q, key in enumerate(items.keys):
        whole = used & (scope.gap == 0)
        total, count = scope.column(f"points_{key}")[whole].sum(), scope.rows[whole].sum()
        pattern = scope.gap[used & (scope.gap > 0)] - 1
        rows = scope.rows[used & (scope.gap > 0)]
        answered = items.answers[pattern, q] > 0
        total += (rows * items.item_points[pattern, q])[answered].sum()
        count += rows[answered].sum()
        means.append(total / count if count else 50.0)
    return np.array(means)


def _within(n: Floats, total: Floats, square: Floats) -> float:
    """s2 = sum over cells with n > 1 of sum (y* - ybar_w)^2 / sum (n_w - 1), at least 25 points^2."""
    many = n > 1
    freedom = (n[many] - 1).sum()
    if freedom <= 0:
        return LEAST_VARIANCE
    return max(LEAST_VARIANCE, float((square[many] - total[many] ** 2 / n[many]).sum() / freedom))


def _common_cause(n: Floats, total: Floats, s2: float) -> float:
    """sw2 = max(0, sum_s [Q_s - (k_s-1) s2] / sum_s [N_s - sum_w n_w^2/N_s])."""
    size = n.sum(axis=1)
    seen = size > 0
    n, total, size = n[seen], total[seen], size[seen]
    centre = (total.sum(axis=1) / size)[:, None]
    mean = np.divide(total, n, out=np.zeros_like(n), where=n > 0)
    q = (n * (mean - centre) ** 2).sum(axis=1)
    k = (n > 0).sum(axis=1)
    below = (size - (n**2).sum(axis=1) / size).sum()
    return max(0.0, float((q - (k - 1) * s2).sum() / below)) if below > 0 else 0.0


def _kinds(ybar: Floats, v: Floats, seen: Bools, kinds: Sequence[str], rules: Grading) -> dict[str, KindConstants]:
    spreads = {}
    of = np.array(kinds, dtype=object)
    for kind in sorted(set(kinds)):
        mine = seen & (of == kind)
        count = int(mine.sum())
        if count:
            found, check = paule_mandel(ybar[mine], v[mine]), reml(ybar[mine], v[mine])
            shrunk = count >= rules.shrink.min_stations
            spreads[kind] = KindConstants(count, found.tau2, found.mu, found.var_mu, check.tau2, shrunk)
    return spreads


def reml_differs(constants: Constants, kind: str) -> bool:
    """Whether Paule-Mandel and REML differ so much that R at n = 30 moves by more than .05."""
    one = constants.kinds[kind]
    v = constants.s2 / 30 + constants.sw2
    return bool(abs(reliability(one.tau2, v) - reliability(one.tau2_reml, v)) > 0.05)


def burst_constants(scope: Scope, days: Days, aside: Bools, span: Baseline) -> BurstConstants:
    """What F1 compares with: overdispersion of daily counts, the range's shares of all-best and all-worst rows."""
    rows = scope.rows[span.used].sum()
    shares = [scope.column(name)[span.used].sum() / rows if rows else 0.0 for name in ("best", "worst")]
    return BurstConstants(overdispersion(days, aside, span.until), float(shares[0]), float(shares[1]))


def _straight_curve(scope: Scope, used: Bools, y: Floats) -> tuple[tuple[float, float], ...]:
    """Expected share of straight lines at each mean score: stations with n >= 30, in up to ten bins of equal numbers."""
    size = len(scope.stations)
    n, straight, total = (
        add_up(scope.station[used], values[used], size) for values in (scope.rows, scope.column("straight"), y)
    )
    large = np.flatnonzero(n >= 30)
    if not len(large):
        return ()
    order = large[np.argsort(total[large] / n[large], kind="stable")]
    bins = np.array_split(order, min(10, max(1, len(order) // 5)))
    return tuple((float(total[one].sum() / n[one].sum()), float(straight[one].sum() / n[one].sum())) for one in bins)
