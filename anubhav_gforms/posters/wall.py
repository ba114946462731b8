"""The wall poster, A4 and A3: one page, one action. Designed on 210 × 297 mm; A3 is the same, larger."""

from __future__ import annotations

from ..links.symbol import Modules
from ..typesetting import Face
from . import icons
from .palette import Palette
from .pen import Pen
from .words import Pair, Poster, Words

WIDTH, HEIGHT = 210.0, 297.0
BLEED = 4.0
LEFT, RIGHT = 14.0, 196.0
CENTRE = WIDTH / 2

HEADER = 80.5  # where the header's arc meets the sides
CARD_TOP, CARD_SIDE, CARD_HEIGHT = 92.0, 112.0, 117.0
SYMBOL = (
    LEFT + 9.0,
    CARD_TOP + 9.0,
    94.0,
)  # left, top, side; 4 modules of version 10 are 6.6 mm, inside the round corners too
COLUMN = 133.0  # left edge of the steps
PLATE_TOP, PLATE_HEIGHT = 219.0, 22.0
NOTES_TOP, NOTES_HEIGHT = 246.0, 15.5
BAND, FOOTER = 265.5, 271.5


def artwork(pen: Pen, words: Words, colours: Palette) -> None:
    """Everything that is the same on all pages."""
    pen.box(-BLEED, -BLEED, WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED, fill=colours.page)
    _header(pen, words, colours)
    _card(pen, words, colours)
    _steps(pen, words, colours)
    _check(pen, words, colours)
    plate(pen, LEFT, PLATE_TOP, RIGHT - LEFT, PLATE_HEIGHT, colours)
    _notes(pen, words, colours)
    band(pen, BAND, FOOTER, WIDTH, 7.0, colours)
    _footer(pen, words, colours)


def face(pen: Pen, poster: Poster, modules: Modules, words: Words, colours: Palette) -> None:
    """Everything that is one poster's own: names, code and symbol."""
    pen.symbol(modules, *SYMBOL)
    name(pen, poster.name, PLATE_TOP, PLATE_HEIGHT, room=168.0, sizes=(27.0, 14.5), colour=colours.plate_text)
    pen.text(COLUMN + 5.5, 204.7, poster.link.value, Face.BOLD, 11.5, colours.ink, room=RIGHT - COLUMN - 10, least=8.0)
    pen.text(RIGHT, 291.0, poster.mark, Face.REGULAR, 8.5, colours.footer_small, align="right", room=88.0, least=7.0)


def _header(pen: Pen, words: Words, colours: Palette) -> None:
    top, bow = -BLEED, HEADER
    pen.shape(
        (-BLEED, top),
        (WIDTH + BLEED, top),
        (WIDTH + BLEED, bow),
        (WIDTH * 0.7, bow + 7.2, WIDTH * 0.3, bow + 7.2, -BLEED, bow),
        (),
        fill=colours.header,
    )
    pen.shape(
        (-BLEED, bow + 0.4),
        (WIDTH * 0.3, bow + 7.6, WIDTH * 0.7, bow + 7.6, WIDTH + BLEED, bow + 0.4),
        stroke=colours.rule,
        line=1.6,
    )
    drop = 0.0
    if words.tagline:
        drop = 8.0
        pen.text(LEFT, 13.2, words.tagline.hi, Face.SEMIBOLD, 15.5, colours.question)
        pen.text(RIGHT, 13.2, words.tagline.en, Face.REGULAR, 13, colours.question_small, align="right")
        pen.box(LEFT, 16.8, RIGHT - LEFT, 0.5, fill=colours.rule)
    size = 84.0 if words.tagline else 100.0
    pen.text(CENTRE, 41.5 + drop, words.title, Face.DISPLAY, size, colours.title, align="center", room=180)
    pen.text(
        CENTRE, 65.5 + drop / 4, words.question.hi, Face.BOLD, 34, colours.question, align="center", room=184, least=20
    )
    pen.text(
        CENTRE,
        76.3 + drop / 8,
        words.question.en,
        Face.MEDIUM,
        17,
        colours.question_small,
        align="center",
        room=170,
        least=10,
    )


