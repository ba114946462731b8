"""Grades in tabs of a Google Sheet that others read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ForbiddenError, NotFoundError, StateError
from ..forms.linking import sheet_address
from ..links.registry import load_registry
from ..reports.tabs import tabs
from ..sentence import Sentence

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..google import Google
    from ..reports import Contents


def check_publish_target(campaign: Campaign, google: Google, spreadsheet_id: str) -> None:
    """See that grades may be published in this spreadsheet, before they are made. Reads only.

    Raises StateError when it is the one that holds the responses; GoogleError, naming --publish, when it cannot be opened.
    """
    if load_registry(campaign.data).spreadsheet_id == spreadsheet_id:
        raise StateError(
            "This is the sheet that holds the responses, with names and mobiles.",
            cure="Make another spreadsheet for the grades and publish there.",
        )
    try:
        google.sheets.describe(spreadsheet_id)
    except (NotFoundError, ForbiddenError) as error:
        raise type(error)(
            Sentence(
                "The spreadsheet that --publish names ({spreadsheet_id}) is not there, or this account cannot see it.",
                spreadsheet_id=spreadsheet_id,
            ),
            cure="Give the address of a spreadsheet that this account may edit.",
            status=error.status,
            reason=error.reason,
        ) from error


def publish_report(campaign: Campaign, google: Google, contents: Contents, spreadsheet_id: str) -> str:
    """Write stations, districts and how to read them into tabs of a Google Sheet, in one batch; other tabs stay. Gives its address.

    Give it a report's `outside`: nobody knows with whom a sheet is shared one day, and it keeps its older versions. Raises StateError when the sheet is the one that holds the responses: it must not be shared.
    """
    from ..google.tabs import write_tabs  # loaded when asked: see connection.py

    check_publish_target(campaign, google, spreadsheet_id)
    write_tabs(google.sheets, spreadsheet_id, tabs(contents))
    return sheet_address(load_registry(campaign.data), sheet_id=spreadsheet_id)
