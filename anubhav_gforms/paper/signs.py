"""What a line should look like, from HarfBuzz alone: its glyphs and where they are, and the signs that no font has.

It shares nothing with paper/text.py, which draws the lines: what is drawn there is held against this.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

import uharfbuzz

from ..sentence import Sentence, quoted
from ..text import stored
from .faces import Face

DOTTED_CIRCLE = "\u25cc"


@dataclass(frozen=True, slots=True)
class ShapedLine:
    """The glyphs of a line in one face; lengths in em."""

    glyphs: tuple[
        tuple[int, float, float], ...
    ]  # number, how far to the right of the start, how far above the baseline
    width: float
    missing: tuple[str, ...]  # signs that the face does not have
    orphans: tuple[str, ...]  # marks without a letter to stand on, which print with a dotted circle


@cache
def font_of(face: Face) -> uharfbuzz.Font:
    """The face, as HarfBuzz reads its file."""
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file))))


@lru_cache(maxsize=4096)
def shaped_line(text: str, face: Face) -> ShapedLine:
    """The glyphs of a line of Hindi and English in this face."""
    font, start = font_of(face), 0.0
    em, circle = font.face.upem, font.get_nominal_glyph(ord(DOTTED_CIRCLE))
    glyphs: list[tuple[int, float, float]] = []
    missing, orphans = dict[str, None](), dict[str, None]()
    for script, stretch in _by_script(stored(text)):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(stretch)
        buffer.script, buffer.language, buffer.direction = script, "hi" if script == "Deva" else "en", "ltr"
        uharfbuzz.shape(font, buffer, {"kern": True, "liga": True, "dlig": False})
        for glyph, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if glyph.codepoint == 0:
                missing[stretch[glyph.cluster]] = None
            elif glyph.codepoint == circle and DOTTED_CIRCLE not in stretch:
                marks = (sign for sign in stretch[glyph.cluster :] if unicodedata.category(sign)[0] == "M")
                orphans[next(marks, stretch[glyph.cluster])] = None
            glyphs.append((glyph.codepoint, (start + at.x_offset) / em, at.y_offset / em))
            start += at.x_advance
    return ShapedLine(tuple(glyphs), start / em, tuple(missing), tuple(orphans))


def unprintable(text: str, face: Face = Face.REGULAR) -> Sentence:
    """Why a text would print as a box or on a dotted circle, and what to do; "" when it would not."""
    shaped = shaped_line(text, face)
    if shaped.missing:
        return Sentence(
            "no font has the character {signs}, so it would print as an empty box; write it without",
            signs=_numbered(shaped.missing),
        )
    if shaped.orphans:
        return Sentence(
            "the mark {signs} has no letter before it, so it would print on a dotted circle; type the letter first",
            signs=_numbered(shaped.orphans),
        )
    return Sentence("")


def _numbered(signs: Iterable[str]) -> str:
    return ", ".join(f"{quoted(sign)} (U+{ord(sign):04X})" for sign in signs)


def _by_script(text: str) -> list[tuple[str, str]]:
    """The runs of a line and the script of each. What belongs to no script goes with what is before it."""
    scripts: list[str] = []
    for sign in text:
        hindi = unicodedata.name(sign, "").startswith("DEVANAGARI") and unicodedata.category(sign)[0] in "LMN"
        own = "Deva" if hindi else "Latn" if unicodedata.category(sign)[0] == "L" else ""
        scripts.append(own or (scripts[-1] if scripts else ""))
    first = next((script for script in scripts if script), "Latn")
    pairs = zip((script or first for script in scripts), text, strict=True)
    return [(script, "".join(sign for _, sign in group)) for script, group in groupby(pairs, key=lambda pair: pair[0])]
