"""A finished PDF page, read back: its codes as a phone sees them, its text as a person copies it, its fonts."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from numpy.typing import NDArray
from pypdfium2 import PdfMatrix

from ...errors import PosterError
from ...sentence import Sentence
from ...text import same_words

DPI = 100
MAX_BYTES = 300_000_000
MAX_PIXELS = 60_000_000  # A0 at 150 dpi
MAX_SIDE = 65_535  # pixels; zxing reads no longer picture
MAX_TEXTS = 2_000  # each is held against all others; a sheet of stickers has 150
QR_ONLY = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
QUIET_ZONE = 4.0  # modules, ISO/IEC 18004
TOUCH = 0.6  # points by which the ink of two lines may reach into each other's box
TOUCH_SHARE = 0.05  # or of the lower one's height: signs under one line of Hindi stand between those over the next

Grey = NDArray[np.uint8]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SymbolSeen:
    """A symbol as it was read."""

    text: str
    box: Box  # left, top, right, bottom, pixels
    quiet: float  # the least clear margin around it, modules
    turns: int = 0  # quarter turns clockwise from upright


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that was read back from a page."""

    image: Grey  # in grey, as rendered
    codes: tuple[SymbolSeen, ...]
    text: str  # as a person copies it
    lines: tuple[Box, ...]  # boxes of its text, points from the lower left corner
    size: tuple[float, float]  # of the page, points
    dpi: int  # at which it was rendered
    overlaps: tuple[str, ...]  # the text where lines are on one another
    loose_fonts: tuple[str, ...]  # fonts that are not embedded


def opened(pdf: bytes | Path) -> pypdfium2.PdfDocument:
    """The PDF, open. Raises PosterError when it is not one, is too large, damaged, or locked by a password."""
    if isinstance(pdf, Path) and pdf.exists() and (not pdf.is_file() or pdf.stat().st_size > MAX_BYTES):
        raise PosterError(
            "{pdf}: no PDF of posters has more than {most} MB.",
            pdf=pdf,
            most=MAX_BYTES // 1_000_000,
            cure="Make it again.",
        )
    try:
        return pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, FileNotFoundError) as error:
        if isinstance(pdf, Path) and getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise PosterError(
                "{pdf} is locked with a password.", pdf=pdf, cure="Ask for the file without one, and check that."
            ) from None
        raise _unreadable(pdf if isinstance(pdf, Path) else Sentence("The file")) from None


def pages_in(document: pypdfium2.PdfDocument, file: Path) -> Iterator[pypdfium2.PdfPage]:
    """The pages of an open file, in order. Raises PosterError when one is damaged."""
    try:
        yield from document
    except pypdfium2.PdfiumError:
        raise _unreadable(file) from None


def _unreadable(file: Path | Sentence) -> PosterError:
    return PosterError(
        "{file} cannot be opened as a PDF.",
        file=file,
        cure="Look whether it is the right file; if so, have it made again.",
    )


def read_page(page: pypdfium2.PdfPage, *, version: int, dpi: int = DPI) -> PageReading:
    """Render a page in grey and read its codes, its text and its fonts. `version` is that of its QR symbols.

    Raises PosterError for a page of more text than any poster has.
    """
    image = render(page, dpi)
    codes = tuple(
        SymbolSeen(code.text, box, quiet_zone(image, box, 17 + 4 * version), _turns(code.position))
        for code in zxingcpp.read_barcodes(image, formats=QR_ONLY, try_downscale=False)
        for box in (_box(code.position),)
    )
    textpage = page.get_textpage()
    text = same_words(textpage.get_text_range())
    lines: list[Box] = []
    loose, things = set(), []
    for box, thing in _text_objects(page):
        if len(lines) == MAX_TEXTS:
            raise PosterError(
                "A page has more than {most:,} pieces of text: that is not a poster.",
                most=MAX_TEXTS,
                cure="Ask who made the file.",
            )
        lines.append(box)
        things.append(thing)
        font = pdfium.FPDFTextObj_GetFont(thing)
        if not pdfium.FPDFFont_GetIsEmbedded(font):
            loose.add(_font_name(font))
    overlaps = tuple(
        same_words(textpage.get_text_bounded(*lines[first]))
        for first, second in _overlapping(lines)
        if _span(things[first]) != _span(things[second])
    )
    textpage.close()
    return PageReading(image, codes, text, tuple(lines), page.get_size(), dpi, overlaps, tuple(sorted(loose)))


def render(page: pypdfium2.PdfPage, dpi: int) -> Grey:
    """The page as a grey image. Raises PosterError for a page so large, so long or so thin that no paper has its size."""
    width, height = page.get_size()
    short, long = sorted((width * dpi / 72, height * dpi / 72))
    if short < 1 or long > MAX_SIDE or short * long > MAX_PIXELS:
        raise PosterError(
            "A page measures {width:.0f} by {height:.0f} mm: that is not a poster.",
            width=width / 72 * 25.4,
            height=height / 72 * 25.4,
            cure="Ask who made the file.",
        )
    bitmap = page.render(scale=dpi / 72, grayscale=True)
    pixels = bitmap.to_numpy()
    image: Grey = np.ascontiguousarray(pixels[:, :, 0] if pixels.ndim == 3 else pixels)
    return image


def read_codes(image: Grey) -> list[str]:
    """The texts of all QR codes in an image."""
    return [code.text for code in zxingcpp.read_barcodes(image, formats=QR_ONLY)]


