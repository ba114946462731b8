"""Posters whose code shows the station's name: the default of a new campaign, version 11."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from permits import make_posters

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.links import make_links, text_of
from anubhav_gforms.links.links import filled_in
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.posters.design.texts import posters_of
from anubhav_gforms.posters.printing.document import make_pdf, pages_of
from anubhav_gforms.posters.reading.pages import opened, read_codes, render
from anubhav_gforms.posters.reading.proof import prove

from .conftest import ENTRY, PROJECT, RESPONDER, RING, Make, coarse, edit

DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def default() -> Campaign:
    return load_campaign(PROJECT)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_station_in_every_size_passes_the_proof_and_reads_coarse(
    paper: str, default: Campaign, style: Make
) -> None:
    code = default.poster.code
    made = replace(style(paper), version=code.version, ecc=code.ecc)
    links = make_links(default, responder_uri=RESPONDER, entry=ENTRY, keyring=RING)
    posters = posters_of(default, links)
    pdf = make_pdf(posters, made, title="test")
    sheets = pages_of(posters, made.paper)
    assert prove(pdf, sheets, version=code.version, faces=made.paper.faces) == []
    with opened(pdf) as document:
        for page, sheet in zip(document, sheets, strict=True):
            wanted = sorted(poster.link.url for poster in sheet for _ in range(made.paper.faces))
            assert sorted(read_codes(render(page, coarse(made.paper)))) == wanted


def test_a_code_that_shows_the_name_a_station_had_when_it_was_printed_is_still_ours(office: Path) -> None:
    edit(office, "version = 10", "version = 11")
    edit(office, "name = 0", "name = 26")
    campaign = load_campaign(office)
    made = make_posters(campaign, today=DAY)
    assert made.files
    path = office / "data" / "posters" / "BSP-A4.pdf"
    assert pipeline.check_posters(campaign, path).faults == ()
    edit(office, "Civil Line Police Station Bilaspur", "New Town Police Station Bilaspur", "stations.csv")
    renamed = load_campaign(office)
    assert filled_in(renamed, "BSP-CVL", "x") == "New Town Bilaspur x"
    assert pipeline.check_posters(renamed, path).faults == ()
    kept = path.read_bytes()
    make_posters(renamed, today=DAY)
    path.write_bytes(kept)  # the paper that hangs, beside the one that was printed with the new name
    assert pipeline.check_posters(renamed, path).faults == ()


def test_a_code_printed_before_the_name_came_is_still_ours(office: Path) -> None:
    """The code and its signature are the same; only what the form shows before it differs."""
    campaign = load_campaign(office)
    make_posters(campaign, today=DAY)
    links = make_links(campaign, responder_uri=RESPONDER, entry=ENTRY, keyring=RING)
    assert {text_of(link.url, ENTRY) for link in links} == {link.value for link in links}
    edit(office, "name = 0", "name = 26")
    edit(office, "version = 10", "version = 11")
    path = office / "data" / "posters" / "BSP-A4.pdf"
    causes = [str(fault.cause) for fault in pipeline.check_posters(load_campaign(office), path).faults]
    assert not any("opens something else" in cause or "signature" in cause for cause in causes)
