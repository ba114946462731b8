"""A place's names, as the packs speak them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...campaign import District, Station
from ...language import both
from ...sentence import Bilingual
from .. import terms

Row = Mapping[str, Any]
"""One row of a table, cells plain."""


def names_of(row: District | Station | Row) -> Bilingual:
    if isinstance(row, (District, Station)):
        return row.names
    return Bilingual(row["name_hi"], row["name_en"])


def code_said(row: Row) -> Bilingual:
    """A poster or desk by its station and number."""
    return names_of(row) + " · " + both(terms.CHANNELS[row["channel"]]) + f" {row['serial']}"


def interval_said(row: Row) -> Bilingual:
    """What the bar of a score shows, in words."""
    return both("nine times in ten between {low} and {high}", low=f"{row['low']:.0f}", high=f"{row['high']:.0f}")
