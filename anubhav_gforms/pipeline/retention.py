"""Names, numbers and messages whose time is over: taken out of the ledger, and how a person takes them out of Google."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from ..campaign import Campaign, Role
from ..chain import PRINTED
from ..custody.forgotten import tell_last_backup
from ..custody.heads import words_of_hash
from ..custody.restore import KEPT
from ..errors import InputError
from ..files import abandoned_drafts, plain_refusal, sweep_drafts, write_whole
from ..forms.linking import edit_address, sheet_address
from ..links.registry import load_registry
from ..nouns.moments import moment_of, ms_of
from ..privacy.purge import Purge, plan_purge
from ..privacy.purge import purge as remove
from ..reports import pages_of_messages
from ..reports.forgotten import make_certificate
from ..responses.ledger.content import options_ever, personal_keys
from ..responses.ledger.forgetting import forgotten_by
from ..responses.ledger.ledger import FOLDER, open_ledger
from ..responses.ledger.manifest import MANIFEST
from ..responses.ledger.writer import writing
from ..sentence import Sentence, joined
from .clock import trust_clock_of

if TYPE_CHECKING:
    from pathlib import Path

    from ..google import Pages


def purge(
    campaign: Campaign,
    *,
    months: int = 0,
    sent: datetime | None = None,
    with_messages: bool = False,
    apply: bool = True,
    pages: Pages | None = None,
) -> Purge:
    """Names and mobile numbers (and messages) out of the ledger, for ever: of responses older than so many months, or with
    `sent` of the one that the sheet shows with this time (to the second, in the campaign's zone), and then always all three.

    Pages of messages in data/reports of those days go too, and drafts that a killed command left; `report` makes pages
    again from what is left. A tombstone keeps away what is gone. With apply=False nothing is removed; the Purge says what
    would be. Raises StateError while another command writes, and for a wrong clock (a year ahead would make everything
    old; `pages` as for `import_responses`); InputError when no response was sent then.
    """
    if apply:
        trust_clock_of(pages, open_ledger(campaign))
    zone = campaign.zone
    since = sent.replace(microsecond=0, tzinfo=zone) if sent else None
    today = pd.Timestamp(datetime.now(zone)).normalize()
    before = since + timedelta(seconds=1) if since else (today - pd.DateOffset(months=months)).to_pydatetime()
    message = campaign.form.key_of(Role.MESSAGE)
    ledger = open_ledger(campaign)
    personal = dict.fromkeys(
        (*campaign.form.personal_keys, *personal_keys(ledger))
    )  # also of questions not asked any more
    keys = [key for key in personal if with_messages or since or key != message]
    options = options_ever(ledger, campaign.form)
    plan = plan_purge(ledger, keys, options, before, since)
    if since and not plan.responses:
        raise InputError(
            "No response was sent at {since:%Y-%m-%d %H:%M:%S} ({timezone}).",
            cure="Copy the time from the Timestamp column of the citizen's row in the response sheet, then run anubhav pull.",
            since=since,
            timezone=campaign.timezone,
        )
    reports = campaign.data / "reports"
    files = (
        pages_of_messages(reports, since.date() + timedelta(days=1), since.date())
        if since
        else pages_of_messages(reports, before.date())
    )
    if not apply:
        return replace(
            plan, pages=files, drafts=(*abandoned_drafts(campaign.data), *abandoned_drafts(campaign.root, deep=False))
        )
    drafts = (*sweep_drafts(campaign.data), *sweep_drafts(campaign.root, deep=False))
    done = remove(campaign.data / FOLDER, keys, options, before, since)
    tell_last_backup(campaign.data, campaign.id)
    for page in files:
        with plain_refusal(page):
            page.unlink(missing_ok=True)
    return replace(done, pages=files, drafts=drafts)


def kept_by_restore(campaign: Campaign) -> tuple[Path, ...]:
    """Folders in which a restore kept what lay there: a purge does not reach into them."""
    return tuple(sorted(campaign.root.glob(f"{KEPT}*")))


def finish_killed(campaign: Campaign, *, keep: bool = False) -> None:
    """Finish a purge, a seal or a recovery that was killed when the ledger was as it should be already: old files and drafts, the
    last line of the history, the list beside the last backup. `keep`: what was replaced in the last hour stays for its readers."""
    if (campaign.data / FOLDER / MANIFEST).exists():
        sweep_drafts(campaign.data)
        sweep_drafts(campaign.root, deep=False)
        with writing(campaign.data / FOLDER, command="purge") as writer:
            writer.sweep(keep=keep)
        tell_last_backup(campaign.data, campaign.id)


def write_certificate(campaign: Campaign, sent: datetime, file: Path) -> Path:
    """A certificate (PDF, Hindi and English) that the response with this time was forgotten; gives `file`.

    It names the line of the ledger that keeps it away, by a code and four words that `ledger prove` knows. Raises InputError
    when nothing of that time was forgotten.
    """
    zone = campaign.zone
    moment = sent.replace(microsecond=0, tzinfo=zone)
    ledger = open_ledger(campaign)
    about = forgotten_by(ledger.folder, ledger.manifest, ms_of(moment))
    if about is None:
        raise InputError(
            "Nothing was removed from the response of {sent:%Y-%m-%d %H:%M:%S}: it held no name, number or message. There is nothing to certify.",
            sent=moment,
        )
    mark, at, keys = about
    titles = [campaign.form.question(key).title for key in campaign.form.personal_keys if key in keys]
    page = make_certificate(
        campaign.office.office.names,
        titles,
        sent=moment,
        forgotten=moment_of(at).astimezone(zone),
        code=mark[:PRINTED],
        words=words_of_hash(mark),
    )
    return write_whole(file, page)


def cleaning_steps(campaign: Campaign, plan: Purge) -> tuple[str, ...]:
    """What only a person can remove: from the response sheet, and from the form itself."""
    registry = load_registry(campaign.data)
    if not registry.form_id:
        return ()
    sheet = open_ledger(campaign).manifest.sheet
    known = {question.key: question.title for question in campaign.form.questions}
    once = {key: titles[-1] for key, titles in registry.titles.items() if titles}
    titles = joined((f'"{known.get(key) or once.get(key, key)}"' for key in plan.filled), ", ")
    code = f'"{campaign.form.station_question.title}"'
    rows, which = (
        (Sentence("in the row of {since:%d/%m/%Y %H:%M:%S}", since=plan.since), Sentence("that response"))
        if plan.since
        else (
            Sentence("in all rows before {before:%d/%m/%Y}", before=plan.before),
            Sentence("the responses before that day"),
        )
    )
    return (
        Sentence("Google still holds them. A person removes them there, in this order:"),
        Sentence("1. Open {address}", address=sheet_address(registry, sheet.tab_id if sheet else None)),
        Sentence(
            "2. Empty the cells of {titles} {rows}. Only empty them: a deleted row raises an alert.",
            titles=titles,
            rows=rows,
        ),
        Sentence(
            "3. Where words are there in place of a code, empty the cell of {code} too; and where they are in place of an option, that cell.",
            code=code,
        ),
        Sentence(
            "4. Open {registry}#responses, tab Individual, and delete {which}. The sheet keeps its rows.",
            registry=edit_address(registry),
            which=which,
        ),
        Sentence("5. Run anubhav pull --full: it must report no change but the cells emptied in step 3."),
    )
