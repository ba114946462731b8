"""What paper makes of a poster: in colour, in grey, and after an office photocopier, as pictures to look at."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from ...files import write_whole
from ..design.texts import Poster
from ..reading.pages import opened, read_codes
from .document import Style, make_pdf

DPI = 150
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
        file = BytesIO()
        picture.save(file, "PNG")
        path = write_whole(folder / f"{name}-{shows}.png", file.getvalue(), shared=True)
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
