"""anubhav doctor: one page of checks, each green, or red with what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from .. import pipeline
from ..errors import AnubhavError
from .show import campaign_of, confirm, say

if TYPE_CHECKING:
    from ..pipeline import AssumptionResult, Check

MARKS = {True: ("ok", "green"), False: ("RED", "red"), None: ("?", "yellow")}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON, for monitoring.")
@click.option("--live", is_flag=True, help="Also run the whole loop once on a throw-away form, and remove it.")
@click.option("--yes", is_flag=True, help="With --live: do not ask before the throw-away form is made.")
@click.pass_context
def command(ctx: click.Context, as_json: bool, live: bool, yes: bool) -> int:
    """Check everything on one page: files, keys, login, form, links, posters, sheet, last pull.

    Changes nothing. Ends with exit code 0 when all is green, 1 when something is red. With --live it makes a form and a
    sheet, tries what nobody could try before, removes both, and writes what it learned to data/live-findings.json.

    \b
    Example:
      anubhav doctor
      anubhav doctor --json
      anubhav doctor --live
    """
    checks: list[Check] = []
    for check in _examine(ctx):
        checks.append(check)
        if not as_json:
            _show(check)
    findings: tuple[AssumptionResult, ...] = ()
    if live:
        confirm("Make a throw-away form and sheet in this account, and remove them?", yes=yes)
        findings = _run_live(ctx, as_json=as_json)
    if as_json:
        told = {"green": all(check.ok for check in checks), "checks": [asdict(check) for check in checks]}
        if live:
            told["findings"] = [asdict(finding) for finding in findings]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _sum_up(checks)
    return 0 if all(check.ok for check in checks) else 1


def _examine(ctx: click.Context) -> Iterator[Check]:
    """The checks; what stops them altogether becomes one red line."""
    try:
        campaign = campaign_of(ctx)
    except AnubhavError as error:
        yield pipeline.red("files", error.message, error.cure or "Correct these files and run anubhav doctor again.")
        return
    try:
        google = pipeline.connect(campaign, deadline=30)
    except AnubhavError as error:
        yield pipeline.red("login", error.message, error.cure)
        return
    yield from pipeline.doctor(campaign, google)


def _run_live(ctx: click.Context, *, as_json: bool) -> tuple[AssumptionResult, ...]:
    campaign = campaign_of(ctx)
    say_step = (lambda text: None) if as_json else (lambda text: say("  {text} ...", text=text))
    findings, path = pipeline.try_assumptions(campaign, pipeline.connect(campaign), progress=say_step)
    if not as_json:
        say()
        for each in findings:
            say(
                "  {number:>2}. {question}\n      {answer}",
                number=each.number,
                question=each.question,
                answer=each.answer,
            )
        say("\nWritten to {path}; it holds no address and no name. Please send it to the makers of anubhav.", path=path)
    return findings


def _show(check: Check) -> None:
    word, colour = MARKS[check.ok]
    first, *rest = check.said.splitlines() or [""]
    click.echo(f"{click.style(f'{word:>4}', fg=colour, bold=check.ok is False)}  {check.name:<18} {first}")
    for line in rest:
        click.echo(f"{'':>24} {line}")
    if check.cure:
        click.echo(f"{'':>24} → {check.cure}")


def _sum_up(checks: Iterable[Check]) -> None:
    checks = tuple(checks)
    bad, open_ = sum(check.ok is False for check in checks), [check for check in checks if check.ok is None]
    click.echo()
    if bad:
        asked = f", {len(open_)} could not be run" if open_ else ""
        click.echo(
            f"{bad} of {len(checks)} checks {'is' if bad == 1 else 'are'} red{asked}. Begin with the first red one."
        )
    elif open_:
        why = "; ".join(dict.fromkeys(check.said.removeprefix("not asked: ") for check in open_))
        click.echo(f"{len(checks) - len(open_)} checks are green; {len(open_)} could not be run: {why}.")
    else:
        click.echo(f"All {len(checks)} checks are green.")
