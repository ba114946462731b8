"""Reports: written, published, made again years later, and served live."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StateError
from .grades import grade

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..google import Google
    from ..grading.grades import Grades
    from ..reports import Audience, Contents, Report, Verification
    from ..reports.dashboard import Live


def write_report(
    campaign: Campaign,
    grades: Grades,
    *,
    month: str = "",
    audiences: Sequence[Audience] = (),
    language: str = "both",
    on_file: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """The report of these grades in data/reports/<week or month>/: page, tables, workbook, packs and a manifest, each written whole.

    Says how new the answers are and how many were left out, from the ledger. The same ledger, config and code give
    the same bytes. For each of `audiences` the files that it may read are added: messages for the IG, old and redacted
    ones for SPs, a sheet a station that changes in batches. Without one no text of a citizen leaves the ledger.
    The page speaks Hindi and English, the PDF files `language`: "hi", "en" or "both".
    With `month` ("2026-11") letters are compared with those at the end of the month before.
    """
    from ..reports import Language, Month, audience_files, gather, inputs_of, write_files
    from ..responses.ledger import open_ledger

    ledger = open_ledger(campaign)
    folder = campaign.data / "reports" / (month or grades.week)
    contents = gather(campaign, grades, ledger, since=Month(month).before.last_week if month else None)
    spoken = Language(language)
    extras = audience_files(campaign, contents, grades.history, ledger, audiences, spoken)
    inputs = inputs_of(campaign, grades, ledger)
    command = f"anubhav report --month {month}" if month else ""
    return write_files(
        contents, folder, language=spoken, inputs=inputs, extras=extras, command=command, on_file=on_file
    )


def publish_report(campaign: Campaign, google: Google, contents: Contents, spreadsheet_id: str) -> None:
    """Write stations, districts and how to read them into tabs of a Google Sheet, in one batch; other tabs stay.

    Raises StateError when the sheet is the one that holds the answers: it must not be shared.
    """
    from ..forms.registry import load_registry
    from ..google.tabs import write_tabs
    from ..reports.tabs import tabs

    if load_registry(campaign.data).spreadsheet_id == spreadsheet_id:
        raise StateError(
            "This is the sheet that holds the answers, with names and mobiles.",
            cure="Make another spreadsheet for the grades and publish there.",
        )
    write_tabs(google.sheets, spreadsheet_id, tabs(contents))


def verify_report(
    campaign: Campaign, manifest: Path, *, on_file: Callable[[int, int], None] = lambda done, total: None
) -> Verification:
    """Make the report that `manifest` describes again, from the ledger as it was then, and say which files are the same.

    Nothing is written. Raises InputError when `manifest` is none, StateError when its ledger is not this one.
    """
    from datetime import datetime
    from tempfile import TemporaryDirectory

    from ..reports import (
        Audience,
        Language,
        Week,
        audience_files,
        compare,
        gather,
        inputs_of,
        read_manifest,
        write_files,
    )
    from ..responses.ledger import open_ledger

    before = read_manifest(manifest)
    then = before.inputs.get("ledger", "")
    grades = grade(campaign, week=before.week, at=then)
    ledger = open_ledger(campaign, at=then)
    when = datetime.fromisoformat(before.data_up_to) if before.data_up_to else None
    with TemporaryDirectory() as folder:
        contents = gather(campaign, grades, ledger, since=Week(before.since), data_up_to=when)
        audiences = [each for each in Audience if any(map(each.reads, before.files))]
        language = Language(before.language)
        extras = audience_files(campaign, contents, grades.history, ledger, audiences, language)
        inputs = inputs_of(campaign, grades, ledger)
        report = write_files(contents, Path(folder), language=language, inputs=inputs, extras=extras, on_file=on_file)
        return compare(before, report.manifest)


def live_report(campaign: Campaign, *, week: str | None = None) -> Live:
    """The report page of the ledger as it is at each moment, for the dashboard; without `week` the last finished one."""
    from datetime import UTC, datetime

    from ..grading import weeks
    from ..reports import gather
    from ..reports.dashboard import Live
    from ..reports.live import live_state
    from ..reports.page import page_bytes
    from ..responses.ledger import open_ledger

    def name() -> str:
        return week or weeks.week_name(weeks.last_finished_week(datetime.now(UTC), campaign.timezone))

    def page() -> bytes:
        return page_bytes(gather(campaign, grade(campaign, week=name()), open_ledger(campaign)))

    known: dict[str, Mapping[str, int]] = {}
    return Live(lambda: live_state(campaign, open_ledger(campaign), name(), datetime.now(UTC), known), page)
