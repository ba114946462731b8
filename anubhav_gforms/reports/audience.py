"""What goes to whom beside the numbers: messages for the IG, texts of full lots for SPs, editions for stations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from ..campaign import Campaign, Role
from ..errors import InputError
from ..grading.counts import CountRules, counts
from ..grading.items import TOP
from ..grading.proportion import wilson
from ..nouns.week import Week, week_name
from ..privacy.lots import BATCH, Batched
from ..privacy.outside import Outside
from ..responses.ledger import Ledger
from .contents import Contents
from .given import ActionTaken
from .manifest import read_manifest
from .messages import Audience, message_columns, messages_outside, messages_page, sort_messages
from .pack import Edition, PackLanguage, edition_pack
from .records import records
from .themes import counted, themes_of
from .verdicts import ATTENTION

WEEKS_OF_MESSAGES = 4
"""Pages of messages reach back so many weeks: from one monthly review to the next."""
WEEKS_BEHIND_LOTS = 30
"""An SP's page may hold what was written so long before: a lot takes a quarter to fill at most where there is a score, a text may be
released a quarter later, and is shown for four weeks."""
Makers = dict[str, Callable[[], bytes]]


def audience_files(
    campaign: Campaign,
    contents: Contents,
    ledger: Ledger,
    audiences: Collection[Audience],
    language: PackLanguage = PackLanguage.BOTH,
    *,
    outside: Outside | None = None,
    released: Mapping[str, str] | None = None,
) -> Makers:
    """Name → maker of each file for these audiences; the ledger is read only when there is one.

    ig/messages.html; districts/<code>-messages.html and stations/<code>.pdf, which are made from `outside`: InputError without
    it. `released`: the texts that a person let go (see `gazette.texts.shown_texts`).
    """
    if not audiences:
        return {}
    columns = message_columns(campaign)
    first, last = contents.week.monday - timedelta(weeks=WEEKS_OF_MESSAGES - 1), contents.week.sunday
    made: Makers = {}
    if Audience.IG in audiences:
        found = sort_messages(campaign, ledger.frame(columns), first=first, last=last)
        attention = set(contents.named(ATTENTION)["code"])
        made["ig/messages.html"] = partial(
            messages_page, campaign, found, contents.week, attention=attention, marked=contents.unfinished
        )
    if {Audience.DISTRICT, Audience.STATION} & {*audiences} and not outside:
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
    if outside and Audience.STATION in audiences:
        listed = {each.code for each in contents.listed}
        for code, edition in editions(campaign, outside, ledger, contents.actions).items():
            if code not in listed:
                continue
            made[f"stations/{code}.pdf"] = partial(edition_pack, contents, edition, language)
    return made


def live_messages(campaign: Campaign, contents: Contents, ledger: Ledger, today: date) -> bytes:
    """The IG's page of messages of the last four weeks up to `today`, for the desk: as ig/messages.html."""
    first = today - timedelta(weeks=WEEKS_OF_MESSAGES) + timedelta(days=1)
    found = sort_messages(campaign, ledger.frame(message_columns(campaign)), first=first, last=today)
    attention = set(contents.named(ATTENTION)["code"])
    return messages_page(campaign, found, Week.of(today), attention=attention)


def pages_of_messages(reports: Path, before: date, since: date = date.min) -> tuple[Path, ...]:
    """Pages of messages below a folder of reports that may hold an answer from before that day, and not before `since`.

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


def editions(
    campaign: Campaign, outside: Outside, ledger: Ledger, actions: tuple[ActionTaken, ...]
) -> dict[str, Edition]:
    """The edition of every station's sheet, by code: its state in the week of its last full lot."""
    history = outside.grades.history[["code", "week", "score", "low", "high", "letter"]]
    states = {(row["code"], row["week"]): row for row in records(history)}
    return {each.code: _edition(campaign, each.code, outside, ledger, states, actions) for each in campaign.stations}


def _edition(
    campaign: Campaign,
    code: str,
    outside: Outside,
    ledger: Ledger,
    states: Mapping[tuple[str, str], Mapping[str, object]],
    actions: tuple[ActionTaken, ...],
) -> Edition:
    mine = outside.answers.of(code)
    if not len(mine.rows):
        return Edition(campaign.station_by_code[code], "", None, None, 0, {}, ())
    last = int(mine.weeks.max())
    week = week_name(last)
    message = campaign.form.key_of(Role.MESSAGE)
    told = ledger.rows(mine.of(code, last).rows, [message])[message].to_pylist() if message else []
    texts = [text or "" for text in told]
    return Edition(
        station=campaign.station_by_code[code],
        week=week,
        state=states.get((code, week)),
        content=_content(campaign, mine, last),
        total=len(mine.rows) // BATCH * BATCH,
        themes=counted([themes_of(text) for text in texts if text.strip()]),
        actions=[each for each in actions if each.station in (code, "") and each.day <= Week(week).sunday],
    )


def _content(campaign: Campaign, lots: Batched, last: int) -> dict[str, int] | None:
    """How many of a station's visitors were content on the whole, of the window that ends with the week `last`: k, n and the 90 %
    interval in per cent. None with fewer answers than a score needs."""
    rules, grading = CountRules.of(campaign), campaign.grading.grading
    inside = counts(lots.table, rules) & (lots.weeks > last - grading.v2.window)
    asked = lots.table[rules.shape.overall].to_pylist() if rules.shape.overall else []
    ratings = [rating for rating, kept in zip(asked, inside.tolist(), strict=bool(asked)) if kept and rating]
    k, n = sum(rating >= TOP for rating in ratings), len(ratings)
    if n < grading.min_responses:
        return None
    low, high = wilson(k, n, grading.interval)
    return {"k": k, "n": n, "low": round(100 * float(low)), "high": round(100 * float(high))}
