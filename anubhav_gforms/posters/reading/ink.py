"""The ink of a finished page, held against a second rendering of what should be on it.

The page comes from reportlab and pdfium; the second rendering from HarfBuzz alone, which shapes and paints every lettering.
So a box for a sign that no font has, a vowel sign in the wrong place or a lettering that was cut off looks different, while
the text that can be copied from the page may be right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...paper.signs import unprintable
from ...sentence import Sentence
from ..design.lettering import Lettering, PageInk, Square, moved
from ..design.picture import logo_pixels
from .pages import Grey, SymbolSeen
from .painting import Painted, Scale, grey_of, grown, laid, lay, painted, sheet_of

UNLIKE = 0.14  # share of a letter's ink that may be elsewhere than it should; a box for a letter is 0.26 and more
UNLIKE_LARGE = 0.08  # where an em has as many pixels as LARGE: a lost dot is 0.09 and more, a right line 0.07 at most
LARGE = 18.0
LETTER = 0.125  # ink of half an em of text, in square ems
LOGO, LOGO_UNLIKE = 6, 64  # squares along a side of a logo; grey levels by which each may differ
BESIDE = ((1, 0), (-1, 0), (0, 1), (0, -1))  # rows and columns by which a line may be off
ACROSS = ((1, 1), (1, -1), (-1, 1), (-1, -1))
TALLEST = 2.0  # ems above and below its line that no sign reaches
FAINT = 30  # grey levels by which text must differ from its ground


@dataclass(frozen=True, slots=True)
class InkedPage:
    """A page as it is and as it should be."""

    image: Grey
    ink: PageInk
    scale: Scale
    limit: float = UNLIKE  # of unlikeness

    @property
    def own(self) -> tuple[Lettering, ...]:
        """The lines that other pages do not have."""
        return tuple(lettering for _, lines in self.ink.faces for lettering in lines)


def inked_page(image: Grey, ink: PageInk, size: tuple[float, float]) -> InkedPage:
    """The page of an image, `size` its width and height in points."""
    return InkedPage(image, ink, (image.shape[1] / size[0], image.shape[0] / size[1]))


def face_in(image: Grey, seen: SymbolSeen, ink: PageInk, nominal: float, limit: float) -> InkedPage:
    """The face around a symbol on any page, upright, as large and wherever it is there.

    `ink` is that of the face alone, `nominal` the pixels per point of the page: taken when the face is nearly that large.
    """
    high, wide = image.shape
    left, top, right, bottom = seen.box
    for _ in range(seen.turns):
        image, (left, top, right, bottom) = np.rot90(image), (top, wide - right, bottom, wide - left)
        wide, high = high, wide
    image = np.ascontiguousarray(image)
    columns: NDArray[np.bool_] = np.any(image[round(top) : round(bottom)] < 128, axis=0)
    left, right = _edges(columns, left, right)
    rows: NDArray[np.bool_] = np.any(image[:, round(left) : round(right)] < 128, axis=1)
    top, bottom = _edges(rows, top, bottom)
    [at] = ink.symbols
    scale = (right - left) / at.side, (bottom - top) / at.side
    if all(abs(each / nominal - 1) < 0.01 for each in scale):
        left, top = (left + right - at.side * nominal) / 2, (top + bottom - at.side * nominal) / 2
        scale = nominal, nominal
    across, down = left / scale[0] - at.x + at.side / 2, top / scale[1] - at.y + at.side / 2
    ink = replace(ink, pictures=moved(ink.pictures, across, down))
    return InkedPage(image, ink.with_lines(lambda lines: moved(lines, across, down)), scale, limit)


def _edges(dark: NDArray[np.bool_], low: float, high: float) -> tuple[float, float]:
    """The first and the last dark line near two edges that a reader gave."""
    slack = (high - low) / 40
    near = [range(max(round(edge - slack), 0), min(round(edge + slack) + 1, len(dark))) for edge in (low, high)]
    first = next((place for place in near[0] if dark[place] and not dark[max(place - 1, 0)]), round(low))
    last = next(
        (place for place in reversed(near[1]) if dark[place] and not dark[min(place + 1, len(dark) - 1)]),
        round(high) - 1,
    )
    return float(first), float(last + 1)


def ink_faults(page: InkedPage, first: InkedPage | None = None) -> Iterator[tuple[str, Sentence]]:
    """What is not printed as it should be: station ("" for the artwork) and cause.

    `first` is the first page of the same file when that passed and has as many faces: then the artwork need only look the same as there.
    """
    sheet = _sheet(page, whole=True)
    if first is None:
        for lettering in dict.fromkeys(page.ink.artwork):
            yield from (("", cause) for cause in _line_faults(page, sheet, lettering))
        for picture in page.ink.pictures:
            yield from (("", cause) for cause in _picture_faults(page, picture))
    elif not _same_artwork(page, first):
        yield "", Sentence("something is printed on it that the first page does not show, or is missing")
    for station, own in page.ink.faces:
        for lettering in own:
            yield from ((station, cause) for cause in _line_faults(page, sheet, lettering))


def _line_faults(page: InkedPage, sheet: Grey, lettering: Lettering) -> Iterator[Sentence]:
    if why := unprintable(lettering.text, lettering.face):
        yield Sentence('"{text}": {why}', text=lettering.text, why=why)
    elif not _looks_right(page, sheet, lettering):
        yield Sentence(
            '"{text}" is not printed as it should be: a character is missing, cut off or wrong', text=lettering.text
        )


def _looks_right(page: InkedPage, sheet: Grey, lettering: Lettering) -> bool:
    """Whether a line on a page is the one on the sheet, perhaps a pixel off as renderers round."""
    whole, limit = painted(lettering, page.scale), page.limit
    if limit == UNLIKE and lettering.size * page.scale[0] >= LARGE:
        limit = UNLIKE_LARGE
    if unlikeness(page, sheet, whole, lettering) < limit:
        return True
    free = _sheet(page, whole=False)
    if unlikeness(page, free, painted(lettering, page.scale, whole=False), lettering) < limit:
        return True
    if any(unlikeness(page, ink, whole, lettering, shift) < limit for ink in (sheet, free) for shift in BESIDE):
        return True
    return any(  # a face whose place was measured on its symbol, or a page that is no whole number of pixels
        unlikeness(page, _near_sheet(page, lettering, *shift), whole, lettering) < limit for shift in (*BESIDE, *ACROSS)
    )


def _near_sheet(page: InkedPage, beside: Lettering, down: int, right: int) -> Grey:
    """Those lines of a page that may reach to one of them, half a pixel lower, higher or beside."""
    letterings = (*page.ink.artwork, *page.own)
    near = (line for line in letterings if abs(line.y - beside.y) < TALLEST * (line.size + beside.size))
    return laid(moved(near, right / 2 / page.scale[0], down / 2 / page.scale[1]), page.scale, page.image.shape, False)


def _picture_faults(page: InkedPage, at: Square) -> Iterator[Sentence]:
    """What is wrong with a logo, held against one that is drawn again."""
    assert at.file
    (across, down), reach = page.scale, at.side / 2
    box = (at.x - reach) * across, (at.y - reach) * down, (at.x + reach) * across, (at.y + reach) * down
    seen = Image.fromarray(page.image).resize((LOGO, LOGO), Image.Resampling.BOX, box=box)
    meant = logo_pixels(at.file, 8 * LOGO).convert("L").resize((LOGO, LOGO), Image.Resampling.BOX)
    turned = meant.transpose(Image.Transpose.ROTATE_180) if at.turned else meant
    if np.abs(np.asarray(seen, np.int16) - np.asarray(turned, np.int16)).max() > LOGO_UNLIKE:
        yield Sentence("the logo {file} is not printed as it should be", file=at.file.name)


def unlikeness(
    page: InkedPage, sheet: Grey, at: Painted, lettering: Lettering, shift: tuple[int, int] = (0, 0)
) -> float:
    """How much ink is where none should be, or missing, where it is worst: 1 is a whole letter's. The sheet may be `shift` rows lower and
    columns further right; what leaves it comes back on its other side."""
    part = grown(at, page.image.shape)
    if part is None:
        return float("inf")
    rows, columns = (np.arange(of.start, of.stop) - by for of, by in zip(part, shift, strict=True))
    seen, meant = page.image[part], sheet[np.ix_(rows % len(sheet), columns % sheet.shape[1]) if any(shift) else part]
    ground, colour = float(np.median(seen[meant == 0][::3])), grey_of(lettering.colour)
    if abs(colour - ground) < FAINT:
        return float("inf")
    ink = np.clip((np.arange(256) - ground) * (255 / (colour - ground)), 0, 255).astype(np.uint8)[seen]
    wide_ink, wide_meant = _widened(ink), _widened(meant)
    wrong = (np.maximum(meant, wide_ink) - wide_ink).sum(axis=0, dtype=np.int64)
    wrong += (np.maximum(ink, wide_meant) - wide_meant).sum(axis=0, dtype=np.int64)
    em = lettering.size * page.scale[0]
    window = max(int(em / 2), 4)
    sums = np.concatenate([[0], np.cumsum(wrong)])
    worst = (sums[window:] - sums[:-window]).max() if len(sums) > window else sums[-1]
    return float(worst / 255 / (em * em * LETTER))


def _widened(ink: Grey) -> Grey:
    """Ink that is a pixel wider on both sides."""
    wide = ink.copy()
    np.maximum(wide[:, 1:], ink[:, :-1], out=wide[:, 1:])
    np.maximum(wide[:, :-1], ink[:, 1:], out=wide[:, :-1])
    return wide


def _sheet(page: InkedPage, *, whole: bool) -> Grey:
    """All lines of a page."""
    sheet = sheet_of(page.ink.artwork, page.scale, page.image.shape, whole).copy()
    for lettering in page.own:
        lay(sheet, painted(lettering, page.scale, whole=whole))
    return sheet


def _same_artwork(page: InkedPage, first: InkedPage) -> bool:
    """Whether two pages differ only where names and codes are."""
    if page.image.shape != first.image.shape:
        return False
    differs: NDArray[np.bool_] = page.image != first.image
    for inked in (page, first):
        for lettering in inked.own:
            differs[grown(painted(lettering, inked.scale), differs.shape, 3) or (slice(0), slice(0))] = False
        for square in inked.ink.symbols:
            differs[_part(square, inked.scale)] = False
    return not differs.any()


def _part(square: Square, scale: Scale) -> tuple[slice, slice]:
    reach = square.side / 2
    edges = ((square.y - reach, square.y + reach, scale[1]), (square.x - reach, square.x + reach, scale[0]))
    rows, columns = (slice(max(int(low * by) - 1, 0), int(high * by) + 2) for low, high, by in edges)
    return rows, columns
