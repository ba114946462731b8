"""The proof: a finished page is rendered and read back, as a phone and a person would, before it may be printed.

zxing-cpp only reads, and had no part in making the symbol, so it cannot share a mistake with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...nouns.progress import Progress, silent
from ...sentence import Sentence, joined
from ...text import same_words
from ..design.lettering import PageInk
from ..design.texts import Poster, host_of
from .ink import InkedPage, ink_faults, inked_page
from .pages import DPI, QUIET_ZONE, PageReading, SymbolSeen, opened, read_page, render

MODULE = 3.4  # pixels of a module, at least
FINE_DPI = 250  # 7 points have 24 pixels
EDGE = 12.7  # points of paper that must stay free of text: printers leave up to 4.5 mm white


@dataclass(frozen=True, slots=True)
class PageFault:
    """What is wrong with one page."""

    page: int  # counted from 1; 0: the whole file
    station: str  # its code; "" when it concerns the whole page
    cause: Sentence
    file: str = ""

    @property
    def sentence(self) -> Sentence:
        """Where it is and what is wrong."""
        page: Sentence | str = Sentence("page {page}", page=self.page) if self.page else ""
        places = [place for place in (self.file, page, self.station) if place]
        return Sentence("{place}: {cause}", place=joined(places, ", "), cause=self.cause) if places else self.cause

    def __str__(self) -> str:
        return str(self.sentence)


def prove(
    pdf: bytes | Path,
    pages: Sequence[Sequence[Poster]],
    *,
    version: int,
    faces: int = 1,
    ink: Sequence[PageInk] = (),
    progress: Progress = silent,
) -> list[PageFault]:
    """Read every page of `pdf` and hold it against the posters that should be on it; [] when all is right.

    `faces` is how often each poster is on its page (2 on a tent). Checked: exactly the right codes, each with a clear
    margin of 4 modules; names, poster code and host in the text; every font embedded; no line of text outside the
    page, over another, or near a code. With `ink`, what each page should show, also every line's look.
    """
    faults: list[PageFault] = []
    first: InkedPage | None = None
    dpi = DPI
    if ink and ink[0].symbols:  # small modules need more pixels to be read for sure
        dpi = max(dpi, round(MODULE * 72 * (17 + 4 * version) / ink[0].symbols[0].side))
    with opened(pdf) as document:
        if len(document) != len(pages):
            cause = Sentence(
                "the file has {n} page, {drawn} were drawn",
                "the file has {n} pages, {drawn} were drawn",
                n=len(document),
                drawn=len(pages),
            )
            faults.append(PageFault(0, "", cause))
        for number, (page, posters) in enumerate(zip(document, pages, strict=False), start=1):
            reading = read_page(page, version=version, dpi=dpi)
            wrong = list(causes(reading, posters, faces))
            if ink:
                inked = inked_page(reading.image, ink[number - 1], reading.size)
                looked_at = inked  # what all pages share is looked at finer: a lost dot of small text
                like_first = first is not None and len(first.ink.faces) == len(inked.ink.faces)
                if not like_first:  # the last sheet may be less full
                    looked_at = inked_page(render(page, FINE_DPI), ink[number - 1], reading.size)
                cut = [*_cut_texts(reading, ink[number - 1])]
                unlike = [*ink_faults(looked_at, first if like_first else None)]
                if like_first and unlike:  # no small line of a name is accused by coarse pixels alone
                    finer = set(ink_faults(inked_page(render(page, FINE_DPI), ink[number - 1], reading.size)))
                    unlike = [each for each in unlike if not each[0] or each in finer]
                wrong += [*cut, *unlike]
                first = first or (None if cut or unlike else inked)
            faults.extend(PageFault(number, station, cause) for station, cause in wrong)
            progress(number, len(pages))
    return faults


def causes(reading: PageReading, posters: Sequence[Poster], faces: int) -> Iterator[tuple[str, Sentence]]:
    """All that is wrong with a page on which these posters should be: station ("" for a page of several) and cause."""
    for poster in posters:
        times = sum(seen.text == poster.link.url for seen in reading.codes)
        if times != faces:
            yield (
                poster.link.station,
                Sentence("its code was read {times} times, not {faces}", times=times, faces=faces),
            )
        for cause in _unread_texts(reading, poster, faces):
            yield poster.link.station, cause
    stations = {poster.link.url: poster.link.station for poster in posters}
    for seen in reading.codes:
        if seen.text not in stations:
            yield "", stray(seen)
    for seen in reading.codes:
        if thin := thin_margin(seen):
            yield stations.get(seen.text, ""), thin
    if reading.loose_fonts:
        yield "", Sentence("fonts are not embedded: {fonts}", fonts=", ".join(reading.loose_fonts))
    alone = posters[0].link.station if len(posters) == 1 else ""
    yield from ((alone, cause) for cause in _collisions(reading))


def _cut_texts(reading: PageReading, ink: PageInk) -> Iterator[tuple[str, Sentence]]:
    """Texts that a face must show and that are not all in the text of its page."""
    needed = Counter((station, text) for station, texts in ink.words for text in texts)
    everywhere = Counter(text for _, texts in ink.words for text in texts)
    for station, text in needed:
        if reading.text.count(same_words(text)) < everywhere[text]:
            yield station, Sentence('"{text}" is missing on it, or was cut off', text=text)


def _unread_texts(reading: PageReading, poster: Poster, faces: int) -> Iterator[Sentence]:
    """Texts of a poster that cannot be read in the text of its page."""
    for text, cause in (
        (poster.name.hi, Sentence('its Hindi name "{text}" cannot be read in the text of the page')),
        (poster.name.en, Sentence('its English name "{text}" cannot be read in the text of the page')),
        (poster.link.value, Sentence('its poster code "{text}" cannot be read in the text of the page')),
        (host_of(poster.link.url), Sentence('its host "{text}" cannot be read in the text of the page')),
    ):
        if text and reading.text.count(same_words(text)) < faces:
            yield Sentence(cause, text=text)


def stray(seen: SymbolSeen) -> Sentence:
    """Said of a code that belongs to no poster of its page."""
    return Sentence("a code that does not belong there: {text!r}", text=seen.text[:60])


def thin_margin(seen: SymbolSeen) -> Sentence:
    """What is wrong with the clear margin around a code; "" when it is wide enough."""
    if seen.quiet >= QUIET_ZONE:
        return Sentence("")
    return Sentence(
        "the clear margin is {modules:.1f} modules, less than {least:g}", modules=seen.quiet, least=QUIET_ZONE
    )


def _collisions(reading: PageReading) -> Iterator[Sentence]:
    wide, high = reading.size
    outside = sum(
        left < EDGE or low < EDGE or right > wide - EDGE or top > high - EDGE
        for left, low, right, top in reading.lines
        if right > 0 and top > 0 and left < wide and low < high  # a slug line is cut off with the waste that it is on
    )
    if outside:
        yield Sentence(
            "{n} line of text reaches the edge of the page", "{n} lines of text reach the edge of the page", n=outside
        )
    if reading.overlaps:
        yield Sentence(
            '{n} line of text is on another: "{text}"',
            '{n} lines of text are on others: "{text}"',
            n=len(reading.overlaps),
            text=" … ".join(dict.fromkeys(reading.overlaps)),
        )
    points = 72 / reading.dpi
    for seen in reading.codes:
        code_left, code_top, code_right, code_bottom = (edge * points for edge in seen.box)
        if any(
            left < code_right and right > code_left and low < high - code_top and top > high - code_bottom
            for left, low, right, top in reading.lines
        ):
            yield Sentence("text is on a code")
