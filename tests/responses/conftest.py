"""A form that is set up and linked on a sandbox, with citizens who respond to it and officers who meddle with the sheet."""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attacked import WEEK_AGO, ratings

from anubhav_gforms import pipeline
from anubhav_gforms.forms.linking import find_response_tab, remember_tab
from anubhav_gforms.links import sign
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import Registry, load_registry
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.responses.ledger.changes import Changes
from anubhav_gforms.responses.ledger.ledger import Ledger, open_ledger

START = datetime(2026, 9, 1, 3, 30, tzinfo=UTC)


@dataclass
class Field:
    """The campaign as it runs: what citizens send, what the sheet holds, what a pull finds."""

    campaign: Any
    google: Any
    sandbox: Any
    registry: Registry
    spreadsheet_id: str
    tab_id: int
    minutes: Any = field(default_factory=lambda: itertools.count())
    said: str = ""  # the page after the last response

    def code(self, station: str = "BSP-KTW", channel: Channel = Channel.POSTER, serial: int = 1) -> str:
        """A signed code as a poster carries it."""
        return sign(station, channel, serial, load_keyring(self.campaign))

    def respond(
        self, code: str | None = None, *, when: datetime | None = None, again: str = "", **answers: Any
    ) -> datetime:
        """Send one response through the responder page, or change the one of this key; gives its time."""
        when = when or START + timedelta(minutes=next(self.minutes))
        form = self.campaign.form
        given = {"purpose": form.question("purpose").options[0], "overall": 4, **answers}
        given[form.station_question.key] = self.code() if code is None else code
        fields = {f"entry.{self.registry.entry(key)}": str(value) for key, value in given.items()}
        fields |= {"edit2": again} if again else {}
        address = self.registry.responder_uri.removeprefix(self.sandbox.root).replace("/viewform", "/formResponse")
        stamp = when.isoformat().replace("+00:00", "Z")
        reply = self.sandbox.post(address, data={**fields, "pageHistory": "0,1"}, headers={"X-Sandbox-Clock": stamp})
        assert reply.status_code == 200, reply.text[:500]
        self.said = reply.text
        return when

    def respond_many(self, count: int, **answers: Any) -> None:
        """Several responses, one a minute, ratings 1 to 5 in turn."""
        for turn in range(count):
            self.respond(**{"overall": turn % 5 + 1, **answers})

    def pull(self, **options: Any) -> Changes:
        """One pull, as the command does it."""
        return pipeline.pull(self.campaign, self.google, **options)

    def sheet_alone(self) -> None:
        """From now on the sheet is the only witness."""
        setting = self.campaign.office.google.model_copy(update={"source": "sheet"})
        self.campaign = replace(self.campaign, office=self.campaign.office.model_copy(update={"google": setting}))

    @property
    def ledger(self) -> Ledger:
        return open_ledger(self.campaign)

    def edit(self, *requests: dict[str, Any]) -> None:
        """Change the sheet as an officer does, by batchUpdate."""
        path = f"/v4/spreadsheets/{self.spreadsheet_id}:batchUpdate"
        reply = self.sandbox.api("POST", path, json={"requests": list(requests)})
        assert reply.status_code == 200, reply.text

    def write(self, cell: str, value: Any) -> None:
        """Type a value into a cell of the response tab."""
        path = f"/v4/spreadsheets/{self.spreadsheet_id}/values/{cell}?valueInputOption=RAW"
        reply = self.sandbox.api("PUT", path, json={"values": [[value]]})
        assert reply.status_code == 200, reply.text

    def title(self) -> str:
        """The response tab's title, quoted."""
        book = self.google.sheets.describe(self.spreadsheet_id)
        return "'" + next(tab.title for tab in book.tabs if tab.id == self.tab_id) + "'"

    def column(self, key: str) -> str:
        """The letter of the column that holds a question."""
        header = self.google.sheets.values(self.spreadsheet_id, [f"{self.title()}!1:1"])[0]
        names = [column[0] for column in header]
        return chr(65 + names.index(self.campaign.form.question(key).title))

    def set(self, key: str, row: int, value: Any) -> None:
        """Type a value over a response: `row` counts responses from 1."""
        self.write(f"{self.title()}!{self.column(key)}{row + 1}", value)

    def delete_row(self, row: int) -> None:
        """Delete a response's whole row: `row` counts responses from 1."""
        span = {"sheetId": self.tab_id, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
        self.edit({"deleteDimension": {"range": span}})

    def copy_row(self, row: int, to: int) -> None:
        """Copy a response's row (counted from 1) to another row of the tab, as a clerk does."""
        source, target = (
            {
                "sheetId": self.tab_id,
                "startRowIndex": at,
                "endRowIndex": at + 1,
                "startColumnIndex": 0,
                "endColumnIndex": 20,
            }
            for at in (row, to)
        )
        self.edit({"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}})


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first `station_office` of the run leaves its world and its files for the next ones."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture(autouse=True)
def _world_of_before(request: pytest.FixtureRequest, tmp_path: Path, made_once: Path) -> None:
    """Lay world and keys in their places before the sandbox of this test opens them."""
    if "station_office" in request.fixturenames and (made_once / "linked.json").exists():
        shutil.copy(made_once / "world.sqlite", tmp_path)
        shutil.copytree(made_once / "user-config", tmp_path / "user-config")


@pytest.fixture
def station_office(campaign: Any, google: Any, sandbox: Any, config_dir: Path, made_once: Path) -> Field:
    """Form and sheet are made and linked; nobody has responded yet. Made once, then copied for each test."""
    mark = made_once / "linked.json"
    if mark.exists():
        shutil.copytree(made_once / "data", campaign.data)
        shutil.copy(made_once / "links.csv", campaign.root)
        linked = json.loads(mark.read_text())
    else:
        pipeline.setup_forms(campaign, google)
        registry = load_registry(campaign.data)
        linked = sandbox.link(registry.form_id, registry.spreadsheet_id)
        found = find_response_tab(google, registry, "station")
        assert found
        remember_tab(found, campaign.data)
        with closing(sqlite3.connect(sandbox.world)) as world:
            world.execute("VACUUM INTO ?", (str(made_once / "world.sqlite"),))
        shutil.copytree(campaign.data, made_once / "data")
        shutil.copy(campaign.root / "links.csv", made_once)
        shutil.copytree(config_dir, made_once / "user-config")
        mark.write_text(json.dumps(linked))
    registry = load_registry(campaign.data)
    return Field(campaign, google, sandbox, registry, linked["spreadsheetId"], linked["sheetId"])


@pytest.fixture
def busy(station_office: Any) -> Any:
    """A ledger with responses, a decision, a text that a person released nothing of, in the books."""
    office = station_office
    office.respond_many(4, name="Citizen OTHER")
    office.pull()
    (office.campaign.data / "flags.jsonl").write_text('{"flag": "F1"}\n', "utf-8")
    (office.campaign.data / "posters").mkdir(exist_ok=True)
    (office.campaign.data / "posters" / "BSP-KTW.pdf").write_bytes(b"can be made again")
    return office


@pytest.fixture
def pulled(station_office: Any) -> Any:
    """Forty responses of a week ago, pulled; `before` is what counts."""
    for minute in range(40):
        station_office.respond(when=WEEK_AGO + timedelta(minutes=minute), overall=minute % 5 + 1, behaviour=2, heard=4)
    station_office.pull()
    station_office.before = ratings(station_office)
    return station_office
