"""Ledger → what came in the last weeks, a row a response: when, where, about what; never what anybody wrote."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from ..campaign import Campaign, Role
from ..campaign.alerts import AlertsConfig, load_alerts
from ..errors import CampaignError
from ..reports.audience import WEEKS_OF_MESSAGES
from ..reports.themes import themes_of
from ..responses.alerts.grave import grave_finder
from ..responses.ledger.columns import (
    CODE_REASON,
    CODE_STATUS,
    DAY,
    RESPONSE_ID,
    SEEN_AT,
    STATION,
    SUBMITTED_AT,
    VERSION,
    CodeReason,
    CodeStatus,
)
from ..responses.ledger.ledger import Ledger

USUAL_WEEKS = 8
"""What is usual is the mean of so many weeks before the running one."""
FEED_DAYS = 7 * WEEKS_OF_MESSAGES
"""Themes are looked for, and single responses listed, so far back: as far as the page of messages that they lead to."""
COLUMNS = ("id", "at", "seen", "day", "station", "district", "purpose", "rating", "money", "themes", "grave", "written")
"""Of the feed: `at` and `seen` (when a pull brought it) in the campaign's zone, `station` and `district` "" where the code was not
accepted, `rating` 1 to 5 or missing, `money` whether it was asked for, `themes` and `grave` tuples, `written` whether there is a message."""
Spoken = tuple[tuple[str, ...], tuple[str, ...]]
"""Themes and grave matters of a message."""
Known = dict[tuple[str, int], Spoken]
"""(response, version) → what its message speaks of."""


def alerts_in_use(campaign: Campaign) -> AlertsConfig:
    """config/alerts.toml, or the usual rules and words while it is damaged: doctor, today and each look of the watch say what is
    wrong with it, and the desk goes on."""
    try:
        return load_alerts(campaign.root)
    except CampaignError:
        return AlertsConfig()


def read_feed(campaign: Campaign, ledger: Ledger, today: date, known: Known) -> pd.DataFrame:
    """The responses of the running week and the `USUAL_WEEKS` before, the newest first, with `COLUMNS`; test responses left out.

    `known` keeps what messages speak of from one pull to the next: words are looked for in new ones only.
    """
    purpose, overall, message = map(campaign.form.key_of, (Role.PURPOSE, Role.OVERALL, Role.MESSAGE))
    money = campaign.words.get(Role.MONEY)
    asked = [key for key in (purpose, overall, message, money.key if money else "") if key]
    frame = ledger.frame([RESPONSE_ID, VERSION, SUBMITTED_AT, SEEN_AT, DAY, STATION, CODE_STATUS, CODE_REASON, *asked])
    first = pd.Timestamp(today - timedelta(days=today.weekday(), weeks=USUAL_WEEKS))
    frame = frame[(frame[DAY] >= first) & (frame[CODE_REASON] != CodeReason.TEST.value)]
    frame = frame.sort_values([SUBMITTED_AT, SEEN_AT], ascending=False, kind="stable")
    zone = campaign.zone
    by_code = campaign.station_by_code
    station = frame[STATION].astype(str).where(frame[CODE_STATUS] == CodeStatus.ACCEPTED.value, "")
    written = _texts(frame, message)
    spoken_of = _spoken_of(campaign, frame, written, pd.Timestamp(today - timedelta(days=FEED_DAYS)), known)
    return pd.DataFrame(
        {
            "id": frame[RESPONSE_ID].astype(str),
            "at": frame[SUBMITTED_AT],
            "seen": frame[SEEN_AT].dt.tz_convert(zone),
            "day": frame[DAY],
            "station": station,
            "district": [by_code[code].district if code in by_code else "" for code in station],
            "purpose": _texts(frame, purpose),
            "rating": frame[overall] if overall else pd.NA,
            "money": frame[money.key].isin(money.means.get("yes", ())) if money else False,
            "themes": [themes for themes, _ in spoken_of],
            "grave": [grave for _, grave in spoken_of],
            "written": (written != "").to_numpy(),
        },
        index=frame.index,
    ).reset_index(drop=True)


def _texts(frame: pd.DataFrame, key: str) -> pd.Series[str]:
    if not key:
        return pd.Series("", frame.index, dtype=object)
    texts: pd.Series[str] = frame[key].fillna("").astype(str).str.strip()
    return texts


def _spoken_of(
    campaign: Campaign, frame: pd.DataFrame, written: pd.Series[str], since: pd.Timestamp, known: Known
) -> list[Spoken]:
    """What each message of the feed's days speaks of; what is no longer in the feed is forgotten."""
    grave_of = grave_finder(alerts_in_use(campaign))
    names = list(zip(frame[RESPONSE_ID].astype(str), frame[VERSION].astype(int), strict=True))
    listed = {
        name: known.get(name) or (themes_of(text), grave_of(text))
        for name, text, recent in zip(names, written, frame[DAY] >= since, strict=True)
        if recent and text
    }
    known.clear()
    known.update(listed)
    return [listed.get(name, ((), ())) for name in names]
