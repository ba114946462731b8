"""81 ways to spoil a picture of a code, each defined by its figures alone. Grey pictures in, grey pictures out.

The symbol is `SIDE` pixels wide in the middle of a grey page with dark clutter around its quiet zone.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial

import cv2
import numpy as np
from PIL import Image

SIDE = 285
PAGE = round(SIDE * 1.9)
GROUND = 250
Rng = np.random.Generator
Spoil = Callable[[np.ndarray, Rng], np.ndarray]


class Base:
    """A code on its page: `symbol` is its grey picture, any size, without a margin, and `modules` its side in modules."""

    def __init__(self, symbol: np.ndarray, modules: int, rng: Rng, side: int = SIDE) -> None:
        self.symbol, self.modules, self.side = symbol, modules, side
        self.clutter = [
            (*rng.uniform(0, PAGE, 2), rng.uniform(10, 90), rng.uniform(3, 14), rng.random() < 0.5) for _ in range(60)
        ]

    @property
    def module(self) -> float:
        return self.side / self.modules

    @property
    def box(self) -> tuple[float, float]:
        """First and last pixel of the symbol, the same across and down."""
        return (PAGE - self.side) / 2, (PAGE + self.side) / 2

    def picture(self, change: Callable[[np.ndarray], np.ndarray] | None = None) -> np.ndarray:
        """The page, drawn four times as large and averaged; `change` spoils the large symbol first."""
        large = np.full((PAGE * 4, PAGE * 4), GROUND, dtype=np.uint8)
        for x, y, length, thick, flat in self.clutter:
            w, h = (length, thick) if flat else (thick, length)
            large[int(y * 4) : int((y + h) * 4), int(x * 4) : int((x + w) * 4)] = 40
        start, end = (round(edge * 4) for edge in self.box)
        quiet = round(4 * self.module * 4)
        large[start - quiet : end + quiet, start - quiet : end + quiet] = 255
        symbol = cv2.resize(
            self.symbol,
            (end - start, end - start),
            interpolation=cv2.INTER_NEAREST if self.symbol.shape[0] < end - start else cv2.INTER_AREA,
        )
        large[start:end, start:end] = change(symbol) if change else symbol
        return cv2.resize(large, (PAGE, PAGE), interpolation=cv2.INTER_AREA)


def rotate(image: np.ndarray, angle: float, rng: Rng) -> np.ndarray:
    turn = cv2.getRotationMatrix2D((PAGE / 2, PAGE / 2), angle + rng.uniform(-2, 2), 1.0)
    return cv2.warpAffine(image, turn, (PAGE, PAGE), borderValue=GROUND)


def tilt(image: np.ndarray, yaw: float, pitch: float = 0.0) -> np.ndarray:
    y, p = np.radians([yaw, pitch])
    corners = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)], dtype=float) / 2
    about_y = np.array([(np.cos(y), 0, np.sin(y)), (0, 1, 0), (-np.sin(y), 0, np.cos(y))])
    about_x = np.array([(1, 0, 0), (0, np.cos(p), -np.sin(p)), (0, np.sin(p), np.cos(p))])
    at = corners @ (about_x @ about_y).T
    seen = at[:, :2] * (2.2 / (2.2 + at[:, 2:])) * PAGE + PAGE / 2
    flat = (corners[:, :2] * PAGE + PAGE / 2).astype(np.float32)
    return cv2.warpPerspective(
        image, cv2.getPerspectiveTransform(flat, seen.astype(np.float32)), (PAGE, PAGE), borderValue=GROUND
    )


def blur(image: np.ndarray, sigma: float) -> np.ndarray:
    return cv2.GaussianBlur(image, (0, 0), sigma)


def motion(image: np.ndarray, length: int, rng: Rng) -> np.ndarray:
    kernel = np.zeros((length, length), dtype=np.float32)
    angle, middle = rng.uniform(0, np.pi), length // 2
    step = np.array([np.cos(angle), np.sin(angle)]) * middle
    start, end = (tuple(int(v) for v in np.round(middle + sign * step)) for sign in (-1, 1))
    cv2.line(kernel, start, end, 1)
    return cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def contrast(image: np.ndarray, low: float, high: float) -> np.ndarray:
    return (low + image.astype(np.float32) * (high - low) / 255).astype(np.uint8)


def shadow(image: np.ndarray, strength: float, rng: Rng) -> np.ndarray:
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[-0.5 : 0.5 : PAGE * 1j, -0.5 : 0.5 : PAGE * 1j]
    across = x * np.cos(angle) + y * np.sin(angle)
    return (image * (1 - strength * (0.5 + 0.5 * np.tanh(8 * across)))).astype(np.uint8)


def glare(image: np.ndarray, share: float, rng: Rng) -> np.ndarray:
    radius = share * PAGE
    cx, cy = rng.uniform(0.2 * PAGE, 0.8 * PAGE, 2)
    y, x = np.mgrid[0:PAGE, 0:PAGE]
    light = 400 * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * radius**2))
    return np.clip(image + light, 0, 255).astype(np.uint8)


def jpeg(image: np.ndarray, quality: int) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "JPEG", quality=quality)
    return np.array(Image.open(file))


def noise(image: np.ndarray, sigma: float, rng: Rng) -> np.ndarray:
    return np.clip(image + rng.normal(0, sigma, image.shape), 0, 255).astype(np.uint8)


def pepper(image: np.ndarray, share: float, rng: Rng) -> np.ndarray:
    spoiled, where = image.copy(), rng.random(image.shape)
    spoiled[where < share / 2] = 0
    spoiled[where > 1 - share / 2] = 255
    return spoiled


def patch(base: Base, share: float, place: str, shade: int, rng: Rng) -> np.ndarray:
    start, end = base.box
    size = base.side * share**0.5
    if place == "centre":
        x = y = (start + end - size) / 2
    elif place == "corner":
        x = y = end - size
    elif place == "finder":
        x = y = start
    else:  # anywhere off the three finders
        while True:
            x, y = rng.uniform(start, end - size, 2)
            finder = 9 * base.module
            left, top = x < start + finder, y < start + finder
            right, bottom = x + size > end - finder, y + size > end - finder
            if not ((left and top) or (right and top) or (left and bottom)):
                break
    image = base.picture()
    image[round(y) : round(y + size), round(x) : round(x + size)] = shade
    return image


def dirt(image: np.ndarray, base: Base, share: float, rng: Rng, radius: float | None = None) -> np.ndarray:
    start, end = base.box
    radius = radius or 1.5 * base.module
    for _ in range(max(1, round(share * base.side**2 / (np.pi * radius**2)))):
        x, y = rng.uniform(start, end, 2)
        cv2.circle(image, (round(x), round(y)), round(radius), int(rng.choice([20, 235])), -1, cv2.LINE_AA)
    return image


def scratch(image: np.ndarray, count: int, rng: Rng) -> np.ndarray:
    for _ in range(count):
        ends = [(int(x), int(y)) for x, y in rng.uniform(0, PAGE, (2, 2))]
        cv2.line(image, ends[0], ends[1], int(rng.choice([0, 255])), 3, cv2.LINE_AA)
    return image


def fold(image: np.ndarray, base: Base, wide: int, rng: Rng) -> np.ndarray:
    y = round(base.box[0] + base.side * rng.uniform(0.35, 0.65))
    image[y : y + wide] = 235
    image[y + wide : y + wide + 2] = 120
    return image


def spread(base: Base, share: float, dark: bool) -> np.ndarray:
    """Ink that spread (dark) or faded (light) by a share of a module on every side."""

    def change(symbol: np.ndarray) -> np.ndarray:
        size = max(1, round(2 * share * symbol.shape[0] / base.modules) | 1)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        return cv2.erode(symbol, kernel) if dark else cv2.dilate(symbol, kernel)

    return base.picture(change)


def margin(base: Base, modules: int) -> np.ndarray:
    image, (start, end) = base.picture(), base.box
    kept = image[round(start - modules * base.module) : round(end + modules * base.module)]
    cut = round(start - modules * base.module), round(end + modules * base.module)
    framed = np.full_like(image, 30)
    framed[cut[0] : cut[1], cut[0] : cut[1]] = kept[:, cut[0] : cut[1]]
    return framed


def curl(image: np.ndarray, share: float) -> np.ndarray:
    y, x = np.mgrid[0:PAGE, 0:PAGE].astype(np.float32)
    moved = (y + share * PAGE * np.sin(2 * np.pi * x / PAGE)).astype(np.float32)
    return cv2.remap(image, x, moved, cv2.INTER_LINEAR, borderValue=GROUND)


def halftone(image: np.ndarray) -> np.ndarray:
    y, x = np.mgrid[0:PAGE, 0:PAGE]
    screen = 127.5 + 127.5 * np.cos(2 * np.pi * x / 5) * np.cos(2 * np.pi * y / 5)
    return (0.75 * image + 0.25 * np.where(image > screen, 255, 0)).astype(np.uint8)


def print_and_scan(base: Base, gain: float, sigma: float, grain: float, quality: int, rng: Rng) -> np.ndarray:
    return jpeg(noise(contrast(blur(spread(base, gain, True), sigma), 35, 225), grain, rng), quality)


def every_way(base: Base, smaller: Callable[[int], Base]) -> Iterator[tuple[str, Callable[[Rng], np.ndarray]]]:
    """All 81, by family and figure. `smaller` gives the same code at another size in pixels."""
    plain = base.picture
    yield "clean", lambda rng: plain()
    for angle in (10, 30, 45, 90, 180):
        yield "rotate", partial(lambda a, rng: rotate(plain(), a, rng), angle)
    for yaw, pitch in ((20, 0), (40, 0), (50, 0), (60, 0), (35, 35)):
        yield "perspective", partial(lambda y, p, rng: tilt(plain(), y, p), yaw, pitch)
    for sigma in (1, 1.5, 2, 2.5, 3):
        yield "blur", partial(lambda s, rng: blur(plain(), s), sigma)
    for length in (5, 7, 9, 11):
        yield "motion", partial(lambda n, rng: motion(plain(), n, rng), length)
    for low, high in ((90, 160), (110, 140), (120, 132)):
        yield "contrast", partial(lambda a, b, rng: contrast(plain(), a, b), low, high)
    for strength in (0.6, 0.85):
        yield "shadow", partial(lambda s, rng: shadow(plain(), s, rng), strength)
    for share in (0.08, 0.15, 0.2):
        yield "glare", partial(lambda s, rng: glare(plain(), s, rng), share)
    for quality in (20, 10, 5):
        yield "JPEG", partial(lambda q, rng: jpeg(plain(), q), quality)
    for grain in (30, 60, 90):
        yield "noise", partial(lambda g, rng: noise(plain(), g, rng), grain)
    for share in (0.05, 0.12):
        yield "salt and pepper", partial(lambda s, rng: pepper(plain(), s, rng), share)
    for share in (0.01, 0.025, 0.05, 0.075, 0.1, 0.15):
        yield "centre patch", partial(lambda s, rng: patch(base, s, "centre", 255, rng), share)
    for share in (0.01, 0.025, 0.05, 0.075, 0.1):
        yield (
            "random patch",
            partial(lambda s, rng: patch(base, s, "random", int(rng.choice([30, 128, 255])), rng), share),
        )
    for share in (0.05, 0.1):
        yield (
            "corner patch",
            partial(lambda s, rng: patch(base, s, "corner", int(rng.choice([30, 128, 255])), rng), share),
        )
    yield "finder half covered", lambda rng: patch(base, 0.004, "finder", int(rng.choice([30, 128, 255])), rng)
    for share in (0.03, 0.06, 0.1):
        yield "dirt", partial(lambda s, rng: dirt(plain(), base, s, rng), share)
    for count in (4, 8):
        yield "scratches", partial(lambda n, rng: scratch(plain(), n, rng), count)
    for wide in (3, 6):
        yield "fold", partial(lambda w, rng: fold(plain(), base, w, rng), wide)
    for share in (0.15, 0.3):
        yield "ink gain", partial(lambda s, rng: spread(base, s, True), share)
    for share in (0.15, 0.3):
        yield "fading", partial(lambda s, rng: spread(base, s, False), share)
    for modules in (2, 1, 0):
        yield "quiet zone", partial(lambda m, rng: margin(base, m), modules)
    yield "inverted", lambda rng: 255 - plain()
    for share in (0.02, 0.05):
        yield "curl", partial(lambda s, rng: curl(plain(), s), share)
    yield "halftone", lambda rng: halftone(plain())
    for side in (180, 140, 120, 100, 90):
        yield "size", partial(lambda s, rng: smaller(s).picture(), side)
    yield "print and scan", lambda rng: print_and_scan(base, 0.08, 0.7, 8, 60, rng)
    yield "print and scan", lambda rng: print_and_scan(base, 0.2, 1.2, 18, 35, rng)

    def copied_twice(rng: Rng) -> np.ndarray:
        once = print_and_scan(base, 0.15, 1, 12, 50, rng)
        size = max(1, round(2 * 0.15 * base.module) | 1)
        gained = cv2.erode(once, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
        return jpeg(noise(contrast(blur(gained, 1), 35, 225), 12, rng), 50)

    yield "photocopy twice", copied_twice
    yield "phone near", lambda rng: jpeg(noise(blur(tilt(rotate(plain(), 8, rng), 20), 0.8), 8, rng), 70)
    yield (
        "phone 1 m, dim",
        lambda rng: jpeg(noise(contrast(blur(rotate(smaller(150).picture(), 6, rng), 0.7), 30, 130), 12, rng), 50),
    )
    yield "phone 1.5 m, shaken", lambda rng: jpeg(noise(motion(tilt(smaller(130).picture(), 15), 3, rng), 8, rng), 50)

    def worn(image: np.ndarray, rng: Rng) -> np.ndarray:
        dirty = fold(dirt(image, base, 0.03, rng), base, 3, rng)
        return jpeg(noise(blur(tilt(contrast(dirty, 60, 190), 25), 0.8), 10, rng), 50)

    yield "worn", lambda rng: worn(plain(), rng)
    yield "worn, 5 % logo", lambda rng: worn(patch(base, 0.05, "centre", 255, rng), rng)
