"""Lines of text and pictures as a page should show them: what the pen was told, for the proof to look for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ...paper import Align, Face


@dataclass(frozen=True, slots=True)
class Lettering:
    """One line of text; lengths in points from the top left corner of what it is on."""

    text: str
    face: Face
    size: float
    x: float  # of what `align` says: its left edge, middle or right edge
    y: float  # of its baseline
    align: Align
    colour: str  # hex, or four inks "96-64-0-82"
    turned: bool = False  # it stands on its head


@dataclass(frozen=True, slots=True)
class Square:
    """Where a symbol or a picture is."""

    x: float  # of its middle
    y: float
    side: float
    file: Path | None = None  # of a picture
    turned: bool = False


@dataclass(frozen=True, slots=True)
class PageInk:
    """What a page should show, in points from its top left corner."""

    artwork: tuple[Lettering, ...]  # the same on every page
    faces: tuple[tuple[str, tuple[Lettering, ...]], ...]  # station and its own lines, once for every face of it
    symbols: tuple[Square, ...]
    words: tuple[tuple[str, tuple[str, ...]], ...]  # station and the texts that each face of it must show in full
    pictures: tuple[Square, ...] = ()

    def with_lines(self, of: Callable[[Sequence[Lettering]], tuple[Lettering, ...]]) -> PageInk:
        """The same with other lines of text in the place of these."""
        return replace(self, artwork=of(self.artwork), faces=tuple((station, of(own)) for station, own in self.faces))


Mark = TypeVar("Mark", Lettering, Square)


def moved(marks: Iterable[Mark], x: float, y: float) -> tuple[Mark, ...]:
    """Marks so much further to the right and down."""
    return tuple(replace(mark, x=mark.x + x, y=mark.y + y) for mark in marks)
