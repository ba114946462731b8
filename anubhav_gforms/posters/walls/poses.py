"""How a poster may hang where one is glimpsed: turned to a side, leaning, askew, nearer, farther, a little beside.

A search that only goes uphill ends on the wrong hill when it starts from a poster seen straight from the front. So all poses are
held against the photo, small, and the search starts from the likeliest.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .faint import Faint, Grey, normed

TO_SIDE, LEANING, ASKEW = (-40, -20, 0, 20, 40), (-25, 0, 25), (-12, -6, 0, 6, 12)  # degrees
SIZES, BESIDE = (0.87, 1.0, 1.15), (-0.07, 0.0, 0.07)  # times the height at which it is glimpsed
AWAY = 2.5  # heights of the poster from which the photo is taken
APART = 0.04  # heights by which some corner differs between two poses
LOOKED_THROUGH = 200  # of the likeliest, most of which are the same
Pages = NDArray[np.float64]
"""Corners of pages in a photo, clockwise from the top left, pixels; (poses, 4, 2)."""


def likeliest(picture: Image.Image, faint: Faint, meant: Grey, shown: NDArray[np.bool_], most: int) -> list[Grey]:
    """At most so many pages, apart from each other, that look most like the small grey poster `meant` where it is `shown`."""
    high, wide = meant.shape
    shrink = max(faint.height / high, 1.0)
    size = max(round(picture.width / shrink), 1), max(round(picture.height / shrink), 1)
    small = np.asarray(picture.convert("L").resize(size, Image.Resampling.BOX), dtype=np.float32)
    down, across = ((each + 0.5) / high for each in np.nonzero(shown))
    ratio = wide / high
    points = _seen(np.stack([across - ratio / 2, down - 0.5], axis=1))
    ends = _seen(np.array([(-ratio, -1.0), (ratio, -1.0), (ratio, 1.0), (-ratio, 1.0)]) / 2)
    target = normed(meant[shown]).astype(np.float32)
    alike, pages = list[Grey](), list[Pages]()
    for larger, x, y in product(SIZES, BESIDE, BESIDE):
        middle, height = np.add(faint.middle, (x * faint.height, y * faint.height)), larger * faint.height
        columns, rows = np.moveaxis(((points * height + middle) / shrink).astype(np.int32), 2, 0)
        values = small[rows.clip(0, size[1] - 1), columns.clip(0, size[0] - 1)]
        values -= values.mean(axis=1, keepdims=True)
        alike.append(values @ target / np.maximum(np.sqrt((values**2).sum(axis=1)), 1e-6))
        pages.append(ends * height + middle)
    every, scores = np.concatenate(pages), np.concatenate(alike)
    kept: list[Grey] = []
    for page in every[np.argsort(-scores)[:LOOKED_THROUGH]]:
        if len(kept) < most and all(np.abs(page - other).max() > APART * faint.height for other in kept):
            kept.append(page)
    return kept


def _seen(flat: Grey) -> Pages:
    """Points of a page of height 1 around its middle as a camera sees them in every pose; (poses, points, 2)."""
    turned = np.pad(flat, ((0, 0), (0, 1))) @ _turns()
    seen: Pages = turned[..., :2] * (AWAY / (AWAY + turned[..., 2:]))
    return seen


@cache
def _turns() -> NDArray[np.float64]:
    """The matrix of every pose, for points as rows; (poses, 3, 3)."""
    return np.array([_turn(*np.radians(angles)) for angles in product(TO_SIDE, LEANING, ASKEW)])


def _turn(to_side: float, leaning: float, askew: float) -> NDArray[np.float64]:
    (a, b, c), (x, y, z) = np.cos((to_side, leaning, askew)), np.sin((to_side, leaning, askew))
    about_z = np.array([(c, z, 0), (-z, c, 0), (0, 0, 1)])
    about_x = np.array([(1, 0, 0), (0, b, y), (0, -y, b)])
    about_y = np.array([(a, 0, -x), (0, 1, 0), (x, 0, a)])
    turned: NDArray[np.float64] = about_z @ about_x @ about_y
    return turned
