"""The constants of a quarter: estimated once from the weeks before it, then frozen in one file that every score names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from pydantic_core import from_json

from ..campaign.grading import Grading
from ..errors import StateError
from .arrays import Bools, Floats
from .daybook import BurstConstants
from .formulas.spread import reliability


@dataclass(frozen=True)
class KindConstants:
    """Of one kind of station: the spread of its stations, how many had responses, and REML's tau2 as a cross-check."""

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
class SecondConstants:
    """What version 2 of the method freezes beside the rest; points, points^2 and shares.

    a, b, mean    the variance of one response at a level x: a (x (100 - x))^b; mean of all responses
    tau2, omega2  variance of stations about their kind, and the variance of its logarithm
    tu2, td2, tk2  of stations, districts and kinds, as districts are estimated
    mu            centre of a kind that is not known
    kinds         [centre, its variance] of each kind
    own           variance of one response at each station
    alike         overdispersion of a day and of a week, shares of all-best and all-worst responses
    bad           [bad, all] responses of each station in the baseline; bad_rate, of the range
    questions     [v, t, mean, its variance] of each graded question; files of earlier programs have none
    """

    a: float
    b: float
    mean: float
    tau2: float
    omega2: float
    tu2: float
    td2: float
    tk2: float
    mu: float
    kinds: dict[str, tuple[float, float]]
    own: dict[str, float] = field(repr=False)
    alike: tuple[float, float, float, float]
    bad: dict[str, tuple[float, float]] = field(repr=False)
    bad_rate: float
    questions: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)


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
    kinds         KindConstants of each kind with responses; `largest` names the one with most stations
    money         p0 and M of the prior
    burst         what F1 compares with
    straight      F2: [mean score, share of straight lines expected there], rising
    baselines     [score, sd] of each station with responses, for the alarm (CUSUM)
    method        the version of the method that it is graded by; `second` is what only version 2 has
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
    config_sha256: str
    code_version: str
    sha256: str = ""
    method: int = 1
    second: SecondConstants | None = field(default=None, repr=False)

    def item_means(self, keys: Sequence[str]) -> Floats:
        return np.array([self.means[key] for key in keys])

    def shifts(self, purposes: Sequence[str]) -> tuple[Floats, Bools]:
        """(shift, known) of these purposes; one that the baseline did not see has shift 0."""
        known = [self.purposes.get(text, (-1, 0.0)) for text in purposes]
        return np.array([shift for _, shift in known]), np.array([group >= 0 for group, _ in known], dtype=bool)

    def spreads(self, kinds: Sequence[str]) -> tuple[Floats, Floats, Floats, Bools]:
        """(tau2, mu, var_mu, shrunk) for stations of these kinds. A kind that is not shrunk has the largest kind's tau2,
        which serves its status only."""
        spare = self.kinds.get(self.largest, KindConstants(0, 0.0, np.nan, np.nan, 0.0, shrunk=False))
        constants = [self.kinds.get(kind) for kind in kinds]
        of = [kind if kind and kind.shrunk else replace(spare, shrunk=False) for kind in constants]
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
        """The content of its file: the text that its SHA-256 is taken of, but for the SHA-256 itself."""
        return _text(self) + "\n"

    @classmethod
    def from_json(cls, text: str, *, file: str = "") -> Constants:
        """Read it back. Raises StateError when the file was changed by hand."""
        try:
            raw = from_json(text)
            raw["kinds"] = {name: KindConstants(**kind) for name, kind in raw["kinds"].items()}
            raw["burst"] = BurstConstants(**raw["burst"])
            for name in ("purposes", "baselines"):
                raw[name] = _tuples(raw[name])
            for name in ("beta", "pi", "money"):
                raw[name] = tuple(raw[name])
            raw["straight"] = tuple(map(tuple, raw["straight"]))
            if second := raw.get("second"):
                pairs = {name: _tuples(second[name]) for name in ("kinds", "bad")}
                pairs["questions"] = _tuples(second.get("questions", {}))
                raw["second"] = SecondConstants(**{**second, **pairs, "alike": tuple(second["alike"])})
            constants = cls(**raw)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise StateError(
                "{file} is not a file of constants ({error}).", file=file, error=error, cure="Restore it from a backup."
            ) from None
        unsealed = text.rstrip("\n").replace(_seal(constants.sha256), _seal(""), 1)
        # files of earlier programs are laid out in another way
        if constants.sha256 != _sha256(unsealed) and constants.sha256 != _digest(constants):
            raise StateError(
                "{file} was changed after it was frozen: its SHA-256 does not fit.",
                file=file,
                cure="Restore it from a backup, or freeze again: anubhav calibrate --freeze QUARTER.",
            )
        return constants


def _tuples(lists: dict[str, list[Any]]) -> dict[str, Any]:
    return dict(zip(lists, map(tuple, lists.values()), strict=True))


def _digest(constants: Constants) -> str:
    return _sha256(_text(replace(constants, sha256="")))


def _text(constants: Constants) -> str:
    return json.dumps(_content(constants), ensure_ascii=False, sort_keys=True, default=vars, check_circular=False)


def _seal(digest: str) -> str:
    return f'"sha256": "{digest}"'


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _content(constants: Constants) -> dict[str, Any]:
    """What stands in its file. Files of version 1 do not speak of versions: their digests hold."""
    content = dict(vars(constants))
    if constants.method == 1:
        del content["method"], content["second"]
    elif constants.second and not constants.second.questions:  # so the digests of earlier files hold
        content["second"] = {name: value for name, value in vars(constants.second).items() if name != "questions"}
    return content


def config_digest(rules: Grading) -> str:
    """SHA-256 of all of config/grading.toml's values."""
    return _of(rules.model_dump(mode="json"))


def estimation_digest(rules: Grading, method: int = 1) -> str:
    """SHA-256 of the part of the config that the constants of this version of the method are frozen under.

    Of version 1 not bands, letters or thresholds; of version 2 every number of its own, since all are announced.
    """
    parts = {"channels", "not_visited", "first_epoch", "items", "steps", "casemix", "shrink"}
    return _of(rules.model_dump(mode="json", include=parts | {"v2"} if method == 2 else parts))


def changed_since(name: str) -> StateError:
    """What is said when the config is no longer the one that the constants of this quarter were frozen under."""
    return StateError(
        "config/grading.toml was changed after the constants of {name} were frozen.",
        cure="Undo the change until the quarter ends, or decide to freeze again: anubhav calibrate --freeze {name}.",
        name=name,
    )


def _of(content: Mapping[str, Any]) -> str:
    return _sha256(json.dumps(content, ensure_ascii=False))


def reml_differs(constants: Constants, kind: str) -> bool:
    """Whether Paule-Mandel and REML differ so much that R at n = 30 moves by more than .05."""
    of_kind = constants.kinds[kind]
    v = constants.s2 / 30 + constants.sw2
    return bool(abs(reliability(of_kind.tau2, v) - reliability(of_kind.tau2_reml, v)) > 0.05)
