"""anubhav ledger: check it byte by byte, export it, say what is in it, list what was changed."""

from __future__ import annotations

from dataclasses import asdict

import click

from .. import pipeline
from ..errors import InputError
from ..sentence import Sentence
from .ledger_export import export_command
from .options import json_option, yes_option
from .pull import change_json, sentence
from .show import campaign_of, confirm, progress, say, show, show_json, with_campaign


@click.group("ledger")
def command() -> None:
    """Check, export and describe the ledger of all responses.

    \b
    Example:
      anubhav ledger verify
      anubhav ledger export answers.csv
      anubhav ledger stats
    """


@command.command("verify")
@json_option(help="Print it as JSON.")
@with_campaign
def verify_command(campaign: pipeline.Campaign, as_json: bool) -> int:
    """Read every byte of the ledger and compare it with its own history.

    Exit code 1 when a file was changed, is missing, or does not follow from the history. Copy the last hash into
    the note sheet of the file: who keeps it can prove later that nothing was changed.

    \b
    Example:
      anubhav ledger verify
    """
    with progress("Reading the ledger") as advance:
        verdict = pipeline.verify_ledger(campaign, progress=advance)
    if as_json:
        show_json({"whole": not verdict.faults, **asdict(verdict)})
        return 1 if verdict.faults else 0
    for fault in verdict.faults:
        show("Fault: {fault}", fault=fault)
    if verdict.faults:
        show(
            "Next: when only the manifest is lost or older, anubhav ledger recover makes it again. Else put back your copy of data/ledger."
        )
        return 1
    say(
        "The ledger is as it was written: {files}, {lines}.",
        files=Sentence("{n} file", "{n} files", n=verdict.files),
        lines=Sentence("{n} history line", "{n} history lines", n=verdict.lines),
    )
    say("Last hash: {head}", head=verdict.head or Sentence("none yet"))
    return 0


@command.command("prove")
@click.argument("printed", nargs=-1)
@click.option("--second-account", is_flag=True, help="Hold the whole tab of the second account against today's books.")
@click.option("--time-stamps", is_flag=True, help="Hold every time stamp against its authority and today's books.")
@click.pass_context
def prove_command(ctx: click.Context, printed: tuple[str, ...], second_account: bool, time_stamps: bool) -> int:
    """Say whether a code or four words from an old page, an alert or a certificate are part of today's books.

    A photo of the small QR code on the first page of the IG's pack does as well.

    Exit code 1 when no book has it: a line of that time was changed or taken away since, or it is another campaign's.

    \b
    Example:
      anubhav ledger prove 3f9a21bc77d05d1c4b08
      anubhav ledger prove "academic acid acne acquire"
      anubhav ledger prove page.jpg
      anubhav ledger prove --second-account
      anubhav ledger prove --time-stamps
    """
    if bool(printed) + second_account + time_stamps != 1:
        raise InputError(
            "This looks for what is printed, into the second account's tab, or at the time stamps.",
            cure="Give either a code, four words or a photo; or --second-account; or --time-stamps.",
        )
    campaign = campaign_of(ctx)
    if time_stamps:
        count, faults = pipeline.look_at_stamps(campaign)
        counted = Sentence("{n:,} time stamp is kept.", "{n:,} time stamps are kept.", n=count)
        well = Sentence("Each of them is signed by the authority and of a line of today's books.")
        return _say_faults(faults, counted, well)
    if second_account:
        count, faults = pipeline.look_in_second_account(campaign)
        counted = Sentence(
            "The second account's tab has {n:,} row.", "The second account's tab has {n:,} rows.", n=count
        )
        return _say_faults(faults, counted, Sentence("Each of them is part of today's books, and none is gone."))
    head = pipeline.prove_head(campaign, " ".join(printed))
    if head is None:
        show("NOT part of today's books: no line of the ledger or the gazette has it.")
        return 1
    say(
        "Part of today's {book}: line {line} of {lines}{when}.",
        book=Sentence(head.book),
        line=head.line,
        lines=head.lines,
        when=Sentence(", written {at:%Y-%m-%d %H:%M} (UTC)", at=head.at) if head.at else "",
    )
    if stamp := pipeline.stamped_at(campaign, head):
        line, at = stamp
        say("A time stamp of {at:%Y-%m-%d %H:%M} (UTC) covers it: it goes up to line {line}.", at=at, line=line)
    return 0


def _say_faults(faults: tuple[Sentence, ...], counted: Sentence, well: Sentence) -> int:
    """Print what is wrong, how many were looked at, and when nothing is wrong that all is well; gives the exit code."""
    for fault in faults:
        show("Fault: {fault}", fault=fault)
    say(counted)
    if not faults:
        say(well)
    return 1 if faults else 0


