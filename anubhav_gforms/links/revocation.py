"""Posters whose responses are no longer accepted, and posters accepted again: one code at a time, each on record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from ..errors import PosterError
from .registry import PrintedPoster, Registry

_WHOLE = re.compile(r"[A-Z]{3}-[A-Z]{2,4}\.[PD][0-9]{1,2}(?:\.[A-Z0-9]{9})?")


def revoke(registry: Registry, codes: Sequence[str], day: date) -> tuple[Registry, tuple[PrintedPoster, ...]]:
    """The registry in which responses from these posters ("BSP-KTW.P2") are no longer accepted, and what was revoked.

    Raises PosterError with every mistake: a station without a serial (its codes are listed), a code never printed.
    """
    found = [poster for poster in _named(registry, codes) if not poster.revoked]
    return _decided(registry, found, revoked=True, day=day), tuple(found)


def accept_again(registry: Registry, codes: Sequence[str], day: date) -> tuple[Registry, tuple[PrintedPoster, ...]]:
    """The registry in which responses from these revoked posters are accepted again, and which they are.

    Raises PosterError as `revoke`, and for a poster that opens another form than the campaign's.
    """
    found = [poster for poster in _named(registry, codes) if poster.revoked]
    here = urlsplit(registry.responder_uri).path
    if strangers := [poster.value for poster in found if urlsplit(poster.url).path != here]:
        raise PosterError(
            "{strangers}: this paper opens another form; nothing was changed.",
            cure="Print it again.",
            strangers=", ".join(strangers),
        )
    return _decided(registry, found, revoked=False, day=day), tuple(found)


def _decided(registry: Registry, posters: Sequence[PrintedPoster], *, revoked: bool, day: date) -> Registry:
    values = {poster.value for poster in posters}
    note = f"{day.isoformat()} {'revoked' if revoked else 'accepted again'}"
    printed = tuple(
        replace(poster, revoked=revoked, decisions=(*poster.decisions, note)) if poster.value in values else poster
        for poster in registry.printed
    )
    return replace(registry, printed=printed)


def _named(registry: Registry, codes: Sequence[str]) -> list[PrintedPoster]:
    """The printed posters that these codes name, each once; every mistake in one error."""
    found: dict[str, PrintedPoster] = {}
    wrong: list[str] = []
    for code in dict.fromkeys(each.strip().upper() for each in codes):
        known = [poster for poster in registry.printed if f"{poster.value}.".startswith(f"{code}.")]
        if not known:
            wrong.append(f"{code}: no such poster was printed.")
        elif not _WHOLE.fullmatch(code):
            listed = "\n".join(f"  {told(poster)}" for poster in known)
            wrong.append(f"{code} has {len(known)} printed codes; name the one that you mean:\n{listed}")
        else:
            found |= {poster.value: poster for poster in known}
    if wrong:
        raise PosterError(
            "\n".join([*wrong, "Nothing was changed."]),
            cure="Write station, channel letter and serial, such as BSP-KTW.P2.",
        )
    return list(found.values())


def told(poster: PrintedPoster) -> str:
    """A printed poster in a line: its code, where it hangs, when it was printed, what was decided on it."""
    where = poster.placement or "no place named"
    state = f"; {poster.decisions[-1]}" if poster.decisions else "; revoked" if poster.revoked else ""
    return f"{poster.value} ({where}, printed {poster.printed_on}{state})"
