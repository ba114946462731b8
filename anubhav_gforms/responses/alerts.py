"""What happened since the last look → what the office must be told at once. Pure; nothing personal unless allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ..campaign import FormConfig, Role
from ..campaign.alerts import AlertsConfig
from ..linear import linear
from ..sentence import Sentence, joined
from ..text import searched
from .events import EventKind
from .history import described
from .ledger import Ledger
from .parquet import to_frame
from .schema import CODE_REASON, RESPONSE_ID, STATION, SUBMITTED_AT, VERSION, CodeReason

Said = Callable[[str], str]
"""A sentence → its text in a language."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One message to the office: the rule that made it, a title, and a line for each answer."""

    rule: str
    title: str
    lines: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n".join(self.lines)

    def in_words(self, said: Said) -> Alert:
        """The same alert in the language that the office reads."""
        return replace(self, title=said(self.title), lines=tuple(map(said, self.lines)))


def alerts_since(
    ledger: Ledger, row: int, event: int, *, form: FormConfig, rules: AlertsConfig, names: Mapping[str, str]
) -> tuple[Alert, ...]:
    """Alerts for the ledger rows from `row` on and the events from number `event` on; `names` maps codes to names."""
    return (*_answer_alerts(ledger, row, form, rules, names), *_event_alerts(ledger, event, rules, names))


def _answer_alerts(
    ledger: Ledger, row: int, form: FormConfig, config: AlertsConfig, names: Mapping[str, str]
) -> Iterable[Alert]:
    rows = np.arange(row, ledger.manifest.rows, dtype=np.int64)
    money, overall, text = (form.role(role) for role in (Role.MONEY, Role.OVERALL, Role.MESSAGE))
    keys = [question.key for question in (money, overall, text) if question]
    wanted = [RESPONSE_ID, VERSION, SUBMITTED_AT, STATION, CODE_REASON, *keys]
    frame = to_frame(ledger.rows(rows, wanted))
    frame = frame[(frame[VERSION] == 1) & (frame[CODE_REASON] != CodeReason.TEST.value)]
    if frame.empty:
        return
    rules, message = config.rules, frame[text.key] if text else pd.Series("", frame.index)

    def found(rule: str, title: str, chosen: pd.Series[bool]) -> Iterable[Alert]:
        picked = frame[chosen.fillna(False).astype(bool)]
        if len(picked):
            shown = picked.head(config.text.most_lines)
            lines = [_line(each, names, message.get(place, ""), config) for place, each in shown.iterrows()]
            yield Alert(rule, _counted(title, len(picked)), _short(lines, config, len(picked)))

    if rules.money and money:
        yield from found("money", Sentence("Money or a gift was asked for"), frame[money.key] == money.yes)
    if rules.grave and config.words.grave:
        is_grave = word_finder(config.words.grave)
        yield from found("grave", Sentence("A grave matter in a message"), message.map(is_grave))
    if rules.low_rating and overall:
        low = (frame[overall.key] <= rules.low_rating) & (message != "")
        yield from found("low_rating", Sentence("A very bad experience, with a message"), low)
    if rules.burst:
        yield from _bursts(ledger, frame, rules.burst, names)


