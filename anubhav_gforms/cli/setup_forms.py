"""anubhav setup-forms: show the plan, ask, apply it, say what was made and what to do next."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import click

from .. import pipeline
from ..sentence import Sentence
from .adopt import adopt_form
from .adopt import adopt_sheet as adopt_sheet_of
from .modes import modes
from .new_sheet import new_sheet as new_sheet_of
from .new_sheet import tell_steps
from .options import by, json_option, yes_option
from .show import confirm, progress, quietly, say, show_json, with_campaign
from .waits import waits_said

POLL = 5.0
"""Seconds between two looks for the link of form and sheet."""


@click.command("setup-forms")
@yes_option(help="Apply the plan without asking; needed where there is no terminal.")
@click.option("--dry-run", is_flag=True, help="Show the plan and change nothing.")
@json_option(help="Print plan and result as JSON.")
@click.option("--reprint", is_flag=True, help="Accept that the listed posters stop working and must be reprinted.")
@click.option(
    "--wait-for-link",
    type=click.IntRange(0),
    default=0,
    metavar="SECONDS",
    help="Wait until form and sheet are linked.",
)
@click.option("--adopt", metavar="FORM", default="", help="Take over a form that exists (address of its edit page).")
@click.option("--sheet", metavar="SHEET", default="", help="With --adopt: its response sheet, when it is not linked.")
@click.option(
    "--match",
    "matches",
    metavar="KEY=NUMBER",
    multiple=True,
    help="With --adopt: which of our questions an item of the form asks, such as overall=3; the plan numbers them.",
)
@click.option(
    "--adopt-sheet", metavar="SHEET", default="", help="Take over the other spreadsheet to which the form was linked."
)
@click.option(
    "--new-sheet", is_flag=True, help="Archive a response sheet that is nearly full; lead the form to a fresh one."
)
@by(help="With --new-sheet: who agreed to it.")
@click.option("--test-answer", is_flag=True, help="Send one marked response and see it arrive; it is never counted.")
@modes(
    {
        "--adopt": "--sheet --match --dry-run --json",
        "--adopt-sheet": "--dry-run",
        "--new-sheet": "--by --dry-run",
        "": "--dry-run --json",
    }
)
@with_campaign
def command(
    campaign: pipeline.Campaign,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    reprint: bool,
    wait_for_link: int,
    adopt: str,
    sheet: str,
    matches: tuple[str, ...],
    adopt_sheet: str,
    new_sheet: bool,
    who: str,
    test_answer: bool,
) -> int:
    """Make the form, its response sheet and one signed link per station.

    Shows what would change and asks before it changes anything. A second run finds nothing to do; a run that was
    stopped is finished by the next. What somebody edited by hand in Google Forms is shown and left alone. A form that
    was linked to another spreadsheet is refused, until it is linked back or --adopt-sheet takes that one over.
    With --new-sheet a response sheet of 80 % and more is archived, and the form goes on to a fresh one.

    \b
    Example:
      anubhav setup-forms --dry-run
      anubhav setup-forms
      anubhav setup-forms --yes --wait-for-link 300
      anubhav setup-forms --adopt https://docs.google.com/forms/d/FORM/edit
      anubhav setup-forms --new-sheet
    """
    google = pipeline.connect(campaign, on_wait=waits_said())
    if adopt:
        return adopt_form(
            campaign, google, adopt, sheet=sheet, matches=matches, yes=yes, dry_run=dry_run, as_json=as_json
        )
    if adopt_sheet:
        return adopt_sheet_of(campaign, google, adopt_sheet, yes=yes, dry_run=dry_run)
    if new_sheet:
        return new_sheet_of(campaign, google, who=who, yes=yes, dry_run=dry_run)
    quietly(as_json)
    setup = pipeline.setup_forms(campaign, google, apply=False)
    if setup.hazards and not reprint and not dry_run:
        setup.refuse_deaths()
    _tell_plan(setup)
    if not dry_run:
        if steps := len(setup.plan.steps):
            target = Sentence("the sandbox at {root}", root=google.root) if google.root else Sentence("Google")
            confirm("Apply {n} step to {target}?", "Apply {n} steps to {target}?", n=steps, target=target, yes=yes)
        setup = _apply(campaign, google, setup, reprint=reprint)
    left = _tell_left(campaign, setup, dry_run=dry_run)
    if not dry_run and setup.registry.ready:
        setup = _find_tab(campaign, google, setup, wait=wait_for_link)
    linked = setup.registry.tab_id is not None
    tried = test_answer and not dry_run
    arrived = tried and _send_test(campaign, google, setup, linked=linked, yes=yes)
    if as_json:
        show_json(_as_json(campaign, setup, left, linked=linked))
    elif not dry_run:
        _tell_result(campaign, google, setup, linked=linked, explained=bool(wait_for_link))
    to_see_to = (
        setup.problems,
        setup.plan.by_hand,
        dry_run and setup.hazards,
        wait_for_link and not linked,
        tried and not arrived,
    )
    return 1 if any(to_see_to) else 0


def _tell_plan(setup: pipeline.Setup) -> None:
    if setup.plan.steps or setup.plan.by_hand or setup.plan.notes:
        say(setup.text)
        say()
    if setup.about_keys:
        say(setup.about_keys)
    if setup.hazards:
        say("This needs --reprint:")
        for death in setup.deaths:
            say("  - {death}", death=death)
        say()


def _tell_left(campaign: pipeline.Campaign, setup: pipeline.Setup, *, dry_run: bool) -> Sequence[str]:
    """Say what another command left half-way, or that there is nothing to do; gives the former."""
    # where form and sheet are not known to be linked, the link is looked for first
    left = tuple(pipeline.left_half_way(campaign, setup)) if dry_run or setup.linked else ()
    for line in left:
        say(line)
    if not setup.plan.steps and not setup.problems and not (left and dry_run):
        plain = setup.registry.adopted or setup.plan.by_hand or setup.plan.notes
        say("Nothing else to do." if plain else "Nothing to do: form, sheet and links are as config/ wants them.")
    return left


def _apply(
    campaign: pipeline.Campaign, google: pipeline.Google, setup: pipeline.Setup, *, reprint: bool
) -> pipeline.Setup:
    """Take the steps; each is said when it begins."""
    total, steps = len(setup.plan.steps), count(1)

    def on_step(step: pipeline.Step) -> None:
        done = next(steps)
        say("  {done}/{total}  {step}", done=done, total=max(total, done), step=step.title)

    return pipeline.setup_forms(campaign, google, shown=setup.plan, reprint=reprint, on_step=on_step)


def _find_tab(
    campaign: pipeline.Campaign, google: pipeline.Google, setup: pipeline.Setup, *, wait: int
) -> pipeline.Setup:
    """Look for the response tab, for `wait` seconds, and remember it; the setup as it is then."""
    if not setup.linked and not wait:
        return replace(setup, registry=replace(setup.registry, tab_id=None))
    if not setup.linked:
        _tell_linking(setup.steps_to_link)
        say("Waiting up to {wait} s for the link ...", wait=wait)
    end = time.monotonic() + wait
    with progress("Waiting for the link") as advance:
        while (tab := pipeline.find_tab(campaign, google, setup)) is None:
            left = end - time.monotonic()
            if left <= 0:
                say("Not linked yet.")
                return replace(setup, registry=replace(setup.registry, tab_id=None))
            advance(int(wait - left), wait)
            time.sleep(min(POLL, left))
    registry, check = tab
    say("Response tab: {said}", said=check.said)
    if check.cure:
        say("  {cure}", cure=check.cure)
    return replace(setup, registry=registry)


def _send_test(
    campaign: pipeline.Campaign, google: pipeline.Google, setup: pipeline.Setup, *, linked: bool, yes: bool
) -> bool:
    """One marked response through the public page, shown arriving in the sheet; whether it did."""
    if not linked:
        say("No test response was sent: form and sheet are not linked yet.")
        return False
    confirm("Send one marked test response through the public form? It is never counted.", yes=yes)
    with progress("Waiting for its row") as advance:
        arrival = pipeline.send_test_response(campaign, google, setup.registry, progress=advance)
    if arrival.seconds is None:
        say(
            "The test response {mark} was recorded, but its row has not arrived yet; Google may take minutes.",
            mark=arrival.mark,
        )
    else:
        say(
            "The test response {mark} arrived in row {row} after {seconds:.0f} s. It is never counted.",
            mark=arrival.mark,
            row=arrival.row,
            seconds=arrival.seconds,
        )
    return arrival.seconds is not None


def _tell_linking(steps: pipeline.LinkingSteps) -> None:
    say("Link form and sheet once; Google lets only a person do it:")
    tell_steps(steps)
    say()


def _tell_ending(address: str, thanks: str) -> None:
    say("Set the form's end once; Google lets only a person do it (the lines of the script do 2 and 3 as well):")
    say('  1. Open {address}#settings and there "Presentation".', address=address)
    say('  2. Press Edit beside "Confirmation message", and put there:')
    for line in thanks.splitlines():
        say("       {line}", line=line)
    say('  3. Switch off "Show link to submit another response".')
    say('  4. Switch on "Disable autosave for all respondents": else the first page asks people to sign in.')
    say()


def _tell_result(
    campaign: pipeline.Campaign, google: pipeline.Google, setup: pipeline.Setup, *, linked: bool, explained: bool
) -> None:
    registry = setup.registry
    if not registry.form_id:
        return
    say()
    for problem in setup.problems:
        say("PROBLEM: {problem}", problem=problem)
    say("Form for citizens  {responder_uri}", responder_uri=registry.responder_uri)
    say("Edit the form      {edit_address}", edit_address=pipeline.edit_address(registry))
    say("Response sheet     {sheet_address}", sheet_address=pipeline.sheet_address(registry, registry.tab_id))
    say(
        "Links              {root} ({count})",
        root=campaign.root / "links.csv",
        count=Sentence("{n} station", "{n} stations", n=pipeline.count_links(campaign)),
    )
    say()
    of_the_form = any(step.action.value != "links" for step in setup.steps)
    if setup.our_form.thanks and (of_the_form or not linked):
        _tell_ending(pipeline.edit_address(registry), setup.our_form.thanks)
    if setup.problems:
        say("Next: anubhav doctor")
    elif not linked:
        if not explained:
            _tell_linking(setup.steps_to_link)
        say("Then: anubhav setup-forms (it finds the linked sheet)")
    elif registry.adopted:
        say("Form and sheet are linked. Next: anubhav pull")
    elif tests := pipeline.untried(campaign, google, registry):
        say("Form and sheet are linked. Next: {commands}. Then: anubhav posters", commands=", ".join(tests))
    else:
        say("Form and sheet are linked, and both tests passed. Next: anubhav posters")


def _as_json(
    campaign: pipeline.Campaign, setup: pipeline.Setup, left: Sequence[str], *, linked: bool
) -> dict[str, Any]:
    registry = setup.registry
    return {
        **setup.json,
        "applied": [step.action.value for step in setup.steps],
        "problems": list(setup.problems),
        "left": left,
        "form_id": registry.form_id,
        "responder_uri": registry.responder_uri,
        "spreadsheet_id": registry.spreadsheet_id,
        "tab_id": registry.tab_id,
        "linked": linked,
        "links": str(campaign.root / "links.csv"),
    }
