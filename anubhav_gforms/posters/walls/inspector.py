"""A code in a photo → what it is: ours or not, covered, worn, out of place, and how a foreign one lies to ours; one finding per code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...campaign import STATUSES, Campaign
from ...links import CodeCheck, Keyring, opens, read, value_of
from ...links.registry import PrintedPoster, Registry
from ...links.symbol import capacity, symbol
from ...sentence import Sentence
from ..design.drawing import Design
from ..design.papers import PAPERS
from .corners import Quad, contains, homography, middle, quad_through, rectangle, square
from .damage import covered_spots, fitted_corners, pasted_on, spoiled_share, wears
from .faint import faint_places, faintest
from .likeness import PrintedFace, covered_text, printed_as
from .sightings import Sighting
from .unread import UnreadPoster, in_its_colours, is_covered, read_straight, set_straight

WORN = (
    0.08  # share of wrong modules from which a poster should be printed again; Q repairs about 0.25 of its code words
)

SAMPLE = 24  # symbols that say which modules all of ours have in common
_NOWHERE: Quad = ((0.0, 0.0),) * 4

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
    OUTDATED = "must come down"
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
    where: str = (
        ""  # of a foreign one: "over our code", "beside our poster" …; of ours: what is covered, or why it comes down
    )
    parts: tuple[Quad, ...] = ()  # of ours: corners of what is unlike the poster as printed, pixels
    spoiled: float = 0.0  # share of wrong modules of one of ours, 0 to 1


def colour_of(state: WallState) -> str:
    """The colour of a state: green right, red hostile, amber to be looked at."""
    if state is WallState.RIGHT:
        return "#1B7F3B"
    return "#B3261E" if state in (WallState.FOREIGN, WallState.FORGED, WallState.COVERED) else "#B26A00"


Faces = Callable[[PrintedPoster], Sequence[PrintedFace]]
"""Gives a poster as it was printed, in every look."""


class Inspector:
    """Tells what a code is, given what was printed."""

    def __init__(self, campaign: Campaign, registry: Registry, keyring: Keyring, faces: Faces) -> None:
        self.campaign, self.registry, self.keyring = campaign, registry, keyring
        self.faces = lru_cache(maxsize=64)(faces)
        self.entry = registry.entry(campaign.form.station_question.key)
        self.printed = {poster.value: poster for poster in registry.printed}
        self.replaced = registry.replaced

    def findings(self, picture: Image.Image, sightings: Iterable[Sighting], station: str) -> tuple[WallFinding, ...]:
        """What every sighting of one photo is; foreign ones with how they lie to ours."""
        seen = [self._with_fitted_corners(picture, sighting) for sighting in sightings]
        for sighting in tuple(seen):
            if (modules := self._modules(sighting)) is not None:  # one of ours: what is on top of it?
                on_top = pasted_on(picture, sighting, modules)
                seen += (more for more in on_top if more.text not in {old.text for old in seen})
        findings = [self._finding(picture, sighting, station) for sighting in seen]
        findings = self._with_unread(picture, findings, station)
        ours = [finding for finding in findings if finding.value]
        dim = [finding for finding in findings if finding.state is WallState.UNREADABLE]
        located = [
            replace(finding, where=self._where(picture, finding, ours, dim))
            if finding.state is WallState.FOREIGN and not finding.where
            else finding
            for finding in findings
        ]
        if all(finding.state is WallState.UNREADABLE for finding in located):
            located = self._with_faint(picture, located)
        states = [*WallState]
        return tuple(sorted(located, key=lambda finding: (states.index(finding.state), finding.value, finding.text)))

    def _finding(self, picture: Image.Image, sighting: Sighting, station: str) -> WallFinding:
        text, quad = sighting.text, sighting.quad
        if not text:
            return WallFinding(WallState.BLIND if self._is_ours(picture, quad) else WallState.UNREADABLE, "", quad)
        value = value_of(text, self.entry)
        reading = read(value, self.keyring)
        printed = self.printed.get(value)
        genuine = printed is not None and printed.opens(text)
        if not genuine and not opens(self.campaign, text, self.registry.responder_uri, self.entry):
            return WallFinding(WallState.FOREIGN, text, quad)
        if reading.verdict not in (CodeCheck.SIGNED, CodeCheck.RETIRED_KEY):
            return WallFinding(WallState.FORGED, text, quad, value=value, station=reading.station)
        code = self.campaign.poster.code
        spoiled = spoiled_share(picture, quad, symbol(text, code.version, code.ecc))
        outdated = Sentence("")
        if printed is None:
            state = WallState.UNRECORDED
        elif printed.revoked or reading.verdict is CodeCheck.RETIRED_KEY:
            state = WallState.REVOKED
        elif outdated := self._outdated(printed):
            state = WallState.OUTDATED
        elif station and station != reading.station:
            state = WallState.ELSEWHERE
        else:
            state = WallState.WORN if spoiled >= WORN else WallState.RIGHT
        placement = printed.placement if printed else ""
        finding = WallFinding(state, text, quad, reading.station, value, placement, outdated, spoiled=spoiled)
        return self._compared(picture, finding, printed) if printed and state.harmless else finding

    def _outdated(self, printed: PrintedPoster) -> Sentence:
        """Why a poster whose code is accepted should not hang any more; "" when it should."""
        station = self.campaign.station_by_code.get(printed.station)
        if station is None:
            return Sentence("stations.csv does not name its station")
        if not STATUSES[station.status].printed:
            return Sentence("its station is closed")
        return Sentence("printed again with a later key" if printed.value in self.replaced else "")

    def _compared(self, picture: Image.Image, finding: WallFinding, printed: PrintedPoster) -> WallFinding:
        """The finding, covered or changed when something on the poster is unlike what was printed."""
        code = self.campaign.poster.code
        spots = covered_spots(picture, finding.quad, symbol(finding.text, code.version, code.ecc))
        faces = self.faces(printed)
        known = [face for face in faces if face.as_printed and finding.text == printed.url]
        compared = printed_as(picture, finding.quad, known)
        unlike = compared[0].unlike if compared else ()
        if not spots and not unlike:
            edited = Sentence("printed in another look than today's: only its code was compared")
            return replace(finding, where=edited) if faces and not known else finding
        where: str = Sentence("on its code") if spots else Sentence("on the poster")
        if compared and unlike and not spots and (text := covered_text(compared[1], unlike[0].box)):
            where = Sentence('over "{text}"', text=text)
        parts = (*spots, *(part.quad for part in unlike))
        return replace(finding, state=WallState.COVERED, where=where, parts=parts)

    def _with_unread(self, picture: Image.Image, findings: list[WallFinding], station: str) -> list[WallFinding]:
        """The findings and, of posters of ours whose own code was not read, what is where it should be."""
        complete = list(findings)
        if not self.designs or self._known is None:
            return complete
        own = [middle(finding.quad) for finding in findings if finding.value]
        for faint in faint_places(picture, self.designs):
            near = 0.6 * _width(faint.quad)
            if any(np.hypot(*np.subtract(middle(faint.quad), each)) < near for each in own):
                continue
            poster = set_straight(picture, faint, self.designs)
            if poster is not None:
                complete = self._with_code_of(picture, poster, complete, station)
        return complete

    def _with_code_of(
        self, picture: Image.Image, poster: UnreadPoster, findings: list[WallFinding], station: str
    ) -> list[WallFinding]:
        """The findings and what is where this poster's code should be: ours, a foreign one, something else."""
        modules, common = self._known or (np.ones((1, 1), dtype=bool),) * 2
        there = [each for each in findings if contains(poster.code, middle(each.quad))]
        others = [each for each in findings if each not in there]
        read = [each for each in there if each.text]
        if not read:
            seen = read_straight(picture, poster.code, len(modules))
            read = [self._finding(picture, self._with_fitted_corners(picture, each), station) for each in seen]
        if read:
            over: str = Sentence("over our code")
            return others + [replace(each, where=over) if each.state is WallState.FOREIGN else each for each in read]
        if is_covered(picture, poster, modules, common):
            where: str = Sentence("on its code")
            return [*others, WallFinding(WallState.COVERED, "", poster.code, where=where, parts=(poster.code,))]
        return [*others, WallFinding(WallState.BLIND, "", poster.code)]

    @cached_property
    def _known(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]] | None:
        """One of our symbols, and which of its modules all of ours have in common; None when there is none."""
        sample = (self._modules(Sighting(printed.url, _NOWHERE)) for printed in self.registry.printed[:SAMPLE])
        symbols = [modules for modules in sample if modules is not None]
        return (symbols[0], np.all(np.array(symbols) == symbols[0], axis=0)) if symbols else None

    def _with_faint(self, picture: Image.Image, dim: list[WallFinding]) -> list[WallFinding]:
        """The findings of a photo in which nothing can be read, and the poster of ours that it shows all the same."""
        faint = faintest(picture, self.designs)
        if faint is None or not faint.ours:
            return dim
        others = [
            finding
            for finding in dim
            if not contains(faint.quad, middle(finding.quad)) and not contains(finding.quad, middle(faint.quad))
        ]
        return [WallFinding(WallState.BLIND, "", faint.quad), *others]

    def _is_ours(self, picture: Image.Image, quad: Quad) -> bool:
        """Whether the page around a code that cannot be read looks like a poster of ours, whatever its name and code."""
        compared = printed_as(picture, quad, self.designs)
        if compared is None or compared[0].share < OURS:
            return False
        return in_its_colours(picture, UnreadPoster(compared[0].symbol, compared[1]))

    @cached_property
    def designs(self) -> tuple[PrintedFace, ...]:
        """One hanging poster of every paper in every look, such as the ink-saver's of a few stations."""
        newest: dict[str, PrintedPoster] = {}
        for printed in self.registry.hanging:
            newest.setdefault(printed.look, printed)
        looks = {face.look: face for printed in newest.values() for face in self.faces(printed)}
        return tuple(looks.values())

    def _with_fitted_corners(self, picture: Image.Image, sighting: Sighting) -> Sighting:
        """A code of ours with its corners where its modules fit best."""
        modules = self._modules(sighting)
        return sighting if modules is None else replace(sighting, quad=fitted_corners(picture, sighting.quad, modules))

    def _modules(self, sighting: Sighting) -> NDArray[np.bool_] | None:
        """The symbol of one of ours; None of any other code."""
        code = self.campaign.poster.code
        if not value_of(sighting.text, self.entry) or len(sighting.text.encode()) > capacity(code.version, code.ecc):
            return None
        return symbol(sighting.text, code.version, code.ecc)

    def _where(
        self, picture: Image.Image, foreign: WallFinding, ours: Sequence[WallFinding], dim: Sequence[WallFinding]
    ) -> str:
        centre, colours = middle(foreign.quad), self.campaign.poster.colours
        if any(contains(own.quad, centre) or contains(foreign.quad, middle(own.quad)) for own in ours):
            return Sentence("over our code")
        if any(contains(each.quad, centre) and _width(each.quad) > 1.1 * _width(foreign.quad) for each in dim):
            return Sentence("over a code that cannot be read")
        if any(
            contains(_page(sighting.quad, self._design(sighting.value), self.campaign.poster.code.version), centre)
            for sighting in ours
        ):
            return Sentence("on our poster")
        if wears(picture, foreign.quad, colours.main, colours.accent):
            return Sentence("on a poster in our colours")
        return Sentence("beside our poster") if ours else Sentence("no poster of ours was recognised in the photo")

    def _design(self, value: str) -> Design:
        printed = self.printed.get(value)
        return PAPERS.get(printed.paper if printed else "", PAPERS["A4"]).design


def _page(quad: Quad, design: Design, version: int) -> Quad:
    """The corners of the whole poster, from those of its code."""
    onto_photo = homography(square(*design.symbol.box(version)), np.array(quad, dtype=float))
    return quad_through(onto_photo, rectangle(0.0, 0.0, design.width, design.height))


def _width(quad: Quad) -> float:
    return max(x for x, _ in quad) - min(x for x, _ in quad)
