"""What holds for every paper, and for one that is added as docs/developers.md shows it."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import PosterError
from anubhav_gforms.posters.design.density import refuse_dense
from anubhav_gforms.posters.design.drawing import Symbol
from anubhav_gforms.posters.design.measures import TextLine
from anubhav_gforms.posters.design.papers import PAPERS, Paper
from anubhav_gforms.posters.design.texts import Poster
from anubhav_gforms.posters.printing.document import Style, draw_pdf, make_pdf, pages_of
from anubhav_gforms.posters.reading.pages import opened
from anubhav_gforms.posters.reading.proof import prove

from .conftest import Make

PROJECT = Path(__file__).parents[2]
LEAST = 7.0
"""Points; nothing on paper is smaller."""


def added() -> tuple[Paper, ...]:
    """The papers that docs/developers.md shows how to add."""
    text = (PROJECT / "docs" / "developers.md").read_text(encoding="utf-8")
    [code] = re.findall(r"## Add a paper.*?```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(code, "docs/developers.md", "exec"), names)  # our own document
    return tuple(paper for paper in names.values() if isinstance(paper, Paper))


EVERY = (*PAPERS.values(), *added())


def on(paper: Paper, style: Style) -> Style:
    return replace(style, paper=paper)


def sizes(page: pypdfium2.PdfPage) -> Iterator[float]:
    """The size in points of every text on a page."""
    for thing in page.get_objects(max_depth=5):
        if thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            size = ctypes.c_float()
            pdfium.FPDFTextObj_GetFontSize(thing.raw, size)
            yield size.value


@pytest.mark.parametrize("paper", added(), ids=lambda paper: paper.name)
def test_every_station_reads_back_on_a_paper_that_is_added(paper: Paper, posters: tuple[Poster, ...], style: Make):
    """A row of measures is all that a new paper needs; those of PAPERS are held in test_pages.py."""
    made = on(paper, style())
    drawn = draw_pdf(posters, made, title="test")
    pages = pages_of(posters, paper)
    assert prove(drawn.content, pages, version=made.version, faces=paper.faces, ink=drawn.ink) == []


@pytest.mark.parametrize("ink_saver", [False, True])
@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: paper.name)
def test_no_text_is_under_its_least_size(paper: Paper, ink_saver: bool, posters: tuple[Poster, ...], style: Make):
    with opened(make_pdf(posters[:1], on(paper, style(ink_saver=ink_saver)), title="test")) as document:
        assert min(sizes(document[0])) >= LEAST - 0.01


@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: paper.name)
def test_a_text_without_room_is_a_fault_on_every_paper(paper: Paper, posters: tuple[Poster, ...], style: Make):
    """Every line that a poster's own text fills says how small it may become."""
    design = paper.design
    code = next(block for block in design.face if isinstance(block, TextLine) and block.source == "link.value")
    assert code.least >= LEAST
    face = tuple(replace(block, room=5.0) if block is code else block for block in design.face)
    narrow = replace(paper, design=replace(design, face=face))
    with pytest.raises(PosterError, match=r"needs 5 mm; it would be .* pt, under"):
        make_pdf(posters[:1], on(narrow, style()), title="test")


@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: paper.name)
def test_every_symbol_is_wide_enough_and_inside_its_page(paper: Paper, the_range: Campaign):
    refuse_dense(the_range.poster.code, paper)
    left, top, side = paper.design.symbol.box()
    assert 0 < left < left + side < paper.design.width
    assert 0 < top < top + side < paper.design.height
    assert sum(isinstance(block, Symbol) for block in (*paper.design.artwork, *paper.design.face)) == 1


def test_labels_have_the_measures_of_the_sheet_that_is_bought_cut():
    """Twelve of 100 by 44 mm on A4, side by side, nothing printed over a cut: a printer feeds a sheet a little off."""
    paper = PAPERS["labels"]
    assert (paper.width, paper.height, len(paper.spots), paper.per_page) == (210, 297, 12, 12)
    wide, high = paper.design.width, paper.design.height
    assert (wide, high) == (100, 44)
    assert {spot.x for spot in paper.spots} == {5, 105}
    assert [spot.y for spot in paper.spots[::2]] == [16.5 + 44 * row for row in range(6)]
    assert paper.cuts == ((), ())


def test_a_code_too_fine_for_labels_is_refused_with_its_measure(the_range: Campaign):
    code = the_range.poster.code.model_copy(update={"version": 12})
    refuse_dense(code, PAPERS["labels"], dpi=300)
    small = replace(PAPERS["labels"], scale=0.64)
    with pytest.raises(PosterError, match=r"On labels a module of the code would be 0\.29 mm.*at least 0\.35 mm"):
        refuse_dense(code, small)


@pytest.mark.parametrize("ink_saver", [False, True])
def test_a_label_is_white_to_its_cuts(ink_saver: bool, posters: tuple[Poster, ...], style: Make):
    made = style("labels", ink_saver=ink_saver)
    with opened(make_pdf(posters[:12], made, title="test")) as document:
        page = document[0].render(scale=254 / 72, grayscale=True).to_numpy().squeeze()  # ten pixels a mm
    for cut in (5, 105, 205):
        assert page[:, cut * 10 - 30 : cut * 10 + 30].min() == 255
    for row in range(7):
        cut = 165 + 440 * row
        assert page[cut - 30 : cut + 30].min() == 255
    assert page.min() == 0
