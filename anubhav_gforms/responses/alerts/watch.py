"""One look of the watch: what came since the last look, told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from ...campaign import Campaign
from ...campaign.alerts import AlertsConfig
from ...cases.case import Case, CaseBook, Matter
from ...chain import BRING_BACK
from ...nouns.moments import moment_of
from ...sentence import Sentence
from ..ledger.changes import Changes
from ..ledger.columns import SUBMITTED_AT, VERSION
from ..ledger.events import EventKind
from ..ledger.ledger import Ledger
from .alerts import Alert, Said, as_written, case_alerts, matters_of, opening_alerts, sightings_since
from .outbox import CUT, Outbox, deliver, load_outbox, post, save_outbox

SILENT, OVERDUE, SPOILED = "sheet_silent", "pull_overdue", "ledger_changed"


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found. `sent` counts messages taken by an address; `failed` names the kinds that have one still to take; `uncertain` counts
    messages that were cut off twice while they were sent, and are not sent again; `history` responses that the very first look passed
    over."""

    changes: Changes | None
    alerts: tuple[Alert, ...]
    sent: int
    failed: tuple[str, ...]
    waiting: int
    uncertain: int = 0
    history: int = 0
    silent_monitor: Sentence | None = None  # why the monitor outside did not take the sign of life
    told_nobody: bool = False  # no address is set


@dataclass(frozen=True, slots=True)
class Teller:
    """Whom a look tells: everybody at these Apprise addresses, in the words of `said`. `foot` gives the last lines of every message:
    how far the books go. What waits is kept under `data`."""

    data: Path
    addresses: Sequence[str]
    said: Said = as_written
    foot: Callable[[], Iterable[str]] = tuple

    def tell(self, outbox: Outbox, alerts: Sequence[Alert], changes: Changes | None = None) -> Look:
        """Send these alerts, and what waits already."""
        below = tuple(self.foot()) if alerts else ()
        footed = [replace(alert, lines=(*alert.lines, *below)) for alert in alerts]
        outbox = post(outbox, footed, self.addresses, self.said)
        save_outbox(outbox, self.data)
        sent = deliver(outbox, self.addresses, self.data)
        return Look(changes, tuple(alerts), sent.sent, sent.failed, len(sent.outbox.waiting), sent.uncertain)


def look(
    campaign: Campaign,
    rules: AlertsConfig,
    teller: Teller,
    ledger: Callable[[], Ledger],
    pull: Callable[[], Changes],
    form_times: Callable[[datetime], Iterable[datetime]],
    *,
    open_matters: Callable[[Sequence[Matter]], Sequence[Case]],
    case_book: Callable[[], CaseBook],
    now: datetime,
) -> Look:
    """Pull, open a case for each matter, then tell what is new. The very first pull tells nothing: what it brings is history.

    `form_times` gives the times of the form's own responses after a moment; asked only when the sheet had nothing new.
    Cases come before the outbox is saved, and the outbox before anything is sent: a look that is killed in between sees the same again,
    finds its cases open, and tells them once.
    """
    outbox = load_outbox(campaign.data)
    begins = outbox.row < 0
    if begins:
        before = ledger()
        book = case_book()
        outbox = replace(
            outbox, row=before.manifest.rows, event=len(before.history), entries=book.entries, case_head=book.head
        )
        save_outbox(outbox, campaign.data)
    cut = outbox.misses(case_book())
    changes = pull()
    after = ledger()
    names = {station.code: station.names for station in campaign.stations}
    alerts = [Alert("cut", CUT, (BRING_BACK,))] if cut else []
    if not changes.first:
        seen = matters_of(sightings_since(after, outbox.row, outbox.event, campaign=campaign, rules=rules))
        cases = open_matters([matter for matter, _ in seen])
        alerts += opening_alerts(list(zip(cases, [group for _, group in seen], strict=True)), rules, names)
    book = case_book()
    if outbox.entries >= 0:
        alerts += case_alerts(book, outbox.entries, rules, names)
    passed = after.manifest.rows if changes.first else outbox.row if begins else 0
    history = responses_between(after, 0, passed)
    told_already = set(outbox.told) - {OVERDUE}
    witnessed = campaign.office.google.source != "forms"  # where the form alone is read no sheet can fall behind it
    silent = _silent(rules, changes, after, form_times, now) if witnessed else []
    alerts += silent if SILENT not in told_already else ()
    told_already = told_already | {SILENT} if silent else told_already - {SILENT}
    outbox = replace(
        outbox,
        row=after.manifest.rows,
        event=len(after.history),
        entries=book.entries,
        case_head=book.head,
        told=tuple(sorted(told_already)),
    )
    return replace(teller.tell(outbox, alerts, changes), history=history)


