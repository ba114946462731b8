"""Lines on paper: broken and shown as the plain way would do it, at less cost."""

from __future__ import annotations

import io
import unicodedata

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from anubhav_gforms.paper import Face, draw, register, text, width, wrap
from anubhav_gforms.paper.lines import CLOSER, _words
from anubhav_gforms.text import stored

SENTENCES = (
    "Waiting time: 3.1 of 5, 0.8 below its kind; “nobody asked” – at the desk, twice … then a receipt.",
    "प्रतीक्षा का समय: 5 में से 3.1, अपने प्रकार से 0.8 कम। रसीद “नहीं” मिली, थाने में दो बार पूछा गया …",
    "थाना QR कोड (12) | Scan करें, या न पूछें; ड्यूटी ऑफ़िसर से रसीद की माँग करें, AVA To. We’ll ‘see’ कि क्या हुआ।",
)


def plainly(said: str, face: Face, size: float, room: float) -> list[str]:
    """Every line tried by its shaped width."""
    lines: list[str] = []
    for word in _words(said, lambda words: width(words, face, size) <= room):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, face, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@pytest.mark.parametrize("face", list(Face))
def test_lines_are_broken_where_their_shaped_width_says(face: Face):
    for said in SENTENCES:
        for room in range(20, 400, 3):
            assert wrap(said, face, 9.5, room) == plainly(said, face, 9.5, room), room


@pytest.mark.parametrize("face", list(Face))
def test_a_blank_moves_no_sign_but_those_that_are_named(face: Face):
    """Nothing is set farther from a blank, and what is set closer is told, with how much."""
    register()
    blank = width(" ", face, 1)
    for code in pdfmetrics.getFont(face.value).face.charToGlyph:
        sign = chr(code)
        if code >= 0xE000 or unicodedata.category(sign)[0] not in "LNPS" or stored(sign) != sign:
            continue
        alone = width(sign, face, 1)
        for pair in (f"{sign} ", f" {sign}"):
            moved = width(pair, face, 1) - alone - blank
            assert moved < 1e-9, (pair, moved)
            assert moved > -1e-9 or (sign in text.CLOSE_BY and moved > -CLOSER), (pair, moved)


@pytest.mark.parametrize("face", list(Face))
def test_a_line_is_shown_as_reportlab_shows_it(face: Face, monkeypatch: pytest.MonkeyPatch):
    """Kerned, mixed, with marks above the baseline (रु॑), and with more signs than one font of a file can hold."""
    many = [chr(code) for code in pdfmetrics.getFont(face.value).face.charToGlyph if 0x20 < code < 0xE000]
    many = ["".join(many[start : start + 40]) for start in range(0, len(many), 40)]

    def page() -> bytes:
        file = io.BytesIO()
        canvas = Canvas(file, initialFontName=Face.REGULAR.value, invariant=1, pageCompression=0)
        for row, said in enumerate([*SENTENCES, "रु॑ग्ण क॒र्म", "I", " ", *many, *SENTENCES]):
            draw(canvas, 40, 800 - 12 * row, said, face, 7.3 + row / 7)
        canvas.save()
        return file.getvalue()

    ours = page()
    monkeypatch.setattr(text, "_show", text._show_unlike)
    assert ours == page()
    assert ours.count(b" Ts") > 0 or face is Face.DISPLAY, "no mark above the baseline was tried"
