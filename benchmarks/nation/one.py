"""One step in a process of its own: prints a line of JSON with what it cost and what it found."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.grading.cube.count import cube_of_tables
from anubhav_gforms.grading.cube.cube import Shape
from anubhav_gforms.grading.cube.exchange import CubeFile, of_district, read_cube
from anubhav_gforms.pipeline.cube import build_cube, make_cube_key
from anubhav_gforms.responses.ledger.lake import export_lots
from anubhav_gforms.responses.ledger.ledger import open_ledger

from .responses import lots_of_state, office_of

LAKE, CUBE = "lots", "state.cube"


def write(root: Path, states: int, rows: int) -> dict[str, Any]:
    """Offices, each with its export of lots, by the product's own writer: some at once, since most of it waits for the disk."""
    _, public, _ = make_cube_key(office_of(root / "00", 0))  # all of them are this user's
    with Pool(3) as pool:
        done = pool.starmap(
            _office, [(root / f"{state:02d}", state, rows, public) for state in range(states)], chunksize=1
        )
    return {name: sum(each[name] for each in done) for name in done[0]}


def _office(folder: Path, state: int, rows: int, public: str) -> dict[str, float]:
    campaign = office_of(folder, state)
    office = folder / "config" / "office.toml"
    office.write_text(office.read_text("utf-8").replace("[cube_keys]", f'[cube_keys]\nrange = "{public}"'), "utf-8")
    lots, districts = lots_of_state(campaign, rows), {each.code: each.district for each in campaign.stations}
    begun = time.process_time()
    done = export_lots(lots, open_ledger(campaign), folder / LAKE, campaign_id=campaign.id, district_of=districts)
    return {"rows": done.rows, "files": done.written, "bytes": done.size, "cpu": time.process_time() - begun}


def build(root: Path, states: int, on: str) -> dict[str, Any]:
    """The cube of every state, one after the other in this process, as `anubhav cube build` makes it; the digest of each."""
    digests, rows, cells = [], 0, 0
    for state in range(states):
        folder = root / f"{state:02d}"
        made = build_cube(load_campaign(folder), folder / LAKE, folder / f"{on}-{CUBE}", on=on)
        digests.append(CubeFile.of(made.cube, ()).digest)  # of the counts: an origin names the program too
        rows, cells = rows + made.cube.rows, cells + len(made.cube)
        print(f"  {on}: state {state + 1} of {states}", file=sys.stderr, flush=True)
    found = {"digests": digests, "rows": rows, "cells": cells}
    return found | (_of_java() if on == "spark" else {})


def district(root: Path, states: int, _: str) -> dict[str, Any]:
    """A sample district of the last state: what numpy counts in its files, beside its part of the engines' cubes."""
    folder = root / f"{states - 1:02d}"
    campaign = load_campaign(folder)
    code = campaign.districts[-1].code
    files = sorted((folder / LAKE).glob(f"month=*/district={code}/*.parquet"))
    mine = cube_of_tables([ds.dataset(files).to_table()], Shape.of(campaign))
    parts = [of_district(read_cube(folder / f"{on}-{CUBE}").cube, code) for on in ("duckdb", "spark")]
    same = [CubeFile.of(part, ()).digest == CubeFile.of(mine, ()).digest for part in parts]
    return {"district": code, "rows": mine.rows, "cells": len(mine), "equal": all(same)}


def report(root: Path, _: int, week: str) -> dict[str, Any]:
    """One state's report from its cube."""
    folder = root / "00"
    campaign, cube = load_campaign(folder), folder / f"duckdb-{CUBE}"
    grades = pipeline.grade(campaign, week=week, cube=cube)
    graded = time.process_time()
    made = pipeline.write_report(campaign, grades, cube=cube)
    scored = int(grades.stations["score"].notna().sum())
    return {"graded": graded, "scored": scored, "page": made.page.stat().st_size}


def _of_java() -> dict[str, float]:
    """CPU seconds and peak memory (MB) of the Java processes below this one."""
    ticks, found = os.sysconf("SC_CLK_TCK"), {"java_cpu": 0.0, "java_memory": 0.0}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (process / "stat").read_text().partition(" (")[2].rpartition(") ")
            peak = (process / "status").read_text().partition("VmHWM:")[2].split()[0]
            mine = "spark" in (process / "cmdline").read_text()
        except (OSError, IndexError):
            continue
        if name == "java" and mine and int(rest.split()[1]) in (os.getpid(), *_children(os.getpid())):
            found["java_cpu"] += sum(map(int, rest.split()[11:13])) / ticks
            found["java_memory"] = max(found["java_memory"], int(peak) / 1024)
    return found


def _children(of: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{of}/task/{of}/children").read_text().split()]


def main() -> None:
    what, root, states, more = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    begun, wall = time.process_time(), time.perf_counter()
    steps = {"write": lambda *given: write(given[0], given[1], int(given[2])), "build": build, "district": district, "report": report}  # fmt: skip
    found = steps[what](root, states, more)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = {"total_cpu": time.process_time() - begun, "wall": time.perf_counter() - wall, "memory": memory}
    print(json.dumps(found | spent))


if __name__ == "__main__":
    main()
