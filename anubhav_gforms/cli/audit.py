"""anubhav audit: photos of walls, read for posters and for what is pasted over them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .show import Day, campaign_of, progress, say

if TYPE_CHECKING:
    from ..posters.walls.audit import Audit


@click.command("audit")
@click.argument("photos", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--since",
    type=Day(),
    metavar="DATE",
    help="Also list the posters of all stations that were not seen on or after that day.",
)
@click.pass_context
def command(ctx: click.Context, photos: tuple[Path, ...], since: date | None) -> int:
    """Read photos of walls: which poster hangs where, what is worn, what is pasted beside or over it.

    PHOTOS are JPEG, PNG or HEIC files, or folders of them. Name a file or its folder after the station, such as
    BSP-KTW-gate.jpg, and a poster of another station is noticed. Nothing of a photo but its day is kept.
    The exit code is 1 when somebody should go and look.

    \b
    Example:
      anubhav audit photos/
      anubhav audit photos/ --since 2026-10-01
    """
    from .. import pipeline

    campaign = campaign_of(ctx)
    with progress("Reading photos") as advance:
        audit, page = pipeline.audit_walls(campaign, photos, since=since, advance=advance)
    _tell(audit)
    say(f"Contact sheet: {page}")
    if audit.needs_attention:
        say("Next: open it, and send somebody where something is not right. Do not scan foreign codes.")
        return 1
    return 0


def _tell(audit: Audit) -> None:
    counts = Counter(finding.kind for wall in audit.walls for finding in wall.findings)
    for wall in audit.walls:
        for finding in wall.findings:
            what = finding.value or finding.text[:60] or "-"
            notes = [finding.placement, finding.where, f"{finding.spoiled:.0%} spoiled" if finding.value else ""]
            say(f"  {wall.path.name:<28.28} {finding.kind:<20} {what:<24} {', '.join(note for note in notes if note)}")
        if not wall.findings:
            say(f"  {wall.path.name:<28.28} {wall.trouble or 'no code found'}")
    for poster in audit.missing:
        say(f"  {'(in no photo)':<28} {'not seen':<20} {poster.value:<24} {poster.placement}")
    say(
        f"{len(audit.walls)} photos: "
        + (", ".join(f"{count} {kind}" for kind, count in counts.items()) or "no codes")
        + "."
    )
    if audit.since:
        say(
            f"{len(audit.unseen)} printed posters were not seen on or after {audit.since}; they are listed in the contact sheet."
        )
