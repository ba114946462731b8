"""Messages → one HTML file: a section a pile, each message with its place, its day (for the IG) or week, and what it may speak of."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from ...campaign import Campaign
from ...cases.praise import PRAISE_DAYS
from ...language import both
from ...nouns.week import Week
from ...sentence import Bilingual
from ..page import environment, fonts, page_css
from ..records import records
from .piles import Audience, Messages, Pile

SHOWN = {str(pile): 10 if pile is Pile.GRAVE else 3 for pile in Pile}
"""Messages of each pile that are open; the rest unfolds, so that the first screens say what matters."""


def messages_page(
    campaign: Campaign,
    messages: Messages,
    week: Week,
    *,
    district: str = "",
    attention: Collection[str] = (),
    marked: Collection[Bilingual] = (),
) -> bytes:
    """The messages as a self-contained page; of one district when given. Drafts of commendation stand on the IG's only.

    No draft is made for stations in `attention` (codes): whatever puts them there comes first. `marked`: what the page
    must say of itself.
    """
    table = messages.table if not district else messages.table[messages.table["district"] == district]
    office = campaign.office.office
    place = campaign.district_by_code[district] if district else None
    rows = [_message(row, campaign) for row in records(table)]
    page = _template().render(
        title=Bilingual(place.name_hi, place.name_en) if place else both("What people wrote"),
        office=Bilingual(office.name_hi, office.name_en),
        range_hi=office.range_hi,
        first_language=office.language,
        week=week,
        marked=marked,
        first=messages.first,
        last=messages.last,
        audience=str(messages.audience),
        count=len(rows),
        hidden=messages.hidden.get(district, 0),
        piles=[
            (str(pile), [row for row in rows if row["pile"] == pile]) for pile in Pile if (table["pile"] == pile).any()
        ],
        shown=SHOWN,
        drafts=_praised(campaign, table, attention) if messages.audience is Audience.IG else [],
        css=page_css(),
        **fonts(),
    )
    return ("\n".join(line for line in page.splitlines() if line.strip()) + "\n").encode("utf-8")


@cache
def _template() -> Any:
    text = files(__package__).joinpath("messages.html").read_text(encoding="utf-8")
    return environment().from_string(text)


def _message(row: dict[str, Any], campaign: Campaign) -> dict[str, Any]:
    station = campaign.station_by_code.get(row["station"])
    names = station and Bilingual(f"{station.name_hi} ({station.code})", f"{station.name_en} ({station.code})")
    if "week" in row:
        week = Week.at(row["week"])
        return {**row, "date": None, "first": week.monday, "last": week.sunday, "names": names}
    return {**row, "date": pd.Timestamp(row["day"]).date(), "names": names, "released": False}


def _praised(campaign: Campaign, table: pd.DataFrame, attention: Collection[str]) -> list[Bilingual]:
    """Stations praised on enough separate days, in the order of the roster."""
    praise = table[(table["pile"] == Pile.PRAISE) & (table["station"] != "")]
    days = praise.groupby("station")["day"].nunique()
    enough = set(days[days >= PRAISE_DAYS].index) - {*attention}
    return [Bilingual(each.name_hi, each.name_en) for each in campaign.stations if each.code in enough]
