"""The blocks that hold text: title, question and promise, names, notes, and what the phone must show."""

from __future__ import annotations

from dataclasses import dataclass

from ...paper import Align, Face
from ...sentence import Bilingual
from . import icons
from .drawing import Drawing
from .pen import LEAST, both
from .shapes import NoteBox, Shield

SAMPLE_RED = "#B3261E"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text, made smaller to fit its room."""

    source: str  # which text: "question.hi" of PosterTexts, in a face also "link.value" or "mark" of its Poster
    x: float
    y: float  # of the baseline
    size: float
    face: Face
    colour: str  # its part in the palette
    align: Align = "left"
    room: float = 0.0  # 0: as wide as it is
    least: float = 7.0  # size under which it is a fault
    alone: float = 0.0  # so much lower where no English is under it
    hindi_size: float = 0.0  # size of posters in Hindi only; 0: the same
    lower: float = 0.0  # so much lower under a tagline
    small: float = 0.0  # size under a tagline; 0: the same

    def draw(self, on: Drawing) -> None:
        y, size = self.y, self.size
        if self.alone and not on.text(self.source.replace(".hi", ".en")):
            y += self.alone
        if self.hindi_size and not on.texts.english:
            size = self.hindi_size
        if on.texts.tagline:
            y += self.lower
            size = self.small or size
        on.pen.text(
            self.x,
            y,
            on.text(self.source),
            self.face,
            size,
            on.colour(self.colour),
            align=self.align,
            room=self.room,
            least=self.least,
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of one line or more around a middle, made smaller only when its lines do not suffice."""

    source: str
    x: float
    middle: float
    sizes: tuple[float, float]  # full, least
    face: Face
    colour: str
    room: float
    most: int = 2  # lines
    align: Align = "center"

    def draw(self, on: Drawing) -> None:
        on.pen.paragraph(
            self.x,
            self.middle,
            on.text(self.source),
            self.face,
            self.sizes,
            on.colour(self.colour),
            room=self.room,
            most=self.most,
            align=self.align,
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in both languages, Hindi over English, around a middle; Hindi alone is a little larger."""

    source: str  # "question" or "promise"
    x: float
    middle: float
    room: float
    height: float
    face: Face
    colour: str
    hindi: tuple[float, float]  # size, least
    english: tuple[float, float] | None = None

    def draw(self, on: Drawing) -> None:
        text: Bilingual = getattr(on.poster, self.source)
        larger = 1.15 if self.english and not text.en else 1.0
        sizes = (self.hindi[0] * larger, self.hindi[1]), self.english
        parts = both(text, (self.face, Face.REGULAR), sizes, (on.colour(self.colour), on.colours.question_small))
        on.pen.draw_stack(self.x, self.middle, parts, room=self.room, high=self.height, align="center")


@dataclass(frozen=True, slots=True)
class Tagline:
    """A line over the title, Hindi left and English right, when the office has approved one."""

    left: float
    right: float
    y: float  # of the baseline
    sizes: tuple[float, float]  # Hindi, English
    rule: tuple[float, float]  # top and height of the line under it
    indent: float  # so much to the right of a logo

    def draw(self, on: Drawing) -> None:
        if not on.texts.tagline:
            return
        left, (hindi, english) = self.left + (self.indent if on.texts.logo else 0.0), self.sizes
        on.pen.text(left, self.y, on.texts.tagline.hi, Face.SEMIBOLD, hindi, on.colours.question)
        small = on.colours.question_small
        on.pen.text(self.right, self.y, on.texts.tagline.en, Face.REGULAR, english, small, align="right")
        top, height = self.rule
        on.pen.box(left, top, self.right - left, height, fill=on.colours.rule)


@dataclass(frozen=True, slots=True)
class Name:
    """A station's name in the middle of its plate, Hindi over English."""

    x: float
    y: float  # top of the plate
    height: float  # of the plate
    room: float
    sizes: tuple[float, float]  # Hindi, English

    def draw(self, on: Drawing) -> None:
        assert on.poster
        names, colour, (hindi, english) = on.poster.name, on.colours.plate_text, self.sizes
        sizes = (hindi if names.en else hindi * 1.15, LEAST), (english, LEAST)
        parts = both(names, (Face.EXTRABOLD, Face.SEMIBOLD), sizes, (colour, colour))
        on.pen.draw_stack(
            self.x, self.y + self.height / 2, parts, room=self.room, high=self.height - 1.0, align="center"
        )


@dataclass(frozen=True, slots=True)
class CheckStrip:
    """What the phone must show, in a strip: shield, host, and room for the poster's code."""

    left: float
    right: float
    top: float
    height: float
    code: float  # x of the code
    label: float  # size
    value: float  # size

    def draw(self, on: Drawing) -> None:
        pen, colours, texts, top, high = on.pen, on.colours, on.texts, self.top, self.height
        NoteBox(self.left, top, self.right - self.left, high, thick=0.4, radius=high * 0.22).draw(on)
        Shield(self.left + high * 0.5, top + high / 2, high * 0.66).draw(on)
        first, fence = self.left + high, self.code - high * 0.3
        pen.line(fence, top + high * 0.2, fence, top + high * 0.8, stroke=colours.note_edge, thick=0.4)
        labels = ((first, fence - first - 1, texts.address), (self.code, self.right - self.code - 1, texts.code))
        in_both = all(pen.wide(label.joined, Face.REGULAR, self.label) <= room for _, room, label in labels)
        for x, room, label in labels:
            text, baseline = label.joined if in_both else label.hi, top + high * 0.4
            pen.text(x, baseline, text, Face.REGULAR, self.label, colours.muted, room=room, least=7)
        room = fence - first - 1
        pen.text(first, top + high * 0.83, texts.host, Face.BOLD, self.value, colours.ink, room=room, least=7)


@dataclass(frozen=True, slots=True)
class Notes:
    """The three promises of every paper, side by side or one under the other."""

    left: float
    right: float
    top: float
    height: float
    hindi: tuple[float, float]  # size, least
    english: tuple[float, float] | None = None
    icon: float = 0.0  # size of the signs beside them
    stacked: bool = False
    gap: float = 2.0
    boxed: bool = True

    def draw(self, on: Drawing) -> None:
        pen, colours, notes = on.pen, on.colours, on.texts.notes
        across, down, gaps = self.right - self.left, self.height, self.gap * (len(notes) - 1)
        needs = [pen.wide(text.hi, Face.SEMIBOLD, self.hindi[0]) / 2 + self.icon + 5 for text in notes]
        x, y = self.left, self.top
        for text, sign, need in zip(notes, (icons.lock, icons.heart, icons.no_money), needs, strict=True):
            wide = across if self.stacked else (across - gaps) * need / sum(needs)
            high = (down - gaps) / len(notes) if self.stacked else down
            if self.boxed:
                NoteBox(x, y, wide, high, thick=0.4, radius=min(3.2, high * 0.25)).draw(on)
            left = x + 1.6
            if self.icon:
                sign(pen, x + 1.8 + self.icon / 2, y + high / 2, self.icon, colours.plate_edge)
                left += self.icon + 1.8
            inks = colours.ink, colours.muted
            parts = both(text, (Face.SEMIBOLD, Face.REGULAR), (self.hindi, self.english), inks)
            pen.draw_stack(left, y + high / 2, parts, room=x + wide - 1.4 - left, high=high - 0.6 * self.boxed)
            x, y = (x, y + high + self.gap) if self.stacked else (x + wide + self.gap, y)


@dataclass(frozen=True, slots=True)
class SampleMark:
    """A red mark, when the posters open the sandbox."""

    x: float
    y: float
    size: float
    short: bool = False

    def draw(self, on: Drawing) -> None:
        if not on.texts.sample:
            return
        hindi, english = ("नमूना", "SAMPLE") if self.short else ("नमूना – दीवार पर न लगाएँ", "SAMPLE – not for a wall")
        text, size = Bilingual(hindi, english if on.texts.english else "").joined, self.size
        wide = on.pen.wide(text, Face.BOLD, size) + size * 0.85
        on.pen.box(self.x - wide / 2, self.y, wide, size * 0.63, fill=SAMPLE_RED, radius=size * 0.315)
        on.pen.text(self.x, self.y + size * 0.44, text, Face.BOLD, size, "#FFFFFF", align="center")


@dataclass(frozen=True, slots=True)
class SampleFrame:
    """A thick red frame, over everything: seen from across the room."""

    def draw(self, on: Drawing) -> None:
        if on.texts.sample:
            thick = on.design.height * 0.02
            inside = on.design.width - thick, on.design.height - thick
            on.pen.box(thick / 2, thick / 2, *inside, stroke=SAMPLE_RED, thick=thick)
