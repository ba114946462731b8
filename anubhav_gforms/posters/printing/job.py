"""What is to be printed: a job (stations, paper, look) → the run that it needs: which posters go into which file, and how they look."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from ...campaign import STATUSES, Campaign
from ...campaign.lookup import district_meant, stations_meant
from ...errors import PosterError
from ...links import Link
from ...links.print_record import PrintRecord
from ...nouns.channel import Channel
from ..design.density import Density, density, refuse_dense
from ..design.palette import palette_of
from ..design.papers import PAPERS, Paper
from ..design.picture import check_picture
from ..design.texts import Poster, host_of, posters_of, texts_of
from .document import Style


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What staff ask for. The default is an A4 poster in colour for every station."""

    paper_name: str = "A4"  # a name of PAPERS
    ink_saver: bool = False  # white ground and dark text
    hindi_only: bool = False
    press: bool = False  # bleed and crop marks
    one_file_per_poster: bool = False  # instead of one per district
    stations: tuple[str, ...] = ()  # codes or names; none: all
    districts: tuple[str, ...] = ()  # codes or names; none: all
    since: date | None = None  # leaves out what was printed up to that day and has not changed
    screen: bool = False  # pictures for phones and screens, a channel of their own, instead of PDFs
    sample: bool = False  # every page says that it must not hang

    @property
    def paper(self) -> Paper:
        """The paper by its name, in capitals or not. Raises PosterError when there is none of that name."""
        for name, paper in PAPERS.items():
            if name.casefold() == self.paper_name.casefold():
                return paper
        raise PosterError(
            "There is no paper {paper!r}.", paper=self.paper_name, papers=", ".join(PAPERS), cure="Papers: {papers}."
        )

    @property
    def look(self) -> str:
        """Paper and look in one word, for file names: "A4", "A4-ink", "A4-hi", "A4-press"."""
        marks = (("ink", self.ink_saver), ("hi", self.hindi_only), ("press", self.press), ("screen", self.screen))
        return "-".join([self.paper.name, *(mark for mark, asked in marks if asked)])

    @property
    def channel(self) -> Channel:
        """Posters hang on walls; cards and tents stand on desks; pictures are shown on screens. None is pooled with another."""
        if self.screen:
            return Channel.SCREEN
        return Channel.DESK if self.paper.desk else Channel.POSTER


