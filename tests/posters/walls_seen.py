"""Walls for the tests of photos: pages side by side on plaster, stickers, and what an audit finds."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import qrcode
from permits import make_posters
from PIL import Image

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.links import Keyring
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.posters.reading.pages import opened
from anubhav_gforms.posters.reading.photos import photos_in
from anubhav_gforms.posters.walls.audit import WallAudit, audit_photos

from .conftest import RING

TODAY = date(2026, 11, 25)
CODE = tuple(
    part / 210 for part in PAPERS["A4"].design.symbol.box()
)  # left, top and side of the symbol, as shares of the page's width


def printed(office: Path) -> tuple[Campaign, Image.Image]:
    """The campaign with its posters made, and the first of them as it comes out of a printer."""
    campaign = load_campaign(office)
    make_posters(campaign, today=date(2026, 11, 1))
    with opened(office / "data" / "posters" / "BSP-A4.pdf") as document:
        return campaign, document[0].render(scale=75 / 72).to_pil().convert("RGB")


@cache
def plaster(size: tuple[int, int]) -> Image.Image:
    """An empty wall; not to be changed in place."""
    noise = np.random.default_rng(3).normal(185, 6, (size[1], size[0], 3))
    return Image.fromarray(noise.clip(0, 255).astype(np.uint8))


def wall(*pages: Image.Image) -> Image.Image:
    """Pages side by side on plaster."""
    size = sum(page.width + 60 for page in pages) + 260, max((page.height for page in pages), default=500) + 120
    picture = plaster(size).copy()
    for number, page in enumerate(pages):
        picture.paste(page, (60 + number * (page.width + 60), 60))
    return picture


def sticker(text: str, size: int) -> Image.Image:
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    return code.make_image().get_image().convert("RGB").resize((size, size))


def audit(
    campaign: Campaign,
    folder: Path,
    registry,
    *,
    keyring: Keyring = RING,
    since: date | None = None,
    seen: dict | None = None,
) -> WallAudit:
    return audit_photos(
        campaign, photos_in((folder,)), registry=registry, keyring=keyring, seen=seen or {}, today=TODAY, since=since
    )
