"""Which message is grave: by the words of the package, and by those of the office, which wake it (config/alerts.toml)."""

from __future__ import annotations

from collections.abc import Callable

from ..campaign import Campaign
from ..campaign.alerts import load_alerts
from ..responses.alerts import word_finder
from .themes import grave_matters

OTHER = "other"
"""The matter of a message that holds a word of the office alone."""


def grave_finder(campaign: Campaign) -> Callable[[str], tuple[str, ...]]:
    """What tells the grave matters that a text may speak of: for piles, for what may leave the office, and for the desk."""
    words = load_alerts(campaign.root).words.grave
    of_office = word_finder(words) if words else None

    def found(text: str) -> tuple[str, ...]:
        return grave_matters(text) or ((OTHER,) if of_office and of_office(text) else ())

    return found
