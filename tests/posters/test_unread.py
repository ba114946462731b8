"""anubhav audit: posters of ours whose code nobody reads, known by the artwork around it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from permits import make_posters
from PIL import Image, ImageFilter

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.links import Key, Keyring, KeyState
from anubhav_gforms.posters.printing.job import PrintJob
from anubhav_gforms.posters.reading.pages import opened
from anubhav_gforms.posters.walls.inspector import WallState

from .walls_seen import CODE, TODAY, printed, sticker, wall

TIED = Keyring((Key("A", bytes([1] * 32), KeyState.ACTIVE, date(2026, 11, 1)),))
"""Keys of codes beside which a poster, seen small, fits as well where it is not: 16 pixels wide a wrong place wins by a hair."""


def blurred(text: str, size: int) -> Image.Image:
    """A sticker that no reader can read."""
    return sticker(text, size).filter(ImageFilter.GaussianBlur(size / 30))


def in_other_colours(page: Image.Image) -> Image.Image:
    """A page as light and dark as ours, but green and brown."""
    red, green, blue = page.split()
    return Image.merge("RGB", (green, blue, red))


def test_what_no_reader_can_read_is_seen_by_what_should_hang_there(office: Path, tmp_path: Path):
    """Reviews posters D3: a sticker of which only a phone held close can read the code; a paper over the promise."""
    campaign, page = printed(office)
    left, top, side = (round(share * page.width) for share in CODE)
    on_code, on_page, promise = page.copy(), page.copy(), page.copy()
    on_code.paste(blurred("upi://pay?pa=a@b", side // 3), (left + side // 3, top + side // 3))
    on_page.paste(blurred("upi://pay?pa=a@b", side // 3), (left + round(side * 1.25), top + round(side * 0.3)))
    promise.paste("#FFF9EE", tuple(round(share * page.width) for share in (0.1, 0.335, 0.9, 0.405)))
    photos = tmp_path / "photos"
    photos.mkdir()
    for number, each in enumerate((wall(page), wall(on_code), wall(on_page), wall(promise))):
        each.save(photos / f"{number}.jpg", quality=92)
    found, _ = pipeline.audit_walls(campaign, [photos], today=TODAY)
    states = [[finding.state for finding in photo.findings if finding.value] for photo in found.photos]
    assert states == [[WallState.RIGHT], [WallState.COVERED], [WallState.COVERED], [WallState.COVERED]]
    wheres = [next(finding.where for finding in photo.findings if finding.value) for photo in found.photos[1:]]
    assert wheres[0] == "on its code"
    assert "आपका उत्तर सीधे आईजी" in wheres[2]
    assert found.worst_first[-1] is found.photos[0]


def test_a_poster_of_ours_whose_code_cannot_be_read_is_known_by_its_page(office: Path, tmp_path: Path):
    campaign, page = printed(office)
    left, top, side = (round(share * page.width) for share in CODE)
    code = page.crop((left, top, left + side, top + side))
    bare, photos = Image.new("RGB", page.size, "#DDDDDD"), tmp_path / "photos"
    bare.paste(code, (left, top))
    photos.mkdir()
    pages = (page, bare, in_other_colours(page), page.convert("L").convert("RGB"))
    for number, each in enumerate(pages):
        each.paste("white", (left + side // 4, top + side // 4, left + side * 3 // 4, top + side * 3 // 4))
        wall(each).save(photos / f"{number}.jpg", quality=92)
    found, _ = pipeline.audit_walls(campaign, [photos], today=TODAY)
    states = [[finding.state for finding in photo.findings] for photo in found.photos]
    unknown, ours = [WallState.UNREADABLE], [WallState.BLIND]
    assert states == [ours, unknown, unknown, ours], "the last is a photocopy"


def test_a_poster_of_an_office_printer_is_known_where_the_others_are_in_colour(office: Path, tmp_path: Path):
    """Most of what is to be seen on it is its code: by that alone its far end lay a little off, and was called covered."""
    campaign, _ = printed(office)
    job = PrintJob(ink_saver=True, hindi_only=True, stations=("BSP-KTW",))
    make_posters(campaign, job, today=date(2026, 11, 2))
    with opened(office / "data" / "posters" / "BSP-KTW-A4-ink-hi.pdf") as document:
        page = document[0].render(scale=100 / 72).to_pil().convert("RGB")
    left, top, side = (round(share * page.width) for share in CODE)
    stuck, photos = page.copy(), tmp_path / "photos"
    stuck.paste(blurred("upi://pay?pa=a@b", side), (left, top))
    photos.mkdir()
    for number, each in enumerate((page, page.convert("L").convert("RGB"), stuck)):
        wall(each).save(photos / f"{number}.jpg", quality=92)
    found, _ = pipeline.audit_walls(campaign, [photos], today=TODAY)
    states = [[(each.state, each.where) for each in photo.findings] for photo in found.photos]
    assert states[:2] == [[(WallState.RIGHT, "")]] * 2
    assert states[2] == [(WallState.COVERED, "on its code")]


@pytest.mark.parametrize("ring", [TIED])
def test_what_lies_over_a_whole_code_is_seen_by_the_artwork_around_it(office: Path, tmp_path: Path):
    """Beside a poster that reads: a sticker that reads, one that does not, and a plain paper; and a photo out of focus."""
    campaign = load_campaign(office)
    make_posters(campaign, today=date(2026, 11, 1))
    with opened(office / "data" / "posters" / "BSP-A4.pdf") as document:
        page, another = (document[number].render(scale=75 / 72).to_pil().convert("RGB") for number in (0, 1))
    left, top, side = (round(share * page.width) for share in CODE)
    over = {
        "sticker": sticker("upi://pay?pa=a@b", side),
        "blurred": blurred("upi://pay?pa=a@b", side),
        "paper": Image.new("RGB", (side, side), "#E8D9A0"),
    }
    photos = tmp_path / "photos"
    photos.mkdir()
    for name, thing in over.items():
        covered = page.copy()
        covered.paste(thing, (left, top))
        wall(covered, another).save(photos / f"{name}.jpg", quality=92)
    wall(page, another).save(photos / "clean.jpg", quality=92)
    for radius in (3, 6):
        soft = page.filter(ImageFilter.GaussianBlur(radius))
        wall(soft, another).save(photos / f"soft{radius}.jpg", quality=92)
    found, _ = pipeline.audit_walls(campaign, [photos], today=TODAY)
    others = {
        photo.path.stem: [each for each in photo.findings if each.quad[0][0] < 60 + page.width]
        for photo in found.photos
    }
    states = {name: [(each.state, each.where) for each in findings] for name, findings in others.items()}
    assert states["sticker"] == [(WallState.FOREIGN, "over our code")]
    assert states["blurred"] == states["paper"] == [(WallState.COVERED, "on its code")]
    [place] = others["paper"][0].parts
    assert np.allclose(np.mean(place, axis=0), (60 + left + side / 2, 60 + top + side / 2), atol=side / 40)
    assert [state for state, _ in states["clean"]] == [WallState.RIGHT]
    soft_states = {state for name in states if name.startswith("soft") for state, _ in states[name]}
    assert soft_states <= {WallState.RIGHT, WallState.WORN, WallState.BLIND}
    assert WallState.BLIND in soft_states
    assert {photo.path.stem for photo in found.worst_first[:3]} == set(over)


def test_a_poster_of_ours_too_blurred_for_any_reader_is_known_by_its_layout(office: Path, tmp_path: Path):
    campaign = load_campaign(office)
    make_posters(campaign, today=date(2026, 11, 1))
    with opened(office / "data" / "posters" / "BSP-A4.pdf") as document:
        page = document[0].render(scale=75 / 72).to_pil().convert("RGB")
    photos = tmp_path / "photos"
    photos.mkdir()
    for number, each in enumerate((wall(page), wall(in_other_colours(page)), wall())):
        each.filter(ImageFilter.GaussianBlur(max(each.size) / 150)).save(photos / f"{number}.jpg", quality=92)
    found, _ = pipeline.audit_walls(campaign, [photos], today=TODAY)
    states = [{finding.state for finding in photo.findings} for photo in found.photos]
    assert states[0] == {WallState.BLIND}
    assert states[1] <= {WallState.UNREADABLE}  # it has a code, and is not ours
    assert states[2] == set()
    [finding] = found.photos[0].findings
    left, top, side = (share * page.width for share in CODE)
    assert np.allclose(np.mean(finding.quad, axis=0), (60 + left + side / 2, 60 + top + side / 2), atol=side / 8)
