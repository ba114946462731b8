"""Photos of walls → which posters hang where, what is pasted beside or over them, what is worn, what was not seen."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from pathlib import Path

from PIL import Image, ImageDraw

from ...campaign import Campaign
from ...errors import PosterError, StateError
from ...files import inert, parse_json, write_whole
from ...links import Keyring
from ...links.registry import PrintedPoster, Registry
from ...nouns.channel import Channel
from ...nouns.progress import Progress, silent
from ...sentence import Sentence
from ..confined import Budget, OverBudgetError, confined
from ..reading.photos import open_photo
from .inspector import Faces, Inspector, WallFinding, WallState, colour_of
from .likeness import PrintedFace
from .sightings import find_codes

SEEN = "seen.json"
"""The days on which posters were seen, on disk beside the folders of the audits."""
COLUMNS = ("photo", "taken", "taken_at", "finding", "station", "value", "placement", "where", "spoiled_percent", "text")

PHOTO = Budget(seconds=60, megabytes=2000)
"""Of a photo of 100 megapixels a phone's own needs a third; on an old computer more of the seconds."""


@dataclass(frozen=True, slots=True)
class AuditedPhoto:
    """What one photo shows."""

    path: Path
    taken: date  # the day that its camera wrote, or else the audit's, which is the latest that it can be
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


def _no_faces(printed: PrintedPoster) -> Sequence[PrintedFace]:
    return ()  # a function with a name: it is handed to other processes


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
    """Read photos of walls, each in a process with limits, and hold what is on them against the registry of printed posters.

    A station code in a photo's name or folder ("BSP-KTW-gate.jpg") says where it was taken; then a poster of another
    station is out of place. With `faces` each poster is set straight and compared with what was printed.
    Raises StateError when nothing was printed yet.
    """
    if not registry.printed:
        raise StateError("No poster was printed yet, so there is none to look for.", cure="Run: anubhav posters")
    judge = _Judge(campaign, registry, keyring, faces, today)
    audited: list[AuditedPhoto] = []
    latest = {value: min(day, today) for value, day in seen.items()}
    for number, (path, photo) in enumerate(zip(photos, confined(judge, photos, PHOTO), strict=True), start=1):
        if isinstance(photo, OverBudgetError):
            photo = AuditedPhoto(path, today, _station_in(path, campaign), (), trouble=_too_much(path))
        audited.append(photo)
        for finding in photo.findings:
            if finding.value and finding.state is not WallState.FORGED:
                latest[finding.value] = max(photo.taken, latest.get(finding.value, photo.taken))
        progress(number, len(photos))
    findings = [finding for photo in audited for finding in photo.findings]
    values = {finding.value for finding in findings}
    stations = {photo.station for photo in audited} | {finding.station for finding in findings}
    replaced = registry.replaced
    hanging = [poster for poster in registry.hanging if poster.value not in replaced]
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


@dataclass(frozen=True)
class _Judge:
    """What a process needs to say what a photo shows."""

    campaign: Campaign
    registry: Registry
    keyring: Keyring
    faces: Faces
    today: date

    @cached_property
    def inspector(self) -> Inspector:
        return Inspector(self.campaign, self.registry, self.keyring, self.faces)

    def __call__(self, path: Path) -> AuditedPhoto:
        station = _station_in(path, self.campaign)
        try:
            photo = open_photo(path)
        except PosterError as error:
            return AuditedPhoto(path, self.today, station, (), trouble=error.whole)
        findings = self.inspector.findings(photo.picture, find_codes(photo.picture), station)
        thumbnail = photo.picture.copy()
        thumbnail.thumbnail((720, 720))
        framed = _outlined(thumbnail, photo.picture.size, findings)
        taken = min(photo.taken or self.today, self.today)
        return AuditedPhoto(path, taken, station, findings, thumbnail=framed)


def _too_much(path: Path) -> Sentence:
    return PosterError(
        "{path}: reading it takes more than {seconds} seconds of work or {megabytes} MB of memory.",
        path=path,
        seconds=PHOTO.seconds,
        megabytes=PHOTO.megabytes,
        cure="Look at it yourself, and leave it out.",
    ).whole


def _station_in(path: Path, campaign: Campaign) -> str:
    """The station code in a photo's name, or else in its folder's."""
    for part in (path.stem, path.parent.name):
        for code in re.findall(r"[A-Z]{3}-[A-Z]{2,4}", part.upper()):
            if code in campaign.station_by_code:
                return str(code)
    return ""


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


def write_audit(audit: WallAudit, page: str, folder: Path) -> Path:
    """Write contact sheet and table into data/audits/<day>/, a later one of that day into <day>-2/, and remember what was
    seen; gives the sheet's file."""
    names = (f"{audit.day}-{number}" if number > 1 else f"{audit.day}" for number in count(1))
    of_day = next(folder / name for name in names if not (folder / name).exists())
    sheet = write_whole(of_day / "audit.html", page.encode())
    write_whole(of_day / "audit.csv", make_table(audit).encode("utf-8-sig"))
    seen = {value: day.isoformat() for value, day in sorted(audit.seen.items())}
    write_whole(folder / SEEN, (json.dumps(seen, indent=1) + "\n").encode())
    return sheet


def load_seen(folder: Path) -> Mapping[str, date]:
    """The last day on which each poster was seen. Raises PosterError when the file is damaged."""
    path = folder / SEEN
    try:
        return {value: date.fromisoformat(day) for value, day in parse_json(path.read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError, TypeError):
        raise PosterError(
            "{path} is damaged.", path=path, cure="Move it away; the audits' own folders keep what was found."
        ) from None


def make_table(audit: WallAudit) -> str:
    """One row per code, per photo without any, and per poster that was not seen."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for photo in audit.photos:
        head = (photo.path.name, photo.taken.isoformat(), photo.station)
        for finding in photo.findings:
            writer.writerow(map(inert, (*head, *_cells(finding))))
        if not photo.findings:
            writer.writerow(map(inert, (*head, photo.trouble or "no code", "", "", "", "", "", "")))
    for poster in audit.missing:
        cells = ("", "", "", "not seen", poster.station, poster.value, poster.placement, "", "", "")
        writer.writerow(map(inert, cells))
    return text.getvalue()


def _cells(finding: WallFinding) -> tuple[str, ...]:
    spoiled = f"{finding.spoiled * 100:.0f}" if finding.value else ""
    shown = "" if finding.value else finding.text[:200]
    return finding.state, finding.station, finding.value, finding.placement, finding.where, spoiled, shown
