"""A poster of ours whose code nobody reads: found by its artwork, set straight by it, and looked at where its code should be.

A sticker over a whole code leaves no corner of ours to go by. The artwork around it still says where each module should be.
All codes of a campaign have many modules in common, and where the small letters around a code are sharp, they must show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps
from scipy import ndimage

from ...links.symbol import Modules
from .corners import Quad, homographies, homography, quad_through, rectangle, square, straight
from .faint import PLAIN, TINTED, Faint, Grey, normed, tint_of
from .likeness import PER_MM, PrintedFace, likeness
from .sightings import Sighting, read_part

WIDTHS = (16, 32, 64)  # pixels of the straightened poster, one after the other, while its corners are sought
POSES = 2  # from which that search starts, beside the one that was glimpsed
ROUNDS, DAMPED, LEAST_GAIN = 12, 0.1, 1e-4  # of that search
FITS = 0.85  # correlation of a whole poster, but for its code, from which it is worth a close look
PROMISING = 0.8  # from which the search goes on: small, the thin lines of the ink-saver are all but gone
ARTWORK = 0.85  # share of its squares with something to see by which its place is sure
SHARP = 0.15  # of the contrast of small letters that a photo must keep to say anything of modules
SHOWN = (
    0.55  # correlation with the modules from which they are there, however sharp the letters are; in softer photos less
)
FINE, LARGE = 0.5, 5.5  # modules over which light and dark are evened out, and of a shadow
QUIET = 4  # modules around a code
CELL = 3  # pixels of a module set straight

# How a poster may hang where one is glimpsed: turned to a side, leaning, askew, nearer, farther, a little beside. A search that only goes
# uphill ends on the wrong hill when it starts from a poster seen straight from the front. So all poses are held against the photo, small, and
# the search starts from the likeliest.
TO_SIDE, LEANING, ASKEW = (-40, -20, 0, 20, 40), (-25, 0, 25), (-12, -6, 0, 6, 12)  # degrees
SIZES, BESIDE = (0.87, 1.0, 1.15), (-0.07, 0.0, 0.07)  # times the height at which it is glimpsed
AWAY = 2.5  # heights of the poster from which the photo is taken
APART = 0.04  # heights by which some corner differs between two poses
LOOKED_THROUGH = 200  # of the likeliest, most of which are the same
Pages = NDArray[np.float64]
"""Corners of pages in a photo, clockwise from the top left, pixels; (poses, 4, 2)."""


@dataclass(frozen=True, slots=True)
class UnreadPoster:
    """A poster in a photo, where its artwork says that it is."""

    code: Quad  # corners of its code, pixels of the photo
    face: PrintedFace  # one that looks like it; its code and its name are another's


def set_straight(picture: Image.Image, faint: Faint, faces: Sequence[PrintedFace]) -> UnreadPoster | None:
    """The poster at a place that looks like one; None when its artwork, looked at closely, is not surely ours."""
    grey = picture.convert("L")
    close = [
        (compared, face)
        for face in faces
        for code in _fitted(grey, faint, face)
        if (compared := likeness(grey, code, face))
    ]
    best = max(close, key=lambda each: each[0].share, default=None)
    if best is None or best[0].share < ARTWORK:
        return None
    poster = UnreadPoster(best[0].symbol, best[1])
    return poster if in_its_colours(picture, poster) else None


def is_covered(picture: Image.Image, poster: UnreadPoster, modules: Modules, common: NDArray[np.bool_]) -> bool:
    """Whether something that is no code of ours is where its code should be; `common` are the modules that are known."""
    xs, ys = zip(*poster.code, strict=True)
    if min(*xs, *ys) < 0 or max(xs) > picture.width or max(ys) > picture.height:
        return False
    sharp = _sharpness(picture, poster)
    return sharp >= SHARP and _modules_shown(picture, poster.code, modules, common) < min(sharp, SHOWN)


def read_straight(picture: Image.Image, code: Quad, modules: int) -> list[Sighting]:
    """Codes that can be read where the poster's own should be, once that is set straight and made large."""
    grey = picture.convert("L")
    for pixels in (4, 6, 9):
        back = homography(square(QUIET * pixels, QUIET * pixels, modules * pixels), np.array(code))
        wide = (modules + 2 * QUIET) * pixels
        plain = ImageOps.autocontrast(straight(grey, back, (wide, wide), Image.Resampling.BICUBIC), cutoff=1)
        for image in (plain, plain.filter(ImageFilter.UnsharpMask(pixels, 150, 0))):
            if seen := [each for each in read_part(image, 1.0) if each.text]:
                return [Sighting(each.text, quad_through(back, each.quad)) for each in seen]
    return []


def _fitted(grey: Image.Image, faint: Faint, face: PrintedFace) -> Iterator[Quad]:
    """The corners of a poster's code wherever the whole poster, but for that code, fits well once its corners fit best.

    None where it does not fit. By a small picture a wrong place can fit as well as the right one, so each start goes on to the end.
    """
    onto_photo = homography(square(*faint.face.symbol), np.array(faint.quad))
    glimpsed = np.array(quad_through(onto_photo, rectangle(0, 0, *faint.face.size)))
    for page in (glimpsed, *_likeliest(grey, faint, *_meant(face, WIDTHS[0]), POSES)):
        fits = 1.0
        for wide in WIDTHS:
            if fits >= PROMISING:
                fits, page = _moved(grey, page, face, wide)
        if fits >= FITS:
            yield quad_through(homography(rectangle(0, 0, *face.size), page), square(*face.symbol))


