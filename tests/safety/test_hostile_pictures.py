"""Pictures and PDFs that unpack without end, lie about themselves, or ask for other files."""

from __future__ import annotations

import io
import os
import struct
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from anubhav_gforms.errors import PosterError
from anubhav_gforms.posters.confined import Budget, OverBudgetError, confined
from anubhav_gforms.posters.design import picture
from anubhav_gforms.posters.design.picture import check_picture, logo_pixels, place_picture
from anubhav_gforms.posters.reading.pages import MAX_TEXTS, opened, read_page, render
from anubhav_gforms.posters.reading.photos import open_photo


def png(*chunks: tuple[bytes, bytes], width: int = 10, height: int = 10) -> bytes:
    head = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    parts = (head, *chunks, (b"IDAT", zlib.compress(b"\0" * 110)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(tiff: bytes) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(file, "JPEG")
    plain, part = file.getvalue(), b"Exif\0\0" + tiff
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part + plain[2:]


BOMBS = {
    "pixels": lambda: png(width=2**31 - 1, height=2**31 - 1),
    "900 megapixels": lambda: png(width=30_000, height=30_000),
    "a text that unpacks to 70 MB": lambda: png((b"zTXt", b"k\0\0" + zlib.compress(b"a" * 70_000_000))),
    "many texts": lambda: png(*((b"iTXt", b"k%d\0\1\0\0\0" % n + zlib.compress(b"a" * 900_000)) for n in range(80))),
    "a colour profile of 70 MB": lambda: png((b"iCCP", b"k\0\0" + zlib.compress(b"a" * 70_000_000))),
    "nothing": lambda: b"",
    "half a picture": lambda: jpeg(b"")[:300],
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_picture_that_unpacks_without_end_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "BSP-KTW.png"
    path.write_bytes(BOMBS[name]())
    with pytest.raises(PosterError, match=r"damaged|megapixels|not a JPEG"):
        open_photo(path)


CAMERA = {
    "4000 entries of 4 GB": b"II*\0\x08\0\0\0"
    + struct.pack("<H", 4000)
    + b"".join(struct.pack("<HHII", n, 4, 2**30, 8) for n in range(4000))
    + bytes(4),
    "a circle": b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 0x8769, 4, 1, 8, 8),
    "an orientation of text": b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 0x112, 2, 4, 0x41414141, 0),
    "an end in the middle": b"II*\0\x08\0\0\0\xff\xff",
}


@pytest.mark.parametrize("name", CAMERA)
def test_broken_camera_data_hides_no_poster(name: str, tmp_path: Path) -> None:
    path = tmp_path / "BSP-KTW.jpg"
    path.write_bytes(jpeg(CAMERA[name]))
    photo = open_photo(path)
    assert photo.picture.size == (64, 48)
    assert not photo.picture.getexif()


LINUX = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux limits the memory of a process")


def of_bytes(count: int) -> int:
    """As a broken picture may, ask for so much memory; or never come back."""
    while count < 0:
        pass
    return len(bytes(count))


def test_work_over_its_budget_ends_alone() -> None:
    pieces = list(confined(of_bytes, [10, -1, 20], Budget(seconds=1, megabytes=400)))
    assert (pieces[0], pieces[2]) == (10, 20)
    assert isinstance(pieces[1], OverBudgetError)
    assert list(confined(len, ["four"], Budget(seconds=1, megabytes=400))) == [4]
    with pytest.raises(TypeError):
        list(confined(len, [5], Budget(seconds=1, megabytes=400)))


@LINUX
def test_memory_over_its_budget_ends_alone() -> None:
    pieces = list(confined(of_bytes, [5_000_000_000, 20], Budget(seconds=5, megabytes=400)))
    assert isinstance(pieces[0], OverBudgetError)
    assert pieces[1] == 20


SLOW = (
    '<filter id="f"><feTurbulence baseFrequency=".3" numOctaves="9000000"/></filter><rect width="9" height="9" filter="url(#f)"/>',
    '<filter id="f"><feMorphology operator="dilate" radius="90"/></filter>'
    + '<g filter="url(#f)">' * 50
    + '<circle r="9"/>'
    + "</g>" * 50,
)


@pytest.mark.parametrize("inside", SLOW, ids=["octaves", "filters"])
def test_a_logo_that_takes_long_to_draw_is_refused_with_a_cure(
    inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A logo has 5 seconds; here 1, which neither keeps to."""
    assert picture.LOGO.seconds == 5
    monkeypatch.setattr(picture, "LOGO", replace(picture.LOGO, seconds=1))
    path = tmp_path / "logo.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>', encoding="utf-8")
    with pytest.raises(PosterError, match=r"logo\.svg: the logo takes more than 1 seconds.*PNG of 1000"):
        logo_pixels(path, 700)


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 255)), min_size=1, max_size=12))
def test_any_damage_to_a_photo_ends_in_a_picture_or_one_sentence(changes: list[tuple[int, int]]) -> None:
    content = bytearray(jpeg(CAMERA["a circle"]))
    for place, value in changes:
        content[place % len(content)] = value
    path = Path("/dev/shm" if Path("/dev/shm").is_dir() else ".") / f"anubhav-{os.getpid()}.jpg"
    path.write_bytes(bytes(content))
    try:
        with suppress(PosterError):
            open_photo(path)
    finally:
        path.unlink()


def test_a_pdf_page_larger_than_any_paper_is_not_rendered(tmp_path: Path) -> None:
    document = PdfDocument.new()
    document.new_page(0.1, 14_000)
    document.new_page(14_000, 14_000)
    document.save(tmp_path / "shop.pdf")
    with opened(tmp_path / "shop.pdf") as pdf:
        for page, dpi in ((pdf[0], round(1000 / 0.1 * 72)), (pdf[1], 100)):
            with pytest.raises(PosterError, match="that is not a poster"):
                render(page, dpi)
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(300_000_001)
    with pytest.raises(PosterError, match="300 MB"):
        opened(tmp_path / "huge.pdf")


def test_a_pdf_page_of_more_text_than_any_poster_has_is_not_read(tmp_path: Path) -> None:
    """Each piece is held against all others: 8,000 took 1.5 GB of memory."""
    for name, pieces in (("most", MAX_TEXTS), ("more", MAX_TEXTS + 1)):
        canvas = Canvas(str(tmp_path / f"{name}.pdf"))
        for piece in range(pieces):
            canvas.drawString(20 + piece % 50 * 10, 20 + piece // 50 * 10, "x")
        canvas.save()
    with opened(tmp_path / "most.pdf") as pdf:
        assert len(read_page(pdf[0], version=3).lines) == MAX_TEXTS
    with opened(tmp_path / "more.pdf") as pdf, pytest.raises(PosterError, match=r"2,000 .*that is not a poster"):
        read_page(pdf[0], version=3)


BILLION = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "%s"><!ENTITY c "%s"><!ENTITY d "%s"><!ENTITY e "%s">
<!ENTITY f "%s"><!ENTITY g "%s"><!ENTITY h "%s">]><svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>&h;</text></svg>""" % tuple(
    b"&%c;" % letter * 40 for letter in b"abcdefg"
)
READER = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "OTHER">]>
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>&a;</text></svg>"""


@pytest.mark.parametrize(
    "content", [BILLION, READER, b"<svg", b"\x89PNG", b""], ids=["billion", "reader", "cut", "png", "empty"]
)
def test_a_logo_neither_unpacks_without_end_nor_reads_other_files(content: bytes, tmp_path: Path) -> None:
    """It is refused, or drawn without what it asked for."""
    path, other = tmp_path / "logo.svg", tmp_path / "other"
    other.write_text("zqsecret")
    path.write_bytes(content.replace(b"OTHER", other.as_uri().encode()))
    canvas = Canvas(None, pageCompression=0)
    try:
        check_picture(path)
        place_picture(canvas, path, 0, 0, 100)
    except PosterError:
        return
    drawn = canvas.getpdfdata()
    assert len(drawn) < 100_000
    assert b"zqsecret" not in drawn
