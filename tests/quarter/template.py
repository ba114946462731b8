"""The world after the trial quarter, made once and copied for every play."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from .google_side import GoogleSide
from .sheet import ResponseTab
from .world import BEGIN, Response, World


@dataclass(frozen=True)
class Template:
    """The world after the trial quarter, made once and copied for every play."""

    folder: Path
    world: World

    @classmethod
    def make(cls, google: GoogleSide, folder: Path) -> Template:
        google.open(folder / "google.sqlite")
        world = World(google, folder)
        world.found()
        google.shut()
        return cls(folder, world)

    def load(self, folder: Path) -> World:
        """A world of its own in `folder`, as it was when the trial quarter ended."""
        google = self.world.google
        for name in ("campaign", "user"):  # this world's campaign has one folder
            shutil.copytree(self.folder / name, folder / name, ignore=shutil.ignore_patterns("last-pull.json"))
        with closing(sqlite3.connect(self.folder / "google.sqlite")) as world:
            world.execute("VACUUM INTO ?", (str(folder / "google.sqlite"),))
        google.open(folder / "google.sqlite")
        google.door.now = BEGIN
        made = World(google, folder)
        made.responses = [
            Response(each.when, each.station, each.code, each.rating, read=True) for each in self.world.responses
        ]
        made._look_at_registry()
        assert self.world.tab is not None
        made.tab = ResponseTab(google, self.world.tab.spreadsheet_id, self.world.tab.tab_id)
        return made
