"""anubhav posters --screen: pictures for phones and screens, with codes of their own, read back like paper."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from permits import make_posters
from PIL import Image

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import InputError, PosterError
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.posters.printing import pictures
from anubhav_gforms.posters.printing.job import PrintJob
from anubhav_gforms.posters.reading.pages import read_codes

from .conftest import anubhav

DAY = date(2026, 11, 24)


def codes_of(path: Path) -> list[str]:
    content = path.read_bytes()
    if path.suffix == ".svg":
        how = {"width": 3000, "image_rendering": "optimize_speed"}  # the code is a path, sharp either way
        content = resvg_py.svg_to_bytes(svg_string=content.decode(), **how)
    return read_codes(np.asarray(Image.open(io.BytesIO(content)).convert("L")))


def test_every_station_gets_a_png_and_an_svg_with_a_code_of_its_own(office: Path):
    done = anubhav(office, "posters", "--screen", "--paper", "tent", "--district", "BSP")
    assert done.return_value == 0, done.output
    folder = office / "data" / "posters"
    files = {path.name: path for path in folder.glob("BSP-*")}
    stations = ("BSP-CVL", "BSP-KTW")
    assert sorted(files) == [f"{each}-M1-tent-screen.{end}" for each in stations for end in ("png", "svg")]
    printed = sorted(load_registry(office / "data").printed, key=lambda each: each.station)
    assert [(each.channel, each.serial, each.file) for each in printed] == [
        ("screen", 1, f"{each}-M1-tent-screen.png") for each in stations
    ]
    assert all(".M1." in each.value for each in printed)
    assert [codes_of(files[name]) for name in sorted(files)] == [[each.url] for each in printed for _ in ("png", "svg")]
    with Image.open(files["BSP-KTW-M1-tent-screen.png"]) as picture:
        assert picture.size == (1920, 1358)  # one face, not the folded page
    assert "scan it with a phone" in done.output
    assert "dots" not in done.output


def test_a_second_run_gives_the_same_bytes_and_another_paper_has_its_own_code(office: Path):
    campaign, folder = load_campaign(office), office / "data" / "posters"
    for _ in range(2):
        make_posters(campaign, PrintJob(screen=True, stations=("BSP-KTW",)), today=DAY)
        files = {path.name: path.read_bytes() for path in folder.glob("BSP-*")}
        assert set(files) == {"BSP-KTW-M1-A4-screen.png", "BSP-KTW-M1-A4-screen.svg"}
    make_posters(campaign, PrintJob(screen=True, stations=("BSP-KTW",)), today=date(2026, 12, 24))
    assert {path.name: path.read_bytes() for path in folder.glob("BSP-*")} == files
    make_posters(campaign, PrintJob("A5", screen=True, stations=("BSP-KTW",)), today=DAY)
    assert {each.serial: each.file for each in load_registry(office / "data").printed} == {
        1: "BSP-KTW-M1-A4-screen.png",
        2: "BSP-KTW-M2-A5-screen.png",
    }


def test_a_picture_whose_code_cannot_be_read_is_left_out_and_named(office: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "LONG", 150)
    done = anubhav(office, "posters", "--screen", "--stations", "BSP-KTW")
    assert done.return_value == 1
    assert "BSP-KTW-M1-A4-screen.png, BSP-KTW: its code cannot be read in the picture" in done.output
    assert not list((office / "data" / "posters").glob("BSP-*"))
    assert not load_registry(office / "data").printed


def test_a_sample_of_a_screen_passes_its_proof_and_a_sticker_is_no_picture(office: Path):
    """The mark of a sample stood at the edge of a tent's face, which is the edge of the picture."""
    sample = ("posters", "--screen", "--without-proof", "--stations", "BSP-KTW", "--paper")
    for paper in ("tent", "A4", "A5", "A6x4"):
        done = anubhav(office, *sample, paper)
        assert done.return_value == 0, done.output
    for paper in ("stickers", "labels"):
        assert isinstance(anubhav(office, *sample, paper).exception, PosterError)


def test_a_print_shop_gets_paper(office: Path):
    done = anubhav(office, "posters", "--screen", "--press")
    assert isinstance(done.exception, InputError)
    assert "--screen for screens" in str(done.exception)
