"""A run → its files, one batch after the other: each page is drawn, then read back, and left out when it fails."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ...errors import PosterError
from ...links.print_log import PrintedFile, Printing
from ...links.print_record import PrintRecord
from ...links.registry import PrintedPoster
from ...nouns.progress import Progress, silent
from ..design.density import Density
from ..design.texts import Poster
from ..reading.proof import PageFault, prove
from .document import DrawnPdf, Style, draw_pdf, make_pdf, pages_of
from .handover import draw_handover, handover_faults
from .job import PrintRun
from .pictures import DrawnFile, screen_files

HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class PosterBatch:
    """The posters of one file."""

    posters: tuple[Poster, ...]  # those whose page passed; none: there is no file
    files: tuple[DrawnFile, ...]  # the posters, then their handover list
    faults: tuple[PageFault, ...]  # of pages that were left out


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of a job."""

    folder: Path  # where the files are
    files: tuple[PrintedFile, ...]  # with posters
    handovers: tuple[PrintedFile, ...]  # the lists beside them
    dispatch: str  # file that says which page goes to which station; "" for none
    posters: tuple[Poster, ...]
    faults: tuple[PageFault, ...]  # of pages that were left out
    left_out: tuple[str, ...]  # the stations that have a poster less by that
    unchanged: int  # posters that `since` left out
    sample: bool  # every page says that it must not hang
    density: Density  # how fine the codes are
    unconfirmed: tuple[str, ...]  # printed stations that stations.csv says are still to be confirmed
    closed: tuple[str, ...]  # printed stations that stations.csv says are closed
    old: tuple[str, ...]  # what comes down where a printed poster goes up: "BSP-KTW P1"


def print_batches(planned: PrintRun, *, progress: Progress = silent) -> Iterator[PosterBatch]:
    """Draw and read back the files of a run, one at a time. Raises PosterError for a text that no poster can show."""
    done = 0
    for name, posters in planned.files:
        pdf, good, faults = proven(
            posters,
            planned.style,
            title=f"{planned.title} – {name}",
            author=planned.author,
            name=name,
            progress=_after(done, planned.posters, progress),
        )
        done += len(posters)
        files: list[DrawnFile] = []
        if good and planned.job.screen:
            pictures, unreadable = screen_files(pdf, good[0], planned.style, name)
            good = good if pictures else ()
            files += pictures
            faults += unreadable
        elif good:
            values = tuple(poster.link.value for poster in good)
            files.append(DrawnFile(f"{name}.pdf", pdf, len(pages_of(good, planned.style.paper)), values))
        faults = [  # the file has not the page of a poster that was left out
            replace(fault, file=fault.file or f"{name}.pdf", page=0 if fault.station else fault.page)
            for fault in faults
        ]
        if good and not planned.job.one_file_per_poster and not planned.job.screen:
            handover, unreadable = _handover(good, planned, name)
            files += [handover] if handover else []
            faults += unreadable
        yield PosterBatch(good, tuple(files), tuple(faults))


def _after(done: int, total: int, progress: Progress) -> Progress:
    """Progress of one file as progress of the run, of whose posters so many are done."""
    return lambda page, pages: progress(done + page, total)


def _handover(posters: Sequence[Poster], planned: PrintRun, name: str) -> tuple[DrawnFile | None, list[PageFault]]:
    """The handover list of a file; None, and why, when a row has no room, is not printed right or cannot be read."""
    title, file = f"{planned.title} – {name} – {HANDOVER}", f"{name}-{HANDOVER}.pdf"

    def make(rows: Sequence[Poster]) -> DrawnPdf:
        return draw_handover(rows, planned.style, planned.density, title=title, author=planned.author, old=planned.old)

    try:
        drawn = make(posters)
    except PosterError:
        return None, [replace(fault, file=file) for fault in _refused(posters, lambda poster: make([poster]))]
    faults = [replace(fault, file=file) for fault in handover_faults(drawn, posters)]
    return None if faults else DrawnFile(file, drawn.content, len(drawn.ink)), faults


def _refused(posters: Sequence[Poster], make: Callable[[Poster], object]) -> Iterator[PageFault]:
    """The posters that cannot be made alone, each with the reason."""
    for poster in posters:
        try:
            make(poster)
        except PosterError as error:
            yield PageFault(0, poster.link.station, error.whole)


