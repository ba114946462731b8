"""The small designs, A5 poster and A6 desk card: less text, each size in type of its own, nothing under 7 pt."""

from __future__ import annotations

from dataclasses import dataclass

from ...links.symbol import Modules
from ...paper import Face
from . import icons, parts
from .palette import Palette
from .pen import Pen
from .texts import Poster, PosterTexts

Type = tuple[float, float]  # baseline in mm from the top, size in points


@dataclass(frozen=True, slots=True)
class Measures:
    """Where everything stands on a small page: mm from the top left corner, type in points."""

    width: float
    height: float
    margin: float
    header: tuple[float, float]  # at the sides, how much deeper in the middle
    title: Type
    question: Type
    english: Type
    card: tuple[float, float, float]  # top, side, height
    inset: float  # from the card to the symbol
    scan: float
    line: float
    radius: float
    column: float  # left edge of the steps
    steps: tuple[float, float, float]  # centre of the first and of the last, radius
    step_type: tuple[float, float]  # Hindi, English (0: none)
    note: tuple[float, float] | None  # top and height of the note under the steps
    plate: tuple[float, float]  # top, height
    names: tuple[float, float]
    check: tuple[float, float]  # top, height
    check_type: tuple[float, float]
    band: tuple[float, float] | None
    footer: float
    office: tuple[Type, Type]
    mark: Type

    @property
    def symbol(self) -> tuple[float, float, float]:
        """Left, top and side of the symbol."""
        top, side, _ = self.card
        return self.margin + self.inset, top + self.inset, side - 2 * self.inset

    def artwork(self, pen: Pen, words: PosterTexts, colours: Palette) -> None:
        """Everything that is the same on all pages."""
        _artwork(self, pen, words, colours)

    def face(self, pen: Pen, poster: Poster, modules: Modules, words: PosterTexts, colours: Palette) -> None:
        """Everything that is one poster's own: names, code and symbol."""
        _face(self, pen, poster, modules, colours)


A5 = Measures(
    width=148.0,
    height=210.0,
    margin=9.0,
    header=(47.0, 3.8),
    title=(22.5, 58.0),
    question=(38.6, 22.0),
    english=(45.2, 11.0),
    card=(54.0, 92.0, 96.0),
    inset=7.5,
    scan=12.0,
    line=0.9,
    radius=4.0,
    column=104.0,
    steps=(60.3, 111.5, 6.2),
    step_type=(11.5, 8.0),
    note=(132.4, 17.6),
    plate=(158.0, 16.5),
    names=(19.5, 10.5),
    check=(177.5, 10.5),
    check_type=(7.2, 10.0),
    band=(191.0, 194.6),
    footer=194.6,
    office=((199.8, 11.0), (203.4, 7.6)),
    mark=(206.4, 7.0),
)

A6 = Measures(
    width=105.0,
    height=148.5,
    margin=6.5,
    header=(30.3, 2.4),
    title=(14.6, 38.0),
    question=(25.3, 15.0),
    english=(29.6, 7.6),
    card=(35.6, 66.0, 68.0),
    inset=5.5,
    scan=9.0,
    line=0.7,
    radius=3.0,
    column=75.5,
    steps=(43.6, 89.6, 5.6),
    step_type=(8.4, 0.0),
    note=None,
    plate=(109.3, 13.2),
    names=(14.0, 7.6),
    check=(125.0, 8.8),
    check_type=(7.0, 8.0),
    band=None,
    footer=136.5,
    office=((141.0, 7.4), (0.0, 0.0)),
    mark=(145.0, 7.0),
)


def _artwork(at: Measures, pen: Pen, words: PosterTexts, colours: Palette) -> None:
    parts.ground(pen, at.width, at.height, colours.page)
    parts.header(pen, at.width, *at.header, colours, line=at.line * 1.3)
    centre = at.width / 2
    _line(pen, centre, at.title, words.title, Face.DISPLAY, colours.title, at.width - 2 * at.margin)
    baseline, size = at.question
    if not words.question.en:
        baseline += size * 0.1
    _line(pen, centre, (baseline, size), words.question.hi, Face.BOLD, colours.question, at.width - at.margin)
    _line(pen, centre, at.english, words.question.en, Face.MEDIUM, colours.question_small, at.width - 2 * at.margin)
    parts.logo(pen, at.margin, at.margin * 0.7, at.title[1] * 0.25, words)
    top, side, high = at.card
    parts.card(pen, at.margin, top, side, high, words, colours, size=at.scan, line=at.line, radius=at.radius)
    _steps(at, pen, words, colours)
    parts.plate(pen, at.margin, at.plate[0], at.width - 2 * at.margin, at.plate[1], colours, thick=at.plate[1] * 0.11)
    _check(at, pen, words, colours)
    if at.band:
        parts.band(pen, *at.band, at.width, 4.6, colours)
    pen.box(
        -parts.BLEED, at.footer, at.width + 2 * parts.BLEED, at.height - at.footer + parts.BLEED, fill=colours.footer
    )
    if colours.outlined and not at.band:
        pen.box(at.margin, at.footer, at.width - 2 * at.margin, 0.3, fill=colours.frame)
    hindi, english = at.office
    _line(pen, centre, hindi, words.office.hi, Face.SEMIBOLD, colours.footer_text, at.width - 2 * at.margin)
    if english[1]:
        _line(pen, centre, english, words.office.en, Face.REGULAR, colours.footer_small, at.width - 2 * at.margin)
    if at.note:
        parts.sample(pen, centre, 3.2, words, size=7.2)
    else:
        parts.sample(pen, (at.column + at.width - at.margin) / 2, top + high + 0.3, words, size=7.2, short=True)


