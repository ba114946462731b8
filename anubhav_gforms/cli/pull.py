"""anubhav pull: fetch what is new, say what came, what was changed in the sheet, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click

from .. import pipeline
from ..sentence import Bilingual, Sentence, grouped, joined
from .options import json_option
from .show import progress, quietly, say, show, show_json, translated, with_campaign
from .waits import waits_said

MOST_SHOWN = 20
"""So many changed responses are listed one by one."""


@click.command("pull")
@click.option("--full", is_flag=True, help="Read every row again, also those that did not seem to move.")
@click.option(
    "--accept-zone",
    default="",
    metavar="ZONE",
    help="Read a sheet that writes its times in this zone, and convert them.",
)
@click.option("--accept-deletions", is_flag=True, help="Accept that many responses were deleted at Google.")
@json_option(help="Print what was found as JSON.")
@with_campaign
def command(campaign: pipeline.Campaign, full: bool, accept_zone: str, accept_deletions: bool, as_json: bool) -> int:
    """Fetch new responses into the ledger.

    Reads only what is new, and notices when a response that was there is edited or gone: then it ends with exit code 1.
    Responses without a valid station code are kept and marked, never graded. Nothing that was ever seen is lost.

    \b
    Example:
      anubhav pull
      anubhav pull --full
    """
    quietly(as_json)
    google = pipeline.connect(campaign, on_wait=waits_said())
    with progress("Reading the response sheet") as advance:
        changes = pipeline.pull(
            campaign, google, full=full, accept_zone=accept_zone, accept_deletions=accept_deletions, progress=advance
        )
    if as_json:
        show_json(changes_json(changes))
    else:
        tell_found(campaign, changes)
        _tell_next(changes, pipeline.check_bench(campaign), sheet=campaign.office.google.source != "forms")
    deposit_heads(campaign)
    return 1 if changes.alarming else 0


def tell_found(campaign: pipeline.Campaign, changes: pipeline.Changes) -> None:
    """Say what a pull brought, and what of the old responses was changed."""
    say(
        "{n:,} new response; the ledger holds {total:,}.",
        "{n:,} new responses; the ledger holds {total:,}.",
        n=changes.new,
        total=changes.total,
    )
    for status in pipeline.CodeStatus:
        say(
            "  {http_status:<13}{get:>9,}{plus}",
            http_status=translated(status),
            get=changes.by_status.get(status, 0),
            plus=_plus(changes, status),
        )
    if changes.uncounted:
        say(
            "  {n:,} row is in the sheet alone: it is in none of these counts until an officer decides",
            "  {n:,} rows are in the sheet alone: they are in none of these counts until an officer decides",
            n=changes.uncounted,
        )
    for reason, count in changes.new_by_reason.items():
        say("    {why}: {count:,} new", why=Sentence(reason or "no reason"), count=count)
    again = changes.judged_again
    if again:
        say(
            "  checked again, and accepted: {n:,} response that was quarantined before",
            "  checked again, and accepted: {n:,} responses that were quarantined before",
            n=len(again),
        )
    others = [change for change in changes.changed if change not in again]
    sweeps, alone = pipeline.sweeps_apart(others)
    tell_sweeps(campaign, sweeps)
    for turn in alone[:MOST_SHOWN]:
        say("  {sentence}", sentence=sentence(campaign, others[turn]))
    if len(alone) > MOST_SHOWN:
        say("  ... and {n:,} more: anubhav ledger events", n=len(alone) - MOST_SHOWN)
    if changes.reordered:
        say(
            "  The sheet was sorted: {n:,} response is in another place; it did not change.",
            "  The sheet was sorted: {n:,} responses are in another place; none of them changed.",
            n=changes.reordered,
        )
    for note in changes.notes:
        say("Note: {note}", note=note)
    if changes.data_until:
        say(
            "Newest response {data_until:%Y-%m-%d %H:%M} ({tzinfo}).",
            data_until=changes.data_until,
            tzinfo=changes.data_until.tzinfo,
        )


def tell_sweeps(
    campaign: pipeline.Campaign, sweeps: Sequence[pipeline.Sweep], meaning: Mapping[str, str] | None = None
) -> None:
    """Say what many responses have in common, what it means by its kind, how each is seen and all are decided; and once what to do
    after an accident."""
    for sweep in sweeps:
        show(sweep.said(campaign.form), indent="  ")
        for line in (*([meaning[sweep.changes[0].kind.value]] if meaning else []), *sweep.ways):
            show(line, indent="    ")
    if any(sweep.ways for sweep in sweeps) and campaign.office.google.source != "forms":
        show(pipeline.CURE, indent="  ")


def _tell_next(changes: pipeline.Changes, bench: pipeline.Check, *, sheet: bool) -> None:
    strange = changes.not_sent_again
    if not bench.ok and (strange or not changes.alarming):
        say("{said}: {cure}", said=bench.said, cure=bench.cure)
    if strange:
        say(
            "Attention: nobody sent {n:,} response again, and the form says something else than the ledger did. The form's words count now.",
            "Attention: nobody sent {n:,} responses again, and the form says something else than the ledger did. The form's words count now.",
            n=len(strange),
        )
        say("Next: anubhav ledger verify; who changed the sheet, and when, is in File > Version history")
    elif changes.alarming and not sheet:
        say("Attention: the form no longer has what it had. What was sent first counts until an officer decides.")
        say("Next: anubhav bench list")
    elif changes.alarming:
        say(
            "Attention: form and sheet, or the sheet and what it said before, no longer say the same. What was sent first counts until an officer decides."
        )
        say("Next: anubhav bench list; who changed the sheet, and when, is in File > Version history")
    elif changes.total:
        say("Next: anubhav report")
    else:
        say("Next: hang the posters; the first responses come with anubhav pull")


def _plus(changes: pipeline.Changes, status: str) -> str:
    new = changes.new_by_status.get(status, 0)
    return f"  (+{grouped(new)})" if new and not changes.first else ""


def sentence(campaign: pipeline.Campaign, change: pipeline.Change) -> Sentence:
    """One changed response in a line, columns by their questions' titles, without anything personal."""
    where = change.station or Sentence("without a station")
    text = Sentence(
        "{kind}: response {response_id} ({where}, {sent:%Y-%m-%d %H:%M})",
        kind=Sentence(change.kind.value),
        response_id=change.response_id,
        where=where,
        sent=change.submitted_at,
    )
    if not change.what:
        return text
    return joined((text, joined((_step(campaign, name, change) for name in change.what), "; ")), ": ")


