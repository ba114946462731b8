"""A sandbox, a small campaign that is set up and linked, and the killed pulls upon it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import requests

from ..pull.table import PROJECT


def killed_pulls(pulls: int, seed: int = 7) -> dict[str, Any]:
    """What `kill.py` found after so many pulls; `wrong` adds up alarms, faults and our own bugs."""
    with tempfile.TemporaryDirectory() as folder:
        campaign = Path(folder) / "campaign"
        shutil.copytree(PROJECT / "config", campaign / "config")
        shutil.copy(PROJECT / "stations.csv", campaign)
        command = [
            sys.executable,
            "-m",
            "anubhav_gforms",
            "sandbox",
            "--port",
            "0",
            "--world",
            f"{folder}/world.sqlite",
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sandbox:
            try:
                assert sandbox.stdout is not None
                root = sandbox.stdout.readline().strip().rpartition(" ")[2]
                office = campaign / "config" / "office.toml"
                office.write_text(office.read_text("utf-8").replace('\nroot = ""\n', f'\nroot = "{root}"\n'), "utf-8")
                environment = os.environ | {"ANUBHAV_CONFIG_DIR": f"{folder}/user"}
                environment.pop("ANUBHAV_GOOGLE_ROOT", None)
                _run(["-m", "anubhav_gforms", "-C", str(campaign), "setup-forms", "--yes"], environment)
                registry = json.loads((campaign / "data" / "registry.json").read_text())
                link = f"{root}/sandbox/forms/{registry['form_id']}/link"
                requests.post(link, json={"spreadsheetId": registry["spreadsheet_id"]}, timeout=30).raise_for_status()
                found = _run(["-m", "benchmarks.ledger.kill", str(campaign), str(pulls), str(seed)], environment)
            finally:
                sandbox.terminate()
    result: dict[str, Any] = json.loads(found.splitlines()[-1])
    result["wrong"] = result.pop("alarms") + len(result.pop("faults")) + result["broken"] + result.pop("left_over")
    return result


def _run(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout
