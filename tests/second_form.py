"""A second campaign of the same office, with the same questions, whose form writes into somebody's spreadsheet."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.links import sign
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import Registry, load_registry
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.pipeline.connection import connect


@dataclass
class SecondForm:
    """Another campaign at the same sandbox, and citizens who respond to it."""

    campaign: Campaign
    google: Any
    sandbox: Any
    registry: Registry

    def respond(self, ago: timedelta, station: str = "BSP-CVL") -> None:
        """One signed response, sent some time ago."""
        given = {
            "station": sign(station, Channel.POSTER, 1, load_keyring(self.campaign)),
            "purpose": self.campaign.form.question("purpose").options[0],
            "overall": "4",
        }
        fields = {f"entry.{self.registry.entry(key)}": value for key, value in given.items()}
        path = self.registry.responder_uri.removeprefix(self.sandbox.root).replace("/viewform", "/formResponse")
        clock = {"X-Sandbox-Clock": (datetime.now(UTC) - ago).isoformat()}
        self.sandbox.post(path, data={**fields, "pageHistory": "0,1"}, headers=clock).raise_for_status()

    def link(self, spreadsheet_id: str) -> int:
        """Link its form to a spreadsheet, as a person does on the edit page; the id of the new tab."""
        return int(self.sandbox.link(self.registry.form_id, spreadsheet_id)["sheetId"])


def delete_row(sandbox: Any, spreadsheet_id: str, tab: int, row: int) -> None:
    """A clerk deletes a row of a tab; the header is 1."""
    span = {"sheetId": tab, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}
    path = f"/v4/spreadsheets/{spreadsheet_id}:batchUpdate"
    sandbox.api("POST", path, json={"requests": [{"deleteDimension": {"range": span}}]}).raise_for_status()


def make_second(first: Campaign, sandbox: Any) -> SecondForm:
    """Set up a second campaign, id "practice", in a folder beside the first."""
    folder = first.root.parent / "second"
    shutil.copytree(first.root / "config", folder / "config")
    shutil.copy(first.root / "stations.csv", folder / "stations.csv")
    rename(folder, "practice")
    campaign = load_campaign(folder)
    google = connect(campaign, sleep=lambda seconds: None)
    pipeline.setup_forms(campaign, google)
    return SecondForm(campaign, google, sandbox, load_registry(campaign.data))


def rename(folder: Path, campaign_id: str) -> None:
    """Write another campaign id into config/office.toml."""
    office = folder / "config" / "office.toml"
    text = office.read_text(encoding="utf-8")
    assert 'id = "bilaspur"' in text
    office.write_text(text.replace('id = "bilaspur"', f'id = "{campaign_id}"'), encoding="utf-8")


def wrong_link(ours: SecondForm, other: SecondForm) -> str:
    """A clerk chooses the other campaign's spreadsheet in Google's picker."""
    ours.sandbox.link(ours.registry.form_id, other.registry.spreadsheet_id)
    return other.registry.spreadsheet_id
