"""anubhav posters: PDF files for the printer, every code read back first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from .show import Day, campaign_of, confirm, progress, say

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..posters.printing.job import Order
    from ..posters.printing.plan import Printed
    from ..posters.reading.proof import Fault


@click.command("posters")
@click.option("--paper", default="A4", show_default=True, help="A4, A3, A5, A6x4 or A6x2 (desk cards), tent.")
@click.option("--ink-saver", is_flag=True, help="White ground and dark text, for an office printer.")
@click.option("--hindi-only", is_flag=True, help="Leave out the English.")
@click.option("--press", is_flag=True, help="Bleed and crop marks, for a print shop.")
@click.option("--stations", default="", metavar="CODES", help="Only these stations: BSP-KTW,BSP-CVL.")
@click.option("--district", "districts", default="", metavar="CODES", help="Only these districts: BSP,KRB.")
@click.option(
    "--since",
    type=Day(),
    metavar="DATE",
    help="Only posters that are new or look different from what was printed up to that day.",
)
@click.option("--each", is_flag=True, help="One file a poster instead of one a district.")
@click.option("--preview", is_flag=True, help="Pictures instead of PDFs: colour, grey, photocopy, phone.")
@click.option(
    "--check",
    "checked",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.pdf",
    help="Read a PDF of ours back.",
)
@click.option("--revoke", default="", metavar="CODES", help="Stop accepting responses from these posters: BSP-KTW.P2.")
@click.option("--unrevoke", default="", metavar="CODES", help="Accept responses from revoked posters again.")
@click.option("--yes", is_flag=True, help="With --revoke and --unrevoke: do not ask.")
@click.pass_context
def command(
    ctx: click.Context,
    paper: str,
    ink_saver: bool,
    hindi_only: bool,
    press: bool,
    stations: str,
    districts: str,
    since: date | None,
    each: bool,
    preview: bool,
    checked: Path | None,
    revoke: str,
    unrevoke: str,
    yes: bool,
) -> int:
    """Make the posters as PDF files under data/posters.

    Every page is rendered and read back before its file is written: code, names, margins and fonts must be right.
    A page that fails is left out and named, and the exit code is 1. Beside each file lies a hand-over list.

    \b
    Example:
      anubhav posters
      anubhav posters --district BSP --paper A3 --press
      anubhav posters --stations BSP-KTW --ink-saver --preview
      anubhav posters --check from-the-print-shop.pdf
    """
    from ..posters.printing.job import Order

    campaign = campaign_of(ctx)
    if checked:
        return _check(campaign, checked)
    if revoke and unrevoke:
        raise InputError("--revoke and --unrevoke are two decisions.", cure="Take one after the other.")
    if revoke:
        return _revoke(campaign, _codes(revoke), yes=yes)
    if unrevoke:
        return _unrevoke(campaign, _codes(unrevoke), yes=yes)
    order = Order(
        paper={"TENT": "tent", "A6X4": "A6x4", "A6X2": "A6x2"}.get(paper.upper(), paper.upper()),
        ink_saver=ink_saver,
        hindi_only=hindi_only,
        press=press,
        each=each,
        stations=_codes(stations),
        districts=_codes(districts),
        since=since,
    )
    return _preview(campaign, order) if preview else _print(campaign, order)


def _print(campaign: Campaign, order: Order) -> int:
    from .. import pipeline
    from ..pipeline.connection import open_pages

    with progress("Drawing and reading back") as advance:
        printed = pipeline.make_posters(campaign, order, open_page=open_pages(campaign).open, advance=advance)
    if printed.unchanged:
        say(f"{_count(printed.unchanged, 'poster')} unchanged, left out.")
    for file in printed.files:
        say(f"  {file.name:<28} {_count(file.pages, 'page'):>10}, {_count(len(file.values), 'poster')}")
    _tell_faults(printed.faults)
    if printed.posters:
        _close(printed)
    elif not printed.faults:
        say("Nothing to print.")
    return 1 if printed.faults else 0


def _close(printed: Printed) -> None:
    found = printed.density
    say(f"{_count(len(printed.posters), 'poster')} made, each read back from its finished page, in {printed.folder}")
    say(
        f"{found.paper}: code {found.side:.0f} mm, module {found.module:.2f} mm ({found.dots:.0f} dots at 600 dpi); "
        f"scans from up to about {found.distance:.1f} m. {found.advice[:1].upper()}{found.advice[1:]}."
    )
    if printed.unconfirmed:
        few = ", ".join(printed.unconfirmed[:5]) + (" …" if len(printed.unconfirmed) > 5 else "")
        say(
            f"{_count(len(printed.unconfirmed), 'station')} to confirm before this goes to a printer (status in stations.csv): {few}"
        )
    if printed.kits:
        say(f"Hand-over lists with signature columns: {', '.join(kit.name for kit in printed.kits)}")
    if printed.sample:
        say("These codes open the sandbox: the posters are marked as samples and must not hang on a wall.")
        say("Next: open one and look at it. Posters for walls come after setup-forms with the real Google.")
        return
    say("Next: print one page on paper at 100 % and scan it with a phone, then send the files to the printer.")


def _preview(campaign: Campaign, order: Order) -> int:
    from .. import pipeline

    previews = pipeline.preview_poster(campaign, order)
    for each in previews:
        say(f"  {each.shows:<10} {'code reads' if each.readable else 'code does NOT read'}   {each.path}")
    if not all(each.readable for each in previews if each.shows != "phone"):
        return 1
    say("Next: look at them, then make the posters with the same options without --preview.")
    return 0


def _check(campaign: Campaign, path: Path) -> int:
    from .. import pipeline

    with progress(f"Reading {path.name}") as advance:
        found = pipeline.check_posters(campaign, path, advance=advance)
    _tell_faults(found.faults)
    say(
        f"{path}: {_count(found.pages, 'page')}, {_count(len(found.posters), 'poster')} of this campaign, {_count(len(found.faults), 'fault')}."
    )
    if found.faults:
        say("Do not hang or print the pages named above.")
        return 1
    return 0


def _revoke(campaign: Campaign, codes: tuple[str, ...], *, yes: bool) -> int:
    from .. import pipeline
    from ..links.revocation import told

    plan = pipeline.revoke_posters(campaign, codes, apply=False)
    if not plan:
        say("Nothing to do: they were revoked already.")
        return 0
    say(f"Responses from {_count(len(plan), 'code')} will no longer be accepted:")
    for poster in plan:
        say(f"  {told(poster)}")
    confirm("Revoke?" if len(plan) == 1 else f"Revoke all {len(plan)}?", yes=yes)
    gone = pipeline.revoke_posters(campaign, codes)
    for poster in gone:
        say(f"Revoked {poster.value}.")
    stations = ",".join(dict.fromkeys(poster.station for poster in gone))
    say("Responses that carry these codes are kept and set aside from now on, and never graded.")
    say(f"Next: take the paper down, and print its successor: anubhav posters --stations {stations}")
    say(f"If this was a mistake: anubhav posters --unrevoke {','.join(codes)}")
    return 0


def _unrevoke(campaign: Campaign, codes: tuple[str, ...], *, yes: bool) -> int:
    from .. import pipeline
    from ..links.revocation import told

    plan = pipeline.unrevoke_posters(campaign, codes, apply=False)
    if not plan:
        say("Nothing to do: none of them is revoked.")
        return 0
    say(f"Responses from {_count(len(plan), 'code')} will be accepted again:")
    for poster in plan:
        say(f"  {told(poster)}")
    confirm("Accept again?", yes=yes)
    for poster in pipeline.unrevoke_posters(campaign, codes):
        say(f"Accepted again: {poster.value}.")
    say("Next: anubhav pull judges again what was set aside meanwhile.")
    return 0


def _tell_faults(faults: Iterable[Fault]) -> None:
    """Faults one by one; the same one on many pages once, with the number of pages."""
    faults = tuple(faults)
    counts = Counter((fault.file, fault.cause) for fault in faults)
    told = set()
    for fault in faults:
        key = (fault.file, fault.cause)
        if key in told:
            continue
        told.add(key)
        more = f" (and {_count(counts[key] - 1, 'more page')})" if counts[key] > 1 else ""
        click.echo(f"Fault: {fault}{more}", err=True)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part.strip().upper() for part in text.split(",") if part.strip())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
