"""Flat things in a photo: the corners of one, and the way from it onto its picture there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]


def rectangle(left: float, top: float, right: float, bottom: float) -> NDArray[np.float64]:
    """The corners of an upright one, clockwise from the top left."""
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=float)


def square(left: float, top: float, side: float) -> NDArray[np.float64]:
    """The corners of an upright one, clockwise from the top left."""
    return rectangle(left, top, left + side, top + side)


def middle(quad: Quad) -> Point:
    """The mean of the corners."""
    return sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4


def sides(quad: Quad) -> tuple[float, ...]:
    """How long each is."""
    return tuple(float(np.hypot(a[0] - b[0], a[1] - b[1])) for a, b in zip(quad, (*quad[1:], quad[0]), strict=True))


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


def quad_through(homography: NDArray[np.float64], corners: Iterable[Sequence[float]]) -> Quad:
    """Where a homography takes four corners."""
    a, b, c, d = (through(homography, (x, y)) for x, y in corners)
    return a, b, c, d


def straight(
    photo: Image.Image,
    onto_photo: NDArray[np.float64],
    size: tuple[int, int],
    smooth: Image.Resampling = Image.Resampling.BILINEAR,
) -> Image.Image:
    """What a photo shows of a flat thing, so many pixels wide and high, set straight; the homography goes from there onto the photo."""
    back = (onto_photo / onto_photo[2, 2]).ravel()[:8]
    return photo.transform(size, Image.Transform.PERSPECTIVE, tuple(back), smooth)