def proven(
    posters: Sequence[Poster],
    style: Style,
    *,
    title: str,
    author: str = "",
    name: str = "",
    progress: Progress = silent,
) -> tuple[bytes, tuple[Poster, ...], list[PageFault]]:
    """A PDF of the posters whose pages pass the proof, those posters, and the faults of the others."""
    good = tuple(posters)
    faults: list[PageFault] = []
    while good:
        try:
            drawn = draw_pdf(good, style, title=title, author=author, name=name)
        except PosterError:
            undrawable = _undrawable(good, style)
            if not undrawable:
                raise  # what all posters share cannot be drawn
            faults += undrawable
            stations = {fault.station for fault in undrawable}
            good = tuple(poster for poster in good if poster.link.station not in stations)
            continue
        pages = pages_of(good, style.paper)
        failed = prove(
            drawn.content, pages, version=style.version, faces=style.paper.faces, ink=drawn.ink, progress=progress
        )
        if not failed:
            return drawn.content, good, faults
        faults += failed
        left_out = {
            poster
            for fault in failed
            for poster in (pages[fault.page - 1] if fault.page else good)
            if fault.station in ("", poster.link.station)
        }
        good = tuple(poster for poster in good if poster not in left_out)
    return b"", (), faults


def _undrawable(posters: Sequence[Poster], style: Style) -> list[PageFault]:
    """The posters whose own text does not fit, each with the reason; none when it is the artwork that fails."""
    try:
        make_pdf((), style, title="")
    except PosterError:
        return []
    return [*_refused(posters, lambda poster: make_pdf([poster], style, title=""))]


def recorded(record: PrintRecord, planned: PrintRun, batch: PosterBatch, day: date) -> PrintRecord:
    """The record that also knows a batch, printed on that day."""
    look, made_on = planned.job.look, day.isoformat()
    return record.with_files(
        files=_printed_files(planned, batch, day),
        posters=(_printed_poster(poster, planned, batch.files[0].name, made_on) for poster in batch.posters),
        printings=(
            Printing(poster.link.value, look, made_on, planned.digests[poster.link.value]) for poster in batch.posters
        ),
    )


def printed_of(planned: PrintRun, batches: Sequence[PosterBatch], folder: Path, day: date, *, dispatch: str) -> Printed:
    """What came of a planned run."""
    files = [file for batch in batches for file in _printed_files(planned, batch, day)]
    posters = tuple(poster for batch in batches for poster in batch.posters)
    stations = dict.fromkeys(poster.link.station for poster in posters)
    good = set(posters)
    drawn = (poster for _, inside in planned.files for poster in inside)
    return Printed(
        folder=folder,
        files=tuple(file for file in files if file.values),
        handovers=tuple(file for file in files if not file.values),
        dispatch=dispatch,
        posters=posters,
        faults=tuple(fault for batch in batches for fault in batch.faults),
        left_out=tuple(dict.fromkeys(poster.link.station for poster in drawn if poster not in good)),
        unchanged=planned.unchanged,
        sample=planned.style.texts.sample,
        density=planned.density,
        unconfirmed=tuple(code for code in stations if code in planned.to_confirm),
        closed=tuple(code for code in stations if code in planned.closed),
        old=tuple(
            f"{poster.link.station} {planned.old[poster.link.value]}"
            for poster in posters
            if poster.link.value in planned.old
        ),
    )


def _printed_files(planned: PrintRun, batch: PosterBatch, day: date) -> tuple[PrintedFile, ...]:
    return tuple(
        PrintedFile(
            name=file.name,
            sha256=hashlib.sha256(file.content).hexdigest(),
            pages=file.pages,
            look=planned.job.look,
            made_on=day.isoformat(),
            values=file.values,
        )
        for file in batch.files
    )


def _printed_poster(poster: Poster, planned: PrintRun, file: str, day: str) -> PrintedPoster:
    link = poster.link
    return PrintedPoster(
        value=link.value,
        station=link.station,
        channel=link.channel.value,
        serial=link.serial,
        key_id=link.key_id,
        placement=link.placement,
        url=link.url,
        entry=planned.entry,
        printed_on=day,
        file=file,
    )
