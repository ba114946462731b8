"""The form, its sheet and its links: made, adopted and tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..campaign import Campaign
from ..files import sweep_drafts
from ..forms.checks import Check, check_sheet
from ..forms.linking import as_read, find_response_tab, remember_tab
from ..forms.permit import TRIED, load_permit, passed, save_permit
from ..forms.rehearsal import REHEARSAL
from ..forms.setup import Setup, apply_setup, plan_setup
from ..forms.steps import Plan, Step
from ..forms.trial import Arrival
from ..forms.trial import send_test_response as send
from ..google import Google
from ..links.links_file import links_path, read_links, rows_in
from ..links.registry import Registry, load_registry
from ..nouns.progress import Progress, silent
from ..responses.ledger.closed_sheets import archives, holds_copies
from ..responses.ledger.ledger import open_ledger
from ..sentence import Sentence
from .clock import trust_clock


def setup_forms(
    campaign: Campaign,
    google: Google,
    *,
    apply: bool = True,
    shown: Plan | None = None,
    reprint: bool = False,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Setup:
    """The form, its response sheet and links.csv as the campaign wants them; `.plan` is what that takes.

    With apply=False nothing is written. A second run finds nothing to do; a run that was killed is finished by the next.
    With `shown` (a plan that a person agreed to) nothing is done when the plan has become another one meanwhile.
    Raises StateError when printed posters would die and `reprint` is not given, or this computer's clock is not to be trusted;
    GoogleError when Google refuses.
    """
    if not apply:
        return plan_setup(campaign, google)
    trust_clock(google.server_clock.error)
    sweep_drafts(campaign.data)
    return apply_setup(campaign, google, shown=shown, reprint=reprint, open_page=google.pages.open, on_step=on_step)


def left_half_way(campaign: Campaign, setup: Setup) -> Iterator[Sentence]:
    """What an earlier run did not bring to its end, beside the plan: links that nobody has opened yet, a trial copy, the link of form
    and sheet, the way to a fresh sheet. Reads this computer only."""
    known, ledger = load_registry(campaign.data), open_ledger(campaign)
    if known.pending == REHEARSAL:
        yield Sentence(
            "A run was stopped while an edit was tried on a copy of the form: anubhav setup-forms removes the copy."
        )
    elif known.pending:
        yield Sentence(
            "A run was stopped, or found something wrong: anubhav setup-forms goes on, and opens form and links as a citizen does."
        )
    if setup.registry.ready and not setup.linked:
        yield Sentence("Form and sheet are not linked yet: anubhav setup-forms shows the steps.")
    if campaign.office.google.source == "forms":
        return
    if any(each.spreadsheet_id == known.spreadsheet_id for each in archives(ledger)):
        yield Sentence(
            "The response sheet is archived, and the form still writes to it. Go on: anubhav setup-forms --new-sheet"
        )
    elif holds_copies(ledger, known):
        yield Sentence(
            "The fresh response sheet still holds copies of what is archived. Go on: anubhav setup-forms --new-sheet"
        )


def send_test_response(
    campaign: Campaign, google: Google, registry: Registry, *, progress: Progress = silent
) -> Arrival:
    """Send one marked response through the public form and see it arrive in the sheet; it is never counted.

    That it arrived is one half of the permit to print posters for walls. Raises StateError when the form takes no responses, SheetError when it is not linked, GoogleError.
    """
    pages = google.pages
    went_well = passed(google.forms.get(registry.form_id), google.account)
    arrival = send(campaign.form, google, registry, open_page=pages.open, respond=pages.respond, progress=progress)
    if arrival.seconds is not None:
        save_permit(replace(load_permit(campaign.data, campaign.id), test_response=went_well), campaign.data)
    return arrival


def untried(campaign: Campaign, google: Google, registry: Registry) -> list[str]:
    """The commands that must go well before posters for walls, for the form as it is at Google now; [] when both did."""
    permit = load_permit(campaign.data, campaign.id)
    states = permit.states(google.forms.get(registry.form_id), google.account)
    return [TRIED[name] for name, state in states.items() if state]


def find_tab(campaign: Campaign, google: Google, setup: Setup) -> tuple[Registry, Check] | None:
    """The tab that the form writes to, remembered in the registry, and what is to be said of it; None before it is linked."""
    key = campaign.form.station_question.key
    known = as_read(setup.registry, open_ledger(campaign).manifest.place)
    if (tab := find_response_tab(google, known, key)) is None:
        return None
    registry = remember_tab(tab, campaign.data)
    return registry, check_sheet(tab, registry, setup.our_form)


def count_links(campaign: Campaign) -> int:
    """How many links stand in links.csv; 0 without the file."""
    return len(rows_in(read_links(links_path(campaign)) or ""))
