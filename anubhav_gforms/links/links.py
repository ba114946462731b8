"""Station → prefilled link. All links of a campaign fit one QR version, or none is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ..errors import LinkError
from .codes import MAX_SERIAL, Channel, sign
from .keys import Keyring

if TYPE_CHECKING:
    from ..campaign import Campaign, Station


@dataclass(frozen=True, slots=True)
class Link:
    """One code on one piece of paper: where it hangs, what it says and the address that it opens."""

    station: str
    channel: Channel
    serial: int
    placement: str
    key_id: str
    value: str
    url: str


def make_links(campaign: Campaign, *, responder_uri: str, entry: int, keyring: Keyring) -> tuple[Link, ...]:
    """Every code of the campaign: stations in the order of stations.csv, each with its posters, then its desk cards.

    The poster with serial 1 is a station's main link, the one in links.csv. `responder_uri` is the form's public
    address and `entry` the number of the station question, int(question_id, 16).
    Raises LinkError that names every link too long for the QR version of config/poster.toml.
    """
    links = tuple(
        _link(station, channel, serial, placement, responder_uri, entry, keyring)
        for station in campaign.stations
        for channel, serial, placement in copies_of(campaign, station)
    )
    check_lengths(links, campaign.poster.code.version, campaign.poster.code.ecc)
    return links


def copies_of(campaign: Campaign, station: Station) -> tuple[tuple[Channel, int, str], ...]:
    """Channel, serial and placement of every code that a station has; "" where no place is named."""
    copies = campaign.poster.copies
    places = station.placements or copies.placements
    count = min(max(station.copies, copies.posters), MAX_SERIAL)
    posters = (
        (Channel.POSTER, number, places[number - 1] if number <= len(places) else "") for number in range(1, count + 1)
    )
    desk = ((Channel.DESK, number, "desk") for number in range(1, copies.desk_cards + 1))
    return (*posters, *desk)


def prefilled_url(responder_uri: str, entry: int, value: str) -> str:
    """The address that opens the form with question `entry` already answered by `value`, as Google writes it."""
    return f"{responder_uri}?{urlencode({'usp': 'pp_url', f'entry.{entry}': value})}"


def check_lengths(links: tuple[Link, ...], version: int, ecc: str) -> None:
    """Raise LinkError that names station and length of every link that this QR version cannot hold."""
    from .symbol import capacity

    room = capacity(version, ecc)
    long = [link for link in links if len(link.url.encode()) > room]
    if long:
        listed = "; ".join(f"{link.station} serial {link.serial}: {len(link.url.encode())} bytes" for link in long)
        raise LinkError(
            f"{len(long)} of {len(links)} links do not fit QR version {version} with error correction {ecc}, "
            f"which holds {room} bytes: {listed}.",
            cure="Raise [code] version in config/poster.toml before anything is printed, or shorten the station codes.",
        )


def _link(
    station: Station, channel: Channel, serial: int, placement: str, responder_uri: str, entry: int, keyring: Keyring
) -> Link:
    value = sign(station.code, channel, serial, keyring)
    url = prefilled_url(responder_uri, entry, value)
    return Link(station.code, channel, serial, placement, keyring.active.id, value, url)
