"""Photos of walls → which posters hang where, what is pasted beside or over them, what is worn, what was not seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ...errors import PosterError, StateError
from ...links import Keyring, Verdict, prefilled_url, read, value_of
from ...links.registry import PrintedPoster, Registry
from ...links.symbol import capacity, symbol
from ..design.papers import PAPERS, Layout
from ..reading.photos import open_photo
from .damage import pasted_on, spoiled_share, wears
from .sightings import Quad, Sighting, contains, find_codes, homography

if TYPE_CHECKING:
    from ...campaign import Campaign

WORN = 0.08  # share of wrong modules from which a poster should be printed anew; Q repairs about 0.25 of its code words


class WallState(StrEnum):
    """What a code on a wall turned out to be. Everything but RIGHT needs somebody to go there."""

    RIGHT = "right"
    WORN = "worn"
    ELSEWHERE = "at another station"
    REVOKED = "revoked"
    UNRECORDED = "not in the registry"
    FORGED = "forged"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class WallFinding:
    """One code in one photo. `where` says how a foreign one lies: "over our code", "on our poster", "beside our
    poster", "on a poster in our colours" (whose code cannot be seen) or "no poster of ours in the photo". `spoiled` is the share of wrong modules of one of ours."""

    kind: WallState
    text: str
    quad: Quad
    station: str = ""
    value: str = ""
    placement: str = ""
    where: str = ""
    spoiled: float = 0.0


@dataclass(frozen=True, slots=True)
class Wall:
    """One photo: its day, the station that its name says, what was found, or why it could not be read."""

    path: Path
    taken: date
    station: str
    findings: tuple[WallFinding, ...]
    trouble: str = ""
    thumbnail: Image.Image | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """What photos of walls told. `missing` are posters of photographed stations that are in no photo, `unseen` those
    of all stations that were not seen on or after `since`; `seen` is the last day of every poster ever seen."""

    day: date
    walls: tuple[Wall, ...]
    missing: tuple[PrintedPoster, ...]
    since: date | None
    unseen: tuple[PrintedPoster, ...]
    seen: Mapping[str, date]

    @property
    def needs_attention(self) -> bool:
        """Whether somebody should go and look."""
        odd = any(finding.kind is not WallState.RIGHT for wall in self.walls for finding in wall.findings)
        return odd or bool(self.missing) or any(wall.trouble for wall in self.walls)


def audit_photos(
    campaign: Campaign,
    photos: Sequence[Path],
    *,
    registry: Registry,
    keyring: Keyring,
    seen: Mapping[str, date],
    today: date,
    since: date | None = None,
    advance: Callable[[int, int], None] | None = None,
) -> Audit:
    """Read photos of walls one by one and hold what is on them against the registry of printed posters.

    A station code in a photo's name or folder ("BSP-KTW-gate.jpg") says where it was taken; then a poster of another
    station is out of place. Raises StateError when nothing was printed yet.
    """
    if not registry.printed:
        raise StateError("No poster was printed yet, so there is none to look for.", cure="Run: anubhav posters")
    judge = _Judge(campaign, registry, keyring)
    walls: list[Wall] = []
    latest = dict(seen)
    for number, path in enumerate(photos, start=1):
        wall = _wall(path, campaign, judge, today)
        walls.append(wall)
        for finding in wall.findings:
            if finding.value and finding.kind is not WallState.FORGED:
                latest[finding.value] = max(wall.taken, latest.get(finding.value, wall.taken))
        if advance:
            advance(number, len(photos))
    found = {finding.value for wall in walls for finding in wall.findings}
    stations = {wall.station for wall in walls} | {finding.station for wall in walls for finding in wall.findings}
    hanging = registry.hanging
    return Audit(
        day=today,
        walls=tuple(walls),
        missing=tuple(poster for poster in hanging if poster.station in stations and poster.value not in found),
        since=since,
        unseen=tuple(poster for poster in hanging if since and latest.get(poster.value, date.min) < since),
        seen=latest,
    )


def _wall(path: Path, campaign: Campaign, judge: _Judge, today: date) -> Wall:
    station = _station_in(path, campaign)
    try:
        photo = open_photo(path)
    except PosterError as error:
        return Wall(path, today, station, (), trouble=str(error))
    findings = judge.findings(photo.picture, find_codes(photo.picture), station)
    thumbnail = photo.picture.copy()
    thumbnail.thumbnail((720, 720))
    return Wall(
        path, photo.taken or today, station, findings, thumbnail=_outlined(thumbnail, photo.picture.size, findings)
    )


def _station_in(path: Path, campaign: Campaign) -> str:
    """The station code in a photo's name, or else in its folder's."""
    for part in (path.stem, path.parent.name):
        for code in re.findall(r"[A-Z]{3}-[A-Z]{2,4}", part.upper()):
            if code in campaign.station_by_code:
                return str(code)
    return ""


