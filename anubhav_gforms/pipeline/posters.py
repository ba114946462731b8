"""Posters: printed, looked at, checked, revoked, and found again on walls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import sweep_drafts

if TYPE_CHECKING:
    from datetime import date

    from ..campaign import Campaign
    from ..links import Keyring
    from ..links.print_log import PrintLog
    from ..links.registry import PrintedPoster, Registry
    from ..nouns.gateway import FormPage
    from ..posters.printing.job import Order
    from ..posters.printing.plan import Printed
    from ..posters.printing.preview import Preview
    from ..posters.reading.check import Checked
    from ..posters.walls.audit import Audit


def make_posters(
    campaign: Campaign,
    order: Order | None = None,
    *,
    open_page: Callable[[str], FormPage] | None = None,
    today: date | None = None,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Printed:
    """The posters of an order (default: A4, everybody) as PDFs under data/posters, each page read back first.

    With `open_page` (the public page of an address) the links of the order are opened first, as a citizen does, every one
    for the real Google and one per district at a sandbox: each must fill in its own code, else nothing is printed.
    What was printed is recorded in data/registry.json before a file appears. The same order gives the same bytes.
    Raises StateError before setup-forms, LinkError when a link does not fit, PosterError when nothing can be printed.
    """
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from ..links.keyring import load_keyring
    from ..links.print_log import load_manifest, save_manifest
    from ..links.registry import hold_registry, load_registry, save_registry
    from ..posters.printing.job import Order
    from ..posters.printing.plan import print_posters

    sweep_drafts(campaign.data)
    folder = campaign.data / "posters"

    def save(registry: Registry, manifest: PrintLog) -> None:
        save_registry(registry, campaign.data)
        save_manifest(manifest, folder)

    order = order or Order()
    with hold_registry(campaign.data):
        registry, keyring = load_registry(campaign.data), load_keyring(campaign)
        if open_page:
            _prove_links(campaign, order, registry, keyring, open_page)
        return print_posters(
            campaign,
            order,
            registry=registry,
            keyring=keyring,
            manifest=load_manifest(folder),
            folder=folder,
            today=today or datetime.now(ZoneInfo(campaign.timezone)).date(),
            save=save,
            advance=advance,
        )


def _prove_links(
    campaign: Campaign, order: Order, registry: Registry, keyring: Keyring, open_page: Callable[[str], FormPage]
) -> None:
    """Raise StateError when a link of this order does not fill in its own code."""
    from ..forms.prefill import one_per_district, refuse_unproved, unproved
    from ..links.serials import printable_links
    from ..posters.printing.job import chosen

    links = chosen(campaign, order, printable_links(campaign, registry, keyring))
    wanted = one_per_district(campaign, links) if registry.root else links
    refuse_unproved(unproved(open_page, wanted, registry.entry(campaign.form.station_question.key)))


def preview_poster(campaign: Campaign, order: Order) -> tuple[Preview, ...]:
    """The first poster of an order as pictures under data/posters/preview: colour, grey, photocopy, phone."""
    from ..links.keyring import load_keyring
    from ..links.registry import load_registry
    from ..links.serials import printable_links
    from ..posters.design.texts import posters_of
    from ..posters.printing.job import chosen
    from ..posters.printing.plan import style_of
    from ..posters.printing.preview import make_previews

    links = chosen(campaign, order, printable_links(campaign, load_registry(campaign.data), load_keyring(campaign)))
    [poster] = posters_of(campaign, links[:1], english=not order.hindi_only)
    name = f"{poster.link.station}-{order.look}"
    return make_previews(poster, style_of(campaign, order, links), campaign.data / "posters" / "preview", name=name)


def check_posters(
    campaign: Campaign, path: Path, *, advance: Callable[[int, int], None] = lambda done, total: None
) -> Checked:
    """A PDF of ours, read back page by page and held against the campaign; every fault with its page."""
    from ..links.keyring import load_keyring
    from ..links.registry import load_registry
    from ..posters.reading.check import check_pdf

    registry = load_registry(campaign.data)
    return check_pdf(path, campaign, registry=registry, keyring=load_keyring(campaign), advance=advance)


def revoke_posters(
    campaign: Campaign, codes: Sequence[str], *, today: date | None = None, apply: bool = True
) -> tuple[PrintedPoster, ...]:
    """Accept responses from printed posters ("BSP-KTW.P2") no longer; gives those that are revoked by this.

    Their serials are not used again. With apply=False nothing is written. Raises PosterError for a code without a serial,
    with the station's codes, and for one that was never printed.
    """
    from ..links.revocation import revoke

    return _decide(campaign, lambda registry, day: revoke(registry, codes, day), today, apply=apply)


def unrevoke_posters(
    campaign: Campaign, codes: Sequence[str], *, today: date | None = None, apply: bool = True
) -> tuple[PrintedPoster, ...]:
    """Accept responses from revoked posters again, also those that were set aside meanwhile: the next pull judges them.

    With apply=False nothing is written. Raises PosterError as `revoke_posters`, and for paper that opens another form.
    """
    from ..links.revocation import accept_again

    return _decide(campaign, lambda registry, day: accept_again(registry, codes, day), today, apply=apply)


def _decide(
    campaign: Campaign,
    decide: Callable[[Registry, date], tuple[Registry, tuple[PrintedPoster, ...]]],
    today: date | None,
    *,
    apply: bool,
) -> tuple[PrintedPoster, ...]:
    from ..links.keyring import today_of
    from ..links.registry import hold_registry, load_registry, save_registry

    with hold_registry(campaign.data):
        sweep_drafts(campaign.data)
        registry, posters = decide(load_registry(campaign.data), today or today_of(campaign))
        if posters and apply:
            save_registry(registry, campaign.data)
    return posters


def audit_walls(
    campaign: Campaign,
    photos: Sequence[Path],
    *,
    since: date | None = None,
    today: date | None = None,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Audit, Path]:
    """What photos of walls show, and the contact sheet written to data/audits/<day>/audit.html."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from ..links.keyring import load_keyring
    from ..links.registry import load_registry
    from ..posters.reading.photos import photos_in
    from ..posters.walls.audit import audit_photos
    from ..posters.walls.audit_files import load_seen, write_audit

    sweep_drafts(campaign.data)
    folder = campaign.data / "audits"
    registry = load_registry(campaign.data)
    keyring = load_keyring(campaign, registry)
    audit = audit_photos(
        campaign,
        photos_in(tuple(photos)),
        registry=registry,
        keyring=keyring,
        seen=load_seen(folder),
        today=today or datetime.now(ZoneInfo(campaign.timezone)).date(),
        since=since,
        advance=advance,
    )
    return audit, write_audit(audit, campaign, folder)[0]
