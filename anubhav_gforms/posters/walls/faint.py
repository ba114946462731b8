"""A poster of ours in a photo in which no code can be seen: too blurred, too far or too dark for any reader.

Header, card, plate and footer are still where they are on every poster of a design, so the small grey picture of one is laid
over the photo in many sizes, turned a little and narrowed, and where it looks most alike decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy.fft import irfft2, rfft2

from .corners import Point, Quad
from .likeness import PrintedFace

LONG = 128  # pixels of the longer side of the photo that is looked at
HEIGHTS = tuple(round(28 * 1.14**step) for step in range(12))  # of a poster in it, pixels
TURNS = (-6.0, 0.0, 6.0)  # degrees
NARROWED = (1.0, 0.85)  # as a poster is that is seen from the side
PLAIN = 4.0  # spread of a poster's tint under which it has no colours
ALIKE, TINTED = 0.8, 0.6  # correlations from which a poster is ours
SAME_SIZE = 1.5  # times as high as another: from there on a part of a poster can be taken for a poster of its own
GLIMPSED, MOST = 0.6, 6  # correlation from which a place is looked at closely; how many places
ALIKE_IN_GREY = 0.88  # where it has no colours, as the ink-saver
Grey = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Faint:
    """The place in a photo that looks most like a poster of ours."""

    alike: float  # correlation of light and dark, at most 1
    tint: float  # of blue and yellow; 1 where the poster has no colours
    quad: Quad  # corners of its code, pixels of the photo
    face: PrintedFace
    middle: Point  # of the whole poster, pixels of the photo
    height: float  # of the whole poster, pixels of the photo

    def overlaps(self, other: Faint) -> bool:
        """Whether both cannot be posters of their own."""
        across, down = (abs(a - b) for a, b in zip(self.middle, other.middle, strict=True))
        larger = max(self.height, other.height) / min(self.height, other.height)
        return across <= 0.3 * other.height and down <= 0.4 * other.height and larger < SAME_SIZE

    @property
    def ours(self) -> bool:
        """Whether it is a poster of ours."""
        return self.alike >= (ALIKE_IN_GREY if self.tint == 1.0 else ALIKE) and self.tint >= TINTED


def faintest(picture: Image.Image, faces: Sequence[PrintedFace]) -> Faint | None:
    """Where one of these faces looks most alike in the photo; None when the photo is too small for any."""
    return max(_places(picture, faces, 1, -1.0, with_code=True), key=lambda place: place.alike, default=None)


def faint_places(picture: Image.Image, faces: Sequence[PrintedFace]) -> list[Faint]:
    """The places in the photo that look most like posters of ours, whatever is where their code should be, each once, the
    most alike first."""
    kept: list[Faint] = []
    for faint in sorted(_places(picture, faces, 3, GLIMPSED, with_code=False), key=lambda faint: -faint.alike):
        if not any(faint.overlaps(other) for other in kept):
            kept.append(faint)
    return kept[:MOST]


def _places(
    picture: Image.Image, faces: Sequence[PrintedFace], most: int, least: float, *, with_code: bool
) -> Iterator[Faint]:
    """For every face in every pose the places, at most so many, where it looks at least so much alike."""
    shrink = LONG / max(picture.size)
    size = max(round(picture.width * shrink), 1), max(round(picture.height * shrink), 1)
    small = picture.convert("RGB").resize(size, Image.Resampling.BOX)
    grey, tint = _grey_and_tint(small)
    sought = _Sought(grey)
    for face in faces:
        for turned, corners in _templates(face, grey.shape):
            template, own_tint = _grey_and_tint(turned)
            high, wide = template.shape
            shown = np.ones(template.shape) if with_code else _around(corners, turned.size)
            scores = sought.alike(template, shown)
            for _ in range(most):
                row, column = (int(place) for place in np.unravel_index(int(np.argmax(scores)), scores.shape))
                alike = float(scores[row, column])
                if alike < least:
                    break
                part = tint[row : row + high, column : column + wide]
                coloured = float(normed(part) @ normed(own_tint)) if own_tint.std() > PLAIN else 1.0
                a, b, c, d = (((x + column) / shrink, (y + row) / shrink) for x, y in corners)
                middle = (column + wide / 2) / shrink, (row + high / 2) / shrink
                yield Faint(alike, coloured, (a, b, c, d), face, middle, high / shrink)
                near = slice(max(row - high // 3, 0), row + high // 3 + 1)
                scores[near, max(column - wide // 3, 0) : column + wide // 3 + 1] = -1.0


def _grey_and_tint(picture: Image.Image) -> tuple[Grey, Grey]:
    """How light a picture is, and how yellow rather than blue."""
    red, green, blue = np.moveaxis(np.asarray(picture, dtype=np.float64), 2, 0)
    return 0.3 * red + 0.59 * green + 0.11 * blue, tint_of(picture)


def tint_of(picture: Image.Image) -> Grey:
    """How yellow rather than blue a picture is."""
    red, green, blue = np.moveaxis(np.asarray(picture, dtype=np.float64), 2, 0)
    tint: Grey = (red + green) / 2 - blue
    return tint


def _templates(face: PrintedFace, room: tuple[int, ...]) -> Iterator[tuple[Image.Image, list[tuple[float, float]]]]:
    """The face in every pose that fits, and the corners of its code there."""
    plain = face.colours or face.picture.convert("RGB")
    soft = plain.filter(ImageFilter.GaussianBlur(plain.height / 90))
    for height in HEIGHTS:
        for narrowed in NARROWED:
            width = round(height * plain.width / plain.height * narrowed)
            if height > room[0] or width > room[1] or width < 8:
                continue
            flat = soft.resize((width, height), Image.Resampling.BOX)
            left, top, side = (part / face.size[1] * height for part in face.symbol)
            left, wide = left * narrowed, side * narrowed
            square = [(left, top), (left + wide, top), (left + wide, top + side), (left, top + side)]
            for turn in TURNS:
                turned = flat.rotate(turn, Image.Resampling.BICUBIC, fillcolor=_middle(flat))
                angle, middle = np.deg2rad(-turn), np.array([width / 2, height / 2])
                spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
                corners = [tuple((spin @ (np.array(corner) - middle) + middle).tolist()) for corner in square]
                yield turned, [(x, y) for x, y in corners]


def _middle(picture: Image.Image) -> tuple[int, int, int]:
    red, green, blue = (round(each) for each in np.asarray(picture).mean(axis=(0, 1)).tolist())
    return red, green, blue


def _around(code: list[Point], size: tuple[int, int]) -> Grey:
    """1 where a template shows something else than its code, 0 in the code."""
    shown = Image.new("L", size, 1)
    ImageDraw.Draw(shown).polygon(code, fill=0)
    return np.asarray(shown, dtype=np.float64)


class _Sought:
    """A small grey picture in which templates are sought; its spectra are made once."""

    def __init__(self, picture: Grey) -> None:
        self.shape = picture.shape
        level = picture - picture.mean()
        self.light, self.squares = rfft2(level), rfft2(level**2)

    def alike(self, template: Grey, shown: Grey) -> Grey:
        """At every place of the template's corner, how alike what is shown of it is to the picture under it, -1 to 1."""
        count = float(shown.sum())
        centred = (template - float((template * shown).sum()) / count) * shown
        sums, total = (self._under(self.light, each) for each in (centred, shown))
        spread = np.sqrt(np.maximum(self._under(self.squares, shown) - total**2 / count, 0))
        strength = float(np.sqrt((centred**2).sum()))
        alike: Grey = np.where(spread > 2 * count**0.5, sums / np.maximum(spread * strength, 1e-9), 0.0)
        return alike

    def _under(self, spectrum: NDArray[np.complex128], weights: Grey) -> Grey:
        """The sum of the picture of this spectrum under these weights, at every place of their corner."""
        high, wide = (all_of - own + 1 for all_of, own in zip(self.shape, weights.shape, strict=True))
        under: Grey = irfft2(spectrum * np.conj(rfft2(weights, self.shape)), self.shape)[:high, :wide]
        return under


def normed(values: Grey) -> Grey:
    """The values in a row, around 0 and with length 1: the product of two such rows is their correlation."""
    centred: Grey = (values - values.mean()).ravel()
    return centred / max(float(np.sqrt(centred @ centred)), 1e-6)
