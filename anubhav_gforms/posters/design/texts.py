"""What stands on the posters of a campaign, and on one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...errors import PosterError

if TYPE_CHECKING:
    from ...campaign import Campaign
    from ...links import Link

SAMPLE_HOSTS = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in Hindi and in English; the English is empty on a poster in Hindi only."""

    hi: str
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.hi or self.en)


@dataclass(frozen=True, slots=True)
class PosterTexts:
    """All that is the same on every poster of a run. `sample` marks posters that open the sandbox."""

    title: str
    tagline: Pair
    question: Pair
    scan: Pair
    steps: tuple[Pair, ...]
    check: Pair
    address: Pair
    code: Pair
    host: str
    privacy: Pair
    praise: Pair
    office: Pair
    emergency: Pair
    footer: Pair
    english: bool
    sample: bool
    logo: Path | None = None


@dataclass(frozen=True, slots=True)
class Poster:
    """All that is one poster's own: its link, the names of its station and of its place."""

    link: Link
    name: Pair
    district: Pair

    @property
    def in_hindi(self) -> Poster:
        """The same poster in Hindi only."""
        return replace(self, name=Pair(self.name.hi), district=Pair(self.district.hi))

    @property
    def mark(self) -> str:
        """Station, serial and placement in one line, for the person who hangs it: "BSP-KTW · P2 · gate"."""
        link = self.link
        number = f"{link.channel.letter}{link.serial}"
        return " · ".join(part for part in (link.station, number, link.placement) if part)


def words_of(campaign: Campaign, *, host: str, english: bool = True) -> PosterTexts:
    """The campaign's words for posters whose links lie on `host`.

    Raises PosterError when that is neither the host printed in words nor the sandbox.
    """
    text, office, logo = campaign.poster.poster, campaign.office.office, campaign.poster.logo.file

    def pair(hi: str, en: str) -> Pair:
        return Pair(hi, en if english else "")

    sample = host in SAMPLE_HOSTS
    if host != text.host and not sample:
        raise PosterError(
            f'The posters would say "{text.host}" but their codes open {host}.',
            cure='Correct host in config/poster.toml, or run "anubhav setup-forms" against the right form.',
        )
    return PosterTexts(
        title=text.title_hi,
        tagline=pair(text.tagline_hi, text.tagline_en),
        question=pair(text.question_hi, text.question_en),
        scan=pair(text.scan_hi, text.scan_en),
        steps=tuple(pair(step.hi, step.en) for step in text.steps),
        check=pair(text.check_hi, text.check_en),
        address=pair(text.address_hi, text.address_en),
        code=pair(text.code_hi, text.code_en),
        host=host,
        privacy=pair(text.note_privacy_hi, text.note_privacy_en),
        praise=pair(text.note_praise_hi, text.note_praise_en),
        office=pair(office.name_hi, office.name_en),
        emergency=pair(text.emergency_hi, text.emergency_en),
        footer=pair(text.footer_hi, text.footer_en),
        english=english,
        sample=sample,
        logo=campaign.root / logo if logo else None,
    )


def posters_of(campaign: Campaign, links: Sequence[Link], *, english: bool = True) -> tuple[Poster, ...]:
    """One poster a link, with the names of its station."""
    posters = []
    for link in links:
        station = campaign.station_by_code[link.station]
        district = campaign.district_by_code[station.district]
        posters.append(
            Poster(link, *(Pair(each.name_hi, each.name_en if english else "") for each in (station, district)))
        )
    return tuple(posters)


def host_of(url: str) -> str:
    """The host that a phone shows before it opens this address."""
    return urlsplit(url).hostname or ""
