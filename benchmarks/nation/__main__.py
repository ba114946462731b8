"""make bench-nation: 17,500 stations, 36 months and 50 million responses, as the exports of 25 states' offices; on this machine.

Each state's office exports its full lots into Hive folders (the product's own writer). `anubhav cube build` counts every state by DuckDB
and by Spark in local mode: seconds, memory, and the same digests. A sample district is counted by numpy as well. One state's report is made
from its cube. The export of one new day stands beside the same day in a ledger that holds nothing else. Needs Java and some 4 GB of
disk, which are given back. Exits with 1 when engines differ, or a day costs more than three times itself alone.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .responses import DISTRICTS, RANGES, STATES, STATIONS, WEEK, WEEKS

ROWS = 2_030_000
"""Responses that are made for a state; those of lots that are not full yet are left out."""
LEAST = 50_000_000
RANGE_ROWS, A_DAY = 700_000, 640
"""A range's ledger as large as a response sheet may grow, and what three years of it bring in a day."""
TIMES_ITSELF = 3.0
SPARK = "--master local[2] --driver-memory 6g --conf spark.driver.maxResultSize=4g --conf spark.ui.showConsoleProgress=false"


def step(what: str, root: Path, states: int, more: str) -> dict[str, Any]:
    """One step in a process of its own."""
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": f"{SPARK} pyspark-shell", "ANUBHAV_CONFIG_DIR": str(root / "settings")}  # fmt: skip
    environment["SPARK_LOCAL_DIRS"] = str(root / "spark")
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.nation.one", what, str(root), str(states), more]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--states", type=int, default=STATES)
    arguments.add_argument("--rows", type=int, default=ROWS, help="Responses of a state.")
    arguments.add_argument("--folder", type=Path, help="Where the files lie while it runs.  [default: the system's]")
    options = arguments.parse_args()
    states, checks = options.states, []
    with TemporaryDirectory(prefix="anubhav-nation-", dir=options.folder) as name:
        root = Path(name)
        lake = step("write", root, states, str(options.rows))
        print(
            f"{states * RANGES * DISTRICTS * STATIONS:,} stations, {WEEKS} weeks up to {WEEK}: {lake['rows']:,} responses in {lake['files']:,} files,"
            f" {lake['bytes'] / 1e6:,.0f} MB; first export {lake['cpu']:,.0f} s of CPU",
            flush=True,
        )
        checks.append((f"at least {LEAST:,} responses", lake["rows"] >= LEAST))
        print(f"{'':24}{'CPU s':>9}{'wall s':>9}{'MB':>9}")
        found = {}
        for on in ("duckdb", "spark"):
            found[on] = one = step("build", root, states, on)
            cpu, memory = one["total_cpu"] + one.get("java_cpu", 0.0), one["memory"] + one.get("java_memory", 0.0)
            print(
                f"  cubes by {on:15}{cpu:9,.0f}{one['wall']:9,.0f}{memory:9,.0f}   {one['cells']:,} cells", flush=True
            )
        checks.append(("each state's cube is the same, digest by digest", found["duckdb"]["digests"] == found["spark"]["digests"]))  # fmt: skip
        checks.append(("every response is counted", found["duckdb"]["rows"] == lake["rows"]))
        sample = step("district", root, states, "")
        print(f"  district {sample['district']} by numpy: {sample['rows']:,} responses, {sample['cells']:,} cells")
        checks.append(("a sample district is numpy's, cell by cell", sample["equal"]))
        made = step("report", root, states, WEEK)
        print(
            f"  report of one state  {made['total_cpu']:12,.0f}{made['wall']:9,.0f}{made['memory']:9,.0f}   {made['scored']} stations with"
            f" a score; page {made['page'] / 1e6:.1f} MB; its first, which estimates the constants of every quarter"
        )
        checks.append(("a state's stations have scores", made["scored"] > 0))
        command = [sys.executable, "-m", "benchmarks.nation.day", str(root / "day"), str(RANGE_ROWS), str(A_DAY)]
        day = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    times = day["day_in_large"] / day["day_in_small"]
    print(
        f"  export of a ledger of {RANGE_ROWS:,}: {day['first']:.2f} s of CPU; of one new day of {A_DAY} in it {1000 * day['day_in_large']:.0f} ms,"
        f" {times:.1f} of the same day alone ({1000 * day['day_in_small']:.0f} ms)"
    )
    checks.append((f"a new day costs at most {TIMES_ITSELF:g} times itself alone", times <= TIMES_ITSELF))
    for what, good in checks:
        print(f"  {'ok    ' if good else 'MISSED'} {what}")
    return 0 if all(good for _, good in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
