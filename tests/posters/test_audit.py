"""anubhav audit: what hangs where, what is pasted over it, what is worn, and what nobody has seen."""

from __future__ import annotations

import io
import json
import re
import struct
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from permits import make_posters
from PIL import Image, ImageDraw, ImageFilter

from anubhav_gforms import cli, pipeline
from anubhav_gforms.campaign import Status, load_campaign
from anubhav_gforms.errors import PosterError, StateError
from anubhav_gforms.links import KeyRecord, sign
from anubhav_gforms.links.registry import PrintedPoster
from anubhav_gforms.links.symbol import symbol
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.posters.confined import Budget
from anubhav_gforms.posters.printing.document import make_pdf
from anubhav_gforms.posters.reading.pages import opened
from anubhav_gforms.posters.reading.photos import TAKEN, TAKEN_IFD
from anubhav_gforms.posters.walls import audit as audits
from anubhav_gforms.posters.walls.audit import WallAudit
from anubhav_gforms.posters.walls.damage import covered_spots, fitted_corners, spoiled_share
from anubhav_gforms.posters.walls.inspector import WORN, Inspector, WallState
from anubhav_gforms.posters.walls.likeness import PrintedFace
from anubhav_gforms.sentence import Bilingual
from tests.published import as_published

from .conftest import ENTRY, REGISTRY, RESPONDER, RING
from .walls_seen import CODE, TODAY, audit, sticker, wall


def test_posters_of_the_right_and_of_another_station_are_kept_apart(tmp_path: Path, the_range, pages, printed):
    (tmp_path / "BSP-CVL").mkdir()
    wall(pages["BSP-KTW"], pages["BSP-CVL"]).save(tmp_path / "BSP-CVL" / "1.jpg")
    wall(pages["BSP-KTW"]).save(tmp_path / "somewhere.png")
    found = audit(the_range, tmp_path, replace(REGISTRY, printed=printed))
    assert [[(each.state, each.station) for each in photo.findings] for photo in found.photos] == [
        [(WallState.ELSEWHERE, "BSP-KTW"), (WallState.RIGHT, "BSP-CVL")],
        [(WallState.RIGHT, "BSP-KTW")],
    ]
    assert found.photos[0].findings[0].placement == "gate"
    assert found.photos[0].findings[0].spoiled < 0.01
    assert found.missing == ()


def test_a_poster_of_every_paper_in_every_look_is_looked_for(the_range, printed):
    """Of posters for office printers only the first paper was known, and none where another station's were in colour."""
    files = ("BSP-A4.pdf", "BSP-KTW-A4-ink-hi.pdf", "BSP-A3.pdf")
    hang = [replace(each, file=file) for each, file in zip(printed, files, strict=True)]
    picture = Image.new("L", (2, 2))

    def faces(poster: PrintedPoster) -> list[PrintedFace]:
        looks = dict.fromkeys((poster.look, "A4"))
        return [PrintedFace(picture, (0.0, 0.0, 1.0), look=look) for look in looks]

    seen = Inspector(the_range, replace(REGISTRY, printed=tuple(hang)), RING, faces)
    assert [face.look for face in seen.designs] == ["A4", "A4-ink-hi", "A3"]


