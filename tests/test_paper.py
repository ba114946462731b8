"""Hindi on a page: shaped as HarfBuzz shapes it, searchable, in fonts that travel along; and reportlab's traps."""

from __future__ import annotations

import base64
import io
import itertools
import os
import shutil
import subprocess
import sys
import unicodedata
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
import pytest
import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, shapeStr
from reportlab.pdfgen.canvas import Canvas

from anubhav_gforms.paper import Face, draw, fitted, metrics, register, web_font, width, wrap
from anubhav_gforms.paper.faces import FOLDER
from anubhav_gforms.paper.text import _shaped, runs

CONSONANTS = [chr(code) for code in range(0x0915, 0x093A)]
NUKTA = ["क़", "ख़", "ग़", "ज़", "ड़", "ढ़", "फ़"]
STRINGS = [
    "अनुभव",
    "QR कोड स्कैन करें",
    "प्रतिक्रिया",
    "QR-क्रिया Bilaspur/प्रतिक्रिया",
    "पुलिस अधीक्षक कार्यालय गौरेला-पेंड्रा-मरवाही",
    "नाम और मोबाइल नंबर देना वैकल्पिक है",
    "प्रशंसा और सुझाव – दोनों का स्वागत है",
    "छत्तीसगढ़ ₹100 (थाना)",
    "यहाँ स्कैन करें | SCAN HERE",
    "office station fluffy",
    "श्री क्ष त्र ज्ञ द्ध ट्ट ङ्ग ह्म र्क र्कि",
    "१२३ 123",
]


def clusters() -> list[str]:
    """Every pair of consonants bare and with two vowels, three consonants, reph and nukta: 4,067 and more."""
    pairs = [
        f"{first}\u094d{second}{vowel}"
        for first, second in itertools.product(CONSONANTS, repeat=2)
        for vowel in ("", "ि", "े")
    ]
    triples = [f"{a}\u094d{b}\u094dर" for a, b in itertools.product("कगतदनपमसश", "तदपयवरथ")]
    reph = [f"र\u094d{consonant}{vowel}" for consonant in CONSONANTS for vowel in ("ी", "ं", "ो")]
    nukta = [f"{consonant}{vowel}" for consonant in NUKTA for vowel in ("", "ि", "ी", "ु", "्या")]
    return [unicodedata.normalize("NFC", text) for text in (*pairs, *triples, *reph, *nukta)]


@pytest.mark.parametrize("face", [Face.REGULAR, Face.EXTRABOLD, Face.DISPLAY])
def test_every_cluster_is_shaped_as_harfbuzz_does(face: Face):
    register()
    blob = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file))))
    names = pdfmetrics.getFont(face.value).face.charToGlyph
    tried = clusters()
    assert len(tried) >= 4067
    for text in tried:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.script, buffer.language, buffer.direction = "Deva", "hi", "ltr"
        uharfbuzz.shape(blob, buffer, {"dlig": False})
        theirs = [
            (info.codepoint, place.x_advance, place.x_offset, place.y_offset)
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]
        ours = [
            (names[ord(sign)], round(data.x_advance), round(data.x_offset), round(data.y_offset))
            for run in _shaped(text, face)[0]
            for sign, data in zip(run.glyphs, run.glyphs.__shapeData__, strict=True)
        ]
        assert ours == theirs, text


def test_a_line_is_cut_where_the_script_changes():
    assert runs("QR कोड स्कैन करें (12) | Scan") == ["QR ", "कोड स्कैन करें (12) | ", "Scan"]
    assert runs("(थाना) 12 abc") == ["(थाना) 12 ", "abc"]
    assert runs("123") == ["123"]
    assert runs("") == []
    assert "".join(runs(" ".join(STRINGS))) == " ".join(STRINGS)


def page(*lines: str, face: Face = Face.BOLD) -> bytes:
    register()
    file = io.BytesIO()
    canvas = Canvas(file, initialFontName=Face.REGULAR.value, invariant=1)
    for place, line in enumerate(lines):
        draw(canvas, 40, 800 - 40 * place, line, face, 20)
    canvas.save()
    return file.getvalue()


def test_pdfium_extracts_every_line_as_it_was_written():
    with pypdfium2.PdfDocument(page(*STRINGS)) as document:
        found = document[0].get_textpage().get_text_range().splitlines()
    assert [" ".join(line.split()) for line in found] == [unicodedata.normalize("NFC", text) for text in STRINGS]


