"""Messages → one HTML file. For the IG a section a pile and in it the stations; for an SP a section a station and in it the weeks of
the groups of five. Each part says how many messages it has, each message what it may speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from ...campaign import Campaign
from ...cases.praise import PRAISE_DAYS
from ...language import both
from ...nouns.week import Week
from ...sentence import Bilingual
from .. import terms
from ..page.templates import environment, fonts, page_css, without_gaps
from ..records import records
from .piles import Audience, Messages, Pile

SHOWN_GRAVE, SHOWN = 10, 3
"""Messages of a section that are open; the rest unfolds, so that the first screens say what matters."""
Row = dict[str, Any]
Group = tuple[Bilingual | Week, int, Sequence[Row]]


@dataclass(frozen=True)
class MessageSection:
    """Messages of a pile (for the IG) or of a station (for an SP), in groups (title, how many it has or 0 where it goes on, rows): of a
    station (for the IG), of a week (for an SP)."""

    name: str
    title: Bilingual
    lead: Bilingual | None
    count: int
    left: int  # how many of them unfold
    shown: Sequence[Group]
    folded: Sequence[Group]


def messages_page(
    campaign: Campaign,
    messages: Messages,
    week: Week,
    *,
    district: str = "",
    attention: Collection[str] = (),
    forged: Collection[str] = (),
    marked: Collection[Bilingual] = (),
) -> bytes:
    """The messages as a self-contained page; of one district when given. Drafts of commendation stand on the IG's only.

    No draft is made for stations in `attention` (codes): whatever puts them there comes first; nor of responses that were found not
    genuine, the ids `forged`. `marked`: what the page
    must say of itself.
    """
    table = messages.table if not district else messages.table[messages.table["district"] == district]
    office = campaign.office.office
    known = campaign.district_by_code[district] if district else None
    rows = [_message(row, campaign) for row in records(table)]
    page = _template().render(
        title=known.names if known else both("What people wrote"),
        office=office.names,
        range_hi=office.range_hi,
        first_language=office.language,
        week=week,
        marked=marked,
        first=min([messages.first, *(Week.at(row["week"]).monday for row in rows if "week" in row)]),
        last=messages.last,
        audience=str(messages.audience),
        count=len(rows),
        hidden=messages.hidden.get(district, 0),
        piles=[(str(pile), n) for pile in Pile if (n := sum(row["pile"] == pile for row in rows))],
        sections=[*(_of_stations(rows, campaign) if messages.audience is Audience.DISTRICT else _of_piles(rows))],
        drafts=_praised(campaign, table[~table["id"].isin(forged)], attention)
        if messages.audience is Audience.IG
        else [],
        css=page_css(),
        **fonts(),
    )
    return without_gaps(page).encode()


@cache
def _template() -> Any:
    text = files(__package__).joinpath("messages.html").read_text(encoding="utf-8")
    return environment().from_string(text)


def _message(row: Row, campaign: Campaign) -> Row:
    station = campaign.station_by_code.get(row["station"])
    names = station.names + f" ({station.code})" if station else both("station not known")
    if "week" in row:
        return {**row, "date": None, "names": names}
    return {**row, "date": pd.Timestamp(row["day"]).date(), "names": names, "released": False}


def _of_piles(rows: Sequence[Row]) -> Iterator[MessageSection]:
    """A section a pile, in it the stations, first the one with the newest message."""
    for pile in Pile:
        of_pile = [row for row in rows if row["pile"] == pile]
        if of_pile:
            said = both(terms.PILES[pile]), both(terms.PILE_LEADS[pile])
            most = SHOWN_GRAVE if pile is Pile.GRAVE else SHOWN
            yield _section(str(pile), *said, of_pile, "names", most)


def _of_stations(rows: Sequence[Row], campaign: Campaign) -> Iterator[MessageSection]:
    """A section a station in the order of the roster, in it the weeks of the groups of five, the newest first."""
    for station in campaign.stations:
        of_station = [{**row, "lot": Week.at(row["week"])} for row in rows if row["station"] == station.code]
        if of_station:
            yield _section(station.code, of_station[0]["names"], None, of_station, "lot", SHOWN)


def _section(
    name: str, title: Bilingual, lead: Bilingual | None, rows: Sequence[Row], by: str, most: int
) -> MessageSection:
    """The section with its first `most` messages open; rows of one title stand together, in the order in which titles appear."""
    groups: dict[Bilingual | Week, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[by], []).append(row)
    shown: list[Group] = []
    folded: list[Group] = []
    left = most
    for said, of_one in groups.items():
        if left:
            shown.append((said, len(of_one), of_one[:left]))
        if rest := of_one[left:]:
            folded.append((said, 0 if left else len(of_one), rest))
        left = max(0, left - len(of_one))
    return MessageSection(name, title, lead, len(rows), sum(len(rest) for _, _, rest in folded), shown, folded)


def _praised(campaign: Campaign, table: pd.DataFrame, attention: Collection[str]) -> list[Bilingual]:
    """Stations praised on enough separate days, in the order of the roster."""
    praise = table[(table["pile"] == Pile.PRAISE) & (table["station"] != "")]
    days = praise.groupby("station")["day"].nunique()
    enough = set(days[days >= PRAISE_DAYS].index) - {*attention}
    return [each.names for each in campaign.stations if each.code in enough]
