"""The form, its sheet, its links and this computer: examined."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ..campaign import Campaign
from ..custody.backup import last_backup
from ..errors import StateError
from ..files import write_whole
from ..forms.checks import Check, red_for
from ..forms.computer_checks import check_backup
from ..forms.doctor import CHECKS, DoctorCheck, examine
from ..forms.examined import Examined
from ..forms.permit import PAPER_CHECKS, load_permit, passed, save_permit
from ..google import Google
from ..google.assumptions import AssumptionResult, failed, try_live
from ..google.examination import GoogleExamination
from ..google.recording import Recording
from ..links.registry import load_registry
from ..nouns.moments import moment_of
from ..responses.ledger.ledger import open_ledger
from ..responses.ledger.past import history_lines
from ..responses.ledger.summary import count_unread
from ..responses.ledger.verify import verify
from .alerting import check_alerts
from .bench import check_witnesses
from .custody import check_sealed
from .deposit import check_deposits
from .disk import check_disk
from .one_folder import check_folder
from .time_stamps import check_stamps


def doctor(campaign: Campaign, google: Google, *, now: datetime | None = None) -> Iterator[Check]:
    """Every check of the campaign, one after the other: files, keys, login, form, links, posters, sheet, last pull, backup.

    Reads only. A check that could not be asked, because of a red one before it, has ok None. A ledger that cannot be read is the one
    line, red.
    """
    try:
        examined = examined_of(campaign, google, now=now)
    except StateError as error:
        yield red_for(error).named("last pull")
        return
    yield from examine(examined, DOCTOR_CHECKS)


def examined_of(campaign: Campaign, google: Google, *, now: datetime | None = None) -> Examined:
    """What doctor looks at: the campaign, its ledger's own check and the way to Google."""
    ledger = open_ledger(campaign)
    return Examined(
        campaign,
        google,
        GoogleExamination(google),
        pulled_at=ledger.pulled_at,
        written_at=moment_of(ledger.manifest.written_at),
        unread=partial(count_unread, ledger),
        now=now or datetime.now(UTC),
        faults=verify(ledger).faults,
        read=ledger.manifest.place,
    )


def backup_made(campaign: Campaign, moment: datetime) -> Check:
    """Whether there is a backup of the last days, once the ledger has something to lose."""
    ledger = open_ledger(campaign)
    began = next((line.get("at") for _, line in history_lines(ledger.folder, ledger.manifest)), None)
    return check_backup(last_backup(campaign.data), moment_of(began) if began else None, moment)


DOCTOR_CHECKS = (
    *CHECKS,
    DoctorCheck("disk", lambda examined: check_disk(examined.campaign)),
    DoctorCheck("one folder", lambda examined: check_folder(examined.campaign)),
    DoctorCheck("alerts", lambda examined: check_alerts(examined.campaign)),
    DoctorCheck("witnesses", lambda examined: check_witnesses(examined.campaign)),
    DoctorCheck("names sealed", lambda examined: check_sealed(examined.campaign)),
    DoctorCheck("heads outside", lambda examined: check_deposits(examined.campaign, examined.now)),
    DoctorCheck("time stamps", lambda examined: check_stamps(examined.campaign, examined.now)),
    DoctorCheck("backup", lambda examined: backup_made(examined.campaign, examined.now)),
)
"""The whole page: those of the form and the sheet, then those of what only this room knows."""


def try_assumptions(
    campaign: Campaign,
    google: Google,
    *,
    record: Path | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[tuple[AssumptionResult, ...], Path]:
    """What we believe of Google, tried on a temporary form and sheet, which are deleted; and the file with what was learned.

    With `record` every request and reply is written there, scrubbed, also when the run stops half-way. Raises GoogleError when not even a form can be made.
    """
    recording = Recording(google) if record else None
    on_result = recording.label if recording else lambda question: None
    try:
        results = try_live(google, timezone=campaign.timezone, on_step=progress, on_result=on_result)
    finally:
        if record and recording:
            write_whole(record, recording.text().encode())
    text = json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=2) + "\n"
    return results, write_whole(campaign.data / "live-findings.json", text.encode())


def permit_live(
    campaign: Campaign, google: Google, checks: Iterable[Check], results: Iterable[AssumptionResult]
) -> tuple[str, ...]:
    """Record whether `doctor --live` passed: the other half of the permit to print. Gives what stands against it, if anything.

    Passed: every check on which paper depends is green, and so is every result on which it depends.
    """
    good = {check.name for check in checks if check.ok}
    against = (*(name for name in PAPER_CHECKS if name not in good), *(result.question for result in failed(results)))
    form_id = load_registry(campaign.data).form_id
    went_well = passed(google.forms.get(form_id), google.account) if form_id and not against else None
    save_permit(replace(load_permit(campaign.data, campaign.id), live=went_well), campaign.data)
    return against
