"""Flags that wait too long for a decision, as every page and pack says it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..language import both, spoken
from ..nouns.week import Week
from ..sentence import Bilingual
from . import phrases
from .contents import Contents


def late_flags(contents: Contents, codes: Collection[str] | None = None) -> tuple[Bilingual, ...]:
    """The sentence on flags that wait too long, at all stations or at those of `codes`, by name of the office that has to decide;
    () when none does."""
    overdue = [(code, when) for code, when in contents.overdue if codes is None or code in codes]
    office = contents.campaign.office.office
    days = contents.campaign.grade_rules.v2.review.overdue_days
    stations = contents.campaign.station_by_code
    places = Bilingual.in_a_row(
        (stations[code].names if code in stations else Bilingual.same(code))
        + " ("
        + spoken(Week(when) if "W" in when else date.fromisoformat(when))
        + ")"
        for code, when in overdue
    )
    said = both(phrases.OVERDUE, n=len(overdue), office=office.names, days=days, places=places)
    return (said,) if overdue else ()
