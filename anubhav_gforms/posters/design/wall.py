"""The wall poster, A4 and A3: one page, one action. Designed on 210 × 297 mm; A3 is the same, larger."""

from __future__ import annotations

from ...links.symbol import Modules
from ...paper import Face
from . import icons, parts
from .palette import Palette
from .pen import Pen
from .texts import Poster, PosterTexts

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT = 14.0, 196.0
CENTRE = WIDTH / 2

HEADER = 80.5  # where the header's arc meets the sides
CARD_TOP, CARD_SIDE, CARD_HEIGHT = 92.0, 112.0, 117.0
SYMBOL = (LEFT + 9.0, CARD_TOP + 9.0, 94.0)  # 4 modules of version 10 are 6.6 mm, inside the round corners too
COLUMN = 133.0  # left edge of the steps
CHECK = 170.0
PLATE_TOP, PLATE_HEIGHT = 219.0, 22.0
NOTES_TOP, NOTES_HEIGHT = 246.0, 15.5
BAND, FOOTER = 265.5, 271.5


def artwork(pen: Pen, words: PosterTexts, colours: Palette) -> None:
    """Everything that is the same on all pages."""
    parts.ground(pen, WIDTH, HEIGHT, colours.page)
    _header(pen, words, colours)
    parts.card(pen, LEFT, CARD_TOP, CARD_SIDE, CARD_HEIGHT, words, colours, size=15.5, line=1.2, radius=5.0)
    _steps(pen, words, colours)
    _check(pen, words, colours)
    parts.plate(pen, LEFT, PLATE_TOP, RIGHT - LEFT, PLATE_HEIGHT, colours)
    _notes(pen, words, colours)
    parts.band(pen, BAND, FOOTER, WIDTH, 7.0, colours)
    _footer(pen, words, colours)


def face(pen: Pen, poster: Poster, modules: Modules, words: PosterTexts, colours: Palette) -> None:
    """Everything that is one poster's own: names, code and symbol."""
    pen.symbol(modules, *SYMBOL)
    sizes = (27.0, 14.5)
    parts.name(pen, poster.name, CENTRE, PLATE_TOP, PLATE_HEIGHT, room=168, sizes=sizes, colour=colours.plate_text)
    room = RIGHT - COLUMN - 10
    pen.text(COLUMN + 5.5, CHECK + 34.7, poster.link.value, Face.BOLD, 11.5, colours.ink, room=room, least=8)
    pen.text(RIGHT, 291.6, poster.mark, Face.REGULAR, 8.5, colours.footer_small, align="right", room=88, least=7)


def _header(pen: Pen, words: PosterTexts, colours: Palette) -> None:
    parts.header(pen, WIDTH, HEADER, 5.4, colours)
    if words.tagline:
        indent = 26.0 if words.logo else 0.0
        pen.text(LEFT + indent, 13.2, words.tagline.hi, Face.SEMIBOLD, 15.5, colours.question)
        pen.text(RIGHT, 13.2, words.tagline.en, Face.REGULAR, 13, colours.question_small, align="right")
        pen.box(LEFT + indent, 16.8, RIGHT - LEFT - indent, 0.5, fill=colours.rule)
    y, size = (44.2, 80.0) if words.tagline else (39.8, 98.0)
    pen.text(CENTRE, y, words.title, Face.DISPLAY, size, colours.title, align="center", room=180)
    question, english = words.question.hi, words.question.en
    drop = 1.4 if words.tagline else 0.0
    y, colour = (65.5 if english else 70) + drop, colours.question
    pen.text(CENTRE, y, question, Face.BOLD, 34, colour, align="center", room=184, least=20)
    y, colour = 76.3 + drop / 2, colours.question_small
    pen.text(CENTRE, y, english, Face.MEDIUM, 17, colour, align="center", room=170, least=10)
    parts.logo(pen, LEFT, 9, 22, words)
    parts.sample(pen, CENTRE, 4.5, words)


