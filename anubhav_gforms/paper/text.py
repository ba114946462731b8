"""One line of mixed Hindi and English → shaped runs on a page, with the text itself kept for search and copy.

reportlab shapes a string as one script, decided by its first letter, so a line is cut into runs of one script first.
The private names of reportlab that this needs (`_code`, `_textOut`, `_curSubset` and their like) stay in this file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Literal, NamedTuple

import uharfbuzz
from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr, TTFont
from reportlab.pdfgen.canvas import Canvas

from ..text import stored
from .faces import Face, register

Align = Literal["left", "center", "right"]

_FEATURES = {"kern": True, "liga": True, "dlig": False}
_DEVANAGARI = re.compile("[\u0900-\u0963\u0966-\u097f\ua8e0-\ua8ff\u1cd0-\u1cff]")

CLOSE_BY = frozenset(".,…।॥\"'‘’“”")
"""Signs that a font sets closer to a blank beside them, and never farther from it; no other sign is moved by a blank."""
_FREE_BLANK = re.compile("((?<![{0}]) (?![{0}]))".format("".join(sorted(CLOSE_BY))))
"""A blank that moves no sign."""
BLANK, TYING_BLANK = 0x20, 0xA0
"""Both have one code in a file of reportlab's."""
_ESCAPED = [escapePDF(bytes([code])) for code in range(256)]
number = lru_cache(maxsize=1 << 15)(fp_str)
"""A number as a PDF says it. Pages say the same few sizes and places thousands of times."""


def runs(text: str) -> list[str]:
    """Cut a line where the script changes. Latin digits, signs and spaces belong to no script and stay with the run before."""
    if text.isascii():
        return [text] if text else []
    cuts = [0]
    script = None
    for position, sign in enumerate(text):
        own = _script(sign)
        if own is None:
            continue
        if script is not None and own != script:
            cuts.append(position)
        script = own
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True) if end > start]


def has_hindi(text: str) -> bool:
    """Whether there is a Devanagari sign in it."""
    return bool(_DEVANAGARI.search(text))


def width(text: str, face: Face, size: float) -> float:
    """Width of the shaped line in points."""
    return _shaped(text, face).em * size


def fitted(text: str, face: Face, size: float, max_width: float) -> float:
    """The size in points, at most `size`, at which the line is no wider than `max_width` points."""
    full = width(text, face, size)
    return size if full <= max_width else size * max_width / full


def draw(canvas: Canvas, x: float, y: float, text: str, face: Face, size: float, *, align: Align = "left") -> float:
    """Draw one line with its baseline at `y` (points, from below) in the canvas's fill colour; gives its width.

    `align` says what `x` is: the left edge, the middle or the right edge. The line can be searched and copied as
    `text` (NFC), also where glyphs are reordered.
    """
    if not text:
        return 0.0
    shaped = _shaped(text, face)
    wide = shaped.em * size
    start = x - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    shown_line = _Line(canvas, face, size, ["BT", f"1 0 0 1 {number(start)} {number(y)} Tm"])
    for stretch in shaped.runs:
        _show(shown_line, stretch)
    canvas._code += (shaped.said, f"{' '.join(shown_line.code)} ET", "EMC")
    return wide


@cache
def _script(sign: str) -> str | None:
    if _DEVANAGARI.match(sign):
        return "Deva"
    return "Latn" if unicodedata.category(sign).startswith("L") else None


@lru_cache(maxsize=1 << 14)
def em(word: str, face: Face) -> float:
    """Width of a shaped word in em. The same words stand in thousands of lines."""
    return sum([_glyphs(cut, face, has_hindi(cut)).em for cut in runs(word)])


@cache
def _scale(font: TTFont) -> Callable[[int], float]:
    """Units of the font → thousandths of an em. A font has a few hundred widths."""
    return cache(font.pdfScale)


@cache
def _shaper(font: TTFont) -> uharfbuzz.Font:
    return font.hbFont()


Place = tuple[float, float, float, float, float]
"""As reportlab's ShapeData, of whose cluster it asks nothing: advance across and up, offset across and up, width of the glyph."""


class _Glyphs(NamedTuple):
    """Words of one script, shaped."""

    signs: tuple[int, ...]  # the characters by which reportlab names the glyphs
    places: tuple[Place, ...]  # where each stands
    level: bool  # whether all stand on the baseline
    em: float  # their width


