"""anubhav audit: photos of walls, read for posters and for what is pasted over them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from .. import pipeline
from ..sentence import Sentence
from .options import ANY_PATH, json_option
from .show import Day, progress, say, show_json, translated, with_campaign


@click.command("audit")
@click.argument("photos", nargs=-1, required=True, type=ANY_PATH)
@click.option(
    "--since",
    type=Day(),
    metavar="DATE",
    help="Also list the posters of all stations that were not seen on or after that day.",
)
@json_option(help="Print what was found as JSON.")
@with_campaign
def command(campaign: pipeline.Campaign, photos: tuple[Path, ...], since: date | None, as_json: bool) -> int:
    """Read photos of walls: which poster hangs where, what is worn, what is pasted beside or over it.

    PHOTOS are JPEG, PNG or HEIC files, or folders of them. Name a file or its folder after the station, such as
    BSP-KTW-gate.jpg, and a poster of another station is noticed. Only the date of the photo is stored.
    The exit code is 1 when somebody should go and look.

    \b
    Example:
      anubhav audit photos/
      anubhav audit photos/ --since 2026-10-01
    """
    with progress("Reading photos") as advance:
        audit, page = pipeline.audit_walls(campaign, photos, since=since, progress=advance)
    if as_json:
        show_json(_json(audit, page))
        return 1 if audit.needs_attention else 0
    _show(audit)
    say("Contact sheet: {page}", page=page)
    if audit.needs_attention:
        say("Next: open it, and send somebody where something is not right. Do not scan foreign codes.")
        return 1
    return 0


def _json(audit: pipeline.WallAudit, page: Path) -> dict[str, Any]:
    """The audit in the shape of `anubhav audit --json`."""
    return {
        "day": audit.day,
        "needs_attention": audit.needs_attention,
        "photos": [
            {
                "photo": photo.path.name,
                "taken": photo.taken,
                "station": photo.station,
                "trouble": str(photo.trouble),
                "findings": [
                    {
                        "state": finding.state.value,
                        "code": finding.value,
                        "text": finding.text,
                        "station": finding.station,
                        "placement": finding.placement,
                        "where": str(finding.where),
                        "spoiled": finding.spoiled,
                    }
                    for finding in photo.findings
                ],
            }
            for photo in audit.photos
        ],
        "missing": [poster.value for poster in audit.missing],
        "since": audit.since,
        "unseen": [poster.value for poster in audit.unseen],
        "contact_sheet": page,
    }


def _show(audit: pipeline.WallAudit) -> None:
    for photo in audit.worst_first:
        for finding in photo.findings:
            what = finding.value or finding.text[:60] or "-"
            notes = [
                finding.placement,
                translated(finding.where),
                translated(Sentence("{spoiled:.0%} spoiled", spoiled=finding.spoiled)) if finding.value else "",
            ]
            _show_row(photo.path.name, finding.state, what, ", ".join(note for note in notes if note))
        if not photo.findings:
            say(
                "  {photo:<28.28} {trouble}",
                photo=photo.path.name,
                trouble=translated(photo.trouble or Sentence("no code found")),
            )
    for poster in audit.missing:
        _show_row(translated("(in no photo)"), Sentence("not seen"), poster.value, poster.place)
    states = [f"{count} {translated(state)}" for state, count in audit.states.items()]
    if unread := sum(bool(photo.trouble) for photo in audit.photos):
        states.append(translated(Sentence("{n} not read", n=unread)))
    say(
        "{n} photo: {states}.",
        "{n} photos: {states}.",
        n=len(audit.photos),
        states=", ".join(states) or Sentence("no codes"),
    )
    if audit.since:
        say(
            "{n} printed poster was not seen on or after {day}; it is listed in the contact sheet.",
            "{n} printed posters were not seen on or after {day}; they are listed in the contact sheet.",
            n=len(audit.unseen),
            day=audit.since,
        )


def _show_row(photo: str, state: str, what: str, notes: str) -> None:
    say("  {photo:<28.28} {state:<20} {what:<24} {notes}", photo=photo, state=translated(state), what=what, notes=notes)
