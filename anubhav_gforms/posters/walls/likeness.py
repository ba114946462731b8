"""A poster in a photo, set straight and compared square by square with what should hang there.

A code that still reads says where its whole poster is. What is on top of it need not be a code that a reader can read:
a sticker whose code is blurred, a paper over a promise and a torn corner all look unlike the poster as it was printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from scipy import ndimage

from .corners import Quad, homography, quad_through, rectangle, sides, square, straight, through

PER_MM = 2.0  # pixels of the straightened poster
SQUARE = 24  # pixels
SMALLEST = 0.55  # pixels a mm in the photo; smaller posters show too little
SOFT = 1.6  # pixels by which both are smoothed: a photo is never as sharp as a print
TEXTURED, FLAT = 9.0, 4.0  # grey levels of spread in a square that shows something, and nothing
ALIKE = 0.55  # correlation under which a square is not what it should be
MARKED = 0.2  # spread of a square that should be empty, beside that of the whole poster
SURE = 7  # squares side by side that must be unlike
SIDEWAYS = 5  # pixels by which a square may be off
PARTS, OF_EACH = (3, 4), 5  # parts of a poster across and down, and squares of each by which its place is found
Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class PrintedFace:
    """A poster as it was printed, in grey, and where its symbol is; mm. What is worked out for one is kept for it."""

    picture: Image.Image  # PER_MM pixels a mm
    symbol: tuple[float, float, float]  # left, top, side
    texts: tuple[tuple[str, float, float], ...] = ()  # each line of text and its middle
    colours: Image.Image | None = None  # the same picture in colour, smaller
    as_printed: bool = (
        True  # False: since then the office chose other words or colours, and this is how it would look today
    )
    look: str = ""  # paper and look in one word: "A4-ink"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in mm."""
        return self.picture.width / PER_MM, self.picture.height / PER_MM