class _Judge:
    """Tells what a code is, given what was printed."""

    def __init__(self, campaign: Campaign, registry: Registry, keyring: Keyring) -> None:
        self.campaign, self.registry, self.keyring = campaign, registry, keyring
        self.entry = registry.entry(campaign.form.station_question.key)
        self.printed = {poster.value: poster for poster in registry.printed}

    def findings(self, picture: Image.Image, sightings: Iterable[Sighting], station: str) -> tuple[WallFinding, ...]:
        """What every sighting of one photo is; foreign ones with how they lie to ours."""
        seen = list(sightings)
        for each in tuple(seen):
            seen += (more for more in self._pasted_on(picture, each) if more.text not in {old.text for old in seen})
        found = [self._finding(picture, each, station) for each in seen]
        ours = [each for each in found if each.value]
        dim = [each for each in found if each.kind is WallState.UNREADABLE]
        placed = [
            each
            if each.kind is not WallState.FOREIGN
            else WallFinding(each.kind, each.text, each.quad, where=self._where(picture, each, ours, dim))
            for each in found
        ]
        order = list(WallState)
        return tuple(sorted(placed, key=lambda each: (order.index(each.kind), each.value, each.text)))

    def _finding(self, picture: Image.Image, sighting: Sighting, station: str) -> WallFinding:
        text, quad = sighting.text, sighting.quad
        if not text:
            return WallFinding(WallState.UNREADABLE, "", quad)
        value = value_of(text, self.entry)
        reading = read(value, self.keyring)
        printed = self.printed.get(value)
        genuine = printed is not None and text == printed.url
        if not genuine and text != prefilled_url(self.registry.responder_uri, self.entry, value):
            return WallFinding(WallState.FOREIGN, text, quad)
        if reading.verdict not in (Verdict.SIGNED, Verdict.RETIRED_KEY):
            return WallFinding(WallState.FORGED, text, quad, value=value, station=reading.station)
        code = self.campaign.poster.code
        spoiled = spoiled_share(picture, quad, symbol(text, code.version, code.ecc))
        if printed is None:
            kind = WallState.UNRECORDED
        elif printed.revoked or reading.verdict is Verdict.RETIRED_KEY:
            kind = WallState.REVOKED
        elif station and station != reading.station:
            kind = WallState.ELSEWHERE
        else:
            kind = WallState.WORN if spoiled >= WORN else WallState.RIGHT
        placement = printed.placement if printed else ""
        return WallFinding(kind, text, quad, reading.station, value, placement, spoiled=spoiled)

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
        if any(contains(each.quad, middle) or contains(foreign.quad, _middle(each.quad)) for each in ours):
            return "over our code"
        if any(contains(each.quad, middle) and _width(each.quad) > 1.1 * _width(foreign.quad) for each in dim):
            return "over a code that cannot be read"
        if any(contains(_page(each.quad, self._layout(each.value)), middle) for each in ours):
            return "on our poster"
        if wears(picture, foreign.quad, colours.main, colours.accent):
            return "on a poster in our colours"
        return "beside our poster" if ours else "no poster of ours in the photo"

    def _layout(self, value: str) -> Layout:
        printed = self.printed.get(value)
        names = re.split(r"[-.]", printed.file) if printed else []
        return next((PAPERS[name].layout for name in names if name in PAPERS), PAPERS["A4"].layout)


def _page(quad: Quad, layout: Layout) -> Quad:
    """The corners of the whole poster, told from those of its code."""
    left, top, side = layout.symbol
    square = np.array([(left, top), (left + side, top), (left + side, top + side), (left, top + side)], dtype=float)
    place = homography(square, np.array(quad, dtype=float))

    def at(x: float, y: float) -> tuple[float, float]:
        u, v, w = place @ (x, y, 1.0)
        return float(u / w), float(v / w)

    return at(0, 0), at(layout.width, 0), at(layout.width, layout.height), at(0, layout.height)


def _middle(quad: Quad) -> tuple[float, float]:
    return sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4


def _width(quad: Quad) -> float:
    return max(x for x, _ in quad) - min(x for x, _ in quad)


def _outlined(thumbnail: Image.Image, size: tuple[int, int], findings: Sequence[WallFinding]) -> Image.Image:
    """The small picture with a frame around every code: green for ours, amber for doubtful, red for foreign."""
    from PIL import ImageDraw

    scale = thumbnail.width / size[0]
    pen = ImageDraw.Draw(thumbnail)
    for finding in findings:
        corners = [(x * scale, y * scale) for x, y in (*finding.quad, finding.quad[0])]
        pen.line(corners, fill=colour_of(finding.kind), width=4, joint="curve")
    return thumbnail


def colour_of(kind: WallState) -> str:
    """The colour that stands for a kind: green right, red hostile, amber to be looked at."""
    if kind is WallState.RIGHT:
        return "#1B7F3B"
    return "#B3261E" if kind in (WallState.FOREIGN, WallState.FORGED) else "#B26A00"
