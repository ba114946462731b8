"""How many digits a number has outside the IG's office: those of the page. A week's mean of one group of five, to six digits, told which
questions each of the five had left blank, and nearly what they came for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

SHARES = frozenset(
    {
        "reliability", "change_q", "money_share", "money_low", "money_high", "money_probability", "receipt_share", "receipt_low",
        "receipt_high", "purpose_missing", "share",
    }
)  # fmt: skip
"""Columns of shares and chances, 0 to 1; those of letters begin with p_."""
POINTS_SHOWN, SHARES_SHOWN, UNSURE_SHOWN = 1, 2, 3
UNSURE = ("sd", "reliability", "v")
"""How unsure a figure is: made of how many responded, and not of what they rated."""
LEAST_CHANCE = 0.001
"""No station is told to be above its kind for certain, nor below."""
ORDERED_BY = "margin"
"""Orders names, and is told in whole points cut off: rounded before, 13.96 would be "14 points or more"."""
FEW, COARSE = 100, 5
"""Of fewer answers than `FEW` one answer moves a mean by more than whole points hide, week beside week: there it is told in steps of `COARSE`
points."""


def is_share(column: str, *, of_shares: bool) -> bool:
    """Whether a column holds shares or chances; in a table of shares (`of_shares`) its interval does as well."""
    return column in SHARES or column.startswith("p_") or (of_shares and column in ("low", "high"))


def as_on_the_page(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with points to one digit, and shares and chances in whole per cent."""
    of_shares = "share" in rows
    parts = rows.select_dtypes("float").drop(columns=ORDERED_BY, errors="ignore")
    rounded = {str(name): parts[name].round(_digits(str(name), of_shares=of_shares)) for name in parts}
    if "p_above" in rounded:
        rounded["p_above"] = chance_told(parts["p_above"])
    return rows.assign(**rounded)


def chance_told(above: pd.Series[float]) -> pd.Series[float]:
    """Chances to lie above one's kind as readers outside have them."""
    return above.round(SHARES_SHOWN).clip(LEAST_CHANCE, 1 - LEAST_CHANCE)


def whole_said(points: float) -> str:
    """Points without a digit, made of the one digit that all readers have: 69.47 is 69.5 in their tables, and so 70 for each of them."""
    return f"{rounded(points):.0f}"


def tenth_said(points: float) -> str:
    """Points with one digit, rounded as in tables."""
    return f"{rounded(points):.1f}"


def rounded(value: float, digits: int = POINTS_SHOWN) -> float:
    """Rounded as columns of tables are: 51.45 to 51.4, as its decimals say, where Python's own `round` goes by its binary form to 51.5."""
    return float(np.round(value, digits))


def row_on_the_page(row: Mapping[str, Any]) -> dict[str, Any]:
    """The same of one row of plain values."""
    return {
        name: rounded(value, _digits(name, of_shares=False)) if isinstance(value, float) else value
        for name, value in row.items()
    }


def _digits(column: str, *, of_shares: bool) -> int:
    if column in UNSURE:
        return UNSURE_SHOWN
    return SHARES_SHOWN if is_share(column, of_shares=of_shares) else POINTS_SHOWN


def whole_steps(mean: pd.Series[float], n: pd.Series[int]) -> pd.Series[float]:
    """Plain means of ratings in whole points; where `n` answers are fewer than `FEW`, in steps of `COARSE`."""
    return mean.round().where(n >= FEW, (mean / COARSE).round() * COARSE)
