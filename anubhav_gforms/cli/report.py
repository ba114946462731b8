"""anubhav report: grade a week, write the page and the tables, and say the headline."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from .. import pipeline
from ..errors import InputError, WeekError
from ..sentence import Sentence
from .modes import modes
from .options import FILE_THERE, WEEK, GivenPath, json_option
from .pull import deposit_heads, tell_found
from .show import campaign_of, progress, quietly, say, show, show_json
from .verified import say_verified
from .waits import waits_said
from .week_said import headline, report_json


@click.command("report")
@WEEK
@click.option("--month", metavar="MONTH", help="Month such as 2026-11: its last week, compared with the month before.")
@click.option(
    "--audience",
    "audiences",
    multiple=True,
    type=click.Choice(["ig", "district", "station"]),
    help="Add what this reader may see: ig = messages, district = old redacted ones, station = a sheet each.",
)
@click.option(
    "--language",
    type=click.Choice(["both", "hi", "en"]),
    default="both",
    show_default=True,
    help="Of the PDF files; the page speaks both.",
)
@click.option(
    "--publish", metavar="SHEET", help="Also write the grades into tabs of this Google Sheet (id or address)."
)
@click.option(
    "--verify",
    metavar="MANIFEST",
    type=GivenPath(exists=True, path_type=Path),
    help="Make an old report again and compare every file; MANIFEST is its manifest.json or folder.",
)
@click.option(
    "--cube",
    metavar="FILE",
    type=FILE_THERE,
    help="Grade the counts that districts sent (anubhav cube merge) instead of this ledger.",
)
@click.option(
    "--again", is_flag=True, help="Replace a report whose figures were others; the earlier one is kept beside it."
)
@click.option(
    "--offline", is_flag=True, help="Do not ask Google first; the report says since when nothing was compared."
)
@click.option("--open/--no-open", "open_it", default=True, help="Open the page when there is a screen to open it on.")
@json_option(help="Print the week's figures and where the report is as JSON.")
@modes({"--verify": "--cube --open --json", "": "--cube --open --json"})
@click.pass_context
def command(
    ctx: click.Context,
    week: str | None,
    month: str | None,
    audiences: tuple[str, ...],
    language: str,
    publish: str | None,
    verify: Path | None,
    cube: Path | None,
    again: bool,
    offline: bool,
    open_it: bool,
    as_json: bool,
) -> int:
    """Grade stations and districts for a week and write the report.

    In data/reports/WEEK/ it makes for the IG's office: office.html (one page that works from a file, in Hindi and English),
    office.csv, office.json, office.xlsx and office.pdf; and for others: shared/ and districts/. Every number can be recomputed from
    the ledger and the config. Where Google was last asked for every old row and response more than a day ago, that is done first.

    \b
    Example:
      anubhav report
      anubhav report --week 2026-W47 --no-open
      anubhav report --month 2026-11 --audience ig
      anubhav report --verify data/reports/2026-W47
    """
    campaign = campaign_of(ctx)
    quietly(as_json)
    pipeline.check_given(campaign)
    if verify:
        return _verify(campaign, verify, cube, as_json=as_json)
    if cube and publish:
        raise InputError(
            "--publish needs the responses themselves, to count them in groups of five; --cube holds counts.",
            cure="Leave out one of them.",
        )
    target = _publish_target(campaign, publish) if publish else ""
    if month and week:
        raise InputError("--week and --month are both given.", cure="Give one of them.")
    week = pipeline.week_of_month(campaign, month) if month else week and pipeline.week_asked(campaign, week)
    trusted = pipeline.trusted_ledger(campaign)  # before anything is read from it
    changes = None if cube or offline else _ask_first(campaign)
    with progress("Grading") as advance:
        try:
            grades = pipeline.grade(campaign, week=week, cube=cube, latest=again)
        except WeekError as error:
            if not month:
                raise
            raise InputError("{month}: {error}", cure=error.cure, month=month, error=error.message) from error
        report = pipeline.write_report(
            campaign,
            grades,
            month=month or "",
            audiences=[pipeline.Audience(each) for each in audiences],
            language=language,
            cube=cube,
            again=again,
            trusted=trusted,
            progress=advance,
        )
    _tell_grades(campaign, report)
    _tell_files(report, audiences, as_json=as_json)
    if publish and report.outside:
        address = pipeline.publish_report(campaign, pipeline.connect(campaign), report.outside, target)
        say("  published {sheet_address}", sheet_address=address)
    if as_json:
        show_json(report_json(report))
    if open_it and _has_screen():
        click.launch(str(report.page))
    deposit_heads(campaign)  # last: on a disk that keeps no note of it the command ends here
    return 1 if changes and changes.alarming else 0


def _tell_grades(campaign: pipeline.Campaign, report: pipeline.Report) -> None:
    """What the week's grades are, and what was frozen and announced with them."""
    for line in headline(report):
        say(line)
    if report.outside and (
        checked := _compared(campaign)
    ):  # a report from counts of others says nothing of this ledger
        say("  {checked}", checked=checked)
    for quarter in report.frozen:
        say(
            "  froze     the constants of {quarter}: they hold for every score of that quarter from now on",
            quarter=quarter,
        )
    if report.contents.announced:
        week, edition = report.contents.week.label, report.contents.edition
        say("  announced {week}, edition {edition}: anubhav gazette show {week}", week=week, edition=edition)
        if lapsed := pipeline.lapsed_corrections(campaign, week):
            say(
                "  {n} correction of an earlier edition does not act on this one. If it still holds: anubhav gazette correct",
                "  {n} corrections of an earlier edition do not act on this one. If they still hold: anubhav gazette correct",
                n=lapsed,
            )


