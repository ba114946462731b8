"""Blocks that a design is put together from: each is a row of measures, mm from the top left corner and type in points.

A design is three lists of blocks, in the order in which they are drawn: what all posters share, what those of a kind of
place share, and what is one's own.
design/tables.py holds the designs, design/artist.py draws any of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...paper import Align, Face


@dataclass(frozen=True, slots=True)
class Ground:
    """The page's colour, past every edge."""


@dataclass(frozen=True, slots=True)
class Arc:
    """The ground behind the title, its lower edge an arc with a line under it."""

    side: float  # height at the sides
    bow: float  # how much deeper in the middle
    thick: float


@dataclass(frozen=True, slots=True)
class SidePanel:
    """The ground behind the title as the right part of the page, with a line at its left edge."""

    left: float
    thick: float


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


@dataclass(frozen=True, slots=True)
class Tagline:
    """A line over the title, Hindi left and English right, when the office has approved one."""

    left: float
    right: float
    y: float  # of the baseline
    sizes: tuple[float, float]  # Hindi, English
    rule: tuple[float, float]  # top and height of the line under it
    indent: float  # so much to the right of a logo


@dataclass(frozen=True, slots=True)
class Card:
    """The white ground of the symbol, with a tab that says what to do with it."""

    left: float
    top: float
    width: float
    height: float
    scan: float  # size of the text on the tab
    thick: float
    radius: float


@dataclass(frozen=True, slots=True)
class StepsBeside:
    """What to do: icons one under the other, the text beside each."""

    x: float  # of the icons
    top: float  # of the room for all steps
    bottom: float
    radius: float
    left: float  # of the text
    right: float
    hindi: tuple[float, float]  # size, least
    english: tuple[float, float]
    colours: tuple[str, str]  # of Hindi and English
    on_header: bool = False  # on the ground of the title
    dots: bool = False  # between the icons


@dataclass(frozen=True, slots=True)
class StepsUnder:
    """What to do: icons one under the other, the text under each."""

    left: float
    right: float
    top: float  # of the room for all steps
    bottom: float
    radius: float
    hindi: tuple[float, float]  # size, least
    english: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class NoteBox:
    """A light ground with an outline."""

    x: float
    y: float
    width: float
    height: float
    thick: float
    radius: float


@dataclass(frozen=True, slots=True)
class Shield:
    """The icon of the box that says what the phone must show."""

    x: float
    y: float
    size: float


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


@dataclass(frozen=True, slots=True)
class Plate:
    """The ground of a station's name."""

    x: float
    y: float
    width: float
    height: float
    thick: float  # of the edges


@dataclass(frozen=True, slots=True)
class Name:
    """A station's name in the middle of its plate, Hindi over English."""

    x: float
    y: float  # top of the plate
    height: float  # of the plate
    room: float
    sizes: tuple[float, float]  # Hindi, English


@dataclass(frozen=True, slots=True)
class Band:
    """A border of triangles and dots."""

    top: float
    bottom: float
    step: float


@dataclass(frozen=True, slots=True)
class Footer:
    """The ground of the lowest part."""

    top: float
    edge: tuple[float, float] | None = None  # left and width of a line over it, in the ink-saver


@dataclass(frozen=True, slots=True)
class LogoSpot:
    """The office's logo, when it has one."""

    x: float
    y: float
    side: float


@dataclass(frozen=True, slots=True)
class SampleMark:
    """A red mark, when the posters open the sandbox."""

    x: float
    y: float
    size: float
    short: bool = False


@dataclass(frozen=True, slots=True)
class Symbol:
    """The QR symbol; the measures are those of version 10."""

    left: float
    top: float
    side: float

    def box(self, version: int = 10) -> tuple[float, float, float]:
        """Left, top and side of a symbol of this version: with its quiet zone each fills the same white square."""
        quiet = 2 * 4.1  # modules on both sides
        white, modules = self.side * (1 + quiet / 57), 17 + 4 * version
        side = white / (1 + quiet / modules)
        inset = (self.side - side) / 2
        return self.left + inset, self.top + inset, side


Block = (
    Ground | Arc | SidePanel | TextLine | Tagline | Card | StepsBeside | StepsUnder | NoteBox | Shield | CheckStrip
    | Notes | Paragraph | Pair | Plate | Name | Band | Footer | LogoSpot | SampleMark | Symbol
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Design:
    """A page's look."""

    width: float
    height: float
    artwork: tuple[Block, ...]  # the same on every poster, in the order of drawing
    face: tuple[Block, ...]  # one poster's own: symbol, name, code, mark
    shared: tuple[Block, ...] = ()  # the same on every poster of a kind of place: question and promise

    @property
    def symbol(self) -> Symbol:
        """Where the symbol is."""
        [symbol] = [block for block in self.face if isinstance(block, Symbol)]
        return symbol
