"""The real range with an invented form: links, posters, and a campaign folder that thinks its form is set up."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.registry import Registry, save_registry
from anubhav_gforms.links import Key, Keyring, KeyState, Link, make_links
from anubhav_gforms.posters.document import Style
from anubhav_gforms.posters.palette import palette_of
from anubhav_gforms.posters.papers import PAPERS
from anubhav_gforms.posters.words import Poster, posters_of, words_of

PROJECT = Path(__file__).parents[2]
RESPONDER = "https://docs.google.com/forms/d/e/" + "1FAIpQLS" + "d" * 48 + "/viewform"
ENTRY = int("7fffffff", 16)
RING = Keyring((Key("A", bytes(range(32)), KeyState.ACTIVE, date(2026, 11, 1)),))
REGISTRY = Registry(
    form_id="1" * 44, responder_uri=RESPONDER, question_ids={"station": "7fffffff"}, steps=("links",), root=""
)

Make = Callable[..., Style]


@pytest.fixture(scope="session")
def the_range() -> Campaign:
    """The real campaign, with a desk card for every station."""
    campaign = load_campaign(PROJECT)
    copies = campaign.poster.copies.model_copy(update={"desk_cards": 1})
    return replace(campaign, poster=campaign.poster.model_copy(update={"copies": copies}))


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
        words = words_of(the_range, host=host or "docs.google.com", english=english)
        colours = palette_of(the_range.poster.colours, ink_saver=ink_saver)
        return Style(words, PAPERS[paper], colours, version=10, ecc="Q", press=press)

    return make


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign folder of the three stations of the smallest kind of office, whose form is set up."""
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "settings"))
    folder = tmp_path / "campaign"
    shutil.copytree(PROJECT / "config", folder / "config")
    lines = (PROJECT / "stations.csv").read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines[1:] if line.split(",")[0] in ("BSP-KTW", "BSP-CVL", "GPM-SPO")]
    (folder / "stations.csv").write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8-sig")
    save_registry(REGISTRY, folder / "data")
    return folder
