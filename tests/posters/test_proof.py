"""The check of the check: each promise of the proof can fail, and what the pen draws is what was meant."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from anubhav_gforms.links.symbol import symbol
from anubhav_gforms.paper import Face
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.posters.design.pen import MM, row_runs
from anubhav_gforms.posters.printing.batches import proven
from anubhav_gforms.posters.printing.document import make_pdf
from anubhav_gforms.posters.reading.pages import quiet_zone
from anubhav_gforms.posters.reading.proof import prove
from anubhav_gforms.sentence import Bilingual

from .conftest import Make, faults, spoiled


def test_a_sticker_over_the_code_is_found(posters, style: Make):
    left, top, side = PAPERS["A4"].design.symbol.box()
    made = spoiled(style(), lambda pen, poster: pen.box(left + 20, top + 20, side * 0.6, side * 0.6, fill="#FFFFFF"))
    assert any("code was read 0 times" in fault for fault in faults(posters[:1], made))


def test_another_posters_code_is_found(posters, style: Make):
    pdf = make_pdf(posters[:2], style(), title="test")
    found = [str(each) for each in prove(pdf, [posters[1:2], posters[0:1]], version=10)]
    assert any("read 0 times" in each for each in found)
    assert any("does not belong there" in each for each in found)
    assert any("Hindi name" in each for each in found)


def test_something_dark_in_the_quiet_zone_is_found(posters, style: Make):
    left, top, _ = PAPERS["A4"].design.symbol.box()
    made = spoiled(style(), lambda pen, poster: pen.box(left + 10, top - 6.0, 30, 1.0, fill="#14284B"))
    [fault] = faults(posters[:1], made)
    assert re.search(r"clear margin is (2\.9|3\.[01]) modules, less than 4", fault)


def test_text_on_text_text_on_the_code_and_text_at_the_edge_are_found(posters, style: Make):
    cases = {
        "of text is on another": (105, 237),
        "text is on a code": (60, 150),
        "reaches the edge": (105, 296.5),
    }
    for cause, (x, y) in cases.items():
        made = spoiled(style(), lambda pen, poster, x=x, y=y: pen.text(x, y, "gjpqy", Face.BOLD, 12, "#B3261E"))
        found = faults(posters[:1], made)
        assert any(cause in fault for fault in found), cause
        assert all(posters[0].link.station in fault for fault in found if cause in fault), "it named no station"
        assert "another" not in cause or any("gjpqy" in fault for fault in found), "it named no text"


def test_a_font_that_is_not_embedded_is_found(posters, style: Make):
    def spoil(pen, poster):
        pen.canvas.setFont("Helvetica", 9)
        pen.canvas.drawString(100, 5 * MM * 2, "loose")

    assert any("not embedded: Helvetica" in fault for fault in faults(posters[:1], spoiled(style(), spoil)))


def test_a_page_that_fails_its_proof_is_left_out_and_the_others_stay(posters, style: Make):
    bad = posters[1].link

    def spoil(pen, poster):
        if poster.link == bad:
            pen.box(40, 130, 60, 60, fill="#FFFFFF")

    pdf, good, found = proven(posters[:3], spoiled(style(), spoil), title="test")
    assert good == (posters[0], posters[2])
    assert {(each.station, each.page) for each in found if each.station} == {(bad.station, 2)}
    assert prove(pdf, [posters[:1], posters[2:3]], version=10) == []
    assert proven(posters[1:2], spoiled(style(), spoil), title="test")[:2] == (b"", ())


def test_a_card_that_fails_takes_no_other_of_its_page_with_it(posters, style: Make):
    def spoil(pen, poster):
        if poster.link == posters[1].link:
            pen.box(20, 60, 30, 30, fill="#FFFFFF")

    _, good, found = proven(posters[:3], spoiled(style("A6x4"), spoil), title="test")
    assert good == (posters[0], posters[2])
    assert {each.station for each in found} == {posters[1].link.station}


def test_small_lines_of_a_later_page_are_not_accused_by_coarse_pixels(posters, style: Make):
    """A name that was right on the first page was called cut off on the second."""
    long = Bilingual(
        "पुलिस अधीक्षक कार्यालय गौरेला-पेंड्रा-मरवाही (नवीन संयुक्त भवन कलेक्टोरेट परिसर) मुख्य मार्ग गौरेला",
        "Office of the Superintendent of Police Gaurela-Pendra-Marwahi (New Composite Building Collectorate Campus)",
    )
    named = [posters[0], posters[1], posters[2], replace(posters[3], name=long)]
    assert faults(named, style("A6x2", ink_saver=True)) == []


def test_a_missing_page_is_found(posters, style: Make):
    pdf = make_pdf(posters[:1], style(), title="test")
    assert "1 page, 2 were drawn" in str(prove(pdf, [posters[:1], posters[1:2]], version=10)[0])


@pytest.mark.parametrize("margin", [0, 1, 3, 4, 5])
@pytest.mark.parametrize("scale", [3, 7])
def test_the_quiet_zone_is_measured(margin: int, scale: int):
    white = np.pad(symbol("x" * 150, 10, "Q"), margin)
    framed = np.kron(np.pad(white, 3, constant_values=True), np.ones((scale, scale), dtype=bool))
    image = np.where(np.pad(framed, 40), 0, 255).astype(np.uint8)
    start = 40 + (3 + margin) * scale
    box = (start, start, start + 57 * scale, start + 57 * scale)
    if margin:
        assert quiet_zone(image, box, 57) == pytest.approx(margin, abs=0.35)
    else:
        assert quiet_zone(image, box, 57) < 1  # the frame is taken for the symbol's edge


def test_row_runs_cover_exactly_the_dark_modules():
    modules = symbol("x" * 150, 10, "Q")
    drawn = np.zeros_like(modules)
    *lines, last = row_runs(modules).split("\n")
    assert last == "f"
    for line in lines:
        x, y, length, height, _ = line.split()
        assert height == "1"
        assert not drawn[int(y), int(x) : int(x) + int(length)].any()
        drawn[int(y), int(x) : int(x) + int(length)] = True
    assert np.array_equal(drawn, modules)
