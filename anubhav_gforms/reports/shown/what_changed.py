"""What changed since the week with which a report is compared, in sentences: for the page and for the packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...language import both
from ...sentence import Bilingual
from .. import phrases
from ..contents import Contents
from ..records import records
from ..verdicts import ATTENTION, PRAISE


def what_changed(contents: Contents, rows: Sequence[Mapping[str, Any]]) -> Iterator[Bilingual]:
    """Of the whole range, or of the stations of one district (`rows`): then without what is counted of the range alone."""
    changes, codes = contents.changes, {row["code"] for row in rows}
    whole_range, judged = len(rows) == len(contents.stations), any(row["score"] is not None for row in rows)
    if whole_range and changes.responses:
        yield both(phrases.CHANGES_RESPONSES, n=changes.responses[0], before=changes.responses[1])
    if judged and not contents.trial:
        newly = {
            verdict: sum(row["code"] in codes & set(changes.newly) for row in contents.named(verdict))
            for verdict in (PRAISE, ATTENTION)
        }
        yield both(phrases.CHANGES_NEWLY, praise=newly[PRAISE], attention=newly[ATTENTION])
    if alarms := sum(code in codes for code in changes.alarms):
        yield both("New alarms: {n}.", n=alarms)
    if whole_range and contents.freshness.received is not None:
        edited, deleted = contents.freshness.lately
        yield both("Changed after sending: {edited} edited, {deleted} deleted.", edited=edited, deleted=deleted)
    letters = [row for row in records(changes.letters) if row["code"] in codes]
    if letters:
        rank = contents.letters.index
        up = sum(rank(row["after"]) < rank(row["before"]) for row in letters)
        yield both("Letters that changed: {n} ({up} up, {down} down).", n=len(letters), up=up, down=len(letters) - up)
    otherwise = len(changes.otherwise & codes) if judged and contents.letters_then else 0
    if otherwise:
        yield both(phrases.CHANGES_OTHERWISE, n=otherwise)
    if letters or otherwise:
        return
    if judged and contents.letters_then:
        yield both("No station's letter changed. That is the normal case.")
    elif judged:
        yield both("There were no letters yet at that time.")
