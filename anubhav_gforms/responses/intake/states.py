"""What the next pull must know of the sheet and of the form, after this one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from ..ledger.columns import SUBMITTED_AT
from ..ledger.ledger import Ledger
from ..ledger.manifest import FormState, SheetState, ranges_of
from ..ledger.rows import Rows
from ..ledger.writer import Writer
from .blocks import digests_of
from .sheet import AUDIT_ROWS, TAIL_ROWS, Reading
from .values import Matched

MOST_RANGES = 200
"""With more runs than this the order of the sheet is kept in a file beside the manifest."""


def form_state(writer: Writer, matched: Matched, seen: Rows) -> FormState | None:
    """Keep which response of the form is which of the ledger; those that came from the form alone wait for their row in the sheet."""
    times = matched.block.answers[SUBMITTED_AT].cast(pa.int64())
    writer.add_form_ids(pa.table({"form_id": list(matched.form_ids), "answer": pa.array(seen), "submitted": times}))
    if matched.form is None or writer.manifest.sheet is None:
        return matched.form
    new = seen[matched.seen < 0].tolist()
    if matched.restored:  # gone from the sheet, and the form has it
        new += np.setdiff1d(matched.restored, [*writer.ledger.order(), *matched.form.unplaced]).tolist()
    checked = writer.next_row if matched.beside else matched.form.checked_rows
    return replace(matched.form, unplaced=(*matched.form.unplaced, *new), checked_rows=checked)


def awaited(ledger: Ledger) -> tuple[int, ...]:
    """Numbers of the responses that came from the form alone and wait for their row in the sheet: all of the form's, where no sheet was
    ever read."""
    form = ledger.manifest.form
    if form and not ledger.manifest.sheet:
        return tuple(ledger.form_ids().numbers().tolist())
    return form.unplaced if form else ()


def sheet_state(
    writer: Writer,
    old: SheetState | None,
    matched: Matched,
    reading: Reading,
    seen: Rows,
    now: int,
) -> SheetState:
    """What the next pull needs to know; `seen` has the number of each response read."""
    block = matched.block
    begin = 2 if matched.full or old is None else old.tail_row
    gaps = () if matched.full or old is None else tuple(row for row in old.gaps if row < begin)
    missing = np.setdiff1d(np.arange(begin, reading.last_row + 1), block.rows, assume_unique=True)
    tail = digests_of(block, -TAIL_ROWS)
    if matched.full or old is None:
        order = ranges_of([], more=seen)
        in_file = len(order) > MOST_RANGES
        writer.set_order(pa.array(seen) if in_file else None)
        order = () if in_file else order
        audit = {"next_audit": 2, "round_began": now, "audited_at": now}
    else:
        order = ranges_of([*old.order], more=seen[len(old.tail) :])
        in_file = old.order_in_file
        done = matched.audited_to + 1 >= old.tail_row or not matched.audited_to
        audit = {
            "next_audit": 2 if done else matched.audited_to + 1,
            "round_began": now if done else old.round_began,
            "audited_at": old.round_began if done else old.audited_at,
        }
    return SheetState(
        spreadsheet_id=reading.spreadsheet.id,
        tab_id=reading.tab.id,
        timezone=reading.timezone,
        header=reading.header,
        timestamp=reading.columns.header,
        last_row=reading.last_row,
        tail_row=int(block.rows[-TAIL_ROWS:][0]) if len(block.rows) else 2,
        tail=tuple(
            (time, content, None) for time, content in zip(tail.times.tolist(), tail.digests.tolist(), strict=True)
        ),
        gaps=(*gaps, *missing.tolist())[: AUDIT_ROWS + 1],
        order=order,
        order_in_file=in_file,
        fullness=round(reading.spreadsheet.fullness, 6),
        **audit,
    )
