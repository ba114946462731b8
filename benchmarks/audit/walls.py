"""Synthetic photos of walls with posters on them, and what is truly there. Seeded: one number, one picture."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import qrcode
from PIL import Image, ImageDraw, ImageFilter

from anubhav_gforms.posters.walls.corners import homography

FOREIGN = (
    "upi://pay?pa=shop{n}@bank&pn=Shop%20{n}&am=",
    "https://feedback-{n}.example/form",
    "WIFI:T:WPA;S:cafe{n};P:guest;;",
)


@dataclass
class Placed:
    """A code in a scene: its text, whether it is ours, its corners in pixels, and what was done to it."""

    text: str
    ours: bool
    quad: np.ndarray
    fate: str = ""


@dataclass
class Scene:
    picture: Image.Image
    codes: list[Placed] = field(default_factory=list)


FATES = ("clean", "clean", "clean", "dirt", "torn", "sticker over", "sticker on", "small sticker")
BLURRED = "blurred sticker"  # nobody can read it, not even close
WHOLLY = ("paper over", "blurred over")  # the whole code lies under something that no reader reads


def make_scene(
    number: int,
    posters: list[tuple[str, Image.Image, tuple[float, float, float]]],
    size: tuple[int, int],
    fates: tuple[str, ...] = FATES,
    seed: int = 0,
) -> Scene:
    """Scene `number` of the set of a seed. `posters` are url, picture and symbol (left, top, side as shares of the width)."""
    rng = np.random.default_rng(7000 + number + 100_000 * seed)
    scene = Scene(_wall(rng, size))
    wide, high = size
    count = int(rng.choice([0, 1, 1, 1, 2, 3]))
    columns = max(count, 1)
    for slot in range(count):
        url, picture, (left, top, side) = posters[int(rng.integers(len(posters)))]
        if any(code.text == url for code in scene.codes):
            continue
        fate = str(rng.choice(list(fates)))
        sheet = _spoiled(rng, picture, (left, top, side), fate, scene, url)
        share = rng.uniform(0.5, 0.92) if count == 1 else rng.uniform(0.62, 0.92)
        w = min(wide / columns * share, high * 0.85 / (picture.height / picture.width))
        h = w * picture.height / picture.width
        cx = (slot + 0.5) * wide / columns + rng.uniform(-0.02, 0.02) * wide
        cy = high / 2 + rng.uniform(-0.05, 0.05) * high
        quad = _turned(rng, cx, cy, w, h)
        _paste(scene.picture, sheet.picture, quad)
        place = homography(np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float), quad)
        for code in sheet.codes:
            corners = np.array([place @ (x, y, 1.0) for x, y in code.quad])
            scene.codes.append(Placed(code.text, code.ours, corners[:, :2] / corners[:, 2:], code.fate))
    if rng.random() < 0.25 and fates is FATES:
        _foreign_beside(rng, scene, number)
    scene.picture = _camera(rng, scene.picture)
    return scene


def _spoiled(rng, picture, symbol, fate, scene, url) -> Scene:
    """The poster as it hangs: clean, dirty, torn, or with somebody's sticker on it. Corners are shares of the page."""
    left, top, side = symbol
    ratio = picture.width / picture.height
    box = np.array(
        [
            (left, top * ratio),
            (left + side, top * ratio),
            (left + side, (top + side) * ratio),
            (left, (top + side) * ratio),
        ]
    )
    sheet = Scene(picture.copy(), [Placed(url, True, box, fate)])
    pen = ImageDraw.Draw(sheet.picture)
    w, h = picture.size
    if fate == "dirt":
        for _ in range(60):
            x, y, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0.002, 0.008) * w
            shade = int(rng.choice([40, 90, 200]))
            pen.ellipse((x - r, y - r, x + r, y + r), fill=(shade, shade - 5, shade - 15))
    elif fate == "torn":
        corner = rng.integers(4)
        x, y = (0, w)[corner % 2], (0, h)[corner // 2]
        pen.polygon([(x, y), (abs(x - w * 0.3), y), (x, abs(y - h * 0.2))], fill=(188, 180, 165))
    elif fate == BLURRED:
        size = round(side * w * rng.uniform(0.28, 0.4))
        x, y = (round(rng.uniform(0.03, 0.97) * (edge - size)) for edge in (w, h))
        soft = _sticker("upi://pay?pa=shop@bank", size).filter(ImageFilter.GaussianBlur(size / 40))
        sheet.picture.paste(soft, (x, y))
    elif fate in WHOLLY:
        size = round(side * w * rng.uniform(0.9, 1.05))
        over = _sticker("upi://pay?pa=shop@bank", size).filter(ImageFilter.GaussianBlur(size / 40))
        if fate == "paper over":
            over = Image.new("RGB", (size, size), tuple(int(v) for v in rng.uniform(120, 255, 3)))
        x, y = (round((edge + side / 2) * w - size / 2 + rng.uniform(-0.03, 0.03) * size) for edge in (left, top))
        sheet.picture.paste(over, (x, y))
    elif "sticker" in fate:
        share = {"sticker over": 0.9, "sticker on": 0.32, "small sticker": 0.3}[fate]
        size = round(side * w * share)
        text = str(rng.choice(FOREIGN)).format(n=int(rng.integers(1000)))
        if fate == "sticker on":
            x, y = round((left + side * 1.15) * w), round((top + side * rng.uniform(0.1, 0.5)) * w)
            x = min(x, w - size - 5)
        else:
            slack = side * w - size
            x, y = round(left * w + slack * rng.uniform(0.2, 0.8)), round(top * w + slack * rng.uniform(0.2, 0.8))
        sheet.picture.paste(_sticker(text, size), (x, y))
        inset = size * 4 / (qr_side(text) + 8)
        a, b, c, d = (x + inset) / w, (y + inset) / h, (x + size - inset) / w, (y + size - inset) / h
        sheet.codes.append(Placed(text, False, np.array([(a, b), (c, b), (c, d), (a, d)]), fate))
    return sheet


def decoy(number: int, size: tuple[int, int]) -> Image.Image:
    """A blurred photo of a wall with somebody else's poster: dark head, light body, often a dark foot, boxes."""
    rng = np.random.default_rng(9000 + number)
    wall = _wall(rng, size)
    pen = ImageDraw.Draw(wall)

    def colour(low: int, high: int) -> tuple[int, int, int]:
        red, green, blue = (int(value) for value in rng.uniform(low, high, 3))
        return red, green, blue

    w = min(size[0] * rng.uniform(0.2, 0.5), size[1] * 0.65)
    h = w * 1.414
    x, y = (size[0] - w) / 2, (size[1] - h) / 2
    pen.rectangle((x, y, x + w, y + h), fill=colour(180, 255))
    pen.rectangle((x, y, x + w, y + h * rng.uniform(0.1, 0.4)), fill=colour(0, 140))
    if rng.random() < 0.6:
        pen.rectangle((x, y + h * rng.uniform(0.8, 0.95), x + w, y + h), fill=colour(0, 140))
    for _ in range(int(rng.integers(2, 12))):
        left, top = x + w * rng.uniform(0, 0.7), y + h * rng.uniform(0.3, 0.9)
        box = left, top, left + w * rng.uniform(0.05, 0.3), top + h * rng.uniform(0.01, 0.1)
        pen.rectangle(box, fill=colour(0, 255))
    return out_of_focus(wall)


def out_of_focus(picture: Image.Image) -> Image.Image:
    """So blurred that no reader sees that there is a code."""
    return picture.filter(ImageFilter.GaussianBlur(max(picture.size) / 160))


def _sticker(text: str, size: int) -> Image.Image:
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    return code.make_image().get_image().convert("RGB").resize((size, size), Image.Resampling.BOX)


def qr_side(text: str) -> int:
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    return code.modules_count


def _foreign_beside(rng, scene: Scene, number: int) -> None:
    wide, high = scene.picture.size
    size = round(rng.uniform(0.09, 0.14) * min(wide, high))
    for _ in range(40):
        x, y = rng.uniform(0, wide - size), rng.uniform(0, high - size)
        box = np.array([(x, y), (x + size, y), (x + size, y + size), (x, y + size)])
        if all(
            np.abs(code.quad.mean(axis=0) - box.mean(axis=0)).max() > 0.9 * np.ptp(code.quad, axis=0).max()
            for code in scene.codes
        ):
            text = FOREIGN[number % 3].format(n=number)
            scene.picture.paste(_sticker(text, size), (round(x), round(y)))
            inset = size * 4 / (qr_side(text) + 8)
            scene.codes.append(
                Placed(text, False, box + np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * inset, "beside")
            )
            return


def _wall(rng, size: tuple[int, int]) -> Image.Image:
    """Plaster, bricks or tiles under uneven light, with frames, notices and a doorway to confuse."""
    wide, high = size
    base = rng.uniform([150, 140, 120], [225, 220, 205])
    grid = rng.normal(0, 1, (high // 24 + 2, wide // 24 + 2))
    blotches = np.asarray(Image.fromarray(grid.astype(np.float32)).resize((wide, high), Image.Resampling.BICUBIC))
    picture = Image.fromarray(np.clip(base + blotches[..., None] * 7, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    style = rng.integers(3)
    if style:
        step = int(rng.uniform(0.04, 0.09) * wide)
        line = tuple(int(v * 0.82) for v in base)
        for row, y in enumerate(range(0, high, step)):
            pen.line((0, y, wide, y), fill=line, width=3)
            for x in range(-(step if style == 1 and row % 2 else 0), wide, step * 2):
                pen.line((x, y, x, y + step), fill=line, width=3)
    for _ in range(int(rng.integers(3, 9))):
        x, y = rng.uniform(0, wide), rng.uniform(0, high)
        w, h = rng.uniform(0.05, 0.25) * wide, rng.uniform(0.05, 0.25) * high
        shade = tuple(int(v) for v in rng.uniform(30, 250, 3))
        pen.rectangle((x, y, x + w, y + h), fill=shade, outline=(40, 40, 40), width=4)
        for row in range(int(rng.integers(2, 9))):
            pen.rectangle(
                (x + 0.1 * w, y + (0.1 + row * 0.1) * h, x + rng.uniform(0.4, 0.9) * w, y + (0.14 + row * 0.1) * h),
                fill=(30, 30, 35),
            )
    return picture


def _turned(rng, cx: float, cy: float, w: float, h: float) -> np.ndarray:
    """The corners of a page turned about three axes and seen by a camera."""
    yaw, pitch, roll = np.radians([rng.uniform(-38, 38), rng.uniform(-25, 25), rng.uniform(-10, 10)])
    corners = np.array([(-w / 2, -h / 2, 0), (w / 2, -h / 2, 0), (w / 2, h / 2, 0), (-w / 2, h / 2, 0)])
    about_y = np.array([(np.cos(yaw), 0, np.sin(yaw)), (0, 1, 0), (-np.sin(yaw), 0, np.cos(yaw))])
    about_x = np.array([(1, 0, 0), (0, np.cos(pitch), -np.sin(pitch)), (0, np.sin(pitch), np.cos(pitch))])
    about_z = np.array([(np.cos(roll), -np.sin(roll), 0), (np.sin(roll), np.cos(roll), 0), (0, 0, 1)])
    x, y, z = (corners @ (about_z @ about_x @ about_y).T).T
    far = 2.4 * max(w, h)
    return np.stack([cx + x * far / (far + z), cy + y * far / (far + z)], axis=1)


def _paste(picture: Image.Image, page: Image.Image, quad: np.ndarray) -> None:
    low, up = np.floor(quad.min(axis=0)).astype(int), np.ceil(quad.max(axis=0)).astype(int)
    size = (int(up[0] - low[0]), int(up[1] - low[1]))
    reduce = max(1, int(page.width / max(np.ptp(quad[:, 0]), 1) / 1.2))
    small = page.reduce(reduce) if reduce > 1 else page
    source = np.array([(0, 0), (small.width, 0), (small.width, small.height), (0, small.height)], dtype=float)
    back = homography(quad - low, source).ravel()[:8]
    flat = small.transform(size, Image.Transform.PERSPECTIVE, tuple(back), Image.Resampling.BICUBIC)
    mask = Image.new("L", small.size, 255).transform(
        size, Image.Transform.PERSPECTIVE, tuple(back), Image.Resampling.BILINEAR
    )
    picture.paste(flat, (int(low[0]), int(low[1])), mask)


def _camera(rng, picture: Image.Image) -> Image.Image:
    """Uneven light, a soft lens, noise and JPEG."""
    import io

    wide, high = picture.size
    angle = rng.uniform(0, 2 * np.pi)
    x, y = np.meshgrid(np.linspace(-1, 1, wide, dtype=np.float32), np.linspace(-1, 1, high, dtype=np.float32))
    light = 1 - rng.uniform(0, 0.55) * (0.5 + 0.5 * np.tanh(2 * (x * np.cos(angle) + y * np.sin(angle))))
    soft = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.6)))
    values = np.asarray(soft, dtype=np.float32) * light[..., None] * rng.uniform(0.75, 1.1)
    values += rng.standard_normal((high, wide, 1), dtype=np.float32) * np.float32(rng.uniform(2, 10))
    file = io.BytesIO()
    Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=int(rng.integers(45, 92)))
    return Image.open(file).convert("RGB")