def _face(at: Measures, pen: Pen, poster: Poster, modules: Modules, colours: Palette) -> None:
    pen.symbol(modules, *at.symbol)
    centre, wide = at.width / 2, at.width - 2 * at.margin
    room = wide - at.plate[1] * 0.4
    parts.name(pen, poster.name, centre, *at.plate, room=room, sizes=at.names, colour=colours.plate_text)
    top, high = at.check
    pen.text(
        _second(at),
        top + high * 0.83,
        poster.link.value,
        Face.BOLD,
        at.check_type[1],
        colours.ink,
        room=wide * 0.46,
        least=7,
    )
    pen.text(
        centre,
        at.mark[0],
        poster.mark,
        Face.REGULAR,
        at.mark[1],
        colours.footer_small,
        align="center",
        room=wide,
        least=7,
    )


def _steps(at: Measures, pen: Pen, words: PosterTexts, colours: Palette) -> None:
    first, last, radius = at.steps
    count = len(words.steps)
    gap = (last - first) / max(count - 1, 1)
    left, right = at.column, at.width - at.margin
    middle, room = (left + right) / 2, right - left
    hindi, english = at.step_type
    for number, each in enumerate(words.steps):
        y = first + gap * number if count > 1 else (first + last) / 2
        parts.step(pen, middle, y, radius, number, count, colours)
        y += radius + hindi * 0.43
        lines = pen.lines(each.hi, Face.BOLD, hindi, room)[:2]
        for place, line in enumerate(lines):
            _line(pen, middle, (y + place * hindi * 0.42, hindi), line, Face.BOLD, colours.ink, room)
        if english and len(lines) == 1:
            _line(pen, middle, (y + english * 0.53, english), each.en, Face.REGULAR, colours.muted, room)
    if at.note and words.privacy:
        _note(pen, words.privacy.hi, (left, at.note[0], room, at.note[1]), colours)


def _note(pen: Pen, text: str, box: tuple[float, float, float, float], colours: Palette) -> None:
    """The note under the steps: lock and lines in the middle of their box (left, top, width, height)."""
    left, top, wide, high = box
    pen.box(left, top, wide, high, fill=colours.note, stroke=colours.note_edge, line=0.4, radius=2.4)
    size, lock, gap = 9.4, 6.4, 2.0
    room = wide - lock - gap - 4
    lines = pen.lines(text, Face.SEMIBOLD, size, room)
    start = left + (wide - lock - gap - max(pen.wide(line, Face.SEMIBOLD, size) for line in lines)) / 2
    icons.lock(pen, start + lock / 2, top + high / 2, lock, colours.plate_edge)
    y = top + high / 2 + size * 0.12 - (len(lines) - 1) * size * 0.22
    for place, line in enumerate(lines):
        x = start + lock + gap
        pen.text(x, y + place * size * 0.44, line, Face.SEMIBOLD, size, colours.ink, room=room, least=7)


def _check(at: Measures, pen: Pen, words: PosterTexts, colours: Palette) -> None:
    top, high = at.check
    wide = at.width - 2 * at.margin
    label, value = at.check_type
    pen.box(at.margin, top, wide, high, fill=colours.note, stroke=colours.note_edge, line=0.4, radius=high * 0.22)
    icons.shield(pen, at.margin + high * 0.5, top + high / 2, high * 0.66, colours.plate_edge, colours.note)
    first, second = at.margin + high, _second(at)
    fence = second - high * 0.3
    pen.line(fence, top + high * 0.2, fence, top + high * 0.8, stroke=colours.note_edge, line=0.4)
    places = ((first, fence - first - 1, words.address), (second, at.width - at.margin - second - 1, words.code))
    both = all(pen.wide(parts.joined(pair), Face.REGULAR, label) <= room for _, room, pair in places)
    for x, room, pair in places:
        text = parts.joined(pair) if both else pair.hi
        pen.text(x, top + high * 0.4, text, Face.REGULAR, label, colours.muted, room=room, least=7)
    pen.text(first, top + high * 0.83, words.host, Face.BOLD, value, colours.ink, room=fence - first - 1, least=7)


def _second(at: Measures) -> float:
    return at.margin + (at.width - 2 * at.margin) * 0.53


def _line(pen: Pen, x: float, at: Type, text: str, face: Face, colour: str, room: float) -> None:
    pen.text(x, at[0], text, face, at[1], colour, align="center", room=room, least=7)
