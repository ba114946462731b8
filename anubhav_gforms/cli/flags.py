"""anubhav flags: what is odd about the responses of a station, the rows behind it, and what a person decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from .. import pipeline
from ..as_typed import read_count
from ..campaign.lookup import stations_meant
from ..csv_file import csv_table
from ..errors import InputError
from ..sentence import Sentence, joined
from .flag_rows import say_taken, show_responses
from .modes import modes
from .options import FILE_THERE, FOR_EVER, WEEK, by, json_option, note_personal
from .show import campaign_of, campaign_to_write, progress, say, show, show_json, tell_state, translated

DECIDED = {
    "genuine": Sentence("genuine"),
    "not genuine": Sentence("not genuine"),
    "seen": Sentence("seen"),
    "confirmed": Sentence("confirmed"),
    "closed": Sentence("closed"),
}
"""What a person decided, in words."""
DECISIONS = tuple(word.replace(" ", "-") for word in DECIDED)


class Listing(click.Group):
    """Alone it lists; who types "list" after it, as other commands want it, means the same."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args[1:] if args[:1] == ["list"] else args)


@click.group("flags", cls=Listing, invoke_without_command=True)
@WEEK
@click.option("--rule", "rules", multiple=True, help="Only this rule, such as F1; may be given more than once.")
@click.option("--station", "stations", multiple=True, help="Only this station; may be given more than once.")
@click.option("--all", "everything", is_flag=True, help="Also those that a person has decided on.")
@click.option(
    "--visits",
    type=FILE_THERE,
    help="CSV with the columns code and visits: how many came in the weeks that count. Rule F7 needs it.",
)
@json_option(help="Print them as JSON.")
@modes({"show": "--week --visits", "resolve": "--week --visits", "": "--week --visits"})
@click.pass_context
def command(
    ctx: click.Context, week: str | None, rules: tuple[str, ...], stations: tuple[str, ...], everything: bool,
    visits: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """List integrity flags of a week, with their numbers and no personal data.

    A flag accuses nobody and takes no response out of a score: a person decides. Ends with 1 when flags are open.

    \b
    Example:
      anubhav flags --week 2026-W47
      anubhav flags show F1:BSP-KTW:2026-11-18
      anubhav flags resolve F1:BSP-KTW:2026-11-18 genuine --why "camp day, register checked"
    """
    if ctx.invoked_subcommand:
        return 0
    campaign = campaign_of(ctx)
    stations = _filters(campaign, rules, stations)
    flags = _found(campaign, week, visits)
    listed = [
        flag
        for flag in flags
        if (not rules or flag.rule in {rule.upper() for rule in rules})
        and (not stations or flag.station in stations)
        and (everything or not flag.decision)
    ]
    if as_json:
        show_json(_rows(campaign, listed))
    else:
        _say_flags(campaign, listed)
        if not listed:
            say("No open flags.")
        else:
            say("{n} flag.", "{n} flags.", n=len(listed))
            say("Next: {flags} show ID. It names what can be decided.", flags=_typed(ctx.params))
    return 1 if any(not flag.decision for flag in listed) else 0


@command.command("show")
@click.argument("flag_id")
@click.option("--week", metavar="WEEK", help="The week in which it was found.  [default: the last finished one]")
@click.pass_context
def show_command(ctx: click.Context, flag_id: str, week: str | None) -> None:
    """Show a flag and the responses behind it, without names, mobiles or messages.

    \b
    Example:
      anubhav flags show F1:BSP-KTW:2026-11-18
    """
    campaign = campaign_of(ctx)
    asked = _asked(ctx, week)
    flag = _one(_found(campaign, **asked), flag_id, asked)
    _say_flags(campaign, [flag])
    made = pipeline.flag_decisions(campaign)
    for before in reversed(made.get(flag.id, ())[:-1]):
        show("before that: {decision}", decision=_as_said(campaign, before), indent="    ")
    _say_beside(campaign, flag, flag.decision)
    rows = pipeline.flag_evidence(campaign, flag)
    if rows.empty:
        say("No response is behind it.")
    else:
        taken = pipeline.taken_together(campaign, flag)
        say_taken(taken)
        show_responses(campaign, rows, taken)
    words = "|".join(word.replace(" ", "-") for word in pipeline.fitting(flag))
    say("Then: {flags} resolve {id} {words} --why TEXT", flags=_typed(asked), id=flag.id, words=words)


@command.command("resolve")
@click.argument("flag_id")
@click.argument("decision", type=click.Choice(DECISIONS))
@click.option("--why", required=True, help="Reason for the decision (kept permanently).")
@by(help="Which office or role decided.")
@click.option("--week", metavar="WEEK", help="The week in which it was found.  [default: the last finished one]")
@click.pass_context
def resolve_command(ctx: click.Context, flag_id: str, decision: str, why: str, who: str, week: str | None) -> None:
    """Record what a person decided on a flag. The next report follows it on F1, F1W, ALARM and MONEY; on others it is only kept.

    genuine: the flag is cleared. not-genuine: exactly the alike rows are in no score from now on. seen, confirmed: for alarms;
    a confirmed ALARM is published, a BAD lasts until bad ratings are fewer. closed: for a MONEY flag, which stays until then; seen
    opens it again.

    To take a decision back, decide on the same flag again: the later one replaces it. Of alike responses a decision on a day counts
    for that day, one on its week for the other days, whichever was first.

    \b
    Example:
      anubhav flags resolve F1:BSP-KTW:2026-11-18 genuine --why "camp day, register checked"
      anubhav flags resolve ALARM:BSP-KTW:2026-W45 confirmed --why "two officers on leave"
    """
    campaign = campaign_to_write(ctx)
    asked = _asked(ctx, week)
    flag = _one(_found(campaign, **asked), flag_id, asked)
    word = decision.replace("-", " ")
    note_personal(why, FOR_EVER)
    replaced = pipeline.decide_flag(campaign, flag, word, who=who, why=why)
    if flag.rule in pipeline.FOLLOWED:
        say("{id} is now: {word}. The next report follows it.", id=flag.id, word=DECIDED[word])
        say("A week that was announced already stays as it is, unless: anubhav report --week WEEK --again")
    else:
        say("{id} is now: {word}. That is kept; no score and no report goes by it.", id=flag.id, word=DECIDED[word])
    if decision == "not-genuine":
        say_taken(pipeline.taken_together(campaign, flag))
    if replaced:
        say("It replaces what was decided before: {decision}", decision=_as_said(campaign, replaced))
    _say_beside(campaign, flag, word)


def _filters(campaign: pipeline.Campaign, rules: tuple[str, ...], stations: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of the stations asked for. Refuses what no flag can ever have: an empty list would sound like good news."""
    for asked in rules:
        if asked.upper() not in pipeline.FLAG_RULES:
            raise InputError(
                'There is no rule "{asked}".',
                cure="Choose one of {rules}.",
                asked=asked,
                rules=", ".join(pipeline.FLAG_RULES),
            )
    return stations_meant(campaign, stations)


def _asked(ctx: click.Context, week: str | None) -> dict[str, Any]:
    """Week and visits that a flag is looked for in: the command's own, else what was typed before it."""
    before = ctx.parent.params if ctx.parent else {}
    return {"week": week or before.get("week"), "visits": before.get("visits")}


def _typed(asked: Mapping[str, Any]) -> str:
    """The beginning of a command that sees the same flags."""
    options = [word for name in ("week", "visits") if asked[name] for word in (f"--{name}", str(asked[name]))]
    return pipeline.typed_line(["anubhav", "flags", *options])


def _found(campaign: pipeline.Campaign, week: str | None, visits: Path | None) -> list[pipeline.Flag]:
    registered = _read_visits(visits, set(campaign.station_by_code)) if visits else None
    with progress("Looking at the responses"):
        grades = pipeline.count_exactly(campaign, week=week)
        flags = pipeline.find_flags(campaign, grades, visits=registered)
    tell_state(grades)
    return flags


def _read_visits(path: Path, codes: set[str]) -> dict[str, float]:
    visits: dict[str, float] = {}
    wrong: list[str] = []
    for line, row in csv_table(path):
        code, count = row.get("code", "").strip().upper(), row.get("visits", "").strip()
        if code in codes and (number := read_count(count)) is not None:
            visits[code] = float(number)
        else:
            wrong.append(
                Sentence(
                    "{path}:{line}: code {code!r} or visits {visits!r} is not right.",
                    path=path,
                    line=line,
                    code=code,
                    visits=count,
                )
            )
    if wrong or not visits:
        raise InputError(
            joined(wrong, "\n") or Sentence("{path} is empty.", path=path), cure="It needs the columns code,visits."
        )
    return visits


def _one(flags: list[pipeline.Flag], flag_id: str, asked: Mapping[str, Any]) -> pipeline.Flag:
    for flag in flags:
        if flag.id.upper() == flag_id.strip().upper():
            return flag
    raise InputError(
        'There is no flag "{flag_id}" in {week}.',
        cure="List them: {flags} --all. For another week: --week WEEK",
        flag_id=flag_id,
        week=asked["week"] or Sentence("the last finished week"),
        flags=_typed(asked),
    )


def _say_flags(campaign: pipeline.Campaign, flags: Iterable[pipeline.Flag]) -> None:
    """Each flag in two lines, and in a third one who decided on it; one that waits for a decision too long says so."""
    most, made = campaign.grade_rules.v2.review.overdue_days, pipeline.flag_decisions(campaign)
    for flag in flags:
        decided = f"  [{translated(DECIDED.get(flag.decision, flag.decision))}]" if flag.decision else ""
        if flag.waiting > most:
            decided = f"  [{translated(Sentence('waits for {n} days: overdue', n=flag.waiting))}]"
        rule = translated(pipeline.FLAG_RULES[flag.rule])
        click.echo(f"{flag.id:32}  {translated(flag.severity):9}  {rule}{decided}\n    {translated(flag.says)}")
        if own := made.get(flag.id):
            day = own[-1].day(campaign.zone)
            show("decided {day} by {who}: {why}", day=day, who=own[-1].by, why=own[-1].why, indent="    ")
        for other in () if own or not flag.decision else pipeline.decisions_beside(flag, made):
            show("by {id}: {decision}", id=other.flag, decision=_as_said(campaign, other), indent="    ")


def _say_beside(campaign: pipeline.Campaign, flag: pipeline.Flag, word: str) -> None:
    """What was decided otherwise on the week of a flag's day, or on days of its week, and which of them counts."""
    beside = pipeline.decisions_beside(flag, pipeline.flag_decisions(campaign))
    others = [other for other in beside if word and other.decision != word]
    for other in others:
        say("{id} stays: {decision}", id=other.flag, decision=_as_said(campaign, other))
    if others:
        say("What is decided on a day counts for that day, what is decided on its week for the other days.")


def _as_said(campaign: pipeline.Campaign, decision: pipeline.Decision) -> Sentence:
    """A decision: what, when, by whom and why."""
    return Sentence(
        "{word}, {day} by {who}: {why}",
        word=DECIDED.get(decision.decision, decision.decision),
        day=decision.day(campaign.zone),
        who=decision.by,
        why=decision.why,
    )


def _rows(campaign: pipeline.Campaign, flags: Iterable[pipeline.Flag]) -> list[dict[str, Any]]:
    """Flags for programs, with every decision on each and those in force on its week or its days."""
    made = pipeline.flag_decisions(campaign)
    return [
        {
            "id": flag.id,
            **asdict(flag),
            "decided": [*map(asdict, made.get(flag.id, ()))],
            "beside": [*map(asdict, pipeline.decisions_beside(flag, made))],
        }
        for flag in flags
    ]
