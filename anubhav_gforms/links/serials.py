"""Which codes may be printed: the links of the campaign's form, less the serials that were revoked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import PosterError, StateError
from . import Keyring, Link
from .links_file import links_of
from .registry import PrintedPoster, Registry

if TYPE_CHECKING:
    from ..campaign import Campaign


def printable_links(campaign: Campaign, registry: Registry, keyring: Keyring) -> tuple[Link, ...]:
    """Every signed link of the campaign's form. Raises StateError when there is no form that can take them."""
    if not registry.ready:
        raise StateError(
            f"{campaign.root}: there is no form yet, so no code can be printed.", cure="Run: anubhav setup-forms"
        )
    if registry.station_kind != "text":
        raise StateError(
            "The form of this campaign asks for the station in a list, so a signed code cannot be filled in.",
            cure="Make the station question a short answer, or let anubhav setup-forms make a form of its own.",
        )
    return links_of(campaign, registry, keyring)


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