def test_stickers_are_sorted_by_what_they_are_on(tmp_path: Path, the_range, pages, printed):
    page = pages["BSP-KTW"]
    left, top, side = (round(share * page.width) for share in CODE)
    small = page.copy()
    small.paste(sticker("upi://pay?pa=a@b", side // 3), (left + side // 3, top + side // 3))
    small.save(tmp_path / "x.png")
    beside_it = wall(page)
    beside_it.paste(sticker("upi://pay?pa=a@b", 150), (beside_it.width - 190, 200))
    on_it = page.copy()
    on_it.paste(sticker("upi://pay?pa=a@b", 150), (left + round(side * 1.2), top))
    over_it = page.copy()
    over_it.paste(sticker("upi://pay?pa=a@b", round(side * 1.02)), (left, top))
    alone = wall()
    alone.paste(sticker("upi://pay?pa=a@b", 150), (50, 50))
    cases = {
        "over our code": wall(small),
        "beside our poster": beside_it,
        "on our poster": wall(on_it),
        "on a poster in our colours": wall(over_it),
        "no poster of ours was recognised in the photo": alone,
    }
    for number, picture in enumerate(cases.values()):
        picture.save(tmp_path / f"{number}.jpg", quality=88)
    (tmp_path / "x.png").unlink()
    found = audit(the_range, tmp_path, replace(REGISTRY, printed=printed))
    foreign = [[each for each in photo.findings if each.state is WallState.FOREIGN] for photo in found.photos]
    assert [[each.where for each in one] for one in foreign] == [[where] for where in cases]
    assert found.needs_attention


def test_a_poster_whose_code_is_partly_covered_is_named_before_it_dies(tmp_path: Path, the_range, pages, printed):
    page = pages["BSP-KTW"].copy()
    left, top, side = (round(share * page.width) for share in CODE)
    pen = ImageDraw.Draw(page)
    pen.rectangle((left + side * 0.42, top + side * 0.3, left + side * 0.82, top + side * 0.7), fill=(120, 90, 60))
    wall(page).save(tmp_path / "a.png")
    [finding] = audit(the_range, tmp_path, replace(REGISTRY, printed=printed)).photos[0].findings
    assert (finding.state, finding.where) == (WallState.COVERED, "on its code")
    assert 0.08 <= finding.spoiled < 0.2


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux limits the memory of a process")
def test_photos_that_ask_too_much_are_named_and_the_others_go_on(
    tmp_path: Path, the_range, pages, printed, monkeypatch: pytest.MonkeyPatch
):
    """Pixels beyond any photo's are refused unread; a picture within them, but over the memory of one, ends its process."""
    monkeypatch.setattr(audits, "PHOTO", Budget(seconds=60, megabytes=400))
    for name, size in (("bomb.png", (40_000, 30_000)), ("huge.jpg", (65_000, 65_000))):
        file = io.BytesIO()
        Image.new("L", (8, 8)).save(file, "JPEG" if name == "huge.jpg" else "PNG")
        content = file.getvalue()
        wide, high = (struct.pack(">H" if name == "huge.jpg" else ">I", side) for side in size)
        before, after = (b"\xff\xc0\x00\x0b\x08", high + wide) if name == "huge.jpg" else (b"IHDR", wide + high)
        place = content.index(before) + len(before)
        content = content[:place] + after + content[place + len(after) :]
        if name == "bomb.png":
            content = content[:29] + struct.pack(">I", zlib.crc32(content[12:29])) + content[33:]
        (tmp_path / name).write_bytes(content)
    Image.new("RGB", (10_000, 10_000)).save(tmp_path / "wide.png")
    wall(pages["BSP-KTW"]).save(tmp_path / "good.jpg", quality=92)
    found = audit(the_range, tmp_path, replace(REGISTRY, printed=printed))
    troubles = {photo.path.name: str(photo.trouble) for photo in found.photos}
    assert "more than 120 megapixels" in troubles["bomb.png"]
    assert "more than 120 megapixels" in troubles["huge.jpg"]
    assert (
        "wide.png: reading it takes more than 60 seconds of work or 400 MB of memory. Look at" in troubles["wide.png"]
    )
    assert troubles["good.jpg"] == ""
    assert [finding.state for photo in found.photos for finding in photo.findings] == [WallState.RIGHT]
    assert found.needs_attention, "the exit code is 1"


def test_a_clean_small_and_soft_code_is_not_said_to_be_worn(posters):
    """Where a module has two pixels, and a reader's corners are a pixel off."""
    modules = symbol(posters[0].link.url, 11, "Q")
    side = 2 * modules.shape[0]
    code = Image.fromarray(np.where(modules, 20, 235).astype(np.uint8)).resize((side, side), Image.Resampling.NEAREST)
    picture = Image.new("L", (side + 80, side + 80), 235)
    picture.paste(code, (40, 40))
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    read = ((41.5, 39.0), (39.0 + side, 41.0), (41.0 + side, 38.8 + side), (38.8, 41.2 + side))
    corners = fitted_corners(picture, read, modules)
    assert np.allclose(corners, ((40, 40), (40 + side, 40), (40 + side, 40 + side), (40, 40 + side)), atol=0.7)
    assert spoiled_share(picture, corners, modules) < WORN < spoiled_share(picture, read, modules)
    assert not covered_spots(picture, corners, modules)
    ImageDraw.Draw(picture).rectangle((60, 60, 90, 90), fill=130)  # a third of it under grey paper
    assert covered_spots(picture, fitted_corners(picture, read, modules), modules)


def test_forged_revoked_unrecorded_and_retired_codes_are_named(tmp_path: Path, the_range, style, posters, printed):
    def page(value: str) -> Image.Image:
        url = f"{RESPONDER}?usp=pp_url&entry.{ENTRY}={value}"
        poster = replace(
            posters[2], link=replace(posters[2].link, value=value, url=url), name=Bilingual("थाना", "Station")
        )
        with opened(make_pdf([poster], style(), title="test")) as document:
            return document[0].render(scale=60 / 72).to_pil().convert("RGB")

    good = printed[0].value
    wall(page(good[:-8] + "22222222")).save(tmp_path / "forged.png")
    wall(page(good)).save(tmp_path / "good.png")
    wall(page(sign("BSP-KTW", Channel.POSTER, 7, RING))).save(tmp_path / "unrecorded.png")
    registry = replace(REGISTRY, printed=printed)

    def kinds(found: WallAudit) -> list[WallState]:
        return [each.state for photo in found.photos for each in photo.findings]

    assert kinds(audit(the_range, tmp_path, registry)) == [WallState.FORGED, WallState.RIGHT, WallState.UNRECORDED]
    revoked = replace(registry, printed=(replace(printed[0], revoked=True), *printed[1:]))
    assert kinds(audit(the_range, tmp_path, revoked))[1] is WallState.REVOKED
    assert kinds(audit(the_range, tmp_path, registry, keyring=RING.rotate().retire("A")))[1] is WallState.REVOKED
    assert kinds(audit(the_range, tmp_path, registry, keyring=RING.rotate()))[1] is WallState.RIGHT


def test_a_poster_that_should_not_hang_any_more_is_not_said_to_be_right(tmp_path: Path, the_range, pages, printed):
    """The print run and today had it taken down; the audit that saw it hang called it right."""
    wall(pages["BSP-KTW"]).save(tmp_path / "1.png")
    registry = replace(REGISTRY, printed=printed)
    again = replace(printed[0], value="BSP-KTW.P1.Z22222222", key_id="Z")
    keys = (KeyRecord(printed[0].key_id, "", "2026-11-01"), KeyRecord("Z", "", "2026-11-02"))
    others = tuple(each for each in the_range.stations if each.code != "BSP-KTW")
    closed = replace(the_range.station_by_code["BSP-KTW"], status=Status.CLOSED)
    for campaign, known, why in (
        (replace(the_range, stations=(*others, closed)), registry, "its station is closed"),
        (replace(the_range, stations=others), registry, "stations.csv does not name its station"),
        (the_range, replace(registry, printed=(*printed, again), keys=keys), "printed again with a later key"),
    ):
        found = audit(campaign, tmp_path, known)
        assert [(each.state, each.where) for each in found.photos[0].findings] == [(WallState.OUTDATED, why)]
        assert found.needs_attention


def test_what_is_in_no_photo_is_missing_and_what_was_not_seen_lately_is_listed(
    tmp_path: Path, the_range, pages, printed
):
    gone = replace(printed[0], value="BSP-KTW.P2.A22222222", serial=2, placement="hall")
    registry = replace(REGISTRY, printed=(*printed, gone))
    wall(pages["BSP-KTW"]).save(tmp_path / "1.jpg")
    found = audit(the_range, tmp_path, registry, since=date(2026, 11, 1), seen={printed[1].value: date(2026, 10, 30)})
    assert [poster.value for poster in found.missing] == [gone.value]
    assert {poster.value for poster in found.unseen} == {printed[1].value, printed[2].value, gone.value}
    assert found.seen[printed[0].value] == TODAY
    assert found.seen[printed[1].value] == date(2026, 10, 30)


def test_a_camera_that_is_years_ahead_does_not_keep_a_poster_seen_for_ever(tmp_path: Path, the_range, pages, printed):
    """Nor does what an earlier audit remembered of such a camera."""
    ahead = Image.Exif()
    ahead.get_ifd(TAKEN_IFD)[TAKEN] = "2099:01:01 10:00:00"
    wall(pages["BSP-KTW"]).save(tmp_path / "gate.jpg", exif=ahead)
    registry = replace(REGISTRY, printed=printed)
    found = audit(the_range, tmp_path, registry)
    assert [photo.taken for photo in found.photos] == [TODAY]
    remembered = audit(the_range, tmp_path, registry, seen=dict.fromkeys(found.seen, date(2099, 1, 1)))
    assert set(found.seen.values()) == set(remembered.seen.values()) == {TODAY}


def test_a_poster_that_was_printed_again_with_a_later_key_is_not_missed(tmp_path: Path, the_range, pages, printed):
    day = printed[0].printed_on
    old = replace(printed[0], value="BSP-KTW.P1.Z22222222", key_id="Z")
    keys = (KeyRecord("Z", "", day), KeyRecord(printed[0].key_id, "", day))
    registry = replace(REGISTRY, printed=(old, *printed), keys=keys)
    assert registry.replaced == {old.value}
    wall(pages["BSP-KTW"]).save(tmp_path / "1.jpg")
    assert audit(the_range, tmp_path, registry).missing == ()


def test_without_printed_posters_there_is_nothing_to_look_for(tmp_path: Path, the_range, pages):
    wall(pages["BSP-KTW"]).save(tmp_path / "1.jpg")
    with pytest.raises(StateError, match="anubhav posters"):
        audit(the_range, tmp_path, REGISTRY)


def test_the_command_writes_a_contact_sheet_and_remembers(office: Path, tmp_path: Path, style):
    campaign = load_campaign(office)
    make_posters(campaign, today=date(2026, 11, 1))
    with opened(office / "data" / "posters" / "BSP-A4.pdf") as document:
        page = document[0].render(scale=75 / 72).to_pil().convert("RGB")
    picture = wall(page)
    picture.paste(sticker("=cmd|' /C calc'!A0<script>alert(1)</script>", 170), (picture.width - 200, 300))
    photos = tmp_path / "photos"
    photos.mkdir()
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    picture.save(photos / "BSP-KTW-gate.jpg", exif=exif)
    (photos / "letter.jpg").write_bytes(b"no photo")
    done = CliRunner().invoke(
        cli.anubhav, ["-C", str(office), "audit", str(photos), "--since", "2026-11-02"], standalone_mode=False
    )
    assert done.return_value == 1, done.output
    assert "1 right" in done.output
    assert "1 foreign" in done.output
    assert "1 not read." in done.output
    assert "beside our poster" in done.output
    as_json = CliRunner().invoke(
        cli.anubhav, ["-C", str(office), "audit", str(photos), "--since", "2026-11-02", "--json"], standalone_mode=False
    )
    said = as_published("audit", as_json.stdout)
    assert {finding["state"] for photo in said["photos"] for finding in photo["findings"]} == {"right", "foreign"}
    folder, later = sorted(path for path in (office / "data" / "audits").iterdir() if path.is_dir())
    assert later.name == f"{folder.name}-2", "the sheet of an audit earlier that day was overwritten"
    html = (folder / "audit.html").read_text(encoding="utf-8")
    assert "सिटी कोतवाली बिलासपुर" in html
    assert "<script>" not in html
    assert "SecretPhone" not in html
    assert 'इस दिन से नहीं दिखे&nbsp;<span lang="en">· Not seen since 2026-11-02</span>: 2' in html, (
        "each language is read aloud as itself"
    )
    assert re.search(r'(\d+%) ख़राब&nbsp;<span lang="en">· \1 of its modules spoiled</span>', html)
    assert "दूसरे का कोड" in html
    assert "ठीक" in html
    table = (folder / "audit.csv").read_text(encoding="utf-8-sig")
    assert "'=cmd" in table
    [(value, _)] = json.loads((office / "data" / "audits" / "seen.json").read_text()).items()
    assert value.startswith("BSP-KTW.P1.")
    (office / "data" / "audits" / "seen.json").write_text("[")
    with pytest.raises(PosterError, match=r"seen\.json is damaged"):
        pipeline.audit_walls(campaign, [photos])


def test_revoked_posters_still_on_a_wall_are_found_after_the_form_moved(tmp_path: Path, the_range, pages, printed):
    moved = replace(
        REGISTRY,
        responder_uri=RESPONDER.replace("ddd", "eee"),
        printed=tuple(replace(each, revoked=True) for each in printed),
    )
    wall(pages["BSP-KTW"]).save(tmp_path / "1.jpg")
    [finding] = audit(the_range, tmp_path, moved).photos[0].findings
    assert finding.state is WallState.REVOKED
