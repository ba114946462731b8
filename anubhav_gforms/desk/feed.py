"""Ledger → what came in the last weeks, a row a response: when, where, about what; never what anybody wrote."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from ..campaign import Campaign, Role
from ..campaign.alerts import AlertsConfig, load_alerts
from ..errors import CampaignError
from ..reports.audience import WEEKS_OF_MESSAGES
from ..reports.themes import grave_finder, themes_of
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
Known = dict[tuple[str, int], tuple[tuple[str, ...], tuple[str, ...]]]
"""(response, version) → its themes and grave matters."""


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
    roles = {role: campaign.form.role(role) for role in (Role.PURPOSE, Role.OVERALL, Role.MESSAGE)}
    keys = {role: question.key for role, question in roles.items() if question}
    money = campaign.words.get(Role.MONEY)
    asked = [*keys.values(), *([money.key] if money else [])]
    frame = ledger.frame([RESPONSE_ID, VERSION, SUBMITTED_AT, SEEN_AT, DAY, STATION, CODE_STATUS, CODE_REASON, *asked])
    first = pd.Timestamp(today - timedelta(days=today.weekday(), weeks=USUAL_WEEKS))
    frame = frame[(frame[DAY] >= first) & (frame[CODE_REASON] != CodeReason.TEST.value)]
    frame = frame.sort_values([SUBMITTED_AT, SEEN_AT], ascending=False, kind="stable")
    zone = campaign.zone
    by_code = campaign.station_by_code
    station = frame[STATION].astype(str).where(frame[CODE_STATUS] == CodeStatus.ACCEPTED.value, "")
    message = _texts(frame, keys.get(Role.MESSAGE))
    spoken_of = _spoken_of(campaign, frame, message, pd.Timestamp(today - timedelta(days=FEED_DAYS)), known)
    return pd.DataFrame(
        {
            "id": frame[RESPONSE_ID].astype(str),
            "at": frame[SUBMITTED_AT],
            "seen": frame[SEEN_AT].dt.tz_convert(zone),
            "day": frame[DAY],
            "station": station,
            "district": [by_code[code].district if code in by_code else "" for code in station],
            "purpose": _texts(frame, keys.get(Role.PURPOSE)),
            "rating": frame[keys[Role.OVERALL]] if Role.OVERALL in keys else pd.NA,
            "money": frame[money.key].isin(money.means.get("yes", ())) if money else False,
            "themes": [themes for themes, _ in spoken_of],
            "grave": [grave for _, grave in spoken_of],
            "written": (message != "").to_numpy(),
        },
        index=frame.index,
    ).reset_index(drop=True)


def _texts(frame: pd.DataFrame, key: str | None) -> pd.Series[str]:
    if key is None:
        return pd.Series("", frame.index, dtype=object)
    texts: pd.Series[str] = frame[key].fillna("").astype(str).str.strip()
    return texts


def _spoken_of(
    campaign: Campaign, frame: pd.DataFrame, message: pd.Series[str], since: pd.Timestamp, known: Known
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Themes and grave matters of each message of the feed's days; what is no longer in the feed is forgotten."""
    nothing: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    grave_of = grave_finder(alerts_in_use(campaign))
    names = zip(frame[RESPONSE_ID].astype(str), frame[VERSION].astype(int), strict=True)
    listed: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    kept: Known = {}
    for name, text, recent in zip(names, message, frame[DAY] >= since, strict=True):
        if not (recent and text):
            listed.append(nothing)
            continue
        if name not in known:
            known[name] = themes_of(text), grave_of(text)
        kept[name] = known[name]
        listed.append(known[name])
    known.clear()
    known.update(kept)
    return listed
