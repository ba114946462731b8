"""What a baseline says: the numbers that are frozen for a quarter (sections 5 and 9 of docs/grading.md)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .flags import Usual


@dataclass
class Constants:
    """All of one baseline; arrays have one value for each station."""

    means: np.ndarray  # of the five items
    shifts: dict[str, float]  # of purposes
    rows: int
    middle: float  # mean of y*, 50 without rows
    s2: float  # variance of one response inside station-weeks
    a: float  # the curve of that variance: a x^b
    b: float
    own: np.ndarray  # s²_s, of each station
    sw2: float  # variance of weeks, s²_w
    tau2: float = 0.0
    omega2: float = 0.0
    tau_u2: float = 0.0
    tau_d2: float = 0.0
    tau_k2: float = 0.0
    mu: float = 0.0
    kinds: dict[str, tuple[float, float]] = field(default_factory=dict)  # centre and its variance
    centre: np.ndarray = field(default_factory=lambda: np.zeros(0))
    centre_variance: np.ndarray = field(default_factory=lambda: np.zeros(0))
    questions: list[tuple[float, float, float, float]] = field(default_factory=list)  # v, τ², μ, var μ of each item
    money: tuple[float, float] = (0.0, 50.0)  # rate and strength of the prior
    bad: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))  # ratings 1 or 2, and ratings, of each station
    bad_rate: float = 0.0
    weeks: int = 0
    usual: Usual | None = None  # of alike rows
    score: np.ndarray = field(default_factory=lambda: np.zeros(0))  # b of alarm 1, NaN without responses
    score_sd: np.ndarray = field(default_factory=lambda: np.zeros(0))
