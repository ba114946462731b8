"""Posters read back: files from elsewhere, and photos of walls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from ..campaign import Campaign
from ..files import sweep_drafts
from ..links.keyring import load_keyring, today_of
from ..links.print_record import load_print_record
from ..nouns.progress import Progress, silent
from ..posters.printing.redraw import printed_faces, redrawn
from ..posters.reading.check import Checked, check_pdf
from ..posters.reading.photos import photos_in
from ..posters.walls.audit import WallAudit, audit_photos, load_seen, write_audit
from ..reports.wall_sheet import wall_sheet


def check_posters(campaign: Campaign, path: Path, *, progress: Progress = silent) -> Checked:
    """A PDF of ours, read back page by page and held against the campaign; every fault with its page."""
    record = load_print_record(campaign.data)
    return check_pdf(
        path,
        campaign,
        record=record,
        keyring=load_keyring(campaign, record.registry),
        redraw=lambda poster, look: redrawn(campaign, poster, look).ink[0],
        progress=progress,
    )


def audit_walls(
    campaign: Campaign,
    photos: Sequence[Path],
    *,
    since: date | None = None,
    today: date | None = None,
    progress: Progress = silent,
) -> tuple[WallAudit, Path]:
    """What photos of walls show, and the contact sheet written to data/audits/<day>/audit.html."""
    sweep_drafts(campaign.data)
    folder, record = campaign.data / "audits", load_print_record(campaign.data)
    registry = record.registry
    keyring = load_keyring(campaign, registry)
    audit = audit_photos(
        campaign,
        photos_in(tuple(photos)),
        registry=registry,
        keyring=keyring,
        seen=load_seen(folder),
        today=today or today_of(campaign),
        since=since,
        faces=partial(printed_faces, campaign, record),
        progress=progress,
    )
    return audit, write_audit(audit, wall_sheet(audit, campaign), folder)
