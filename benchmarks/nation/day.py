"""What the export of one new day costs, in a ledger of three years, beside the same day in a ledger that holds nothing else."""

from __future__ import annotations

import json
import statistics
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.pipeline.ledger import export_to_lake
from anubhav_gforms.responses.ledger.columns import DAY, RESPONSE_ID
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.writer import writing
from benchmarks.cube.ledger import write_ledger

ROUNDS = 5


def costs(root: Path, rows: int, a_day: int) -> dict[str, float]:
    """CPU seconds: the first export; then of a new day (median of rounds) in this ledger, and in one of that day alone."""
    small, large = (replace(load_campaign(Path()), root=root / name) for name in ("small", "large"))
    write_ledger(large, rows)
    write_ledger(small, a_day)
    found = {"first": _export(large), "rows": float(rows), "a_day": float(a_day)}
    _export(small)
    spent: dict[str, list[float]] = {"day_in_large": [], "day_in_small": []}
    for number in range(1, ROUNDS + 1):
        for name, campaign in (("day_in_small", small), ("day_in_large", large)):
            _add_day(campaign, a_day, number)
            spent[name].append(_export(campaign))
    return found | {name: statistics.median(each) for name, each in spent.items()}


def _add_day(campaign: Campaign, rows: int, number: int) -> None:
    """Some of the last responses again, on a day of their own."""
    ledger = open_ledger(campaign)
    last = np.arange(ledger.manifest.rows - rows, ledger.manifest.rows)
    answers = ledger.rows(last, ledger.versions_schema().names)
    own = ledger.rows(last, ledger.personal_schema().names)
    ids = pa.array([f"{number:02d}{place:014x}" for place in range(rows)])
    day = np.datetime64("2026-11-22") + number
    columns = {RESPONSE_ID: ids, DAY: pa.array(np.full(rows, day)).cast(pa.date32())}
    for name, column in columns.items():
        answers = answers.set_column(answers.schema.get_field_index(name), name, column)
    own = own.set_column(own.schema.get_field_index(RESPONSE_ID), RESPONSE_ID, ids)
    with writing(campaign.data / "ledger", command="bench") as writer:
        writer.add_answers(answers, own)
        writer.commit("bench")


def _export(campaign: Campaign) -> float:
    begun = time.process_time()
    export_to_lake(campaign, campaign.root / "lake")
    return time.process_time() - begun


if __name__ == "__main__":
    import sys

    print(json.dumps(costs(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
