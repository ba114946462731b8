"""A response sheet that is nearly full: its responses archived, the form led on to a fresh one. Each step once, whatever stops it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..campaign import Campaign
from ..errors import StateError
from ..forms.adopt_sheet import SheetAdoption, fresh_sheet, plan_sheet_adoption
from ..forms.linking import LinkingSteps, refuse_other_sheet, relinking_steps
from ..google import Google
from ..links.registry import Registry, load_registry
from ..nouns.google import FULL, Spreadsheet
from ..responses.ledger.closed_sheets import ClosedSheet, archives, close_sheet, holds_copies, rows_of_copies
from ..responses.ledger.ledger import FOLDER, open_ledger
from ..responses.ledger.verify import verify
from .responses import pull


class SheetStep(StrEnum):
    """What comes next on the way to a fresh sheet."""

    NOTHING = "nothing"  # there is room
    ARCHIVE = "archive"  # close what the sheet holds
    LINK = "link"  # a person links the form to the fresh sheet
    TAKE = "take"  # read from the fresh sheet from now on
    TRIM = "trim"  # remove from it what Google copied and the archive has


@dataclass(frozen=True, slots=True)
class NewSheet:
    """Where a campaign stands on that way. `adoption` comes with TAKE."""

    step: SheetStep
    registry: Registry
    sheet: Spreadsheet  # the one that is read now
    held: int  # responses that it held at the last pull
    archive: ClosedSheet | None  # the last one
    adoption: SheetAdoption | None = None


def plan_new_sheet(campaign: Campaign, google: Google) -> NewSheet:
    """What the next step is. Reads only. Raises StateError before form and sheet are linked, when the form writes to another
    spreadsheet without an archive, or when no sheet is read; SheetError and GoogleError as `plan_sheet_adoption`."""
    registry, ledger = load_registry(campaign.data), open_ledger(campaign)
    if campaign.office.google.source == "forms":
        raise StateError('The responses are read from the form itself (source = "forms"), so no sheet can be full.')
    if not registry.form_id or not registry.spreadsheet_id:
        raise StateError("There is no form yet.", cure="Run: anubhav setup-forms")
    known = archives(ledger)
    sheet = google.sheets.describe(registry.spreadsheet_id)
    linked = google.forms.get(registry.form_id).linked_sheet_id
    closed = any(each.spreadsheet_id == registry.spreadsheet_id for each in known)
    last = known[-1] if known else None
    adoption = None
    if closed and linked not in ("", registry.spreadsheet_id):
        step, adoption = SheetStep.TAKE, plan_sheet_adoption(campaign, google, linked)
    elif closed:
        step = SheetStep.LINK
    else:
        refuse_other_sheet(linked, registry)
        without_copies = SheetStep.ARCHIVE if sheet.fullness >= FULL else SheetStep.NOTHING
        step = SheetStep.TRIM if holds_copies(ledger, registry) else without_copies
    return NewSheet(step, registry, sheet, len(ledger.order()), last, adoption)


def archive_sheet(campaign: Campaign, google: Google, *, who: str) -> ClosedSheet:
    """Pull all once more, check the ledger, and close what the sheet holds: one step of the ledger's history, with who agreed.

    Raises StateError when the ledger's check finds anything; what `pull` raises.
    """
    pull(campaign, google, full=True)
    ledger = open_ledger(campaign)
    if faults := verify(ledger).faults:
        raise StateError(
            "The ledger's check found: {fault} Nothing was archived.",
            cure="Run: anubhav ledger verify",
            fault=faults[0],
        )
    return close_sheet(campaign.data / FOLDER, load_registry(campaign.data).spreadsheet_id, who=who)


def steps_to_fresh_sheet(campaign: Campaign, google: Google) -> LinkingSteps:
    """The fresh sheet, made if it is not there yet, and what a person does at Google to link the form to it."""
    sheet = fresh_sheet(campaign, google, len(archives(open_ledger(campaign))) + 1)
    return relinking_steps(load_registry(campaign.data), sheet)


def trim_fresh_sheet(campaign: Campaign, google: Google) -> int:
    """Pull all of the fresh sheet, remove what only repeats the archive, but for its last week, and pull again; gives how many went.

    Nothing but those rows is removed: they stay in the archived sheet, in the form's own list and in the ledger.
    Raises what `pull` raises; UnavailableError when Google's reply was lost, then the same command goes on.
    """
    pull(campaign, google, full=True)
    ledger = open_ledger(campaign)
    assert ledger.manifest.place is not None
    book_id, tab_id = ledger.manifest.place
    if runs := rows_of_copies(ledger):
        google.sheets.delete_rows(book_id, tab_id, runs)
        pull(campaign, google, full=True)
    return sum(count for _, count in runs)
