"""Of more stations than are shown at once: its ranges, where there are none its districts, of which a reader opens one at a time."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..campaign import Campaign, RegionLevel, Station
from ..reports.contents import ALL_AT_ONCE
from ..sentence import Bilingual
from .tallies import Tally, together


@dataclass(frozen=True, slots=True)
class DeskPart:
    """A range or a district. `kind`: "range" or "district", which is also the filter that chooses it."""

    kind: str
    code: str
    name: Bilingual
    districts: frozenset[str]


def shown_at_once(stations: Sequence[Station]) -> bool:
    """Whether a page may hold all of these."""
    return len(stations) <= ALL_AT_ONCE


def ranges_of(campaign: Campaign) -> tuple[DeskPart, ...]:
    """The ranges of a campaign that is not shown at once; () for one range."""
    if shown_at_once(campaign.stations):
        return ()
    return tuple(
        DeskPart("range", region.code, region.names, frozenset(region.districts))
        for region in campaign.regions
        if region.level is RegionLevel.RANGE
    )


def districts_of(campaign: Campaign, codes: Container[str]) -> tuple[DeskPart, ...]:
    """The districts with these codes."""
    return tuple(
        DeskPart("district", district.code, district.names, frozenset({district.code}))
        for district in campaign.districts
        if district.code in codes
    )


def parts_of(campaign: Campaign, stations: Sequence[Station]) -> tuple[DeskPart, ...]:
    """What stands in place of these stations where they are too many: the ranges that they lie in, else their districts. () where they
    are shown, as those of one district always are."""
    here = {each.district for each in stations}
    if shown_at_once(stations) or len(here) == 1:
        return ()
    ranges = tuple(each for each in ranges_of(campaign) if each.districts & here)
    return ranges if len(ranges) > 1 else districts_of(campaign, here)


def tallied(
    parts: Iterable[DeskPart], counted: Mapping[str, Tally], stations: Sequence[Station]
) -> list[tuple[DeskPart, Tally]]:
    """Parts with the counts of those of these stations that lie in them."""
    heard = [each for each in stations if each.code in counted]
    return [(part, together(counted[each.code] for each in heard if each.district in part.districts)) for part in parts]
