"""What goes to whom beside the numbers: messages for the IG, texts of full groups of five for SPs, editions for stations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from ..campaign import Campaign
from ..errors import InputError
from ..grading.grades import Grades
from ..nouns.week import Week
from ..privacy.outside import taken_out
from ..responses.ledger.ledger import Ledger
from .contents import Contents
from .manifest import read_manifest
from .messages import Audience, message_columns, messages_outside, messages_page, sort_messages
from .pack import PackLanguage, edition_pack
from .records import records
from .verdicts import ATTENTION

WEEKS_OF_MESSAGES = 4
"""Pages of messages reach back so many weeks: from one monthly review to the next."""
WEEKS_BEHIND_LOTS = 30
"""An SP's page may hold what was written so long before: a group of five takes a quarter to fill at most where there is a score, a text may be
released a quarter later, and is shown for four weeks."""
Makers = dict[str, Callable[[], bytes]]


def audience_files(
    campaign: Campaign,
    contents: Contents,
    ledger: Ledger,
    audiences: Collection[Audience],
    language: PackLanguage = PackLanguage.BOTH,
    *,
    outside: Grades | None = None,
    sheets: Contents | None = None,
    released: Mapping[str, str] | None = None,
) -> Makers:
    """Name → maker of each file for these audiences; the ledger is read only when there is one.

    ig/messages.html; districts/<code>-messages.html and stations/<code>.pdf, which are made from `outside`, grades of full groups of five, and its `sheets`: InputError
    without. `released`: the texts that a person let go (see `gazette.texts.shown_texts`).
    """
    if not audiences:
        return {}
    columns = message_columns(campaign)
    first, last = contents.week.monday - timedelta(weeks=WEEKS_OF_MESSAGES - 1), contents.week.sunday
    made: Makers = {}
    if Audience.IG in audiences:
        messages = sort_messages(campaign, ledger.frame(columns), first=first, last=last)
        attention = {row["code"] for row in contents.named(ATTENTION)}
        made["ig/messages.html"] = partial(
            messages_page, campaign, messages, contents.week, attention=attention, marked=contents.unfinished,
            forged=taken_out(campaign, ledger, contents.removed),
        )  # fmt: skip
    if {Audience.DISTRICT, Audience.STATION} & {*audiences} and not (outside and sheets):
        raise InputError(
            "Pages for SPs and stations need the ledger; --cube holds counts only.",
            cure="Remove --cube, or --audience district and station.",
        )
    if outside and Audience.DISTRICT in audiences:
        leaving = messages_outside(
            campaign, outside, ledger, contents.week, weeks=WEEKS_OF_MESSAGES, released=released or {}
        )
        for district in campaign.districts:
            name = f"districts/{district.code}-messages.html"
            made[name] = partial(
                messages_page, campaign, leaving, contents.week, district=district.code, marked=contents.unfinished
            )
    if sheets and Audience.STATION in audiences:
        for row in records(sheets.stations):
            made[f"stations/{row['code']}.pdf"] = partial(edition_pack, sheets, row, language)
    return made


def live_messages(campaign: Campaign, contents: Contents, ledger: Ledger, today: date, district: str | None) -> bytes:
    """The IG's page of messages of the last four weeks up to `today`, for the desk: as ig/messages.html. `district`: of one alone, ""
    for stations that are not known."""
    first = today - timedelta(weeks=WEEKS_OF_MESSAGES) + timedelta(days=1)
    responses = ledger.frame(message_columns(campaign))
    messages = sort_messages(campaign, responses, first=first, last=today, district=district)
    attention = {row["code"] for row in contents.named(ATTENTION)}
    forged = taken_out(campaign, ledger, contents.removed)
    return messages_page(
        campaign, messages, Week.of(today), district=district or "", attention=attention, forged=forged
    )


def pages_of_messages(reports: Path, before: date, since: date = date.min) -> tuple[Path, ...]:
    """Pages of messages below a folder of reports that may hold a response from before that day, and not before `since`.

    A page tells its week by the manifest beside it; without one by the day on which it was written.
    """
    kept = []
    for folder in sorted(reports.glob("*")):
        pages = dict.fromkeys(folder.glob("ig/messages.html"), WEEKS_OF_MESSAGES)
        pages |= dict.fromkeys(sorted(folder.glob("districts/*-messages.html")), WEEKS_BEHIND_LOTS)
        for page, weeks in pages.items():
            last = _last_day(folder, page)
            if last - timedelta(days=7 * weeks - 1) < before and last >= since:
                kept.append(page)
    return tuple(kept)


def _last_day(folder: Path, page: Path) -> date:
    try:
        return Week(read_manifest(folder).week).sunday
    except (InputError, ValueError):
        return date.fromtimestamp(page.stat().st_mtime)  # noqa: DTZ012 - a day more or less does not matter