def asked_places(campaign: Campaign, job: PrintJob) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stations and the districts that a job names, for which neither form nor login is needed.

    Raises InputError for a station or a district that is not in the campaign, PosterError for a paper that there is not.
    """
    if job.paper.stuck and job.screen:
        raise PosterError("A sticker is no picture for a screen.", cure="Take --paper tent, A5 or A4.")
    return stations_meant(campaign, job.stations), tuple(district_meant(campaign, asked) for asked in job.districts)


def chosen_links(campaign: Campaign, job: PrintJob, links: Sequence[Link]) -> tuple[Link, ...]:
    """The links that the job asks for, in the order of the roster; a closed station's only when it is named.

    Raises as `asked_places`, and PosterError when nothing is left to print.
    """
    stations, districts = asked_places(campaign, job)
    closed = {station.code for station in campaign.stations if not STATUSES[station.status].printed}
    picked = tuple(
        link
        for link in links
        if link.channel is job.channel
        and (link.station in stations if stations else link.station not in closed)
        and (not districts or campaign.station_by_code[link.station].district in districts)
    )
    if not picked:
        if not stations and districts:
            raise PosterError(
                "Every station there is closed by stations.csv.",
                cure="To print for one of them, name it: --stations CODE.",
            )
        if job.channel is Channel.DESK:
            raise PosterError(
                "No station has a desk card.",
                cure="Set desk_cards in config/poster.toml, section [copies], to 1 or more.",
            )
        raise PosterError("No station is in both lists.", cure="Give only --stations, or only --district.")
    return picked


def files_of(campaign: Campaign, job: PrintJob, links: Sequence[Link]) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """File name without ending, and the links in it: one file per district, or one per poster."""
    if job.one_file_per_poster or job.screen:
        for link in links:
            yield f"{link.station}-{link.channel.letter}{link.serial}-{job.look}", (link,)
        return
    for district in campaign.districts:
        inside = tuple(link for link in links if campaign.station_by_code[link.station].district == district.code)
        if not inside:
            continue
        stations = {link.station for link in inside}
        printed = {
            station.code
            for station in campaign.stations
            if station.district == district.code and STATUSES[station.status].printed
        }
        if stations == printed:
            name = district.code
        elif len(stations) == 1:
            name = inside[0].station
        else:
            name = f"{district.code}-{len(stations)}-of-{len(stations | printed)}"
        yield f"{name}-{job.look}", inside


@dataclass(frozen=True, slots=True)
class PrintRun:
    """What a job comes to, before anything is drawn."""

    job: PrintJob
    style: Style
    files: tuple[tuple[str, tuple[Poster, ...]], ...]  # name without ending, and the posters in it
    digests: Mapping[str, str]  # code → digest of how its poster looks
    unchanged: int  # posters that `since` leaves out
    density: Density
    entry: int  # number of the station question in the links
    title: str  # of the campaign, for the files
    author: str  # the office, for the files
    to_confirm: frozenset[str]  # stations whose name and place somebody must still check
    closed: frozenset[str]  # stations that stations.csv says are closed: printed only when they are named
    old: Mapping[str, str]  # code → what comes down where its poster goes up: "P1"

    @property
    def posters(self) -> int:
        """How many posters are to be drawn."""
        return sum(len(posters) for _, posters in self.files)


def plan_run(campaign: Campaign, job: PrintJob, links: Sequence[Link], record: PrintRecord) -> PrintRun:
    """The run of a job: choose links, give them texts and a look, leave out what is unchanged, sort into files.

    Raises PosterError when nothing is left to print, or when it could not be read or printed well.
    """
    picked = chosen_links(campaign, job, links)
    style = style_of(campaign, job, picked)
    posters = {poster.link: poster for poster in posters_of(campaign, picked, english=not job.hindi_only)}
    digests = {link.value: look_digest(poster, style) for link, poster in posters.items()}
    longest = max(len(link.url) for link in links)  # once paper hangs the version stays: nothing is said of it
    due = tuple(
        link
        for link in picked
        if job.since is None or record.log.changed(link.value, job.look, digests[link.value], job.since)
    )
    return PrintRun(
        job=job,
        style=style,
        files=tuple((name, tuple(posters[link] for link in inside)) for name, inside in files_of(campaign, job, due)),
        digests=digests,
        unchanged=len(picked) - len(due),
        density=density(campaign.poster.code, style.paper, length=0 if record.registry.hanging else longest),
        entry=record.registry.entry(campaign.form.station_question.key),
        title=campaign.poster.poster.title_hi,
        author=campaign.office.office.name_en,
        to_confirm=frozenset(station.code for station in campaign.stations if STATUSES[station.status].asked),
        closed=frozenset(station.code for station in campaign.stations if not STATUSES[station.status].printed),
        old={link.value: old for link in due if (old := record.old_at(link, job.look, digests[link.value]))}
        if not job.sample
        else {},
    )


def style_of(campaign: Campaign, job: PrintJob, links: Sequence[Link]) -> Style:
    """How the posters of this job look. Raises PosterError when they could not be read or printed well."""
    texts = texts_of(campaign, host=host_of(links[0].url), english=not job.hindi_only, sample=job.sample)
    if texts.logo:
        check_picture(texts.logo)
    refuse_dense(campaign.poster.code, job.paper)
    return Style(
        texts=texts,
        paper=job.paper.face if job.screen else job.paper,
        colours=palette_of(campaign.poster.colours, ink_saver=job.ink_saver),
        version=campaign.poster.code.version,
        ecc=campaign.poster.code.ecc,
        press=job.press,
    )


def look_digest(poster: Poster, style: Style) -> str:
    """A short hash over everything that is on a poster. It is kept on disk: other keys here would reprint every poster."""
    logo = style.texts.logo
    content = {
        "poster": asdict(poster),
        "words": asdict(replace(style.texts, logo=None)),
        "logo": hashlib.sha256(logo.read_bytes()).hexdigest() if logo else "",
        "colours": asdict(style.colours),
        "paper": style.paper.name,
        "code": [style.version, style.ecc],
        "press": style.press,
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
