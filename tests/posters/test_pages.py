"""Finished pages: every station in every size reads back, in every look, and nothing stands on anything."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import PosterError
from anubhav_gforms.links import Link
from anubhav_gforms.posters.design.density import density, refuse_dense
from anubhav_gforms.posters.design.palette import MIN_CONTRAST, contrast, palette_of
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.posters.design.pen import MM, Pen
from anubhav_gforms.posters.design.texts import Poster, posters_of, texts_of
from anubhav_gforms.posters.printing.document import Style, make_pdf, pages_of
from anubhav_gforms.posters.reading.pages import opened, read_codes, read_page, render
from anubhav_gforms.posters.reading.proof import prove
from anubhav_gforms.sentence import Bilingual
from anubhav_gforms.text import same_words

from .conftest import Make, coarse, faults


@pytest.mark.parametrize("paper", PAPERS)
def test_every_station_in_every_size_passes_the_proof_and_reads_coarse(paper: str, posters, style: Make):
    """Exact link, exactly one code, names, code and host in the text, 4 modules of quiet zone, fonts, no collisions."""
    made = style(paper)
    pdf = make_pdf(posters, made, title="test")
    sheets = pages_of(posters, made.paper)
    assert prove(pdf, sheets, version=10, faces=made.paper.faces) == []
    with opened(pdf) as document:
        for page, sheet in zip(document, sheets, strict=True):
            wanted = sorted(poster.link.url for poster in sheet for _ in range(made.paper.faces))
            assert sorted(read_codes(render(page, coarse(made.paper)))) == wanted


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("look", [{"ink_saver": True}, {"english": False}, {"press": True}, {"host": "127.0.0.1"}])
def test_every_look_passes_the_proof(paper: str, look: dict, the_range: Campaign, links: tuple[Link, ...], style: Make):
    made = style(paper, **look)
    some = posters_of(the_range, [link for link in links if link.serial == 1][::40], english=made.texts.english)
    if made.texts.sample:
        some = tuple(
            replace(
                poster,
                link=replace(
                    poster.link, url=poster.link.url.replace("https://docs.google.com", "http://127.0.0.1:8765")
                ),
            )
            for poster in some
        )
    assert faults(some, made) == []


def said_by(style: Style, posters: Sequence[Poster]) -> tuple[bytes, set[str]]:
    """A PDF, and every line of text that its artwork and faces were asked to write."""
    said: set[str] = set()
    write = Pen.text

    def listening(pen: Pen, x: float, y: float, text: str, *how, **more) -> None:
        said.add(text)
        write(pen, x, y, text, *how, **more)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Pen, "text", listening)
        pdf = make_pdf(posters, style, title="test")
    return pdf, said - {""}


OTHERS = (("pdftotext", "-raw", "a.pdf", "-"), ("mutool", "draw", "-q", "-F", "text", "a.pdf"))


@pytest.mark.parametrize("paper", PAPERS)
def test_every_line_on_a_page_is_extracted_as_it_was_written(paper: str, tmp_path: Path, posters, style: Make):
    """By pdfium, as in Chrome, by poppler and mupdf, as in other readers; also from a face that stands on its head."""
    made = style(paper)
    words, some = made.texts, posters[: made.paper.per_page]
    pdf, said = said_by(made, some)
    assert {words.title, words.host, *(each.link.value for each in some)} <= said
    with opened(pdf) as document:
        text = read_page(document[0], version=10).text
    assert [line for line in said if same_words(line) not in text] == []
    needed = bool(os.environ.get("ANUBHAV_NEED_CHROMIUM"))
    there = [program for program in OTHERS if needed or shutil.which(program[0])]
    if not there:
        pytest.skip("neither poppler's pdftotext nor mupdf's mutool is on this machine (CI installs both)")
    (tmp_path / "a.pdf").write_bytes(pdf)
    for program in there:
        done = subprocess.run(program, cwd=tmp_path, capture_output=True, check=True)
        text = same_words(done.stdout.decode())
        assert [line for line in said if same_words(line) not in text] == [], program


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_lines_that_the_office_approved_find_their_place(paper: str, posters, style: Make):
    made = style(paper)
    more = {
        "tagline": Bilingual("आपकी राय, बेहतर पुलिस सेवा", "Your voice, better policing"),
        "emergency": Bilingual("आपात स्थिति में 112 डायल करें", "In an emergency dial 112"),
        "footer": Bilingual("नियंत्रण कक्ष", "Control room"),
    }
    approved = replace(made, texts=replace(made.texts, **more))
    assert faults(posters[:1], approved) == []
    if paper == "A4":
        assert {"Your voice, better policing", "आपकी राय, बेहतर पुलिस सेवा"} <= said_by(approved, posters[:1])[1]


def test_a_sample_says_so_and_a_real_poster_does_not(posters, style: Make):
    for host, marked in (("127.0.0.1", True), ("docs.google.com", False)):
        with opened(make_pdf(posters[:1], style(host=host), title="test")) as document:
            assert ("SAMPLE" in read_page(document[0], version=10).text) is marked


def test_links_to_a_strange_host_are_refused(the_range: Campaign):
    with pytest.raises(PosterError, match=r"docs\.google\.com.*example\.org"):
        texts_of(the_range, host="example.org")


def test_two_runs_give_the_same_bytes(posters, style: Make):
    first = make_pdf(posters[:5], style(), title="test")
    make_pdf(posters[100:110], style("A5", ink_saver=True), title="other")
    assert make_pdf(posters[:5], style(), title="test") == first


def test_a_page_costs_at_most_3700_bytes(posters, style: Make):
    one, all_of_them = (len(make_pdf(some, style(), title="test")) for some in (posters[:1], posters))
    assert (all_of_them - one) / 157 <= 3700
    assert one < 110_000


@pytest.mark.parametrize("press", [False, True])
def test_a_print_window_offers_full_size_and_one_side(press: bool, posters, style: Make):
    """Scaled to fit, the code is smaller; on both sides, every second station's poster is against the wall."""
    with pikepdf.open(io.BytesIO(make_pdf(posters[:2], style(press=press), title="test"))) as file:
        wanted = file.Root.ViewerPreferences
        assert (wanted.PrintScaling, wanted.Duplex) == ("/None", "/Simplex")


