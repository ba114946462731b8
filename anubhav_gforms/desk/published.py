"""The files of a report as the desk lists them: by their first folder, each with what it is."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ..campaign import Campaign
from ..nouns.week import Month, Week
from ..sentence import Bilingual, Sentence, joined

FOLDERS = {
    "ig": Sentence("For the IG only"),
    "shared": Sentence("May be shared: counted in groups of five"),
    "districts": Sentence("For the SPs"),
    "stations": Sentence("For the stations"),
}
"""Folders of a report."""
OF_PLACES = {"districts", "stations"}
"""Those with files of each place, listed by its code; in the others what a person reads stands before tables."""
KINDS = {
    ".html": Sentence("page for the browser"),
    ".pdf": Sentence("to print"),
    ".xlsx": Sentence("workbook for Excel"),
    ".csv": Sentence("table for Excel"),
    ".json": Sentence("for other programs"),
}
WRITTEN = Sentence("What people wrote")
RECENT = 20
"""Reports whose files are listed on one page."""
Listed = tuple[str, str, Bilingual | Sentence | None]
"""A file's name in the report's folder, its last part, and what it is: the place that it is for, else its kind."""


def week_of(name: str) -> Week | None:
    """The week of which a report's folder tells, by the folder's name; of a month its last one. None for another name."""
    named = re.match(r"(\d{4}-W\d\d)|(\d{4}-\d\d)", name)
    return (Week(named[1]) if named[1] else Month(named[2]).last_week) if named else None


def by_folder(campaign: Campaign, names: list[str]) -> list[tuple[str, list[Listed]]]:
    """The files by their first folder, those that lie in none first."""
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    tops: dict[str, list[str]] = {}
    for name in names:
        tops.setdefault(name.partition("/")[0] if "/" in name else "", []).append(name)
    for top in tops.keys() - OF_PLACES:
        tops[top].sort(key=lambda name: ranks.get(PurePosixPath(name).suffix, len(ranks)))
    return [(top, [_listed(campaign, name) for name in tops[top]]) for top in sorted(tops)]


def _listed(campaign: Campaign, name: str) -> Listed:
    file = PurePosixPath(name)
    code, kind = file.stem.removesuffix("-messages"), KINDS.get(file.suffix)
    if station := campaign.station_by_code.get(code):
        return name, file.name, station.names
    if district := campaign.district_by_code.get(code):  # two files of each
        return name, file.name, joined((district.names, kind if code == file.stem else WRITTEN), " · ")
    return name, file.name, kind
