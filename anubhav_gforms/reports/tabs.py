"""Contents → tabs for a Google Sheet, as values; the gateway writes them."""

from __future__ import annotations

from collections.abc import Sequence

from ..files import inert
from ..grading.columns import letters_of
from ..language import both
from ..nouns.tabs import Shade, StyledCell, TabContent
from . import phrases
from .contents import Contents
from .digits import rounded
from .palette import shades

COLUMNS = (
    ("code", "code", ""),
    ("name_hi", "नाम", ""),
    ("name_en", "name", ""),
    ("district", "district", ""),
    ("kind", "kind", ""),
    ("score", "score", "0.0"),
    ("low", "low", "0.0"),
    ("high", "high", "0.0"),
    ("letter", "letter", ""),
    ("status", "status", ""),
    ("responses", "answers", "0"),
)
STATIONS, DISTRICTS, ABOUT = "Anubhav stations", "Anubhav districts", "Anubhav about"
"""Titles of our tabs. No other tab of the sheet is ever touched."""


def tabs(contents: Contents) -> tuple[TabContent, ...]:
    """The stations, the districts, and how to read them. The same contents give the same tabs."""
    stations = _grades(STATIONS, contents.rows, contents)
    districts = _grades(DISTRICTS, [*contents.district_rows, dict(contents.whole)], contents)
    said = [
        contents.week_words + f" ({contents.week.label})",
        *contents.marked,
        *contents.corrections,
        contents.upto,
        *map(both, (phrases.HONEST, phrases.HOW_INTERVAL, phrases.HOW_KIND, phrases.HOW_MONEY)),
        *contents.of_lots,
    ]
    about = tuple((StyledCell(text.hi), StyledCell(text.en)) for text in said)
    return stations, districts, TabContent(ABOUT, about, frozen=0)


def _grades(title: str, rows: Sequence[dict[str, object]], contents: Contents) -> TabContent:
    colours = shades(contents.letters)
    head = tuple(StyledCell(name, bold=True) for _, name, _ in COLUMNS)
    body = tuple(
        tuple(
            _cell(letters_of(row) if key == "letter" else row.get(key), key, pattern, colours)
            for key, _, pattern in COLUMNS
        )
        for row in rows
    )
    return TabContent(title, (head, *body))


def _cell(value: object, key: str, pattern: str, colours: dict[str, Shade]) -> StyledCell:
    if value is None or value == "":
        return StyledCell(None)
    if isinstance(value, (int, float)):
        return StyledCell(rounded(float(value)), pattern)
    text = str(inert(str(value)))
    return StyledCell(text, shade=colours.get(text) if key == "letter" else None, bold=key == "letter")