def test_document_has_language_title_and_a_bookmark_a_station(posters, style: Make):
    pdf = make_pdf(posters[:3], style(), title="अनुभव – BSP-A4", author="Office")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.Root.Lang) == "hi"
        assert file.Root.PageMode == "/UseOutlines"
    with opened(pdf) as document:
        assert document.get_metadata_dict()["Title"] == "अनुभव – BSP-A4"
        marks = [mark.get_title() for mark in document.get_toc()]
    assert marks == [f"{poster.name.hi} · {poster.mark}" for poster in posters[:3]]


LONG_HINDI = "पुलिस अधीक्षक कार्यालय गौरेला-पेंड्रा-मरवाही"
LONG_ENGLISH = "Superintendent of Police Office Gaurela-Pendra-Marwahi"


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    "name",
    [
        Bilingual(LONG_HINDI, LONG_ENGLISH),
        Bilingual(LONG_HINDI + " महिला एवं बाल सहायता केंद्र", LONG_ENGLISH + " and Women's Help Desk"),
        Bilingual("कु", "Ku"),
        Bilingual(LONG_HINDI, ""),
        Bilingual("यातायात पुलिस थाना कार्यालय " + LONG_HINDI, ""),  # signs of its second line reach up into the first
    ],
)
def test_long_and_short_names_fit(paper: str, name: Bilingual, posters, style: Make):
    made = [replace(posters[0], name=name)]
    if PAPERS[paper].stuck and name.en and len(name.hi) > 60:  # in words: it would be too small
        with pytest.raises(PosterError, match=name.hi):
            faults(made, style(paper))
        return
    assert faults(made, style(paper)) == []


