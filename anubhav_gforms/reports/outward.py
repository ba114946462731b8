"""What readers outside the IG's office are not told, taken out of tables of grades. Pure tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..grading.method.money import money_shown
from ..grading.schema import GradeStatus

MONEY = (
    "money_yes", "money_no", "money_unsaid", "money_share", "money_low", "money_high", "money_probability",
)  # fmt: skip


def few_reports(rows: pd.DataFrame) -> np.ndarray:
    """(rows,): reports of money and answers on it are too few to be counted outside the IG's office."""
    if "money_yes" not in rows:
        return np.zeros(len(rows), dtype=bool)
    yes, no = (np.asarray(rows[name].astype("Float64").fillna(0), dtype=np.float64) for name in MONEY[:2])
    return ~money_shown(yes, yes + no)


def without_money(rows: pd.DataFrame, few: np.ndarray) -> pd.DataFrame:
    """The rows without what was answered on money where it is too little."""
    return rows.assign(**{name: rows[name].mask(few) for name in MONEY if name in rows})


def outside_table(table: pd.DataFrame) -> pd.DataFrame:
    """The published table without what only the IG's office is told: open alarms, and who is silent."""
    silent = table["status"] == GradeStatus.NO_RESPONSES
    shown = {"status": table["status"].mask(silent, str(GradeStatus.NOT_ENOUGH))}
    if "silent" in table:
        shown["silent"] = table["silent"].mask(table["silent"].notna(), "")
    if "alarm_confirmed" in table:
        told = table["alarm_confirmed"].eq(True)
        shown |= {"alarm": table["alarm"].where(told, False), "alarm_week": table["alarm_week"].where(told, "")}
    return table.assign(**shown)
