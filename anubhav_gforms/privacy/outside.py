"""Ledger → the grades that readers outside the IG's office may see: made from full lots alone, and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..campaign import Campaign
from ..grading import grade
from ..grading.closed_money import with_money_of_closed_quarter
from ..grading.count import cube_of_tables
from ..grading.cube import Shape
from ..grading.decisions import Decisions
from ..grading.grades import Grades
from ..grading.method.memory import Announced
from ..nouns.week import read_week
from ..responses.ledger import Ledger
from .lots import BATCH, Batched, batched


@dataclass(frozen=True)
class Outside:
    """`grades` of a week from the answers of full lots, and these `answers`."""

    grades: Grades
    answers: Batched


def outside_view(
    campaign: Campaign, ledger: Ledger, week: str, *, decisions: Decisions, code_version: str, keep: str = "",
    announced: Announced | None = None,
) -> Outside:  # fmt: skip
    """Grade a week as `grading.grade` does, from full lots. No frozen constants: those of the office rest on every answer.
    `announced`: earlier weeks as they were shared. Under version 2 money is counted by closed quarters.

    Where days that flag F1 set aside leave fewer than `BATCH` answers of a station's week, the whole week is left out.
    """
    answers = batched(campaign, ledger, read_week(week), keep=keep)
    while True:
        cube = cube_of_tables([answers.table], Shape.of(campaign))
        grades = grade(
            campaign, cube, week, decisions=decisions, code_version=code_version, keep=keep, announced=announced
        )
        if not (thin := _thin(grades)):
            second = grades.constants.method == 2
            return Outside(with_money_of_closed_quarter(grades) if second else grades, answers)
        fewer = answers.without(thin)
        assert len(fewer.rows) < len(answers.rows), "each lot lies in the week that it is counted in"
        answers = fewer


def _thin(grades: Grades) -> set[tuple[str, int]]:
    """Weeks of stations (code, number) in which some answers count, but fewer than a lot."""
    scope, rows = grades.working.scope, grades.working.replay.panel.rows
    found = np.argwhere((rows > 0) & (rows < BATCH)).tolist()
    return {(scope.stations[station], scope.first_week + week) for station, week in found}
