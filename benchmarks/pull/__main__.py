"""make bench-pull: a response sheet to a typed frame, against the other Python clients, and 100 new rows at two sizes.

Prints the tables and exits with 1 when a bar is missed. Ratios are of CPU seconds inside one run: wall times wobble.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from typing import Any

import requests

from anubhav_gforms.cli.process import LIBRARIES

from .clients import CLIENTS
from .server import serving
from .tail import new_rows

SIZES = {"10k": 10_000, "100k": 100_000, "770k": 769_230}
ROUNDS = {"10k": 5, "100k": 3, "770k": 2}


def once(name: str, root: str) -> dict[str, Any]:
    """One run of one client."""
    requests.get(f"{root}/count", timeout=60)
    command = [sys.executable, "-m", "benchmarks.pull.clients", name, root]
    # ours as in a command, the others as they are used
    environment = {**LIBRARIES, **os.environ} if name == "anubhav" else dict(os.environ)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-2000:]}")
    count = requests.get(f"{root}/count", timeout=60).json()
    return {**json.loads(done.stdout.splitlines()[-1]), **count}


def measure(label: str) -> dict[str, dict[str, float]]:
    """Medians of every client at one size; the first run of each is not counted. Fails when their sums differ."""
    medians: dict[str, dict[str, float]] = {}
    with serving(SIZES[label]) as root:
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in CLIENTS}
        for turn in range(ROUNDS[label] + 1):
            for name in CLIENTS:
                found = once(name, root)
                if turn:
                    runs[name].append(found)
    sums = {json.dumps(each["checks"]) for found in runs.values() for each in found if each["checks"]}
    if len(sums) != 1:
        raise SystemExit("The clients do not agree on the data:\n" + "\n".join(sorted(sums)))
    for name, found in runs.items():
        medians[name] = {
            key: statistics.median(each[key] for each in found) for key in ("wall", "cpu", "peak", "bytes", "requests")
        }
    return medians


def show(label: str, medians: dict[str, dict[str, float]]) -> None:
    """The table of one size."""
    own = medians["anubhav"]["cpu"]
    print(f"\n{SIZES[label]:,} rows x 13 columns")
    print(f"  {'client':26}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'wire MB':>9}{'requests':>9}{'ours/it':>9}")
    for name, row in medians.items():
        print(
            f"  {name:26}{row['wall']:9.2f}{row['cpu']:9.2f}{row['peak']:9.0f}{row['bytes'] / 1e6:9.1f}"
            f"{row['requests']:9.0f}{own / row['cpu']:9.2f}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-pull", description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), choices=SIZES)
    sizes = parser.parse_args().sizes
    missed = 0

    def hold(what: str, value: float, most: float) -> None:
        nonlocal missed
        print(f"  {'ok    ' if value <= most else 'MISSED'} {what}: {value:.3f} (at most {most:g})")
        missed += value > most

    for label in sizes:
        medians = measure(label)
        show(label, medians)
        if label == "770k":
            ours = medians["anubhav"]
            print("Bars at 770k:")
            hold("CPU against gspread get_all_records", ours["cpu"] / medians["gspread get_all_records"]["cpu"], 0.10)
            hold("CPU against gspread get_all_values", ours["cpu"] / medians["gspread get_all_values"]["cpu"], 0.25)
            hold("memory against get_all_records", ours["peak"] / medians["gspread get_all_records"]["peak"], 0.25)
            hold("memory against get_all_values", ours["peak"] / medians["gspread get_all_values"]["peak"], 0.25)
    print("\n100 new rows into a ledger, a whole pull with everything that it writes")
    tails = {label: new_rows(SIZES[label]) for label in ("10k", "770k") if label in sizes}
    print(f"  {'rows known':>12}{'wall ms':>10}{'CPU ms':>9}{'requests':>10}{'kB':>8}")
    for label, row in tails.items():
        print(
            f"  {SIZES[label]:12,}{row['wall'] * 1e3:10.1f}{row['cpu'] * 1e3:9.1f}{row['requests']:10.0f}{row['bytes'] / 1e3:8.0f}"
        )
    print("Bars for new rows:")
    for label, row in tails.items():
        hold(f"requests at {label}", row["requests"], 2)
    if len(tails) == 2:
        hold("CPU at 770k against 10k", tails["770k"]["cpu"] / tails["10k"]["cpu"], 1.5)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
