"""What several worked examples share: frozen constants, days of equal responses, the day and the week they are of."""

from __future__ import annotations

from datetime import date

import numpy as np

from anubhav_gforms.campaign.grading import Flags
from anubhav_gforms.grading.constants import Constants, KindConstants
from anubhav_gforms.grading.daybook import BurstConstants, find_bursts
from anubhav_gforms.grading.method.review import AlikeSums
from anubhav_gforms.nouns.week import week_number

LAST = np.datetime64("2026-11-22")
Q3, Q4, Q1 = (week_number(day) for day in (date(2026, 7, 6), date(2026, 10, 5), date(2027, 1, 4)))
"""First weeks of three quarters; each has thirteen."""


FROZEN = Constants(
    name="2026-Q4", valid_from="2026-10-05", first_day="2026-04-06", last_day="2026-10-04", weeks=26, responses=1200, frozen=True,
    means={"behaviour": 71.5, "overall": 66.25}, purposes={"शिकायत / Complaint": (0, -3.5), "Other": (-1, 0.0)},
    beta=(0.0, 4.25), pi=(0.75, 0.25), s2=412.5, sw2=3.25,
    kinds={"thana": KindConstants(80, 60.5, 64.25, 0.75, 61.0, shrunk=True), "ajak": KindConstants(5, 9.0, 60.0, 2.0, 9.0, shrunk=False)},
    largest="thana", money=(0.02, 120.0), burst=BurstConstants(0.1, 0.3, 0.02), straight=((50.0, 0.2), (80.0, 0.4)),
    baselines={"BSP-KTW": (66.5, 2.25)}, config_sha256="c" * 64, code_version="1.0",
)  # fmt: skip


def days(rows: list[float], best: list[float] | None = None, worst: list[float] | None = None) -> AlikeSums:
    zeros = [0.0] * len(rows)
    return AlikeSums(*(np.array([values], dtype=float) for values in (rows, best or zeros, worst or zeros)))


def found_in(rows: list[float], best: list[float], **options: object) -> list[tuple[int, str]]:
    aside = np.zeros((1, len(rows)), bool)
    settings = {"begin": 0, "end": len(rows)} | options
    found = find_bursts(days(rows, best), aside, BurstConstants(0.1, 0.3, 0.02), Flags(), **settings)  # type: ignore[arg-type]
    assert [
        burst.first_day for burst in found if (0, burst.first_day) not in settings.get("released", ())
    ] == np.flatnonzero(aside[0]).tolist()  # type: ignore[operator]
    return [(burst.first_day, burst.side) for burst in found]
