"""The ledger's own files: checked byte by byte, exported, counted, told, and made again when the manifest is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..campaign import Campaign
from ..errors import StateError
from ..gazette.known import with_announced_rules
from ..grading.archive import CONSTANTS, decisions_in, load_constants
from ..links.registry import load_registry
from ..nouns.moments import moment_of
from ..nouns.progress import Progress, silent
from ..privacy.outside import exported_lots
from ..responses.intake.versions import wordings_of
from ..responses.ledger.changes import Change, described_changes, local_time
from ..responses.ledger.export import export
from ..responses.ledger.lake import LakeExport, export_lake, export_lots
from ..responses.ledger.ledger import FOLDER, open_ledger
from ..responses.ledger.summary import LedgerSummary, summarise
from ..responses.ledger.verify import LedgerHealth, Recovery, plan_recovery, recover, verify
from .clock import trust_clock_of
from .connection import open_pages


def refuse_wrong_clock(campaign: Campaign) -> None:
    """Before an entry of a book that stays for good: refuse a clock which the ledger's last step speaks against, unless Google, asked only
    then, confirms it. Raises StateError."""
    ledger = open_ledger(campaign)
    try:
        trust_clock_of(None, ledger)
    except StateError:
        trust_clock_of(open_pages(campaign), ledger)


def verify_ledger(campaign: Campaign, *, progress: Progress = silent) -> LedgerHealth:
    """Every byte of the ledger, compared with its own history. Reads only."""
    return verify(open_ledger(campaign), progress=progress)


def export_ledger(campaign: Campaign, file: Path, *, with_changes: bool = False) -> int:
    """Responses into a .csv or .parquet, without names, numbers and messages; gives how many rows. Raises InputError."""
    return export(open_ledger(campaign), file, with_changes=with_changes)


def export_to_lake(campaign: Campaign, folder: Path, *, lots: bool = False) -> LakeExport:
    """Responses as Parquet in Hive folders, without anything personal; only what changed is written. With `lots` full groups of five alone, each
    response on the day on which a grade counts it. Raises InputError."""
    ledger, district_of = open_ledger(campaign), {station.code: station.district for station in campaign.stations}
    if not lots:
        return export_lake(ledger, folder, campaign_id=campaign.id, district_of=district_of)
    frozen = load_constants(campaign.data / CONSTANTS)
    responses = exported_lots(with_announced_rules(campaign), ledger, decisions_in(campaign.data), frozen)
    return export_lots(responses.table, ledger, folder, campaign_id=campaign.id, district_of=district_of)


@dataclass(frozen=True, slots=True)
class LedgerStats:
    """How much the ledger holds, and how large it is."""

    summary: LedgerSummary  # counts of responses, as a report tells them
    versions: int  # every state of every response
    files: int  # of versions, on disk
    size: int  # bytes of these files
    epochs: tuple[tuple[int, datetime | None], ...]  # number of a wording, and since when; None from the beginning on
    pulled_at: datetime | None  # the last pull, by the office's clock


def ledger_stats(campaign: Campaign) -> LedgerStats:
    """How many responses there are, from where, and how large the ledger is. Reads only."""
    ledger, zone = open_ledger(campaign), campaign.zone
    manifest, summary = ledger.manifest, summarise(ledger)
    return LedgerStats(
        summary,
        versions=manifest.rows,
        files=len(manifest.files),
        size=sum((ledger.folder / file.name).stat().st_size for file in manifest.files),
        epochs=tuple(
            (epoch.number, moment_of(epoch.since).astimezone(zone) if epoch.since else None)
            for epoch in manifest.epochs
        ),
        pulled_at=summary.pulled_at.astimezone(zone) if summary.pulled_at else None,
    )


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """One change to a response after it was first seen."""

    at: datetime  # by the office's clock
    change: Change  # what it was, with values before and after; nothing personal
    who: str  # who decided it; "" when Google's sheet showed it
    why: str  # the reason that was given


def ledger_events(campaign: Campaign) -> tuple[LedgerEvent, ...]:
    """Every response that was edited, deleted, restored or assigned by hand, the oldest change first. Reads only."""
    ledger, zone = open_ledger(campaign), campaign.zone
    changes = described_changes(ledger, ledger.history, zone)
    return tuple(
        LedgerEvent(local_time(event.at, zone), change, event.who, event.why)
        for event, change in zip(ledger.history, changes, strict=True)
    )


def recover_ledger(campaign: Campaign, *, apply: bool = True) -> Recovery | None:
    """The manifest of the ledger made again from its history; None when nothing is to be made again.

    With apply=False nothing is written. No response, event or file changes; the next pull reads the whole sheet. Raises
    StateError with every fault when the history does not hold together, or a file that it names is not as it was.
    """
    registry = load_registry(campaign.data)
    wordings = wordings_of(campaign.form, registry.left)
    step = recover if apply else plan_recovery
    return step(campaign.data / FOLDER, form_id=registry.form_id, wordings=wordings)