@pytest.mark.skipif(
    not shutil.which("pdftotext") and not os.environ.get("ANUBHAV_NEED_CHROMIUM"),
    reason="poppler's pdftotext is not on this machine (CI installs it)",
)
def test_poppler_extracts_every_line_as_it_was_written(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(page(*STRINGS))
    done = subprocess.run(["pdftotext", "-layout", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    found = [" ".join(line.split()) for line in done.stdout.decode().splitlines() if line.strip()]
    assert found == [unicodedata.normalize("NFC", text) for text in STRINGS]


def test_a_page_has_the_same_bytes_whatever_was_shaped_before():
    first = page("क्ष प्रतिक्रिया", "Hello")
    page(*STRINGS, *clusters()[:300])
    assert page("क्ष प्रतिक्रिया", "Hello") == first


def test_nukta_letters_may_come_in_either_spelling():
    assert page("छत्तीसगढ\u093c") == page("छत्तीसगढ़")


def test_width_is_that_of_the_shaped_line_and_fitting_keeps_to_it():
    text = "प्रतिक्रिया"
    assert width(text, Face.BOLD, 30) < pdfmetrics.stringWidth(text, Face.BOLD.value, 30) * 0.9
    size = fitted(text, Face.BOLD, 30, 50)
    assert width(text, Face.BOLD, size) == pytest.approx(50)
    assert fitted(text, Face.BOLD, 30, 500) == 30


def test_wrapped_lines_fit_and_lose_nothing():
    text = "पुलिस अधीक्षक कार्यालय गौरेला-पेंड्रा-मरवाही Superintendent of Police"
    for room in (60, 120, 200, 400):
        for balanced in (False, True):
            lines = wrap(text, Face.REGULAR, 12, room, balanced=balanced)
            assert " ".join(lines) == text
            assert all(width(line, Face.REGULAR, 12) <= room or " " not in line for line in lines)
    assert len(wrap(text, Face.REGULAR, 12, 200)) == len(wrap(text, Face.REGULAR, 12, 200, balanced=True))


def test_no_line_begins_with_a_dash_or_a_postposition():
    text = "दीवार पर चिपकाएँ, चमकीली परत न चढ़ाएँ – उसी स्थान पर नया छापें"
    for room in range(60, 260, 5):
        lines = wrap(text, Face.REGULAR, 12, room, balanced=True)
        assert " ".join(lines) == text
        if room > 90:  # wide enough for every word with what belongs to it
            assert not any(
                line.startswith(("पर ", "– ")) or line in ("पर", "–") or line.endswith(" न") for line in lines
            )
    assert wrap("दीवार पर", Face.REGULAR, 12, width("दीवार", Face.REGULAR, 12) + 1) == [
        "दीवार",
        "पर",
    ]  # rather than too wide


def test_alignment_moves_a_line_by_its_width():
    register()
    canvas = Canvas(io.BytesIO(), initialFontName=Face.REGULAR.value)
    wide = draw(canvas, 100, 100, "थाना Kotwali", Face.BOLD, 20)
    assert wide == pytest.approx(width("थाना Kotwali", Face.BOLD, 20))
    assert draw(canvas, 0, 0, "", Face.BOLD, 20) == 0


@pytest.mark.parametrize("face", Face)
def test_every_face_has_letters_digits_and_its_own_name(face: Face):
    font = TTFont("probe", str(face.file))
    needed = "".join(STRINGS) + "ABCXYZabcxyz0123456789०१२३४५६७८९।₹–·|()/.-:"
    missing = {sign for sign in needed if ord(sign) not in font.face.charToGlyph} - {"\u0300"}
    assert not missing
    assert font.face.name.decode() == face.value
    above, below, capital = metrics(face)
    assert 1 < above + below < 2
    assert 0.5 < capital < 0.8


def test_fonts_travel_with_their_licences():
    for name in ("OFL-Mukta.txt", "OFL-Baloo2.txt"):
        assert "SIL Open Font License" in (FOLDER / name).read_text(encoding="utf-8-sig")
    assert {path.stem for path in FOLDER.glob("*.ttf")} == {face.value for face in Face}


def test_a_web_font_holds_the_letters_asked_for_and_little_else():
    small = base64.b64decode(web_font(Face.REGULAR, "थाना Kotwali क्ष").split(",")[1])
    assert len(small) < 30_000
    shaped = uharfbuzz.Font(uharfbuzz.Face(small))
    buffer = uharfbuzz.Buffer()
    buffer.add_str("क्ष")
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaped, buffer)
    assert len(buffer.glyph_infos) == 1
    assert buffer.glyph_infos[0].codepoint != 0


# Canaries: traps of reportlab that this room avoids. When one of these fails, reportlab has changed: look again.


def test_canary_drawing_a_string_with_shaping_is_a_silent_no_op():
    if find_spec("rlbidi"):
        pytest.skip("rlbidi is installed; without it drawString ignores shaping")
    register()

    def stream(**options: object) -> bytes:
        file = io.BytesIO()
        canvas = Canvas(file, initialFontName=Face.REGULAR.value, invariant=1, pageCompression=0)
        canvas.setFont(Face.BOLD.value, 20)
        canvas.drawString(40, 700, "प्रतिक्रिया", **options)
        canvas.save()
        return file.getvalue()

    assert stream(shaping=True) == stream()


def test_canary_mixed_script_in_one_run_breaks_devanagari():
    register()
    mixed = str(shapeStr("QR कोड स्कैन करें", Face.BOLD.value, 20))
    assert mixed != "".join(run.glyphs for run in _shaped("QR कोड स्कैन करें", Face.BOLD)[0])


def test_canary_a_font_change_inside_a_word_crashes():
    code = f"""
from reportlab.lib.abag import ABag
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, shapeFragWord
pdfmetrics.registerFont(TTFont("one", {str(Face.REGULAR.file)!r}))
pdfmetrics.registerFont(TTFont("two", {str(Face.BOLD.file)!r}))
shapeFragWord([0, (ABag(fontName="one", fontSize=20), "प्रति"), (ABag(fontName="two", fontSize=20), "क्रिया")])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert "no attribute 'hbAddPrivate'" in done.stderr


def test_canary_archaic_ligatures_are_on_by_default():
    register()
    assert str(shapeStr("station", Face.BOLD.value, 20)) != "station"
    assert "".join(run.glyphs for run in _shaped("station", Face.BOLD)[0]) == "station"
