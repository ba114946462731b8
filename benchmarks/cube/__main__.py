"""make bench-cube: from the ledger to every letter and probability, beside a pandas groupby-mean of the same ratings.

Each run is a process of its own; the clock starts after the imports; CPU seconds, median of the rounds. Exits with 1 when
a bar is missed: 1.5 s for a million responses, 8 s and 1.5 GB for ten million, never more CPU than plain pandas, which groups
by station and week. The bars are for
the weekly report, from the ledger to letters; "again" and "first" stand beside it. "means" is what pandas computes, from the cube,
to the same digits; "pandas:letters" goes on to the scores and the chances of letters that we give, to the same digits too.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
from multiprocessing import Process, active_children

from .ledger import campaign_of, folder_of, write_ledger

METHODS = (
    "means:numpy",
    "anubhav:numpy",
    "anubhav:again",
    "anubhav:first",
    "pandas:plain",
    "pandas:tuned",
    "pandas:letters",
    "anubhav:duckdb",
)
SIZES = ((100_000, 158), (1_000_000, 158), (10_000_000, 158), (1_000_000, 2_000), (10_000_000, 2_000))
BARS = {1_000_000: (1.5, None), 10_000_000: (8.0, 1500)}


def _write(rows: int, stations: int) -> None:
    write_ledger(campaign_of(stations, folder_of(rows, stations)), rows)


def measure(method: str, rows: int, stations: int) -> dict[str, float]:
    folder = str(folder_of(rows, stations))
    command = [sys.executable, "-m", "benchmarks.cube.one", method, folder, str(stations)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3, help="Twice as many and one up to a million responses.")
    arguments.add_argument(
        "--most", type=int, default=10_000_000, help="Leave out ledgers with more responses than this."
    )
    options = arguments.parse_args()
    missed = 0
    print(f"{'':28}{'CPU s':>9}{'cube':>8}{'wall s':>9}{'MB':>8}   ratio to plain pandas")
    for rows, stations in SIZES:
        if rows > options.most:
            continue
        if not folder_of(rows, stations).exists():
            print(f"(writing a ledger of {rows:,} responses, once)")
            # in a process of its own: a child's peak memory counts from what its parent had
            Process(target=_write, args=(rows, stations)).start()
            for child in active_children():
                child.join()
        found: dict[str, list[dict[str, float]]] = {method: [] for method in METHODS}
        for _ in range(options.rounds if rows > 1_000_000 else 2 * options.rounds + 1):
            for method in METHODS:
                found[method].append(measure(method, rows, stations))
        print(f"{rows:,} responses, {stations:,} stations")
        middle = {
            method: {name: statistics.median(run[name] for run in runs) for name in runs[0]}
            for method, runs in found.items()
        }
        plain = middle["pandas:plain"]["cpu"]
        for method, one in middle.items():
            print(
                f"  {method:26}{one['cpu']:9.2f}{one['cube']:8.2f}{one['wall']:9.2f}{one['memory']:8.0f}   {one['cpu'] / plain:.2f}"
            )
        ours = middle["anubhav:numpy"]
        means = middle["means:numpy"]
        checks = [("means by station and week: CPU no more than plain pandas", means["cpu"] <= plain)]
        same_means = (
            math.isclose(means["p"], middle["pandas:plain"]["p"])
            and means["letters"] == middle["pandas:plain"]["letters"]
        )
        checks.append(("means are those of pandas", same_means))
        if rows in BARS:
            checks.append(("to letters: CPU no more than plain pandas", ours["cpu"] <= plain))
        if stations == 158 and rows in BARS:
            seconds, memory = BARS[rows]
            checks.append((f"CPU at most {seconds} s", ours["cpu"] <= seconds))
            if memory:
                checks.append((f"memory at most {memory} MB", ours["memory"] <= memory))
        analyst = middle["pandas:letters"]
        checks.append(("to letters: CPU no more than pandas to the same scores", ours["cpu"] <= analyst["cpu"]))
        checks.append(("scores are those of pandas", math.isclose(ours["scores"], analyst["scores"], rel_tol=1e-12)))
        same = {(middle[name]["letters"], middle[name]["rows"]) for name in METHODS if name.startswith("anubhav")}
        checks.append(("engines agree", len(same) == 1))
        for what, good in checks:
            print(f"  {'ok    ' if good else 'MISSED'} {what}")
            missed += not good
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
