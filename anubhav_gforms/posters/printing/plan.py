"""An order → PDF files, each page proven before its file is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ...campaign import STATUSES
from ...errors import PosterError
from ...files import write_whole
from ...links import Keyring, Link
from ...links.print_log import PrintedFile, Printing, PrintLog
from ...links.registry import PrintedPoster, Registry
from ...links.serials import printable_links
from ..design.density import Density, density, refuse_dense
from ..design.palette import palette_of
from ..design.picture import check_picture
from ..design.texts import Poster, host_of, posters_of, words_of
from ..reading.proof import Fault, prove
from .document import Style, make_pdf, sheets_of
from .handover import ROWS, make_kit, unread
from .job import Order, chosen, files_of

if TYPE_CHECKING:
    from ...campaign import Campaign

Advance = Callable[[int, int], None]
KIT = "handover"


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of an order: files written, hand-over lists beside them, posters, faults of pages that were not. `unchanged` counts
    posters left out by `since`; `sample` says that the codes open the sandbox, `density` how fine they are, and `unconfirmed` names the stations that stations.csv says are still to be confirmed."""

    folder: Path
    files: tuple[PrintedFile, ...]
    kits: tuple[PrintedFile, ...]
    posters: tuple[Poster, ...]
    faults: tuple[Fault, ...]
    unchanged: int
    sample: bool
    density: Density
    unconfirmed: tuple[str, ...]


def style_of(campaign: Campaign, order: Order, links: Sequence[Link]) -> Style:
    """How the posters of this order look. Raises PosterError when they could not be read or printed well."""
    words = words_of(campaign, host=host_of(links[0].url), english=not order.hindi_only)
    if words.logo:
        check_picture(words.logo)
    refuse_dense(campaign.poster.code, order.sheet)
    return Style(
        words=words,
        paper=order.sheet,
        colours=palette_of(campaign.poster.colours, ink_saver=order.ink_saver),
        version=campaign.poster.code.version,
        ecc=campaign.poster.code.ecc,
        press=order.press,
    )


