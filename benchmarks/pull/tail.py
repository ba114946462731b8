"""100 new rows into a ledger that knows N: the whole pull, from the first request to the manifest on disk."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import requests

from .server import serving

ROUNDS = 9


def new_rows(rows: int) -> dict[str, float]:
    """Medians of one pull of 100 new rows when `rows` are known, in a process and with a server of its own."""
    with serving(rows) as root:
        command = [sys.executable, "-m", "benchmarks.pull.tail", root]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"pulling 100 new rows failed:\n{done.stderr[-2000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """python -m benchmarks.pull.tail ROOT: pull everything, then 100 rows several times; print medians as JSON."""
    from anubhav_gforms.campaign import load_campaign
    from anubhav_gforms.links import Keyring
    from anubhav_gforms.nouns.google import Spreadsheet, Tab
    from anubhav_gforms.responses.intake.codes import code_reader
    from anubhav_gforms.responses.intake.pull import pull_sheet
    from anubhav_gforms.responses.intake.sheet import SheetExpectation
    from anubhav_gforms.responses.intake.values import Order

    from .clients import ours_reader
    from .server import BOOK
    from .table import PROJECT, TIMEZONE, bench_form

    root = sys.argv[1]
    sheets, campaign = ours_reader(root), load_campaign(PROJECT)
    order = Order(
        SheetExpectation(bench_form(), {}, TIMEZONE), code_reader(campaign.stations, Keyring.make()), {"overall": "1"}
    )
    runs: list[dict[str, Any]] = []

    def find_tab() -> tuple[Spreadsheet, Tab]:
        """The sheet's shape; that the form still writes there is asked of the form, not of the sheet."""
        book = sheets.describe(BOOK)
        return book, book.tabs[0]

    with tempfile.TemporaryDirectory() as folder:
        for turn in range(ROUNDS + 2):
            requests.get(f"{root}/count", timeout=60)
            before, began = time.process_time(), time.perf_counter()
            changes = pull_sheet(sheets, Path(folder), order, find_tab=find_tab)
            took = {"wall": time.perf_counter() - began, "cpu": time.process_time() - before}
            assert changes.new == 100 or turn == 0, changes.new
            if turn > 1:
                runs.append(took | requests.get(f"{root}/count", timeout=60).json())
            requests.get(f"{root}/grow/100", timeout=60)
    print(json.dumps({key: statistics.median(run[key] for run in runs) for key in runs[0]}))


if __name__ == "__main__":
    main()
