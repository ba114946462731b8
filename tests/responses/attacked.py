"""What counts at an office whose sheet or ledger was changed, and what is told of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from office_commands import run

from anubhav_gforms.privacy.lots import batched

WEEK_AGO = datetime.now(UTC) - timedelta(days=7)


def ratings(office: Any) -> list[int]:
    """What counts, in the order of time."""
    frame = office.ledger.frame().sort_values("submitted_at")
    return [int(each) for each in frame[frame.code_status == "accepted"].overall]


def bench(office: Any) -> list[str]:
    """The kinds of what waits for an officer."""
    return [row["kind"] for row in json.loads(run(office, "bench", "list", "--json").stdout)]


def in_lots(office: Any) -> list[int]:
    """The overall ratings of all full lots, in the order in which they are counted."""
    kept = batched(office.campaign, office.ledger, 10**6)
    return [int(each) for each in kept.table["overall"].to_pylist()]


def told(office: Any, **options: Any) -> list[str]:
    changes = office.pull(**options)
    assert changes.alarming
    return sorted(str(change.kind) for change in changes.changed)