@command.command("seal")
@yes_option(help="Do not ask; needed where there is no terminal.")
@with_campaign
def seal_command(campaign: pipeline.Campaign, yes: bool) -> None:
    """Put names, numbers and messages that an older version kept in clear under a key each, and the keys apart from data/.

    A ledger that this version began is so from its first response on. The keys are in keys/, beside data/. A purge destroys keys, so that
    copies of data/ tell nothing any more. Copies made before hold everything in clear, or the keys: delete them.

    \b
    Example:
      anubhav ledger seal
    """
    count, among, path = pipeline.plain_personal(campaign)
    if not count and not among and path.exists():
        pipeline.finish_killed(campaign)  # one that was killed late left what it replaced, in clear
        say("Nothing to do: every name, number and message is sealed. Keys: {path}", path=path)
        return
    if count:
        say("In clear now: {n:,} version of a response.", "In clear now: {n:,} versions of responses.", n=count)
    if among:
        say("The keys are in {path}, beside what they open.", path=among)
    say("The keys will be in {path}", path=path)
    confirm("Go on?", yes=yes)
    pipeline.seal_personal(campaign)
    say("Sealed. Next: a new backup (anubhav backup FILE), then delete older copies of data/.")


@command.command("recover")
@yes_option(help="Do not ask; needed where there is no terminal.")
@with_campaign
def recover_command(campaign: pipeline.Campaign, yes: bool) -> None:
    """Make a manifest that is lost, or was replaced by an older one, again from the history.

    Shows what it found and asks first. No response changes. The next pull reads the whole sheet, and adds nothing twice.

    \b
    Example:
      anubhav ledger recover
    """
    recovery = pipeline.recover_ledger(campaign, apply=False)
    if recovery is None:
        pipeline.finish_killed(campaign, keep=True)
        say("The manifest is whole: there is nothing to recover.")
        return
    rebuilt = recovery.manifest
    if recovery.known is None:
        say("The manifest of the ledger is gone, or was changed after it was written.")
    else:
        say(
            "The manifest of the ledger is not the last one: it knows {known} of {lines} history lines.",
            known=recovery.known,
            lines=rebuilt.lines,
        )
    say(
        "The history tells of {rows} versions of responses in {n} file, of {last:%Y-%m-%d %H:%M}.",
        "The history tells of {rows} versions of responses in {n} files, the last of {last:%Y-%m-%d %H:%M}.",
        rows=rebuilt.rows,
        n=len(rebuilt.files),
        last=recovery.written_at.astimezone(campaign.zone),
    )
    say("Every file is there and as it was written.")
    confirm("Make the manifest again from the history?", yes=yes)
    pipeline.recover_ledger(campaign)
    say("Done. Next: anubhav pull reads the whole sheet, and adds nothing twice.")


command.add_command(export_command)


@command.command("stats")
@json_option(help="Print it as JSON.")
@with_campaign
def stats_command(campaign: pipeline.Campaign, as_json: bool) -> None:
    """Say how many responses there are, from where, and how large the ledger is.

    \b
    Example:
      anubhav ledger stats
    """
    stats = pipeline.ledger_stats(campaign)
    summary = stats.summary
    if as_json:
        epochs = [{"number": number, "since": since} for number, since in stats.epochs]
        size = {"versions": stats.versions, "files": stats.files, "size": stats.size}
        show_json({**asdict(summary), **size, "epochs": epochs, "pulled_at": stats.pulled_at})
        return
    say("Responses     {rows:>10,}", rows=summary.rows)
    say("  accepted    {accepted:>10,}", accepted=summary.accepted)
    for reason, count in summary.quarantined.items():
        say("  quarantined {count:>10,}  {why}", count=count, why=Sentence(reason))
    for channel, count in summary.by_channel.items():
        say("  channel     {count:>10,}  {channel}", count=count, channel=Sentence(channel))
    say("Edited        {edited:>10,}", edited=summary.edited)
    say("Deleted       {deleted:>10,}  ({restored:,} came back)", deleted=summary.deleted, restored=summary.restored)
    say("Versions      {rows:>10,}", rows=stats.versions)
    say(
        "On disk       {size:>10.1f}  MB in {n} file",
        "On disk       {size:>10.1f}  MB in {n} files",
        size=stats.size / 1e6,
        n=stats.files,
    )
    for number, since in stats.epochs:
        say(
            "Wording       {number:>10}  since {zoned}",
            number=number,
            zoned=f"{since:%Y-%m-%d %H:%M}" if since else Sentence("the beginning"),
        )
    say("Last pull     {zoned}", zoned=f"{stats.pulled_at:%Y-%m-%d %H:%M}" if stats.pulled_at else Sentence("none yet"))


@command.command("events")
@json_option(help="Print it as JSON.")
@with_campaign
def events_command(campaign: pipeline.Campaign, as_json: bool) -> None:
    """List every response that was edited, deleted, restored or assigned by hand, with before and after.

    \b
    Example:
      anubhav ledger events
    """
    events = pipeline.ledger_events(campaign)
    if as_json:
        show_json([{"at": each.at, "who": each.who, "why": each.why, **change_json(each.change)} for each in events])
        return
    for event in events:
        by = Sentence(" by {who}: {why}", who=event.who, why=event.why) if event.who else ""
        say("{at:%Y-%m-%d %H:%M}  {change}{by}", at=event.at, change=sentence(campaign, event.change), by=by)
    say("{n:,} change in all.", "{n:,} changes in all.", n=len(events))
