"""anubhav posters --check: our own files pass; forged codes, changed names and scans are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from permits import make_posters
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.language import say
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.print_record import load_print_record
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.links.serials import printable_links
from anubhav_gforms.paper import Face
from anubhav_gforms.paper.signs import font_of, shaped_line
from anubhav_gforms.posters.design import pen as pens
from anubhav_gforms.posters.design.texts import Poster
from anubhav_gforms.posters.printing import canvas as canvases
from anubhav_gforms.posters.printing.document import Style, make_pdf
from anubhav_gforms.posters.printing.job import PrintJob, plan_run
from anubhav_gforms.posters.reading.pages import opened, read_page
from anubhav_gforms.sentence import Bilingual
from anubhav_gforms.text import stored

from .conftest import DAY, anubhav, edit

ONE = PrintJob(districts=("GPM",))


def test_our_own_files_pass_the_check(office: Path):
    anubhav(office, "posters", "--press")
    for path in sorted((office / "data" / "posters").glob("*.pdf")):
        done = anubhav(office, "posters", "--check", str(path))
        assert done.return_value == 0, done.output
        assert "0 faults" in done.output


def test_a_file_that_is_no_pdf_is_told_without_the_readers_own_words(office: Path):
    done = anubhav(office, "posters", "--check", str(office / "stations.csv"))
    assert done.exception is not None
    assert str(done.exception).endswith(
        "cannot be opened as a PDF. Look whether it is the right file; if so, have it made again."
    )


def test_a_file_that_a_print_shop_locked_is_told_as_such(office: Path):
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(office / "locked.pdf", encryption=pikepdf.Encryption(user="shop", owner="shop"))
    done = anubhav(office, "posters", "--check", str(office / "locked.pdf"))
    assert "locked.pdf is locked with a password. Ask for" in str(done.exception)


def test_a_file_in_hindi_only_passes_and_a_station_that_is_gone_is_named(office: Path):
    campaign = load_campaign(office)
    [made] = make_posters(campaign, replace(ONE, hindi_only=True), today=DAY).files
    path = office / "data" / "posters" / made.name
    assert pipeline.check_posters(campaign, path).faults == ()
    lines = (office / "stations.csv").read_text(encoding="utf-8-sig").splitlines()
    (office / "stations.csv").write_text("\n".join(line for line in lines if not line.startswith("GPM-SPO")))
    [fault] = pipeline.check_posters(load_campaign(office), path).faults
    assert "belongs to no station" in fault.cause


def test_the_check_finds_forged_foreign_and_revoked_codes(office: Path):
    campaign = load_campaign(office)
    make_posters(campaign, today=DAY)
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
    assert any("(बंद की गई कुंजी)" in say(each.cause, "hi") for each in faults), "the reason in the reader's language too"


def test_the_check_finds_a_name_that_a_print_shop_changed(office: Path):
    campaign = load_campaign(office)
    make_posters(campaign, today=DAY)
    edit(office, "थाना सिविल लाइन बिलासपुर", "थाना सिविल लाइन्स बिलासपुर", "stations.csv")
    found = pipeline.check_posters(load_campaign(office), office / "data" / "posters" / "BSP-A4.pdf")
    assert [(fault.page, fault.station) for fault in found.faults] == [(2, "BSP-CVL")]
    assert "Hindi name" in found.faults[0].cause


def scanned(office: Path, dpi: int, touch: Callable[[Image.Image], object] = lambda picture: None) -> list[str]:
    """The causes of all faults in a page that was turned into pixels, and touched."""
    campaign = load_campaign(office)
    make_posters(campaign, ONE, today=DAY)
    with opened(office / "data" / "posters" / "GPM-A4.pdf") as document:
        picture = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    touch(picture)
    picture.save(office / "scan.pdf", resolution=dpi)
    return [fault.cause for fault in pipeline.check_posters(campaign, office / "scan.pdf").faults]


def test_a_scan_is_held_against_the_poster_drawn_again(office: Path):
    assert scanned(office, 150) == []
    assert any("too coarse" in cause for cause in scanned(office, 96))

    def covered(picture: Image.Image) -> None:
        picture.paste(
            "#14284B",
            (
                round(0.2 * picture.width),
                round(0.24 * picture.height),
                round(0.5 * picture.width),
                round(0.27 * picture.height),
            ),
        )

    causes = scanned(office, 150, covered)
    assert any("आपका उत्तर सीधे" in cause and "not printed as it should be" in cause for cause in causes)
    Image.new("RGB", (600, 800), "white").save(office / "blank.pdf")
    [fault] = pipeline.check_posters(load_campaign(office), office / "blank.pdf").faults
    assert "no code can be read" in fault.cause


class Outline:
    """Takes a glyph's outline, step by step."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, tuple]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *points: self.steps.append((name, points))


