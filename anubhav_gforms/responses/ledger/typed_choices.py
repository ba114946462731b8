"""What stands in a choice and is no option: words typed over a cell of the sheet, or beside "Other" on an adopted form.

They may say who responded, so a purge puts a mark in their place, and what is forgotten comes back with the mark. A text that several
share was an option once: it tells nobody, and stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import RESPONSE_ID
from .rows import Flags
from .typed import TYPED_WORDS

if TYPE_CHECKING:
    from ...campaign import FormConfig
    from .ledger import Ledger

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
