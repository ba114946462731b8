"""One measurement in a process of its own: the clock starts after the imports. Prints a line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from anubhav_gforms.grading import grade
from anubhav_gforms.grading.archive import load_constants, save_constants
from anubhav_gforms.grading.engines import ledger_cube
from anubhav_gforms.responses.ledger import open_ledger

from .ledger import WEEK, campaign_of


def anubhav(folder: Path, stations: int, how: str) -> dict[str, float]:
    """Ledger → cube → letters of every week, probabilities, intervals, arrows, alarms, money: the table without rank intervals.

    `how` names the engine; with "first" the quarter's constants are estimated too, as in the first report of a quarter.
    """
    engine = "numpy" if how == "first" else how
    campaign = campaign_of(stations, folder)
    frozen = load_constants(folder / "constants")
    if not frozen:
        first = grade(campaign, ledger_cube(campaign, open_ledger(campaign)), WEEK, places=False)
        for constants in first.new_constants:
            save_constants(folder / "constants", constants)
        frozen = load_constants(folder / "constants")
    _start()
    cube = ledger_cube(campaign, open_ledger(campaign), engine)
    halfway = time.process_time()
    table = grade(campaign, cube, WEEK, places=False, frozen={} if how == "first" else frozen).table
    probabilities = table[[f"p_{letter}" for letter in campaign.grading.grading.letters]].sum(axis=1)
    return {
        "cube": halfway,
        "letters": int((table["letter"] != "").sum()),
        "rows": cube.rows,
        "p": float(probabilities.sum()),
    }


def pandas(folder: Path, stations: int, how: str) -> dict[str, float]:
    """What one would write: read the ratings, group by station and week, take the means. `how` is plain or tuned.

    Plain is pd.read_parquet; tuned knows that dates must not become Python objects.
    """
    campaign = campaign_of(stations, folder)
    ratings = list(campaign.grading.grading.items)
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


def _start() -> None:
    BEGUN[:] = time.process_time(), time.perf_counter()


def main() -> None:
    method, folder, stations = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    name, _, engine = method.partition(":")
    found = {"anubhav": anubhav, "pandas": pandas}[name](folder, stations, engine)
    cpu, wall = time.process_time() - BEGUN[0], time.perf_counter() - BEGUN[1]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "cube": found["cube"] - BEGUN[0], "cpu": cpu, "wall": wall, "memory": memory}))


if __name__ == "__main__":
    main()
