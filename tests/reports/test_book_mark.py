"""The code on the IG's pack: photographed from the paper, it says whether that head of the gazette is part of today's book."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
from first_quarter import week_number, write_first_quarter
from PIL import Image, ImageFilter

from anubhav_gforms.custody.heads import words_of_hash
from anubhav_gforms.errors import InputError
from anubhav_gforms.gazette.book import read_book
from anubhav_gforms.links.symbol import symbol
from tests.office import make_office, run


def photo_of(page: bytes, target: Path) -> Path:
    """The first page on a table, a little turned, not quite sharp, darker on one side, as a phone sees it."""
    with pypdfium2.PdfDocument(page) as document:
        paper = document[0].render(scale=3.5).to_pil().convert("RGB")
    table = Image.new("RGB", (paper.width + 500, paper.height + 400), (120, 100, 80))
    table.paste(paper, (250, 200))
    table = table.rotate(7, Image.Resampling.BICUBIC, fillcolor=(120, 100, 80)).filter(ImageFilter.GaussianBlur(1.2))
    light = np.linspace(0.6, 1.0, table.width)[None, :, None]
    noise = np.random.default_rng(1).normal(0, 6, (table.height, table.width, 1))
    Image.fromarray((np.asarray(table) * light + noise).clip(0, 255).astype(np.uint8)).save(target, quality=80)
    return target


def two_districts(lines: list[str]) -> list[str]:
    """The header, and the stations of two districts."""
    return [line for line in lines if line[:4] in ("code", "SKT-", "GPM-")]


def test_a_photo_of_the_printed_code_says_whether_it_is_part_of_todays_book(tmp_path: Path) -> None:
    campaign = make_office(tmp_path / "office", two_districts)
    write_first_quarter(campaign)
    label = week_number(4).label
    assert run(campaign.root, "report", "--week", label, "--no-open").return_value == 0
    announced = read_book(campaign.data).entries[-1]
    pack = (campaign.data / "reports" / label / "office.pdf").read_bytes()
    with pypdfium2.PdfDocument(pack) as document:
        words = [page.get_textpage().get_text_bounded() for page in document]
    assert words_of_hash(announced.hash) in words[0]
    photo = photo_of(pack, tmp_path / "page.jpg")
    assert run(campaign.root, "report", "--week", week_number(13).label, "--no-open").return_value == 0
    done = run(campaign.root, "ledger", "prove", str(photo))
    assert done.return_value == 0, done.output
    assert f"gazette: line {announced.number} of {len(read_book(campaign.data).entries)}" in done.output

    before = tmp_path / "before.png"  # as earlier versions printed it
    modules = np.pad(np.asarray(symbol(announced.hash[:12], 1, "M"), bool), 4)
    Image.fromarray(np.kron(~modules, np.ones((8, 8), bool))).save(before)
    assert run(campaign.root, "ledger", "prove", str(before)).return_value == 0

    other = make_office(tmp_path / "other", two_districts)
    assert run(other.root, "ledger", "prove", str(photo)).return_value == 1, "a book that never had it"
    blank = tmp_path / "blank.png"
    Image.new("RGB", (800, 600), "white").save(blank)
    assert isinstance(run(campaign.root, "ledger", "prove", str(blank)).exception, InputError)
