"""Any PDF of ours, checked later: also after a print shop touched it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdfium2 import PdfPage

from ...campaign import Campaign
from ...errors import StateError
from ...links import CodeCheck, Keyring, Link, opens, read, value_of
from ...links.print_record import PrintRecord
from ...links.registry import Registry
from ...nouns.progress import Progress, silent
from ...sentence import Sentence
from ..design.density import MODULE_FLOOR
from ..design.lettering import PageInk
from ..design.texts import Poster, posters_of
from .ink import face_in, ink_faults
from .pages import DPI, PageReading, coarseness, opened, pages_in, read_codes, read_page, render
from .proof import PageFault, causes, stray, thin_margin

HANDOVER_DPI = 250
STRETCH = 0.04  # by which height and width of a code may differ
PIXELS = 1000  # a page is rendered at least this wide
COARSE = 140  # dots per inch that a picture of a page needs, to be compared
SHAPES, PIXELATED = 0.25, 0.38  # unlikeness of a line that is let through, drawn as shapes and as pixels


@dataclass(frozen=True, slots=True)
class Checked:
    """What a PDF holds."""

    pages: int
    posters: tuple[Poster, ...]  # of this campaign, in order
    faults: tuple[PageFault, ...]


Redraw = Callable[[Poster, str], PageInk]
"""Gives what a poster's face should show in a look such as "A4-ink"."""


def check_pdf(
    path: Path,
    campaign: Campaign,
    *,
    record: PrintRecord,
    keyring: Keyring,
    redraw: Redraw,
    progress: Progress = silent,
) -> Checked:
    """Read every page of a PDF and hold it against the campaign: codes, signatures, names, margins, fonts.

    A page without text, turned into shapes or pixels, is held against each poster as it was printed, drawn again.
    Raises PosterError when the file is not a PDF, StateError when the campaign has no form yet.
    """
    registry = record.registry
    if not registry.ready:
        raise StateError("There is no form yet to check codes against.", cure="Run: anubhav setup-forms")
    faults: list[PageFault] = []
    posters: list[Poster] = []
    version = campaign.poster.code.version
    with opened(path) as document:
        handover = document.get_metadata_value("Subject").startswith("Hand-over")
        for number, page in enumerate(pages_in(document, path), start=1):
            dpi = max(DPI, round(PIXELS / max(page.get_width(), 1) * 72))
            reading = None if handover else read_page(page, version=version, dpi=dpi)
            if reading:
                texts = [seen.text for seen in reading.codes]
            else:
                texts = read_codes(render(page, HANDOVER_DPI)) if number > 1 else []
            known: list[Poster] = []
            for text in texts:
                poster, cause = _check_code(text, campaign, registry, keyring)
                if poster:
                    known.append(poster)
                if cause:
                    faults.append(PageFault(number, poster.link.station if poster else "", cause, path.name))
            if reading:
                page_causes = [*_page_causes(reading, known, version)]
                if reading.codes and not reading.text:
                    page_causes += _unlike(page, reading, known, record, redraw)
                faults += (PageFault(number, station, cause, path.name) for station, cause in page_causes)
            posters += known
            progress(number, len(document))
        return Checked(len(document), tuple(dict.fromkeys(posters)), tuple(faults))


def _check_code(text: str, campaign: Campaign, registry: Registry, keyring: Keyring) -> tuple[Poster | None, Sentence]:
    """The poster that a scanned text belongs to, if any, and what is wrong with it ("" for nothing)."""
    entry = registry.entry(campaign.form.station_question.key)
    value = value_of(text, entry)
    printed = {record.value: record for record in registry.printed}.get(value)
    here = text.partition("?")[0] == registry.responder_uri
    as_printed = here and printed is not None and printed.opens(text)  # a station may have been renamed since
    if not as_printed and not opens(campaign, text, registry.responder_uri, entry):
        return None, Sentence("a code that opens something else: {text!r}", text=text[:80])
    reading = read(value, keyring)
    if reading.verdict is not CodeCheck.SIGNED or reading.channel is None or reading.serial is None:
        return None, Sentence(
            "the code {code} has no valid signature ({reason})", code=value, reason=Sentence(reading.verdict)
        )
    if reading.station not in campaign.station_by_code:
        return None, Sentence("the code {code} belongs to no station of stations.csv", code=value)
    placement = printed.placement if printed else ""
    link = Link(reading.station, reading.channel, reading.serial, placement, reading.key_id, value, text)
    [poster] = posters_of(campaign, [link])
    if printed is None:
        return poster, Sentence("the code {code} is not in the registry of printed posters", code=value)
    return poster, Sentence("the code {code} was revoked", code=value) if printed.revoked else Sentence("")


def _page_causes(reading: PageReading, known: Sequence[Poster], version: int) -> Iterator[tuple[str, Sentence]]:
    """What is wrong with the page itself, given the posters that its codes belong to."""
    if not reading.codes:
        yield "", Sentence("no code can be read on this page")
        return
    yield from (("", cause) for cause in _size_causes(reading, 17 + 4 * version))
    if not reading.text:
        yield from (("", thin) for seen in reading.codes if (thin := thin_margin(seen)))
        return
    ours = [poster if poster.name.en in reading.text else poster.in_hindi for poster in dict.fromkeys(known)]
    faces = max((known.count(poster) for poster in known), default=1)
    said_already = {stray(seen) for seen in reading.codes}  # each with its reason
    for station, cause in causes(reading, ours, faces):
        if cause not in said_already:
            yield station, cause


def _unlike(
    page: PdfPage, reading: PageReading, known: Sequence[Poster], record: PrintRecord, redraw: Redraw
) -> Iterator[tuple[str, Sentence]]:
    """What does not look like the posters that its codes belong to, on a page of shapes or pixels."""
    dots = coarseness(page)
    if dots is not None and dots < COARSE:
        yield (
            "",
            Sentence(
                "the page is a picture of {dots:.0f} dots per inch, too coarse to compare its small text; ask for {least} or more",
                dots=dots,
                least=COARSE,
            ),
        )
        return
    posters = {poster.link.url: poster for poster in known}
    for seen in reading.codes:
        poster = posters.get(seen.text)
        if poster is None:
            continue
        tries = []
        for look in record.log.looks_of(poster.link.value):
            limit = SHAPES if dots is None else PIXELATED
            face = face_in(reading.image, seen, redraw(poster, look), reading.dpi / 72, limit)
            tries.append([cause for _, cause in ink_faults(face)])
        if not tries:
            cause = Sentence(
                "the page has no text, and it is not known how it was printed; its names could not be compared"
            )
            tries = [[cause]]
        yield from ((poster.link.station, cause) for cause in min(tries, key=len))


def _size_causes(reading: PageReading, side: int) -> Iterator[Sentence]:
    """Codes of `side` modules that were made too small or stretched."""
    for left, top, right, bottom in (seen.box for seen in reading.codes):
        module = (right - left) / reading.dpi * 25.4 / side
        if module < MODULE_FLOOR:
            yield Sentence(
                "a module of the code is {module:.2f} mm wide, less than {least} mm: the page was made smaller",
                module=module,
                least=MODULE_FLOOR,
            )
        ratio = (bottom - top) / (right - left)
        if abs(ratio - 1) > STRETCH:
            yield Sentence("the code is {ratio:.2f} times as high as wide: the page was stretched", ratio=ratio)