def _tell_files(report: pipeline.Report, audiences: Sequence[str], *, as_json: bool) -> None:
    """Where the files lie, who may read them, and what was kept or left there."""
    if not as_json:
        show("  report    {report}", report=report.page)
    say("  beside it, for the IG's office alone: office.csv, office.json, office.xlsx, office.pdf")
    if report.outside:
        say("  safe to share: shared/ (report.html and more, of full groups of five), districts/*.pdf for each SP")
    for name, folder in (("ig", "ig/"), ("district", "districts/*-messages.html"), ("station", "stations/")):
        if name in audiences:
            say("  for {name:8}  {folder}", name=name, folder=folder)
        if name in report.not_again:
            say(
                "  not again {folder}: the run before made it. To have it here: --audience {name}",
                name=name,
                folder=folder,
            )
    if report.kept:
        say("  kept      the earlier report, with other figures: {kept}", kept=report.kept)
    for name in report.left:
        say(
            "  left      {name}: not of this run, and nothing proves that it is ours; look at it and remove it",
            name=name,
        )


def _verify(campaign: pipeline.Campaign, manifest: Path, cube: Path | None, *, as_json: bool) -> int:
    """Make an old report again and say what is otherwise; 0 when every file, or figure of the first version, came out the same."""
    with progress("Making the report again") as advance:
        verification = pipeline.verify_report(campaign, manifest, cube=cube, progress=advance)
    if as_json:
        show_json(asdict(verification))
    else:
        say_verified(verification)
    return 1 if verification.different or verification.moved else 0


def _publish_target(campaign: pipeline.Campaign, text: str) -> str:
    """The id of the spreadsheet that --publish names, seen to be there before any work is done."""
    try:
        sheet = pipeline.sheet_id_of(text)
    except InputError:
        raise InputError(
            "--publish {text!r} is not a spreadsheet.", cure="Give its address from the browser, or its id.", text=text
        ) from None
    pipeline.check_publish_target(campaign, pipeline.connect(campaign), sheet)
    return sheet


def _ask_first(campaign: pipeline.Campaign) -> pipeline.Changes | None:
    """What a comparison with Google found that was due before the report; None when none was."""
    with progress("Comparing every row and response with Google") as advance:
        changes = pipeline.ask_first(
            campaign, lambda: pipeline.connect(campaign, on_wait=waits_said()), progress=advance
        )
    if changes:
        say("Google was asked first: every row and response was last compared more than a day ago.")
        tell_found(campaign, changes)
    return changes


def _compared(campaign: pipeline.Campaign) -> str:
    """When the ledger was last compared with all that Google has: an edit of an old row shows only then."""
    when = pipeline.compared_at(campaign)
    if when is None:
        return ""
    if waiting := len(pipeline.list_bench(campaign)):
        say(
            "  {n:,} response waits for a decision, and counts as it was sent: anubhav bench list",
            "  {n:,} responses wait for a decision, and count as they were sent: anubhav bench list",
            n=waiting,
        )
    return Sentence(
        "every row and response was last compared on {when:%d.%m.%Y, %H:%M} (anubhav pull --full compares them now)",
        when=when,
    )


def _has_screen() -> bool:
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
