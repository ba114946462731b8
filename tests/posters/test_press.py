"""What a print shop's software asks of --press, and what listeners hear of every poster."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pdfua
import pikepdf
import pytest
from PIL import Image, ImageCms

from anubhav_gforms.posters.design.inks import PROFILE, inks
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.posters.printing.document import draw_pdf, make_pdf
from anubhav_gforms.posters.reading.pages import opened, read_page
from tests.pdf_tree import check_tree

from .conftest import Make, faults

MM = 72 / 25.4
OTHER_COLOURS = {"rg", "RG", "g", "G", "cs", "CS", "sc", "SC", "scn", "SCN"}


def made(posters, style, **options) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(make_pdf(posters, style, title="अनुभव – test", author="Office", **options)))


def streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every content of a file: its pages, and the forms that they use."""
    for page in pdf.pages:
        yield page.obj
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
            yield thing


@pytest.mark.parametrize("ink_saver", [False, True])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_press_file_has_four_inks_and_nothing_else(paper: str, ink_saver: bool, posters, style: Make):
    colours = set()
    with made(posters[:5], style(paper, ink_saver=ink_saver, press=True)) as pdf:
        for content in streams(pdf):
            for operands, operator in pikepdf.parse_content_stream(content):
                assert str(operator) not in OTHER_COLOURS
                if str(operator) in ("k", "K"):
                    colours.add(tuple(round(float(ink), 2) for ink in operands))
    assert (0, 0, 0, 1) in colours
    marks = {(1, 1, 1, 1)}  # on every plate, outside the page
    assert all(sum(ink) <= 3.0 for ink in colours - marks)


@pytest.mark.parametrize("press", [False, True])
def test_the_symbol_is_black_ink_alone(press: bool, posters, style: Make):
    """Four plates for one module is what phones cannot read when they do not meet."""
    with made(posters[:1], style(press=press)) as pdf:
        colour, fills = [], []
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(operator) in ("k", "rg"):
                colour = [float(ink) for ink in operands]
            if str(operator) == "re" and colour:  # before a colour: where the page is clipped
                fills.append(tuple(colour))
    assert len([fill for fill in fills if fill == ((0, 0, 0, 1) if press else (0, 0, 0))]) > 500
    assert len(set(fills)) == 1


