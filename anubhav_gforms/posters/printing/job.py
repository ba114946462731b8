"""What is to be printed: which stations, on which paper, in which look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ...campaign import STATUSES
from ...errors import PosterError
from ...links import Link
from ...nouns.channel import Channel
from ..design.papers import PAPERS, Paper

if TYPE_CHECKING:
    from ...campaign import Campaign


@dataclass(frozen=True, slots=True)
class Order:
    """One order of posters. Empty `stations` and `districts` mean all; `since` leaves out what is printed already
    and has not changed since that day; `each` makes one file a poster instead of one a district."""

    paper: str = "A4"
    ink_saver: bool = False
    hindi_only: bool = False
    press: bool = False
    each: bool = False
    stations: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    since: date | None = None

    @property
    def sheet(self) -> Paper:
        """The paper by its name. Raises PosterError when there is none of that name."""
        try:
            return PAPERS[self.paper]
        except KeyError:
            raise PosterError(f"There is no paper {self.paper!r}.", cure=f"Papers: {', '.join(PAPERS)}.") from None

    @property
    def look(self) -> str:
        """Paper and look in one word, for file names: "A4", "A4-ink", "A4-hi", "A4-press"."""
        marks = (("ink", self.ink_saver), ("hi", self.hindi_only), ("press", self.press))
        return "-".join([self.paper, *(mark for mark, wanted in marks if wanted)])

    @property
    def channel(self) -> Channel:
        """Posters hang on walls; cards and tents stand on desks and are a channel of their own."""
        return Channel.DESK if self.sheet.desk else Channel.POSTER


def chosen(campaign: Campaign, order: Order, links: Sequence[Link]) -> tuple[Link, ...]:
    """The links that the order asks for, in the order of the roster; a closed station's only when it is named.

    Raises PosterError for a station or district that is not in the campaign, and when nothing is left to print.
    """
    _known(order.stations, [station.code for station in campaign.stations], "station", "stations.csv")
    _known(order.districts, [district.code for district in campaign.districts], "district", "config/office.toml")
    closed = {station.code for station in campaign.stations if not STATUSES[station.status].printed}
    picked = tuple(
        link
        for link in links
        if link.channel is order.channel
        and (link.station in order.stations if order.stations else link.station not in closed)
        and (not order.districts or campaign.station_by_code[link.station].district in order.districts)
    )
    if not picked:
        if order.channel is Channel.DESK:
            raise PosterError(
                "No station has a desk card.",
                cure="Set desk_cards in config/poster.toml, section [copies], to 1 or more.",
            )
        raise PosterError("No station is in both lists.", cure="Give only --stations, or only --district.")
    return picked


def files_of(campaign: Campaign, order: Order, links: Sequence[Link]) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """File name without ending, and the links in it: one file a district, or one a poster."""
    if order.each:
        for link in links:
            yield f"{link.station}-{link.channel.letter}{link.serial}-{order.look}", (link,)
        return
    for district in campaign.districts:
        inside = tuple(link for link in links if campaign.station_by_code[link.station].district == district.code)
        if not inside:
            continue
        stations = {link.station for link in inside}
        total = sum(
            station.district == district.code and STATUSES[station.status].printed for station in campaign.stations
        )
        if len(stations) == total:
            name = district.code
        elif len(stations) == 1:
            name = inside[0].station
        else:
            name = f"{district.code}-{len(stations)}-of-{total}"
        yield f"{name}-{order.look}", inside


def _known(asked: Sequence[str], known: Sequence[str], noun: str, file: str) -> None:
    for code in asked:
        if code not in known:
            near = get_close_matches(code.upper(), known, n=3)
            listed = f"There are: {', '.join(known)}." if len(known) <= 20 else f"The codes are in {file}."
            raise PosterError(
                f"There is no {noun} {code} in {file}.", cure=f"Did you mean {' or '.join(near)}?" if near else listed
            )
