"""Which codes a paper may have: a serial is one paper, so those of other papers and those that were revoked are left out."""

from __future__ import annotations

from ..campaign import Campaign
from ..errors import StateError
from ..nouns.channel import Channel
from . import Keyring, Link
from .links_file import links_of
from .print_record import PrintRecord


def printable_links(
    campaign: Campaign, record: PrintRecord, keyring: Keyring, *, paper: str, channel: Channel
) -> tuple[Link, ...]:
    """Every signed link for a paper: the codes that it has, then the next serials that no paper has.

    A code that several papers share, from before each had its own, stays on all of them.
    Raises StateError when there is no form that can take them.
    """
    registry = record.registry
    if registry.form_id and not registry.ready:
        raise StateError(
            "{root}: setup-forms has not come to its end, so no code can be printed yet.",
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
    own: dict[tuple[str, Channel, int], str] = {}
    taken: set[tuple[str, Channel, int]] = set()
    for poster in registry.hanging:
        code, papers = (poster.station, Channel(poster.channel), poster.serial), record.papers_of(poster)
        if not papers or paper in papers:
            own[code] = poster.placement
        else:
            taken.add(code)
    return links_of(campaign, registry, keyring, taken=taken, own=own, channels=[channel])
