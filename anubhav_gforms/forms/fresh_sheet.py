"""A fresh spreadsheet for a form whose response sheet is nearly full: found by its mark, or made."""

from __future__ import annotations

from ..campaign import Campaign
from ..nouns.gateway import SHEET_TYPE, Gateway
from ..nouns.google import Spreadsheet
from .apply import set_sheet_time
from .wanted import wanted_form


def fresh_sheet(campaign: Campaign, gateway: Gateway, number: int) -> Spreadsheet:
    """The campaign's spreadsheet of this number, in its zone. What a stopped run made is found again. Raises GoogleError."""
    wanted = wanted_form(campaign)
    marks = {name: f"{value}/{number}" for name, value in wanted.marks.items()}
    made = gateway.drive.find(SHEET_TYPE, marks=marks)
    file = made[0] if made else gateway.drive.create_spreadsheet(f"{wanted.sheet_title} {number}", marks=marks)
    return set_sheet_time(gateway, wanted, file.id)