def _steps(pen: Pen, words: PosterTexts, colours: Palette) -> None:
    first, last, radius = 102.0, 155.0, 8.6
    count = len(words.steps)
    gap = (last - first) / max(count - 1, 1)
    x, left = COLUMN + radius, COLUMN + 2 * radius + 3.6
    for number, each in enumerate(words.steps):
        y = first + gap * number if count > 1 else (first + last) / 2
        if number and gap > 2 * radius + 6:
            pen.line(x, y - gap + radius + 2.4, x, y - radius - 2.4, stroke=colours.band_dot, line=0.7, dots=2.2)
        parts.step(pen, x, y, radius, number, count, colours)
        pen.text(left, y - (0.2 if each.en else -2.4), each.hi, Face.BOLD, 17, colours.ink, room=RIGHT - left, least=11)
        pen.text(left, y + 6.2, each.en, Face.REGULAR, 12, colours.muted, room=RIGHT - left, least=8)


def _check(pen: Pen, words: PosterTexts, colours: Palette) -> None:
    wide = RIGHT - COLUMN
    x, room = COLUMN + 5.5, wide - 10
    pen.box(COLUMN, CHECK, wide, 39.0, fill=colours.note, stroke=colours.note_edge, line=0.5, radius=3.5)
    icons.shield(pen, COLUMN + 8.5, CHECK + 8.2, 9.5, colours.plate_edge, colours.note)
    y = CHECK + (7.8 if words.check.en else 10)
    pen.text(COLUMN + 15.5, y, words.check.hi, Face.BOLD, 14.2, colours.ink, room=wide - 18, least=9)
    pen.text(COLUMN + 15.5, CHECK + 12.4, words.check.en, Face.REGULAR, 10, colours.muted, room=wide - 18, least=7)
    size = 9.0 if words.english else 10.5
    for y, label in ((CHECK + 18.2, words.address), (CHECK + 29.6, words.code)):
        pen.text(x, y, parts.joined(label), Face.REGULAR, size, colours.muted, room=room, least=7)
    pen.text(x, CHECK + 23.4, words.host, Face.BOLD, 12.5, colours.ink, room=room, least=8)


def _notes(pen: Pen, words: PosterTexts, colours: Palette) -> None:
    notes = [(pair, icon) for pair, icon in ((words.privacy, icons.lock), (words.praise, icons.heart)) if pair]
    gap = 4.0
    wide = (RIGHT - LEFT - gap * (len(notes) - 1)) / max(len(notes), 1)
    for number, (pair, icon) in enumerate(notes):
        x = LEFT + number * (wide + gap)
        pen.box(x, NOTES_TOP, wide, NOTES_HEIGHT, fill=colours.note, stroke=colours.note_edge, line=0.5, radius=3.2)
        icon(pen, x + 8.6, NOTES_TOP + NOTES_HEIGHT / 2, 8.6, colours.plate_edge)
        y = NOTES_TOP + (6.8 if pair.en else 9.2)
        pen.text(x + 16, y, pair.hi, Face.SEMIBOLD, 14.2, colours.ink, room=wide - 19, least=9)
        pen.text(x + 16, NOTES_TOP + 12.2, pair.en, Face.REGULAR, 10.5, colours.muted, room=wide - 19, least=8)


def _footer(pen: Pen, words: PosterTexts, colours: Palette) -> None:
    pen.box(-parts.BLEED, FOOTER, WIDTH + 2 * parts.BLEED, HEIGHT - FOOTER + parts.BLEED, fill=colours.footer)
    y = 279.8 if words.office.en else 282.2
    pen.text(CENTRE, y, words.office.hi, Face.SEMIBOLD, 16, colours.footer_text, align="center", room=180, least=10)
    pen.text(
        CENTRE, 285.9, words.office.en, Face.REGULAR, 11.5, colours.footer_small, align="center", room=180, least=8
    )
    small = " · ".join(part for part in (parts.joined(words.emergency), parts.joined(words.footer)) if part)
    pen.text(LEFT, 291.6, small, Face.REGULAR, 8.5, colours.footer_small, room=118, least=7)
