"""A design is three lists of blocks, in the order in which they are drawn: what all posters share, what those of a kind of place
share, and what is one's own. Each block is a row of measures, mm from the top left corner and type in points, and draws itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol

from ...links.symbol import Modules
from .palette import Palette
from .pen import Pen
from .texts import Poster, PosterTexts

OWN = ("link", "mark", "question", "promise")  # texts of a poster; all others are the same on every poster


class DesignBlock(Protocol):
    """A part of a design."""

    def draw(self, on: Drawing) -> None:
        """Draw it. Raises PosterError for a text that does not fit."""


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

    def draw(self, on: Drawing) -> None:
        if on.modules is not None:
            on.pen.symbol(on.modules, *self.box((on.modules.shape[0] - 17) // 4))


@dataclass(frozen=True, slots=True)
class Design:
    """A page's look."""

    width: float
    height: float
    artwork: tuple[DesignBlock, ...] = ()  # the same on every poster, in the order of drawing
    face: tuple[DesignBlock, ...] = ()  # one poster's own: symbol, name, code, mark
    shared: tuple[DesignBlock, ...] = ()  # the same on every poster of a kind of place: question and promise

    @property
    def symbol(self) -> Symbol:
        """Where the symbol is."""
        [symbol] = [block for block in self.face if isinstance(block, Symbol)]
        return symbol


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a block is drawn with."""

    pen: Pen
    design: Design
    texts: PosterTexts
    colours: Palette
    poster: Poster | None = None  # None: the artwork that all posters share
    modules: Modules | None = None  # of its symbol

    def draw(self, blocks: Iterable[DesignBlock]) -> None:
        """Draw these blocks, in their order."""
        for block in blocks:
            block.draw(self)

    def text(self, source: str) -> str:
        """A text of the poster, or of all posters, by its name in a `TextLine`."""
        owner = self.poster if self.poster and source.partition(".")[0] in OWN else self.texts
        return str(attrgetter(source)(owner))

    def colour(self, part: str) -> str:
        """The colour that plays this part."""
        return str(getattr(self.colours, part))
