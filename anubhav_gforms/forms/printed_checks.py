"""Checks of what is printed: every line of links.csv and every hanging poster still opens its station's form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qs, urlsplit

from ..links import CodeCheck, Keyring, Link, read
from ..links.registry import Registry
from ..nouns.google import Form
from ..sentence import Sentence
from .checks import Check, green, red
from .guard import Hazard, tell_hazard
from .wanted import Wanted


def check_links(text: str | None, form: Form, registry: Registry, keyring: Keyring, wanted: Wanted) -> Check:
    """Whether every line of links.csv decodes to its own station and opens this form's station question."""
    cure = "Run: anubhav setup-forms"
    if text is None:
        return red("links", "links.csv is not there", cure)
    if registry.station_kind == "dropdown":
        return _check_listed(text, registry)
    key = wanted.questions[0].key
    entry = f"entry.{registry.entry(key)}" if key in registry.question_ids else ""
    bad = []
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        url = urlsplit(row.get("url") or "")
        value = parse_qs(url.query).get(entry, [""])[0]
        reading = read(value, keyring)
        if (
            url.path != urlsplit(form.responder_uri).path
            or reading.verdict is not CodeCheck.SIGNED
            or reading.station != row.get("code")
        ):
            bad.append(row.get("code") or "?")
    if bad or not rows:
        return red(
            "links",
            Sentence(
                "{bad} of {rows} links do not open this form with their own code: {listed}",
                bad=len(bad),
                rows=len(rows),
                listed=", ".join(bad[:5]),
            ),
            cure,
        )
    return green("links", Sentence("{rows} links decode, each to its own station, and open this form", rows=len(rows)))


def _check_listed(text: str, registry: Registry) -> Check:
    """Links of an adopted form whose station question is a list."""
    known = set(registry.station_answers.values())
    rows = list(csv.DictReader(io.StringIO(text)))
    lost = [row.get("code") or "?" for row in rows if row.get("code") not in known]
    if lost or not rows:
        return red(
            "links",
            Sentence("{lost} of {rows} links name no option of the form's list", lost=len(lost), rows=len(rows)),
            "Adopt the form again.",
        )
    return green(
        "links", Sentence("{rows} links choose a station from the form's own list (not signed)", rows=len(rows))
    )


def check_posters(registry: Registry, links: Iterable[Link], hazards: Sequence[Hazard]) -> Check:
    """Whether every hanging poster still says what would be printed today."""
    if hazards:
        return red(
            "posters",
            tell_hazard(hazards[0], registry.stations, names=5),
            "See all reasons with anubhav setup-forms --dry-run.",
        )
    if not registry.hanging:
        return green("posters", "none is printed yet")
    keys = {link.key_id for link in links}
    stale = [poster for poster in registry.hanging if poster.key_id not in keys]
    if stale:
        stations = sorted({poster.station for poster in stale})
        return red(
            "posters",
            Sentence(
                "{stale} hanging posters carry an older code (it still works): {listed}",
                stale=len(stale),
                listed=", ".join(stations[:5]),
            ),
            "Print them again when it suits: anubhav posters",
        )
    return green("posters", Sentence("{hanging} printed codes are up to date", hanging=len(registry.hanging)))
