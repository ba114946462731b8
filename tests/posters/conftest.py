"""The real range with an invented form: links, posters, and a campaign folder that thinks its form is set up."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
import requests
from click.testing import CliRunner, Result
from permits import permit
from PIL import Image

from anubhav_gforms import cli, google
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.google import Google, PublicPage
from anubhav_gforms.google.form_page import read_public_page
from anubhav_gforms.links import Key, Keyring, KeyState, Link, make_links
from anubhav_gforms.links.key_file import key_file, publish_keys
from anubhav_gforms.links.keys import record_of
from anubhav_gforms.links.registry import PrintedPoster, Registry, save_registry
from anubhav_gforms.pipeline import connection
from anubhav_gforms.posters.design.drawing import Drawing
from anubhav_gforms.posters.design.palette import palette_of
from anubhav_gforms.posters.design.papers import PAPERS, Paper
from anubhav_gforms.posters.design.texts import Poster, posters_of, texts_of
from anubhav_gforms.posters.printing.document import Style, draw_pdf, make_pdf, pages_of
from anubhav_gforms.posters.reading.pages import opened
from anubhav_gforms.posters.reading.proof import prove
from gsandbox.app import make_app
from gsandbox.server import serving

PROJECT = Path(__file__).parents[2]
RESPONDER = "https://docs.google.com/forms/d/e/" + "1FAIpQLS" + "d" * 48 + "/viewform"
ENTRY = int("7fffffff", 16)
RING = Keyring((Key("A", bytes(range(32)), KeyState.ACTIVE, date(2026, 11, 1)),))
REGISTRY = Registry(
    form_id="1" * 44, responder_uri=RESPONDER, question_ids={"station": "7fffffff"}, steps=("links",), root=""
)

DAY = date(2026, 11, 24)

Make = Callable[..., Style]


def faults(posters: tuple[Poster, ...] | list[Poster], style: Style) -> list[str]:
    drawn, pages = draw_pdf(posters, style, title="test"), pages_of(posters, style.paper)
    found = prove(drawn.content, pages, version=style.version, faces=style.paper.faces, ink=drawn.ink)
    return [str(each) for each in found]


def first_page(posters: tuple[Poster, ...], style: Style) -> tuple[Poster, ...]:
    """The posters of one page, four at most: what is wrong with the artwork is to be seen on the first already."""
    return posters[: min(style.paper.per_page, 4)]


def coarse(paper: Paper) -> int:
    """Dots an inch at which codes on this paper are read: 60, but a module of a label would be one dot."""
    return 60 if paper.symbol_side() > 30 else 100


@dataclass(frozen=True)
class Spoiling:
    """A block that does harm: what follows the last good one."""

    spoil: Callable[[object, Poster], None]

    def draw(self, on: Drawing) -> None:
        self.spoil(on.pen, on.poster)


def spoiled(style: Style, spoil: Callable[[object, Poster], None]) -> Style:
    """The style with a face that is drawn right, and then spoiled."""
    design = style.paper.design
    face = (*design.face, Spoiling(spoil))
    return replace(style, paper=replace(style.paper, design=replace(design, face=face)))


def anubhav(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.anubhav, ["-C", str(folder), *arguments], standalone_mode=False)


def edit(folder: Path, old: str, new: str, file: str = "config/poster.toml") -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="session")
def the_range() -> Campaign:
    """The real campaign, with a desk card for every station. Its codes are those of campaigns that began without names in
    them (version 10); test_named_codes.py has the default's."""
    campaign = load_campaign(PROJECT)
    code = campaign.poster.code.model_copy(update={"version": 10, "name": 0})
    campaign = replace(campaign, poster=campaign.poster.model_copy(update={"code": code}))
    copies = campaign.poster.copies.model_copy(update={"desk_cards": 1})
    return replace(campaign, poster=campaign.poster.model_copy(update={"copies": copies}))


class InventedForm(NamedTuple):
    """A form at a sandbox that stands for the real one: its station question has the number of the invented form's."""

    root: str
    id: str
    address: str

    def open(self, link: str) -> PublicPage:
        """The public page at a link of the invented form, with the query that the link carries."""
        at = f"{self.address}?{urlsplit(link).query}"
        return read_public_page(at, requests.get(at, timeout=30))


