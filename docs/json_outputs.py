"""What the commands print with --json, as models: docs/json-schemas.json is made from them, and a test holds every output to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field, TypeAdapter

from anubhav_gforms import pipeline
from docs import json_outputs_asked as asked
from docs.json_outputs_asked import Output


class CheckRow(Output):
    """A line of doctor and today; `ok` is null for what could not be asked or told."""

    name: str
    ok: bool | None
    said: str
    cure: str


class TodayOutput(Output):
    due: int
    matters: list[CheckRow]


class DoctorOutput(Output):
    """`findings` and `live_passed` stand there with --live only."""

    green: bool
    checks: list[CheckRow]
    findings: list[dict[str, Any]] = Field(default_factory=list)
    live_passed: bool | None = None


class ChangeRow(Output):
    kind: str
    response_id: str
    station: str
    submitted_at: datetime
    last_seen: datetime
    what: list[str]
    before: dict[str, str]
    after: dict[str, str]


class EventRow(ChangeRow):
    at: datetime
    who: str
    why: str


class PullOutput(Output):
    pulled_at: datetime
    data_until: datetime | None
    new: int
    new_by_status: dict[str, int]
    new_by_reason: dict[str, int]
    changed: list[ChangeRow]
    reordered: int
    total: int
    by_status: dict[str, int]
    full: bool
    notes: list[str]


class AlertRow(Output):
    rule: str
    title: str
    lines: list[str]


class WatchOutput(Output):
    """One look, on one line. `changes` is null when nothing could be pulled."""

    changes: PullOutput | None
    alerts: list[AlertRow]
    sent: int
    failed: list[str]
    waiting: int
    uncertain: int
    silent_monitor: str | None


class VerifyOutput(Output):
    whole: bool
    files: int
    lines: int
    head: str
    faults: list[str]


class EpochRow(Output):
    number: int
    since: datetime | None


class StatsOutput(Output):
    """`assigned`, by channel: what the office gave a station; `size` in bytes; `head` names this state of the ledger."""

    pulled_at: datetime | None
    rows: int
    accepted: int
    quarantined: dict[str, int]
    by_channel: dict[str, int]
    assigned: dict[str, int]
    edited: int
    deleted: int
    restored: int
    head: str
    versions: int
    files: int
    size: int
    epochs: list[EpochRow]


class ReportOutput(Output):
    """Figures of the range as the IG's office reads them; a score and a letter are null with too few responses. Lists hold codes."""

    week: str
    finished: bool
    announced_edition: int | None
    score: float | None
    low: float | None
    high: float | None
    letter: str | None
    status: str
    responses: int
    stations: int
    graded: int
    silent: list[str]
    praise: list[str]
    attention: list[str]
    not_delivered: list[str]
    not_compared_since: date | None
    frozen: list[str]
    page: str
    kept: str | None
    left: list[str]


class MovedFigureRow(Output):
    """Score, letter or standing of a station or district that came out as another."""

    code: str
    figure: str
    then: str
    now: str


class ReportVerifyOutput(Output):
    """With --verify: names of files that came out the same, and not; `inputs` are another thing now; `code` made it, and made it
    again; of `places` the figures were compared; `listed_then`, `named_then`: with the list of stations, with names of
    config/office.toml that its manifest keeps, where today's are others; `purged`: a purge has removed names, numbers or
    messages since."""

    week: str
    same: list[str]
    different: list[str]
    inputs: list[str]
    code: tuple[str, str]
    places: int
    moved: list[MovedFigureRow]
    listed_then: bool
    named_then: bool
    purged: bool


class WallRow(Output):
    """A code in a photo; `spoiled` is the share of wrong modules of one of ours."""

    state: str
    code: str
    text: str
    station: str
    placement: str
    where: str
    spoiled: float


class PhotoRow(Output):
    photo: str
    taken: date
    station: str
    trouble: str
    findings: list[WallRow]


class AuditOutput(Output):
    day: date
    needs_attention: bool
    photos: list[PhotoRow]
    missing: list[str]
    since: date | None
    unseen: list[str]
    contact_sheet: str


class DecisionRow(Output):
    """What an office decided on a flag, when (ISO date and time) and why; `sides`: alike praise, blame or both, with a blank between."""

    flag: str
    decision: str
    when: str
    by: str
    why: str
    sides: str


class FlagRow(Output):
    """`waiting`: days without a decision; `numbers` are those in `says`; `sides`: alike praise, blame or both; `decided`: every decision on
    it, the last one in force; `beside`: those in force on the week of its day, or on the days of its week."""

    id: str
    rule: str
    severity: str
    station: str
    when: str
    says: str
    numbers: dict[str, float]
    responses: list[str]
    decision: str
    waiting: int
    sides: list[str]
    decided: list[DecisionRow]
    beside: list[DecisionRow]


class CaseRow(Output):
    """`overdue` in days; `outcome` is null while the case is open."""

    number: int
    about: list[str]
    station: str
    since: str
    answer: str
    flag: str
    owner: str
    due: date
    overdue: int
    reopened: int
    outcome: str | None


class QuarantineRow(Output):
    response_id: str
    submitted_at: datetime
    code_reason: str
    channel: str
    raw_code: str


OUTPUTS: dict[str, TypeAdapter[Any]] = {
    "today": TypeAdapter(TodayOutput),
    "doctor": TypeAdapter(DoctorOutput),
    "pull": TypeAdapter(PullOutput),
    "watch": TypeAdapter(WatchOutput),
    "ledger verify": TypeAdapter(VerifyOutput),
    "ledger stats": TypeAdapter(StatsOutput),
    "ledger events": TypeAdapter(list[EventRow]),
    "report": TypeAdapter(ReportOutput | ReportVerifyOutput),
    "audit": TypeAdapter(AuditOutput),
    "flags": TypeAdapter(list[FlagRow]),
    "cases list": TypeAdapter(list[CaseRow]),
    "quarantine list": TypeAdapter(list[QuarantineRow]),
    "setup-forms": TypeAdapter(asked.SetupOutput | asked.AdoptionOutput),
    "explain": TypeAdapter(pipeline.SecondExplanation | pipeline.Explanation),
    "calibrate": TypeAdapter(asked.CalibrateOutput),
    "rule-check": TypeAdapter(asked.RuleCheckOutput),
    "actions list": TypeAdapter(list[asked.ActionRow]),
    "praise list": TypeAdapter(asked.PraiseOutput),
    "bench list": TypeAdapter(list[asked.BenchRow]),
    "answer": TypeAdapter(asked.AnswerOutput),
}
"""Command → what its --json prints."""
