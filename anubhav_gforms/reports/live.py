"""Ledger → what the line above the live page says: counts, times, alerts and health, nothing of what anybody wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from ..campaign import Campaign
from ..campaign.alerts import load_alerts
from ..language import both
from ..nouns.week import Week
from ..responses.alerts import Alert, alerts_since
from ..responses.ledger import Ledger
from ..responses.outbox import load_outbox
from ..responses.quota import load_usage
from ..responses.schema import DAY, SEEN_AT, SUBMITTED_AT
from .dashboard import LiveState

DAYS = 14
ALERT_HOURS = 24


def live_state(
    campaign: Campaign, ledger: Ledger, week: str, now: datetime, known: dict[str, Mapping[str, int]]
) -> LiveState:
    """The state of the ledger at `now` (aware). `known` keeps the alerts of a state of the ledger for the next call."""
    zone = ZoneInfo(campaign.timezone)
    today = now.astimezone(zone).date()
    summary = ledger.summary()
    answers = ledger.frame([SUBMITTED_AT, DAY])
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    counts = pd.to_datetime(answers[DAY]).dt.date.value_counts()
    newest = answers[SUBMITTED_AT].max() if len(answers) else None
    pulled, usage = summary.pulled_at, load_usage(campaign.data)
    if summary.head not in known:
        found = _alerts(campaign, ledger, pulled - timedelta(hours=ALERT_HOURS)) if pulled else {}
        known.clear()
        known[summary.head] = found
    return LiveState(
        head=summary.head,
        week=week,
        when=_when(week, pulled.astimezone(zone)) if pulled else {},
        minutes_ago=int((now - pulled).total_seconds() // 60) if pulled else 0,
        answers=summary.rows,
        quarantined=sum(summary.quarantined.values()),
        today=int(counts.get(today, 0)),
        newest=newest.strftime("%d %b %Y, %H:%M") if newest is not None and not pd.isna(newest) else "",
        days=tuple(int(counts.get(day, 0)) for day in days),
        alerts=known.get(summary.head, {}),
        waiting=len(load_outbox(campaign.data).waiting),
        sheet_full=(sheet.fullness or 0.0) if (sheet := ledger.manifest.sheet) else 0.0,
        quota=usage.fullest if usage else None,
        turned_away=usage.turned_away if usage else 0,
    )


def _when(week: str, pulled: datetime) -> dict[str, str]:
    """The week that the page shows and how new its responses are, by language."""
    said = both("{week} · data up to {when}", week=Week(week), when=pulled)
    return {"hi": said.hi, "en": said.en}


def _alerts(campaign: Campaign, ledger: Ledger, since: datetime) -> dict[str, int]:
    """Rule of config/alerts.toml → how many answers (for "burst" stations) it finds in what pulls brought since then."""
    moment = since.timestamp() * 1000
    seen = np.asarray(ledger.versions([SEEN_AT])[SEEN_AT].cast("int64"))
    row = int(np.flatnonzero(seen >= moment)[0]) if (seen >= moment).any() else len(seen)
    event = sum(each.at < moment for each in ledger.history)
    found = alerts_since(ledger, row, event, form=campaign.form, rules=load_alerts(campaign.root), names={})
    return {alert.rule: _count(alert) for alert in found}


def _count(alert: Alert) -> int:
    """The number in an alert's title: how many it is about."""
    numbers = re.findall(r"\d+", alert.title)
    return int(numbers[-1]) if numbers else 1
