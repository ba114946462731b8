"""A half year of responses under version 2, forged ones beside them, and their grades."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades, Shape, grade, make_cube

from .world import ITEMS, frame_of, responses

WEEK, LAST = "2026-W47", date(2026, 11, 22)


def half_year(bilaspur2: Campaign) -> pd.DataFrame:
    """Half a year at about 850 responses a month: station BSP-SKR in the middle, of a usual volume."""
    rng = np.random.default_rng(8)
    quality = {station.code: 68 + 9 * rng.standard_normal() for station in bilaspur2.stations}
    quality |= {"BSP-SKR": 66.0, "BSP-TBR": 66.0}
    found = responses(bilaspur2, weeks=30, a_week=1.0, seed=8, quality=quality)
    own = found["station"].isin(["BSP-SKR", "BSP-TBR", "SKT-LINE"])
    return pd.concat([found[~own], *(usual(bilaspur2, code, quality[code]) for code in ("BSP-SKR", "BSP-TBR"))])


def usual(campaign: Campaign, code: str, level: float, a_week: int = 2) -> pd.DataFrame:
    """A station with the same number of responses every week."""
    found = responses(
        campaign, weeks=30, a_week=40, seed=len(code) + int(level), quality={s.code: level for s in campaign.stations}
    )
    mine = found[found["station"] == found["station"].value_counts().index[0]].copy()
    monday = np.datetime64(LAST - timedelta(days=7 * 30 - 1))
    days = [monday + np.timedelta64(7 * week + 3 * k, "D") for week in range(30) for k in range(a_week)]
    mine = mine.iloc[: len(days)].copy()
    fresh = frame_of(np.full(len(days), code), np.array(days, dtype="datetime64[D]"))
    for key in (*ITEMS, "purpose", "receipt"):
        fresh[key] = mine[key].to_numpy()
    for key in ITEMS:
        fresh[key] = pd.array(fresh[key], dtype="Int8")
    options = campaign.form.question("money").options
    fresh["money"] = np.where(np.arange(len(fresh)) % 4 == 0, options[no_of(campaign)], options[-1])
    return fresh


def forged(campaign: Campaign, code: str, days: list[date], rating: int, money: int) -> pd.DataFrame:
    """Responses with one rating to every question, and one answer on money."""
    found = frame_of(np.full(len(days), code), np.array(days, dtype="datetime64[D]"))
    found["purpose"] = campaign.form.question("purpose").options[0]
    for key in ITEMS:
        found[key] = pd.array([rating] * len(days), dtype="Int8")
    found["money"], found["receipt"] = campaign.form.question("money").options[money], ""
    return found


def yes_of(campaign: Campaign) -> int:
    return list(campaign.form.question("money").options).index(Shape.of(campaign).money_yes)


def no_of(campaign: Campaign) -> int:
    return list(campaign.form.question("money").options).index(Shape.of(campaign).money_no)


def graded(campaign: Campaign, *frames: pd.DataFrame, week: str = WEEK, **more: object) -> Grades:
    cube = make_cube(pd.concat(frames, ignore_index=True), Shape.of(campaign))
    return grade(campaign, cube, week, places=False, **more)  # type: ignore[arg-type]


def row(grades: Grades, code: str) -> pd.Series:
    return grades.table.set_index("code").loc[code]


SHOWN = ("above", "below", "unclear", "between", "review", "money")


def collapsed(campaign: Campaign, half_a_year: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """BSP-SKR falls in the first week of the quarter, six of its citizens report money; and the rows of that time."""
    broken = half_a_year.copy()
    own = (broken["station"] == "BSP-SKR") & (broken["day"] >= pd.Timestamp("2026-10-05"))
    rng = np.random.default_rng(3)
    for key in ITEMS:
        low = rng.integers(1, 3, own.sum())
        broken.loc[own, key] = np.minimum(broken.loc[own, key].fillna(3).to_numpy(dtype=int), low)
        broken[key] = broken[key].astype("Int8")
    first = broken.index[own][:6]
    broken = broken.reset_index(drop=True)
    own = (broken["station"] == "BSP-SKR") & (broken["day"] >= pd.Timestamp("2026-10-05"))
    broken.loc[np.flatnonzero(own)[: len(first)], "money"] = campaign.form.question("money").options[yes_of(campaign)]
    return broken, broken[own]


def shield(campaign: Campaign, fallen: pd.DataFrame, a_day: int = 5) -> pd.DataFrame:
    """So many all-best responses with "no money" on each day that has an honest one."""
    days = [day.date() for day in sorted(set(fallen["day"])) for _ in range(a_day)]
    return forged(campaign, "BSP-SKR", days, 5, no_of(campaign))
