"""What people type where a code belongs: their words, often a name or a number, and so personal like any other."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...links import is_signed_shape
from .columns import CODE_REASON, CODE_STATUS, RAW_CODE, CodeReason, CodeStatus
from .rows import Flags

TYPED_WORDS = "(typed words)"
"""Stands for them wherever they are not shown."""


def is_typed(raw: str, status: str, reason: str) -> bool:
    """True when what stands in the code question is somebody's words, and so may be a name or a number.

    Words that are exactly a station's name were accepted as such; what has the shape of a signed code is one, good or not.
    """
    exact = status == CodeStatus.ACCEPTED and reason != CodeReason.ASSIGNED
    return bool(raw) and not exact and not is_signed_shape(raw)


def typed_rows(table: pa.Table) -> Flags:
    """For each row of raw_code, code_status and code_reason whether its raw code is somebody's words."""
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
