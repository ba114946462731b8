"""The form as a phone shows it, before or after it is made: what stands on it, and pictures of its pages. Asks Google nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..campaign import Campaign
from ..files import sweep_drafts, write_whole
from ..forms.phone import HEIGHT, WIDTH, find_browser, pictures_of
from ..forms.wanted import wanted_form
from ..google.form_json import item_json
from ..links.links import filled_in
from ..nouns.google import Item, ItemKind
from ..sentence import Sentence

FIRST = 0x100
"""Ids of the preview's own items: nothing else sees them."""


@dataclass(frozen=True, slots=True)
class ShownForm:
    """The form as the API would show it, what a printed link fills in (by entry number), and the thanks at its end."""

    content: Mapping[str, Any]
    filled: Mapping[int, str]
    thanks: str


def shown_form(campaign: Campaign, station: str = "") -> ShownForm:
    """What config/form.toml makes of a form, opened by a code of `station`, or by the one that fills in most.

    Raises CampaignError while the notice makes an empty promise.
    """
    our_form = wanted_form(campaign)
    items = [_with_ids(item, FIRST + 2 * number) for number, (_, item) in enumerate(our_form.parts)]
    codes = [station] if station else [each.code for each in campaign.stations]
    texts = (filled_in(campaign, code, f"{code}.P1.A4K7M9QRW") for code in codes)
    content = {"info": {"title": our_form.title, "description": our_form.description}, "settings": {}, "items": items}
    return ShownForm(content, {FIRST + 1: max(texts, key=len)}, our_form.thanks)


def write_pictures(pages: Mapping[str, Sequence[tuple[str, str]]], folder: Path) -> tuple[Path, ...]:
    """Lay out pages of HTML on a phone, by language, each below what is said of it, and write form-LANGUAGE.png into `folder`.

    Raises StateError when no browser is there, or it fails.
    """
    browser = find_browser()
    sweep_drafts(folder, deep=False)
    pictures = pictures_of(list(pages.values()), browser, folder)
    return tuple(
        write_whole(folder / f"form-{language}.png", picture, shared=True)
        for language, picture in zip(pages, pictures, strict=True)
    )


def page_heads(pages: int) -> list[Sentence]:
    """What is said of each of so many pages, and of the end."""
    first = Sentence(
        "Page 1. Red line: where the first screen of a phone of {width} × {height} ends", width=WIDTH, height=HEIGHT
    )
    return [first, *(Sentence("Page {number}", number=at) for at in range(2, pages + 1)), Sentence("After sending")]


def _with_ids(item: Item, number: int) -> dict[str, Any]:
    body = {**item_json(item), "itemId": f"{number:08x}"}
    if item.kind not in (ItemKind.SECTION, ItemKind.NOTE):
        body["questionItem"]["question"]["questionId"] = f"{number + 1:08x}"
    return body