def _card(pen: Pen, words: Words, colours: Palette) -> None:
    pen.box(LEFT, CARD_TOP, CARD_SIDE, CARD_HEIGHT, fill=colours.card, stroke=colours.frame, line=1.2, radius=5.0)
    label = " | ".join(part for part in (words.scan.hi, words.scan.en) if part)
    wide = pen.wide(label, Face.BOLD, 15.5) + 14
    middle, bottom = LEFT + CARD_SIDE / 2, CARD_TOP + CARD_HEIGHT
    pen.box(middle - wide / 2, bottom - 5.5, wide, 10.4, fill=colours.tab, stroke=colours.frame, line=0.6, radius=5.2)
    pen.text(middle, bottom + 1.5, label, Face.BOLD, 15.5, colours.tab_text, align="center")


def _steps(pen: Pen, words: Words, colours: Palette) -> None:
    first, last, radius = 102.0, 155.0, 8.6
    count = len(words.steps)
    gap = (last - first) / max(count - 1, 1)
    x = COLUMN + radius
    for number, step in enumerate(words.steps):
        y = first + gap * number if count > 1 else (first + last) / 2
        if number:
            pen.line(x, y - gap + radius + 2.4, x, y - radius - 2.4, stroke=colours.band_dot, line=0.7, dots=2.2)
        pen.circle(x, y, radius, fill=colours.icon_ground, stroke=colours.frame, line=0.6)
        icons.STEPS[number if number < count - 1 or count == 1 else 2](pen, x, y, 11.0, colours.icon)
        pen.circle(
            x - 6.4,
            y - 6.4,
            3.5,
            fill=colours.badge,
            stroke=colours.frame if colours.header_edge else colours.page,
            line=0.5,
        )
        pen.text(x - 6.4, y - 5.0, str(number + 1), Face.BOLD, 11.5, colours.badge_text, align="center")
        left = x + radius + 3.6
        lift = 0.0 if step.en else 2.6
        pen.text(left, y - 0.2 + lift, step.hi, Face.BOLD, 17, colours.ink, room=RIGHT - left, least=11)
        pen.text(left, y + 6.2, step.en, Face.REGULAR, 12, colours.muted, room=RIGHT - left, least=8)


def _check(pen: Pen, words: Words, colours: Palette) -> None:
    top, wide = 170.0, RIGHT - COLUMN
    pen.box(COLUMN, top, wide, 39.0, fill=colours.note, stroke=colours.note_edge, line=0.5, radius=3.5)
    icons.shield(pen, COLUMN + 8.5, top + 8.2, 9.5, colours.plate_edge, colours.note)
    pen.text(COLUMN + 15.5, top + 7.8, words.check.hi, Face.BOLD, 14.2, colours.ink, room=wide - 18, least=9)
    pen.text(COLUMN + 15.5, top + 12.4, words.check.en, Face.REGULAR, 10, colours.muted, room=wide - 18, least=7)
    for y, label in ((top + 18.2, words.address), (top + 29.6, words.code)):
        both = " | ".join(part for part in (label.hi, label.en) if part)
        pen.text(COLUMN + 5.5, y, both, Face.REGULAR, 9, colours.muted, room=wide - 10, least=7)
    pen.text(COLUMN + 5.5, top + 23.4, words.host, Face.BOLD, 12.5, colours.ink, room=wide - 10, least=8)


def plate(pen: Pen, x: float, y: float, wide: float, high: float, colours: Palette) -> None:
    """The ground for a station's name, with an edge at either side."""
    radius, thick = 2.4, 2.6
    pen.box(x, y, wide, high, fill=colours.plate, radius=radius)
    for edge, inward in ((x, 1), (x + wide, -1)):
        inner, turn, bow = edge + thick * inward, edge + radius * inward, edge + radius * 0.45 * inward
        pen.shape(
            (inner, y),
            (turn, y),
            (bow, y, edge, y + radius * 0.45, edge, y + radius),
            (edge, y + high - radius),
            (edge, y + high - radius * 0.45, bow, y + high, turn, y + high),
            (inner, y + high),
            (),
            fill=colours.plate_edge,
        )
    if colours.header_edge:
        pen.box(x, y, wide, high, stroke=colours.header_edge, line=0.5, radius=2.4)


