"""Board → the values of each page: what an officer sees of it, chosen by their filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from ..campaign import Campaign, Role, Station
from ..errors import StateError
from ..nouns.moments import ms_of
from ..nouns.week import Week
from ..reports import terms
from ..sentence import Bilingual, Sentence
from ..text import searched
from .asked import number_of
from .board import Board, Health
from .feed import FEED_DAYS
from .parts import DeskPart, districts_of, parts_of, ranges_of, shown_at_once, tallied
from .roles import May, Officer
from .tallies import Tally

SHOWN = 60
"""Rows of the feed on a page; those after them are on the next."""
NEW_DAYS = 7
"""What came since the last look is counted over so many days."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader looks for; "" for everything."""

    words: str = ""
    range: str = ""
    district: str = ""
    theme: str = ""
    purpose: str = ""
    grave: str = ""  # "1": only money or another grave matter
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """From the address; what is not known is left out."""
        page = number_of(query.get("page", ""), 4) or 1
        names = ("words", "range", "district", "theme", "purpose", "grave")
        texts = {name: query.get(name, "")[:100] for name in names}
        return cls(**texts, page=page)

    def address(self, **others: object) -> str:
        """The query of an address that chooses the same, but for `others`."""
        chosen = {name: getattr(self, name) for name in ("words", "district", "purpose", "theme", "grave")}
        return urlencode({**chosen, **({"range": self.range} if self.range else {}), **others})

    def here(self, campaign: Campaign) -> frozenset[str]:
        """The districts that were chosen, by themselves or by their range; every one without a choice."""
        ranges = [each.districts for each in ranges_of(campaign) if each.code == self.range]
        within = frozenset().union(*ranges) if self.range else campaign.district_by_code
        return frozenset(code for code in within if self.district in ("", code))

    def narrow(self, feed: pd.DataFrame, campaign: Campaign, officer: Officer) -> pd.DataFrame:
        """The rows that fit."""
        if self.words:
            feed = feed[feed["station"].isin({each.code for each in self.stations(campaign)})]
        if self.district or self.range:
            feed = feed[feed["district"].isin(self.here(campaign))]
        if self.purpose:
            feed = feed[feed["purpose"] == self.purpose]
        if self.theme:
            feed = feed[feed["themes"].map(lambda themes: self.theme in themes).astype(bool)]
        if self.grave and officer.may(May.READ_GRAVE):
            feed = feed[feed["money"] | feed["grave"].map(bool)]
        return feed

    def stations(self, campaign: Campaign) -> list[Station]:
        """The stations of the chosen districts whose code or name, in either language, holds every word."""
        here = self.here(campaign)
        listed = [each for each in campaign.stations if each.district in here]
        for word in searched(self.words).split():
            listed = [each for each in listed if word in searched(f"{each.code} {each.name_hi} {each.name_en}")]
        return listed

    def on_page(self, most: int) -> slice:
        """Which of a list stand on the chosen page, of so many on each."""
        return slice(most * (self.page - 1), most * self.page)


def name_of(campaign: Campaign, code: str) -> Bilingual | None:
    """A station's name in both languages."""
    station = campaign.station_by_code.get(code)
    return station.names if station else None


def rows_of(board: Board, feed: pd.DataFrame, *, with_grave: bool) -> list[dict[str, Any]]:
    """The responses of a feed as the desk lists them; money and grave matters only for those who may know."""
    return [
        {
            "id": row["id"],
            "at": row["at"].to_pydatetime(),
            "seen": ms_of(row["seen"]),
            "station": row["station"],
            "name": name_of(board.campaign, row["station"]),  # None where the code was not accepted
            "purpose": Bilingual.halves(row["purpose"]),
            "rating": None if pd.isna(row["rating"]) or not row["rating"] else int(row["rating"]),
            "themes": [terms.THEMES[theme] for theme in row["themes"]],
            "matters": _matters(row) if with_grave else (),
        }
        for row in feed.to_dict("records")
    ]


