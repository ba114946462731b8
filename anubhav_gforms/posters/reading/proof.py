"""The proof: a finished page is rendered and read back, as a phone and a person would, before it may be printed.

zxing-cpp only reads, and had no part in making the symbol, so it cannot share a mistake with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..design.texts import Poster, host_of
from .pages import DPI, QUIET_ZONE, PageReading, Seen, opened, read_page, settled

EDGE = 8.0  # points of paper that must stay free of text


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one page, counted from 1 (0: the whole file). `station` is "" when it concerns the page."""

    page: int
    station: str
    cause: str
    file: str = ""

    def __str__(self) -> str:
        place = (self.file, f"page {self.page}" if self.page else "", self.station)
        return f"{', '.join(part for part in place if part)}: {self.cause}"


def prove(
    pdf: bytes | Path,
    sheets: Sequence[Sequence[Poster]],
    *,
    version: int,
    faces: int = 1,
    dpi: int = DPI,
    advance: Callable[[int, int], None] | None = None,
) -> list[Fault]:
    """Read every page of `pdf` and hold it against the posters that should lie on it; [] when all is right.

    `faces` is how often each poster stands on its sheet (2 on a tent). Checked: exactly the right codes, each with a
    clear margin of 4 modules; names, poster code and host in the text; every font embedded; no line of text outside
    the page, over another, or near a code.
    """
    faults: list[Fault] = []
    with opened(pdf) as document:
        if len(document) != len(sheets):
            faults.append(Fault(0, "", f"the file has {len(document)} pages, {len(sheets)} were drawn"))
        for number, (page, sheet) in enumerate(zip(document, sheets, strict=False), start=1):
            reading = read_page(page, version=version, dpi=dpi)
            faults.extend(Fault(number, station, cause) for station, cause in causes(reading, sheet, faces))
            if advance:
                advance(number, len(sheets))
    return faults


def causes(reading: PageReading, sheet: Sequence[Poster], faces: int) -> Iterator[tuple[str, str]]:
    """Everything that is wrong with a page on which these posters should lie: station ("" for the page) and cause."""
    left = [seen.text for seen in reading.codes]
    for poster in sheet:
        station, url = poster.link.station, poster.link.url
        found = left.count(url)
        if found != faces:
            yield station, f"its code was read {found} times, not {faces}"
        left = [text for text in left if text != url]
        for what, text in (
            ("Hindi name", poster.name.hi),
            ("English name", poster.name.en),
            ("poster code", poster.link.value),
            ("host", host_of(url)),
        ):
            if text and reading.text.count(settled(text)) < faces:
                yield station, f'its {what} "{text}" cannot be read in the text of the page'
    for text in left:
        yield "", f"a code that does not belong there: {text[:60]!r}"
    stations = {poster.link.url: poster.link.station for poster in sheet}
    for seen in reading.codes:
        if thin := thin_margin(seen):
            yield stations.get(seen.text, ""), thin
    if reading.loose_fonts:
        yield "", f"fonts are not embedded: {', '.join(reading.loose_fonts)}"
    yield from (("", cause) for cause in _collisions(reading))


def thin_margin(seen: Seen) -> str:
    """What is wrong with the clear margin around a code; "" when it is wide enough."""
    if seen.quiet >= QUIET_ZONE:
        return ""
    return f"the clear margin is {seen.quiet:.1f} modules, less than {QUIET_ZONE:g}"


def _collisions(reading: PageReading) -> Iterator[str]:
    wide, high = reading.size
    outside = sum(
        left < EDGE or low < EDGE or right > wide - EDGE or top > high - EDGE for left, low, right, top in reading.lines
    )
    if outside:
        yield f"{outside} lines of text reach the edge of the page"
    if reading.overlaps:
        yield f"{reading.overlaps} lines of text stand on another"
    points = 72 / reading.dpi
    for seen in reading.codes:
        code_left, code_top, code_right, code_bottom = (edge * points for edge in seen.box)
        if any(
            left < code_right and right > code_left and low < high - code_top and top > high - code_bottom
            for left, low, right, top in reading.lines
        ):
            yield "text stands on a code"