def responses_between(ledger: Ledger, first: int, last: int) -> int:
    """How many responses came with these rows of the ledger; a later version of one is none more."""
    return ledger.rows(np.arange(first, last), [VERSION])[VERSION].to_pylist().count(1) if last > first else 0


def tell_spoiled(teller: Teller, faults: Sequence[str]) -> tuple[Alert, ...]:
    """Before a pull: tell once what the ledger's own check found; again only after it was whole in between."""
    outbox = load_outbox(teller.data)
    if bool(faults) == (SPOILED in outbox.told):
        return ()
    if not faults:
        save_outbox(replace(outbox, told=tuple(each for each in outbox.told if each != SPOILED)), teller.data)
        return ()
    says = Sentence(
        "Bring data/ledger back from a backup; no report is made from it. All faults: anubhav ledger verify"
    )
    alert = Alert(SPOILED, Sentence("The ledger is not as it was written: {faults}", faults=faults[0]), (says,))
    return teller.tell(replace(outbox, told=(*outbox.told, SPOILED)), [alert]).alerts


def tell_overdue(teller: Teller, rules: AlertsConfig, pulled_at: datetime | None, *, now: datetime) -> Look:
    """After a pull that failed: tell it once when nothing was pulled for too long, or for nobody knows how long because the
    last pull was noted with a time in the future; also send what waits."""
    outbox, hours = load_outbox(teller.data), rules.rules.pull_overdue_hours
    alerts = []
    unsure = bool(pulled_at and pulled_at > now + timedelta(minutes=10))
    if hours and pulled_at and (unsure or now - pulled_at > timedelta(hours=hours)) and OVERDUE not in outbox.told:
        says = Sentence("Look at the machine that runs anubhav watch: anubhav doctor says what is wrong.")
        since = (
            Sentence("; when it last could be is not known, a clock was wrong")
            if unsure
            else Sentence(" for {hours} hours", hours=hours)
        )
        alerts = [Alert(OVERDUE, Sentence("Nothing could be pulled{since}", since=since), (says,))]
        outbox = replace(outbox, told=(*outbox.told, OVERDUE))
    return teller.tell(outbox, alerts)


def _taken_from_form(ledger: Ledger) -> list[datetime]:
    """Times of the responses that the ledger has from the form alone, and that are newer than all of the sheet."""
    form, sheet = ledger.manifest.form, ledger.manifest.sheet
    if not form or not sheet or not form.unplaced:
        return []
    rows = np.array([ledger.lives.in_force(response) for response in form.unplaced], np.int64)
    times = ledger.rows(rows, [SUBMITTED_AT])[SUBMITTED_AT].cast(pa.int64()).to_pylist()
    newest = max((tail[0] for tail in sheet.tail), default=0)
    return [moment_of(time) for time in times if time > newest]


def _silent(
    rules: AlertsConfig,
    changes: Changes,
    ledger: Ledger,
    form_times: Callable[[datetime], Iterable[datetime]],
    now: datetime,
) -> list[Alert]:
    """The form has responses that the sheet has not had for hours: somebody unlinked it, or lost the right to edit it."""
    hours = rules.rules.sheet_silent_hours
    if not hours or changes.new > len(changes.of(EventKind.NOT_IN_SHEET)) or changes.data_until is None:
        return []
    late = [*_taken_from_form(ledger), *form_times(changes.data_until + timedelta(seconds=2))]
    late = [time for time in late if now - time > timedelta(hours=hours)]
    if not late:
        return []
    says = Sentence(
        "The oldest is from {value:%d.%m.%Y %H:%M}. Check that form and sheet are linked: anubhav doctor",
        value=min(late).astimezone(changes.pulled_at.tzinfo),
    )
    said = Sentence(
        "{n} response is in the form but not in the sheet",
        "{n} responses are in the form but not in the sheet",
        n=len(late),
    )
    return [Alert(SILENT, said, (says,))]
