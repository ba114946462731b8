"""Commands that need an office of their own: setup-forms --adopt and --new-sheet, which lead the form to a sheet that the other commands
do not read, and a pull whose heads are stamped by an authority."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import requests

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.nouns.gateway import SHEET_TYPE
from anubhav_gforms.pipeline.connection import connect
from tools.stamping import listening_authority

from .commands import names
from .judge import Command, Tally, UnfitError, judged
from .office import played
from .struck import Place, run

ADOPT = "setup-forms --adopt https://docs.google.com/forms/d/{form}/edit --yes"
NEW_SHEET = "setup-forms --new-sheet --by ig --yes"
GRID = {"rowCount": 320_000, "columnCount": 25}
"""Eight million empty cells, which Google counts like full ones."""


def never_set_up(place: Place) -> None:
    """An office that has its keys, and has not yet taken the form over."""
    shutil.rmtree(place.campaign / "data")
    shutil.rmtree(place.campaign / "keys", ignore_errors=True)
    (place.campaign / "links.csv").unlink()


def sheet_rows(folder: Path, most: int) -> Iterator[Tally]:
    """The three ways, one after the other: what Google holds is led on between them."""
    with played(folder) as start, requests.Session() as http:
        http.trust_env = False
        campaign = load_campaign(start / "campaign")
        registry, root = load_registry(campaign.data), campaign.office.google.root
        place = Place(folder / "office", {**names(start), "form": registry.form_id})
        yield from judged(Command("setup-forms --adopt", ADOPT, never_set_up, google=True), place, start, most=most)

        book = f"{root}/v4/spreadsheets/{registry.spreadsheet_id}:batchUpdate"
        full = {"addSheet": {"properties": {"title": "an officer's sums", "gridProperties": GRID}}}
        _sent(http, book, {"requests": [full]})
        yield from judged(Command("setup-forms --new-sheet", NEW_SHEET, google=True), place, start, most=most)

        archived = folder / "archived"
        place.back_to(start)
        if (ended := run(place, NEW_SHEET)).code != 1:
            raise UnfitError(f"{NEW_SHEET}: ended with {ended.code}: {ended.said}")
        shutil.copytree(place.root, archived, symlinks=True)
        [fresh] = {each.id for each in connect(campaign).drive.find(SHEET_TYPE)} - {registry.spreadsheet_id}
        _sent(http, f"{root}/sandbox/forms/{registry.form_id}/link", {"spreadsheetId": fresh})
        if (ended := run(place, NEW_SHEET)).code:
            raise UnfitError(f"{NEW_SHEET}, linked: ended with {ended.code}: {ended.said}")
        linked = Command("setup-forms --new-sheet, linked", NEW_SHEET, google=True)
        yield from judged(linked, place, archived, most=most)


def stamp_rows(folder: Path, most: int) -> Iterator[Tally]:
    """A pull that has its heads stamped."""
    with played(folder) as start, listening_authority(folder / "authority") as authority:
        config = start / "campaign" / "config"
        (config / "time-stamp.pem").write_text(authority.certificates)
        text = (config / "office.toml").read_text("utf-8")
        (config / "office.toml").write_text(
            text.replace('time_stamp = ""', f'time_stamp = "{authority.address}"'), "utf-8"
        )
        place = Place(folder / "office", names(start))
        yield from judged(Command("pull, stamped", "pull"), place, start, most=most)


def _sent(http: requests.Session, address: str, content: object) -> None:
    """Something that a person does at Google."""
    http.post(address, json=content, headers={"Authorization": "Bearer sandbox"}, timeout=60).raise_for_status()
