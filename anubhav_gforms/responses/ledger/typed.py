"""What people type where a code or an option belongs: their words, often a name or a number, and so personal like any other.

Words in a choice were typed over a cell of the sheet, or beside "Other" on an adopted form. A purge puts a mark in their place, and what
is forgotten comes back with the mark. A text that several share was an option once: it tells nobody, and stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...links import is_signed_shape
from .columns import CODE_REASON, CODE_STATUS, RAW_CODE, RESPONSE_ID, CodeReason, CodeStatus
from .rows import Flags

if TYPE_CHECKING:
    from ...campaign import FormConfig
    from .ledger import Ledger

TYPED_WORDS = "(typed words)"
"""Stands for them wherever they are not shown."""


def typed_rows(table: pa.Table) -> Flags:
    """For each row of raw_code, code_status and code_reason whether its raw code is somebody's words, and so may be a name or a number.

    Words that are exactly a station's name were accepted as such; what has the shape of a signed code is one, good or not.
    """
    raw, status, reason = (table[name].cast(pa.string()) for name in (RAW_CODE, CODE_STATUS, CODE_REASON))
    exact = pc.and_(pc.equal(status, CodeStatus.ACCEPTED.value), pc.not_equal(reason, CodeReason.ASSIGNED.value))
    doubtful = np.flatnonzero(pc.and_(pc.invert(exact), pc.not_equal(raw, "")).to_numpy())
    typed = np.zeros(table.num_rows, np.bool_)
    texts = raw.take(pa.array(doubtful)).to_pylist()
    typed[doubtful] = [not is_signed_shape(text) for text in texts]
    return typed


def without_typed(answers: pa.Table, standings: pa.Table, forgotten: Flags) -> pa.Table:
    """Responses with the raw code blank where it is somebody's words and that person is forgotten."""
    if not forgotten.any():
        return answers
    where = typed_rows(standings.append_column(RAW_CODE, answers[RAW_CODE])) & forgotten
    return with_blanks(answers, RAW_CODE, where)


def with_blanks(table: pa.Table, name: str, where: Flags) -> pa.Table:
    """The table with one column blank at those rows: "" for a text, missing for a number."""
    column = table[name].combine_chunks()
    column = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
    blank = pa.scalar(None if pa.types.is_integer(column.type) else "", column.type)
    return table.set_column(
        table.schema.get_field_index(name), name, pc.if_else(pa.array(where, pa.bool_()), blank, column)
    )


Texts = Mapping[str, frozenset[str]]
"""By the key of a question."""

SEVERAL = 5
"""So many responses share a text that was an option once."""


def options_of(form: FormConfig) -> dict[str, frozenset[str]]:
    """The options of each question that has some."""
    return {each.key: frozenset(each.options) for each in form.questions if each.options and not each.personal}


def words_in_choices(ledger: Ledger, options: Texts) -> dict[str, frozenset[str]]:
    """For each choice the texts that are no option and that fewer than five responses share."""
    typed, ids = {}, ledger.versions([RESPONSE_ID])[RESPONSE_ID]
    for key in sorted(options.keys() & set(ledger.versions_schema().names)):
        table = pa.table({key: ledger.versions([key])[key].cast(pa.string()), RESPONSE_ID: ids})
        counted = table.group_by([key]).aggregate([(RESPONSE_ID, "count_distinct")])
        rare = counted.filter(pc.less(counted[f"{RESPONSE_ID}_count_distinct"], SEVERAL))[key].to_pylist()
        if words := frozenset(filter(None, rare)) - options[key] - {TYPED_WORDS}:
            typed[key] = words
    return typed


def words_among(table: pa.Table, known: Texts) -> dict[str, frozenset[str]]:
    """The same of some responses, a row each: the texts that are not `known` and that fewer than five of them share."""
    typed = {}
    for key, texts in known.items():
        counted = pc.value_counts(table[key].cast(pa.string()))
        rare = counted.filter(pc.less(counted.field("counts"), SEVERAL)).field("values").to_pylist()
        if words := frozenset(filter(None, rare)) - texts - {TYPED_WORDS}:
            typed[key] = words
    return typed


def where_words(table: pa.Table, words: Texts) -> dict[str, Flags]:
    """For each choice at which rows one of its words stands."""
    return {key: _is_in(table[key], each) for key, each in words.items() if key in table.schema.names}


def marked(table: pa.Table, where: Mapping[str, Flags]) -> pa.Table:
    """The table with the mark in these choices at these rows."""
    for key, rows in where.items():
        if rows.any():
            field = table.schema.field(key)
            column = pc.if_else(pa.array(rows), TYPED_WORDS, table[key].cast(pa.string()))
            table = table.set_column(table.schema.get_field_index(key), key, column.cast(field.type))
    return table


def without_words(answers: pa.Table, options: Texts, forgotten: Flags) -> pa.Table:
    """Responses with the mark where a choice of somebody who is forgotten holds no option."""
    if not forgotten.any():
        return answers
    present = [key for key in options if key in answers.schema.names]
    return marked(answers, {key: ~_is_in(answers[key], options[key] | {""}) & forgotten for key in present})


def has_mark(table: pa.Table) -> Flags:
    """(rows,): whether the mark stands in any column."""
    marks = np.zeros(table.num_rows, np.bool_)
    for column in table.columns:
        if not pa.types.is_integer(column.type):
            here = pc.equal(column.cast(pa.string()), TYPED_WORDS).fill_null(False)
            marks |= here.to_numpy()
    return marks


def _is_in(column: pa.ChunkedArray, texts: frozenset[str]) -> Flags:
    inside = pc.is_in(column.cast(pa.string()).fill_null(""), pa.array(sorted(texts), pa.string()))
    return np.asarray(inside.to_numpy(zero_copy_only=False), np.bool_)
