"""Photos and what is seen in them: upright, dated and stripped; files that are none; codes found and measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from anubhav_gforms.errors import PosterError
from anubhav_gforms.links import make_links
from anubhav_gforms.links.symbol import symbol
from anubhav_gforms.posters.reading import photos
from anubhav_gforms.posters.reading.photos import open_photo, photos_in
from anubhav_gforms.posters.walls.corners import homography
from anubhav_gforms.posters.walls.damage import spoiled_share
from anubhav_gforms.posters.walls.inspector import WallState
from anubhav_gforms.posters.walls.sightings import find_codes

from .conftest import ENTRY, REGISTRY, RESPONDER, RING
from .walls_seen import CODE, audit, sticker, wall


def test_a_heic_photo_is_turned_upright_dated_and_stripped(tmp_path: Path, the_range, printed):
    file = Path(__file__).parent / "wall.heic"
    photo = open_photo(file)
    assert photo.taken == date(2026, 11, 20)
    assert photo.picture.height > photo.picture.width
    assert not photo.picture.info
    assert not photo.picture.getexif()
    (tmp_path / "BSP-KTW.heic").write_bytes(file.read_bytes())
    found = audit(the_range, tmp_path, replace(REGISTRY, printed=printed))
    [finding] = found.photos[0].findings
    assert finding.state is WallState.RIGHT
    assert found.seen[finding.value] == date(2026, 11, 20)


def test_a_photo_of_a_large_camera_is_reduced_and_keeps_its_code(
    tmp_path: Path, pages, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(photos, "WORK_PIXELS", 150_000)
    exif = Image.Exif()
    exif.get_ifd(photos.TAKEN_IFD)[photos.TAKEN] = "0000:00:00 00:00:00"
    wall(pages["BSP-KTW"]).save(tmp_path / "large.jpg", exif=exif)
    photo = open_photo(tmp_path / "large.jpg")
    assert photo.picture.width * photo.picture.height <= 151_000
    assert photo.taken is None
    assert [each.text[:8] for each in find_codes(photo.picture)] == ["https://"]


@pytest.mark.parametrize("size", [(70_000, 200), (33_000, 100), (1, 70_000)])
def test_a_strip_longer_than_a_reader_takes_is_made_shorter(tmp_path: Path, size: tuple[int, int]):
    """One such file among the photos ended the audit of all."""
    Image.new("L", size, 128).save(tmp_path / "strip.png")
    assert find_codes(open_photo(tmp_path / "strip.png").picture) == ()


def test_small_stickers_on_a_small_picture_are_found(tmp_path: Path, the_range, pages, printed):
    """A sticker of 60 pixels has modules of less than two: no reading of the whole picture shows it."""
    page = pages["BSP-KTW"].resize((520, 735), Image.Resampling.LANCZOS)
    left, top, side = (round(share * page.width) for share in CODE)
    page.paste(sticker("upi://pay?pa=a@b", 58), (left + side // 2, top + side // 2))
    picture = wall(page)
    picture.paste(sticker("https://other.example/b", 60), (picture.width - 130, 200))
    picture.filter(ImageFilter.GaussianBlur(0.6)).save(tmp_path / "small.jpg", quality=85)
    findings = audit(the_range, tmp_path, replace(REGISTRY, printed=printed)).photos[0].findings
    assert {each.text: each.where for each in findings if each.state is WallState.FOREIGN} == {
        "upi://pay?pa=a@b": "over our code",
        "https://other.example/b": "beside our poster",
    }


def test_a_code_that_nobody_can_read_is_seen_and_what_is_on_it_is_named(tmp_path: Path, the_range, pages, printed):
    page = pages["BSP-KTW"].copy()
    left, top, side = (round(share * page.width) for share in CODE)
    patch = round(side * 0.5)
    place = left + round(side * 0.25), top + round(side * 0.25)
    page.paste(Image.new("RGB", (patch, patch), "white"), place)
    wall(page).save(tmp_path / "1-covered.png")
    page.paste(sticker("upi://pay?pa=a@b", patch), place)
    wall(page).save(tmp_path / "2-stuck.png")
    covered, stuck = audit(the_range, tmp_path, replace(REGISTRY, printed=printed)).photos
    assert [each.state for each in covered.findings] == [WallState.UNREADABLE]
    assert {each.where for each in stuck.findings if each.state is WallState.FOREIGN} <= {
        "over a code that cannot be read",
        "on a poster in our colours",
    }


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 40,000 × 40,000 pixels."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 5000)) + chunk(b"IEND", b"")
    )


def test_files_that_are_no_photos_are_named_and_the_others_are_read(tmp_path: Path, the_range, pages, printed):
    (tmp_path / "bomb.png").write_bytes(bomb())
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "page.jpg").write_text("<html>")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "notes.txt").write_text("the gate")
    wall(pages["BSP-KTW"]).save(tmp_path / "wall.jpg")
    (tmp_path / "short.jpg").write_bytes((tmp_path / "wall.jpg").read_bytes()[:4000])
    with (tmp_path / "large.jpg").open("wb") as file:
        file.truncate(90_000_000)
    found = audit(the_range, tmp_path, replace(REGISTRY, printed=printed))
    troubles = {photo.path.name: photo.trouble for photo in found.photos}
    assert "more than 120 megapixels" in troubles["bomb.png"]
    assert "not a JPEG" in troubles["empty.jpg"]
    assert "not a JPEG" in troubles["page.jpg"]
    assert "send the photo as the phone saved it" in troubles["scan.pdf"]
    assert "notes.txt" not in troubles
    assert "the photo is damaged. " in troubles["short.jpg"]
    assert "90 MB" in troubles["large.jpg"]
    assert troubles["wall.jpg"] == ""
    assert found.needs_attention


def test_missing_files_and_empty_folders_are_an_error(tmp_path: Path):
    with pytest.raises(PosterError, match="no such file"):
        photos_in((tmp_path / "absent.jpg",))
    with pytest.raises(PosterError, match="no photo inside"):
        photos_in((tmp_path,))


@pytest.mark.parametrize("angle", [0, 25, 90, 200])
def test_spoiled_modules_are_counted_at_any_angle(the_range, angle: int):
    [link, *_] = make_links(the_range, responder_uri=RESPONDER, entry=ENTRY, keyring=RING)
    modules = symbol(link.url, 10, "Q")
    flat = Image.fromarray(np.where(np.kron(np.pad(modules, 8), np.ones((6, 6))), 30, 200).astype(np.uint8))
    ImageDraw.Draw(flat).rectangle((200, 200, 259, 259), fill=200)
    covered = modules[200 // 6 - 8 : 260 // 6 - 8, 200 // 6 - 8 : 260 // 6 - 8].sum() / modules.size
    turned = flat.rotate(angle, expand=True, fillcolor=200, resample=Image.Resampling.BICUBIC)
    [sighting] = find_codes(turned)
    assert sighting.text == link.url
    assert spoiled_share(turned, sighting.quad, modules) == pytest.approx(covered, abs=0.012)


def test_a_homography_takes_corners_to_corners():
    source = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float)
    target = np.array([(10, 10), (90, 20), (80, 95), (5, 70)], dtype=float)
    mapped = (homography(source, target) @ np.column_stack([source, np.ones(4)]).T).T
    assert mapped[:, :2] / mapped[:, 2:] == pytest.approx(target)
