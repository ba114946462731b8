"""Which codes may be printed: the links of the campaign's form, less the serials that were revoked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import PosterError, StateError
from ..forms.registry import PrintedPoster, Registry
from ..links import Channel, Keyring, Link, make_links

if TYPE_CHECKING:
    from ..campaign import Campaign


def links_of(campaign: Campaign, registry: Registry, keyring: Keyring) -> tuple[Link, ...]:
    """Every link of the campaign's form. Raises StateError when there is no form yet."""
    if not registry.ready:
        raise StateError(
            f"{campaign.root}: there is no form yet, so no code can be printed.", cure="Run: anubhav setup-forms"
        )
    entry = registry.entry(campaign.form.station_question.key)
    return make_links(
        campaign,
        responder_uri=registry.responder_uri,
        entry=entry,
        keyring=keyring,
        revoked=revoked_codes(registry, entry),
    )


def revoked_codes(registry: Registry, entry: int) -> frozenset[tuple[str, Channel, int]]:
    """Codes that were revoked one by one and still open this form; their serials are not used again.

    What setup-forms revoked because the form itself moved does not count: those posters open another form.
    """
    here = f"{registry.responder_uri}?"
    return frozenset(
        (poster.station, Channel(poster.channel), poster.serial)
        for poster in registry.printed
        if poster.revoked and poster.entry == entry and poster.url.startswith(here)
    )


def revoke(registry: Registry, codes: Sequence[str]) -> tuple[Registry, tuple[PrintedPoster, ...]]:
    """The registry in which these posters ("BSP-KTW.P2") count no more, and what was revoked.

    Raises PosterError for a code that was never printed.
    """
    gone: list[PrintedPoster] = []
    for code in codes:
        head = f"{code.strip().upper()}."
        found = [poster for poster in registry.printed if poster.value.startswith(head)]
        if not found:
            raise PosterError(
                f"{code}: no such poster was printed.",
                cure="Write station, channel letter and serial, such as BSP-KTW.P2.",
            )
        gone += [poster for poster in found if not poster.revoked]
    dead = {poster.value for poster in gone}
    printed = tuple(replace(poster, revoked=True) if poster.value in dead else poster for poster in registry.printed)
    return replace(registry, printed=printed), tuple(gone)
