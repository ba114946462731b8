"""How new the responses of a report are, and how many no grade uses: from the ledger's summary and the grades' own count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from ..grading.columns import Reason
from ..language import both
from ..responses.ledger.summary import LedgerSummary
from ..sentence import Bilingual


def upto(when: datetime | None, sunday: date) -> Bilingual:
    """The sentence on the last pull; where it is not known, the week's end."""
    return both("Data up to {when}", when=when) if when else both("Data up to {when} (end of the week)", when=sunday)


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the responses are and how many were left out; None and {} mean "not known"."""

    data_up_to: datetime | None = None  # the last pull, aware and local
    received: int | None = None  # responses kept for the weeks of the report
    left_out: Mapping[str, int] = field(default_factory=dict)  # reason → responses that no score uses
    quarantined: Mapping[str, int] = field(default_factory=dict)  # reason → responses whose code is not good
    channels: Mapping[str, int] = field(default_factory=dict)  # channel → responses
    edited: int | None = None  # responses changed after they were sent
    deleted: int | None = None  # responses deleted after they were sent
    lately: tuple[int, int] = (0, 0)  # edited and deleted since the week with which the report is compared
    assigned: Mapping[str, int] = field(default_factory=dict)  # channel → responses that the office gave a station

    @property
    def unlisted(self) -> int:
        """Responses of stations that are closed or not in stations.csv."""
        return self.left_out.get(Reason.UNLISTED, 0)


def make_freshness(
    summary: LedgerSummary, left_out: pd.DataFrame, timezone: str, *, data_up_to: datetime | None, lately: tuple[int, int]
) -> Freshness:  # fmt: skip
    """Put the ledger's summary and `left_out` (columns reason, rows; a reason may come in many rows) into one value."""
    pulled = data_up_to or summary.pulled_at
    reasons = {str(reason): int(rows) for reason, rows in left_out.groupby("reason", sort=True)["rows"].sum().items()}
    return Freshness(
        data_up_to=pulled and pulled.astimezone(ZoneInfo(timezone)),
        received=summary.rows,
        left_out={reason: rows for reason, rows in reasons.items() if rows},
        quarantined={str(reason): rows for reason, rows in summary.quarantined.items() if rows},
        channels={str(channel): rows for channel, rows in summary.by_channel.items() if rows},
        edited=summary.edited,
        deleted=summary.deleted,
        lately=lately,
        assigned=dict(summary.assigned),
    )