@dataclass(frozen=True, slots=True)
class _Squares:
    """A straightened poster in grey, and the standard deviation of every square of it at the square's top left corner."""

    grey: Grey
    spread: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Unlike:
    """A part of a poster that does not look as it should."""

    box: tuple[float, float, float, float]  # left, top, right, bottom on the poster, mm
    quad: Quad  # the same in the photo
    squares: int  # how many side by side


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a poster in a photo compares with the one that was printed."""

    share: float  # of the squares that show something that look right, 0 to 1
    unlike: tuple[Unlike, ...]  # the largest first
    symbol: Quad  # corners of its code, where its whole artwork says that they are, pixels of the photo


def likeness(picture: Image.Image, quad: Quad, face: PrintedFace) -> Likeness | None:
    """Compare the poster whose symbol has these corners; None when it is too small in the photo to say."""
    left, top, side = face.symbol
    corners = square(left, top, side) * PER_MM
    scale = max(sides(quad)) / side
    if scale < SMALLEST:
        return None
    grey, shrink = picture.convert("L"), max(int(scale / PER_MM), 1)
    small = grey.reduce(shrink) if shrink > 1 else grey
    onto_photo = homography(corners, np.array(quad) / shrink)
    meant = _smooth_face(face)
    for _ in range(2):  # a code's corners are a pixel off, which is more at the far end of the page
        seen = _smooth(straight(small, onto_photo, face.picture.size))
        onto_photo = _adjusted(onto_photo, seen, meant)
    seen = _smooth(straight(small, onto_photo, face.picture.size))
    inside = _inside(small.size, onto_photo, face.picture.size)
    wrong, textured = _wrong_squares(seen, meant, inside)
    symbol = [
        slice(int(start * PER_MM / SQUARE * 2), int((start + side) * PER_MM / SQUARE * 2) - 1) for start in (top, left)
    ]
    wrong[symbol[0], symbol[1]] = False
    spots, _ = ndimage.label(wrong, structure=np.ones((3, 3)))
    parts = []
    for number, (down, across) in enumerate(ndimage.find_objects(spots), start=1):
        squares = int((spots == number).sum())
        if squares >= SURE:
            box = tuple(edge * SQUARE / 2 for edge in (across.start, down.start, across.stop + 1, down.stop + 1))
            mm = box[0] / PER_MM, box[1] / PER_MM, box[2] / PER_MM, box[3] / PER_MM
            parts.append(Unlike(mm, _there(onto_photo, rectangle(*box), shrink), squares))
    textured[symbol[0], symbol[1]] = False
    share = 1 - float((wrong & textured).sum()) / max(int(textured.sum()), 1)
    own = _there(onto_photo, corners, shrink)
    return Likeness(share, tuple(sorted(parts, key=lambda part: -part.squares)), own)


def printed_as(picture: Image.Image, quad: Quad, faces: Sequence[PrintedFace]) -> tuple[Likeness, PrintedFace] | None:
    """The printed face that a poster in a photo is most like; None when there is none, or it is too small to say."""
    tries = [(alike, face) for face in faces if (alike := likeness(picture, quad, face))]
    return max(tries, key=lambda each: each[0].share, default=None)


def covered_text(face: PrintedFace, box: tuple[float, float, float, float]) -> str:
    """The line of text that is most in the middle of a part of the poster; "" when none is in it."""
    left, top, right, bottom = box
    inside = [
        (abs(x - (left + right) / 2) + abs(y - (top + bottom) / 2), text)
        for text, x, y in face.texts
        if left <= x <= right and top <= y <= bottom
    ]
    return min(inside, default=(0.0, ""))[1]


def _there(onto_photo: NDArray[np.float64], corners: NDArray[np.float64], shrink: int) -> Quad:
    """Corners on the straightened poster, in pixels of the photo."""
    a, b, c, d = ((x * shrink, y * shrink) for x, y in quad_through(onto_photo, corners))
    return a, b, c, d


def _smooth(picture: Image.Image) -> _Squares:
    grey = np.asarray(picture.convert("L").filter(ImageFilter.GaussianBlur(SOFT)), dtype=np.float32)
    values, area = grey.astype(np.float64) - float(grey.mean()), SQUARE**2
    means = _boxes(values) / area
    return _Squares(grey, np.sqrt(np.maximum(_boxes(values**2) / area - means**2, 0.0)))


@lru_cache(maxsize=16)
def _smooth_face(face: PrintedFace) -> _Squares:
    return _smooth(face.picture)


def _inside(photo: tuple[int, int], onto_photo: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Which pixels of the straightened poster the photo shows."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]]
    points = onto_photo @ np.stack([columns.ravel(), rows.ravel(), np.ones(rows.size)])
    x, y = points[:2] / points[2]
    shown: NDArray[np.bool_] = ((x >= 0) & (y >= 0) & (x < photo[0]) & (y < photo[1])).reshape(rows.shape)
    return shown


def _alike(seen: _Squares, meant: _Squares) -> NDArray[np.float64]:
    """The correlation of every square in its own place, at its top left corner."""
    grey_seen, grey_meant = (each.grey.astype(np.float64) - float(each.grey.mean()) for each in (seen, meant))
    sums, area = (_boxes(values) for values in (grey_seen * grey_meant, grey_seen, grey_meant)), SQUARE**2
    product, total, own = sums
    alike: NDArray[np.float64] = (product - total * own / area) / np.maximum(seen.spread * meant.spread * area, 1e-3)
    return alike


def _best(seen: _Squares, meant: _Squares, x: int, y: int, reach: int) -> tuple[float, int, int]:
    """The best correlation of a square near its place, and how far away it is."""
    square = meant.grey[y : y + SQUARE, x : x + SQUARE]
    top, left = max(y - reach, 0), max(x - reach, 0)
    around = seen.grey[top : y + SQUARE + reach, left : x + SQUARE + reach]
    windows = np.lib.stride_tricks.sliding_window_view(around, (SQUARE, SQUARE))
    centred = square - square.mean()
    sums = np.einsum("abij,ij->ab", windows, centred)
    spread = seen.spread[top : y + reach + 1, left : x + reach + 1] * float(centred.std()) * SQUARE * SQUARE
    scores = sums / np.maximum(spread, 1e-3)
    down, across = np.unravel_index(int(scores.argmax()), scores.shape)
    return float(scores[down, across]), int(across) + left - x, int(down) + top - y


def _boxes(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum under a square at every place of its corner."""
    sums = np.pad(values, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    under: NDArray[np.float64] = (
        sums[SQUARE:, SQUARE:] - sums[:-SQUARE, SQUARE:] - sums[SQUARE:, :-SQUARE] + sums[:-SQUARE, :-SQUARE]
    )
    return under


def _adjusted(onto_photo: NDArray[np.float64], seen: _Squares, meant: _Squares) -> NDArray[np.float64]:
    """The homography that also fits the squares with most to see, wherever they are on the page."""
    spread = [
        (float(meant.spread[y, x]), x, y)
        for y in range(0, meant.grey.shape[0] - SQUARE, SQUARE)
        for x in range(0, meant.grey.shape[1] - SQUARE, SQUARE)
    ]
    high, wide = meant.grey.shape
    parts = defaultdict[tuple[int, int], list[tuple[int, int]]](
        list
    )  # else most squares lie on the code, and the far end is off
    for _, x, y in sorted(spread, reverse=True):
        parts[x * PARTS[0] // wide, y * PARTS[1] // high].append((x, y))
    pairs = []
    for x, y in (chosen for part in parts.values() for chosen in part[:OF_EACH]):
        alike, across, down = _best(seen, meant, x, y, 8)
        if alike > 0.6:
            middle = x + SQUARE / 2, y + SQUARE / 2
            pairs.append((middle, through(onto_photo, (middle[0] + across, middle[1] + down))))
    if len(pairs) < 12:
        return onto_photo
    for _ in range(3):
        fitted = _fit(pairs)
        away = [np.hypot(*np.subtract(through(fitted, flat), photo)) for flat, photo in pairs]
        kept = [pair for pair, error in zip(pairs, away, strict=True) if error <= max(2.0, 2 * float(np.median(away)))]
        if len(kept) == len(pairs) or len(kept) < 12:
            return fitted
        pairs = kept
    return fitted


def _fit(pairs: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> NDArray[np.float64]:
    """The homography that takes the first point of each pair nearest to the second."""
    rows, target = [], []
    for (x, y), (u, v) in pairs:
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        target += [u, v]
    solved, *_ = np.linalg.lstsq(np.array(rows), np.array(target), rcond=None)
    return np.append(solved, 1.0).reshape(3, 3)


def _wrong_squares(
    seen: _Squares, meant: _Squares, inside: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which half-overlapping squares are unlike, and which should show something."""
    half = SQUARE // 2
    whole = float(seen.grey[inside].std()) if inside.any() else 0.0
    here = _boxes(inside.astype(np.float64))[::half, ::half] == SQUARE**2
    spread, marks = meant.spread[::half, ::half], seen.spread[::half, ::half]
    textured = here & (spread >= TEXTURED)
    wrong = textured & (_alike(seen, meant)[::half, ::half] < ALIKE)
    for row, column in np.argwhere(wrong).tolist():
        wrong[row, column] = _best(seen, meant, column * half, row * half, SIDEWAYS)[0] < ALIKE
    wrong |= here & (spread <= FLAT) & (marks > MARKED * whole)
    wrong[[0, -1]] = wrong[:, [0, -1]] = False  # at its edge the wall shows where the poster is a little off
    return wrong, textured
