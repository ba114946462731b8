"""Any PDF of ours, checked later: also after a print shop touched it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import StateError
from ...links import Keyring, Link, Verdict, prefilled_url, read, value_of
from ...links.registry import Registry
from ..design.density import MODULE_FLOOR
from ..design.texts import Poster, posters_of
from .pages import DPI, PageReading, opened, read_codes, read_page, render
from .proof import Fault, causes, thin_margin

if TYPE_CHECKING:
    from ...campaign import Campaign

HANDOVER_DPI = 250
STRETCH = 0.04  # by which height and width of a code may differ
PIXELS = 1000  # a page is rendered at least this wide


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a PDF: its pages, its posters in order, and every fault."""

    pages: int
    posters: tuple[Poster, ...]
    faults: tuple[Fault, ...]


def check_pdf(
    path: Path,
    campaign: Campaign,
    *,
    registry: Registry,
    keyring: Keyring,
    advance: Callable[[int, int], None] | None = None,
) -> Checked:
    """Read every page of a PDF and hold it against the campaign: codes, signatures, names, margins, fonts.

    Raises PosterError when the file is no PDF, StateError when the campaign has no form yet.
    """
    if not registry.ready:
        raise StateError("There is no form yet to check codes against.", cure="Run: anubhav setup-forms")
    faults: list[Fault] = []
    posters: list[Poster] = []
    version = campaign.poster.code.version
    with opened(path) as document:
        handover = document.get_metadata_value("Subject").startswith("Hand-over")
        for number, page in enumerate(document, start=1):
            known: list[Poster] = []
            if handover:
                texts = read_codes(render(page, HANDOVER_DPI)) if number > 1 else []
                reading = None
            else:
                dpi = max(DPI, round(PIXELS / page.get_width() * 72))
                reading = read_page(page, version=version, dpi=dpi)
                texts = [seen.text for seen in reading.codes]
            for text in texts:
                poster, cause = _judge(text, campaign, registry, keyring)
                if poster:
                    known.append(poster)
                if cause:
                    faults.append(Fault(number, poster.link.station if poster else "", cause, path.name))
            if reading:
                faults += (
                    Fault(number, station, cause, path.name) for station, cause in _page_causes(reading, known, version)
                )
            posters += known
            if advance:
                advance(number, len(document))
        return Checked(len(document), tuple(dict.fromkeys(posters)), tuple(faults))


def _judge(text: str, campaign: Campaign, registry: Registry, keyring: Keyring) -> tuple[Poster | None, str]:
    """The poster that a scanned text belongs to, if any, and what is wrong with it."""
    entry = registry.entry(campaign.form.station_question.key)
    value = value_of(text, entry)
    if not value or text != prefilled_url(registry.responder_uri, entry, value):
        return None, f"a code that opens something else: {text[:80]!r}"
    reading = read(value, keyring)
    if reading.verdict is not Verdict.SIGNED or reading.channel is None or reading.serial is None:
        return None, f"the code {value} has no valid signature ({reading.verdict})"
    if reading.station not in campaign.station_by_code:
        return None, f"the code {value} belongs to no station of stations.csv"
    link = Link(reading.station, reading.channel, reading.serial, "", reading.key_id, value, text)
    [poster] = posters_of(campaign, [link])
    printed = {record.value: record for record in registry.printed}.get(value)
    if printed is None:
        return poster, f"the code {value} is not in the registry of printed posters"
    return poster, f"the code {value} was revoked" if printed.revoked else ""


def _page_causes(reading: PageReading, known: list[Poster], version: int) -> list[tuple[str, str]]:
    """What is wrong with the page itself, given the posters that its codes belong to."""
    if not reading.codes:
        return [("", "no code can be read on this page")]
    found = [("", cause) for cause in _size_causes(reading, 17 + 4 * version)]
    if not reading.text:
        found += [("", thin) for seen in reading.codes if (thin := thin_margin(seen))]
        return [*found, ("", "the page has no text (turned into shapes?), so its names could not be compared")]
    ours = [poster if poster.name.en in reading.text else poster.in_hindi for poster in dict.fromkeys(known)]
    faces = max((known.count(poster) for poster in known), default=1)
    foreign = "a code that does not belong there"  # told already, with its reason
    found += ((station, cause) for station, cause in causes(reading, ours, faces) if not cause.startswith(foreign))
    return found


def _size_causes(reading: PageReading, side: int) -> Iterator[str]:
    """Codes of `side` modules that were made too small or stretched."""
    for left, top, right, bottom in (seen.box for seen in reading.codes):
        module = (right - left) / reading.dpi * 25.4 / side
        if module < MODULE_FLOOR:
            yield f"a module of the code is {module:.2f} mm wide, less than {MODULE_FLOOR} mm: the page was made smaller"
        ratio = (bottom - top) / (right - left)
        if abs(ratio - 1) > STRETCH:
            yield f"the code is {ratio:.2f} times as high as wide: the page was stretched"