MONEY_ASKED = Sentence("money asked for")


def _matters(row: Mapping[Any, Any]) -> tuple[Sentence, ...]:
    others = [matter for matter in row["grave"] if not (row["money"] and matter == "money")]
    asked = (MONEY_ASKED,) if row["money"] else ()
    return (*asked, *(terms.GRAVE_MATTERS[matter] for matter in others))


def desk_values(board: Board, officer: Officer, filters: Filters) -> dict[str, Any]:
    """The first page: counts, the feed, the stations of the running week, and what is published, apart from one another."""
    campaign, counted = board.campaign, board.tallies
    fitting = filters.narrow(_recent(board), campaign, officer)
    here, chosen = filters.on_page(SHOWN), filters.stations(campaign)
    parts, purpose = parts_of(campaign, chosen), campaign.form.role(Role.PURPOSE)
    return {
        "tally": counted.whole,
        "weeks_before": counted.weeks_before,
        "days": counted.days,
        "filters": filters,
        "rows": rows_of(board, fitting.iloc[here], with_grave=officer.may(May.READ_GRAVE)),
        "found": len(fitting),
        "more": len(fitting) > here.stop,
        "arrivals": _arrivals(board, fitting),
        "large_parts": tallied(parts, counted.stations, chosen),
        "stations": [] if parts else _heard(chosen, counted.stations, filters),
        **choices(campaign, filters),
        "opened": _opened(campaign, filters),
        "purposes": [(text, Bilingual.halves(text)) for text in (purpose.options if purpose else ())],
        "themes": list(terms.THEMES.items()),
        "health": _health(board, officer),
    }


def _health(board: Board, officer: Officer) -> Health | None:
    """Alerts that wait are counted only for those who may know what is grave: a count that rises tells it of the response that just came."""
    health = board.snapshot.health if officer.may(May.SEE_HEALTH) else None
    return health if not health or officer.may(May.READ_GRAVE) else replace(health, waiting=0)


def choices(campaign: Campaign, filters: Filters) -> dict[str, tuple[DeskPart, ...]]:
    """The ranges among which a reader chooses, and the districts of the chosen one."""
    inside = replace(filters, district="").here(campaign)
    return {"ranges": ranges_of(campaign), "districts": districts_of(campaign, inside)}


def _opened(campaign: Campaign, filters: Filters) -> DeskPart | None:
    """The district or range that a reader opened, of more stations than are shown at once."""
    parts = (
        () if shown_at_once(campaign.stations) else (*districts_of(campaign, {filters.district}), *ranges_of(campaign))
    )
    return next((each for each in parts if getattr(filters, each.kind) == each.code), None)


UNSAID = {"purpose": Bilingual.halves(""), "rating": None, "themes": (), "matters": ()}
"""In place of what a citizen said."""


def wall_values(board: Board) -> dict[str, Any]:
    """The screen of the control room: large counts, the districts, where and when the last responses came; nothing to press, and nothing that
    anybody said, since whoever walks past would know of whom they saw at a station what they rated."""
    campaign, counted = board.campaign, board.tallies
    parts = ranges_of(campaign) or districts_of(campaign, campaign.district_by_code)
    return {
        "tally": counted.whole,
        "days": counted.days,
        "places": tallied(parts, counted.stations, campaign.stations),
        "rows": [row | UNSAID for row in rows_of(board, board.snapshot.feed.iloc[:12], with_grave=False)],
    }


def written_values(board: Board) -> dict[str, Any]:
    """Where people wrote in the days of the feed, for the IG's office: districts by their range, and last where the station is not
    known; each with its number of messages."""
    campaign, feed = board.campaign, _recent(board)
    written = feed.loc[feed["written"], "district"].value_counts().to_dict()
    districts = districts_of(campaign, campaign.district_by_code)
    listed = (
        [(None, districts)]
        if not (ranges := ranges_of(campaign))
        else [(each.name, [one for one in districts if one.districts <= each.districts]) for each in ranges]
    )
    return {"listed": listed, "written": written}


