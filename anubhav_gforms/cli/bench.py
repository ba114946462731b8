"""anubhav bench: responses on which form and sheet disagree, and what an officer decides on them."""

from __future__ import annotations

import click

from .. import pipeline
from ..errors import InputError
from ..sentence import Sentence
from .options import UNTIL_PURGE, answer_id, by, json_option, note_personal, yes_option
from .pull import sentence, tell_sweeps
from .show import campaign_of, confirm, say, show, show_json, with_campaign

MEANING = {  # by the kind of the event
    "edited": Sentence("edited after it was sent; the first version counts"),
    "restored": Sentence("back again, with other words; what was decided before holds"),
    "gone": Sentence("deleted at Google; it still counts"),
    "in the sheet only": Sentence("a row of the sheet without a response in the form; it does not count"),
    "in the form only": Sentence("in the form, and not in the sheet after an hour; it counts"),
    "sent otherwise": Sentence("says something else in the sheet than in the form; the form's words count"),
    "gone from the form": Sentence("no longer in the form's own list; it still counts"),
}


@click.group("bench")
def command() -> None:
    """Responses on which form and sheet disagree. Until an officer decides, what was sent first counts, for everybody.

    \b
    Example:
      anubhav bench list
      anubhav bench decide 3f2a… --first --why "nobody may edit a rating"
    """


@command.command("list")
@click.option("--most", default=50, show_default=True, type=click.IntRange(1), help="How many to show.")
@click.option(
    "--together",
    type=answer_id,
    default="",
    metavar="ID",
    help="Each of those that changed at once with this response.",
)
@json_option(help="Print all of them as JSON.")
@with_campaign
def list_command(campaign: pipeline.Campaign, most: int, together: str, as_json: bool) -> int:
    """Show what waits for a decision, the oldest first: what counts → what is at Google now. Exit code 1 when something does.

    Where one pull found the same columns of 20 or more responses changed, they are shown first as one entry: a deleted column, a
    pasted block. --together ID lists each of them.

    \b
    Example:
      anubhav bench list
    """
    entries = pipeline.list_together(campaign, together) if together else pipeline.list_bench(campaign)
    if as_json:
        rows = [
            {
                "response_id": entry.change.response_id,
                "kind": entry.event.kind.value,
                "station": entry.change.station,
                "submitted_at": entry.change.submitted_at,
                "counts": entry.counts,
                "what": entry.change.what,
                "before": dict(entry.change.before or {}),
                "after": dict(entry.change.after or {}),
            }
            for entry in entries
        ]
        show_json(rows)
        return 1 if entries else 0
    sweeps, alone = ((), range(len(entries))) if together else pipeline.sweeps_apart([each.change for each in entries])
    tell_sweeps(campaign, sweeps, MEANING)
    for turn in alone[:most]:
        show(sentence(campaign, entries[turn].change))
        show(MEANING[entries[turn].event.kind.value], indent="    ")
    if len(alone) > most:
        say("  ... and {n:,} more: --most {all}", n=len(alone) - most, all=len(alone))
    if not entries:
        say("Nothing waits for a decision.")
        return 0
    say("{n:,} response waits for a decision.", "{n:,} responses wait for a decision.", n=len(entries))
    say(
        "Next: anubhav bench decide ID --first --why TEXT, or --sheet when what is at Google now is right; --all for all of them."
    )
    return 1


@command.command("decide")
@click.argument("ids", type=answer_id, nargs=-1)
@click.option("--first", is_flag=True, help="What was sent first stays in force.")
@click.option(
    "--sheet",
    is_flag=True,
    help="What the sheet says counts from now on; what the form says, where that alone is read.",
)
@click.option("--all", "everything", is_flag=True, help="Decide so on everything that waits.")
@click.option("--together", is_flag=True, help="Also on each that changed at once with the response ID.")
@click.option(
    "--why",
    required=True,
    help="Reason for the decision (kept until anubhav purge). Write no citizen's name or number.",
)
@by(help="Who decided it.")
@yes_option(help="Do not ask; needed with --all and --together where there is no terminal.")
@click.pass_context
def decide_command(
    ctx: click.Context,
    ids: tuple[str, ...],
    first: bool,
    sheet: bool,
    everything: bool,
    together: bool,
    why: str,
    who: str,
    yes: bool,
) -> None:
    """Decide what counts: what was sent first, or what the sheet says. Who decided, and when, is never lost; the reason goes with a purge.

    \b
    Example:
      anubhav bench decide 3f2a… --first --why "nobody may edit a rating"
      anubhav bench decide 3f2a… --together --first --why "a column was deleted by mistake"
    """
    if first == sheet or bool(ids) == everything:
        raise InputError(
            "A decision says which version counts, and for which responses.",
            cure="Give either --first or --sheet; and ids from anubhav bench list, or --all.",
        )
    if together and len(ids) != 1:
        raise InputError(
            "--together goes with one ID.", cure="Give one of those that changed at once: anubhav bench list"
        )
    campaign = campaign_of(ctx)
    if together:
        entries = pipeline.list_together(campaign, ids[0])
        ids = tuple(entry.change.response_id for entry in entries)
        show(pipeline.Sweep(tuple(entry.change for entry in entries), ()).said(campaign.form))
    if everything or together:
        waiting = len(ids or pipeline.list_bench(campaign))
        at_once = Sentence("Decide on {n:,} response at once?", "Decide on {n:,} responses at once?", n=waiting)
        confirm(at_once, yes=yes or not waiting)
    note_personal(why, UNTIL_PURGE)
    n = pipeline.decide_bench(campaign, ids, sheet=sheet, who=who, why=why, pages=pipeline.open_pages(campaign))
    if sheet:
        say("{n:,} response counts as it is at Google now.", "{n:,} responses count as they are at Google now.", n=n)
    else:
        say("{n:,} response stays as it first was.", "{n:,} responses stay as they first were.", n=n)
    say("See who decided what: anubhav ledger events")
