"""A schedule as it would be put in place; nothing is installed."""

from __future__ import annotations

from pathlib import Path

from anubhav_gforms.pipeline.schedule import Schedule, plan_schedule

PROGRAM, FOLDER = "/opt/my tools/anubhav", Path("/home/office/100% police $x")


def planned(system: str, *, minutes: int = 15, report: bool = False, folder: Path = FOLDER) -> Schedule:
    return plan_schedule(system, folder, "demo", minutes=minutes, report=report, program=PROGRAM)
