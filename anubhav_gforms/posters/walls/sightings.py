"""A picture of a wall → every code in it, read or not, and where it is.

One reading at one size misses codes that another size shows (zxing-cpp#1086), so the picture is read at several, and
where something looks like a code and cannot be read, that part is looked at again, larger and with more contrast.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter, ImageOps
from scipy import ndimage

from .corners import Point, Quad, contains, middle, sides

MATRIX_CODES = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Aztec]
)
SCALES = (1.0, 0.5, 0.25)
ENLARGED = (2.0, 3.0)  # small stickers on small pictures have modules of two pixels
MOST = 20_000_000  # pixels of an enlarged picture
TEXTURE = 14.0  # grey levels from pixel to pixel, both ways
SMALL, CLOSE_UPS = 260, 40  # pixels of a side; how many are looked at
TILE = 1000


@dataclass(frozen=True, slots=True)
class Sighting:
    """A code in a picture: its text ("" when it cannot be read) and its corners in pixels, clockwise, the code's own
    top left first."""

    text: str
    quad: Quad

    @property
    def centre(self) -> Point:
        return middle(self.quad)

    @property
    def size(self) -> float:
        """The longest side in pixels."""
        return max(sides(self.quad))


def find_codes(picture: Image.Image) -> tuple[Sighting, ...]:
    """Every code in a picture, those that can be read first. A code that is seen twice is given once."""
    grey = picture.convert("L")
    sightings: list[Sighting] = []
    for scale in SCALES:
        if min(grey.size) * scale >= 200:
            add(sightings, read_part(_scaled(grey, scale), 1 / scale))
    for scale in ENLARGED:
        if grey.width * grey.height * scale**2 <= MOST:
            larger = ImageOps.autocontrast(_scaled(grey, scale), cutoff=1)
            add(sightings, (each for each in read_part(larger, 1 / scale) if each.text))
    for sighting in [sighting for sighting in sightings if not sighting.text]:
        add(sightings, _look_again(grey, sighting))
    for box in _textured(grey):
        if not any(
            sighting.text and contains(sighting.quad, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
            for sighting in sightings
        ):
            add(sightings, _close_up(grey, box))
    if not any(each.text for each in sightings):
        for left, top, tile in _tiles(grey):
            add(sightings, read_part(ImageOps.autocontrast(_scaled(tile, 2.0), cutoff=1), 0.5, left, top))
    read = [each for each in sightings if each.text]
    dim = [each for each in sightings if not each.text and not any(_borrows(each, other) for other in read)]
    return tuple(read + _without_doubles(dim))


def read_part(image: Image.Image, back: float, left: float = 0.0, top: float = 0.0) -> Iterator[Sighting]:
    """One reading of a part at (left, top) of a picture, `back` times as large there: codes, and what looks like one."""
    pixels = np.ascontiguousarray(np.asarray(image))
    for code in zxingcpp.read_barcodes(pixels, formats=MATRIX_CODES, return_errors=True, try_invert=True):
        at = code.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        a, b, c, d = ((corner.x * back + left, corner.y * back + top) for corner in corners)
        if code.valid:
            yield Sighting(code.text, (a, b, c, d))
        elif code.error and code.error.type == zxingcpp.ErrorType.Checksum and _plausible((a, b, c, d)):
            yield Sighting("", (a, b, c, d))


def _plausible(quad: Quad) -> bool:
    """Whether four corners could be those of a code: not tiny, not long and thin, not folded over."""
    short, long = min(sides(quad)), max(sides(quad))
    return short > 40 and long < 1.8 * short and contains(quad, middle(quad))


def _look_again(grey: Image.Image, sighting: Sighting) -> list[Sighting]:
    """The part around a code that could not be read, at other sizes, with more contrast, sharpened and smoothed."""
    (x, y), reach = sighting.centre, sighting.size * 1.1 + 20
    left, top = max(round(x - reach), 0), max(round(y - reach), 0)
    part = grey.crop((left, top, min(round(x + reach), grey.width), min(round(y + reach), grey.height)))
    sightings: list[Sighting] = []
    for scale in (1.0, 0.5, 2.0, 3.0, 0.75, 1.5):
        if not 80 <= min(part.size) * scale <= 3000:
            continue
        larger = ImageOps.autocontrast(_scaled(part, scale), cutoff=1)
        for image in (
            larger,
            larger.filter(ImageFilter.UnsharpMask(3, 150, 0)),
            larger.filter(ImageFilter.GaussianBlur(1.2)),
        ):
            sightings += (each for each in read_part(image, 1 / scale, left, top) if each.text)
            if any(_same(each, sighting) for each in sightings):
                return sightings
    return sightings


def _textured(grey: Image.Image) -> list[tuple[int, int, int, int]]:
    """Boxes in which light and dark change often both ways, as in a small code; the squarest first."""
    pixels = np.asarray(grey, dtype=np.float32)
    across, down = pixels.copy(), pixels.copy()
    np.abs(np.subtract(pixels[:, 1:], pixels[:, :-1], out=across[:, :-1]), out=across[:, :-1])
    np.abs(np.subtract(pixels[1:], pixels[:-1], out=down[:-1]), out=down[:-1])
    across, down = ndimage.uniform_filter(across, 13), ndimage.uniform_filter(down, 13)
    spots, _ = ndimage.label(np.minimum(across, down) > TEXTURE)
    boxes = [
        (part[1].start, part[0].start, part[1].stop, part[0].stop)
        for part in ndimage.find_objects(spots)
        if 24 <= min(part[0].stop - part[0].start, part[1].stop - part[1].start) < SMALL
    ]
    ratios = {box: abs(np.log((box[2] - box[0]) / (box[3] - box[1]))) for box in boxes}
    return sorted((box for box in boxes if ratios[box] < 0.5), key=lambda box: ratios[box])[:CLOSE_UPS]


def _close_up(grey: Image.Image, box: tuple[int, int, int, int]) -> Iterator[Sighting]:
    left, top, right, bottom = box
    margin = max(right - left, bottom - top) // 8
    left, top = max(left - margin, 0), max(top - margin, 0)
    part = grey.crop((left, top, min(right + margin, grey.width), min(bottom + margin, grey.height)))
    for wide in (320, 520):
        scale = wide / max(part.size)
        larger = _scaled(part, scale)
        for image in (larger, larger.filter(ImageFilter.UnsharpMask(4, 150, 0))):
            seen = [each for each in read_part(image, 1 / scale, left, top) if each.text]
            if seen:
                yield from seen
                return


def add(sightings: list[Sighting], more: Iterator[Sighting] | list[Sighting]) -> None:
    """Put sightings on a list, each code once."""
    for sighting in more:
        if not any(each.text == sighting.text and _same(each, sighting) for each in sightings):
            sightings.append(sighting)


def _same(first: Sighting, second: Sighting) -> bool:
    """Whether two sightings are of one code: about the same place, about the same size."""
    away = np.hypot(first.centre[0] - second.centre[0], first.centre[1] - second.centre[1])
    small, large = sorted((first.size, second.size))
    return bool(away < 0.35 * large and small > 0.6 * large)


def _borrows(dim: Sighting, read: Sighting) -> bool:
    """Whether something unreadable is that code itself, or was put together with corners of it."""
    (x, y), grown = read.centre, 1.2
    quad = [(x + (u - x) * grown, y + (v - y) * grown) for u, v in read.quad]
    around = (quad[0], quad[1], quad[2], quad[3])
    return _same(dim, read) or any(contains(around, corner) for corner in dim.quad)


def _without_doubles(sightings: list[Sighting]) -> list[Sighting]:
    kept: list[Sighting] = []
    for sighting in sorted(sightings, key=lambda each: -each.size):
        if not any(_same(sighting, each) for each in kept):
            kept.append(sighting)
    return kept


def _scaled(image: Image.Image, scale: float) -> Image.Image:
    if scale == 1:
        return image
    size = max(round(image.width * scale), 1), max(round(image.height * scale), 1)
    return image.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC)


def _tiles(grey: Image.Image) -> Iterator[tuple[int, int, Image.Image]]:
    step = TILE * 3 // 4
    for top in range(0, max(grey.height - TILE // 4, 1), step):
        for left in range(0, max(grey.width - TILE // 4, 1), step):
            yield left, top, grey.crop((left, top, min(left + TILE, grey.width), min(top + TILE, grey.height)))
