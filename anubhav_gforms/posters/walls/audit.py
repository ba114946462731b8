"""Photos of walls → which posters hang where, what is pasted beside or over them, what is worn, what was not seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from ...errors import PosterError, StateError
from ...links import CodeCheck, Keyring, opens, read, value_of
from ...links.registry import PrintedPoster, Registry
from ...links.symbol import capacity, symbol
from ...nouns.channel import Channel
from ...nouns.progress import Progress, silent
from ...sentence import Sentence
from ..design.measures import Design
from ..design.papers import PAPERS
from ..reading.photos import open_photo
from .damage import covered_spots, pasted_on, spoiled_share, wears
from .faint import faintest
from .likeness import PrintedFace, covered_text, printed_as
from .sightings import Quad, Sighting, contains, find_codes, homography

if TYPE_CHECKING:
    from ...campaign import Campaign

WORN = (
    0.08  # share of wrong modules from which a poster should be printed again; Q repairs about 0.25 of its code words
)

OURS = 0.5  # share of squares with something to see by which an unreadable poster is one of ours


class WallState(StrEnum):
    """What a code on a wall turned out to be, the worst first. Everything but RIGHT needs somebody to go there."""

    FOREIGN = "foreign"
    FORGED = "forged"
    COVERED = "covered or changed"
    BLIND = "ours, cannot be read"
    UNREADABLE = "unreadable"
    REVOKED = "revoked"
    UNRECORDED = "not in the registry"
    ELSEWHERE = "at another station"
    WORN = "worn"
    RIGHT = "right"

    @property
    def harmless(self) -> bool:
        """Whether the code itself is as it should be."""
        return self in (WallState.WORN, WallState.RIGHT)


@dataclass(frozen=True, slots=True)
class WallFinding:
    """One code in one photo."""

    state: WallState
    text: str  # what a phone would read; "" when nothing can
    quad: Quad  # its corners, pixels
    station: str = ""  # of one of ours
    value: str = ""  # the code of one of ours
    placement: str = ""  # where the registry says that it hangs
    where: str = ""  # of a foreign one: "over our code", "beside our poster" …; of ours: what is covered on it
    parts: tuple[Quad, ...] = ()  # of ours: corners of what is unlike the poster as printed, pixels
    spoiled: float = 0.0  # share of wrong modules of one of ours, 0 to 1


@dataclass(frozen=True, slots=True)
class AuditedPhoto:
    """What one photo shows."""

    path: Path
    taken: date  # the day that its camera wrote, or else the audit's
    station: str  # that the name of the file or its folder says; "" for none
    findings: tuple[WallFinding, ...]
    trouble: Sentence | str = ""  # why it could not be read
    thumbnail: Image.Image | None = None  # small, with a frame around every code


@dataclass(frozen=True, slots=True)
class WallAudit:
    """What photos of walls show."""

    day: date  # of the audit
    photos: tuple[AuditedPhoto, ...]
    missing: tuple[PrintedPoster, ...]  # of photographed stations, but in no photo
    since: date | None  # asked for: what was not seen on or after that day
    unseen: tuple[PrintedPoster, ...]  # of all stations, not seen on or after `since`
    seen: Mapping[str, date]  # code → the last day on which its poster was ever seen

    @property
    def needs_attention(self) -> bool:
        """Whether somebody should go and look."""
        odd = any(finding.state is not WallState.RIGHT for photo in self.photos for finding in photo.findings)
        return odd or bool(self.missing) or any(photo.trouble for photo in self.photos)

    @property
    def worst_first(self) -> tuple[AuditedPhoto, ...]:
        """The photos in the order in which somebody should look at them."""
        return tuple(sorted(self.photos, key=_worst))

    @property
    def states(self) -> Mapping[WallState, int]:
        """How many codes are in each state, in the order in which they were met."""
        return Counter(finding.state for photo in self.photos for finding in photo.findings)


Faces = Callable[[PrintedPoster], Sequence[PrintedFace]]
"""Gives a poster as it was printed, in every look."""


def _no_faces(printed: PrintedPoster) -> Sequence[PrintedFace]:
    return ()


def audit_photos(
    campaign: Campaign,
    photos: Sequence[Path],
    *,
    registry: Registry,
    keyring: Keyring,
    seen: Mapping[str, date],
    today: date,
    since: date | None = None,
    faces: Faces = _no_faces,
    progress: Progress = silent,
) -> WallAudit:
    """Read photos of walls one by one and hold what is on them against the registry of printed posters.

    A station code in a photo's name or folder ("BSP-KTW-gate.jpg") says where it was taken; then a poster of another
    station is out of place. With `faces` each poster is set straight and compared with what was printed.
    Raises StateError when nothing was printed yet.
    """
    if not registry.printed:
        raise StateError("No poster was printed yet, so there is none to look for.", cure="Run: anubhav posters")
    inspector = _Inspector(campaign, registry, keyring, faces)
    audited: list[AuditedPhoto] = []
    latest = dict(seen)
    for number, path in enumerate(photos, start=1):
        photo = _audited(path, campaign, inspector, today)
        audited.append(photo)
        for finding in photo.findings:
            if finding.value and finding.state is not WallState.FORGED:
                latest[finding.value] = max(photo.taken, latest.get(finding.value, photo.taken))
        progress(number, len(photos))
    findings = [finding for photo in audited for finding in photo.findings]
    values = {finding.value for finding in findings}
    stations = {photo.station for photo in audited} | {finding.station for finding in findings}
    hanging = registry.hanging
    return WallAudit(
        day=today,
        photos=tuple(audited),
        missing=tuple(
            poster
            for poster in hanging
            if poster.station in stations
            and poster.value not in values
            and Channel(poster.channel) is Channel.POSTER  # cards are on desks, not on walls
        ),
        since=since,
        unseen=tuple(poster for poster in hanging if since and latest.get(poster.value, date.min) < since),
        seen=latest,
    )


def _worst(photo: AuditedPhoto) -> float:
    """Where a photo stands on the page: the worst first, and before those that are right one that could not be read."""
    states = [*WallState]
    return min(
        (states.index(finding.state) for finding in photo.findings),
        default=len(states) - 1.5 if photo.trouble else len(states),
    )


def _audited(path: Path, campaign: Campaign, inspector: _Inspector, today: date) -> AuditedPhoto:
    station = _station_in(path, campaign)
    try:
        photo = open_photo(path)
    except PosterError as error:
        trouble = Sentence("{message} {cure}", message=error.message, cure=error.cure)
        return AuditedPhoto(path, today, station, (), trouble=trouble)
    findings = inspector.findings(photo.picture, find_codes(photo.picture), station)
    if not findings:
        findings = inspector.faint(photo.picture)
    thumbnail = photo.picture.copy()
    thumbnail.thumbnail((720, 720))
    framed = _outlined(thumbnail, photo.picture.size, findings)
    return AuditedPhoto(path, photo.taken or today, station, findings, thumbnail=framed)


def _station_in(path: Path, campaign: Campaign) -> str:
    """The station code in a photo's name, or else in its folder's."""
    for part in (path.stem, path.parent.name):
        for code in re.findall(r"[A-Z]{3}-[A-Z]{2,4}", part.upper()):
            if code in campaign.station_by_code:
                return str(code)
    return ""


class _Inspector:
    """Tells what a code is, given what was printed."""

    def __init__(self, campaign: Campaign, registry: Registry, keyring: Keyring, faces: Faces) -> None:
        self.campaign, self.registry, self.keyring, self.faces = campaign, registry, keyring, faces
        self.entry = registry.entry(campaign.form.station_question.key)
        self.printed = {poster.value: poster for poster in registry.printed}

    def findings(self, picture: Image.Image, sightings: Iterable[Sighting], station: str) -> tuple[WallFinding, ...]:
        """What every sighting of one photo is; foreign ones with how they lie to ours."""
        seen = list(sightings)
        for sighting in tuple(seen):
            seen += (more for more in self._pasted_on(picture, sighting) if more.text not in {old.text for old in seen})
        findings = [self._finding(picture, sighting, station) for sighting in seen]
        ours = [finding for finding in findings if finding.value]
        dim = [finding for finding in findings if finding.state is WallState.UNREADABLE]
        located = [
            replace(finding, where=self._where(picture, finding, ours, dim))
            if finding.state is WallState.FOREIGN
            else finding
            for finding in findings
        ]
        states = [*WallState]
        return tuple(sorted(located, key=lambda finding: (states.index(finding.state), finding.value, finding.text)))

    def _finding(self, picture: Image.Image, sighting: Sighting, station: str) -> WallFinding:
        text, quad = sighting.text, sighting.quad
        if not text:
            return WallFinding(WallState.BLIND if self._is_ours(picture, quad) else WallState.UNREADABLE, "", quad)
        value = value_of(text, self.entry)
        reading = read(value, self.keyring)
        printed = self.printed.get(value)
        genuine = printed is not None and text == printed.url
        if not genuine and not opens(self.campaign, text, self.registry.responder_uri, self.entry):
            return WallFinding(WallState.FOREIGN, text, quad)
        if reading.verdict not in (CodeCheck.SIGNED, CodeCheck.RETIRED_KEY):
            return WallFinding(WallState.FORGED, text, quad, value=value, station=reading.station)
        code = self.campaign.poster.code
        spoiled = spoiled_share(picture, quad, symbol(text, code.version, code.ecc))
        if printed is None:
            state = WallState.UNRECORDED
        elif printed.revoked or reading.verdict is CodeCheck.RETIRED_KEY:
            state = WallState.REVOKED
        elif station and station != reading.station:
            state = WallState.ELSEWHERE
        else:
            state = WallState.WORN if spoiled >= WORN else WallState.RIGHT
        placement = printed.placement if printed else ""
        finding = WallFinding(state, text, quad, reading.station, value, placement, spoiled=spoiled)
        return self._compared(picture, finding, printed) if printed and state.harmless else finding

    def _compared(self, picture: Image.Image, finding: WallFinding, printed: PrintedPoster) -> WallFinding:
        """The finding, covered or changed when something on the poster is unlike what was printed."""
        code = self.campaign.poster.code
        spots = covered_spots(picture, finding.quad, symbol(finding.text, code.version, code.ecc))
        compared = printed_as(picture, finding.quad, self.faces(printed))
        unlike = compared[0].unlike if compared else ()
        if not spots and not unlike:
            return finding
        where: str = Sentence("on its code") if spots else Sentence("on the poster")
        if compared and unlike and not spots and (text := covered_text(compared[1], unlike[0].box)):
            where = Sentence('over "{text}"', text=text)
        parts = (*spots, *(part.quad for part in unlike))
        return replace(finding, state=WallState.COVERED, where=where, parts=parts)

    def faint(self, picture: Image.Image) -> tuple[WallFinding, ...]:
        """A poster of ours in a photo in which nothing looks like a code; none when there is none."""
        place = faintest(picture, self.designs)
        return (WallFinding(WallState.BLIND, "", place.quad),) if place and place.ours else ()

    def _is_ours(self, picture: Image.Image, quad: Quad) -> bool:
        """Whether the page around a code that cannot be read looks like a poster of ours, whatever its name and code."""
        compared = printed_as(picture, quad, self.designs)
        return compared is not None and compared[0].share >= OURS

    @cached_property
    def designs(self) -> tuple[PrintedFace, ...]:
        """One hanging poster of every paper, in all its looks."""
        papers: dict[str, PrintedPoster] = {}
        for printed in self.registry.hanging:
            papers.setdefault(printed.file.rpartition("-")[2], printed)
        return tuple(face for printed in papers.values() for face in self.faces(printed))

    def _pasted_on(self, picture: Image.Image, sighting: Sighting) -> tuple[Sighting, ...]:
        """Codes on top of one of ours."""
        code = self.campaign.poster.code
        if not value_of(sighting.text, self.entry) or len(sighting.text.encode()) > capacity(code.version, code.ecc):
            return ()
        return pasted_on(picture, sighting, symbol(sighting.text, code.version, code.ecc))

    def _where(
        self, picture: Image.Image, foreign: WallFinding, ours: Sequence[WallFinding], dim: Sequence[WallFinding]
    ) -> str:
        middle, colours = _middle(foreign.quad), self.campaign.poster.colours
        if any(contains(own.quad, middle) or contains(foreign.quad, _middle(own.quad)) for own in ours):
            return Sentence("over our code")
        if any(contains(each.quad, middle) and _width(each.quad) > 1.1 * _width(foreign.quad) for each in dim):
            return Sentence("over a code that cannot be read")
        if any(
            contains(_page(each.quad, self._design(each.value), self.campaign.poster.code.version), middle)
            for each in ours
        ):
            return Sentence("on our poster")
        if wears(picture, foreign.quad, colours.main, colours.accent):
            return Sentence("on a poster in our colours")
        return Sentence("beside our poster") if ours else Sentence("no poster of ours in the photo")

    def _design(self, value: str) -> Design:
        printed = self.printed.get(value)
        names = re.split(r"[-.]", printed.file) if printed else []
        return next((PAPERS[name].design for name in names if name in PAPERS), PAPERS["A4"].design)


def _page(quad: Quad, design: Design, version: int) -> Quad:
    """The corners of the whole poster, from those of its code."""
    left, top, side = design.symbol.box(version)
    square = np.array([(left, top), (left + side, top), (left + side, top + side), (left, top + side)], dtype=float)
    onto_photo = homography(square, np.array(quad, dtype=float))

    def at(x: float, y: float) -> tuple[float, float]:
        u, v, w = onto_photo @ (x, y, 1.0)
        return float(u / w), float(v / w)

    return at(0, 0), at(design.width, 0), at(design.width, design.height), at(0, design.height)


def _middle(quad: Quad) -> tuple[float, float]:
    return sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4


def _width(quad: Quad) -> float:
    return max(x for x, _ in quad) - min(x for x, _ in quad)


def _outlined(thumbnail: Image.Image, size: tuple[int, int], findings: Sequence[WallFinding]) -> Image.Image:
    """The small picture with a frame around every code: green for ours, amber for doubtful, red for foreign."""
    scale = thumbnail.width / size[0]
    pen = ImageDraw.Draw(thumbnail)
    for finding in findings:
        corners = [(x * scale, y * scale) for x, y in (*finding.quad, finding.quad[0])]
        pen.line(corners, fill=colour_of(finding.state), width=4, joint="curve")
        for part in finding.parts:
            pen.line([(x * scale, y * scale) for x, y in (*part, part[0])], fill="#B3261E", width=3, joint="curve")
    return thumbnail


def colour_of(state: WallState) -> str:
    """The colour of a state: green right, red hostile, amber to be looked at."""
    if state is WallState.RIGHT:
        return "#1B7F3B"
    return "#B3261E" if state in (WallState.FOREIGN, WallState.FORGED, WallState.COVERED) else "#B26A00"
