"""An office whose files are spoiled and whose sheet is meddled with, and what its commands say at their end."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from click.testing import CliRunner
from ready import make_ready

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.cli.show import error_text
from anubhav_gforms.errors import AnubhavError
from anubhav_gforms.links.registry import Registry, load_registry
from anubhav_gforms.pipeline.connection import connect


@dataclass
class Desk:
    """An office's campaign folder at a sandbox, and the commands that are typed there."""

    folder: Path
    sandbox: Any
    keys: Path
    language: str

    def told(self, *words: str) -> str:
        """What a command says at its end, in one line: the error, or else its output."""
        chosen = ["--language", self.language, "-C", str(self.folder)]
        result = CliRunner().invoke(anubhav, [*chosen, *words], standalone_mode=False)
        error = result.exception
        known = error_text(error, self.language) if isinstance(error, AnubhavError) else str(error)
        return " ".join((known if error else result.output).split())

    @contextmanager
    def spoiled(self, path: Path, old: str, new: str) -> Iterator[None]:
        """The first place in a file where something stands says something else, for a while."""
        before = path.read_bytes()
        text = before.decode("utf-8-sig")
        assert old in text, f"{path} has no {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        yield
        path.write_bytes(before)

    def ready(self) -> Registry:
        """Set up, linked, printed and pulled."""
        campaign = load_campaign(self.folder)
        make_ready(campaign, connect(campaign), self.sandbox)
        return load_registry(campaign.data)

    def respond_many(self, count: int, ago: timedelta, *, by_poster: bool = False) -> None:
        """Citizens responded some time ago, by a station's name or by its poster."""
        registry, form = load_registry(self.folder / "data"), load_campaign(self.folder).form
        given = {question.key: "4" for question in form.questions if question.type.rates}
        given |= {"station": "BSP-KTW", "purpose": form.question("purpose").options[0]}
        if by_poster:
            with (self.folder / "links.csv").open(encoding="utf-8-sig", newline="") as file:
                url = next(row["url"] for row in csv.DictReader(file) if row["code"] == "BSP-KTW")
            [given["station"]] = parse_qs(urlsplit(url).query)[f"entry.{registry.entry('station')}"]
        fields = {f"entry.{registry.entry(key)}": value for key, value in given.items()}
        path = registry.responder_uri.removeprefix(self.sandbox.root).replace("/viewform", "/formResponse")
        for number in range(count):
            clock = {"X-Sandbox-Clock": (datetime.now(UTC) - ago - timedelta(minutes=number)).isoformat()}
            self.sandbox.post(path, data={**fields, "pageHistory": "0,1"}, headers=clock).raise_for_status()
