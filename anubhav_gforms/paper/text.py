"""One line of mixed Hindi and English → shaped runs on a page, with the text itself kept for search and copy.

reportlab shapes a string as one script, decided by its first letter, so a line is cut into runs of one script first.
The private names of reportlab that this needs (`_code`, `_textOut`, `__shapeData__`) stay in this file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr
from reportlab.pdfgen.canvas import Canvas

from ..text import stored
from .faces import Face, register

Align = Literal["left", "center", "right"]

_FEATURES = {"kern": True, "liga": True, "dlig": False}
_DEVANAGARI = re.compile("[\u0900-\u0963\u0966-\u097f\ua8e0-\ua8ff\u1cd0-\u1cff]")

STAYS = frozenset(["–", "से", "पर", "में", "को", "का", "की", "के", "ने", "तक"])
"""Words that no line begins with."""


def runs(text: str) -> list[str]:
    """Cut a line where the script changes. Latin digits, signs and spaces belong to no script and stay with the run before."""
    cuts = [0]
    script = None
    for place, sign in enumerate(text):
        own = _script(sign)
        if own is None:
            continue
        if script is not None and own != script:
            cuts.append(place)
        script = own
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True) if end > start]


def has_hindi(text: str) -> bool:
    """Whether there is a Devanagari sign in it."""
    return bool(_DEVANAGARI.search(text))


def width(text: str, face: Face, size: float) -> float:
    """Width of the shaped line in points."""
    return _shaped(stored(text), face)[1] * size


def fitted(text: str, face: Face, size: float, max_width: float) -> float:
    """The size in points, at most `size`, at which the line is no wider than `max_width` points."""
    full = width(text, face, size)
    return size if full <= max_width else size * max_width / full


def wrap(text: str, face: Face, size: float, max_width: float, *, balanced: bool = False) -> list[str]:
    """Break a line at spaces so that no line is wider than `max_width` points; a single long word stays whole.

    `balanced` makes lines of about the same length, without needing more of them.
    """
    lines = _filled(text, face, size, max_width)
    if not balanced or len(lines) < 2:
        return lines
    low, high = max_width / len(lines), max_width
    while high - low > size / 10:
        middle = (low + high) / 2
        tried = _filled(text, face, size, middle)
        if len(tried) == len(lines) and all(width(line, face, size) <= max_width for line in tried):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def draw(canvas: Canvas, x: float, y: float, text: str, face: Face, size: float, *, align: Align = "left") -> float:
    """Draw one line with its baseline at `y` (points, from below) in the canvas's fill colour; gives its width.

    `align` says what `x` is: the left edge, the middle or the right edge. The line can be searched and copied as
    `text` (NFC), also where glyphs are reordered.
    """
    text = stored(text)
    shaped, em = _shaped(text, face)
    if not text:
        return 0.0
    start = x - em * size * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    encoded = ("\ufeff" + text).encode("utf-16-be").hex().upper()
    canvas._code.append(f"/Span<</ActualText<{encoded}>>>BDC")
    line = canvas.beginText(start, y)
    line.setFont(face.value, size)
    for run in shaped:
        line._textOut(run)
    canvas.drawText(line)
    canvas._code.append("EMC")
    return em * size


def _script(sign: str) -> str | None:
    if _DEVANAGARI.match(sign):
        return "Deva"
    return "Latn" if unicodedata.category(sign).startswith("L") else None


def _words(text: str, fits: Callable[[str], bool]) -> list[str]:
    """The words of a text: what belongs to the word before it stays with it, and "न" with the word after it, if that fits."""
    words: list[str] = []
    for word in stored(text).split(" "):
        tied = bool(words) and (word in STAYS or words[-1].split(" ")[-1] == "न")
        if tied and fits(f"{words[-1]} {word}"):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _filled(text: str, face: Face, size: float, max_width: float) -> list[str]:
    lines: list[str] = []
    for word in _words(text, lambda word: width(word, face, size) <= max_width):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, face, size) <= max_width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=4096)
def _shaped(text: str, face: Face) -> tuple[tuple[str, ...], float]:
    """The shaped runs of a line and its width in em.

    reportlab's own shapeFragWord knows no language, and Hindi digits have another form than Marathi ones.
    """
    register()
    font = pdfmetrics.getFont(face.value)
    parts: list[str] = []
    total = 0.0
    for run in runs(text):
        buffer = uharfbuzz.Buffer()
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(run)
        buffer.guess_segment_properties()
        if _DEVANAGARI.search(run):
            buffer.script, buffer.language = "Deva", "hi"
        else:
            buffer.script, buffer.language = "Latn", "en"
        shaper = font.hbFont()
        uharfbuzz.shape(shaper, buffer, _FEATURES)
        signs, places = "", []
        for glyph, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            known = font.face.glyphToChar.get(glyph.codepoint)
            sign = (
                known[0]
                if known
                else font.hbAddPrivate(shaper.glyph_to_string(glyph.codepoint), glyph.codepoint, at.x_advance)
            )
            advance, up, right, above = map(font.pdfScale, (at.x_advance, at.y_advance, at.x_offset, at.y_offset))
            places.append(ShapeData(glyph.cluster, advance, up, right, above, font.face.charWidths[sign]))
            signs += chr(sign)
            total += advance / 1000
        parts.append(ShapedStr(signs, shapeData=places))
    return tuple(parts), total
