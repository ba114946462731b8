"""Responses whose code names no station for certain: listed, and given a station by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..campaign.lookup import station_meant
from ..errors import InputError
from ..nouns.channel import Channel
from ..privacy.redaction import find
from ..responses.ledger.columns import CodeReason
from ..responses.ledger.decisions import assign, quarantined
from ..responses.ledger.ledger import FOLDER, open_ledger
from .clock import trust_clock_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from ..campaign import Campaign
    from ..google import Pages


def list_quarantine(campaign: Campaign, *, reason: str = "") -> DataFrame:
    """Responses in quarantine, oldest first: response_id, submitted_at, code_reason, channel, raw_code. Reads only.

    Raises InputError for a reason that no response can have: an empty list would sound like good news.
    """
    reasons = [each.value for each in CodeReason if each.value]
    if reason and reason not in reasons:
        raise InputError(
            'There is no reason "{reason}".', cure="Choose one of {reasons}.", reason=reason, reasons=", ".join(reasons)
        )
    return quarantined(open_ledger(campaign), reason=reason)


def assign_station(
    campaign: Campaign,
    ids: Sequence[str],
    station: str,
    *,
    who: str,
    why: str,
    channel: str = "",
    pages: Pages | None = None,
) -> dict[str, int]:
    """Give responses in quarantine a station, for good; gives how many there were, by channel.

    Without `channel` each keeps that of its code, else "typed". Raises InputError for an unknown station, for an id that
    is not in quarantine, and without `who` and `why`, StateError for a wrong clock, as `import_responses` does; then nothing
    is changed.
    """
    trust_clock_of(pages, open_ledger(campaign))
    station = station_meant(campaign, station)
    chosen = Channel(channel) if channel else None
    return assign(campaign.data / FOLDER, ids, station, who=who, why=why, channel=chosen)


def seems_personal(text: str) -> bool:
    """Whether a reason that an officer typed seems to hold somebody's name, number or address."""
    return bool(find(text))
