"""A whole code under something that no reader reads, on posters that hang turned, in small and in soft photos."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import qrcode
from PIL import Image, ImageFilter

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.posters.walls.corners import contains, homography, through
from anubhav_gforms.posters.walls.inspector import WallState

from .walls_seen import printed, wall

TODAY = date(2026, 11, 25)
SIZE = 1200, 900
TURNED = ((363, 87), (831, 126), (815, 880), (408, 759))
NEARER_LEFT = ((345, 25), (830, 68), (801, 780), (333, 844))
STRAIGHT = ((360, 60), (860, 50), (866, 770), (352, 776))


def hung(page: Image.Image, corners: tuple[tuple[int, int], ...]) -> Image.Image:
    """A photo of a page with its corners there."""
    source = np.array([(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)], dtype=float)
    back = tuple(homography(np.array(corners, dtype=float), source).ravel()[:8])
    photo = wall(Image.new("RGB", SIZE)).crop((0, 0, 50, 50)).resize(SIZE)
    there = Image.new("L", page.size, 255).transform(SIZE, Image.Transform.PERSPECTIVE, back)
    photo.paste(page.transform(SIZE, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC), (0, 0), there)
    return photo.filter(ImageFilter.GaussianBlur(0.8))


def test_what_lies_over_a_whole_code_is_seen_however_the_poster_hangs(office: Path, tmp_path: Path):
    """Turned away in a small photo; a paper as blue as our header; a photo too soft for single modules. None is clean."""
    campaign, page = printed(office)
    left, top, side = (round(part / 210 * page.width) for part in PAPERS["A4"].design.symbol.box(11))
    code = qrcode.QRCode(border=4)
    code.add_data("upi://pay?pa=a@b")
    sticker = code.make_image().get_image().convert("RGB").resize((side, side))
    things = {
        "blurred": sticker.filter(ImageFilter.GaussianBlur(side / 40)),
        "pale": Image.new("RGB", (side, side), "#E5C79B"),
        "blue": Image.new("RGB", (side, side), "#7F7FE8"),
    }
    covered = {name: page.copy() for name in things}
    for name, thing in things.items():
        covered[name].paste(thing, (left, top))
    photos = {
        "turned": (hung(covered["pale"], TURNED), TURNED),
        "nearer": (hung(covered["blurred"], NEARER_LEFT), NEARER_LEFT),
        "blue": (hung(covered["blue"], STRAIGHT), STRAIGHT),
        "soft": (hung(covered["blurred"], STRAIGHT).filter(ImageFilter.GaussianBlur(2.2)), STRAIGHT),
        "clean": (hung(page, TURNED), TURNED),
        "softclean": (hung(page, STRAIGHT).filter(ImageFilter.GaussianBlur(2.2)), STRAIGHT),
        "softerclean": (hung(page, TURNED).filter(ImageFilter.GaussianBlur(3.5)), TURNED),
    }
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, (photo, _) in photos.items():
        photo.save(folder / f"{name}.jpg", quality=90)
    found, _ = pipeline.audit_walls(campaign, [folder], today=TODAY)
    corners = np.array([(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)], dtype=float)
    for audited in found.photos:
        _, hangs = photos[audited.path.stem]
        middle = through(homography(corners, np.array(hangs, dtype=float)), (left + side / 2, top + side / 2))
        parts = [part for each in audited.findings if each.state is WallState.COVERED for part in each.parts]
        shown = any(contains(part, middle) for part in parts)
        assert shown == ("clean" not in audited.path.stem), (audited.path.stem, audited.findings)


def test_a_poster_that_was_printed_before_its_words_were_edited_is_not_called_changed(office: Path, tmp_path: Path):
    """It said so of every poster on every wall. Its code is looked at as before."""
    _, page = printed(office)
    words = office / "config" / "poster.toml"
    text = words.read_text("utf-8")
    for line in [line for line in text.splitlines() if line.startswith("question_hi")]:
        text = text.replace(line, 'question_hi = "आज आपके साथ यहाँ कैसा व्यवहार हुआ?"', 1)
    words.write_text(text, "utf-8")
    covered = page.copy()
    left, top, side = (round(part / 210 * page.width) for part in PAPERS["A4"].design.symbol.box(11))
    covered.paste(Image.new("RGB", (side // 4, side // 4), "white"), (left + side // 2, top + side // 2))
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, photo in (("clean", page), ("covered", covered)):
        wall(photo).save(folder / f"{name}.png")
    audited, _ = pipeline.audit_walls(load_campaign(office), [folder], today=TODAY)
    found = {photo.path.stem: photo.findings[0] for photo in audited.photos}
    assert found["clean"].state is WallState.RIGHT
    assert found["clean"].where == "printed in another look than today's: only its code was compared"
    assert found["covered"].state is WallState.COVERED
