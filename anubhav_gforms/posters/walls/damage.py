"""What was done to one of our codes on a wall: modules that are wrong, codes pasted on it, our colours around a strange one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from .corners import Quad, homography, quad_through, rectangle, square, straight
from .sightings import Sighting, add, read_part

CROWDED = 0.25  # share of wrong modules among 25 from which something is on them
LEAST_STEADY = 0.4  # share of those 25 that can be judged in a soft picture; where fewer can, as if so many could
SPOT = 8  # modules that a thing on a symbol covers at least, both ways; dirt covers fewer


def spoiled_share(picture: Image.Image, quad: Quad, modules: NDArray[np.bool_]) -> float:
    """The share of a symbol's modules that look wrong in a picture, 0 to 1, given where it is and what it should be."""
    return float(wrong_modules(picture, quad, modules)[_steady(modules)].mean())


def _steady(modules: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Modules most of whose neighbours are like them: a lens alone makes the others look like what is around them."""
    signs = np.where(modules, 1.0, -1.0)
    steady: NDArray[np.bool_] = ndimage.uniform_filter(signs, 3) * signs > 0
    return steady


def fitted_corners(picture: Image.Image, quad: Quad, modules: NDArray[np.bool_]) -> Quad:
    """The corners of a symbol, moved to where its modules fit best.

    A reader's corners may be a pixel off. Where a module has two pixels, that is half of it, and a clean code would look
    as if something lay on one side of it.
    """
    grey, best = np.asarray(picture.convert("L"), dtype=np.float32), np.array(quad, dtype=float)
    score = _fit(grey, best, modules)
    for step in (0.5, 0.25, 0.12):
        for _ in range(4):
            before = score
            for corner in range(4):
                for along in (best[(corner + 1) % 4] - best[corner], best[corner - 1] - best[corner]):
                    for way in (step, -step):
                        moved = best.copy()
                        moved[corner] += along / modules.shape[0] * way
                        if (fits := _fit(grey, moved, modules)) > score:
                            best, score = moved, fits
            if score == before:
                break
    a, b, c, d = ((float(x), float(y)) for x, y in best)
    return a, b, c, d


def _fit(grey: NDArray[np.float32], quad: NDArray[np.float64], modules: NDArray[np.bool_]) -> float:
    """How much darker dark modules are than light ones beside them."""
    values = _values(grey, quad, modules.shape[0])
    own = values - ndimage.uniform_filter(values, 7)
    return float(own[~modules].mean() - own[modules].mean())


def _values(grey: NDArray[np.float32], quad: NDArray[np.float64], side: int) -> NDArray[np.float32]:
    """How light the middle of each of side × side modules is, between the pixels around it."""
    rows, columns = np.mgrid[0:side, 0:side] + 0.5
    x, y, w = _onto(quad, side) @ np.stack([columns.ravel(), rows.ravel(), np.ones(side * side)])
    values: NDArray[np.float32] = ndimage.map_coordinates(grey, (y / w - 0.5, x / w - 0.5), order=1, mode="nearest")
    return values.reshape(side, side)


def _onto(quad: Quad | NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """From a symbol of side × side modules onto its corners in a photo."""
    return homography(square(0, 0, side), np.array(quad, dtype=float))


def wrong_modules(picture: Image.Image, quad: Quad, modules: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which modules of a symbol look wrong in a picture."""
    grey = np.asarray(picture.convert("L"), dtype=np.float32)
    values = _values(grey, np.array(quad, dtype=float), modules.shape[0])
    # between dark and light around each module, so that a shadow across the symbol does no harm
    middle: NDArray[np.float32] = (ndimage.maximum_filter(values, 11) + ndimage.minimum_filter(values, 11)) / 2
    wrong: NDArray[np.bool_] = (values < middle) != modules
    return wrong


def wears(picture: Image.Image, quad: Quad, main: str, accent: str) -> bool:
    """Whether a code is surrounded by these two hex colours, by hue, as a sticker over the code of a poster would be:
    the main colour on at least three sides, the accent on one."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    reach = max(max(xs) - min(xs), max(ys) - min(ys))
    left, top = max(round(min(xs) - reach), 0), max(round(min(ys) - reach), 0)
    right, bottom = min(round(max(xs) + reach), picture.width), min(round(max(ys) + reach), picture.height)
    part = picture.crop((left, top, right, bottom)).convert("HSV")
    hue, saturation, value = (np.asarray(band, dtype=float) for band in part.split())
    strong = (saturation > 90) & (value > 25)
    near = [_near(hue, colour) & strong for colour in (main, accent)]
    x, y, across, down = round(min(xs)) - left, round(min(ys)) - top, round(max(xs)) - left, round(max(ys)) - top
    sides = (
        (slice(0, y), slice(x, across)),
        (slice(down, None), slice(x, across)),
        (slice(y, down), slice(0, x)),
        (slice(y, down), slice(across, None)),
    )
    shown = [[bool(mask[side].size and mask[side].mean() > 0.01) for side in sides] for mask in near]
    return sum(shown[0]) >= 3 and any(shown[1])


def _near(hue: NDArray[np.float64], colour: str) -> NDArray[np.bool_]:
    own = Image.new("RGB", (1, 1), colour).convert("HSV").tobytes()[0]
    close: NDArray[np.bool_] = np.abs((hue - own + 128) % 256 - 128) < 12
    return close


def pasted_on(picture: Image.Image, sighting: Sighting, modules: NDArray[np.bool_]) -> tuple[Sighting, ...]:
    """Codes that somebody pasted on this one: where its modules are wrong close together, looked at straight and large."""
    side = modules.shape[0]
    crowded = ndimage.uniform_filter(wrong_modules(picture, sighting.quad, modules).astype(np.float32), 5) > CROWDED
    spots, _ = ndimage.label(crowded)
    grey, pasted = picture.convert("L"), list[Sighting]()
    onto_photo = _onto(sighting.quad, side)
    for down, across in ndimage.find_objects(spots):
        wide, high = across.stop - across.start, down.stop - down.start
        if not 5 <= min(wide, high) <= max(wide, high) <= side * 0.9:
            continue
        for margin in (0.0, 1.5):
            corners = rectangle(across.start - margin, down.start - margin, across.stop + margin, down.stop + margin)
            target = np.array(quad_through(onto_photo, corners))
            for width in (280, 400, 560):
                height = round(width * high / wide)
                back = homography(rectangle(0, 0, width, height), target)
                for code in read_part(straight(grey, back, (width, height), Image.Resampling.BICUBIC), 1.0):
                    if code.text and code.text != sighting.text:
                        add(pasted, [Sighting(code.text, quad_through(back, code.quad))])
    return tuple(pasted)


def covered_spots(picture: Image.Image, quad: Quad, modules: NDArray[np.bool_]) -> tuple[Quad, ...]:
    """Parts of a symbol where something is on it: many wrong modules side by side, read or not."""
    side, steady = modules.shape[0], _steady(modules)
    wrong = wrong_modules(picture, quad, modules) & steady
    around, crowd = (ndimage.uniform_filter(share.astype(np.float32), 5) for share in (steady, wrong))
    spots, _ = ndimage.label(crowd > CROWDED * np.maximum(around, LEAST_STEADY))
    onto_photo, covered = _onto(quad, side), list[Quad]()
    for down, across in ndimage.find_objects(spots):
        if min(across.stop - across.start, down.stop - down.start) >= SPOT:
            covered.append(quad_through(onto_photo, rectangle(across.start, down.start, across.stop, down.stop)))
    return tuple(covered)
