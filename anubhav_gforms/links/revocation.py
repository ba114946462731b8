"""Posters whose responses are no longer accepted, and posters accepted again: one code at a time, each on record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from ..errors import PosterError
from ..nouns.channel import PRINTED
from ..sentence import Sentence, joined
from .registry import PrintedPoster, Registry

_WHOLE = re.compile(rf"[A-Z]{{3}}-[A-Z]{{2,4}}\.[{''.join(PRINTED)}][0-9]{{1,2}}(?:\.[A-Z0-9]{{9}})?")


def revoke(registry: Registry, codes: Sequence[str], day: date) -> tuple[Registry, tuple[PrintedPoster, ...]]:
    """The registry in which responses from these posters ("BSP-KTW.P2") are no longer accepted, and what was revoked.

    Raises PosterError with every mistake: a station without a serial (its codes are listed), a code never printed.
    """
    hanging = [poster for poster in _named(registry, codes) if not poster.revoked]
    return decided(registry, hanging, revoked=True, day=day), tuple(hanging)


def accept_again(registry: Registry, codes: Sequence[str], day: date) -> tuple[Registry, tuple[PrintedPoster, ...]]:
    """The registry in which responses from these revoked posters are accepted again, and which they are.

    Raises PosterError as `revoke`, and for a poster that opens another form than the campaign's.
    """
    revoked = [poster for poster in _named(registry, codes) if poster.revoked]
    here = urlsplit(registry.responder_uri).path
    if strangers := [poster.value for poster in revoked if urlsplit(poster.url).path != here]:
        raise PosterError(
            "{codes}: this paper opens another form; nothing was changed.",
            codes=", ".join(strangers),
            cure="Print it again.",
        )
    return decided(registry, revoked, revoked=False, day=day), tuple(revoked)


def decided(registry: Registry, posters: Sequence[PrintedPoster], *, revoked: bool, day: date) -> Registry:
    """The registry in which this was decided on these posters on a day, on the record of each."""
    values = {poster.value for poster in posters}
    note = f"{day.isoformat()} {'revoked' if revoked else 'accepted again'}"
    printed = tuple(
        replace(poster, revoked=revoked, decisions=(*poster.decisions, note)) if poster.value in values else poster
        for poster in registry.printed
    )
    return replace(registry, printed=printed)


def _named(registry: Registry, codes: Sequence[str]) -> list[PrintedPoster]:
    """The printed posters that these codes name, each once; every mistake in one error."""
    named: dict[str, PrintedPoster] = {}
    mistakes: list[Sentence] = []
    for code in dict.fromkeys(typed.strip().upper() for typed in codes):
        known = [poster for poster in registry.printed if f"{poster.value}.".startswith(f"{code}.")]
        if not known:
            mistakes.append(Sentence("{code}: no such poster was printed.", code=code))
        elif not _WHOLE.fullmatch(code):
            known.sort(key=lambda poster: (poster.channel, poster.serial))
            listed = joined((Sentence("  {poster}", poster=poster.sentence) for poster in known), "\n")
            mistakes.append(
                Sentence(
                    "{code} has {n} printed code; name it in full:\n{posters}",
                    "{code} has {n} printed codes; name the one that you mean:\n{posters}",
                    code=code,
                    n=len(known),
                    posters=listed,
                )
            )
        else:
            named |= {poster.value: poster for poster in known}
    if mistakes:
        raise PosterError(
            "{mistakes}\nNothing was changed.",
            mistakes=joined(mistakes, "\n"),
            cure="Write station, channel letter and serial, such as BSP-KTW.P2.",
        )
    return list(named.values())
