"""What a colour is printed with: RGB for an office's printer, four inks for a press (coated offset, FOGRA39)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import Image, ImageCms
from reportlab.lib.colors import CMYKColor, Color, HexColor

PROFILE = Path(__file__).parent / "FOGRA39L-small.icc"
CONDITION = "FOGRA39"
DULL, DARK = 20.0, 45.0  # chroma and lightness under which a colour is printed with black alone: small text stays sharp

Inks = tuple[int, int, int, int]
"""Per cent of cyan, magenta, yellow and black."""


@cache
def inks(colour: str) -> Inks:
    """The four inks of a hex colour. Black, and dark text that is nearly grey, is black ink alone."""
    pixel = Image.new("RGB", (1, 1), colour)
    if colour == "#000000":
        return 0, 0, 0, 100
    light, red, yellow = _lab(_to_lab("sRGB"), pixel)
    if light < DARK and (red**2 + yellow**2) ** 0.5 < DULL:
        return 0, 0, 0, min(range(101), key=lambda black: abs(_black_lightness(black) - light))
    cyan, magenta, yellow_ink, black = (round(each / 2.55) for each in in_four_inks(pixel).tobytes())
    return cyan, magenta, yellow_ink, black


def in_four_inks(picture: Image.Image) -> Image.Image:
    """An RGB picture for the press."""
    done = ImageCms.applyTransform(picture, _to_press())
    assert done
    return done


def paint(colour: str, *, press: bool) -> Color:
    """A hex colour as reportlab takes it."""
    return CMYKColor(*(ink / 100 for ink in inks(colour))) if press else HexColor(colour)


def written(colour: str, *, press: bool) -> str:
    """How the proof is told of a colour: in hex, or the four inks in one word."""
    return "-".join(map(str, inks(colour))) if press else colour


@cache
def _to_press() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), str(PROFILE), "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )


@cache
def _to_lab(source: str) -> ImageCms.ImageCmsTransform:
    lab = ImageCms.createProfile("LAB")
    if source == "sRGB":
        return ImageCms.buildTransform(ImageCms.createProfile("sRGB"), lab, "RGB", "LAB")
    return ImageCms.buildTransform(source, lab, "CMYK", "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC)


def _lab(transform: ImageCms.ImageCmsTransform, pixel: Image.Image) -> tuple[float, float, float]:
    done = ImageCms.applyTransform(pixel, transform)
    assert done
    light, red, yellow = done.tobytes()
    return light / 2.55, (red ^ 128) - 128, (yellow ^ 128) - 128  # the colour axes are signed bytes


@cache
def _black_lightness(black: int) -> float:
    return _lab(_to_lab(str(PROFILE)), Image.new("CMYK", (1, 1), (0, 0, 0, round(black * 2.55))))[0]
