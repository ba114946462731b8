"""One measurement in a process of its own: the clock starts after the imports. Prints a line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.dataset
import pyarrow.pandas_compat
import pyarrow.parquet as pq

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import grade
from anubhav_gforms.grading.archive import load_constants, save_constants
from anubhav_gforms.grading.columns import Level
from anubhav_gforms.grading.constants import estimation_digest
from anubhav_gforms.grading.cube.blocks import ledger_cube
from anubhav_gforms.grading.cube.cube import Cube, Shape
from anubhav_gforms.grading.cube.query import duckdb_cube
from anubhav_gforms.grading.method.memory import Announced, AnnouncedWeek
from anubhav_gforms.grading.timeline import YOUNG
from anubhav_gforms.nouns.week import quarter_start, read_week, week_name, week_of_day
from anubhav_gforms.responses.ledger.ledger import open_ledger

from . import analyst
from .ledger import WEEK, WEEKS, campaign_of


def anubhav(folder: Path, stations: int, how: str) -> dict[str, float]:
    """Ledger → cube → standings, letters, probabilities, intervals, arrows, alarms, money: the table without rank intervals.

    `how` names the engine of the weekly report of an office that has reported before: it reads the frozen constants and what was
    announced the week before. With "again" every week of the frozen quarters is graded again, as where nothing was announced yet;
    with "first" the constants of all quarters are estimated too.
    """
    engine = "numpy" if how in ("first", "again") else how
    campaign = campaign_of(stations, folder)
    office = _office(campaign, folder)
    _start()
    frozen = {} if how == "first" else load_constants(office / "constants")
    announced = None if engine != how else _announced(office)
    cube = _counted(campaign, engine)
    halfway = time.process_time()
    table = grade(campaign, cube, WEEK, places=False, frozen=frozen, announced=announced).table
    probabilities = table[[f"p_{letter}" for letter in campaign.grade_rules.letters]].sum(axis=1)
    return {
        "cube": halfway,
        "letters": int((table["letter"] != "").sum()),
        "rows": cube.rows,
        "p": float(probabilities.sum()),
        "scores": float(table.loc[table["level"] == Level.STATION.value, "score"].sum()),
    }


def _counted(campaign: Campaign, engine: str = "numpy") -> Cube:
    """The ledger's cube: as a report makes it, or by DuckDB over the ledger's own files."""
    ledger = open_ledger(campaign)
    if engine == "duckdb":
        return duckdb_cube([part.path for part in ledger.parts()], Shape.of(campaign))
    return ledger_cube(campaign, ledger)


def _office(campaign: Campaign, folder: Path) -> Path:
    """Where the office of this ledger keeps what it froze and announced before."""
    office = folder / f"office-{estimation_digest(campaign.grade_rules, 2)[:12]}"
    if not (office / HELD).exists():
        _report_before(campaign, office, _counted(campaign))
    return office


HELD = "held.json"
"""What was announced the week before, as the gazette keeps it."""


def _report_before(campaign: Campaign, office: Path, cube: Cube) -> None:
    """The office's reports of the year: the first of each quarter freezes its constants, the last is of the week before."""
    last, frozen = read_week(WEEK), load_constants(office / "constants")
    first = last - WEEKS + 1
    starts = sorted({quarter_start(week) for week in range(first, last + 1)} | {first + YOUNG - 1, last - 1})
    for week in starts:
        if first + YOUNG - 1 <= week < last:
            grades = grade(campaign, cube, week_name(week), places=False, frozen=frozen)
            for constants in grades.new_constants:
                save_constants(office / "constants", constants)
            frozen = load_constants(office / "constants")
    season = grades.working.season
    assert season is not None, "version 2"
    (office / HELD).write_text(json.dumps(season.units.record(season.last.after)), encoding="utf-8")


def _announced(office: Path) -> Announced:
    week, held = read_week(WEEK) - 1, json.loads((office / HELD).read_text(encoding="utf-8"))
    return Announced({week: AnnouncedWeek(week, held)})


def means(folder: Path, stations: int, how: str) -> dict[str, float]:
    """What plain pandas computes, from the cube: the mean of every rating by station and week. Only the points are summed."""
    campaign = campaign_of(stations, folder)
    _start()
    cube = _counted(campaign, how)
    halfway = time.process_time()
    items, rows, gap = cube.shape.items, cube["rows"], cube["gap"]
    week = week_of_day(cube["day"])
    first, weeks = int(week.min()), int(np.ptp(week)) + 1
    group = cube["station"] * weeks + (week - first)
    blank = np.flatnonzero(gap)
    given = items.answers[gap[blank] - 1]
    total = 0.0
    every = np.bincount(group, rows)
    for q, key in enumerate(items.keys):
        # equal steps: 0, 25, 50, 75 and 100 points are 1 to 5
        ratings = every + np.bincount(group, cube[f"points_{key}"]) / 25
        ratings += np.bincount(group[blank], (given[:, q] - 1.0) * rows[blank], len(ratings))
        responses = every - np.bincount(group[blank], (given[:, q] == 0) * rows[blank], len(ratings))
        total += (ratings[responses > 0] / responses[responses > 0]).sum()
    found = np.count_nonzero(every)
    return {"cube": halfway, "letters": int(found), "rows": cube.rows, "p": float(total)}


def pandas(folder: Path, stations: int, how: str) -> dict[str, float]:
    """What one would write: read the ratings, group by station and week, take the means. `how` is plain, tuned or letters.

    Plain is pd.read_parquet; tuned knows that dates must not become Python objects; letters goes on to what letters are made of.
    """
    campaign = campaign_of(stations, folder)
    if how == "letters":
        constants = _office(campaign, folder) / "constants"
        _start()
        found = analyst.graded(campaign, constants)
        return {"cube": time.process_time(), **found}
    ratings = list(campaign.grade_rules.items)
    _start()
    paths = [part.path for part in open_ledger(campaign).parts()]
    wanted = ["station", "day", *ratings]
    if how == "plain":
        frame = pd.concat([pd.read_parquet(path, columns=wanted) for path in paths], ignore_index=True)
        frame["day"] = pd.to_datetime(frame["day"])
    else:
        frame = pq.read_table(paths, columns=wanted).to_pandas(date_as_object=False)
    frame["week"] = frame["day"] - pd.to_timedelta(frame["day"].dt.day_of_week, unit="D")
    means = frame.groupby(["station", "week"])[ratings].mean()
    return {
        "cube": time.process_time(),
        "letters": len(means),
        "rows": len(frame),
        "p": float(np.nansum(means.to_numpy())),
    }


BEGUN = [0.0, 0.0]
LOADED = (pyarrow.dataset, pyarrow.pandas_compat)
"""What pyarrow and pandas load when a file is first read: before the clock, for all."""


def _start() -> None:
    BEGUN[:] = time.process_time(), time.perf_counter()


def main() -> None:
    method, folder, stations = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    name, _, engine = method.partition(":")
    found = {"anubhav": anubhav, "means": means, "pandas": pandas}[name](folder, stations, engine)
    cpu, wall = time.process_time() - BEGUN[0], time.perf_counter() - BEGUN[1]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "cube": found["cube"] - BEGUN[0], "cpu": cpu, "wall": wall, "memory": memory}))


if __name__ == "__main__":
    main()