@lru_cache(maxsize=1 << 14)
def _glyphs(words: str, face: Face, hindi: bool) -> _Glyphs:
    """Words of a run in its script. reportlab's own shapeFragWord knows no language, and Hindi digits have another form than Marathi ones."""
    register()
    font = pdfmetrics.getFont(face.value)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.script, buffer.language = ("Deva", "hi") if hindi else ("Latn", "en")
    uharfbuzz.shape(_shaper(font), buffer, _FEATURES)
    scale, known, widths = _scale(font), font.face.glyphToChar, font.face.charWidths
    signs: list[int] = []
    places: list[Place] = []
    for glyph, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        right, above, advance, up = at.position
        sign = known[glyph.codepoint][0]
        moved = right and scale(right), above and scale(above)
        places.append((scale(advance), up and scale(up), *moved, widths[sign]))
        signs.append(BLANK if sign == TYING_BLANK else sign)
    return _Glyphs(tuple(signs), tuple(places), not any(at[3] for at in places), sum([at[0] / 1000 for at in places]))


class _Run(NamedTuple):
    """A shaped run: its glyphs as reportlab takes them, and what stands in its line of a page."""

    signs: tuple[int, ...]  # the characters by which it names them
    places: tuple[Place, ...]  # where each stands
    lead: str  # how far the first glyph is moved, as a PDF says it
    pieces: tuple[tuple[int, int, str], ...]  # first and last glyph that stand together, and how far the next is moved
    level: bool  # whether all glyphs stand on the baseline

    @property
    def glyphs(self) -> ShapedStr:
        return ShapedStr("".join(map(chr, self.signs)), shapeData=[ShapeData(0, *at) for at in self.places])


class _Shaped(NamedTuple):
    """A shaped line."""

    runs: tuple[_Run, ...]
    em: float  # its width
    said: str  # how a page begins it: with the text itself, for search and copy


@lru_cache(maxsize=1 << 14)
def _shaped(text: str, face: Face) -> _Shaped:
    """The line, shaped word by word: forty packs of a state draw the same words again and again."""
    text = stored(text)
    parts: list[_Run] = []
    total = 0.0
    for stretch in runs(text):
        hindi = has_hindi(stretch)
        words = [_glyphs(words, face, hindi) for words in _FREE_BLANK.split(stretch) if words]
        signs = tuple([sign for each in words for sign in each.signs])
        places = tuple([at for each in words for at in each.places])
        parts.append(_Run(signs, places, *_pieces(places), all(each.level for each in words)))
        total += sum([each.em for each in words])
    encoded = ("\ufeff" + text).encode("utf-16-be").hex().upper()
    return _Shaped(tuple(parts), total, f"/Span<</ActualText<{encoded}>>>BDC")


def _pieces(places: Sequence[Place]) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """How far the first glyph is moved, and glyphs that stand together with how far the next one is moved."""
    lead = number(-places[0][2])
    pieces: list[tuple[int, int, str]] = []
    start = 0
    for end, ((advance, _, offset, _, wide), following) in enumerate(zip_longest(places, places[1:]), start=1):
        moved = wide - advance + offset
        before = -following[2] if following else 0
        if moved or before or not following:
            gap = number(moved + before)
            pieces.append((start, end, "" if gap == "0" else gap))
            start = end
    return "" if lead == "0" else lead, tuple(pieces)


@dataclass(slots=True)
class _Line:
    """A line in the making."""

    canvas: Canvas
    face: Face
    size: float  # points
    code: list[str]  # what a page says of it so far
    subset: int = -1  # of the font, in use


def _show(shown_line: _Line, shaped: _Run) -> None:
    """Put the run into the line, as reportlab does it, but without a second look at every glyph."""
    font, document = pdfmetrics.getFont(shown_line.face.value), shown_line.canvas._doc
    try:
        codes = [*map(font.state[document].assignments.__getitem__, shaped.signs)]
    except KeyError:  # glyphs that this file has not named yet
        font.splitString(shaped.glyphs, document)
        codes = [*map(font.state[document].assignments.__getitem__, shaped.signs)]
    subset = max(codes) >> 8
    if not shaped.level or min(codes) >> 8 != subset:
        _show_unlike(shown_line, shaped)
        return
    shown = [shaped.lead] if shaped.lead else []
    signs = [_ESCAPED[code & 255] for code in codes]
    for start, end, gap in shaped.pieces:
        shown.append(f"({''.join(signs[start:end])})")
        if gap:
            shown.append(gap)
    if subset != shown_line.subset:
        name = font.getSubsetInternalName(subset, document)
        shown_line.code.append(f"{name} {number(shown_line.size)} Tf {number(shown_line.size * 1.2)} TL")
        shown_line.subset = subset
    shown_line.code.append(f"{shown[0]} Tj" if len(shown) == 1 else f"[{' '.join(shown)}] TJ")


def _show_unlike(shown_line: _Line, shaped: _Run) -> None:
    """Put a run into the line by reportlab's own hand: one of several subsets of the font, or with glyphs above the line."""
    text = shown_line.canvas.beginText()
    text.setFont(shown_line.face.value, shown_line.size)
    text._code, text._curSubset = shown_line.code, shown_line.subset
    text._textOut(shaped.glyphs)
    shown_line.subset = text._curSubset