def station_values(board: Board, officer: Officer, code: str, filters: Filters) -> dict[str, Any]:
    """One station: its counts, and its responses for those who may see rows; an SP sees its full groups of five."""
    shown = {"code": code, "name": name_of(board.campaign, code)}
    if not officer.may(May.SEE_RANGE):
        return {**shown, "tally": None, "lots": board.lots.get(code, ())}
    feed, here = board.snapshot.feed, filters.on_page(SHOWN)
    own = feed[feed["station"] == code]
    return {
        **shown,
        "tally": board.tallies.stations.get(code, Tally()),
        "rows": rows_of(board, own.iloc[here], with_grave=officer.may(May.READ_GRAVE)),
        "more": len(own) > here.stop,
        "filters": filters,
    }


def district_values(board: Board, officer: Officer) -> dict[str, Any]:
    """An SP's first page: full groups of five of their own stations, nothing below a group."""
    campaign, lots = board.campaign, board.lots
    if officer.district not in campaign.district_by_code:
        raise StateError(
            "The district of this account, {district}, is not in config/office.toml.",
            cure="The IG's office gives the account another one: anubhav desk account add {name} --role sp --district CODE",
            district=officer.district,
            name=officer.name,
        )
    own = [each for each in campaign.stations if each.district == officer.district]
    today = board.now.date()
    return {
        "district": campaign.district_by_code[officer.district],
        "lots": [(each.code, each.names, lots[each.code]) for each in own if each.code in lots],
        "waiting": sum(each.listed_on(today) and each.code not in lots for each in own),
    }


def common(board: Board, officer: Officer) -> dict[str, Any]:
    """What every page of the desk says: who looks, when responses were pulled, which week runs and which one is published."""
    office, snapshot, now = board.campaign.office.office, board.snapshot, board.now
    pulled = snapshot.pulled_at
    return {
        "office": office.names,
        "officer": officer,
        "May": May,
        "now": now,
        "pulled_at": pulled,
        "minutes": max(int((now - pulled).total_seconds() // 60), 0) if pulled else None,
        "silent_hours": int(silent.total_seconds() // 3600) if (silent := board.silent_since) else 0,
        "responses": snapshot.responses,
        "quarantined": snapshot.quarantined,
        "published": snapshot.published,
        "running": Week.of(now.date()),
        "settings_changed": board.settings_changed and officer.may(May.SEE_RANGE),
        "version": board.version(officer),
    }


def _recent(board: Board) -> pd.DataFrame:
    """The feed's days that are listed one by one."""
    feed = board.snapshot.feed
    return feed[feed["day"] > pd.Timestamp(board.now.date() - timedelta(days=FEED_DAYS))]


def _arrivals(board: Board, feed: pd.DataFrame) -> str:
    """When pulls brought responses of the last days, and how many: "1764150000000:3 …", for "new since you looked"."""
    recent = feed[feed["seen"] >= pd.Timestamp(board.now - timedelta(days=NEW_DAYS))]["seen"]
    counts = (recent.astype("datetime64[ms, UTC]").astype("int64")).value_counts().sort_index()
    return " ".join(f"{moment}:{count}" for moment, count in counts.items())


def _heard(
    chosen: Sequence[Station], counted: Mapping[str, Tally], filters: Filters
) -> list[tuple[str, Bilingual, Tally]]:
    """Of these stations those with responses in the running week, the last heard first; with a search all of them."""
    listed = [(each.code, each.names, counted.get(each.code, Tally())) for each in chosen]
    heard = [row for row in listed if filters.words or row[2].week]
    return sorted(heard, key=lambda row: row[2].newest.timestamp() if row[2].newest else 0.0, reverse=True)
