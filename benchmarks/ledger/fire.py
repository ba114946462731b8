"""A sandbox, a small campaign that is set up and linked, and the killed pulls upon it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import requests

from ..on_sandbox import campaign_on_sandbox, link


def killed_pulls(pulls: int, seed: int = 7) -> dict[str, Any]:
    """What `kill.py` found after so many pulls; `wrong` adds up alarms, faults and our own bugs."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"ANUBHAV_CONFIG_DIR": f"{folder}/user"}
        environment.pop("ANUBHAV_GOOGLE_ROOT", None)
        with campaign_on_sandbox(Path(folder)) as (campaign, root), requests.Session() as http:
            _run(["-m", "anubhav_gforms", "-C", str(campaign), "setup-forms", "--yes"], environment)
            link(campaign, root, http)
            found = _run(["-m", "benchmarks.ledger.kill", str(campaign), str(pulls), str(seed)], environment)
    result: dict[str, Any] = json.loads(found.splitlines()[-1])
    result["wrong"] = result.pop("alarms") + len(result.pop("faults")) + result["broken"] + result.pop("left_over")
    return result


def _run(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout
