"""What a print shop does to a file: trimmed, turned and scaled sheets pass, what spoils a code is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from permits import make_posters
from pikepdf import Array, Dictionary, Name, Pdf

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import PosterError
from anubhav_gforms.posters.printing.job import PrintJob
from anubhav_gforms.posters.reading.pages import opened

from .conftest import DAY

ONE = PrintJob(districts=("GPM",))


def shop(office: Path, touch: Callable[[pypdfium2.PdfPage], None], job: PrintJob = ONE) -> list[str]:
    """The causes of all faults in a file of one poster whose page was touched, with its own first: [] when none."""
    campaign = load_campaign(office)
    [made] = make_posters(campaign, job, today=DAY).files
    with opened(office / "data" / "posters" / made.name) as document:
        touch(document[0])
        document.save(str(office / "touched.pdf"))
    return [fault.cause for fault in pipeline.check_posters(campaign, office / "touched.pdf").faults]


def scaled(across: float, down: float) -> Callable[[pypdfium2.PdfPage], None]:
    def touch(page: pypdfium2.PdfPage) -> None:
        wide, high = page.get_size()
        pdfium.FPDFPage_TransFormWithClip(page.raw, pdfium.FS_MATRIX(across, 0, 0, down, 0, 0), None)
        page.set_mediabox(0, 0, wide * across, high * down)

    return touch


def cut(left: float, low: float) -> Callable[[pypdfium2.PdfPage], None]:
    """Points cut off the left and the lower edge."""
    return lambda page: page.set_cropbox(left, low, *page.get_mediabox()[2:])


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_press_sheet_trimmed_and_turned_passes(office: Path, turn: int):
    def touch(page: pypdfium2.PdfPage) -> None:
        page.set_cropbox(*page.get_trimbox())
        page.set_rotation(turn)

    assert shop(office, touch, replace(ONE, press=True)) == []


@pytest.mark.parametrize("scale", [0.71, 1.41])
def test_another_size_passes(office: Path, scale: float):
    assert shop(office, scaled(scale, scale)) == []


def test_a_page_made_so_small_that_modules_are_lost_is_named(office: Path):
    assert any("0.33 mm wide, less than 0.35 mm" in cause for cause in shop(office, scaled(0.2, 0.2)))


def test_a_stretched_page_is_named(office: Path):
    assert any("1.10 times as high as wide" in cause for cause in shop(office, scaled(1.0, 1.1)))


@pytest.mark.parametrize(
    ("left", "low", "said"), [(0, 60, "of text reach"), (60, 0, "the clear margin is 1.1 modules")]
)
def test_a_page_cut_too_far_is_named(office: Path, left: float, low: float, said: str):
    assert any(said in cause for cause in shop(office, cut(left, low)))


@pytest.mark.parametrize(("quality", "dpi"), [(60, 150), (30, 72)])
def test_a_page_turned_into_pixels_keeps_its_code_and_its_margin_is_measured(office: Path, quality: int, dpi: int):
    campaign = load_campaign(office)
    make_posters(campaign, ONE, today=DAY)
    with opened(office / "data" / "posters" / "GPM-A4.pdf") as document:
        picture = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    said = []
    for cut_off in (0.0, 0.1):
        part = picture.crop((round(picture.width * cut_off), 0, picture.width, picture.height))
        part.save(office / "pixels.pdf", quality=quality, resolution=dpi)
        found = pipeline.check_posters(campaign, office / "pixels.pdf")
        assert [poster.link.station for poster in found.posters] == ["GPM-SPO"]
        said.append([fault.cause for fault in found.faults])
    assert ["too coarse" in cause for cause in said[0]] == ([True] if dpi == 72 else [])
    assert "the clear margin is 1." in said[1][0]


def damaged(content: bytes) -> bytes:
    """The file with a page that is none."""
    with Pdf.open(BytesIO(content)) as pdf:
        pdf.Root.Pages.Kids = Array([pdf.pages[0].obj, pdf.make_indirect(Dictionary(Type=Name.Font))])
        pdf.Root.Pages.Count = 2
        file = BytesIO()
        pdf.save(file)
    return file.getvalue()


def sized(content: bytes, name: str, *box: float) -> bytes:
    """The file with another box on its first page."""
    with Pdf.open(BytesIO(content)) as pdf:
        pdf.pages[0].obj[name] = Array(box)
        file = BytesIO()
        pdf.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (damaged, "cannot be opened as a PDF"),
        (lambda content: sized(content, "/CropBox", 0, 0, -100, -100), "that is not a poster"),
        (lambda content: sized(content, "/MediaBox", 0, 0, 100_000, 0.001), "that is not a poster"),
    ],
    ids=["a page that is none", "a page without a size", "a page as long as a street"],
)
def test_a_page_that_no_printer_has_is_refused_in_words(office: Path, spoil: Callable[[bytes], bytes], said: str):
    [made] = make_posters(load_campaign(office), ONE).files
    path = office / "data" / "posters" / made.name
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(PosterError, match=said):
        pipeline.check_posters(load_campaign(office), path)
