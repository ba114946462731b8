"""Case-mix: what each purpose of visit does to a score, fitted inside stations, so that no station pays for its visitors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...campaign.grading import CaseMix
from ..arrays import Floats


@dataclass(frozen=True)
class Shifts:
    """For each purpose (in the order given): `group` it was merged into (-1: none), `shift` in points, and of the groups
    `beta` (points, the first 0) and the shares `pi`."""

    group: tuple[int, ...]
    shift: tuple[float, ...]
    beta: tuple[float, ...]
    pi: tuple[float, ...]


def fit(counts: Floats, sums: Floats, rules: CaseMix) -> Shifts:
    """Least squares inside stations. `counts`, `sums` (stations, purposes): baseline responses and their summed scores.

    beta solves the normal equations of y and purpose dummies, both less their station's mean; shift_p = beta_p - sum pi beta.
    Purposes with fewer responses or stations than the rules ask are merged; the merged group, if still too small, has shift 0
    and stays out of the fit, as does a purpose that the baseline did not see.
    """
    purposes = counts.shape[1]
    size = counts.sum(axis=0)
    large = (size >= rules.min_responses) & ((counts > 0).sum(axis=0) >= rules.min_stations)
    group = np.full(purposes, -1, dtype=np.int64)
    group[large] = np.arange(large.sum())
    other = counts[:, ~large].sum(axis=1)
    if other.sum() >= rules.min_responses and (other > 0).sum() >= rules.min_stations:
        group[~large & (size > 0)] = large.sum()
    groups = int(group.max(initial=-1)) + 1
    if not groups:
        return Shifts(tuple(map(int, group)), (0.0,) * purposes, (), ())
    n, y = (np.stack([of[:, group == g].sum(axis=1) for g in range(groups)], axis=1) for of in (counts, sums))
    beta = np.concatenate([[0.0], _inside_stations(n, y)])
    pi = n.sum(axis=0) / n.sum()
    shift = beta - (pi * beta).sum()
    return Shifts(
        tuple(map(int, group)),
        tuple(float(shift[g]) if g >= 0 else 0.0 for g in group),
        tuple(map(float, beta)),
        tuple(map(float, pi)),
    )


def _inside_stations(n: Floats, y: Floats) -> Floats:
    """Coefficients of groups 1.. against group 0, from counts and sums alone."""
    total = n.sum(axis=1, keepdims=True)
    seen = total[:, 0] > 0
    n, y, total = n[seen], y[seen], total[seen]
    cross = np.diag(n.sum(axis=0)) - n.T @ (n / total)
    moment = (y - n * (y.sum(axis=1, keepdims=True) / total)).sum(axis=0)
    return np.asarray(np.linalg.lstsq(cross[1:, 1:], moment[1:], rcond=None)[0])
