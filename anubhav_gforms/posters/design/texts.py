"""What is written on the posters of a campaign, and on one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...errors import PosterError
from ...sentence import Bilingual

if TYPE_CHECKING:
    from ...campaign import Campaign
    from ...links import Link

SAMPLE_HOSTS = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class PosterTexts:
    """All texts that are the same on every poster of a run."""

    title: str  # the campaign's own name, in Hindi only
    tagline: Bilingual  # over the title; empty until the office approves one
    scan: Bilingual  # on the tab under the code
    steps: tuple[Bilingual, ...]  # what to do, in order
    check: Bilingual  # heading of the box that says what the phone must show
    address: Bilingual  # label of the host
    code: Bilingual  # label of the poster's code
    host: str  # what a phone shows before it opens the link
    privacy: Bilingual  # a note
    praise: Bilingual  # a note
    payment: Bilingual  # a note
    office: Bilingual  # who asks
    emergency: Bilingual  # in the footer
    footer: Bilingual  # in the footer
    english: bool  # False: Hindi only
    sample: bool  # the posters must not hang: their codes open the sandbox, or nothing was proved
    logo: Path | None = None  # of the office

    @property
    def notes(self) -> tuple[Bilingual, Bilingual, Bilingual]:
        """What every paper promises: names are optional, praise and complaints are wanted, nobody asks for money."""
        return self.privacy, self.praise, self.payment

    @property
    def small_print(self) -> str:
        """What the footer says beside the office, in one line."""
        return " · ".join(text for text in (self.emergency.joined, self.footer.joined) if text)


@dataclass(frozen=True, slots=True)
class Poster:
    """All that is one poster's own."""

    link: Link  # its code and the address that it opens
    name: Bilingual  # of its station
    district: Bilingual
    question: Bilingual  # under the title; it fits the kind of place
    promise: Bilingual  # where the response goes

    @property
    def in_hindi(self) -> Poster:
        """The same poster in Hindi only."""
        return replace(
            self,
            name=Bilingual(self.name.hi),
            district=Bilingual(self.district.hi),
            question=Bilingual(self.question.hi),
            promise=Bilingual(self.promise.hi),
        )

    @property
    def mark(self) -> str:
        """Station, serial and placement in one line, for the person who hangs it: "BSP-KTW · P2 · gate"."""
        link = self.link
        number = f"{link.channel.letter}{link.serial}"
        return " · ".join(part for part in (link.station, number, link.placement) if part)


def texts_of(campaign: Campaign, *, host: str, english: bool = True, sample: bool = False) -> PosterTexts:
    """The campaign's texts for posters whose links open `host`; at the sandbox they are a `sample` in any case.

    Raises PosterError when that is neither the host printed on the posters nor the sandbox.
    """
    config, office, logo = campaign.poster.poster, campaign.office.office, campaign.poster.logo.file

    def bilingual(hi: str, en: str) -> Bilingual:
        return Bilingual(hi, en if english else "")

    if host != config.host and host not in SAMPLE_HOSTS:
        raise PosterError(
            'The posters would say "{printed}" but their codes open {host}.',
            printed=config.host,
            host=host,
            cure='Correct host in config/poster.toml, or run "anubhav setup-forms" against the right form.',
        )
    return PosterTexts(
        title=config.title_hi,
        tagline=bilingual(config.tagline_hi, config.tagline_en),
        scan=bilingual(config.scan_hi, config.scan_en),
        steps=tuple(bilingual(step.hi, step.en) for step in config.steps),
        check=bilingual(config.check_hi, config.check_en),
        address=bilingual(config.address_hi, config.address_en),
        code=bilingual(config.code_hi, config.code_en),
        host=host,
        privacy=bilingual(config.note_privacy_hi, config.note_privacy_en),
        praise=bilingual(config.note_praise_hi, config.note_praise_en),
        payment=bilingual(config.note_payment_hi, config.note_payment_en),
        office=bilingual(office.name_hi, office.name_en),
        emergency=bilingual(config.emergency_hi, config.emergency_en),
        footer=bilingual(config.footer_hi, config.footer_en),
        english=english,
        sample=sample or host in SAMPLE_HOSTS,
        logo=campaign.root / logo if logo else None,
    )


def posters_of(campaign: Campaign, links: Sequence[Link], *, english: bool = True) -> tuple[Poster, ...]:
    """One poster per link, with the names of its station and district."""
    posters = []
    for link in links:
        station = campaign.station_by_code[link.station]
        district = campaign.district_by_code[station.district]
        texts = campaign.poster.places.get(station.kind, campaign.poster.poster)
        question = Bilingual(texts.question_hi, texts.question_en)
        promise = Bilingual(texts.promise_hi, texts.promise_en)
        poster = Poster(link, station.names, district.names, question, promise)
        posters.append(poster if english else poster.in_hindi)
    return tuple(posters)


def host_of(url: str) -> str:
    """The host that a phone shows before it opens this address."""
    return urlsplit(url).hostname or ""
