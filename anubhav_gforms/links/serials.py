"""Which codes may be printed: the links of the campaign's form, less the serials that were revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import StateError
from . import Keyring, Link
from .links_file import links_of
from .registry import Registry

if TYPE_CHECKING:
    from ..campaign import Campaign


def printable_links(campaign: Campaign, registry: Registry, keyring: Keyring) -> tuple[Link, ...]:
    """Every signed link of the campaign's form. Raises StateError when there is no form that can take them."""
    if registry.form_id and not registry.ready:
        raise StateError(
            "{root}: setup-forms was stopped before its end, so no code can be printed yet.",
            cure="Run: anubhav setup-forms. It says what keeps it.",
            root=campaign.root,
        )
    if not registry.ready:
        raise StateError(
            "{root}: there is no form yet, so no code can be printed.",
            cure="Run: anubhav setup-forms",
            root=campaign.root,
        )
    if registry.station_kind != "text":
        raise StateError(
            "The form of this campaign asks for the station in a list, so a signed code cannot be filled in.",
            cure="Make the station question a short answer, or let anubhav setup-forms make a form of its own.",
        )
    return links_of(campaign, registry, keyring)