def quiet_zone(image: Grey, box: Box, side: int) -> float:
    """The clear margin around an upright symbol of `side` modules, in modules, also across its corners (at most 6).

    It ends where the picture does: what is beyond the edge of a page is not known.
    """
    left, top, right, bottom = (round(edge) for edge in box)
    module = (right - left) / side
    reach = int(module * 6) + 2
    x, y = max(left - reach, 0), max(top - reach, 0)
    dark: NDArray[np.bool_] = image[y : bottom + reach, x : right + reach] < 128
    left, right, top, bottom = left - x, right - x, top - y, bottom - y
    columns: list[bool] = np.any(dark[top:bottom], axis=0).tolist()
    rows: list[bool] = np.any(dark[:, left:right], axis=1).tolist()
    slack = round(module)  # how far the reader may be off
    left, right = _edge(columns, left, -1, slack), _edge(columns, right, 1, slack)
    top, bottom = _edge(rows, top, -1, slack), _edge(rows, bottom, 1, slack)
    dark[top : bottom + 1, left : right + 1] = False

    def touched(by: int) -> bool:
        return bool(dark[max(top - by, 0) : bottom + by + 1, max(left - by, 0) : right + by + 1].any())

    clear = bisect_left(range(reach + 1), True, key=touched) - 1
    wide, high = image.shape[1], image.shape[0]
    return float(min(clear, x + left, y + top, wide - 1 - x - right, high - 1 - y - bottom) / module)


def _edge(dark: list[bool], near: int, step: int, slack: int) -> int:
    """The last dark line of a symbol, going outward from just inside the border of its finder patterns."""
    edge = near - 2 * step
    while abs(edge - near) <= slack and 0 <= edge + step < len(dark) and dark[edge + step]:
        edge += step
    return edge


def _box(position: object) -> Box:
    corners = [getattr(position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    return min(across), min(down), max(across), max(down)


def _turns(position: Any) -> int:
    """Quarter turns clockwise, from where the symbol's own top left corner is."""
    middle = position.top_left.x + position.bottom_right.x, position.top_left.y + position.bottom_right.y
    left, upper = 2 * position.top_left.x < middle[0], 2 * position.top_left.y < middle[1]
    return {(True, True): 0, (False, True): 1, (False, False): 2, (True, False): 3}[left, upper]


def coarseness(page: pypdfium2.PdfPage) -> float | None:
    """Dots per inch of a page that is a picture; None for one that is drawn."""
    area = page.get_width() * page.get_height()
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        left, low, right, top = thing.get_bounds()
        if (right - left) * (top - low) > area / 2:
            return float(thing.get_px_size()[0] / (right - left) * 72)
    return None


def _overlapping(lines: list[Box]) -> list[tuple[int, int]]:
    boxes = np.array(lines).reshape(-1, 4)
    across = np.minimum(boxes[:, None, 2], boxes[None, :, 2]) - np.maximum(boxes[:, None, 0], boxes[None, :, 0])
    down = np.minimum(boxes[:, None, 3], boxes[None, :, 3]) - np.maximum(boxes[:, None, 1], boxes[None, :, 1])
    high = boxes[:, 3] - boxes[:, 1]
    near = np.maximum(TOUCH, TOUCH_SHARE * np.minimum(high[:, None], high[None, :]))
    pairs = np.argwhere(np.triu((across > TOUCH) & (down > near), 1))
    return [(int(first), int(second)) for first, second in pairs]


def _text_objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Box, Any]]:
    """Box in points and handle of every text object that has ink, also inside forms."""
    edges = [ctypes.c_float() for _ in range(4)]

    def walk(count: int, item: Callable[[int], Any], matrix: PdfMatrix) -> Iterator[tuple[Box, Any]]:
        for position in range(count):
            thing = item(position)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                if pdfium.FPDFPageObj_GetBounds(thing, *edges):
                    left, low, right, high = (edge.value for edge in edges)
                    if right > left:
                        yield matrix.on_rect(left, low, right, high), thing
            elif kind == pdfium.FPDF_PAGEOBJ_FORM:
                own = pdfium.FS_MATRIX()
                pdfium.FPDFPageObj_GetMatrix(thing, own)
                inner = PdfMatrix.from_raw(own).multiply(matrix)
                inside = partial(pdfium.FPDFFormObj_GetObject, thing)
                yield from walk(pdfium.FPDFFormObj_CountObjects(thing), inside, inner)

    yield from walk(pdfium.FPDFPage_CountObjects(page), partial(pdfium.FPDFPage_GetObject, page), _as_shown(page))


def _as_shown(page: pypdfium2.PdfPage) -> PdfMatrix:
    """From a page's own coordinates to those of what is shown of it, after cropping and turning."""
    left, low, right, top = page.get_cropbox()
    return {
        0: PdfMatrix(1, 0, 0, 1, -left, -low),
        90: PdfMatrix(0, -1, 1, 0, -low, right),
        180: PdfMatrix(-1, 0, 0, -1, right, top),
        270: PdfMatrix(0, 1, -1, 0, top, -left),
    }[page.get_rotation()]


def _span(thing: Any) -> bytes:
    """The text that a text object belongs to: marks above and below a line are objects of their own."""
    buffer, length = ctypes.create_string_buffer(2048), ctypes.c_ulong()
    for position in range(max(pdfium.FPDFPageObj_CountMarks(thing), 0)):
        mark = pdfium.FPDFPageObj_GetMark(thing, position)
        words = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        if pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", words, len(buffer), length):
            return buffer.raw[: length.value]
    return str(ctypes.addressof(thing.contents)).encode()


def _font_name(font: Any) -> str:
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
    return buffer.value.decode("utf-8", "replace")
