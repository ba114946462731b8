"""Contents as the gazette knows it: its edition and corrections, and in the first week of new bands the letters under the old ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from ..language import both
from .contents import EDITION, Contents


def in_gazette(contents: Contents, edition: int, head: str, corrections: Sequence[Mapping[str, Any]]) -> Contents:
    """The same with its place in the gazette. A later edition says on every page that it is one; `corrections` (week, code,
    field, old, new, why) stand on the first page."""
    marks = tuple(mark for mark in contents.marks if mark != EDITION) + ((EDITION,) if edition > 1 else ())
    told = tuple(
        both(
            "Correction, week {week}, {code}: {field} is {new}, not {old}. Reason: {why}",
            **{**one, "old": one["old"] or "–"},
        )
        for one in corrections
    )
    return replace(contents, edition=edition, announced=head, corrections=told, marks=marks)


def beside_old_letters(contents: Contents, old: pd.DataFrame, bands: Mapping[str, float]) -> Contents:
    """The same with the letters of these grades, under the bands that held before, beside the new ones."""
    letters = old.set_index(["level", "code"])[["letter", "letter_set"]].fillna("")
    shown = letters["letter"].where(letters["letter"] != "", letters["letter_set"])

    def added(rows: pd.DataFrame) -> pd.DataFrame:
        places = pd.MultiIndex.from_frame(rows[["level", "code"]])
        return rows.assign(old_letter=shown.reindex(places).fillna("").to_numpy())

    table, stations, districts = map(added, (contents.table, contents.stations, contents.districts))
    return replace(contents, table=table, stations=stations, districts=districts, old_bands=bands)
