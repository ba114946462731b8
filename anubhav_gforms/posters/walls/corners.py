"""Flat things in a photo: the corners of one, and the way from it onto its picture there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]


def contains(quad: Quad, point: Point) -> bool:
    """Whether a point lies inside a convex quadrilateral."""
    turns = []
    for (ax, ay), (bx, by) in zip(quad, (*quad[1:], quad[0]), strict=True):
        turns.append((bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax))
    return all(turn >= 0 for turn in turns) or all(turn <= 0 for turn in turns)


def homography(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 3 × 3 matrix that takes four points to four others, in homogeneous coordinates."""
    [only] = homographies(source, target[None])
    return np.asarray(only)


def homographies(source: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 3, 3): of each (n, 4, 2) `targets` the homography from the same four points."""
    rows = np.zeros((len(targets), 4, 2, 8))  # two equations of eight unknowns for each point
    rows[:, :, 0, :2] = rows[:, :, 1, 3:5] = source
    rows[:, :, 0, 2] = rows[:, :, 1, 5] = 1
    rows[..., 6:] = -targets[..., None] * source[:, None, :]
    solved = np.linalg.solve(rows.reshape(-1, 8, 8), targets.reshape(-1, 8, 1))[..., 0]
    return np.pad(solved, ((0, 0), (0, 1)), constant_values=1.0).reshape(-1, 3, 3)


def through(homography: NDArray[np.float64], point: Point) -> Point:
    """Where a homography takes a point."""
    u, v, w = homography @ (*point, 1.0)
    return float(u / w), float(v / w)
