"""The artist: draws any design, block by block, from its table of measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from operator import attrgetter

from ...links.symbol import Modules
from ...paper import Face
from ...sentence import Bilingual
from . import icons, shapes
from .measures import (
    Arc,
    Band,
    Block,
    Card,
    CheckStrip,
    Design,
    Footer,
    Ground,
    LogoSpot,
    Name,
    NoteBox,
    NotesBeside,
    Plate,
    PrivacyNote,
    SampleMark,
    Shield,
    SidePanel,
    StepsBeside,
    StepsUnder,
    Symbol,
    Tagline,
    TextLine,
)
from .palette import Palette
from .pen import Pen
from .shapes import BLEED
from .texts import Poster, PosterTexts


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a block is drawn with."""

    pen: Pen
    design: Design
    texts: PosterTexts
    colours: Palette
    poster: Poster | None = None  # None: the artwork that all posters share
    modules: Modules | None = None  # of its symbol

    def text(self, source: str) -> str:
        """A text of the poster, or of all posters, by its name in a `TextLine`."""
        owner = self.poster if self.poster and source.partition(".")[0] in ("link", "mark") else self.texts
        return str(attrgetter(source)(owner))

    def colour(self, part: str) -> str:
        """The colour that plays this part."""
        return str(getattr(self.colours, part))


def draw_artwork(design: Design, pen: Pen, texts: PosterTexts, colours: Palette) -> None:
    """Draw all that is the same on every poster."""
    _draw_all(design.artwork, Drawing(pen, design, texts, colours))


def draw_face(design: Design, pen: Pen, texts: PosterTexts, colours: Palette, poster: Poster, modules: Modules) -> None:
    """Draw all that is one poster's own: names, code and symbol."""
    _draw_all(design.face, Drawing(pen, design, texts, colours, poster, modules))


def _draw_all(blocks: Sequence[Block], on: Drawing) -> None:
    for block in blocks:
        draw(block, on)


@singledispatch
def draw(block: object, on: Drawing) -> None:
    """Draw one block. Raises PosterError for a text that does not fit, TypeError for a block that is not known."""
    raise TypeError(f"{type(block).__name__} is not a block that the artist can draw")


@draw.register
def _(block: Ground, on: Drawing) -> None:
    width, height = on.design.width, on.design.height
    on.pen.box(-BLEED, -BLEED, width + 2 * BLEED, height + 2 * BLEED, fill=on.colours.page)


@draw.register
def _(block: Arc, on: Drawing) -> None:
    shapes.arc(on.pen, on.design.width, block, on.colours)


@draw.register
def _(block: SidePanel, on: Drawing) -> None:
    width, height = on.design.width, on.design.height
    on.pen.box(block.left, -BLEED, width - block.left + BLEED, height + 2 * BLEED, fill=on.colours.header)
    on.pen.box(block.left - block.thick / 2, -BLEED, block.thick, height + 2 * BLEED, fill=on.colours.rule)


@draw.register
def _(block: TextLine, on: Drawing) -> None:
    y, size = block.y, block.size
    if block.alone and not on.text(block.source.replace(".hi", ".en")):
        y += block.alone
    if block.hindi_size and not on.texts.english:
        size = block.hindi_size
    if on.texts.tagline:
        y += block.lower
        size = block.small or size
    on.pen.text(
        block.x,
        y,
        on.text(block.source),
        block.face,
        size,
        on.colour(block.colour),
        align=block.align,
        room=block.room,
        least=block.least,
    )


@draw.register
def _(block: Tagline, on: Drawing) -> None:
    if not on.texts.tagline:
        return
    left, (hindi, english) = block.left + (block.indent if on.texts.logo else 0.0), block.sizes
    on.pen.text(left, block.y, on.texts.tagline.hi, Face.SEMIBOLD, hindi, on.colours.question)
    small = on.colours.question_small
    on.pen.text(block.right, block.y, on.texts.tagline.en, Face.REGULAR, english, small, align="right")
    top, height = block.rule
    on.pen.box(left, top, block.right - left, height, fill=on.colours.rule)


@draw.register
def _(block: Card, on: Drawing) -> None:
    shapes.card(on.pen, block, on.texts.scan.joined, on.colours)


