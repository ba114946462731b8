"""anubhav posters --check: our own files pass, and what a print shop did to them is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.posters.printing.job import PrintJob
from anubhav_gforms.posters.reading.pages import opened

from .conftest import anubhav, edit

DAY = date(2026, 11, 24)
ONE = PrintJob(districts=("GPM",))


def test_our_own_files_pass_the_check(office: Path):
    anubhav(office, "posters", "--press")
    for path in sorted((office / "data" / "posters").glob("*.pdf")):
        done = anubhav(office, "posters", "--check", str(path))
        assert done.return_value == 0, done.output
        assert "0 faults" in done.output


def test_a_file_in_hindi_only_passes_and_a_station_that_is_gone_is_named(office: Path):
    campaign = load_campaign(office)
    [made] = pipeline.make_posters(campaign, replace(ONE, hindi_only=True), today=DAY).files
    path = office / "data" / "posters" / made.name
    assert pipeline.check_posters(campaign, path).faults == ()
    lines = (office / "stations.csv").read_text(encoding="utf-8-sig").splitlines()
    (office / "stations.csv").write_text("\n".join(line for line in lines if not line.startswith("GPM-SPO")))
    [fault] = pipeline.check_posters(load_campaign(office), path).faults
    assert "belongs to no station" in fault.cause


def test_the_check_finds_forged_foreign_and_revoked_codes(office: Path):
    campaign = load_campaign(office)
    pipeline.make_posters(campaign, today=DAY)
    path = office / "data" / "posters" / "BSP-A4.pdf"
    registry = load_registry(office / "data")

    save_registry(replace(registry, responder_uri=registry.responder_uri.replace("ddd", "eee")), office / "data")
    assert "opens something else" in str(pipeline.check_posters(campaign, path).faults[0])

    save_registry(replace(registry, printed=registry.printed[1:]), office / "data")
    assert "not in the registry" in str(pipeline.check_posters(campaign, path).faults[0])

    save_registry(registry, office / "data")
    pipeline.revoke_posters(campaign, ["BSP-KTW.P1"])
    [fault] = pipeline.check_posters(campaign, path).faults
    assert (fault.page, fault.station) == (1, "BSP-KTW")
    assert "was revoked" in fault.cause

    pipeline.rotate_key(campaign)
    pipeline.retire_key(campaign, "A")
    faults = pipeline.check_posters(campaign, path).faults
    assert sum("no valid signature (retired key)" in str(each) for each in faults) == 2


def test_the_check_finds_a_name_that_a_print_shop_changed(office: Path):
    campaign = load_campaign(office)
    pipeline.make_posters(campaign, today=DAY)
    edit(office, "थाना सिविल लाइन बिलासपुर", "थाना सिविल लाइन्स बिलासपुर", "stations.csv")
    found = pipeline.check_posters(load_campaign(office), office / "data" / "posters" / "BSP-A4.pdf")
    assert [(fault.page, fault.station) for fault in found.faults] == [(2, "BSP-CVL")]
    assert "Hindi name" in found.faults[0].cause


def test_a_scan_without_text_is_told_from_a_good_file(office: Path, tmp_path: Path):
    campaign = load_campaign(office)
    pipeline.make_posters(campaign, today=DAY)
    with opened(office / "data" / "posters" / "GPM-A4.pdf") as document:
        picture: Image.Image = document[0].render(scale=2).to_pil()
    picture.convert("RGB").save(tmp_path / "scan.pdf", resolution=144)
    [fault] = pipeline.check_posters(campaign, tmp_path / "scan.pdf").faults
    assert "no text" in fault.cause
    Image.new("RGB", (600, 800), "white").save(tmp_path / "blank.pdf")
    [fault] = pipeline.check_posters(campaign, tmp_path / "blank.pdf").faults
    assert "no code can be read" in fault.cause


# what a print shop does to a file


def shop(office: Path, touch: Callable[[pypdfium2.PdfPage], None], job: PrintJob = ONE) -> list[str]:
    """The causes of all faults in a file of one poster whose page was touched, with its own first: [] when none."""
    campaign = load_campaign(office)
    [made] = pipeline.make_posters(campaign, job, today=DAY).files
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
    [cause] = shop(office, cut(left, low))
    assert said in cause


@pytest.mark.parametrize(("quality", "dpi"), [(60, 150), (30, 72)])
def test_a_page_turned_into_pixels_keeps_its_code_and_its_margin_is_measured(office: Path, quality: int, dpi: int):
    campaign = load_campaign(office)
    pipeline.make_posters(campaign, ONE, today=DAY)
    with opened(office / "data" / "posters" / "GPM-A4.pdf") as document:
        picture = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    said = []
    for cut_off in (0.0, 0.1):
        part = picture.crop((round(picture.width * cut_off), 0, picture.width, picture.height))
        part.save(office / "pixels.pdf", quality=quality, resolution=dpi)
        found = pipeline.check_posters(campaign, office / "pixels.pdf")
        assert [poster.link.station for poster in found.posters] == ["GPM-SPO"]
        said.append([fault.cause for fault in found.faults])
    assert ["no text" in cause for cause in said[0]] == [True]
    assert "the clear margin is 1." in said[1][0]
    assert "no text" in said[1][1]
