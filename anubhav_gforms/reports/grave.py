"""Which message is grave: by the words of the package, and by those of the office, which wake it (config/alerts.toml)."""

from __future__ import annotations

from collections.abc import Callable

from ..campaign.alerts import AlertsConfig
from ..responses.alerts.alerts import word_finder
from .themes import grave_matters

OTHER = "other"
"""The matter of a message that holds a word of the office alone."""


def grave_finder(alerts: AlertsConfig) -> Callable[[str], tuple[str, ...]]:
    """What tells the grave matters that a text may speak of: for piles, for what may leave the office, and for the desk."""
    of_office = word_finder(alerts.words.grave) if alerts.words.grave else None

    def found(text: str) -> tuple[str, ...]:
        return grave_matters(text) or ((OTHER,) if of_office and of_office(text) else ())

    return found
