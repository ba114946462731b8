"""A backup of signing keys on paper: for each key a page with its words and a QR symbol; and such sheets read back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from reportlab.pdfgen.canvas import Canvas

from ...errors import PosterError
from ...files import read_limited
from ...links.key_words import code_text
from ...links.keys import Key
from ...links.symbol import smallest_version, symbol
from ...paper import Face
from ...sentence import Sentence
from ..design.pen import Pen
from ..reading.pages import opened, pages_in, read_codes, render
from ..reading.photos import SUFFIXES, open_photo
from .canvas import open_canvas

WIDTH, HEIGHT, LEFT, RIGHT = 210.0, 297.0, 18.0, 192.0
SIDE, COLUMNS, ROW = 78.0, 3, 8.6
DPI = 200
INK, GREY = "#000000", "#444444"
MOST_BYTES = 1_000_000


def make_key_sheet(
    campaign: str, pages: Sequence[tuple[Key, str]], *, day: str, part: int = 1, of: int = 1, need: int = 1
) -> bytes:
    """A PDF with a page for each (key, words): sheet `part` of so many, of which any `need` restore the keys."""
    file = io.BytesIO()
    canvas = open_canvas(file, WIDTH, HEIGHT, title=f"anubhav {campaign}", author="", subject="Backup of signing keys")
    for key, words in pages:
        about = f"{campaign} · कुंजी/key {key.id} · {key.fingerprint} · {day}"
        _page(canvas, key, words, f"{about} · पन्ना/sheet {part} / {of}" if of > 1 else about, _advice(of, need))
    canvas.save()
    return file.getvalue()


def _page(canvas: Canvas, key: Key, words: str, about: str, advice: Sequence[str]) -> None:
    pen = Pen(canvas, HEIGHT)
    pen.text(LEFT, 26, "गोपनीय – हस्ताक्षर की कुंजी की काग़ज़ी प्रति", Face.EXTRABOLD, 19, INK, room=RIGHT - LEFT)
    pen.text(LEFT, 34, "Secret: paper backup of a signing key", Face.MEDIUM, 13, INK, room=RIGHT - LEFT)
    pen.text(LEFT, 43, about, Face.SEMIBOLD, 11.5, INK, room=RIGHT - LEFT)
    text = code_text(key.id, key.fingerprint, words)
    pen.symbol(symbol(text, smallest_version(len(text), "M"), "M"), (WIDTH - SIDE) / 2, 52, SIDE)
    top, listed = 146.0, words.split()
    for position, word in enumerate(listed):
        column, row = divmod(position, -(-len(listed) // COLUMNS))
        x, y = LEFT + column * 60, top + row * ROW
        pen.text(x, y, f"{position + 1}.", Face.REGULAR, 9, GREY)
        pen.text(x + 9, y, word, Face.SEMIBOLD, 13, INK)
    y = top + ROW * -(-len(listed) // COLUMNS) + 6
    for line in advice:
        for piece in pen.lines(line, Face.REGULAR, 10, RIGHT - LEFT, balanced=False):
            pen.text(LEFT, y, piece, Face.REGULAR, 10, INK)
            y += 5.4
    canvas.showPage()


def _advice(of: int, need: int) -> tuple[str, ...]:
    alone = "जिसके पास यह काग़ज़ है, वह पोस्टर के नकली कोड बना सकता है। इसे बंद तिजोरी में रखें। छापने के बाद फ़ाइल मिटा दें।"
    shared = (
        f"यह अकेला काग़ज़ किसी काम का नहीं; ऐसे {of} काग़ज़ों में से कोई {need} मिलकर कुंजी लौटाते हैं। हर काग़ज़ अलग अधिकारी के पास रहे।"
    )
    return (
        shared if of > 1 else alone,
        f"This sheet alone restores nothing; any {need} of the {of} together restore the key. Officers keep them apart."
        if of > 1
        else "Whoever holds this sheet can sign false codes. Keep it locked away. Delete the file once it is printed.",
        "कुंजी लौटाने के लिए · To restore: anubhav keys restore",
    )


def backup_text(path: Path) -> str:
    """What a backup says: the QR symbols of a scanned PDF or a photo, or the text of a file.

    Raises PosterError when a picture shows no QR symbol, InputError for a file that is too large.
    """
    if path.suffix.lower() == ".pdf":
        with opened(path) as document:
            codes = [code for page in pages_in(document, path) for code in read_codes(render(page, DPI))]
    elif path.suffix.lower() in SUFFIXES:
        codes = read_codes(np.array(open_photo(path).picture.convert("L")))
    else:
        return read_limited(path, MOST_BYTES, what=Sentence("a backup of keys")).decode("utf-8-sig", errors="replace")
    if not codes:
        raise PosterError(
            "{path}: no QR symbol can be read.", path=path, cure="Take the photo again, or type the words."
        )
    return "\n".join(codes)
