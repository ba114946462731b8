"""Another spreadsheet for the responses: shown first, then taken over by one explicit act, which changes nothing at Google; and a
fresh one, found by its mark or made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ..campaign import Campaign
from ..errors import ForbiddenError, StateError
from ..links.registry import Registry, load_registry
from ..nouns.gateway import SHEET_TYPE, Gateway
from ..nouns.google import Spreadsheet
from .adopt import sheet_id_of
from .apply import set_sheet_time
from .belonging import Proof, newest_responses, prove
from .linking import ResponseTab, edit_address, find_tab_in, remember_tab
from .wanted import wanted_form


@dataclass(frozen=True, slots=True)
class SheetAdoption:
    """A spreadsheet that may become the campaign's own, and what proves that the form writes there."""

    before: Registry  # what the campaign read until now
    response_tab: ResponseTab  # the tab that would be read
    proof: Proof  # how much of the form's own list it holds
    listed: int  # how many of the newest responses were asked for


def plan_sheet_adoption(campaign: Campaign, gateway: Gateway, sheet: str) -> SheetAdoption:
    """What reading the responses from this spreadsheet (id or address) means. Reads only.

    Raises InputError for a wrong address, StateError when the form does not write there, SheetError when no tab is
    proved to be the form's, GoogleError.
    """
    registry, sheet_id = load_registry(campaign.data), sheet_id_of(sheet)
    if not registry.form_id:
        raise StateError("There is no form yet.", cure="Run: anubhav setup-forms")
    linked = gateway.forms.get(registry.form_id).linked_sheet_id
    if linked != sheet_id and (linked or not registry.adopted):
        raise StateError(
            "The form does not write its responses to that spreadsheet.",
            cure="Link it there first ({edit_address}#responses), if that is meant.",
            edit_address=edit_address(registry),
        )
    now, key = datetime.now(UTC), campaign.form.station_question.key
    same = registry.tab_id if registry.spreadsheet_id == sheet_id else None
    read_from = find_tab_in(gateway, replace(registry, tab_id=same), sheet_id, key, now=now)
    try:
        listed = newest_responses(gateway, registry, now)
    except ForbiddenError:
        listed = ()
    proof = prove(gateway, read_from.spreadsheet, {read_from.tab: read_from.header}, listed, registry, key)[
        read_from.tab
    ]
    return SheetAdoption(registry, read_from, proof, len(listed))


def adopt_sheet(campaign: Campaign, adoption: SheetAdoption) -> Registry:
    """Read the responses from another spreadsheet from now on, as `plan_sheet_adoption` found it.

    Writes data/registry.json. Raises StateError while another run is at work.
    """
    return remember_tab(adoption.response_tab, campaign.data)


def fresh_sheet(campaign: Campaign, gateway: Gateway, number: int) -> Spreadsheet:
    """The campaign's spreadsheet of this number, in its zone. What a stopped run made is found again. Raises GoogleError."""
    our_form = wanted_form(campaign)
    marks = {name: f"{value}/{number}" for name, value in our_form.marks.items()}
    made = gateway.drive.find(SHEET_TYPE, marks=marks)
    file = made[0] if made else gateway.drive.create_spreadsheet(f"{our_form.sheet_title} {number}", marks=marks)
    return set_sheet_time(gateway, our_form, file.id)
