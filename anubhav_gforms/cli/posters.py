"""anubhav posters: PDF files for the printer, every code read back first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from .. import pipeline
from ..campaign import Status
from ..errors import InputError
from ..sentence import Sentence, first_few
from .modes import modes
from .options import FILE_THERE, codes_option, yes_option
from .show import Day, confirm, progress, say, show, with_campaign
from .waits import waits_said

SHOWN = {
    "colour": Sentence("colour"),
    "grey": Sentence("grey"),
    "photocopy": Sentence("photocopy"),
    "phone": Sentence("phone"),
}
"""What a preview shows."""


@click.command("posters")
@click.option(
    "--paper", default="A4", show_default=True, help="A4, A3, A5, stickers, labels, A6x4 or A6x2 (desk cards), tent."
)
@click.option("--ink-saver", is_flag=True, help="White ground and dark text, for an office printer.")
@click.option("--hindi-only", is_flag=True, help="Leave out the English.")
@click.option("--press", is_flag=True, help="For a print shop: four inks (PDF/X-4), bleed, crop marks.")
@click.option(
    "--screen", is_flag=True, help="Pictures for phones and screens instead: PNG and SVG, with codes of their own."
)
@codes_option("--stations", help="Only these stations, by code or name: BSP-KTW,BSP-CVL.")
@codes_option("--district", "districts", help="Only these districts: BSP,KRB.")
@click.option(
    "--since",
    type=Day(),
    metavar="DATE",
    help="Only posters that are new or look different from what was printed up to that day.",
)
@click.option("--each", "one_file_per_poster", is_flag=True, help="One file per poster instead of one per district.")
@click.option(
    "--without-proof", is_flag=True, help="Samples to look at, before the test response and doctor --live have passed."
)
@click.option("--preview", is_flag=True, help="Pictures instead of PDFs: colour, grey, photocopy, phone.")
@click.option("--check", "checked", type=FILE_THERE, metavar="FILE.pdf", help="Check a poster PDF.")
@codes_option("--revoke", help="Stop accepting responses from these posters: BSP-KTW.P2.")
@codes_option("--unrevoke", help="Accept responses from revoked posters again.")
@yes_option(help="With --revoke and --unrevoke: do not ask.")
@modes({"--check": "", "--revoke": "", "--unrevoke": ""})
@with_campaign
def command(
    campaign: pipeline.Campaign,
    paper: str,
    ink_saver: bool,
    hindi_only: bool,
    press: bool,
    screen: bool,
    stations: tuple[str, ...],
    districts: tuple[str, ...],
    since: date | None,
    one_file_per_poster: bool,
    without_proof: bool,
    preview: bool,
    checked: Path | None,
    revoke: tuple[str, ...],
    unrevoke: tuple[str, ...],
    yes: bool,
) -> int:
    """Make the posters as PDF files under data/posters.

    First, setup-forms --test-answer and doctor --live must have passed, with this account and since the form was last
    changed; then every link is opened and must fill in its own code. --without-proof makes samples instead: every page
    says SAMPLE, they go to data/posters/samples, and none counts as printed.

    Every page is rendered and read back before its file is written: code, names, margins and fonts must be right.
    A page that fails is left out and named, and the exit code is 1. Beside each file is a handover list; --each makes none.
    A CSV of the run says which page goes to which station: for the order at a print shop, the sorting and the envelopes.

    \b
    Example:
      anubhav posters
      anubhav posters --district BSP --paper A3 --press
      anubhav posters --stations BSP-KTW --ink-saver --preview
      anubhav posters --check from-the-print-shop.pdf
    """
    if checked:
        return _check(campaign, checked)
    if revoke:
        return _revoke(campaign, _capitals(revoke), yes=yes)
    if unrevoke:
        return _unrevoke(campaign, _capitals(unrevoke), yes=yes)
    if press and screen:
        raise InputError("--press is for paper, --screen for screens.", cure="Make the one, then the other.")
    job = pipeline.PrintJob(
        paper_name=paper,
        ink_saver=ink_saver,
        hindi_only=hindi_only,
        press=press,
        screen=screen,
        one_file_per_poster=one_file_per_poster,
        stations=stations,
        districts=_capitals(districts),
        since=since,
    )
    return _preview(campaign, job) if preview else _print(campaign, job, without_proof=without_proof)


def _print(campaign: pipeline.Campaign, job: pipeline.PrintJob, *, without_proof: bool) -> int:
    pipeline.asked_places(campaign, job)  # a slip of the keyboard is told before a login is asked for
    google = None if without_proof else pipeline.connect(campaign, on_wait=waits_said())
    with progress("Drawing and reading back") as advance:
        printed = pipeline.make_posters(campaign, job, google=google, progress=advance)
    if printed.unchanged:
        say("{n} poster unchanged, left out.", "{n} posters unchanged, left out.", n=printed.unchanged)
    for file in printed.files:
        pages = Sentence("{n} page", "{n} pages", n=file.pages)
        posters = Sentence("{n} poster", "{n} posters", n=len(file.values))
        say("  {file:<28} {pages:>10}, {posters}", file=file.name, pages=pages, posters=posters)
    _show_faults(printed.faults)
    if printed.left_out:
        say(
            "Left out for these faults: {stations}. Correct them, then run the same command with --stations {stations}",
            stations=",".join(printed.left_out),
        )
    if printed.posters:
        _close(printed, without_proof=without_proof)
    elif not printed.faults:
        say("Nothing to print.")
    return 1 if printed.faults else 0


def _close(printed: pipeline.Printed, *, without_proof: bool) -> None:
    screen = printed.files[0].name.endswith(".png")
    say(
        "{n} poster made, read back from its finished page, in {folder}",
        "{n} posters made, each read back from its finished page, in {folder}",
        n=len(printed.posters),
        folder=printed.folder,
    )
    if not screen:
        say(
            "{paper}: code {side:.0f} mm, module {module:.2f} mm ({dots:.0f} dots at 600 dpi); scans from up to about {distance:.1f} m. {advice}",
            **asdict(printed.density),
        )
    if printed.unconfirmed:
        say(
            "{n} station to confirm before this goes to a printer (status in stations.csv): {stations}",
            "{n} stations to confirm before this goes to a printer (status in stations.csv): {stations}",
            n=len(printed.unconfirmed),
            stations=first_few(printed.unconfirmed),
        )
    if printed.closed:
        say(
            "{n} station is closed by stations.csv, and was printed because it was named: {stations}",
            "{n} stations are closed by stations.csv, and were printed because they were named: {stations}",
            n=len(printed.closed),
            stations=first_few(printed.closed),
        )
    if printed.old:
        say(
            "Where {n} of them goes up, an old paper comes down: {posters}",
            "Where {n} of them go up, an old paper comes down: {posters}",
            n=len(printed.old),
            posters=first_few(printed.old),
        )
    if printed.handovers:
        files = ", ".join(file.name for file in printed.handovers)
        say("Handover lists with signature columns: {files}", files=files)
    if printed.dispatch:
        pages = Sentence("{n} page", "{n} pages", n=sum(file.pages for file in printed.files))
        say(
            "Which page goes to which station, for order and envelopes: {file} ({pages})",
            file=printed.dispatch,
            pages=pages,
        )
    if without_proof:
        say(
            "Nothing was proved: every page is marked as a sample, must not hang on a wall, and was not noted as printed."
        )
        say("Posters for walls: anubhav posters, which names each test that is still to be passed.")
        return
    if printed.sample:
        say("These codes open the sandbox: the posters are marked as samples and must not hang on a wall.")
        say("Next: open one and look at it. Posters for walls come after setup-forms with the real Google.")
        return
    if screen:
        say("Next: show one on the screen where it will be shown, and scan it with a phone.")
        return
    say("Next: print one page on paper at 100% and scan it with a phone, then send the files to the printer.")


def _preview(campaign: pipeline.Campaign, job: pipeline.PrintJob) -> int:
    previews = pipeline.preview_poster(campaign, job)
    for picture in previews:
        reads = Sentence("code reads") if picture.readable else Sentence("code does NOT read")
        say("  {picture:<10} {reads}   {path}", picture=SHOWN[picture.shows], reads=reads, path=picture.path)
    unread = {picture.shows for picture in previews if not picture.readable} - {"phone"}
    if unread:
        if unread == {"photocopy"}:
            say(
                "On {paper} the code is too small to be read from a photocopy. Print every sheet from the file and never copy one; where copies would be made, take a paper with a larger code.",
                paper=job.paper.name,
            )
        return 1
    say("Next: look at them, then make the posters with the same options without --preview.")
    return 0


def _check(campaign: pipeline.Campaign, path: Path) -> int:
    with progress(Sentence("Reading {file}", file=path.name)) as advance:
        checked = pipeline.check_posters(campaign, path, progress=advance)
    _show_faults(checked.faults)
    say(
        "{path}: {pages}, {posters} of this campaign, {faults}.",
        path=path,
        pages=Sentence("{n} page", "{n} pages", n=checked.pages),
        posters=Sentence("{n} poster", "{n} posters", n=len(checked.posters)),
        faults=Sentence("{n} fault", "{n} faults", n=len(checked.faults)),
    )
    if checked.faults:
        say("Do not hang or print the pages named above.")
        return 1
    return 0


def _revoke(campaign: pipeline.Campaign, codes: tuple[str, ...], *, yes: bool) -> int:
    plan = pipeline.revoke_posters(campaign, codes, apply=False)
    if not plan:
        say("Nothing to do: they were revoked already.")
        return 0
    say(
        "Responses from {n} code will no longer be accepted:",
        "Responses from {n} codes will no longer be accepted:",
        n=len(plan),
    )
    for poster in plan:
        say("  {poster}", poster=poster.sentence)
    confirm("Revoke?", "Revoke all {n}?", n=len(plan), yes=yes)
    revoked = pipeline.revoke_posters(campaign, codes)
    for poster in revoked:
        say("Revoked {code}.", code=poster.value)
    closed = {station.code for station in campaign.stations if station.status is Status.CLOSED}
    stations = ",".join(dict.fromkeys(poster.station for poster in revoked if poster.station not in closed))
    say("Responses that carry these codes are quarantined from now on, and never graded.")
    if stations:
        say("Next: take the paper down, and print its successor: anubhav posters --stations {codes}", codes=stations)
    else:
        say("Next: take the paper down.")
    say("If this was a mistake: anubhav posters --unrevoke {codes}", codes=",".join(codes))
    return 0


def _unrevoke(campaign: pipeline.Campaign, codes: tuple[str, ...], *, yes: bool) -> int:
    plan = pipeline.unrevoke_posters(campaign, codes, apply=False)
    if not plan:
        say("Nothing to do: none of them is revoked.")
        return 0
    say(
        "Responses from {n} code will be accepted again:",
        "Responses from {n} codes will be accepted again:",
        n=len(plan),
    )
    for poster in plan:
        say("  {poster}", poster=poster.sentence)
    confirm("Accept again?", yes=yes)
    for poster in pipeline.unrevoke_posters(campaign, codes):
        say("Accepted again: {code}.", code=poster.value)
    say("Next: anubhav pull checks again what was quarantined in the meantime.")
    return 0


def _show_faults(faults: Iterable[pipeline.PageFault]) -> None:
    """Faults one by one; the same one on many pages once, with the number of pages."""
    alike: dict[tuple[str, str], list[pipeline.PageFault]] = {}
    for fault in faults:
        alike.setdefault((fault.file, fault.cause), []).append(fault)
    for first, *others in alike.values():
        if others:
            more = Sentence("(and {n} more page)", "(and {n} more pages)", n=len(others))
            show("Fault: {fault} {more}", fault=first.sentence, more=more, err=True)
        else:
            show("Fault: {fault}", fault=first.sentence, err=True)


def _capitals(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(str.upper, codes))
