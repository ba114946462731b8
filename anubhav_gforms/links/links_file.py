"""links.csv: one signed link per station, for people and for other tools."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import MappingProxyType

from ..campaign import Campaign
from ..files import inert, write_whole
from ..nouns.channel import Channel
from . import Keyring, Link, main_links, make_links, prefilled_url
from .links import ON_PAPER, Own, Revoked
from .registry import Registry

COLUMNS = ("code", "name_en", "name_hi", "district", "kind", "url")


def links_path(campaign: Campaign) -> Path:
    """Where links.csv lies."""
    return campaign.root / "links.csv"


def links_of(
    campaign: Campaign,
    registry: Registry,
    keyring: Keyring,
    *,
    taken: Revoked = frozenset(),
    own: Own = MappingProxyType({}),
    channels: Sequence[Channel] = ON_PAPER,
) -> tuple[Link, ...]:
    """Every signed link of the campaign's form; serials that were revoked, or `taken`, are not used (again)."""
    entry = registry.entry(campaign.form.station_question.key)
    return make_links(
        campaign,
        responder_uri=registry.responder_uri,
        entry=entry,
        keyring=keyring,
        revoked={*registry.revoked_codes(entry), *taken},
        own=own,
        channels=channels,
    )


def registry_links(campaign: Campaign, registry: Registry, keyring: Keyring) -> str:
    """The text that links.csv should have: signed links, or on an adopted form with a list of stations its own options."""
    entry = registry.entry(campaign.form.station_question.key)
    if registry.station_kind == "text":
        return links_text(campaign, links_of(campaign, registry, keyring))
    options: dict[str, str] = {}
    for text, code in registry.station_answers.items():
        options.setdefault(code, text)
    return links_text(
        campaign,
        (
            Link(code, Channel.POSTER, 1, "", "", option, prefilled_url(registry.responder_uri, entry, option))
            for code, option in options.items()
        ),
    )


def links_text(campaign: Campaign, links: Iterable[Link]) -> str:
    """The text of links.csv: the main link of every station, in the order of stations.csv."""
    stations = campaign.station_by_code
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for link in main_links(links):
        station = stations[link.station]
        cells = (station.code, station.name_en, station.name_hi, station.district, station.kind.value, link.url)
        writer.writerow(map(inert, cells))
    return text.getvalue()


def read_links(path: Path) -> str | None:
    """The text of links.csv as it stands; None when there is none. What Excel saved in no UTF-8 has lost its Hindi and is written again."""
    if not path.exists():
        return None
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return file.read()


def rows_in(text: str) -> list[dict[str, str]]:
    """The lines of such a text, by the names of its columns; none where it is no CSV any more, as after half of it was lost."""
    try:
        header, *rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row] or [[]]
    except csv.Error:
        return []
    return [dict(zip(header, row, strict=False)) for row in rows]


def write_links(text: str, path: Path) -> None:
    """Write links.csv in one move, with the mark by which Excel knows UTF-8."""
    write_whole(path, text.encode("utf-8-sig"), shared=True)
