"""make bench-ledger: a million responses in the ledger and in other stores; changes that people make; 200 killed pulls.

Prints the tables and exits with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from anubhav_gforms.responses.intake.blocks import read_block
from anubhav_gforms.responses.intake.codes import ResponseOrigin
from anubhav_gforms.responses.intake.headers import match_columns
from anubhav_gforms.responses.intake.versions import judged, versions
from anubhav_gforms.responses.ledger.columns import CodeReason, CodeStatus, Source, answers_schema, personal_schema
from anubhav_gforms.responses.ledger.digests import with_digests

from ..pull.table import TIMEZONE, bench_form, make_responses
from .alarms import false_alarms, misses
from .fire import killed_pulls
from .stores import STORES, timed

ROWS, STEP, APPENDS = 1_000_000, 1_000, 24
CHANGES = 10_000


def tables(rows: int) -> tuple[pa.Table, pa.Table]:
    """That many responses as the ledger takes them, and their personal columns."""
    form, given = bench_form(), make_responses(rows)
    block = read_block(given.columns, match_columns(given.titles, form), form, timezone=TIMEZONE, first_row=2)

    def check_code(raw: str, day: date | None = None) -> ResponseOrigin:
        return ResponseOrigin(raw[:7], "poster", 1, "A", CodeStatus.ACCEPTED, CodeReason.NONE)

    chance = np.random.default_rng(1)
    table = versions(
        block.answers,
        ids=[f"{n:016x}" for n in chance.integers(0, 2**63, rows).tolist()],
        numbers=[1] * rows,
        standings=judged(block.answers["raw_code"], pa.nulls(rows, pa.date32()), check_code),
        seen_at=1_790_000_000_000,
        source=Source.SHEET,
        epochs=(),
        timezone=TIMEZONE,
        schema=answers_schema(form, TIMEZONE),
    )
    personal = with_digests(block.personal, block.answers.num_rows).append_column("response_id", table["response_id"])
    return table, personal.select(personal_schema(form).names)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-ledger", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--kills", type=int, default=200)
    given = parser.parse_args()
    missed = 0

    def hold(what: str, value: float, most: float) -> None:
        nonlocal missed
        print(f"  {'ok    ' if value <= most else 'MISSED'} {what}: {value:.3f} (at most {most:g})")
        missed += value > most

    answers, personal = tables(given.rows + APPENDS * STEP)
    found: dict[str, dict[str, float]] = {}
    print(f"{given.rows:,} responses, then {APPENDS} appends of {STEP:,}; loads are the median of 3")
    print(f"  {'store':30}{'append ms':>11}{'worst':>8}{'CPU ms':>8}{'load s':>9}{'CPU s':>8}{'MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for kind in STORES:
            store = kind(Path(folder) / kind.__name__)
            store.append(answers.slice(0, given.rows), personal.slice(0, given.rows))
            appends = []
            for turn in range(APPENDS):
                first = given.rows + turn * STEP
                appends.append(
                    timed(lambda f=first, s=store: s.append(answers.slice(f, STEP), personal.slice(f, STEP)))[:2]
                )
            loads = [timed(store.load) for _ in range(3)]
            assert len(loads[0][2]) == answers.num_rows
            row = {
                "append": statistics.median(wall for wall, _ in appends),
                "worst": max(wall for wall, _ in appends),
                "append_cpu": statistics.median(cpu for _, cpu in appends),
                "load": statistics.median(wall for wall, _, _ in loads),
                "load_cpu": statistics.median(cpu for _, cpu, _ in loads),
                "size": float(store.size),
            }
            found[kind.name] = row
            print(
                f"  {kind.name:30}{row['append'] * 1e3:11.1f}{row['worst'] * 1e3:8.1f}{row['append_cpu'] * 1e3:8.1f}"
                f"{row['load']:9.2f}{row['load_cpu']:8.2f}{row['size'] / 1e6:8.1f}",
                flush=True,
            )
    ours, sqlite = found["anubhav ledger"], found["SQLite, text, WAL"]
    print("Bars against SQLite:")
    hold("append of 1,000 to a million", ours["append"] / sqlite["append"], 1.0)
    hold("load of a million to typed pandas", ours["load"] / sqlite["load"], 0.2)
    hold("size on disk", ours["size"] / sqlite["size"], 0.15)
    print(f"\nBars of what changed, compared after each of {CHANGES:,}:")
    hold("false alarms after a sort, a move, a filter or new responses", false_alarms(CHANGES), 0)
    hold("edits and deletions missed or misnamed", misses(CHANGES), 0)
    if given.kills:
        print(f"\n{given.kills} pulls under fire: killed at a random moment or file, some with Google failing")
        result = killed_pulls(given.kills)
        print("  " + ", ".join(f"{name} {value}" for name, value in result.items()))
        print("Bars under fire:")
        hold("responses lost", abs(result["sent"] - result["rows"]), 0)
        hold("responses twice", result["rows"] - result["ids"], 0)
        hold("false alarms, faults of the history, and pulls that ended in our bug", result["wrong"], 0)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
