"""Grades of a week, the constants behind them, and what looks odd in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..campaign import Role
from ..errors import StateError
from ..responses.schema import DAY

if TYPE_CHECKING:
    from pandas import DataFrame

    from ..campaign import Campaign
    from ..grading.exchange import CubeFile
    from ..grading.flags import Flag
    from ..grading.grades import Grades


def grade(
    campaign: Campaign,
    *,
    week: str | None = None,
    engine: str = "numpy",
    at: str = "",
    cube: Path | None = None,
    places: bool = True,
) -> Grades:
    """Grades of an ISO week ("2026-W47"; without one the last finished week) from the ledger.

    With `at`, the hash of a state of the ledger, from the answers as they were then; with `cube`, a file, from the counts
    that districts sent. Constants of a quarter that is graded for the first time are frozen in data/constants/. `engine`
    (numpy, duckdb, ibis) makes the cube; all give the same. Without `places` rank intervals are left out. Raises StateError when nothing was pulled yet.
    """
    from datetime import UTC, datetime

    from .. import week as weeks
    from ..grading import grade as grade_week
    from ..grading.archive import DECISIONS, in_force, load_constants, load_decisions, save_constants
    from ..grading.engines import ledger_cube
    from ..grading.grades import without_undelivered
    from ..responses.ledger import open_ledger
    from ..version import code_version

    ledger = open_ledger(campaign, at=at)
    if not (cube or ledger.parts()):
        raise StateError("There are no answers yet.", cure="Run: anubhav pull")
    name = week or weeks.week_name(weeks.last_finished_week(datetime.now(UTC), campaign.timezone))
    folder = campaign.data / "constants"
    grades = grade_week(
        campaign,
        _delivered(campaign, cube).cube if cube else ledger_cube(campaign, ledger, engine),
        name,
        frozen=load_constants(folder),
        decisions=in_force(load_decisions(campaign.data / DECISIONS)),
        code_version=code_version(),
        places=places,
    )
    for constants in grades.new_constants:
        save_constants(folder, constants)
    return without_undelivered(grades, _delivered(campaign, cube).districts) if cube else grades


def _delivered(campaign: Campaign, path: Path) -> CubeFile:
    """A cube that districts sent. Raises InputError when it was changed, or counted in another campaign."""
    from ..errors import InputError
    from ..grading.exchange import read_cube

    file = read_cube(path)
    if strangers := sorted({origin.campaign for origin in file.origins} - {campaign.id}):
        raise InputError(
            "{path}: was counted in another campaign: {names}; this one is {own}.",
            cure="Use the cubes of this campaign's districts.",
            path=path, names=", ".join(strangers), own=campaign.id,
        )  # fmt: skip
    return file


def freeze_constants(campaign: Campaign, quarter: str) -> tuple[Path, float]:
    """Estimate a quarter's constants anew under today's config and freeze them: (file, largest change of a score).

    The old file stays beside the new one. Raises InputError when the quarter has no graded week yet.
    """
    from datetime import UTC, datetime

    from .. import week as weeks
    from ..errors import InputError
    from ..grading import grade as graded
    from ..grading.archive import DECISIONS, in_force, load_constants, load_decisions, save_constants
    from ..grading.engines import ledger_cube
    from ..responses.ledger import open_ledger
    from ..version import code_version

    week = weeks.last_finished_week(datetime.now(UTC), campaign.timezone)
    while weeks.quarter_name(week) > quarter:
        week = weeks.quarter_start(week) - 1
    folder = campaign.data / "constants"
    frozen = load_constants(folder)
    old = frozen.pop(quarter, None)
    decisions = in_force(load_decisions(campaign.data / DECISIONS))
    cube = ledger_cube(campaign, open_ledger(campaign))
    new = graded(
        campaign,
        cube,
        weeks.week_name(week),
        frozen=frozen,
        decisions=decisions,
        code_version=code_version(),
        places=False,
    )
    if new.constants.name != quarter:
        raise InputError(
            f"{quarter} has no constants to freeze yet.", cure="It needs 13 weeks of answers and a finished week."
        )
    moved = 0.0
    if old and old.config_sha256 == new.constants.config_sha256:
        before = graded(campaign, cube, new.week, frozen={**frozen, quarter: old}, decisions=decisions, places=False)
        change = (new.stations["score"] - before.stations["score"]).abs().max()
        moved = float(change) if change == change else 0.0
    return save_constants(folder, new.constants, anew=True), moved


def find_flags(campaign: Campaign, grades: Grades, *, visits: dict[str, float] | None = None) -> list[Flag]:
    """Integrity flags F1 to F9 of the graded week, with what persons decided so far.

    Reads the window's answers for F4 and F5, and messages for F3 (of which ids come out, no text). `visits`: registered
    visits of the window by station code, for F7.
    """
    from ..grading.archive import DECISIONS, load_decisions
    from ..grading.cube import Shape
    from ..grading.flags import find_flags as found
    from ..grading.flags.find import TEXT_ROWS, WEEK_ROWS

    window = _window_frame(campaign, grades)
    message = campaign.form.key_of(Role.MESSAGE)
    return found(
        grades,
        frame=window([*WEEK_ROWS, *Shape.of(campaign).columns]),
        messages=window([*TEXT_ROWS, message]).rename(columns={message: "text"}) if message else None,
        visits=visits,
        decisions={each.flag: each.decision for each in load_decisions(campaign.data / DECISIONS)},
    )


def satisfied(campaign: Campaign, grades: Grades, *, question: str = "overall", least: int = 4) -> DataFrame:
    """Of each station: n answers to a question that count in the last 13 weeks, and k of them that are `least` or better.

    What counts is what counts for the grade: days that flag F1 set aside do not.
    """
    from datetime import timedelta

    import pandas as pd

    from ..grading.counts import CountRules, counts

    rules = CountRules.of(campaign)
    frame = _window_frame(campaign, grades)(list(dict.fromkeys([*rules.shape.columns, question])))
    begin = pd.Timestamp(grades.last_day - timedelta(weeks=rules.grading.window.weeks) + timedelta(days=1))
    mine = frame[counts(frame, rules, aside=grades.aside) & (frame[DAY] >= begin) & frame[question].notna()]
    found = (mine[question] >= least).groupby(mine["station"]).agg(["size", "sum"])
    codes = grades.stations["code"].astype(object)
    return found.reindex(codes, fill_value=0).rename(columns={"size": "n", "sum": "k"}).astype(int)


def _window_frame(campaign: Campaign, grades: Grades) -> Callable[[list[str]], DataFrame]:
    """Reads columns of the answers of the weeks that a window can reach."""
    from datetime import timedelta

    import pandas as pd

    from ..responses.ledger import open_ledger

    oldest = pd.Timestamp(grades.first_day - timedelta(weeks=campaign.grading.grading.window.reach_back - 1))
    newest = pd.Timestamp(grades.last_day)

    def read(columns: list[str]) -> DataFrame:
        frame = open_ledger(campaign).frame(columns)
        return frame[(frame["day"] >= oldest) & (frame["day"] <= newest)]

    return read
