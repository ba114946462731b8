"""Printed paper cannot be patched: what would orphan a code on a wall, found before anything is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from urllib.parse import urlsplit

from ..campaign import Campaign
from ..errors import StateError
from ..links import CodeCheck, Keyring, read
from ..links.registry import PrintedPoster, Registry
from ..links.revocation import decided
from ..nouns.google import Form
from ..sentence import Sentence, joined
from .content import match_questions
from .mixed import DISTRICT_NAMES, SHARED, STATION_NAMES, found_elsewhere, say_moved
from .steps import Existing
from .wanted import WantedForm

_NO_KEYS = Sentence(
    "the signing keys of this campaign are not on this computer; bring them back with anubhav keys restore"
)


@dataclass(frozen=True, slots=True)
class Hazard:
    """One reason why printed codes would die: in words, and the posters concerned."""

    reason: str
    posters: tuple[PrintedPoster, ...]


def find_hazards(
    campaign: Campaign, our_form: WantedForm, existing: Existing, registry: Registry, keyring: Keyring | None
) -> Iterator[Hazard]:
    """Everything in this plan that would orphan a printed code; nothing when no poster hangs and the form is there."""
    hanging, form = registry.hanging, existing.form
    if existing.gone:
        reason = Sentence(
            "the form of this campaign cannot be seen: it is gone, in the bin of Google Drive (restore it there), or was made by another account than the one logged in (then run anubhav login --existing-form); a new form would have another address"
        )
        yield Hazard(reason, hanging)
        return
    if not hanging:
        if keyring is None and any(not record.lost_on for record in registry.keys):
            yield Hazard(_NO_KEYS, ())
        return
    if form is not None:
        yield from _entry_hazards(our_form, form, registry, hanging)
        path = urlsplit(form.responder_uri).path  # it names the form; host and port of a sandbox may change
        if moved := _where(hanging, lambda poster: urlsplit(poster.url).path != path):
            yield Hazard(Sentence("the posters open another form than this one"), moved)
    codes = campaign.station_by_code
    if dropped := _where(hanging, lambda poster: poster.station not in codes):
        yield Hazard(
            Sentence(
                "their station code is no longer in stations.csv (for a station that closed, set its status to closed and keep the line)"
            ),
            dropped,
        )
    elsewhere = {*chain.from_iterable(found_elsewhere(campaign, registry, STATION_NAMES).values())} & codes.keys()
    if mixed := _where(hanging, lambda poster: poster.station in elsewhere):
        yield Hazard(
            Sentence(
                "stations.csv gives their station's name to another code now, as after a column was sorted alone; their responses would count for another station"
            ),
            mixed,
        )
    for said in say_moved(campaign, registry, DISTRICT_NAMES + SHARED):
        yield Hazard(said, ())
    if keyring is None:
        yield Hazard(_NO_KEYS, hanging)
    else:
        good = (CodeCheck.SIGNED, CodeCheck.RETIRED_KEY)
        if unsigned := _where(hanging, lambda poster: read(poster.value, keyring).verdict not in good):
            yield Hazard(
                Sentence("their signature cannot be verified with the present signing keys; bring the key file back"),
                unsigned,
            )


def refuse_hazards(hazards: Iterable[Hazard], stations: Mapping[str, str]) -> None:
    """Raise StateError that names every hazard, its stations and how many posters hang there."""
    hazards = tuple(hazards)
    if hazards:
        listed = joined((Sentence("  - {hazard}", hazard=tell_hazard(hazard, stations)) for hazard in hazards), "\n")
        raise StateError(
            "Refused, because paper cannot be patched:\n{told}\nNothing was changed.",
            cure="If all is right as it stands, and every poster named here will be printed again, run: anubhav setup-forms --reprint",
            told=listed,
        )


def tell_hazard(hazard: Hazard, stations: Mapping[str, str], *, names: int = 12) -> str:
    """The hazard in words: how many posters, why, and at which stations."""
    counts = Counter(poster.station for poster in hazard.posters)
    listed = [f"{stations.get(code, code)} ({code}): {count}" for code, count in sorted(counts.items())]
    rest = len(listed) - names
    more = Sentence(" and {n} more station", " and {n} more stations", n=rest) if rest > 0 else ""
    if not counts:
        return Sentence("no poster is lost by it, but {reason}.", reason=hazard.reason)
    return Sentence(
        "{n} poster: {reason}. {stations}{more}.",
        "{n} posters: {reason}. {stations}{more}.",
        n=len(hazard.posters),
        reason=hazard.reason,
        stations="; ".join(listed[:names]),
        more=more,
    )


def revoke_posters(registry: Registry, hazards: Iterable[Hazard], day: date) -> Registry:
    """The registry after the office agreed on a day to print again: the posters of these hazards no longer count."""
    return decided(registry, [poster for hazard in hazards for poster in hazard.posters], revoked=True, day=day)


def _entry_hazards(
    our_form: WantedForm, form: Form, registry: Registry, hanging: tuple[PrintedPoster, ...]
) -> list[Hazard]:
    item = match_questions(our_form, form, registry).get(our_form.station_key)
    if item is None or (item.kind != our_form.questions[0].type.items[0] and not registry.adopted):
        reason = Sentence(
            "the question that they fill in was deleted from the form or changed into another kind; a new one would have another number"
        )
        return [Hazard(reason, hanging)]
    entry = int(item.question_id, 16)
    other = _where(hanging, lambda poster: poster.entry != entry)
    reason = Sentence("they fill in a question that the form no longer asks for the station")
    return [Hazard(reason, other)] if other else []


def _where(posters: tuple[PrintedPoster, ...], test: Callable[[PrintedPoster], bool]) -> tuple[PrintedPoster, ...]:
    return tuple(poster for poster in posters if test(poster))
