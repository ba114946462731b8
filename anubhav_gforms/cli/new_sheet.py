"""setup-forms --new-sheet: archive a response sheet that is nearly full, and lead the form on to a fresh one, step by step."""

from __future__ import annotations

from .. import pipeline
from ..sentence import Sentence
from .show import confirm, say

AGAIN = "anubhav setup-forms --new-sheet"


def new_sheet(campaign: pipeline.Campaign, google: pipeline.Google, *, who: str, yes: bool, dry_run: bool) -> int:
    """Show where the campaign stands, ask, take the next step; 1 while a person still has something to do at Google."""
    stand = pipeline.plan_new_sheet(campaign, google)
    _show(stand)
    if dry_run and stand.step is not pipeline.SheetStep.NOTHING:
        say("Nothing was changed.")
        return 0
    if not dry_run and stand.step in (pipeline.SheetStep.NOTHING, pipeline.SheetStep.LINK):
        pipeline.finish_killed(campaign, keep=True)  # one that was killed late left its drafts
    if stand.step is pipeline.SheetStep.NOTHING:
        return 0
    if stand.step is pipeline.SheetStep.ARCHIVE:
        confirm("Archive these responses and make the fresh sheet?", yes=yes)
        archive = pipeline.archive_sheet(campaign, google, who=who)
        say("{n:,} response is archived.", "{n:,} responses are archived.", n=archive.count)
    if stand.step in (pipeline.SheetStep.ARCHIVE, pipeline.SheetStep.LINK):
        say("Link the form to the fresh sheet; Google lets only a person do it:")
        tell_steps(pipeline.steps_to_fresh_sheet(campaign, google))
        say("Then: {again}", again=AGAIN)
        return 1
    if stand.adoption:
        confirm("Read the responses from this sheet from now on, and remove the copies from it?", yes=yes)
        pipeline.adopt_sheet(campaign, stand.adoption)
    else:
        confirm("Remove the copies from the fresh sheet?", yes=yes)
    removed = pipeline.trim_fresh_sheet(campaign, google)
    say(
        "{n:,} copy was removed from the fresh sheet. Nothing was counted twice. Next: anubhav doctor",
        "{n:,} copies were removed from the fresh sheet. Nothing was counted twice. Next: anubhav doctor",
        n=removed,
    )
    return 0


def _show(stand: pipeline.NewSheet) -> None:
    say("Response sheet  {address}", address=pipeline.sheet_address(stand.registry))
    say(
        "  {cells:,} cells, {fullness:.0%} of what Google allows; it held {held:,} responses at the last pull",
        cells=stand.sheet.cells,
        fullness=stand.sheet.fullness,
        held=stand.held,
    )
    if stand.archive:
        say(
            "Archived by {who} on {at:%Y-%m-%d}: {n:,} responses, in {address}",
            who=stand.archive.who,
            at=stand.archive.at,
            n=stand.archive.count,
            address=pipeline.sheet_address(stand.registry, sheet_id=stand.archive.spreadsheet_id),
        )
    for sentence in _said(stand):
        say(sentence)


def _said(stand: pipeline.NewSheet) -> tuple[str, ...]:
    """What the next step means, sentence by sentence."""
    if stand.step is pipeline.SheetStep.NOTHING:
        return (Sentence("There is room. From 80 % on, this command leads the form to a fresh sheet."),)
    if stand.step is pipeline.SheetStep.ARCHIVE:
        return (
            Sentence("What happens, each step only after you agree:"),
            Sentence(
                "  1. All responses are pulled, the ledger is checked, and they are archived: no sheet can change them."
            ),
            Sentence("  2. A fresh spreadsheet is made; you link the form to it. This sheet stays as it is."),
            Sentence("  3. Google copies all responses into the fresh sheet: they are known again, none counts twice."),
            Sentence(
                "  4. The archived copies, but for the last week's, are removed from the fresh sheet, so that it has room."
            ),
            Sentence("The form, its links and the printed codes stay as they are."),
        )
    if stand.step is pipeline.SheetStep.LINK:
        return (Sentence("The form still writes to the archived sheet."),)
    if stand.adoption:
        sheet, proof = stand.adoption.response_tab, stand.adoption.proof
        return (
            Sentence(
                'The form writes to "{title}", time zone {timezone}, now.',
                title=sheet.spreadsheet.title,
                timezone=sheet.spreadsheet.timezone,
            ),
            Sentence(
                '  tab "{title}": {own:,} of the form\'s own {listed:,} newest responses are in it',
                title=sheet.tab.title,
                own=len(proof.own),
                listed=stand.adoption.listed,
            ),
        )
    return (Sentence("The fresh sheet still holds copies of archived responses."),)


def tell_steps(steps: pipeline.LinkingSteps) -> None:
    """What a person does to link form and sheet: by hand, or with the script."""
    for number, step in enumerate(steps.steps, start=1):
        say("  {number}. {step}", number=number, step=step)
    say("  Or paste these lines at {address} and press Run:", address=steps.script_address)
    for code in steps.script:
        say("       {line}", line=code)
