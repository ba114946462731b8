"""Proof that a printed link does its work: opened as a stranger does, its code stands in the station question's own field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ..campaign import Campaign
from ..errors import StateError
from ..links import Link, text_of
from ..nouns.gateway import FormPage
from ..sentence import Sentence, joined

ENOUGH = 3
"""So many links without proof are told; the rest would fail alike."""
CURE = Sentence(
    "Do not print or hang anything. Open the link on a phone: is the station's code in the first field? If it is, Google's page has changed and anubhav cannot read it: run anubhav doctor --live and send what it writes to the makers of anubhav."
)

OpenPage = Callable[[str], FormPage]


def one_per_district(campaign: Campaign, links: Sequence[Link]) -> tuple[Link, ...]:
    """The first link of each district."""
    first: dict[str, Link] = {}
    for link in links:
        first.setdefault(campaign.station_by_code[link.station].district, link)
    return tuple(first.values())


def unproved(open_page: OpenPage, links: Collection[Link], entry: int) -> tuple[str, ...]:
    """Open links one after the other; one sentence for each that does not fill in its own code, the first few only.

    `entry` is the number of the station question. Raises GoogleError when the page cannot be reached.
    """
    failed: list[str] = []
    for link in links:
        page = open_page(link.url)
        if not page.takes_responses:
            failed.append(
                Sentence("the printed link of {station} cannot be answered: {why}", station=link.station, why=page.why)
            )
        elif text_of(link.url, entry) not in page.prefilled.get(entry, ()):
            failed.append(
                Sentence("the printed link of {station} does not fill in the station question", station=link.station)
            )
        if len(failed) == ENOUGH:
            break
    return tuple(failed)


def refuse_unproved(failed: Sequence[str]) -> None:
    """Raise StateError when a link was not proved."""
    if failed:
        raise StateError("No poster was made, because {failed}.", cure=CURE, failed=joined(failed, "; "))
