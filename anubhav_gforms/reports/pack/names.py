"""What every table of a pack shows: a place's names, its letter on its colour, and the arrow between two letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...language import both
from ...nouns.tabs import Shade
from ...paper import Face
from ...sentence import Bilingual
from .. import terms
from ..charts.marks import shown_letter
from ..digits import whole_said
from ..palette import INK, QUIET
from .sheet import Sheet

Row = Mapping[str, Any]
"""One row of a table, cells plain."""


def names_of(row: Row) -> Bilingual:
    return Bilingual(row["name_hi"], row["name_en"])


def code_said(row: Row) -> Bilingual:
    """A poster or desk by its station and number."""
    return names_of(row) + " · " + both(terms.CHANNELS[row["channel"]]) + f" {row['serial']}"


def interval_said(row: Row) -> Bilingual:
    """What the bar of a score shows, in words."""
    return both("nine times in ten between {low} and {high}", low=whole_said(row["low"]), high=whole_said(row["high"]))


def badge(
    sheet: Sheet, x: float, y: float, letter: str | None, status: str, shades: Mapping[str, Shade], size: float = 11
) -> None:
    """The letter on its colour, its middle at x, on the line y; in brackets while provisional; two or three letters together
    without a colour; a dash when there is none."""
    if not letter:
        sheet.text(x, y, "–", Face.REGULAR, size, QUIET, "center")
        return
    if letter not in shades:
        sheet.text(x, y, letter, Face.SEMIBOLD, size * 0.8, INK, "center")
        return
    wide, tall = size * 2.5, size * 1.5
    sheet.box(x - wide / 2, y - size * 0.42, wide, tall, shades[letter].fill, 3)
    sheet.text(x, y, shown_letter(letter, status), Face.BOLD, size, shades[letter].ink, "center")


def arrow(sheet: Sheet, x: float, y: float, wide: float) -> None:
    """An arrow to the right from (x, y)."""
    canvas = sheet.canvas
    canvas.setStrokeColor(QUIET)
    canvas.setLineWidth(1)
    with canvas.decoration():
        canvas.lines([(x, y, x + wide, y), (x + wide - 3, y + 3, x + wide, y), (x + wide - 3, y - 3, x + wide, y)])
