"""The office's logo, SVG or PNG → pixels on white, in a square. resvg draws the SVG: gradients, opacity, clips and masks."""

from __future__ import annotations

import io
import re
import warnings
from functools import lru_cache
from pathlib import Path

import numpy as np
import resvg_py
from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ...errors import PosterError
from ...sentence import Sentence
from ..confined import Budget, OverBudgetError, confined
from .inks import in_four_inks

LOGO = Budget(seconds=5, megabytes=800)
LARGEST = 4_000_000  # bytes; a logo is no photograph
LARGEST_SVG = 1_000_000
MOST_SHAPES = 20_000
DEEPEST = 60  # elements within each other
MOST_PIXELS = 36_000_000
DPI = 600
FAINT = 12  # grey levels by which a logo must differ from white somewhere
PICTURE = Sentence("Correct [logo] file in config/poster.toml: an SVG or PNG file, or empty.")

_FOREIGN = re.compile(
    r"<(?:[\w-]{1,40}:)?(text|image|foreignObject|script|iframe)\b|(<!ENTITY|@import)|(?:href\s{0,9}=\s{0,9}[\"']|url\()\s{0,9}[\"']?([^#\s\"'])",
    re.IGNORECASE,
)

_TAG = re.compile(r"<(/?)[A-Za-z][^<>]*?(/?)>")


def check_picture(file: Path) -> None:
    """Raise PosterError, which names the file and the cure, when it is not an SVG or PNG that shows something."""
    logo_pixels(file, 64)


def logo_pixels(file: Path, side: int) -> Image.Image:
    """The logo on white, as large as fits into a square of so many pixels. Raises PosterError as `check_picture`."""
    if file.suffix.lower() not in (".svg", ".png"):
        raise PosterError("{file}: a logo must be an SVG or PNG file.", file=file, cure=PICTURE)
    if not file.is_file():
        raise PosterError("{file}: there is no such logo.", file=file, cure=PICTURE)
    if file.stat().st_size > LARGEST:
        size = file.stat().st_size // 1_000_000
        raise PosterError("{file}: the logo has {size} MB.", file=file, size=size, cure="Make it smaller than 4 MB.")
    return _confined_pixels(file, file.read_bytes(), side)


@lru_cache(maxsize=8)
def _confined_pixels(file: Path, content: bytes, side: int) -> Image.Image:
    """The logo, opened and drawn by a process with limits; once for all posters as long as its content is the same."""
    [drawn] = confined(_pixels, [(file, content, side)], LOGO)
    if isinstance(drawn, OverBudgetError):
        raise PosterError(
            "{file}: the logo takes more than {seconds} seconds of work or {megabytes} MB of memory.",
            file=file,
            seconds=LOGO.seconds,
            megabytes=LOGO.megabytes,
            cure="Save it as a PNG of 1000 by 1000 pixels.",
        )
    picture: Image.Image = drawn
    return picture


def _pixels(logo: tuple[Path, bytes, int]) -> Image.Image:
    """File, content and side → the logo on white."""
    file, content, side = logo
    picture = _drawn_svg(file, content, side) if file.suffix.lower() == ".svg" else _opened_png(file, content)
    picture = ImageOps.contain(picture, (side, side), Image.Resampling.LANCZOS)
    white = Image.new("RGBA", (side, side), "white")
    white.alpha_composite(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    if int(np.asarray(white.convert("L")).min()) > 255 - FAINT:
        raise PosterError(
            "{file}: the logo is blank on white paper.",
            file=file,
            cure="Draw it in a dark colour, and save it again as SVG or PNG.",
        )
    return white.convert("RGB")


def place_picture(canvas: Canvas, file: Path, x: float, y: float, side: float, *, press: bool) -> None:
    """Draw the file in the middle of a square with its lower left corner at (x, y), as large as fits; points."""
    pixels = logo_pixels(file, round(side / 72 * DPI))
    canvas.drawImage(ImageReader(in_four_inks(pixels) if press else pixels), x, y, side, side)


def _drawn_svg(file: Path, content: bytes, side: int) -> Image.Image:
    unreadable = PosterError(
        "{file}: the logo cannot be read: it is damaged, empty or no SVG.",
        file=file,
        cure="Save it again as SVG or PNG.",
    )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable from None
    if len(text) > LARGEST_SVG or text.count("<") > MOST_SHAPES or _depth(text) > DEEPEST:
        raise PosterError(
            "{file}: the logo has {n} shapes or many groups within groups, too much for a small picture.",
            file=file,
            n=text.count("<"),
            cure="Save it as a PNG of 1000 by 1000 pixels.",
        )
    if foreign := _FOREIGN.search(text):
        what, entity, _ = foreign.groups()
        if what and what.lower() == "text":
            raise PosterError(
                "{file}: the logo holds text, which needs a font that is not on every computer.",
                file=file,
                cure="Turn its text into paths (in Inkscape: Path, Object to Path), and save it again.",
            )
        raise PosterError(
            "{file}: the logo brings in something that is not drawn in it ({what}).",
            file=file,
            what=what or entity or "href",
            cure="Draw it in the file itself, or save the whole logo as a PNG of 1000 by 1000 pixels.",
        )
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=text, skip_system_fonts=True, width=side, height=side
        )  # it keeps the shape
        return Image.open(io.BytesIO(png)).convert("RGBA")
    except (ValueError, OSError):
        raise unreadable from None


def _depth(text: str) -> int:
    """How deep elements are within each other; resvg goes down with every level."""
    depth = deepest = 0
    for close, alone in _TAG.findall(text):
        depth += -1 if close else 0 if alone else 1
        deepest = max(deepest, depth)
    return deepest


def _opened_png(file: Path, content: bytes) -> Image.Image:
    try:
        quietly = warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning)
        with quietly, Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            return picture.convert("RGBA")
    except Image.DecompressionBombError:
        raise PosterError(
            "{file}: the logo has more than {most} megapixels.",
            file=file,
            most=MOST_PIXELS // 1_000_000,
            cure="Save it as a PNG of 1000 by 1000 pixels.",
        ) from None
    except UnidentifiedImageError:
        raise PosterError("{file}: this is not a PNG.", file=file, cure="Save it again as SVG or PNG.") from None
    except (OSError, SyntaxError, ValueError):
        raise PosterError(
            "{file}: the logo is damaged or was cut off.", file=file, cure="Save it again as SVG or PNG."
        ) from None