def _bursts(ledger: Ledger, new: pd.DataFrame, most: int, names: Mapping[str, str]) -> Iterable[Alert]:
    """Stations where a new answer is the `most`-th or a later one within an hour, and no older answer of that hour was:
    a burst is told when it begins, not again with each further answer."""
    stations = new.loc[new[STATION] != "", STATION].unique()
    since = new[SUBMITTED_AT].min() - pd.Timedelta(hours=2)
    frame = ledger.frame([STATION, SUBMITTED_AT, RESPONSE_ID])
    frame = frame[frame[STATION].isin(stations) & (frame[SUBMITTED_AT] >= since)].sort_values(SUBMITTED_AT)
    frame = frame.assign(fresh=frame[RESPONSE_ID].isin(new[RESPONSE_ID]))
    lines = []
    for station, answers in frame.groupby(STATION):
        moments = answers[SUBMITTED_AT].astype("int64").to_numpy() // _per_second(answers[SUBMITTED_AT])
        within = np.arange(1, len(moments) + 1) - np.searchsorted(moments, moments - 3600)
        fresh, full = answers["fresh"].to_numpy(), within >= most
        told = moments[full & ~fresh]
        begins = [place for place in np.flatnonzero(full & fresh) if not (abs(told - moments[place]) <= 3600).any()]
        if begins:
            lines.append(
                Sentence(
                    "{names} ({station}): {value} responses within an hour",
                    names=names.get(str(station), ""),
                    station=station,
                    value=within[begins].max(),
                )
            )
    if lines:
        yield Alert("burst", Sentence("Many responses at once: {lines} stations", lines=len(lines)), tuple(lines))


def _per_second(times: pd.Series[Any]) -> int:
    return {"s": 1, "ms": 1000, "us": 1_000_000, "ns": 1_000_000_000}[times.dt.unit]


def _event_alerts(ledger: Ledger, event: int, config: AlertsConfig, names: Mapping[str, str]) -> Iterable[Alert]:
    if not config.rules.changed:
        return
    events = [each for each in ledger.history[event:] if each.kind in (EventKind.EDITED, EventKind.GONE)]
    from zoneinfo import ZoneInfo

    changes = described(ledger, events, ZoneInfo("UTC"))
    for kind, title in (
        (EventKind.EDITED, Sentence("Responses were edited in the sheet")),
        (EventKind.GONE, Sentence("Responses were deleted from the sheet")),
    ):
        lines = [
            Sentence(
                "{station}, response {response_id}: {what}",
                station=_place(change.station, names),
                response_id=change.response_id,
                what=joined(change.what, ", "),
            )
            if change.what
            else Sentence(
                "{station}, response {response_id}",
                station=_place(change.station, names),
                response_id=change.response_id,
            )
            for change in changes
            if change.kind is kind
        ]
        if lines:
            yield Alert(kind.value, _counted(title, len(lines)), _short(lines, config, len(lines)))


def _line(row: pd.Series[Any], names: Mapping[str, str], message: str, config: AlertsConfig) -> str:
    where = {"station": _place(row[STATION], names), "sent": row[SUBMITTED_AT], "response_id": row[RESPONSE_ID]}
    if config.text.include_messages and message:
        return Sentence("{station}, {sent:%d.%m.%Y %H:%M}, response {response_id}: {message}", **where, message=message)
    return Sentence("{station}, {sent:%d.%m.%Y %H:%M}, response {response_id}", **where)


def _counted(title: str, count: int) -> Sentence:
    return Sentence("{title}: {count}", title=title, count=count)


def _place(station: str, names: Mapping[str, str]) -> str:
    return f"{names.get(station, '')} ({station})".strip() if station else Sentence("no valid code")


def _short(lines: Sequence[str], config: AlertsConfig, count: int) -> tuple[str, ...]:
    """The first lines of `count`, and how many more there are."""
    most = config.text.most_lines
    more = (Sentence("and {count} more", count=count - most),) if count > most else ()
    return (*lines[:most], *more)


def word_finder(words: Sequence[str]) -> Callable[[str], bool]:
    """A function that tells whether a text holds one of the words; * at the end stands for every ending."""
    letter = r"[\w\u0900-\u0963\u200c\u200d]"
    parts = []
    for word in words:
        stem = re.escape(searched(word.rstrip("*"))).replace(r"\ ", r"\s{1,9}")
        parts.append(stem if word.endswith("*") else rf"{stem}(?!{letter})")
    pattern = linear(rf"(?<!{letter})(?:{'|'.join(parts)})")
    return lambda text: bool(text) and pattern.search(searched(text)) is not None
