"""The fonts that travel with the package, made known to reportlab."""

from __future__ import annotations

import base64
from enum import StrEnum
from functools import cache
from pathlib import Path

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parent / "fonts"


class Face(StrEnum):
    """The name under which each font is known to a canvas. Mukta is for all text, Baloo 2 for one display word."""

    REGULAR = "Mukta-Regular"
    MEDIUM = "Mukta-Medium"
    SEMIBOLD = "Mukta-SemiBold"
    BOLD = "Mukta-Bold"
    EXTRABOLD = "Mukta-ExtraBold"
    DISPLAY = "Baloo2-ExtraBold"

    @property
    def file(self) -> Path:
        """The font file in the package."""
        return FOLDER / f"{self.value}.ttf"


@cache
def register() -> None:
    """Make every face known to reportlab. Open canvases with initialFontName=Face.REGULAR after it.

    Shaped text names glyphs that have no character by private ones, handed out in the order of need. They are handed
    out here in the order of the font instead, so that a page has the same bytes whatever was drawn before it.
    """
    for face in Face:
        font = TTFont(face.value, str(face.file))
        glyphs = font.hbFont()
        for glyph in range(glyphs.face.glyph_count):
            if glyph not in font.face.glyphToChar:
                font.hbAddPrivate(glyphs.glyph_to_string(glyph), glyph, glyphs.get_glyph_h_advance(glyph))
        pdfmetrics.registerFont(font)


@cache
def metrics(face: Face) -> tuple[float, float, float]:
    """Height above and depth below the baseline, and height of capitals, in em."""
    shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file))))
    extents = shaper.get_font_extents("ltr")
    em = shaper.face.upem
    capital = shaper.get_glyph_extents(shaper.get_nominal_glyph(ord("H"))).y_bearing
    return extents.ascender / em, -extents.descender / em, capital / em


def web_font(face: Face, text: str) -> str:
    """A data address of the face with just the letters of `text`, for a page that must show Hindi on any machine."""
    subset = uharfbuzz.SubsetInput()
    subset.unicode_set.update({ord(sign) for sign in text})
    cut = uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file))), subset)
    return "data:font/ttf;base64," + base64.b64encode(cut.blob.data).decode()