def name(
    pen: Pen,
    names: Pair,
    top: float,
    high: float,
    *,
    room: float,
    sizes: tuple[float, float],
    colour: str,
    x: float = CENTRE,
) -> None:
    """A station's name in the middle of its plate, Hindi over English."""
    hindi, english = sizes
    middle = top + high / 2
    if names.en:
        pen.text(
            x,
            middle + hindi * 0.015,
            names.hi,
            Face.EXTRABOLD,
            hindi,
            colour,
            align="center",
            room=room,
            least=hindi * 0.45,
        )
        pen.text(
            x,
            middle + hindi * 0.035 + english * 0.53,
            names.en,
            Face.SEMIBOLD,
            english,
            colour,
            align="center",
            room=room,
            least=7,
        )
    else:
        pen.text(
            x,
            middle + hindi * 0.12,
            names.hi,
            Face.EXTRABOLD,
            hindi * 1.15,
            colour,
            align="center",
            room=room,
            least=hindi * 0.45,
        )


def _notes(pen: Pen, words: Words, colours: Palette) -> None:
    notes = [(pair, icon) for pair, icon in ((words.privacy, icons.lock), (words.praise, icons.heart)) if pair]
    gap = 4.0
    wide = (RIGHT - LEFT - gap * (len(notes) - 1)) / max(len(notes), 1)
    for number, (pair, icon) in enumerate(notes):
        x = LEFT + number * (wide + gap)
        pen.box(x, NOTES_TOP, wide, NOTES_HEIGHT, fill=colours.note, stroke=colours.note_edge, line=0.5, radius=3.2)
        icon(pen, x + 8.6, NOTES_TOP + NOTES_HEIGHT / 2, 8.6, colours.plate_edge)
        lift = 0.0 if pair.en else 2.2
        pen.text(x + 16, NOTES_TOP + 6.8 + lift, pair.hi, Face.SEMIBOLD, 14.2, colours.ink, room=wide - 19, least=9)
        pen.text(x + 16, NOTES_TOP + 12.2, pair.en, Face.REGULAR, 10.5, colours.muted, room=wide - 19, least=8)


def band(pen: Pen, top: float, bottom: float, wide: float, step: float, colours: Palette) -> None:
    """A border of triangles and dots, from edge to edge and beyond."""
    count = int(wide / step) + 2
    start = (wide - count * step) / 2
    for number in range(count):
        x = start + number * step
        pen.shape(
            (x, bottom),
            (x + step / 2, top),
            (x + step, bottom),
            (),
            fill=colours.band,
            stroke=colours.header_edge,
            line=0.35,
        )
    for number in range(count):
        pen.circle(start + (number + 0.5) * step, bottom - (bottom - top) * 0.32, 0.75, fill=colours.band_dot)


def _footer(pen: Pen, words: Words, colours: Palette) -> None:
    pen.box(-BLEED, FOOTER, WIDTH + 2 * BLEED, HEIGHT - FOOTER + BLEED, fill=colours.footer)
    pen.text(CENTRE, 279.2, words.office.hi, Face.SEMIBOLD, 16, colours.footer_text, align="center", room=180, least=10)
    pen.text(
        CENTRE, 285.2, words.office.en, Face.REGULAR, 11.5, colours.footer_small, align="center", room=180, least=8
    )
    both = " | ".join(part for part in (words.emergency.hi, words.emergency.en) if part)
    pen.text(LEFT, 291.0, both, Face.REGULAR, 8.5, colours.footer_small, room=88, least=7)
    if words.sample:
        sample(pen, CENTRE, 4.5, colours, english=words.english)


def sample(pen: Pen, x: float, y: float, colours: Palette, *, english: bool) -> None:
    """A red mark: this poster opens the sandbox and must not hang on a wall."""
    text = "नमूना – दीवार पर न लगाएँ" + (" | SAMPLE – not for a wall" if english else "")
    wide = pen.wide(text, Face.BOLD, 9.5) + 8
    pen.box(x - wide / 2, y, wide, 6.0, fill="#B3261E", radius=3.0)
    pen.text(x, y + 4.2, text, Face.BOLD, 9.5, "#FFFFFF", align="center")
