"""anubhav doctor: one page of checks, each green, or red with what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from .. import pipeline
from ..errors import AnubhavError
from ..sentence import Sentence, joined
from .modes import modes
from .options import NewFile, json_option, yes_option
from .show import campaign_of, confirm, quietly, say, show, show_check, show_json
from .waits import waits_said


@click.command("doctor")
@json_option(help="Print the checks as JSON, for monitoring.")
@click.option("--live", is_flag=True, help="Also run the whole loop once on a temporary form, and remove it.")
@yes_option(help="With --live: do not ask before the temporary form is made.")
@click.option(
    "--record",
    type=NewFile(),
    help="With --live: write every request and reply to this file, without ids, names, addresses and tokens.",
)
@modes({"--live": "--record --json", "": "--json"})
@click.pass_context
def command(ctx: click.Context, as_json: bool, live: bool, yes: bool, record: Path | None) -> int:
    """Check everything on one page: files, keys, login, form, links, posters, sheet, last pull.

    Changes nothing. Ends with exit code 0 when all is green, 1 when something is red. With --live it makes a form and a
    sheet, tests our assumptions about Google, removes both, and writes what it learned to data/live-findings.json.
    Without a --live that passed for the form as it is now, anubhav posters prints samples only.

    \b
    Example:
      anubhav doctor
      anubhav doctor --json
      anubhav doctor --live
      anubhav doctor --live --record google.jsonl
    """
    quietly(as_json)
    checks: list[pipeline.Check] = []
    for check in _examine(ctx):
        checks.append(check)
        if not as_json:
            show_check(check, Sentence("RED"))
    findings: tuple[pipeline.AssumptionResult, ...] = ()
    against: tuple[str, ...] = ()
    if live:
        findings, against = _run_live(ctx, checks, record=record, yes=yes)
    if as_json:
        examined = {"green": all(check.ok for check in checks), "checks": [asdict(check) for check in checks]}
        if live:
            examined["findings"] = [asdict(finding) for finding in findings]
            examined["live_passed"] = not against
        show_json(examined)
    else:
        _sum_up(checks)
    return 0 if all(check.ok for check in checks) and not against else 1


def _examine(ctx: click.Context) -> Iterator[pipeline.Check]:
    """The checks; what stops them altogether becomes one red line."""
    try:
        campaign = campaign_of(ctx)
    except AnubhavError as error:
        cure = error.cure or Sentence("Correct these files and run anubhav doctor again.")
        yield pipeline.red(error.message, cure).named("files")
        return
    try:
        google = pipeline.connect(campaign, deadline=30, on_wait=waits_said())
    except (AnubhavError, OSError) as error:
        yield pipeline.red_for(error).named("login")
        return
    yield from pipeline.doctor(campaign, google)


def _run_live(
    ctx: click.Context, checks: Iterable[pipeline.Check], *, record: Path | None, yes: bool
) -> tuple[tuple[pipeline.AssumptionResult, ...], tuple[str, ...]]:
    """What was learned, and what stands against printing posters for walls."""
    campaign = campaign_of(ctx)
    google = pipeline.connect(campaign, on_wait=waits_said())
    confirm("Make a temporary form and sheet in this account, and remove them?", yes=yes)
    findings, path = pipeline.try_assumptions(campaign, google, record=record, progress=_say_step)
    against = pipeline.permit_live(campaign, google, checks, findings)
    say()
    for finding in findings:
        if finding.holds is False:  # the file has all of it
            say("  {question}: {answer}", question=finding.question, answer=finding.answer)
    say("{n} assumption about Google was tested.", "{n} assumptions about Google were tested.", n=len(findings))
    if against:
        say("NOT PASSED, so no poster for a wall can be made: {against}", against="; ".join(against))
    else:
        say("Passed: for posters this counts until the form is changed.")
    say("\nWritten to {path}; it holds no address and no name. Please send it to the makers of anubhav.", path=path)
    return findings, against


def _say_step(text: str) -> None:
    say("  {text} ...", text=Sentence(text))


def _sum_up(checks: Iterable[pipeline.Check]) -> None:
    checks = tuple(checks)
    bad, open_ = sum(check.ok is False for check in checks), [check for check in checks if check.ok is None]
    click.echo()
    if bad:
        asked = Sentence(", {count} could not be run", count=len(open_)) if open_ else ""
        show(
            "{n} of {all} checks is red{asked}. Begin with the first red one.",
            "{n} of {all} checks are red{asked}. Begin with the first red one.",
            n=bad,
            all=len(checks),
            asked=asked,
        )
    elif open_:
        why = joined(
            dict.fromkeys(check.said.values["why"] for check in open_ if isinstance(check.said, Sentence)), "; "
        )
        show(
            "{green} checks are green; {open} could not be run: {why}.",
            green=len(checks) - len(open_),
            open=len(open_),
            why=why,
        )
    else:
        show("All {count} checks are green.", count=len(checks))
