"""A place's names, as the packs speak them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...campaign import District, Station
from ..words import Words

Row = Mapping[str, Any]
"""One row of a table, cells plain."""


def names_of(row: District | Station | Row) -> Words:
    if isinstance(row, (District, Station)):
        return Words(row.name_en, row.name_hi)
    return Words(row["name_en"], row["name_hi"])