@pytest.fixture(scope="session")
def invented_form(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InventedForm]:
    with serving(make_app(tmp_path_factory.mktemp("form") / "world.sqlite")) as root, requests.Session() as http:
        http.headers["Authorization"] = "Bearer sandbox"
        made = http.post(f"{root}/v1/forms?unpublished=false", json={"info": {"title": "Form"}}).json()
        question = {"questionId": REGISTRY.question_ids["station"], "required": True, "textQuestion": {}}
        item = {"title": "Station", "questionItem": {"question": question}}
        create = {"requests": [{"createItem": {"item": item, "location": {"index": 0}}}]}
        http.post(f"{root}/v1/forms/{made['formId']}:batchUpdate", json=create).raise_for_status()
        state = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}}}
        http.post(f"{root}/v1/forms/{made['formId']}:setPublishSettings", json=state).raise_for_status()
        anyone = {"type": "anyone", "role": "reader", "view": "published"}
        http.post(f"{root}/drive/v3/files/{made['formId']}/permissions", json=anyone).raise_for_status()
        yield InventedForm(root, made["formId"], made["responderUri"])


@pytest.fixture(scope="session")
def links(the_range: Campaign) -> tuple[Link, ...]:
    return make_links(the_range, responder_uri=RESPONDER, entry=ENTRY, keyring=RING)


@pytest.fixture(scope="session")
def posters(the_range: Campaign, links: tuple[Link, ...]) -> tuple[Poster, ...]:
    """One wall poster a station."""
    return posters_of(the_range, [link for link in links if link.channel.value == "poster"])


@pytest.fixture(scope="session")
def style(the_range: Campaign) -> Make:
    """Makes a style: style("A4", ink_saver=True, english=False, press=True)."""

    def make(
        paper: str = "A4", *, ink_saver: bool = False, english: bool = True, press: bool = False, host: str = ""
    ) -> Style:
        words = texts_of(the_range, host=host or "docs.google.com", english=english)
        colours = palette_of(the_range.poster.colours, ink_saver=ink_saver)
        return Style(words, PAPERS[paper], colours, version=10, ecc="Q", press=press)

    return make


@pytest.fixture(scope="session")
def pages(posters: tuple[Poster, ...], style: Callable) -> dict[str, Image.Image]:
    """The posters of a few stations as pictures."""
    some = {
        poster.link.station: poster for poster in posters if poster.link.station in ("BSP-KTW", "BSP-CVL", "BSP-TBR")
    }
    with opened(make_pdf(tuple(some.values()), style(), title="test")) as document:
        return {
            station: page.render(scale=75 / 72).to_pil().convert("RGB")
            for station, page in zip(some, document, strict=True)
        }


@pytest.fixture(scope="session")
def printed(posters: tuple[Poster, ...]) -> tuple[PrintedPoster, ...]:
    return tuple(
        PrintedPoster(
            each.link.value,
            each.link.station,
            "poster",
            1,
            "A",
            "gate",
            each.link.url,
            ENTRY,
            "2026-11-01",
            "BSP-A4.pdf",
        )
        for each in posters
        if each.link.station in ("BSP-KTW", "BSP-CVL", "BSP-TBR")
    )


@pytest.fixture
def ring() -> Keyring:
    """The keys of the office; a test that needs certain codes gives its own."""
    return Keyring.make()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, invented_form: InventedForm, ring: Keyring) -> Path:
    """A campaign folder of the three stations of the smallest kind of office, whose form is set up and proved to work."""
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "settings"))
    folder = tmp_path / "campaign"
    shutil.copytree(PROJECT / "config", folder / "config")
    lines = (PROJECT / "stations.csv").read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines[1:] if line.split(",")[0] in ("BSP-KTW", "BSP-CVL", "GPM-SPO")]
    (folder / "stations.csv").write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8-sig")
    edit(folder, "version = 11", "version = 10")
    edit(folder, "name = 26", "name = 0")
    ring = publish_keys(ring, key_file("bilaspur", project=folder))
    save_registry(replace(REGISTRY, form_id=invented_form.id, keys=(record_of(ring.active),)), folder / "data")
    pages: Any = invented_form

    def connect(campaign: Campaign, **options: Any) -> Google:
        return replace(google.connect(campaign.id, invented_form.root, **options), pages=pages)

    monkeypatch.setattr(connection, "connect", connect)
    permit(load_campaign(folder))
    return folder
