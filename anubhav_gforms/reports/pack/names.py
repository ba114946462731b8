"""A place's names, as the packs speak them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...campaign import District, Station
from ...sentence import Bilingual

Row = Mapping[str, Any]
"""One row of a table, cells plain."""


def names_of(row: District | Station | Row) -> Bilingual:
    if isinstance(row, (District, Station)):
        return Bilingual(row.name_hi, row.name_en)
    return Bilingual(row["name_hi"], row["name_en"])
