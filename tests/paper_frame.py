"""What must be true of every page of paper: no text on another, none outside the frame."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c

SIDE, HEAD = 20, 4
"""Points of the frame at the sides and at the top; at the foot twice the top's."""
MARK = 12
"""Texts that are narrower are single marks of a shaped word, such as a vowel sign."""

Box = tuple[float, float, float, float]


def texts(pack: bytes | Path) -> Iterator[tuple[int, float, float, list[Box]]]:
    """Page by page: its number, width and height, and the bounds of its texts (left, bottom, right, top)."""
    with pypdfium2.PdfDocument(pack) as document:
        for number, page in enumerate(document, start=1):
            boxes = [each.get_bounds() for each in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT])]
            yield number, *page.get_size(), boxes


def faults(pack: bytes | Path) -> list[tuple[str, int, tuple[float, ...]]]:
    """(what, page, where) of each text that leaves the frame or covers another."""
    found = []
    for number, width, height, boxes in texts(pack):
        found += [
            ("outside", number, box)
            for box in boxes
            if box[0] < SIDE or box[2] > width - SIDE or box[1] < 2 * HEAD or box[3] > height - HEAD
        ]
        wide = sorted((box for box in boxes if box[2] - box[0] > MARK), key=lambda box: box[1])
        for place, box in enumerate(wide):
            for other in wide[place + 1 :]:
                if other[1] >= box[3]:
                    break
                if _share(box, other) > 0.3:
                    found.append(("covered", number, (*box, *other)))
    return found


def _share(one: Box, two: Box) -> float:
    """Shared area as a share of the smaller box."""
    across, up = min(one[2], two[2]) - max(one[0], two[0]), min(one[3], two[3]) - max(one[1], two[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))
    return across * up / smaller if across > 0 and up > 0 else 0.0
