"""The artist: draws any design, block by block, from its table of measures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from ...links.symbol import Modules
from ...paper import Face
from ...sentence import Bilingual
from . import icons, shapes, steps
from .drawing import Drawing
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
    Notes,
    Pair,
    Paragraph,
    Plate,
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
from .pen import Pen, StackedText
from .shapes import BLEED
from .texts import Poster, PosterTexts

SAMPLE_RED = "#B3261E"


def draw_artwork(design: Design, pen: Pen, texts: PosterTexts, colours: Palette) -> None:
    """Draw all that is the same on every poster."""
    _draw_all(design.artwork, Drawing(pen, design, texts, colours))
    if texts.sample:  # a thick red frame, over everything: seen from across the room
        thick = design.height * 0.02
        inside = design.width - thick, design.height - thick
        pen.box(thick / 2, thick / 2, *inside, stroke=SAMPLE_RED, thick=thick)


def draw_place(design: Design, pen: Pen, texts: PosterTexts, colours: Palette, poster: Poster) -> None:
    """Draw what is the same on every poster of a kind of place: the question and the promise."""
    _draw_all(design.shared, Drawing(pen, design, texts, colours, poster))


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
def _(block: Paragraph, on: Drawing) -> None:
    on.pen.paragraph(
        block.x,
        block.middle,
        on.text(block.source),
        block.face,
        block.sizes,
        on.colour(block.colour),
        room=block.room,
        most=block.most,
        align=block.align,
    )


@draw.register
def _(block: Pair, on: Drawing) -> None:
    text: Bilingual = getattr(on.poster, block.source)
    larger = 1.15 if block.english and not text.en else 1.0
    parts = [StackedText(text.hi, block.face, (block.hindi[0] * larger, block.hindi[1]), on.colour(block.colour))]
    if block.english:
        parts.append(StackedText(text.en, Face.REGULAR, block.english, on.colours.question_small))
    on.pen.draw_stack(block.x, block.middle, parts, room=block.room, high=block.height, align="center")


draw.register(Card, shapes.card)
draw.register(Plate, shapes.plate)
draw.register(Name, shapes.name)
draw.register(StepsBeside, steps.beside)
draw.register(StepsUnder, steps.under)


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
    labels = ((first, fence - first - 1, texts.address), (block.code, block.right - block.code - 1, texts.code))
    both = all(pen.wide(label.joined, Face.REGULAR, block.label) <= room for _, room, label in labels)
    for x, room, label in labels:
        text, baseline = label.joined if both else label.hi, top + high * 0.4
        pen.text(x, baseline, text, Face.REGULAR, block.label, colours.muted, room=room, least=7)
    room = fence - first - 1
    pen.text(first, top + high * 0.83, texts.host, Face.BOLD, block.value, colours.ink, room=room, least=7)


@draw.register
def _(block: Notes, on: Drawing) -> None:
    pen, colours, notes = on.pen, on.colours, on.texts.notes
    across, down, gaps = block.right - block.left, block.height, block.gap * (len(notes) - 1)
    needs = [pen.wide(text.hi, Face.SEMIBOLD, block.hindi[0]) / 2 + block.icon + 5 for text in notes]
    x, y = block.left, block.top
    for text, sign, need in zip(notes, (icons.lock, icons.heart, icons.no_money), needs, strict=True):
        wide = across if block.stacked else (across - gaps) * need / sum(needs)
        high = (down - gaps) / len(notes) if block.stacked else down
        if block.boxed:
            _note_box(on, x, y, wide, high, thick=0.4, radius=min(3.2, high * 0.25))
        left = x + 1.6
        if block.icon:
            sign(pen, x + 1.8 + block.icon / 2, y + high / 2, block.icon, colours.plate_edge)
            left += block.icon + 1.8
        parts = [StackedText(text.hi, Face.SEMIBOLD, block.hindi, colours.ink)]
        if block.english:
            parts.append(StackedText(text.en, Face.REGULAR, block.english, colours.muted))
        pen.draw_stack(left, y + high / 2, parts, room=x + wide - 1.4 - left, high=high - 0.6 * block.boxed)
        x, y = (x, y + high + block.gap) if block.stacked else (x + wide + block.gap, y)


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
    mark_sample(block, on.pen, on.texts)


def mark_sample(mark: SampleMark, pen: Pen, texts: PosterTexts) -> None:
    """The mark, on pages of samples alone."""
    if not texts.sample:
        return
    hindi, english = ("नमूना", "SAMPLE") if mark.short else ("नमूना – दीवार पर न लगाएँ", "SAMPLE – not for a wall")
    text, size = Bilingual(hindi, english if texts.english else "").joined, mark.size
    wide = pen.wide(text, Face.BOLD, size) + size * 0.85
    pen.box(mark.x - wide / 2, mark.y, wide, size * 0.63, fill=SAMPLE_RED, radius=size * 0.315)
    pen.text(mark.x, mark.y + size * 0.44, text, Face.BOLD, size, "#FFFFFF", align="center")


@draw.register
def _(block: Symbol, on: Drawing) -> None:
    if on.modules is not None:
        on.pen.symbol(on.modules, *block.box((on.modules.shape[0] - 17) // 4))