@draw.register
def _(block: StepsBeside, on: Drawing) -> None:
    pen, colours, count = on.pen, on.colours, len(on.texts.steps)
    size, least, above, below = block.hindi
    small, small_least, small_below = block.english
    room = block.right - block.left
    middles = _middles(block, count)
    for number, (y, step) in enumerate(zip(middles, on.texts.steps, strict=True)):
        gap = y - middles[number - 1]
        if block.dots and number and gap > 2 * block.radius + 6:
            top, bottom = y - gap + block.radius + 2.4, y - block.radius - 2.4
            pen.line(block.x, top, block.x, bottom, stroke=colours.band_dot, thick=0.7, dots=2.2)
        icon_colours = shapes.inverted(colours) if block.on_header else colours
        shapes.step(pen, block.x, y, block.radius, number, count, icon_colours)
        hindi, english = (on.colour(part) for part in block.colours)
        baseline = y - above if step.en else y + below
        pen.text(block.left, baseline, step.hi, Face.BOLD, size, hindi, room=room, least=least)
        baseline = y + small_below
        pen.text(block.left, baseline, step.en, Face.REGULAR, small, english, room=room, least=small_least)


@draw.register
def _(block: StepsUnder, on: Drawing) -> None:
    pen, colours, count = on.pen, on.colours, len(on.texts.steps)
    middle, room = (block.left + block.right) / 2, block.right - block.left
    for number, (y, step) in enumerate(zip(_middles(block, count), on.texts.steps, strict=True)):
        shapes.step(pen, middle, y, block.radius, number, count, colours)
        baseline = y + block.radius + block.hindi * 0.43
        lines = pen.lines(step.hi, Face.BOLD, block.hindi, room)[:2]
        for row, text in enumerate(lines):
            at = baseline + row * block.hindi * 0.42
            pen.text(middle, at, text, Face.BOLD, block.hindi, colours.ink, align="center", room=room, least=7)
        if block.english and len(lines) == 1:
            at, size = baseline + block.english * 0.53, block.english
            pen.text(middle, at, step.en, Face.REGULAR, size, colours.muted, align="center", room=room, least=7)


def _middles(block: StepsBeside | StepsUnder, count: int) -> list[float]:
    """The y of every icon; a single one is in the middle."""
    if count == 1:
        return [(block.first + block.last) / 2]
    gap = (block.last - block.first) / max(count - 1, 1)
    return [block.first + gap * number for number in range(count)]


@draw.register
def _(block: NoteBox, on: Drawing) -> None:
    _note_box(on, block.x, block.y, block.width, block.height, thick=block.thick, radius=block.radius)


def _note_box(on: Drawing, x: float, y: float, width: float, height: float, *, thick: float, radius: float) -> None:
    colours = on.colours
    on.pen.box(x, y, width, height, fill=colours.note, stroke=colours.note_edge, thick=thick, radius=radius)


@draw.register
def _(block: Shield, on: Drawing) -> None:
    icons.shield(on.pen, block.x, block.y, block.size, on.colours.plate_edge, on.colours.note)


@draw.register
def _(block: CheckStrip, on: Drawing) -> None:
    pen, colours, texts, top, high = on.pen, on.colours, on.texts, block.top, block.height
    _note_box(on, block.left, top, block.right - block.left, high, thick=0.4, radius=high * 0.22)
    draw(Shield(block.left + high * 0.5, top + high / 2, high * 0.66), on)
    first, fence = block.left + high, block.code - high * 0.3
    pen.line(fence, top + high * 0.2, fence, top + high * 0.8, stroke=colours.note_edge, thick=0.4)
    labels = (
        (first, fence - first - 1, texts.address),
        (block.code, block.right - block.code - 1, texts.code),
    )
    both = all(pen.wide(label.joined, Face.REGULAR, block.label) <= room for _, room, label in labels)
    for x, room, label in labels:
        text, baseline = label.joined if both else label.hi, top + high * 0.4
        pen.text(x, baseline, text, Face.REGULAR, block.label, colours.muted, room=room, least=7)
    room = fence - first - 1
    pen.text(first, top + high * 0.83, texts.host, Face.BOLD, block.value, colours.ink, room=room, least=7)