def _moved(
    grey: Image.Image, page: NDArray[np.float64], face: PrintedFace, wide: int
) -> tuple[float, NDArray[np.float64]]:
    """The corners of a page moved, all at once, downhill on the squares of what is unlike (Levenberg and Marquardt)."""
    meant, shown = _meant(face, wide)
    high = len(meant)
    step = max(float(np.ptp(page[:, 1])) / high, 0.1)  # pixels of the photo for one of the poster
    shrink = max(step / 1.2, 1.0)
    size = max(round(grey.width / shrink), 1), max(round(grey.height / shrink), 1)
    small = grey.resize(size, Image.Resampling.BOX)
    flat, target = rectangle(0, 0, wide, high), normed(meant[shown])

    def looks(*pages: NDArray[np.float64]) -> list[Grey]:
        backs = homographies(flat, np.reshape(pages, (-1, 4, 2)) / shrink)
        seen = (np.asarray(straight(small, back, (wide, high))) for back in backs)
        return [normed(each[shown].astype(np.float64)) for each in seen]

    best, damped, moves, slopes = page.ravel(), DAMPED, np.eye(8) * step, None
    [seen] = looks(best)
    for _ in range(ROUNDS):
        if slopes is None:
            slopes = np.subtract(looks(*best + moves), looks(*best - moves)) / 2
        square, pull = slopes @ slopes.T, slopes @ (target - seen)
        moved = best + step * np.linalg.solve(square + damped * np.diag(np.diag(square)) + 1e-9 * np.eye(8), pull)
        [now] = looks(moved)
        gain = float((now - seen) @ target)
        if gain > 0:
            best, seen, damped, slopes = moved, now, damped / 4, None
        elif damped > DAMPED * 1000:
            break
        else:
            damped *= 8
        if 0 < gain < LEAST_GAIN:
            break
    return float(seen @ target), best.reshape(4, 2)


@lru_cache(maxsize=64)
def _meant(face: PrintedFace, wide: int) -> tuple[Grey, NDArray[np.bool_]]:
    """A poster so many pixels wide, in grey, and what of it is not its code."""
    high = round(wide * face.size[1] / face.size[0])
    meant = np.asarray(face.picture.resize((wide, high), Image.Resampling.BOX), dtype=np.float64)
    left, top, side = (round(part / face.size[0] * wide) for part in face.symbol)
    shown = np.ones(meant.shape, dtype=bool)
    shown[top : top + side, left : left + side] = False  # whatever is there
    return meant, shown


def in_its_colours(picture: Image.Image, poster: UnreadPoster) -> bool:
    """Whether what is yellow and what is blue on a poster are so in the photo, but for its code; a photo without colours says nothing."""
    face = poster.face
    if face.colours is None:
        return True
    wide, shown = WIDTHS[-1], _meant(face, WIDTHS[-1])[1]
    high = len(shown)
    back = homography(square(*face.symbol) / face.size[0] * wide, np.array(poster.code))
    soft = picture.convert("RGB").filter(ImageFilter.BoxBlur(face.size[0] / wide * PER_MM / 4))
    flat = straight(soft, back, (wide, high))
    own, seen = tint_of(face.colours.resize((wide, high), Image.Resampling.BOX))[shown], tint_of(flat)[shown]
    return bool(min(own.std(), seen.std()) <= PLAIN or normed(seen) @ normed(own) >= TINTED)


def _modules_shown(picture: Image.Image, code: Quad, modules: Modules, common: NDArray[np.bool_]) -> float:
    """How alike what is where a code should be is to the modules that all our codes have in common, -1 to 1.

    In a soft photo modules are all but grey; which are the darker ones still shows. Counted as dark or light, many would be wrong.
    """
    shrink = max(int(np.ptp(np.array(code), axis=0).max()) // (len(modules) * CELL), 1)
    side = len(modules) * CELL
    back = homography(square(0, 0, side), np.array(code) / shrink)
    flat = straight(picture.convert("L").reduce(shrink), back, (side, side), Image.Resampling.BICUBIC)
    known, own = (np.kron(each, np.ones((CELL, CELL))) for each in (common, np.where(common, 0.5 - modules, 0.0)))
    near = ndimage.gaussian_filter(known, FINE * CELL) > 0.5
    seen, meant = (
        ndimage.gaussian_filter(grey, FINE * CELL) - ndimage.gaussian_filter(grey, LARGE * CELL)
        for grey in (np.asarray(flat, dtype=np.float64), own)
    )
    return float(normed(seen[near]) @ normed(meant[near]))


def _sharpness(picture: Image.Image, poster: UnreadPoster) -> float:
    """How much of the contrast of small letters is left in the photo, beside that of large shapes: 1 when all."""
    face = poster.face
    back = homography(square(*face.symbol) * PER_MM, np.array(poster.code))
    flat = straight(picture.convert("L"), back, face.picture.size)
    seen, meant = np.asarray(flat, dtype=np.float32), np.asarray(face.picture, dtype=np.float32)
    edge = round(6 * PER_MM)
    left, top, side = (round(part * PER_MM) for part in face.symbol)
    shown = np.zeros(meant.shape, dtype=bool)
    shown[edge:-edge, edge:-edge] = True
    shown[top - edge : top + side + edge, left - edge : left + side + edge] = False

    def kept(small: float, large: float) -> float:
        there, own = (
            (ndimage.gaussian_filter(grey, small) - ndimage.gaussian_filter(grey, large))[shown]
            for grey in (seen, meant)
        )
        return float((there * own).sum() / max(float((own**2).sum()), 1e-6))

    return kept(0.4 * PER_MM, 1.5 * PER_MM) / max(kept(2 * PER_MM, 8 * PER_MM), 1e-3)


def _likeliest(picture: Image.Image, faint: Faint, meant: Grey, shown: NDArray[np.bool_], most: int) -> list[Grey]:
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
