"""A campaign that runs: set up, linked, permitted to print, printed and pulled; and the doctor's command as it is typed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from click.testing import CliRunner
from permits import permit

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.forms.linking import find_response_tab, remember_tab
from anubhav_gforms.forms.wanted import wanted_form
from anubhav_gforms.links.registry import PrintedPoster, Registry, load_registry, save_registry
from anubhav_gforms.pipeline.connection import connect

MADE: dict[str, TemporaryDirectory[str]] = {}
"""What this process made ready before: the state that it began from → a folder with the files and the world that came of it."""


def make_ready(campaign: Campaign, google: Any, sandbox: Any) -> Campaign:
    """Set it up, link it, set its end, note its posters as printed, and pull. Made once from each beginning, then copied."""
    return _made_once(_make_ready, campaign, google, sandbox)


def make_linked(campaign: Campaign, google: Any, sandbox: Any) -> Registry:
    """Set it up and link it. Made once from each beginning, then copied."""
    return load_registry(_made_once(_make_linked, campaign, google, sandbox).data)


def _made_once(make: Callable[..., object], campaign: Campaign, google: Any, sandbox: Any) -> Campaign:
    folders = {"campaign": campaign.root, "keys": Path(os.environ["ANUBHAV_CONFIG_DIR"])}
    with closing(sqlite3.connect(sandbox.world)) as world:
        beginning = make.__name__ + _state(folders, world, sandbox)
        if beginning in MADE:
            kept = Path(MADE[beginning].name)
            for name, folder in folders.items():
                shutil.copytree(kept / name, folder, dirs_exist_ok=True)
            with closing(sqlite3.connect(kept / "world.sqlite")) as kept_world:
                kept_world.backup(world)
        else:
            make(campaign, google, sandbox)
            MADE[beginning] = TemporaryDirectory()
            kept = Path(MADE[beginning].name)
            for name, folder in folders.items():
                shutil.copytree(folder, kept / name)
            world.execute("VACUUM INTO ?", (str(kept / "world.sqlite"),))
    return campaign


def _state(folders: dict[str, Path], world: sqlite3.Connection, sandbox: Any) -> str:
    """What there is, to the last byte; and the hour, because times are written down."""
    files = {
        f"{name}/{path.relative_to(folder)}": path.read_bytes()
        for name, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    hour = f"{datetime.now(UTC):%Y-%m-%d %H}"
    return sha256(repr((sandbox.root, sandbox.struck, hour, files, list(world.iterdump()))).encode()).hexdigest()


def _make_linked(campaign: Campaign, google: Any, sandbox: Any) -> Registry:
    registry = pipeline.setup_forms(campaign, google).registry
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    return registry


def _make_ready(campaign: Campaign, google: Any, sandbox: Any) -> None:
    registry = _make_linked(campaign, google, sandbox)
    sandbox.end(registry.form_id, wanted_form(campaign).thanks)
    rows = (campaign.root / "links.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    posters = [
        PrintedPoster(row.split("=")[-1].split("+")[-1], row.split(",")[0], "poster", 1, "A", "", row.split(",")[-1], registry.entry("station"), "2026-11-25", "posters.pdf")
        for row in rows
    ]  # fmt: skip
    save_registry(registry.with_printed(*posters), campaign.data)
    found = find_response_tab(google, registry, "station")
    assert found
    remember_tab(found, campaign.data)
    pipeline.pull(campaign, google)
    permit(campaign, google)


def google_without_waiting(campaign: Campaign) -> Any:
    now = [0.0]
    return connect(campaign, sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), clock=lambda: now[0])


def doctor(folder: Path, *arguments: str) -> Any:
    return CliRunner().invoke(anubhav, ["-C", str(folder), "doctor", *arguments], standalone_mode=False)
