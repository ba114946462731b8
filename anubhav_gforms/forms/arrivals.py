"""Whether what citizens send reaches the sheet: the form's own list of answers against the rows of the response tab."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ..errors import ForbiddenError
from .checks import Check, green, red, unknown
from .gateway import Gateway
from .linking import ResponseTab, quoted

NAME = "answers arrive"
LOOK_BACK = timedelta(days=3)
PATIENCE = timedelta(hours=1)
"""Google writes a row seconds after the answer, and minutes at times."""
SHEET_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
"""Day 0 of a sheet, on a clock in its own zone."""


def check_arrivals(gateway: Gateway, found: ResponseTab, timezone: str, now: datetime) -> Check:
    """Count the answers of the last three days, the last hour left out, in the form and in the sheet."""
    sheet = found.spreadsheet
    if sheet.timezone != timezone:
        return unknown(NAME, f"the sheet's times are in {sheet.timezone}")
    begin, end = now - LOOK_BACK, now - PATIENCE
    try:
        pages = gateway.forms.responses(found.registry.form_id, begin)
        sent = sum(begin <= each.submitted < end for page in pages for each in page)
    except ForbiddenError:
        return unknown(NAME, "this login may read the sheet only")
    columns = gateway.sheets.values(sheet.id, [f"{quoted(found.tab.title)}!A2:A"])[0]
    zone = ZoneInfo(sheet.timezone)
    times = [_instant(cell, zone) for cell in (columns[0] if columns else ()) if isinstance(cell, int | float)]
    arrived = sum(begin <= time < end for time in times)
    if arrived < sent:
        return red(
            NAME,
            f"{sent - arrived} of {sent} answers of the last 3 days are in the form and not in the sheet",
            "Open the sheet: were rows deleted, is it full, is it in the bin? Link form and sheet again "
            "(Responses, Link to Sheets): a new tab with all answers is made, and anubhav pull takes it over.",
        )
    if not sent:
        return green(NAME, "nobody answered in the last 3 days")
    return green(NAME, f"{sent} answers of the last 3 days, all of them in the sheet")


def _instant(serial: float, zone: ZoneInfo) -> datetime:
    """The instant of a sheet's date: days since 1899-12-30 on a clock in the sheet's zone."""
    return (SHEET_EPOCH + timedelta(milliseconds=round(serial * 86_400_000))).replace(tzinfo=zone).astimezone(UTC)
