"""What the blocks of a design are drawn with."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from ...links.symbol import Modules
from .measures import Design
from .palette import Palette
from .pen import Pen
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
