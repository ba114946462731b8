"""A print job → the run that it needs: which posters go into which file, and how they look."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from ...campaign import STATUSES, Campaign
from ...links import Link
from ...links.print_record import PrintRecord
from ..design.density import Density, density, refuse_dense
from ..design.palette import palette_of
from ..design.picture import check_picture
from ..design.texts import Poster, host_of, posters_of, texts_of
from .document import Style
from .job import PrintJob, chosen_links, files_of


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
        density=density(campaign.poster.code, style.paper, length=max(len(link.url) for link in picked)),
        entry=record.registry.entry(campaign.form.station_question.key),
        title=campaign.poster.poster.title_hi,
        author=campaign.office.office.name_en,
        to_confirm=frozenset(station.code for station in campaign.stations if STATUSES[station.status].asked),
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
