"""What one pull brings to the office whose desk is measured."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pyarrow as pa

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.responses.ledger.columns import answers_schema, personal_schema
from anubhav_gforms.responses.ledger.writer import writing

PULLED = 1_000


def add_responses(campaign: Campaign, count: int, first: int, moment: datetime) -> None:
    """What one pull brings."""
    schema, personal = answers_schema(campaign.form, campaign.timezone), personal_schema(campaign.form)
    sent = int(moment.timestamp() * 1000)
    fixed: dict[str, Any] = {
        "submitted_at": sent, "seen_at": sent, "day": moment.date(), "channel": "poster", "code_status": "accepted", "source": "sheet",
        "version": 1, "epoch": 1, "serial": 1, "print": 1, "personal_print": 1, "key_id": "A",
        "purpose": campaign.form.question("purpose").options[0],
    }  # fmt: skip

    def cells(name: str, kind: pa.DataType) -> pa.Array:
        if name == "response_id":
            return pa.array([f"{first + turn:016x}" for turn in range(count)])
        if name == "station":
            return pa.array([campaign.stations[(first + turn) % len(campaign.stations)].code for turn in range(count)])
        value = fixed.get(name, "" if pa.types.is_string(kind) else 4)
        return pa.array([value] * count).cast(kind)

    tables = [
        pa.table({each.name: cells(each.name, each.type) for each in shape}).cast(shape) for shape in (schema, personal)
    ]
    with writing(campaign.data / "ledger", command="bench") as writer:
        writer.add_answers(*tables)
        writer.commit("pull", pulled_at=sent)