def test_a_name_that_cannot_be_set_large_enough_is_an_error_that_shows_it(posters, style: Make):
    with pytest.raises(PosterError, match=r"pt, under 7 pt.*stations\.csv"):
        make_pdf([replace(posters[0], name=Bilingual("थाना", "Police " * 60))], style("A6x4"), title="test")


@pytest.mark.parametrize("paper", ["A4", "A5", "A6x4"])
def test_press_sheets_have_trim_and_bleed(paper: str, posters, style: Make):
    made = style(paper, press=True)
    with opened(make_pdf(posters[:4], made, title="test")) as document:
        page = document[0]
        trim, bleed, media = page.get_trimbox(), page.get_bleedbox(), page.get_mediabox()
        corner = page.render(scale=1).to_pil().convert("RGB").getpixel((round(9.6 * MM), round(9.6 * MM)))
    assert trim[2] - trim[0] == pytest.approx(made.paper.width * MM, abs=0.1)
    assert [round((inner - outer) / MM, 1) for inner, outer in zip(trim, bleed, strict=True)] == [3.0, 3.0, -3.0, -3.0]
    assert media[2] - trim[2] == pytest.approx(12 * MM, abs=0.1)
    assert max(corner) < 110  # artwork reaches into the bleed


def test_no_white_strip_at_the_edges(posters, style: Make):
    for paper in (name for name in PAPERS if not PAPERS[name].stuck):  # those are clear of the edges of their sheet
        with opened(make_pdf(posters[:4], style(paper), title="test")) as document:
            picture = np.asarray(document[0].render(scale=100 / 72).to_pil().convert("L"))
        for edge in (picture[0], picture[:, 0], picture[:, -1]):
            assert (edge < 255).mean() > 0.97, paper


# density and colour


def test_density_says_module_dots_and_distance(the_range: Campaign):
    found = density(the_range.poster.code, PAPERS["A4"], length=150)
    assert found.module == pytest.approx(94 / 57)
    assert found.dots == pytest.approx(94 / 57 / 25.4 * 600)
    assert found.distance == pytest.approx(1.13, abs=0.01)
    assert "A3 gives modules 1.4 times as wide" in found.advice
    assert "20 bytes shorter would fit version 9" in found.advice
    assert (
        "Version 10 would hold"
        in density(the_range.poster.code.model_copy(update={"version": 12}), PAPERS["A4"], length=150).advice
    )


def test_too_dense_a_code_is_refused_with_its_width(the_range: Campaign):
    tiny = replace(PAPERS["A6x4"], scale=0.36)
    with pytest.raises(PosterError, match=r"0\.34 mm.*at least 0\.35 mm"):
        refuse_dense(the_range.poster.code, tiny)
    with pytest.raises(PosterError, match=r"3\.7 dots at 100 dpi"):
        refuse_dense(the_range.poster.code, PAPERS["A6x4"], dpi=100)
    for paper in PAPERS.values():
        refuse_dense(the_range.poster.code, paper)


@pytest.mark.parametrize("ink_saver", [False, True])
def test_every_text_has_contrast(the_range: Campaign, ink_saver: bool):
    palette = palette_of(the_range.poster.colours, ink_saver=ink_saver)
    assert min(contrast(text, ground) for text, ground in palette.texts()) >= MIN_CONTRAST


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#14284B") == pytest.approx(14.6, abs=0.1)
    assert contrast("#F2A81D", "#FFF9EE") == pytest.approx(1.9, abs=0.1)


def test_colours_on_which_text_cannot_be_read_are_refused(the_range: Campaign):
    with pytest.raises(PosterError, match=r"#F2A81D on #F0E0A0 .*contrast of 4\.5 is needed.*poster\.toml"):
        palette_of(the_range.poster.colours.model_copy(update={"main": "#F0E0A0"}))


def test_a_file_that_is_no_pdf_is_named(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(b"hello")
    for path in (tmp_path / "a.pdf", tmp_path / "absent.pdf"):
        with pytest.raises(PosterError, match=path.name):
            opened(path)
