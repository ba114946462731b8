"""The small designs, A5 poster and A6 desk card: less text, each size in type of its own, nothing under 7 pt."""

from __future__ import annotations

from dataclasses import dataclass

from ..links.symbol import Modules
from ..typesetting import Face
from . import icons, parts
from .palette import Palette
from .pen import Pen
from .words import Poster, Words

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
    step_type: float
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

    def artwork(self, pen: Pen, words: Words, colours: Palette) -> None:
        """Everything that is the same on all pages."""
        _artwork(self, pen, words, colours)

    def face(self, pen: Pen, poster: Poster, modules: Modules, words: Words, colours: Palette) -> None:
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
    steps=(60.5, 112.0, 6.2),
    step_type=10.5,
    note=(131.0, 19.0),
    plate=(158.0, 16.5),
    names=(19.5, 10.5),
    check=(177.5, 10.5),
    check_type=(7.2, 10.0),
    band=(191.0, 194.6),
    footer=194.6,
    office=((199.7, 11.0), (203.3, 7.6)),
    mark=(206.3, 7.0),
)

A6 = Measures(
    width=105.0,
    height=148.5,
    margin=6.5,
    header=(31.0, 2.6),
    title=(14.6, 38.0),
    question=(25.6, 15.0),
    english=(30.0, 7.6),
    card=(36.5, 66.0, 69.0),
    inset=5.5,
    scan=9.0,
    line=0.7,
    radius=3.0,
    column=75.5,
    steps=(43.0, 91.0, 4.8),
    step_type=7.6,
    note=None,
    plate=(109.5, 13.0),
    names=(14.0, 7.6),
    check=(125.0, 8.8),
    check_type=(7.0, 8.0),
    band=None,
    footer=136.5,
    office=((141.0, 7.4), (0.0, 0.0)),
    mark=(145.0, 7.0),
)


def _artwork(at: Measures, pen: Pen, words: Words, colours: Palette) -> None:
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
        parts.sample(pen, (at.column + at.width - at.margin) / 2, top + high - 5, words, size=7.2, short=True)


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
        room=wide * 0.5,
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


def _steps(at: Measures, pen: Pen, words: Words, colours: Palette) -> None:
    first, last, radius = at.steps
    count = len(words.steps)
    gap = (last - first) / max(count - 1, 1)
    left, right = at.column, at.width - at.margin
    middle = (left + right) / 2
    for number, each in enumerate(words.steps):
        y = first + gap * number if count > 1 else (first + last) / 2
        parts.step(pen, middle, y, radius, number, count, colours)
        below = y + radius + at.step_type * 0.44
        for place, line in enumerate(pen.lines(each.hi, Face.BOLD, at.step_type, right - left)[:2]):
            pen.text(
                middle,
                below + place * at.step_type * 0.42,
                line,
                Face.BOLD,
                at.step_type,
                colours.ink,
                align="center",
                room=right - left,
                least=7,
            )
    if at.note and words.privacy:
        top, high = at.note
        pen.box(left, top, right - left, high, fill=colours.note, stroke=colours.note_edge, line=0.4, radius=2.4)
        icons.lock(pen, left + 5.4, top + high / 2, 6.0, colours.plate_edge)
        lines = pen.lines(words.privacy.hi, Face.SEMIBOLD, 8.6, right - left - 13)
        start = top + high / 2 + 1.1 - (len(lines) - 1) * 1.9
        for place, line in enumerate(lines):
            pen.text(
                left + 10.6, start + place * 3.8, line, Face.SEMIBOLD, 8.6, colours.ink, room=right - left - 12, least=7
            )


def _check(at: Measures, pen: Pen, words: Words, colours: Palette) -> None:
    top, high = at.check
    wide = at.width - 2 * at.margin
    label, value = at.check_type
    pen.box(at.margin, top, wide, high, fill=colours.note, stroke=colours.note_edge, line=0.4, radius=high * 0.22)
    icons.shield(pen, at.margin + high * 0.5, top + high / 2, high * 0.66, colours.plate_edge, colours.note)
    first, second = at.margin + high, _second(at)
    pen.text(
        first, top + high * 0.4, words.address.hi, Face.REGULAR, label, colours.muted, room=second - first - 1, least=7
    )
    pen.text(second, top + high * 0.4, words.code.hi, Face.REGULAR, label, colours.muted, room=wide * 0.5, least=7)
    pen.text(first, top + high * 0.83, words.host, Face.BOLD, value, colours.ink, room=second - first - 2, least=7)


def _second(at: Measures) -> float:
    return at.margin + (at.width - 2 * at.margin) * 0.48


def _line(pen: Pen, x: float, at: Type, text: str, face: Face, colour: str, room: float) -> None:
    pen.text(x, at[0], text, face, at[1], colour, align="center", room=room, least=7)
