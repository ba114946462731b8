"""Checks of what is printed: every line of links.csv and every hanging poster still opens its station's form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from ..campaign import Station
from ..errors import StateError
from ..links import CodeCheck, Keyring, Link, read, text_of
from ..links.links_file import rows_in
from ..links.registry import PrintedPoster, Registry
from ..nouns.google import Form
from ..sentence import Sentence, first_few, joined
from ..text import address_parts
from .checks import Check, green, red
from .guard import Hazard, tell_hazard
from .wanted import WantedForm

PUT_BACK = Sentence("Put the line back into stations.csv; for a station that closed, with status closed.")
NEW_LINKS = Sentence("Run: anubhav setup-forms")


def check_links(
    text: str | None, form: Form, registry: Registry, keyring: Keyring, our_form: WantedForm, codes: Collection[str]
) -> Check:
    """Whether every line of links.csv decodes to its own station and opens this form's station question, and every station of
    stations.csv (`codes`) has one."""
    if text is None:
        return red("links.csv is not there", NEW_LINKS)
    if registry.station_kind == "dropdown":
        return _check_listed(text, registry)
    key = our_form.station_key
    entry = registry.entry(key) if key in registry.question_ids else 0
    bad = []
    rows = rows_in(text)
    for row in rows:
        url = row.get("url", "")
        reading = read(text_of(url, entry), keyring)
        if (
            address_parts(url).path != urlsplit(form.responder_uri).path
            or reading.verdict is not CodeCheck.SIGNED
            or reading.station != row.get("code")
        ):
            bad.append(row.get("code") or "?")
    if bad:
        return red(
            "{bad} of {rows} links do not open this form with their own code: {listed}",
            NEW_LINKS,
            bad=len(bad),
            rows=len(rows),
            listed=first_few(bad),
        )
    if lacking := check_lacking(codes, {row["code"] for row in rows}):
        return lacking
    return green(
        "{n} link decodes, to its own station, and opens this form",
        "{n} links decode, each to its own station, and open this form",
        n=len(rows),
    )


def check_lacking(codes: Collection[str], linked: Collection[str]) -> Check | None:
    """The stations of stations.csv (`codes`) for which the last setup made no link; None where there are none."""
    lacking = sorted({*codes} - {*linked})
    if not lacking:
        return None
    said = Sentence(
        "{n} station of stations.csv has no link: {listed}",
        "{n} stations of stations.csv have no link: {listed}",
        n=len(lacking),
        listed=first_few(lacking),
    )
    return red(said, NEW_LINKS)


def _check_listed(text: str, registry: Registry) -> Check:
    """Links of an adopted form whose station question is a list."""
    known = set(registry.station_answers.values())
    rows = rows_in(text)
    lost = [row.get("code") or "?" for row in rows if row.get("code") not in known]
    if lost or not rows:
        return red(
            "{lost} of {rows} links name no option of the form's list",
            "Adopt the form again.",
            lost=len(lost),
            rows=len(rows),
        )
    return green(
        "{n} link chooses a station from the form's own list (not signed)",
        "{n} links choose a station from the form's own list (not signed)",
        n=len(rows),
    )


def check_posters(
    registry: Registry, links: Iterable[Link], hazards: Sequence[Hazard], listed: Collection[str]
) -> Check:
    """Whether every hanging poster still says what would be printed today; and which of the `listed` stations never got one."""
    if hazards:
        return red(
            tell_hazard(hazards[0], registry.stations, names=5), "See all reasons with anubhav setup-forms --dry-run."
        )
    if not registry.hanging:
        return green("none is printed yet")
    keys, old = {link.key_id for link in links}, registry.replaced
    stale = [poster for poster in registry.hanging if poster.key_id not in keys and poster.value not in old]
    if (retired := check_retired(registry)).ok is False:
        return retired
    if stale:
        said = Sentence(
            "{n} hanging poster carries an older code (it still works): {listed}",
            "{n} hanging posters carry an older code (it still works): {listed}",
            n=len(stale),
            listed=_stations_of(stale),
        )
        return red(said, "Print them again when it suits: anubhav posters")
    fresh = len(registry.hanging) - len(old)
    said = Sentence("{n} printed code is up to date", "{n} printed codes are up to date", n=fresh)
    if old:
        older = Sentence(
            "{n} older one is replaced: take it down", "{n} older ones are replaced: take them down", n=len(old)
        )
        said = joined((said, older), "; ")
    if bare := sorted({*listed} - {poster.station for poster in registry.hanging}):
        said = Sentence(
            "{said}; {n} station has no poster yet: {listed}",
            "{said}; {n} stations have no poster yet: {listed}",
            said=said,
            n=len(bare),
            listed=first_few(bare),
        )
    return green(said)


def check_refused(registry: Registry, stations: Iterable[Station], today: date) -> Check:
    """Whether responses from a hanging poster that none replaced count nowhere: its key is retired, or its station is closed or not in
    stations.csv any more."""
    codes = {station.code: station for station in stations}
    if gone := _without_line(registry, codes):
        return red(gone, PUT_BACK)
    closed = [poster for poster in registry.hanging if not codes[poster.station].listed_on(today)]
    retired = check_retired(registry)
    if not closed or retired.ok is False:
        return retired
    said = Sentence(
        "{n} poster hangs for a station that closed; its responses count nowhere: {listed}",
        "{n} posters hang for stations that closed; their responses count nowhere: {listed}",
        n=len(closed),
        listed=_stations_of(closed),
    )
    return red(said, "Have them taken down, and then revoke each code: anubhav posters --revoke CODE")


def refuse_lost_lines(registry: Registry, codes: Collection[str]) -> None:
    """Raise StateError before figures are published without stations whose posters hang, as after stations.csv was cut off."""
    if gone := _without_line(registry, codes):
        raise StateError("{wrong}. Nothing was made.", cure=PUT_BACK, wrong=gone)


def _without_line(registry: Registry, codes: Collection[str]) -> Sentence | None:
    gone = [poster for poster in registry.hanging if poster.station not in codes]
    if not gone:
        return None
    return Sentence(
        "{n} poster hangs for a station that stations.csv no longer names; its responses are quarantined: {listed}",
        "{n} posters hang for stations that stations.csv no longer names; their responses are quarantined: {listed}",
        n=len(gone),
        listed=_stations_of(gone),
    )


def check_retired(registry: Registry) -> Check:
    """Whether responses from a hanging poster that none replaced are refused, because its key is retired."""
    retired = {record.letter: record.retired_from for record in registry.keys if record.retired_from}
    old = registry.replaced
    refused = [poster for poster in registry.hanging if poster.key_id in retired and poster.value not in old]
    if not refused:
        return green("none that hangs carries a retired key")
    said = Sentence(
        "{n} poster carries a retired key ({letters}): its responses are refused from {day} on: {listed}",
        "{n} posters carry a retired key ({letters}): their responses are refused from {day} on: {listed}",
        n=len(refused),
        letters=", ".join(sorted({poster.key_id for poster in refused})),
        day=min(retired[poster.key_id] for poster in refused),
        listed=_stations_of(refused),
    )
    return red(said, "Print them again now, and take the old ones down: anubhav posters")


def _stations_of(posters: Sequence[PrintedPoster]) -> str:
    return first_few(sorted({poster.station for poster in posters}))
