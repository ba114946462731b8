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

from anubhav_gforms.grading import grade, grades
from anubhav_gforms.grading.engines import ledger_cube
from anubhav_gforms.responses.ledger import open_ledger

from .ledger import WEEK, campaign_of


def anubhav(folder: Path, stations: int, engine: str) -> dict[str, float]:
    """Ledger → cube → constants, letters of every week, probabilities, intervals, arrows, alarms, ranks: the whole table."""
    campaign = campaign_of(stations, folder)
    _start()
    cube = ledger_cube(campaign, open_ledger(campaign), engine)
    halfway = time.process_time()
    table = grade(campaign, cube, WEEK, places=False).table
    probabilities = table[[f"p_{letter}" for letter in campaign.grading.grading.letters]].sum(axis=1)
    return {
        "cube": halfway,
        "letters": int((table["letter"] != "").sum()),
        "rows": cube.rows,
        "p": float(probabilities.sum()),
    }


def pandas(folder: Path, stations: int, _: str) -> dict[str, float]:
    """What one would write: read the ratings, group by station and week, take the means."""
    campaign = campaign_of(stations, folder)
    ratings = list(campaign.grading.grading.items)
    _start()
    paths = [part.path for part in open_ledger(campaign).parts()]
    frame = pq.read_table(paths, columns=["station", "day", *ratings]).to_pandas(date_as_object=False)
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
    assert grades
    name, _, engine = method.partition(":")
    found = {"anubhav": anubhav, "pandas": pandas}[name](folder, stations, engine)
    cpu, wall = time.process_time() - BEGUN[0], time.perf_counter() - BEGUN[1]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "cube": found["cube"] - BEGUN[0], "cpu": cpu, "wall": wall, "memory": memory}))


if __name__ == "__main__":
    main()
