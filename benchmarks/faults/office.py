"""A campaign of six stations on a sandbox in a process of its own, with citizens who answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.registry import load_registry
from anubhav_gforms.google import connect
from anubhav_gforms.links import Channel, keyring_of, sign

PROJECT = Path(__file__).parents[2]
STATIONS = ("BSP-IGO", "BSP-KTW", "BSP-CVL", "BSP-TBR", "KRB-KTW", "KRB-CVL")
FIRST = datetime(2024, 1, 5, 4, tzinfo=UTC)


@dataclass
class Office:
    """The campaign, the address of its sandbox, and how many have answered."""

    campaign: Campaign
    root: str
    http: requests.Session
    sent: int = 0

    def answer(self, *, when: datetime | None = None, **answers: object) -> None:
        """One more answer, a minute after the last unless `when` says otherwise."""
        campaign = self.campaign
        registry = load_registry(campaign.data)
        code = sign("BSP-KTW", Channel.POSTER, 1, keyring_of(campaign))
        given = {"station": code, "purpose": campaign.form.question("purpose").options[0], "overall": 4, **answers}
        fields = {f"entry.{registry.entry(key)}": str(value) for key, value in given.items()}
        path = registry.responder_uri.replace("/viewform", "/formResponse")
        moment = when or FIRST + timedelta(minutes=self.sent)
        headers = {"X-Sandbox-Clock": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
        self.http.post(path, data=fields, headers=headers, timeout=30).raise_for_status()
        self.sent += 1

    def pull(self) -> object:
        """One pull with a gateway of its own, as a new process has it."""
        return pipeline.pull(self.campaign, connect(self.campaign))


@contextmanager
def office(folder: Path, *, linked: bool = True) -> Iterator[Office]:
    """The office; with `linked` its form is made and linked to its sheet."""
    campaign = folder / "campaign"
    shutil.copytree(PROJECT / "config", campaign / "config")
    lines = (PROJECT / "stations.csv").read_text("utf-8-sig").splitlines()
    kept = [line for line in lines[1:] if line.split(",")[0] in STATIONS]
    (campaign / "stations.csv").write_text("\n".join([lines[0], *kept]) + "\n", "utf-8-sig")
    os.environ["ANUBHAV_CONFIG_DIR"] = str(folder / "user")
    os.environ.pop("ANUBHAV_GOOGLE_ROOT", None)
    command = [
        sys.executable,
        "-m",
        "anubhav_gforms",
        "sandbox",
        "--port",
        "0",
        "--world",
        str(folder / "world.sqlite"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sandbox, requests.Session() as http:
        try:
            assert sandbox.stdout is not None
            root = sandbox.stdout.readline().strip().rpartition(" ")[2]
            file = campaign / "config" / "office.toml"
            file.write_text(file.read_text("utf-8").replace('\nroot = ""\n', f'\nroot = "{root}"\n'), "utf-8")
            http.trust_env = False
            made = Office(load_campaign(campaign), root, http)
            if linked:
                pipeline.setup_forms(made.campaign, connect(made.campaign))
                registry = json.loads((campaign / "data" / "registry.json").read_text("utf-8"))
                link = {"spreadsheetId": registry["spreadsheet_id"]}
                http.post(f"{root}/sandbox/forms/{registry['form_id']}/link", json=link, timeout=30).raise_for_status()
            yield made
        finally:
            sandbox.terminate()
