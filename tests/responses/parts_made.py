"""A ledger filled with responses of its own, without a form or a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.responses.intake.codes import ResponseOrigin
from anubhav_gforms.responses.intake.versions import judged, versions
from anubhav_gforms.responses.ledger.columns import CodeReason, CodeStatus, Source, answers_schema, personal_schema
from anubhav_gforms.responses.ledger.writer import writing

FORM = load_campaign(Path(__file__).parents[2]).form
ZONE = "Asia/Kolkata"
NOBODY = ResponseOrigin("BSP-KTW", "poster", 1, "A", CodeStatus.ACCEPTED, CodeReason.NONE)


def tables(first: int, count: int) -> tuple[pa.Table, pa.Table]:
    """Some responses as the ledger takes them; each has its own id, time and message."""
    times = 1_756_000_000_000 + (first + np.arange(count)) * 60_000
    answers: dict[str, Any] = {"submitted_at": pa.array(times, pa.timestamp("ms", tz="UTC")), "raw_code": ["x"] * count}
    for question in FORM.questions[1:]:
        if not question.personal:
            scale = question.type.rates
            answers[question.key] = pa.array([3] * count, pa.int8()) if scale else [""] * count
    answers["print"] = pa.array(np.arange(first, first + count))
    table = versions(
        pa.table(answers),
        ids=[f"{n:016x}" for n in range(first, first + count)],
        numbers=[1] * count,
        standings=judged(pa.chunked_array([["x"] * count]), pa.nulls(count, pa.date32()), lambda raw, day=None: NOBODY),
        seen_at=1_756_000_000_000,
        source=Source.SHEET,
        epochs=(),
        timezone=ZONE,
        schema=answers_schema(FORM, ZONE),
    )
    personal = {name: [f"message {n}" for n in range(first, first + count)] for name in personal_schema(FORM).names}
    personal |= {"response_id": table["response_id"], "personal_print": pa.array(np.arange(count))}
    return table, pa.table(personal).select(personal_schema(FORM).names)


def fill(folder: Path, *counts: int) -> None:
    """A commit for each count."""
    for count in counts:
        with writing(folder, command="test") as step:
            step.add_answers(*tables(step.next_row, count))
            step.commit("pull", pulled_at=step.now())
