"""A campaign folder on a sandbox in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

PROJECT = Path(__file__).parents[1]


@contextmanager
def campaign_on_sandbox(folder: Path, stations: Collection[str] = ()) -> Iterator[tuple[Path, str]]:
    """A copy of the project's campaign below `folder`, with all stations or these, and the address of its sandbox."""
    campaign = folder / "campaign"
    shutil.copytree(PROJECT / "config", campaign / "config")
    head, *lines = (PROJECT / "stations.csv").read_text("utf-8-sig").splitlines()
    kept = [line for line in lines if not stations or line.split(",")[0] in stations]
    (campaign / "stations.csv").write_text("\n".join([head, *kept]) + "\n", "utf-8-sig")
    command = [sys.executable, "-m", "anubhav_gforms", "sandbox", "--port", "0", "--world", f"{folder}/world.sqlite"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sandbox:
        try:
            assert sandbox.stdout is not None
            root = sandbox.stdout.readline().strip().rpartition(" ")[2]
            office = campaign / "config" / "office.toml"
            office.write_text(office.read_text("utf-8").replace('\nroot = ""\n', f'\nroot = "{root}"\n'), "utf-8")
            yield campaign, root
        finally:
            sandbox.terminate()


def link(campaign: Path, root: str, http: requests.Session) -> None:
    """Link the form that the campaign has made to its sheet, as a person does on the edit page."""
    registry = json.loads((campaign / "data" / "registry.json").read_text("utf-8"))
    address = f"{root}/sandbox/forms/{registry['form_id']}/link"
    http.post(address, json={"spreadsheetId": registry["spreadsheet_id"]}, timeout=30).raise_for_status()
