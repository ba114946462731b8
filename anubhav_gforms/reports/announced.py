"""Contents as the gazette knows it: its edition and corrections, and in the first week of new bands the letters under the old ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from ..campaign import Campaign
from ..grading.columns import with_stroke
from ..language import both
from ..nouns.week import Week
from ..sentence import Bilingual, joined
from . import phrases, terms
from .contents import EDITION, Contents


def in_gazette(contents: Contents, edition: int, head: str, corrections: Sequence[Mapping[str, Any]]) -> Contents:
    """The same with its place in the gazette. A later edition says on every page that it is one; `corrections` (week, code,
    field, old, new, why, lapsed) stand on the first page."""
    marks = tuple(mark for mark in contents.marks if mark != EDITION) + ((EDITION,) if edition > 1 else ())
    corrected = tuple(_corrected(contents.campaign, one) for one in corrections)
    return replace(contents, edition=edition, announced=head, corrections=corrected, marks=marks)


def _corrected(campaign: Campaign, correction: Mapping[str, Any]) -> Bilingual:
    """A correction in words; of one whose edition was replaced also that it no longer acts."""
    code, week = correction["code"], Week(correction["week"])
    known = campaign.station_by_code.get(code) or campaign.district_by_code.get(code)
    old, new = (corrected_value(code, correction[name]) for name in ("old", "new"))
    said = both(
        "Correction, week {week}, {place} ({code}): {field} {new}, before: {old}. Reason: {why}",
        week=week, place=known.names if known else code, code=code, field=terms.CORRECTABLE[correction["field"]], new=new, old=old,
        why=correction["why"],
    )  # fmt: skip
    return said if not correction["lapsed"] else both(joined((said, phrases.LAPSED), " "))


def corrected_value(code: str, value: float | str) -> object:
    """What was announced, or is right, of a place: a number, letters with a stroke between them, or where a station or district stands."""
    if isinstance(value, str):
        among = terms.AMONG_ITS_KIND if "-" in code else {**terms.AMONG_ITS_KIND, **terms.IN_THE_RANGE}
        return among.get(value, with_stroke(value) or "–")
    return value


def beside_old_letters(contents: Contents, old: pd.DataFrame, bands: Mapping[str, float]) -> Contents:
    """The same with the letters of these grades, under the bands that held before, beside the new ones."""
    letters = old.set_index(["level", "code"])[["letter", "letter_set"]].fillna("")
    shown = letters["letter"].where(letters["letter"] != "", letters["letter_set"])

    def added(rows: pd.DataFrame) -> pd.DataFrame:
        places = pd.MultiIndex.from_frame(rows[["level", "code"]])
        return rows.assign(old_letter=shown.reindex(places).fillna("").to_numpy())

    table, stations, districts = map(added, (contents.table, contents.stations, contents.districts))
    return replace(contents, table=table, stations=stations, districts=districts, old_bands=bands)