def test_small_dark_text_is_black_alone_and_colours_come_close():
    assert inks("#000000") == (0, 0, 0, 100)
    assert inks("#FFFFFF") == (0, 0, 0, 0)
    for dark in ("#16233B", "#4B5566"):
        assert inks(dark)[:3] == (0, 0, 0)
    back = ImageCms.buildTransform(
        str(PROFILE), ImageCms.createProfile("sRGB"), "CMYK", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    for colour in ("#14284B", "#F2A81D", "#B3261E", "#FFF9EE", "#F3E6CB", "#DCE4F2"):
        pixel = Image.new("CMYK", (1, 1), tuple(round(ink * 2.55) for ink in inks(colour)))
        shown = ImageCms.applyTransform(pixel, back)
        assert shown
        meant = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
        assert max(abs(one - other) for one, other in zip(shown.tobytes(), meant, strict=True)) < 20, colour


@pytest.mark.parametrize("paper", PAPERS)
def test_a_press_file_has_the_structure_of_pdf_x_4(paper: str, posters, style: Make):
    design = style(paper, press=True)
    with made(posters[:3], design) as pdf:
        assert pdf.pdf_version == "1.6"
        assert not pdf.is_encrypted
        [intent] = pdf.Root.OutputIntents
        assert (intent.S, str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "FOGRA39")
        assert intent.DestOutputProfile.N == 4
        profile = ImageCms.ImageCmsProfile(io.BytesIO(intent.DestOutputProfile.read_bytes())).profile
        assert (profile.xcolor_space.strip(), profile.connection_space.strip(), profile.device_class) == (
            "CMYK",
            "Lab",
            "prtr",
        )
        facts = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in facts
        assert pdf.docinfo["/Trapped"] == "/False"
        assert len(pdf.trailer.ID) == 2
        for name in ("/Title", "/CreationDate", "/ModDate", "/Creator"):
            assert str(pdf.docinfo[name])
        for page in pdf.pages:
            assert "/Group" not in page.obj  # no transparency
            for outer, inner in ((page.mediabox, page.bleedbox), (page.bleedbox, page.trimbox)):
                assert all(float(low) < float(high) for low, high in zip(outer[:2], inner[:2], strict=False))
                assert all(float(low) > float(high) for low, high in zip(outer[2:], inner[2:], strict=False))
        for font in (thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing):
            assert "/FontFile2" in font


@pytest.mark.parametrize("paper", PAPERS)
def test_a_slug_line_names_file_page_and_codes_outside_the_page(paper: str, posters, style: Make):
    drawn = draw_pdf(posters[:9], style(paper, press=True), title="t", name="BSP-test-press")
    with opened(drawn.content) as document:
        page = document[len(document) - 1]
        reading = read_page(page, version=10)
        left, low, right, top = page.get_trimbox()
        page.set_cropbox(left, low, right, top)
        inside = page.get_textpage().get_text_bounded(left, low, right, top)
        outside = page.get_textpage().get_text_bounded(0, 0, right, low)
    assert "BSP-test-press" in reading.text
    assert f"{len(drawn.ink)}/{len(drawn.ink)}" in outside
    assert posters[8].link.station in outside
    assert "BSP-test-press" not in inside


def test_a_logo_is_printed_in_four_inks_too(posters, style: Make, tmp_path: Path):
    Image.new("RGB", (300, 300), "#B3261E").save(tmp_path / "logo.png")
    plain = style(press=True)
    design = replace(plain, texts=replace(plain.texts, logo=tmp_path / "logo.png"))
    assert faults(posters[:2], design) == []
    with made(posters[:1], design) as pdf:
        [picture] = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and "/BitsPerComponent" in thing
        ]
        assert picture.ColorSpace == "/DeviceCMYK"


# for listeners


@pytest.mark.parametrize("press", [False, True])
@pytest.mark.parametrize("paper", PAPERS)
def test_what_a_machine_can_check_of_pdf_ua_is_right(paper: str, press: bool, posters, style: Make, tmp_path: Path):
    (tmp_path / "poster.pdf").write_bytes(make_pdf(posters[:5], style(paper, press=press), title="अनुभव", author="IG"))
    report = pdfua.validate(tmp_path / "poster.pdf")
    assert [str(finding) for finding in report.findings] == []


def test_a_poster_without_its_tree_is_not_right(posters, style: Make, tmp_path: Path):
    with made(posters[:1], style()) as pdf:
        del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo
        pdf.save(tmp_path / "poster.pdf")
    assert pdfua.validate(tmp_path / "poster.pdf").findings


@pytest.mark.parametrize("press", [False, True])
@pytest.mark.parametrize("paper", PAPERS)
def test_everything_on_a_page_is_in_the_tree_or_marked_as_no_content(paper: str, press: bool, posters, style: Make):
    with made(posters[:5], style(paper, press=press)) as pdf:
        check_tree(pdf)
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        for page, parts in zip(pdf.pages, numbers[1::2], strict=True):
            assert [int(part.K) for part in parts] == [*range(len(parts))]
            assert all(part.Pg.objgen == page.obj.objgen for part in parts)


def test_a_listener_hears_name_question_and_what_the_code_opens(posters, style: Make):
    for english in (True, False):
        with made([posters[2]] if english else [posters[2].in_hindi], style(english=english)) as pdf:
            [section] = pdf.Root.StructTreeRoot.K.K
            assert [str(part.S) for part in section.K] == ["/H1", "/P", "/P", "/Figure"]
            code = section.K[3]
            said = str(code.Alt)
            left, low, right, top = (float(edge) for edge in code.A.BBox)
        assert posters[2].name.hi in said
        assert posters[2].link.value in said
        assert "docs.google.com" in said
        assert ("QR code: opens" in said) is english
        assert [(right - left) / MM, (top - low) / MM] == pytest.approx([94.0, 94.0], abs=0.1)
