"""Station → prefilled link. All links of a campaign fit one QR version, or none is made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qs, urlencode

from ..campaign import Campaign, Station
from ..errors import LinkError
from ..linear import linear
from ..nouns.channel import Channel
from ..sentence import Sentence, joined
from ..text import address_parts, ascii_letters
from .codes import MAX_SERIAL, code_of, sign, station_of
from .keys import Keyring


@dataclass(frozen=True, slots=True)
class Link:
    """One code on one piece of paper: where it hangs, the code itself, and the address that it opens.

    The address fills in the code, and before it the station's name where config/poster.toml asks for that.
    """

    station: str
    channel: Channel
    serial: int
    placement: str
    key_id: str
    value: str
    url: str


ABBREVIATED = {
    "Police Station": "", "Police Outpost": "Outpost", "Superintendent of Police": "SP", "Inspector General of Police": "IG",
}  # fmt: skip
"""How names of stations are shortened where every letter makes the printed code finer."""

_NO_NAME = linear(r"[^A-Za-z0-9. -]+")

Revoked = Collection[tuple[str, Channel, int]]
"""Station, channel and serial of codes that must not be made again."""

Own = Mapping[tuple[str, Channel, int], str]
"""Codes that a paper has already, by station, channel and serial, and where each hangs."""

ON_PAPER = (Channel.POSTER, Channel.DESK)
NAMED = 5
"""Links that are named of those that are too long."""


def make_links(
    campaign: Campaign,
    *,
    responder_uri: str,
    entry: int,
    keyring: Keyring,
    revoked: Revoked = (),
    own: Own = MappingProxyType({}),
    channels: Sequence[Channel] = ON_PAPER,
) -> tuple[Link, ...]:
    """Every code of the campaign: stations in the order of stations.csv, each with its posters, then its desk cards.

    `responder_uri` is the form's public address and `entry` the number of the station question, int(question_id, 16).
    A revoked serial is skipped: the poster that takes its place gets the next free one. Codes that are `own` come first
    and stay where they hang.
    Raises LinkError that names every link too long for the QR version of config/poster.toml.
    """
    links = tuple(
        _link(campaign, station, channel, serial, placement, responder_uri, entry, keyring)
        for station in campaign.stations
        for channel in channels
        for serial, placement in copies_of(campaign, station, channel, revoked, own)
    )
    check_lengths(links, campaign.poster.code.version, campaign.poster.code.ecc)
    return links


def main_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """The main link of every station, the one in links.csv: its poster with the lowest serial."""
    first: dict[str, Link] = {}
    for link in links:
        if link.channel is Channel.POSTER:
            first.setdefault(link.station, link)
    return tuple(first.values())


def copies_of(
    campaign: Campaign, station: Station, channel: Channel, revoked: Revoked, own: Own
) -> tuple[tuple[int, str], ...]:
    """Serial and placement of every code that a station has on a channel; "" where no place is named.

    Raises LinkError when too few of the 99 serials are left.
    """
    copies = campaign.poster.copies
    places = (station.placements or copies.placements) if channel is Channel.POSTER else (channel.value,) * MAX_SERIAL
    count = {Channel.POSTER: max(station.copies, copies.posters), Channel.DESK: copies.desk_cards}.get(channel, 1)
    every = range(1, MAX_SERIAL + 1)
    hang = {serial: own[code] for serial in every if (code := (station.code, channel, serial)) in own}
    free = [serial for serial in every if serial not in hang and (station.code, channel, serial) not in revoked]
    serials = [*hang, *free][:count]
    if len(serials) < count:
        raise LinkError(
            "{code} needs {count} {channel} codes, and only {n} serials are left.",
            cure="Lower copies in stations.csv, or give the station a new code.",
            code=station.code,
            count=count,
            channel=channel,
            n=len(serials),
        )
    slots: list[int | None] = [None] * count
    for serial in serials:  # what hangs somewhere stays there
        at = (slot for slot, place in enumerate(places[:count]) if not slots[slot] and place == hang.get(serial))
        if (slot := next(at, None)) is not None:
            slots[slot] = serial
    left = iter(serial for serial in serials if serial not in slots)
    return tuple(
        (serial or next(left), places[slot] if slot < len(places) else "") for slot, serial in enumerate(slots)
    )


def prefilled_url(responder_uri: str, entry: int, value: str) -> str:
    """The address that opens the form with question `entry` already answered by `value`, as Google writes it."""
    return f"{responder_uri}?{urlencode({'usp': 'pp_url', f'entry.{entry}': value})}"


def filled_in(campaign: Campaign, station: str, value: str) -> str:
    """What the form shows in its station question: the code, after the station's name in at most `code.name` letters.

    The name is for people only: nothing is ever read from it (codes.read).
    """
    room = campaign.poster.code.name
    return f"{short_name(campaign.station_by_code[station].name_en, room)} {value}".strip() if room else value


def short_name(name: str, room: int) -> str:
    """An English name in at most `room` letters: abbreviated, cut between words, ASCII (any other letter costs nine)."""
    for long, short in ABBREVIATED.items():
        name = name.replace(long, short)
    words = _NO_NAME.sub(" ", ascii_letters(name)).split()
    while words and len(" ".join(words)) > room:
        words.pop()
    return " ".join(words)


def text_of(url: str, entry: int) -> str:
    """What a prefilled address fills in for question `entry`; "" when it fills in nothing, or is no address."""
    return parse_qs(address_parts(url).query).get(f"entry.{entry}", [""])[0]


def value_of(url: str, entry: int) -> str:
    """The code that a prefilled address carries for question `entry`; "" when it carries none, or is no address."""
    return code_of(text_of(url, entry))


def opens(campaign: Campaign, url: str, responder_uri: str, entry: int) -> bool:
    """Whether the address is one that we make: this form, with a code and nothing else, or with the station's own name."""
    value = value_of(url, entry)
    station = station_of(value)
    texts = {value} | ({filled_in(campaign, station, value)} if station in campaign.station_by_code else set())
    return bool(value) and any(url == prefilled_url(responder_uri, entry, text) for text in texts)


def check_lengths(links: tuple[Link, ...], version: int, ecc: str) -> None:
    """Raise LinkError that names station and length of the longest links that this QR version cannot hold, and one that can."""
    from .symbol import capacity, smallest_version  # loads numpy and qrcode; reading links needs neither

    def length(link: Link) -> int:
        return len(link.url.encode())

    room = capacity(version, ecc)
    long = sorted((link for link in links if length(link) > room), key=length, reverse=True)
    if long:
        said = Sentence("{station} serial {serial}: {url} bytes")
        named = [Sentence(said, station=link.station, serial=link.serial, url=length(link)) for link in long[:NAMED]]
        listed = joined([*named, *["…"] * (len(long) > NAMED)], "; ")
        raise LinkError(
            "{n} of {n_2} links do not fit QR version {version} with error correction {ecc}, which holds {room} bytes: {listed}.",
            cure="Set [code] version in config/poster.toml to {least} before anything is printed, or lower its name.",
            n=len(long),
            n_2=len(links),
            version=version,
            ecc=ecc,
            room=room,
            listed=listed,
            least=smallest_version(length(long[0]), ecc),
        )


def _link(
    campaign: Campaign, station: Station, channel: Channel, serial: int, placement: str, responder_uri: str,
    entry: int, keyring: Keyring,
) -> Link:  # fmt: skip
    value = sign(station.code, channel, serial, keyring)
    url = prefilled_url(responder_uri, entry, filled_in(campaign, station.code, value))
    return Link(station.code, channel, serial, placement, keyring.active.id, value, url)