def as_shapes(canvas: Canvas, x: float, y: float, text: str, face: Face, size: float, *, align: str = "left") -> float:
    """A line as filled paths, as print shops send it."""
    line, font = shaped_line(stored(text), face), font_of(face)
    start = x - line.width * size * {"left": 0, "center": 0.5, "right": 1}[align]
    path = canvas.beginPath()
    for glyph, right, up in line.glyphs:
        outline = Outline()
        font.draw_glyph_with_pen(glyph, outline)
        unit = size / font.face.upem
        here = [(start + right * size, y + up * size)]

        def at(point: tuple[float, float], here=here, unit=unit) -> tuple[float, float]:
            return here[0][0] + point[0] * unit, here[0][1] + point[1] * unit

        last = (0.0, 0.0)
        for name, points in outline.steps:
            if name == "moveTo":
                path.moveTo(*at(points[0]))
            elif name == "lineTo":
                path.lineTo(*at(points[0]))
            elif name == "qCurveTo":
                control, end = points
                first = tuple(a + (b - a) * 2 / 3 for a, b in zip(last, control, strict=True))
                second = tuple(a + (b - a) * 2 / 3 for a, b in zip(end, control, strict=True))
                path.curveTo(*at(first), *at(second), *at(end))
            elif name == "closePath":
                path.close()
            last = points[-1] if points else last
    canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
    return line.width * size


@pytest.mark.parametrize(
    "job", [ONE, replace(ONE, ink_saver=True, press=True), replace(ONE, hindi_only=True, paper_name="A5")]
)
def test_a_file_whose_text_was_turned_into_shapes_passes(office: Path, job: PrintJob, monkeypatch: pytest.MonkeyPatch):
    campaign = load_campaign(office)
    [made] = make_posters(campaign, job, today=DAY).files
    style, poster = captured(campaign, job)
    said = []
    for name in (poster.name, Bilingual(poster.name.hi.replace("कार्यालय", "कर्यालय"), poster.name.en)):
        with monkeypatch.context() as patched:
            patched.setattr(pens, "draw", as_shapes)
            patched.setattr(canvases, "draw", as_shapes)
            (office / "shapes.pdf").write_bytes(make_pdf([replace(poster, name=name)], style, title="x"))
        with opened(office / "shapes.pdf") as document:
            assert read_page(document[0], version=10).text == ""
        said.append([fault.cause for fault in pipeline.check_posters(campaign, office / "shapes.pdf").faults])
    assert made.look == job.look
    assert said[0] == []
    assert any(poster.name.hi in cause and "not printed as it should be" in cause for cause in said[1])


def captured(campaign: Campaign, job: PrintJob) -> tuple[Style, Poster]:
    """The style and the poster of a job of one poster."""
    record = load_print_record(campaign.data)
    keyring = load_keyring(campaign, record.registry)
    links = printable_links(campaign, record, keyring, paper=job.paper.name, channel=job.channel)
    run = plan_run(campaign, job, links, record)
    [(_, [poster])] = run.files
    return run.style, poster
