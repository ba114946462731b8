"""The table tent: an A4 sheet folded across, the same face on both sides. A face is 210 × 148.5 mm."""

from __future__ import annotations

from ...links.symbol import Modules
from ...paper import Face
from . import icons, parts
from .palette import Palette
from .pen import Pen
from .texts import Poster, PosterTexts

WIDTH, HEIGHT = 210.0, 148.5
LEFT, PANEL, RIGHT = 11.0, 122.0, 201.0
CARD_TOP, CARD_SIDE, CARD_HEIGHT = 10.0, 103.0, 107.5
SYMBOL = (LEFT + 8.0, CARD_TOP + 8.0, 87.0)
PLATE_TOP, PLATE_HEIGHT = 124.5, 16.0
CENTRE = (PANEL + WIDTH) / 2
CHECK = 111.0


def artwork(pen: Pen, words: PosterTexts, colours: Palette) -> None:
    """Everything that is the same on all tents."""
    parts.ground(pen, WIDTH, HEIGHT, colours.page)
    edge = parts.BLEED
    pen.box(PANEL, -edge, WIDTH - PANEL + edge, HEIGHT + 2 * edge, fill=colours.header)
    pen.box(PANEL - 0.6, -edge, 1.2, HEIGHT + 2 * edge, fill=colours.rule)
    parts.card(pen, LEFT, CARD_TOP, CARD_SIDE, CARD_HEIGHT, words, colours, size=13, line=1.0, radius=4.5)
    parts.plate(pen, LEFT, PLATE_TOP, CARD_SIDE, PLATE_HEIGHT, colours, thick=1.9)
    room = RIGHT - PANEL - 7
    pen.text(CENTRE, 31, words.title, Face.DISPLAY, 62, colours.title, align="center", room=room)
    y = 47.5 if words.question.en else 50
    pen.text(CENTRE, y, words.question.hi, Face.BOLD, 20, colours.question, align="center", room=room, least=12)
    pen.text(
        CENTRE, 54.5, words.question.en, Face.MEDIUM, 10, colours.question_small, align="center", room=room, least=7
    )
    _steps(pen, words, colours)
    _check(pen, words, colours)
    y = 139.8 if words.office.en else 141.5
    pen.text(CENTRE, y, words.office.hi, Face.SEMIBOLD, 9.2, colours.question, align="center", room=room, least=7)
    pen.text(
        CENTRE,
        143.6,
        words.office.en,
        Face.REGULAR,
        7,
        colours.question_small,
        align="center",
        room=RIGHT - PANEL,
        least=6.5,
    )
    parts.logo(pen, PANEL + 4, 4.5, 10, words)
    parts.sample(pen, LEFT + CARD_SIDE / 2, 2.6, words, size=7.6)


def face(pen: Pen, poster: Poster, modules: Modules, words: PosterTexts, colours: Palette) -> None:
    """Everything that is one tent's own: names, code and symbol."""
    pen.symbol(modules, *SYMBOL)
    middle = LEFT + CARD_SIDE / 2
    sizes = (17.0, 9.0)
    parts.name(
        pen, poster.name, middle, PLATE_TOP, PLATE_HEIGHT, room=CARD_SIDE - 9, sizes=sizes, colour=colours.plate_text
    )
    pen.text(PANEL + 10.5, CHECK + 20.2, poster.link.value, Face.BOLD, 10.5, colours.ink, room=62, least=7)
    pen.text(middle, 145, poster.mark, Face.REGULAR, 7, colours.muted, align="center", room=CARD_SIDE, least=7)


def _steps(pen: Pen, words: PosterTexts, colours: Palette) -> None:
    first, last, radius = 66.5, 99.5, 6.2
    count = len(words.steps)
    gap = (last - first) / max(count - 1, 1)
    x, left = PANEL + 15.5, PANEL + 26
    for number, each in enumerate(words.steps):
        y = first + gap * number if count > 1 else (first + last) / 2
        parts.step(pen, x, y, radius, number, count, parts.inverted(colours))
        y_hindi = y - 0.2 if each.en else y + 1.8
        pen.text(left, y_hindi, each.hi, Face.BOLD, 14, colours.question, room=RIGHT - left, least=8)
        pen.text(left, y + 4.8, each.en, Face.REGULAR, 9, colours.question_small, room=RIGHT - left, least=7)


def _check(pen: Pen, words: PosterTexts, colours: Palette) -> None:
    x, wide = PANEL + 7, RIGHT - PANEL - 5
    pen.box(x, CHECK, wide, 23.0, fill=colours.note, stroke=colours.note_edge, line=0.4, radius=2.6)
    icons.shield(pen, x + wide - 9.5, CHECK + 11.5, 11.0, colours.plate_edge, colours.note)
    for y, label in ((CHECK + 5, words.address), (CHECK + 15.4, words.code)):
        pen.text(x + 3.5, y, parts.joined(label), Face.REGULAR, 7.4, colours.muted, room=wide - 7, least=7)
    pen.text(x + 3.5, CHECK + 9.9, words.host, Face.BOLD, 11, colours.ink, room=wide - 7, least=8)