@draw.register
def _(block: NotesBeside, on: Drawing) -> None:
    pen, colours, top, high = on.pen, on.colours, block.top, block.height
    pairs = ((on.texts.privacy, icons.lock), (on.texts.praise, icons.heart))
    notes = [(text, icon) for text, icon in pairs if text]
    wide = (block.right - block.left - block.gap * (len(notes) - 1)) / max(len(notes), 1)
    for number, (text, icon) in enumerate(notes):
        x, room = block.left + number * (wide + block.gap), wide - 19
        _note_box(on, x, top, wide, high, thick=0.5, radius=3.2)
        icon(pen, x + 8.6, top + high / 2, 8.6, colours.plate_edge)
        baseline = top + (6.8 if text.en else 9.2)
        pen.text(x + 16, baseline, text.hi, Face.SEMIBOLD, 14.2, colours.ink, room=room, least=9)
        pen.text(x + 16, top + 12.2, text.en, Face.REGULAR, 10.5, colours.muted, room=room, least=8)


@draw.register
def _(block: PrivacyNote, on: Drawing) -> None:
    if not on.texts.privacy:
        return
    pen, text = on.pen, on.texts.privacy.hi
    _note_box(on, block.left, block.top, block.width, block.height, thick=0.4, radius=2.4)
    size, lock, gap = 9.4, 6.4, 2.0
    room = block.width - lock - gap - 4
    lines = pen.lines(text, Face.SEMIBOLD, size, room)
    widest = max(pen.wide(row, Face.SEMIBOLD, size) for row in lines)
    start, middle = block.left + (block.width - lock - gap - widest) / 2, block.top + block.height / 2
    icons.lock(pen, start + lock / 2, middle, lock, on.colours.plate_edge)
    first, x = middle + size * 0.12 - (len(lines) - 1) * size * 0.22, start + lock + gap
    for number, row in enumerate(lines):
        pen.text(x, first + number * size * 0.44, row, Face.SEMIBOLD, size, on.colours.ink, room=room, least=7)


@draw.register
def _(block: Plate, on: Drawing) -> None:
    shapes.plate(on.pen, block, on.colours)


@draw.register
def _(block: Name, on: Drawing) -> None:
    if on.poster:
        shapes.name(on.pen, block, on.poster.name, on.colours.plate_text)


@draw.register
def _(block: Band, on: Drawing) -> None:
    shapes.band(on.pen, on.design.width, block, on.colours)


@draw.register
def _(block: Footer, on: Drawing) -> None:
    width, height = on.design.width + 2 * BLEED, on.design.height - block.top + BLEED
    on.pen.box(-BLEED, block.top, width, height, fill=on.colours.footer)
    if block.edge and on.colours.outlined:
        left, wide = block.edge
        on.pen.box(left, block.top, wide, 0.3, fill=on.colours.frame)


@draw.register
def _(block: LogoSpot, on: Drawing) -> None:
    if on.texts.logo is None:
        return
    inset = block.side * 0.08
    on.pen.box(block.x, block.y, block.side, block.side, fill="#FFFFFF", radius=inset)
    on.pen.picture(on.texts.logo, block.x + inset, block.y + inset, block.side - 2 * inset)


@draw.register
def _(block: SampleMark, on: Drawing) -> None:
    if not on.texts.sample:
        return
    hindi, english = ("नमूना", "SAMPLE") if block.short else ("नमूना – दीवार पर न लगाएँ", "SAMPLE – not for a wall")
    text, size = Bilingual(hindi, english if on.texts.english else "").joined, block.size
    wide = on.pen.wide(text, Face.BOLD, size) + size * 0.85
    on.pen.box(block.x - wide / 2, block.y, wide, size * 0.63, fill="#B3261E", radius=size * 0.315)
    on.pen.text(block.x, block.y + size * 0.44, text, Face.BOLD, size, "#FFFFFF", align="center")


@draw.register
def _(block: Symbol, on: Drawing) -> None:
    if on.modules is not None:
        on.pen.symbol(on.modules, block.left, block.top, block.side)
