"""Ledger → what the line above the live page says: counts and times, nothing of what anybody wrote."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from ..campaign import Campaign
from ..responses.ledger import Ledger
from ..responses.schema import DAY, SUBMITTED_AT
from .dashboard import State

DAYS = 14


def live_state(campaign: Campaign, ledger: Ledger, week: str, now: datetime) -> State:
    """The state of the ledger at `now` (aware)."""
    zone = ZoneInfo(campaign.timezone)
    today = now.astimezone(zone).date()
    summary = ledger.summary()
    answers = ledger.frame([SUBMITTED_AT, DAY])
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    counts = pd.to_datetime(answers[DAY]).dt.date.value_counts()
    newest = answers[SUBMITTED_AT].max() if len(answers) else None
    pulled = summary.pulled_at
    return State(
        head=summary.head,
        week=week,
        pulled_at=pulled.astimezone(zone).strftime("%d %b %Y, %H:%M") if pulled else "",
        minutes_ago=int((now - pulled).total_seconds() // 60) if pulled else 0,
        answers=summary.rows,
        quarantined=sum(summary.quarantined.values()),
        today=int(counts.get(today, 0)),
        newest=newest.strftime("%d %b %Y, %H:%M") if newest is not None and not pd.isna(newest) else "",
        days=tuple(int(counts.get(day, 0)) for day in days),
    )
