"""anubhav purge: remove names and numbers when the time that the privacy notice promises is over, or when one asks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from .. import pipeline
from ..errors import InputError
from ..sentence import Bilingual
from .modes import modes
from .options import NewFile, yes_option
from .show import Moment, confirm, in_language, say, translated, with_campaign


@click.command("purge")
@click.option("--months", type=click.IntRange(1, 1200), help="Older than this. Default: office.retention_months.")
@click.option(
    "--sent",
    metavar="TIME",
    type=Moment(),
    help="Only the response with this time in the sheet, at once, its message too: for a citizen who asks.",
)
@click.option(
    "--with-messages",
    is_flag=True,
    help="Also the messages, not only names and numbers. Default: office.retention_messages.",
)
@click.option(
    "--certificate",
    type=NewFile(),
    metavar="FILE",
    help="With --sent: also a certificate for the citizen, as a PDF in Hindi and English.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be removed, and remove nothing.")
@yes_option(help="Remove without asking; needed where there is no terminal.")
@modes({"--sent": "--with-messages --certificate --dry-run", "": "--with-messages --dry-run"})
@with_campaign
def command(
    campaign: pipeline.Campaign,
    months: int | None,
    sent: datetime | None,
    with_messages: bool,
    certificate: Path | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Remove names and mobile numbers that are older than promised, or those of one citizen who asks.

    Shows what it will remove and asks first. Pages of messages in data/reports go too. Grades stay as they are and can
    still be computed again. The response sheet and the form are cleaned by a person: the steps are shown.

    \b
    Example:
      anubhav purge --dry-run
      anubhav purge --yes
      anubhav purge --sent "24/11/2026 18:05:00" --certificate removed.pdf
    """
    months = months or campaign.office.office.retention_months
    if not months and not sent:
        raise InputError("office.retention_months is 0: no time was promised.", cure="Set it, or give --months.")
    with_messages = with_messages or campaign.office.office.retention_messages
    plan = pipeline.purge(campaign, months=months, sent=sent, with_messages=with_messages, apply=False)
    if sent:
        say(
            "From the response sent at {sent:%Y-%m-%d %H:%M:%S}, with every earlier version:",
            "From {n} responses, all that were sent at {sent:%Y-%m-%d %H:%M:%S}, with every earlier version:",
            n=max(plan.responses, 1),
            sent=sent,
        )
    else:
        say(
            "From responses sent before {before:%Y-%m-%d} (older than {n} month):",
            "From responses sent before {before:%Y-%m-%d} (older than {n} months):",
            before=plan.before,
            n=months,
        )
    titles = {question.key: question.title for question in campaign.form.questions}
    for key, count in plan.filled.items():
        title = in_language(Bilingual.halves(titles.get(key, key)))
        say("{count:>8,}  {key}", key=title, count=count)
    say(
        "{typed_codes:>8,}  {value} (words in the code question)",
        value=translated("typed codes"),
        typed_codes=plan.typed_codes,
    )
    if plan.typed_choices:
        say(
            "{typed_choices:>8,}  {value} (words in place of an option)",
            value=translated("typed words"),
            typed_choices=plan.typed_choices,
        )
    if plan.reasons:
        say(
            "{reasons:>8,}  {value} (what was written to assignments by hand)",
            value=translated("reasons"),
            reasons=plan.reasons,
        )
    for page in plan.pages:
        say("  {value:<12} {relative_to}", value=translated("page"), relative_to=page.relative_to(campaign.root))
    for draft in plan.drafts:
        say(
            "  {value:<12} {relative_to}, left by a command that was killed",
            value=translated("draft"),
            relative_to=draft.relative_to(campaign.root),
        )
    if plan.empty:
        say("There is nothing to remove here.")
        if not dry_run:
            pipeline.finish_killed(campaign)
    elif not dry_run:
        confirm("Remove this permanently?", yes=yes)
        asked = pipeline.open_pages(campaign)
        pipeline.purge(campaign, months=months, sent=sent, with_messages=with_messages, pages=asked)
        say("Removed from data/. Copies of that folder elsewhere still hold it.")
    for folder in pipeline.kept_by_restore(campaign):
        say(
            "{folder}: kept by a restore, with what was removed now. Delete this folder when nobody needs it.",
            folder=folder,
        )
    if certificate and sent and not dry_run:
        say("For the citizen: {file}", file=pipeline.write_certificate(campaign, sent, certificate))
    if plan.responses:  # those of a purge before this one may still be there
        for step in pipeline.cleaning_steps(campaign, plan):
            say(step)