def print_posters(
    campaign: Campaign,
    order: Order,
    *,
    registry: Registry,
    keyring: Keyring,
    manifest: PrintLog,
    folder: Path,
    today: date,
    save: Callable[[Registry, PrintLog], None],
    advance: Advance | None = None,
) -> Printed:
    """Draw, prove and write the posters of an order into `folder`, one file after the other.

    A page that fails its proof is left out of its file and named in `.faults`; the others are written. `save` is
    called before each file appears, so that no code can be on paper that the registry does not know.
    """
    links = chosen(campaign, order, printable_links(campaign, registry, keyring))
    style = style_of(campaign, order, links)
    posters = {poster.link: poster for poster in posters_of(campaign, links, english=not order.hindi_only)}
    prints = {link: fingerprint(poster, style) for link, poster in posters.items()}
    wanted = tuple(
        link
        for link in links
        if order.since is None or manifest.changed(link.value, order.look, prints[link], order.since)
    )
    found = density(campaign.poster.code, style.paper, length=max(len(link.url) for link in links))
    folder.mkdir(parents=True, exist_ok=True)
    entry, day = registry.entry(campaign.form.station_question.key), today.isoformat()
    author = campaign.office.office.name_en
    files: list[PrintedFile] = []
    kits: list[PrintedFile] = []
    made: list[Poster] = []
    faults: list[Fault] = []
    done = 0
    for name, inside in files_of(campaign, order, wanted):
        several = tuple(posters[link] for link in inside)
        pdf, good, bad = proven(
            several,
            style,
            title=f"{campaign.poster.poster.title_hi} – {name}",
            author=author,
            advance=_counted(advance, done, len(wanted)),
        )
        faults += (replace(fault, file=f"{name}.pdf") for fault in bad)
        done += len(inside)
        if not good:
            continue
        made += good
        values = tuple(poster.link.value for poster in good)
        pages = len(sheets_of(good, style.paper))
        files.append(PrintedFile(f"{name}.pdf", _sha256(pdf), pages, order.look, day, values))
        looks = (Printing(poster.link.value, order.look, day, prints[poster.link]) for poster in good)
        manifest = manifest.with_files(files[-1:]).with_history(looks)
        registry = registry.with_printed(*(_record(poster.link, entry, f"{name}.pdf", day) for poster in good))
        save(registry, manifest)
        write_whole(folder / f"{name}.pdf", pdf, shared=True)
        if order.each:
            continue
        kit = make_kit(good, style, found, title=f"{campaign.poster.poster.title_hi} – {name} – {KIT}", author=author)
        missing = unread(kit, good)
        if missing:
            faults += (
                Fault(0, poster.link.station, "its thumbnail cannot be read", f"{name}-{KIT}.pdf") for poster in missing
            )
        else:
            write_whole(folder / f"{name}-{KIT}.pdf", kit, shared=True)
            kits.append(PrintedFile(f"{name}-{KIT}.pdf", _sha256(kit), 1 + -(-len(good) // ROWS), order.look, day, ()))
            manifest = manifest.with_files(kits[-1:])
            save(registry, manifest)
    return Printed(
        folder=folder,
        files=tuple(files),
        kits=tuple(kits),
        posters=tuple(made),
        faults=tuple(faults),
        unchanged=len(links) - len(wanted),
        sample=style.words.sample,
        density=found,
        unconfirmed=tuple(
            dict.fromkeys(code for code in (each.link.station for each in made) if _to_confirm(campaign, code))
        ),
    )


def proven(
    posters: Sequence[Poster], style: Style, *, title: str, author: str = "", advance: Advance | None = None
) -> tuple[bytes, tuple[Poster, ...], list[Fault]]:
    """A PDF of the posters whose pages pass the proof, those posters, and the faults of the others."""
    good = tuple(posters)
    faults: list[Fault] = []
    while good:
        try:
            pdf = make_pdf(good, style, title=title, author=author)
        except PosterError:
            found = _undrawable(good, style)
            if not found:
                raise  # what all posters share cannot be drawn
            faults += found
            gone = {fault.station for fault in found}
            good = tuple(poster for poster in good if poster.link.station not in gone)
            continue
        sheets = sheets_of(good, style.paper)
        found = prove(pdf, sheets, version=style.version, faces=style.paper.faces, advance=advance)
        if not found:
            return pdf, good, faults
        faults += found
        failed = {poster for fault in found for poster in (sheets[fault.page - 1] if fault.page else good)}
        good = tuple(poster for poster in good if poster not in failed)
    return b"", (), faults


def _undrawable(posters: Sequence[Poster], style: Style) -> list[Fault]:
    """The posters whose own text does not fit, each with the reason; none when it is the artwork that fails."""
    try:
        make_pdf((), style, title="")
    except PosterError:
        return []
    faults = []
    for poster in posters:
        try:
            make_pdf([poster], style, title="")
        except PosterError as error:
            faults.append(Fault(0, poster.link.station, str(error)))
    return faults


def _record(link: Link, entry: int, file: str, day: str) -> PrintedPoster:
    return PrintedPoster(
        value=link.value,
        station=link.station,
        channel=link.channel.value,
        serial=link.serial,
        key_id=link.key_id,
        placement=link.placement,
        url=link.url,
        entry=entry,
        printed_on=day,
        file=file,
    )


def _to_confirm(campaign: Campaign, code: str) -> bool:
    return STATUSES[campaign.station_by_code[code].status].asked


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _counted(advance: Advance | None, done: int, total: int) -> Advance | None:
    return (lambda page, pages: advance(done + page, total)) if advance else None


def fingerprint(poster: Poster, style: Style) -> str:
    """A short hash over everything that stands on a poster."""
    logo = style.words.logo
    told = {
        "poster": asdict(poster),
        "words": asdict(replace(style.words, logo=None)),
        "logo": hashlib.sha256(logo.read_bytes()).hexdigest() if logo else "",
        "colours": asdict(style.colours),
        "paper": style.paper.name,
        "code": [style.version, style.ecc],
        "press": style.press,
    }
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
