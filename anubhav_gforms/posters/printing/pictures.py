"""Pictures of a poster: what paper makes of it, to look at (colour, grey, photocopy, phone); and, of a proven page, PNG for phones and
screens, and SVG in which the code stays sharp at every size."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np
import resvg_py
from PIL import Image, ImageFilter

from ...files import write_whole
from ...links.symbol import symbol
from ...sentence import Sentence
from ..design.pen import dark_runs
from ..design.texts import Poster
from ..reading.pages import opened, read_codes
from ..reading.proof import PageFault
from .document import Style, make_pdf

DPI = 150
LONG = 1920  # pixels of the longer side, on a screen
PHONE_WIDTH = 360  # pixels


@dataclass(frozen=True, slots=True)
class Preview:
    """One picture of a poster."""

    shows: str  # "colour", "grey", "photocopy" or "phone"
    path: Path
    readable: bool  # a code reader finds the code in it


def make_previews(poster: Poster, style: Style, folder: Path, *, name: str) -> tuple[Preview, ...]:
    """Four PNG files of one poster: colour, grey, photocopied, and as small as on a phone."""
    with opened(make_pdf([poster], style, title=name)) as document:
        colour = document[0].render(scale=DPI / 72).to_pil().convert("RGB")
    grey = colour.convert("L")
    pictures = {
        "colour": colour,
        "grey": grey,
        "photocopy": photocopied(grey),
        "phone": colour.resize(
            (PHONE_WIDTH, round(colour.height * PHONE_WIDTH / colour.width)), Image.Resampling.LANCZOS
        ),
    }
    made = []
    for shows, picture in pictures.items():
        path = write_whole(folder / f"{name}-{shows}.png", _png(picture), shared=True)
        texts = read_codes(np.ascontiguousarray(np.asarray(picture.convert("L"))))
        made.append(Preview(shows, path, poster.link.url in texts))
    return tuple(made)


def photocopied(grey: Image.Image) -> Image.Image:
    """A simulated office photocopy: ink spreads, edges soften, contrast hardens, specks appear."""
    spread = grey.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.GaussianBlur(1.0))
    values = np.asarray(spread, dtype=np.float32)
    noise = np.random.default_rng(1).normal(0, 12, values.shape)
    hard = np.clip((values - 70) * 255 / 130, 0, 255)
    return Image.fromarray(np.clip(hard * (220 - 35) / 255 + 35 + noise, 0, 255).astype(np.uint8))


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """A file whose pages were read back, not yet on disk."""

    name: str  # BSP-A4.pdf
    content: bytes
    pages: int
    values: tuple[str, ...] = ()  # codes on it; none on a handover list


def screen_files(pdf: bytes, poster: Poster, style: Style, name: str) -> tuple[list[DrawnFile], list[PageFault]]:
    """The poster's only page as NAME.png and NAME.svg; none, and why, when the code cannot be read in one of them."""
    with opened(pdf) as document:
        picture = document[0].render(scale=LONG / max(document[0].get_size())).to_pil().convert("RGB")
    png = _png(picture)
    svg = _svg(png, picture.size, poster, style)
    drawn = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, width=picture.width)
    faults = [
        PageFault(1, poster.link.station, Sentence("its code cannot be read in the picture"), f"{name}.{ending}")
        for ending, shown in (("png", png), ("svg", drawn))
        if read_codes(np.asarray(Image.open(io.BytesIO(shown)).convert("L"))) != [poster.link.url]
    ]
    values = (poster.link.value,)
    files = [DrawnFile(f"{name}.png", png, 1, values), DrawnFile(f"{name}.svg", svg.encode(), 1, values)]
    return ([] if faults else files), faults


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _svg(png: bytes, size: tuple[int, int], poster: Poster, style: Style) -> str:
    """The picture, and over its code the same code as one path. Lengths in pixels of the picture."""
    paper, modules = style.paper, symbol(poster.link.url, style.version, style.ecc)
    per_mm = size[0] / paper.width
    left, top, side = (part * paper.scale * per_mm for part in paper.design.symbol.box(style.version))
    box = f'x="{left:.2f}" y="{top:.2f}" width="{side:.2f}" height="{side:.2f}"'
    runs = "".join(f"M{x} {y}h{long}v1h-{long}z" for x, y, long in dark_runs(modules))
    moved = f"translate({left:.3f} {top:.3f}) scale({side / len(modules):.6f})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" width="{size[0]}" height="{size[1]}">'
        f"<title>{escape(poster.name.hi)} {escape(poster.link.value)}</title>"
        f'<image width="{size[0]}" height="{size[1]}" href="data:image/png;base64,{base64.b64encode(png).decode()}"/>'
        f'<rect {box} fill="#fff"/><path transform="{moved}" d="{runs}"/></svg>\n'
    )
