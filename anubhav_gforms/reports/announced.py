"""Contents as the gazette knows it: its edition and corrections, and in the first week of new bands the letters under the old ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from ..campaign import Campaign
from ..grading.columns import with_stroke
from ..language import both
from ..nouns.week import Week
from ..sentence import Bilingual, Sentence, joined
from . import phrases, terms
from .contents import EDITION, Contents

Listed = Mapping[str, str] | None
"""What the gazette keeps of a station's line; None where the list has none."""
CLOSED_ON = "closed_on"
"""Which closed stations alone have there."""
MOST_RELISTED = 12


def in_gazette(
    contents: Contents,
    edition: int,
    head: str,
    corrections: Sequence[Mapping[str, Any]],
    relisted: Mapping[str, tuple[Listed, Listed]],
) -> Contents:
    """The same with its place in the gazette. A later edition says on every page that it is one; `corrections` (week, code,
    field, old, new, why, lapsed) stand on the first page, and which stations are `relisted` (by code, before and now): who closes a station,
    or compares it with others, is seen."""
    marks = tuple(mark for mark in contents.marks if mark != EDITION) + ((EDITION,) if edition > 1 else ())
    said = tuple(corrected_said(contents.campaign, one) for one in corrections)
    if relisted:
        said = (*said, _list_changed(contents.campaign, relisted))
    codes = tuple(one["code"] for one in corrections)
    return replace(contents, edition=edition, announced=head, corrections=said, corrected=codes, marks=marks)


def otherwise_said(week: str) -> Bilingual:
    """That a station's figures are not those that were announced of a week."""
    return both(phrases.OTHERWISE, week=week)


def _list_changed(campaign: Campaign, relisted: Mapping[str, tuple[Listed, Listed]]) -> Bilingual:
    places = [
        both("{place}: {what}", place=_named(campaign, code), what=joined(_otherwise(campaign, *of_one), ", "))
        for code, of_one in sorted(relisted.items())
    ]
    if more := len(places[MOST_RELISTED:]):
        places[MOST_RELISTED:] = [both("{n} more", n=more)]
    return both(phrases.LIST_CHANGED, places=Bilingual.in_a_row(places, "; "))


def _named(campaign: Campaign, code: str) -> Bilingual:
    known = campaign.station_by_code.get(code)
    return known.names + f" ({code})" if known else Bilingual.same(code)


def _otherwise(campaign: Campaign, before: Listed, now: Listed) -> Iterator[Sentence]:
    """What is otherwise of one station."""
    if now is None or before is None:
        yield Sentence("not in the list any more") if before else Sentence("new")
        return
    if (CLOSED_ON in now) != (CLOSED_ON in before):
        yield Sentence("closed") if CLOSED_ON in now else Sentence("open again")
    elif now.get(CLOSED_ON) != before.get(CLOSED_ON):
        yield Sentence("closed on another day")
    if now["kind"] != before["kind"]:
        yield Sentence("{now}, before: {before}", now=terms.KINDS[now["kind"]], before=terms.KINDS[before["kind"]])
    if now["district"] != before["district"]:
        names = (campaign.district_by_code.get(each["district"]) for each in (now, before))
        said = [known.names if known else each["district"] for known, each in zip(names, (now, before), strict=True)]
        yield Sentence("district {now}, before: {before}", now=said[0], before=said[1])


def corrected_said(campaign: Campaign, correction: Mapping[str, Any]) -> Bilingual:
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
