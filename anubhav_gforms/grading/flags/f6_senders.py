"""F6: the same sender again within seven days. Needs a column of keyed hashes, which the ledger of this project has not."""

from __future__ import annotations

import pandas as pd

from ...sentence import Sentence
from .flag import Flag, Severity
from .rule import FlagRule, GradedWeek

DAYS = 7


def same_sender(frame: pd.DataFrame) -> pd.DataFrame:
    """Responses of one sender at one station within seven days; the latest is kept. Needs a column `contact` of keyed hashes.

    Gives the superseded rows: response_id, station, day, kept (id of the response that stands). Rows without a hash never match.
    The form of this project promises that numbers play no part in grades, so it has no such column.
    """
    known = frame[frame["contact"].fillna("").ne("") & frame["station"].ne("")].sort_values(
        ["station", "contact", "submitted_at"]
    )
    following = known.groupby(["station", "contact"])[["response_id", "submitted_at"]].shift(-1)
    soon = (following["submitted_at"] - known["submitted_at"]) <= pd.Timedelta(days=DAYS)
    superseded = known.loc[soon, ["response_id", "station", "day"]]
    return superseded.assign(kept=following.loc[soon, "response_id"]).reset_index(drop=True)


def find(week: GradedWeek) -> list[Flag]:
    """Responses that another of the same sender followed, per station."""
    frame = week.counted()
    if frame is None or "contact" not in frame:
        return []
    return [
        Flag("F6", Severity.REVIEW, str(station), f"{group['day'].max():%Y-%m-%d}",
             Sentence("{n} response was followed by another of the same sender within {sender_days} days; the latest counts", "{n} responses were followed by another of the same sender within {sender_days} days; the latest counts", n=len(group), sender_days=DAYS),
             {"rows": len(group)}, tuple(group["response_id"]))
        for station, group in same_sender(frame).groupby("station")
    ]  # fmt: skip


RULE = FlagRule({"F6": Sentence("same sender")}, find)
