"""One pull: read what is new, or everything when something moved; compare with the ledger; record all in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from ...errors import SheetError
from ...nouns.gateway import SheetsDoor
from ...nouns.google import Spreadsheet, Tab
from ...nouns.progress import Progress, silent
from ...sentence import Sentence
from ..ledger.changes import Changes
from ..ledger.closed_sheets import archived
from ..ledger.content import differs
from ..ledger.digests import Digests
from ..ledger.ledger import Ledger
from ..ledger.manifest import Digest, SheetState
from ..ledger.rows import Rows
from ..ledger.writer import Writer, writing
from .blocks import digests_of
from .compare import compare
from .judged_again import judge_again
from .partners import sent_again
from .record import MS, record
from .sheet import Opened, open_tab
from .states import awaited
from .values import WHOLE_AFTER, FormList, Matched, Order

LOSS_SHARE, LOSS_COUNT = 0.1, 20
"""A reading in which more than this share, and more than this many, of the known responses are missing is not believed."""


def pull_sheet(
    sheets: SheetsDoor,
    folder: Path,
    order: Order,
    *,
    find_tab: Callable[[], tuple[Spreadsheet, Tab]],
    listed: FormList | None = None,
    progress: Progress = silent,
) -> Changes:
    """Bring the ledger in `folder` up to the response sheet. Either everything found is recorded, or nothing.

    `find_tab` gives the spreadsheet and the tab that the form writes to, as they are now. It is asked at every pull: a tab that
    still has something new may be the one that the form left, and the rest lies in another. `listed` tells which rows were sent again.
    Raises SheetError, StateError or GoogleError; then the ledger is as it was.
    """
    with writing(folder, command="pull") as writer:
        writer.ledger.asked = order.expected.form.keys
        state = writer.manifest.sheet
        book, tab = find_tab()
        if writer.manifest.place != (book.id, tab.id):
            state = None
        opened = open_tab(sheets, book, tab, order.expected, state)
        quick = state and not order.full and writer.now() - state.audited_at < WHOLE_AFTER / MS
        matched = _quick(writer, opened, listed, state) if state and quick else None
        if matched is None:
            matched = _thorough(writer, opened, order, listed, state, progress)
        changes = judge_again(writer, order, record(writer, order, matched))
        writer.compact()
        return changes


def _quick(writer: Writer, opened: Opened, listed: FormList | None, state: SheetState) -> Matched | None:
    """What follows the known tail; None when the tail or the audited rows are not as they were, or what was gone is back."""
    read = opened.tail(state)
    if read is None:
        return None
    reading, audited = read
    seen, known = digests_of(reading.block), len(state.tail)
    tail, responses = seen.take(np.arange(min(known, len(seen)))), writer.ledger.order()[-known:]
    if len(tail) < known or not (_equal(tail, state.tail) and _personal_as_known(writer.ledger, responses, tail)):
        return None
    gone = writer.ledger.lives.gone
    if any(_placed(writer.ledger, awaited(writer.ledger), digests_of(reading.block, known))):
        return None
    old = writer.ledger.digests_of(np.array([event.old for event in gone.values()], np.int64))
    new = seen.take(np.arange(known, len(seen)))
    if np.isin(new.times, old.times).any() or sent_again(writer.ledger, listed, [*gone], new):
        return None
    audited_to = 0
    if audited is not None:
        first, last = opened.audit_rows(state) or (0, 0)
        if not _audit(writer.ledger, state, first, last, digests_of(audited)):
            return None
        audited_to = last
    responses = np.concatenate([responses, np.full(len(seen) - known, -1, np.int64)])
    return Matched(reading.block, responses, reading, audited_to=audited_to)


def _equal(seen: Digests, tail: Sequence[Digest]) -> bool:
    read_now = zip(seen.times.tolist(), seen.digests.tolist(), seen.personal.tolist(), strict=True)
    return all(
        (time, content) == known[:2] and known[2] in (None, personal)
        for (time, content, personal), known in zip(read_now, tail, strict=True)
    )


def _personal_as_known(ledger: Ledger, responses: Rows, seen: Digests) -> bool:
    """Whether names, numbers and messages are those of the ledger, where it has not forgotten them."""
    known = ledger.digests_of(ledger.lives.rows_of(responses))
    return bool((known.purged | (known.personal == seen.personal)).all())


def _audit(ledger: Ledger, state: SheetState, first: int, last: int, seen: Digests) -> bool:
    """Whether sheet rows `first` to `last` still hold what the ledger has of them."""
    gaps = np.array(state.gaps, np.int64)
    low = first - 2 - int((gaps < first).sum())
    high = last - 1 - int((gaps <= last).sum())
    rows = ledger.lives.rows_of(ledger.order()[low:high])
    content = ledger.digests_of(rows)
    personal = [
        None if purged else digest for digest, purged in zip(content.personal.tolist(), content.purged, strict=True)
    ]
    known = tuple(zip(content.times.tolist(), content.digests.tolist(), personal, strict=True))
    return len(known) == len(seen) and _equal(seen, known)


def _thorough(
    writer: Writer,
    opened: Opened,
    order: Order,
    listed: FormList | None,
    state: SheetState | None,
    progress: Progress,
) -> Matched:
    """Everything, compared with everything. What looks edited or deleted is read a second time before it is believed.

    What is archived is known again where Google copied it, so that it counts once, and no sheet can change or lose it.
    """
    ledger = writer.ledger
    was, was_gone = ledger.order(), np.array(sorted(ledger.lives.gone), np.int64)
    closed = np.setdiff1d(archived(ledger, opened.spreadsheet.id), was_gone)
    responses = np.concatenate([was, np.setdiff1d(closed, was), was_gone])
    due = ~np.isin(responses, np.concatenate([closed, was_gone]))
    alive = int(due.sum())
    rows = ledger.lives.rows_of(responses)
    known = ledger.digests.take(rows)
    for _ in range(3):
        reading = opened.everything(state, progress)
        result = compare(known, digests_of(reading.block))
        missing = result.gone[due[result.gone]]
        lost = len(missing)
        if alive and not order.accept_deletions:
            believable(Sentence("The response sheet"), alive, lost, len(reading.block.rows))
        if not lost and not len(result.edited):
            break
        again = compare(known, digests_of(opened.everything(state).block))
        if np.array_equal(again.gone, result.gone) and np.array_equal(again.edited[:, 0], result.edited[:, 0]):
            break
    else:
        raise SheetError("The response sheet is being changed while it is read.", cure="Run anubhav pull again later.")
    other = differs(ledger, rows[result.same[:, 0]], reading.block.answers.take(pa.array(result.same[:, 1])))
    if other.any():  # equal digests, other words: somebody changed the ledger's own files
        result = replace(result, same=result.same[~other], edited=np.concatenate([result.edited, result.same[other]]))
    seen = np.full(len(reading.block.rows), -1, np.int64)
    back: list[int] = []
    edited: list[tuple[int, int]] = []
    for pairs, is_same in ((result.same, True), (result.edited, False)):
        seen[pairs[:, 1]] = responses[pairs[:, 0]]
        returned = np.isin(responses[pairs[:, 0]], was_gone)
        back += [int(responses[place]) for place in pairs[returned, 0].tolist()]
        open_ones = [] if is_same else pairs[~np.isin(responses[pairs[:, 0]], closed)].tolist()
        edited += [(int(responses[a]), int(b)) for a, b in open_ones]
    lonely = np.setdiff1d(responses[result.gone], closed).tolist()
    resent = sent_again(ledger, listed, lonely, digests_of(reading.block).take(result.new))
    for number, position in resent.items():
        row = int(result.new[position])
        seen[row] = number
        edited.append((number, row))
    back += [number for number in resent if number in ledger.lives.gone]
    gone = tuple(number for number in responses[missing].tolist() if number not in resent)
    shut = result.edited[np.isin(responses[result.edited[:, 0]], closed)]
    sent = ledger.digests.take(responses[shut[:, 0]]).digests  # a response bears the number of its first version
    copies = int((sent != digests_of(reading.block).digests[shut[:, 1]]).sum())
    free = np.flatnonzero(seen < 0)
    equal, otherwise = _placed(
        ledger, np.setdiff1d(awaited(ledger), seen).tolist(), digests_of(reading.block).take(free)
    )
    seen[free[[*equal, *otherwise]]] = [*equal.values(), *otherwise.values()]
    edited += [(response, int(free[position])) for position, response in otherwise.items()]
    return Matched(
        reading.block,
        seen,
        reading,
        tuple(edited),
        tuple(back),
        gone,
        result.moved,
        full=True,
        notes=(_copies_note(copies),) if copies else (),
    )


def _copies_note(count: int) -> Sentence:
    return Sentence(
        "{n:,} row of this sheet repeats an archived response in other words: what is archived counts. Who changed it is in File > Version history.",
        "{n:,} rows of this sheet repeat archived responses in other words: what is archived counts. Who changed them is in File > Version history.",
        n=count,
    )


def _placed(ledger: Ledger, unplaced: Sequence[int], seen: Digests) -> tuple[dict[int, int], dict[int, int]]:
    """Which of these new rows of the sheet are responses that the form had told of before: place → response, of the same second and
    digest; and of the rest, of the same second alone, whose row says other words."""
    waiting: dict[int, list[int]] = {}
    for response in unplaced:
        waiting.setdefault(int(ledger.digests.times[ledger.lives.row_of(response)]) // 1000, []).append(response)
    equal: dict[int, int] = {}
    otherwise: dict[int, int] = {}
    rows = list(zip((seen.times // 1000).tolist(), seen.digests.tolist(), strict=True)) if waiting else []
    for position, (second, digest) in enumerate(rows):
        here = waiting.get(second, [])
        same = [each for each in here if ledger.digests.digests[ledger.lives.row_of(each)] == digest]
        if same:
            equal[position] = same[0]
            here.remove(same[0])
    for position, (second, _) in enumerate(rows):
        if position not in equal and waiting.get(second):
            otherwise[position] = waiting[second].pop(0)
    return equal, otherwise


def believable(what: str, alive: int, lost: int, seen: int) -> None:
    """A reading that lost many responses is a broken reading until a person says otherwise."""
    if seen and (lost <= LOSS_COUNT or lost <= LOSS_SHARE * alive):
        return
    without = (
        Sentence("{lost:,} of {alive:,} known responses", lost=lost, alive=alive)
        if seen
        else Sentence("the {n:,} known response", "all {n:,} known responses", n=alive)
    )
    raise SheetError(
        "{what} came back without {without}. Nothing was recorded.",
        cure="Look at it. If they were really deleted: anubhav pull --accept-deletions. The ledger keeps them all.",
        what=what,
        without=without,
    )
