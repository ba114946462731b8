"""The rules of alerts: each is one object that looks at what came since the last look: `is_on` tells whether config/alerts.toml has it on,
`sightings` what it sees. A rule more is an object more in `RULES`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...campaign import FormConfig, Role, Words
from ...campaign.alerts import AlertsConfig
from ...cases.case import About
from ...sentence import Sentence, joined
from ..ledger.changes import column_title, described_changes
from ..ledger.columns import CODE_REASON, RESPONSE_ID, STATION, SUBMITTED_AT, VERSION, CodeReason
from ..ledger.events import EventKind
from ..ledger.ledger import Ledger
from ..ledger.parquet import to_frame
from ..ledger.sweeps import CURE, sweeps_apart
from .grave import grave_finder

COUNTS_SINCE = (EventKind.EDITED, EventKind.CONFIRMED, EventKind.SHEET_TAKEN)
"""After these another version of a response may count: sent again and confirmed by the form, or decided by an officer."""


@dataclass(frozen=True)
class NewInLedger:
    """What a rule looks at: the ledger from row `row` and event number `event` on, by the campaign's form, what its
    options mean and ever meant, and config/alerts.toml."""

    ledger: Ledger = field(repr=False)
    row: int
    event: int
    form: FormConfig = field(repr=False)
    config: AlertsConfig = field(repr=False)
    money: Words | None = field(repr=False)

    @cached_property
    def responses(self) -> pd.DataFrame:
        """New responses, and older ones of which another version counts since, in the version that counts, without tests, copied
        rows and imports that were taken back: id, time, station, money, overall and message by key, and whether it is `fresh`."""
        rows, lives = np.arange(self.row, self.ledger.manifest.rows, dtype=np.int64), self.ledger.lives
        fresh = rows[self.ledger.rows(rows, [VERSION])[VERSION].to_numpy() == 1].tolist()
        changed = {event.answer for event in self.ledger.history[self.event :] if event.kind in COUNTS_SINCE}
        again = sorted(number for number in changed.difference(fresh) if lives.in_force(number) != number)
        fresh = [number for number in fresh if number not in lives.undone]
        counting = np.array([lives.in_force(number) for number in (*fresh, *again)], np.int64)
        asked = (self.money, *map(self.form.role, (Role.OVERALL, Role.MESSAGE)))
        keys = [each.key for each in asked if each]
        frame = to_frame(self.ledger.rows(counting, [RESPONSE_ID, SUBMITTED_AT, STATION, CODE_REASON, *keys]))
        frame["fresh"] = np.arange(len(counting)) < len(fresh)
        return frame[~frame[CODE_REASON].isin([CodeReason.TEST.value, CodeReason.COPIED.value])]

    @cached_property
    def messages(self) -> pd.Series[Any]:
        """Their messages, "" where there is none."""
        text = self.form.role(Role.MESSAGE)
        return self.responses[text.key] if text else pd.Series("", self.responses.index)


@dataclass(frozen=True, slots=True)
class RuleSighting:
    """What a rule saw: why it matters, the key of its matter (the same for all rules that saw the same response), where and when.

    `since`: local time in ISO, to the minute; `more`: lines with numbers of the rule. Never a citizen's words.
    """

    about: About
    key: str
    station: str
    since: str
    response_id: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResponseRule:
    """A rule that looks at each response alone: `picks` marks those that the office must be told of."""

    about: About
    setting: str  # of [rules] in config/alerts.toml
    picks: Callable[[NewInLedger], pd.Series[Any] | None]

    def is_on(self, config: AlertsConfig) -> bool:
        return bool(getattr(config.rules, self.setting))

    def sightings(self, new: NewInLedger) -> Iterable[RuleSighting]:
        marked = self.picks(new) if len(new.responses) else None
        if marked is None:
            return
        for _, row in new.responses[marked.fillna(False).astype(bool)].iterrows():
            response_id = row[RESPONSE_ID]
            yield RuleSighting(
                self.about, f"answer:{response_id}", row[STATION], _minute(row[SUBMITTED_AT]), response_id
            )


@dataclass(frozen=True)
class BurstRule:
    """Stations with n responses within an hour: a burst is told once, when it begins, not again with each further response; it lasts
    while such hours meet, and a response that comes late can complete one."""

    about: About = About.BURST

    def is_on(self, config: AlertsConfig) -> bool:
        return config.rules.burst > 0

    def sightings(self, new: NewInLedger) -> Iterable[RuleSighting]:
        fresh = new.responses[new.responses["fresh"]]
        stations = fresh.loc[fresh[STATION] != "", STATION].unique()
        if not len(stations):
            return
        since = fresh[SUBMITTED_AT].min() - pd.Timedelta(hours=2)
        frame = new.ledger.frame([STATION, SUBMITTED_AT, RESPONSE_ID])
        frame = frame[frame[STATION].isin(stations) & (frame[SUBMITTED_AT] >= since)].sort_values(SUBMITTED_AT)
        frame = frame.assign(fresh=frame[RESPONSE_ID].isin(fresh[RESPONSE_ID]))
        for station, responses in frame.groupby(STATION):
            moments = responses[SUBMITTED_AT].dt.as_unit("s").astype("int64").to_numpy()
            old, least = ~responses["fresh"].to_numpy(), new.config.rules.burst
            within, was_full = in_last_hour(moments), np.zeros(len(moments), bool)
            was_full[old] = in_last_hour(moments[old]) >= least
            full = np.flatnonzero(within >= least)
            for burst in np.split(full, 1 + np.flatnonzero(np.diff(moments[full]) > 3600)):
                if len(burst) and not was_full[burst].any():
                    when = _minute(responses[SUBMITTED_AT].iloc[burst[0]])
                    more = Sentence("{value} responses within an hour", value=within[burst].max())
                    yield RuleSighting(self.about, f"burst:{station}:{when}", str(station), when, more=(more,))


def in_last_hour(moments: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """(moments,), seconds in order: how many lie in the hour up to each, itself among them."""
    return np.searchsorted(moments, moments, side="right") - np.searchsorted(moments, moments - 3600)


@dataclass(frozen=True)
class ChangeRule:
    """Responses that were edited, or deleted, in the response sheet, or of which form and sheet say different things; none that was
    sent again."""

    about: About
    kinds: tuple[EventKind, ...]

    def is_on(self, config: AlertsConfig) -> bool:
        return config.rules.changed

    def sightings(self, new: NewInLedger) -> Iterable[RuleSighting]:
        numbers = [
            number
            for number, event in enumerate(new.ledger.history)
            if number >= new.event and event.kind in self.kinds
        ]
        events = [new.ledger.history[number] for number in numbers]
        zone = ZoneInfo(new.ledger.versions_schema().field(SUBMITTED_AT).type.tz)
        described = zip(numbers, described_changes(new.ledger, events, zone), strict=True)
        kept = [(number, change) for number, change in described if not change.sent_again]
        numbers, changes = [number for number, _ in kept], [change for _, change in kept]
        sweeps, alone = sweeps_apart(changes)
        for sweep in sweeps:
            key, since = f"swept:{numbers[sweep.places[0]]}", _minute(sweep.changes[0].noticed_at)
            yield RuleSighting(
                About.SWEPT,
                key,
                sweep.station,
                since,
                sweep.name,
                (sweep.said(new.form), *((CURE, *sweep.ways) if sweep.ways else ())),
            )
        for turn in alone:
            change = changes[turn]
            key = f"{change.kind}:{change.response_id}:{numbers[turn]}"
            titles = [column_title(new.form, column) for column in change.what]
            more = (Sentence("changed: {what}", what=joined(titles, ", ")),) if titles else ()
            yield RuleSighting(
                self.about, key, change.station, _minute(change.submitted_at), change.response_id, more=more
            )


def _asked_for_money(new: NewInLedger) -> pd.Series[Any] | None:
    return new.responses[new.money.key].isin(new.money.means.get("yes", ())) if new.money else None


def _speaks_of_grave(new: NewInLedger) -> pd.Series[Any] | None:
    matters = grave_finder(new.config)
    return new.messages.map(lambda text: bool(matters(text)))


def _very_bad(new: NewInLedger) -> pd.Series[Any] | None:
    overall = new.form.role(Role.OVERALL)
    return (new.responses[overall.key] <= new.config.rules.low_rating) & (new.messages != "") if overall else None


RULES: tuple[ResponseRule | BurstRule | ChangeRule, ...] = (
    ResponseRule(About.GRAVE, "grave", _speaks_of_grave),
    ResponseRule(About.MONEY, "money", _asked_for_money),
    ResponseRule(About.LOW_RATING, "low_rating", _very_bad),
    BurstRule(),
    ChangeRule(About.EDITED, (EventKind.EDITED,)),
    ChangeRule(About.GONE, (EventKind.GONE,)),
    ChangeRule(About.DISPUTED, (EventKind.UNSENT, EventKind.DIFFERENT, EventKind.WITHDRAWN)),
)
"""Every rule, in the order in which the reasons of one response are named."""


def _minute(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M"))
