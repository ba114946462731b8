"""What the desk knows at this moment: made once for each state of the files, however many look; and who must hear of a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from threading import RLock
from typing import Any, TypeVar

import pandas as pd

from ..campaign import Campaign
from ..campaign.alerts import FILE as ALERTS
from ..cases.book import FILE as CASES
from ..cases.case import CaseBook
from ..gazette.book import FILE as GAZETTE
from ..gazette.book import read_book
from ..gazette.known import with_announced_rules
from ..gazette.words import with_words
from ..nouns.quota import Used
from ..nouns.week import Week, week_number
from ..privacy.lots import batched, counted_alone
from ..reports.given import ACTIONS
from ..responses.alerts.outbox import load_outbox
from ..responses.intake.quota import load_usage
from ..responses.ledger.columns import STATION, CodeReason
from ..responses.ledger.ledger import FOLDER, open_ledger
from ..responses.ledger.manifest import MANIFEST
from ..responses.ledger.summary import summarise
from .feed import Known, alerts_in_use, read_feed
from .roles import May, Officer, sees_case
from .tallies import Tallies, tallies

Made = TypeVar("Made")
Mark = tuple[int, int, int]
"""Of a file: what changes when it is written."""
LOT_WEEKS = 5
"""An SP sees full groups of five of the running week and the four before."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the line to Google is: for the IG's office and analysts; what waits for the IG's office alone."""

    sheet_full: float  # share of Google's limit of cells, as the last pull saw it, 0 to 1
    quota: Used | None  # the calls that came nearest to their limit per minute; None when no pull noted it
    turned_away: int  # calls that met a limit
    waiting: int  # alerts that could not be sent yet


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the ledger."""

    head: str
    feed: pd.DataFrame  # columns of feed.COLUMNS
    pulled_at: datetime | None  # in the campaign's zone
    responses: int  # of citizens in all; test responses are not counted
    quarantined: int
    published: Week | None  # the last week that was announced
    health: Health


class Board:
    """Reads the campaign's files when they changed, and only then; the book of cases by `read_cases`."""

    def __init__(self, campaign: Campaign, clock: Callable[[], datetime], read_cases: Callable[[], CaseBook]) -> None:
        self.campaign, self._clock, self._read_cases = campaign, clock, read_cases
        self.zone = campaign.zone
        data = campaign.data
        self._files = {
            "ledger": data / FOLDER / MANIFEST,
            "gazette": data / GAZETTE,
            "cases": data / CASES,
            "actions": campaign.root / ACTIONS,
        }
        files = [campaign.root / "stations.csv", *sorted((campaign.root / "config").glob("*.toml"))]
        self._settings = [each for each in files if each.name != ALERTS]
        self._begun = tuple(map(_mark, self._settings))
        self._lock = RLock()
        self._made: dict[str, tuple[Any, Any]] = {}
        self._known: Known = {}
        self._secret = token_bytes(16)

    @property
    def now(self) -> datetime:
        """The office's clock."""
        return self._clock().astimezone(self.zone)

    @property
    def marks(self) -> dict[str, Mark | None]:
        """What changes when a watched file does; as cheap as asking the disk for its date."""
        return {name: _mark(path) for name, path in self._files.items()}

    @property
    def snapshot(self) -> Snapshot:
        """The ledger as it is now; its feed begins again each day."""
        return self._once("snapshot", (self.marks, self.now.date()), self._read)

    @property
    def tallies(self) -> Tallies:
        """The counts of this minute."""
        snapshot, moment = self.snapshot, self.now
        key = (snapshot.head, moment.replace(second=0, microsecond=0))
        return self._once("tallies", key, lambda: tallies(snapshot.feed, moment))

    @property
    def lots(self) -> Mapping[str, tuple[int, ...]]:
        """Station → its responses in full groups of five, the running week first, then the weeks before. They move once a day, at midnight:
        nobody learns at what minute somebody responded."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        return self._once("lots", (self.snapshot.head, midnight), lambda: self._lots(midnight))

    @property
    def settings_changed(self) -> bool:
        """Whether stations.csv or config/ is another than when this desk was started, which goes by what it read then."""
        return self._begun != tuple(map(_mark, self._settings))

    @property
    def silent_since(self) -> timedelta | None:
        """How long nothing could be pulled, when that is longer than config/alerts.toml allows."""
        hours = alerts_in_use(self.campaign).rules.pull_overdue_hours
        pulled = self.snapshot.pulled_at
        silent = self.now - pulled if pulled else None
        return silent if silent and hours and silent > timedelta(hours=hours) else None

    @property
    def case_book(self) -> CaseBook:
        """The book of cases, with the stations that their responses have by now."""
        return self._once("cases", self.marks, self._read_cases)

    def version(self, officer: Officer) -> str:
        """A name of what this officer sees: it changes when their pages do, and for nothing else. That a case was opened for others tells that
        somebody responded just now. Keyed: minute and number of a case, which they do not see, could be tried out else."""
        snapshot, marks = self.snapshot, self.marks
        cases = [case for case in self.case_book.cases if sees_case(officer, case)]
        if officer.may(May.READ_GRAVE):
            seen: object = marks
        elif officer.may(May.SEE_RANGE):
            seen = (marks | {"cases": None}, cases)
        else:
            visible = {code: lots for code, lots in self.lots.items() if officer.sees(self.campaign, code)}
            seen = (sorted(visible.items()), snapshot.published, cases, marks["actions"])
        return blake2b(repr((seen, officer.scope)).encode(), key=self._secret, digest_size=8).hexdigest()

    def _once(self, name: str, key: object, make: Callable[[], Made]) -> Made:
        with self._lock:
            known = self._made.get(name)
            if known is None or known[0] != key:
                known = self._made[name] = (key, make())
            made: Made = known[1]
            return made

    def _read(self) -> Snapshot:
        campaign, today = self.campaign, self.now.date()
        ledger = open_ledger(campaign)
        summary, usage = summarise(ledger), load_usage(campaign.data)
        tests = summary.quarantined.get(CodeReason.TEST.value, 0)
        book = read_book(campaign.data)
        sheet = ledger.manifest.sheet
        return Snapshot(
            head=summary.head,
            feed=read_feed(with_words(campaign, book), ledger, today, self._known),
            pulled_at=summary.pulled_at.astimezone(self.zone) if summary.pulled_at else None,
            responses=summary.rows - tests,
            quarantined=sum(summary.quarantined.values()) - tests,
            published=Week(book.weeks[-1]) if book.weeks else None,
            health=Health(
                (sheet.fullness or 0.0) if sheet else 0.0,
                usage.fullest if usage else None,
                usage.turned_away if usage else 0,
                len(load_outbox(campaign.data).waiting),
            ),
        )

    def _lots(self, midnight: datetime) -> dict[str, tuple[int, ...]]:
        running = week_number(midnight.date())
        campaign = with_announced_rules(self.campaign)
        known = open_ledger(campaign).as_of(midnight)
        full = counted_alone(campaign, batched(campaign, known, running))
        responses = pd.DataFrame({"station": full.table[STATION].to_pandas(), "back": running - full.weeks})
        counted = responses.groupby(["station", "back"]).size().unstack(fill_value=0)
        weeks = counted.reindex(columns=range(LOT_WEEKS), fill_value=0)
        return {str(code): tuple(lots) for code, lots in zip(weeks.index, weeks.to_numpy().tolist(), strict=True)}


def _mark(path: Path) -> Mark | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino
