"""The digests of responses made again from what stands in the ledger, so that nobody has to believe the stored ones."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...campaign import FormConfig
from .columns import DIGEST, FIXED, PERSONAL_DIGEST, RAW_CODE, RESPONSE_ID, SUBMITTED_AT
from .digests import digests_of_column, with_digests
from .ledger import OWN, Ledger
from .past import history_lines
from .rows import Flags, Hashes, Rows
from .typed import Texts, has_mark, options_of

ODD_COUNT, ODD_SHARE = 20, 0.01
"""So many responses, or this share of them, may hold what was no rating where the step that wrote them did not note how many do."""
ODD = "odd"
"""In a line of the history: how many of its responses hold what is no rating."""


def keys_of(ledger: Ledger) -> list[str]:
    """The questions of a ledger that are not personal, without the code."""
    return [name for name in ledger.versions_schema().names if name not in FIXED and name not in OWN]


def personal_keys(ledger: Ledger) -> list[str]:
    """The personal questions that a ledger has answers to."""
    return [name for name in ledger.personal_schema().names if name not in (RESPONSE_ID, PERSONAL_DIGEST)]


def options_ever(ledger: Ledger, form: FormConfig) -> Texts:
    """The options of each question that has some, by its key; of one that is not in the form any more, none are known."""
    schema = ledger.versions_schema()
    gone = [key for key in keys_of(ledger) if key not in form.keys and not pa.types.is_integer(schema.field(key).type)]
    return {**dict.fromkeys(gone, frozenset[str]()), **options_of(form)}


def content_digests(table: pa.Table, ledger: Ledger) -> Hashes:
    """(rows,): the digest of each response of a table of versions, made from its cells as a pull makes it."""
    made = np.zeros(table.num_rows, np.uint64)
    for key in [*keys_of(ledger), RAW_CODE]:
        if key in table.schema.names:
            made += digests_of_column(ledger.code_key if key == RAW_CODE else key, table[key])
    return made


def changed_content(ledger: Ledger) -> Flags:
    """(versions,): whether a response says something else than its digest was made of.

    Not told: personal columns that were purged; responses without a code, which a purge may have emptied, or with its mark in a choice; and, while there are no
    more of them than pulls noted and an older version may have left, those without a rating, whose cell held something else. A full pull compares all with Google, cell by cell.
    """
    names = ledger.versions_schema().names
    table = ledger.versions([name for name in names if name in (RESPONSE_ID, DIGEST, RAW_CODE, *keys_of(ledger))])
    changed = np.zeros(table.num_rows, np.bool_)
    if ledger.code_key:
        unsure = _without_rating(table, ledger)
        changed = content_digests(table, ledger).view(np.int64) != table[DIGEST].to_numpy()
        changed &= pc.not_equal(table[RAW_CODE], "").to_numpy(zero_copy_only=False) & ~has_mark(
            table.drop_columns([RESPONSE_ID, DIGEST, RAW_CODE])
        )
        odd = table.select([RESPONSE_ID, DIGEST]).append_column("row", pa.array(np.arange(table.num_rows)))
        odd = odd.filter(pa.array(changed & unsure)).group_by([RESPONSE_ID, DIGEST]).aggregate([("row", "min")])
        first = odd["row_min"].to_numpy()  # what a later version has carried on counts once, where it was written first
        exact, noted = _noted(ledger, table.num_rows)
        older = max(ODD_COUNT, ODD_SHARE * (~exact).sum())
        if exact[first].sum() <= noted and (~exact[first]).sum() <= older:
            changed &= ~unsure
    personal = personal_keys(ledger)
    if ledger.code_key and personal and table.num_rows:
        beside = ledger.versions([PERSONAL_DIGEST, *personal])
        stored = beside[PERSONAL_DIGEST]
        again = with_digests(beside.select(personal), beside.num_rows)[PERSONAL_DIGEST].to_numpy()
        changed |= (again != stored.fill_null(0).to_numpy()) & ~stored.is_null().to_numpy()
    return np.asarray(changed, np.bool_)


def _noted(ledger: Ledger, count: int) -> tuple[Flags, int]:
    """(versions,): whether the step that wrote a version noted how many of its ratings are none; and how many all steps noted."""
    exact, odd, begin = np.zeros(count, np.bool_), 0, 0
    for _, line in history_lines(ledger.folder, ledger.manifest):
        end, noted = line.get("rows"), line.get(ODD)
        if isinstance(end, int):
            if isinstance(noted, int):
                exact[begin:end] = True
                odd += noted
            begin = end
    return exact, odd


def odd_ratings(answers: pa.Table, ledger: Ledger) -> int:
    """How many responses of a sheet hold what is no rating where one belongs: the ledger keeps a blank, and a digest of what it was."""
    unsure = answers.filter(pa.array(_without_rating(answers, ledger)))
    return int((content_digests(unsure, ledger).view(np.int64) != unsure[DIGEST].to_numpy()).sum())


def _without_rating(table: pa.Table, ledger: Ledger) -> Flags:
    """(rows,): whether a response is without one of its ratings."""
    schema = ledger.versions_schema()
    scales = [
        key for key in keys_of(ledger) if key in table.schema.names and pa.types.is_integer(schema.field(key).type)
    ]
    blank = [table[key].is_null().to_numpy() for key in scales]
    return np.asarray(np.logical_or.reduce(blank) if blank else np.zeros(table.num_rows, np.bool_))


def differs(ledger: Ledger, rows: Rows, answers: pa.Table) -> Flags:
    """Whether some versions (their ledger rows) say something else than these responses of the sheet, cell by cell; a code that was
    emptied, and a choice with a purge's mark, are not compared."""
    there = set(ledger.versions_schema().names)
    unlike = np.zeros(len(rows), np.bool_)
    for key in [name for name in answers.schema.names if name in there and name not in (DIGEST, SUBMITTED_AT)]:
        stored = ledger.versions([key])[key].take(pa.array(rows))
        blank = 0 if pa.types.is_integer(stored.type) else ""
        columns = [each.cast(stored.type).fill_null(blank) for each in (stored, answers[key])]
        other = pc.not_equal(*columns).to_numpy(zero_copy_only=False)
        if key == RAW_CODE:
            other &= pc.not_equal(columns[0], "").to_numpy(zero_copy_only=False)
        unlike |= other & ~has_mark(pa.table({key: stored}))
    return unlike