def _step(campaign: pipeline.Campaign, column: str, change: pipeline.Change) -> Sentence:
    before, after, blank = (change.before or {}), (change.after or {}), Sentence("blank")
    title = pipeline.column_title(campaign.form, column)
    if column not in before or column not in after:
        return Sentence("{name} changed", name=title)
    then, now = (
        Sentence(values[column] or pipeline.CodeStatus.ACCEPTED.value)
        if column == pipeline.CODE_REASON
        else Bilingual.same(f"{datetime.fromisoformat(values[column]):%Y-%m-%d %H:%M:%S}")
        if column == pipeline.SUBMITTED_AT
        else pipeline.answer_said(campaign.form, column, values[column])
        if values[column]
        else blank
        for values in (before, after)
    )
    return Sentence("{name} {before} → {after}", name=title, before=then, after=now)


def changes_json(changes: pipeline.Changes) -> dict[str, Any]:
    """Changes in the shape of `anubhav pull --json`."""
    return {
        "pulled_at": changes.pulled_at,
        "data_until": changes.data_until,
        "new": changes.new,
        "new_by_status": dict(changes.new_by_status),
        "new_by_reason": dict(changes.new_by_reason),
        "changed": [change_json(change) for change in changes.changed],
        "reordered": changes.reordered,
        "total": changes.total,
        "by_status": dict(changes.by_status),
        "full": changes.full,
        "notes": changes.notes,
    }


def change_json(change: pipeline.Change) -> dict[str, Any]:
    """One changed response, as every command prints it."""
    return {
        "kind": change.kind.value,
        "response_id": change.response_id,
        "station": change.station,
        "submitted_at": change.submitted_at,
        "last_seen": change.last_seen,
        "what": change.what,
        "before": dict(change.before or {}),
        "after": dict(change.after or {}),
    }


def deposit_heads(campaign: pipeline.Campaign) -> None:
    """Deposit the heads of the books; on standard error what a person should know of it, so that JSON stays JSON."""
    for note in pipeline.deposit_heads(campaign):
        show("Note: {note}", note=note, err=True)
