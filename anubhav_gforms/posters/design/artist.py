"""The artist: draws any design, block by block, from its table of measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from operator import attrgetter

from ...errors import PosterError
from ...links.symbol import Modules
from ...paper import Align, Face
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
    Notes,
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

OWN = ("link", "mark", "question", "promise")  # texts of a poster; all others are the same on every poster


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
        owner = self.poster if self.poster and source.partition(".")[0] in OWN else self.texts
        return str(attrgetter(source)(owner))

    def colour(self, part: str) -> str:
        """The colour that plays this part."""
        return str(getattr(self.colours, part))


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
    _draw_all(design.place, Drawing(pen, design, texts, colours, poster))


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
def _(block: Paragraph, on: Drawing) -> None:
    middle, text = block.middle, on.text(block.source)
    if block.alone and not on.text(block.source.replace(".hi", ".en")):
        middle += block.alone
    on.pen.paragraph(
        block.x,
        middle,
        text,
        block.face,
        block.sizes,
        on.colour(block.colour),
        room=block.room,
        most=block.most,
        align=block.align,
    )


@draw.register
def _(block: StepsBeside, on: Drawing) -> None:
    pen, count, room = on.pen, len(on.texts.steps), block.right - block.left
    gap = (block.bottom - block.top) / count
    radius = min(block.radius, gap / 2.3)
    icon_colours = shapes.inverted(on.colours) if block.on_header else on.colours
    for number, step in enumerate(on.texts.steps):
        y = block.top + gap * (number + 0.5)
        if block.dots and number and gap > 2 * radius + 6:
            top, bottom = y - gap + radius + 2.4, y - radius - 2.4
            pen.line(block.x, top, block.x, bottom, stroke=on.colours.band_dot, thick=0.7, dots=2.2)
        shapes.step(pen, block.x, y, radius, number, count, icon_colours)
        colours = on.colour(block.colours[0]), on.colour(block.colours[1])
        _step_text(on, step, block.left, y, room, gap - 0.6, (block.hindi, block.english), colours, "left")


@draw.register
def _(block: StepsUnder, on: Drawing) -> None:
    pen, colours, count, room = on.pen, on.colours, len(on.texts.steps), block.right - block.left
    middle, gap = (block.left + block.right) / 2, (block.bottom - block.top) / count
    sizes, inks = (block.hindi, block.english), (colours.ink, colours.muted)
    largest = min(block.radius, gap / 4.2)
    tries = [largest * share for share in (1.0, 0.85, 0.7, 0.55)]  # icons give way to a long text

    def fits(radius: float) -> bool:
        try:
            for step in on.texts.steps:
                pen.stack(_step_parts(step, sizes, inks), room, gap - radius * 2.5)
        except PosterError:
            return False
        return True

    radius = next((radius for radius in tries if fits(radius)), tries[-1])
    for number, step in enumerate(on.texts.steps):
        top = block.top + gap * number
        shapes.step(pen, middle, top + radius * 1.3, radius, number, count, colours)
        left = gap - radius * 2.5
        _step_text(on, step, middle, top + radius * 2.5, room, left, sizes, inks, "center", below=True)


Sizes = tuple[tuple[float, float], tuple[float, float] | None]
"""Full and least size of the Hindi and of the English of a step; None where it has no English."""


def _step_parts(step: Bilingual, sizes: Sizes, colours: tuple[str, str]) -> list[StackedText]:
    rows = zip((step.hi, step.en), (Face.BOLD, Face.REGULAR), sizes, colours, strict=True)
    return [StackedText(text, face, size, colour) for text, face, size, colour in rows if size]


def _step_text(
    on: Drawing,
    step: Bilingual,
    x: float,
    y: float,
    room: float,
    high: float,
    sizes: Sizes,
    colours: tuple[str, str],
    align: Align,
    *,
    below: bool = False,
) -> None:
    """Hindi over English around a middle, or below it. Raises PosterError when there is no room for both."""
    try:
        on.pen.draw_stack(x, y, _step_parts(step, sizes, colours), room=room, high=high, align=align, below=below)
    except PosterError:
        raise PosterError(
            'The step "{text}" is too long where there are {n} steps on this paper.',
            text=step.hi,
            n=len(on.texts.steps),
            cure="Shorten it, or leave out a step, in config/poster.toml.",
        ) from None


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
def _(block: Notes, on: Drawing) -> None:
    pen, colours, notes = on.pen, on.colours, on.texts.notes
    across, down, gaps = block.right - block.left, block.height, block.gap * (len(notes) - 1)
    needs = [pen.wide(text.hi, Face.SEMIBOLD, block.hindi[0]) / 2 + block.icon + 5 for text in notes]
    x, y = block.left, block.top
    for text, sign, need in zip(notes, (icons.lock, icons.heart, icons.no_money), needs, strict=True):
        wide = across if block.stacked else (across - gaps) * need / sum(needs)
        high = (down - gaps) / len(notes) if block.stacked else down
        _note_box(on, x, y, wide, high, thick=0.4, radius=min(3.2, high * 0.25))
        left = x + 1.6
        if block.icon:
            sign(pen, x + 1.8 + block.icon / 2, y + high / 2, block.icon, colours.plate_edge)
            left += block.icon + 1.8
        parts = [StackedText(text.hi, Face.SEMIBOLD, block.hindi, colours.ink)]
        if block.english:
            parts.append(StackedText(text.en, Face.REGULAR, block.english, colours.muted))
        pen.draw_stack(left, y + high / 2, parts, room=x + wide - 1.4 - left, high=high - 0.6)
        x, y = (x, y + high + block.gap) if block.stacked else (x + wide + block.gap, y)


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
    on.pen.box(block.x - wide / 2, block.y, wide, size * 0.63, fill=SAMPLE_RED, radius=size * 0.315)
    on.pen.text(block.x, block.y + size * 0.44, text, Face.BOLD, size, "#FFFFFF", align="center")


@draw.register
def _(block: Symbol, on: Drawing) -> None:
    if on.modules is not None:
        on.pen.symbol(on.modules, *block.box((on.modules.shape[0] - 17) // 4))
