"""The points of a response: composite and case-mix (sections 2 and 3 of docs/grading.md)."""

from __future__ import annotations

import numpy as np

from .rows import WEIGHTS, Rows


def item_means(rows: Rows) -> np.ndarray:
    """Section 2: the range's mean of each item, in points; 50 where nobody rated it."""
    points = 25 * (rows.ratings - 1)
    answered = [column[~np.isnan(column)] for column in points.T]
    return np.array([column.mean() if len(column) else 50.0 for column in answered])


def composite(ratings: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Section 2: y = Σ_answered W (s − m) / Σ_answered W + Σ_all W m, clipped to 0..100."""
    above = WEIGHTS * (25 * (ratings - 1) - means)
    answered = (WEIGHTS * ~np.isnan(ratings)).sum(axis=1)
    return np.clip(np.nansum(above, axis=1) / answered + (WEIGHTS * means).sum(), 0, 100)


def adjusted(rows: Rows, means: np.ndarray, shifts: dict[str, float]) -> np.ndarray:
    """Section 3: y* = y − shift of the purpose, 0 where it is unknown or the baseline did not see it."""
    return composite(rows.ratings, means) - np.array([shifts.get(purpose, 0.0) for purpose in rows.purpose])


def purpose_groups(rows: Rows, least_rows: int, least_stations: int) -> list[list[str]]:
    """Section 3: purposes with too few responses or stations are merged; left out if they are still too few together."""

    def few(purposes: list[str]) -> bool:
        among = np.isin(rows.purpose.astype(str), purposes)
        return among.sum() < least_rows or len(set(rows.station[among])) < least_stations

    known = sorted({purpose for purpose in rows.purpose if purpose})
    small = [purpose for purpose in known if few([purpose])]
    groups = [[purpose] for purpose in known if purpose not in small]
    return groups if few(small) else [*groups, small]


def shifts(rows: Rows, y: np.ndarray, least: tuple[int, int]) -> dict[str, float]:
    """Section 3: least squares of y on purpose dummies inside stations; shift_p = β_p − Σ π β."""
    groups = purpose_groups(rows, *least)
    group_of = {purpose: number for number, group in enumerate(groups) for purpose in group}
    use = np.array([purpose in group_of for purpose in rows.purpose], bool)
    if not use.any():
        return {}
    dummies = np.zeros((use.sum(), len(groups)))
    for row, purpose in enumerate(rows.purpose[use]):
        dummies[row, group_of[purpose]] = 1
    shares, inside, station = dummies.mean(axis=0), y[use].copy(), rows.station[use]
    for number in set(station):
        among = station == number
        inside[among] -= inside[among].mean()
        dummies[among] -= dummies[among].mean(axis=0)
    beta = np.zeros(len(groups))
    beta[1:] = np.linalg.lstsq(dummies[:, 1:], inside, rcond=None)[0] if len(groups) > 1 else 0
    return {purpose: beta[number] - (shares * beta).sum() for purpose, number in group_of.items()}
