"""Which station or district somebody means: by its code or its name, in Hindi or English, with what comes nearest when there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from ..errors import InputError
from ..sentence import Bilingual, Sentence
from ..text import same_title, typed_code
from .values import Campaign, District, Station

NEAR = 3
"""Suggestions at most."""

KIND_WORDS = ("police station", "police outpost", "थाना", "चौकी")
"""What people leave out of a name, or put on its other side."""


def station_meant(campaign: Campaign, asked: str) -> str:
    """The code of the station that `asked` names: its code in any case, or its name in English or Hindi.

    Raises InputError for none, with the codes and names that come nearest, and for a name that several stations have.
    """
    if code := station_if_any(campaign, asked):
        return code
    raise InputError('There is no station "{asked}".', cure=nearest(campaign, asked), asked=asked)


def station_if_any(campaign: Campaign, asked: str) -> str | None:
    """As station_meant, and None where no station has that code or name."""
    code = typed_code(asked).strip().upper()
    if code in campaign.station_by_code:
        return code
    named = [s.code for s in campaign.stations if _spoken(asked) in (_spoken(s.name_en), _spoken(s.name_hi))]
    if len(named) > 1:
        codes = ", ".join(named)
        cure = Sentence("Give the code: {codes}.", codes=codes)
        raise InputError('"{asked}" is the name of {n} stations.', cure=cure, asked=asked, n=len(named))
    return named[0] if named else None


def stations_meant(campaign: Campaign, asked: Iterable[str]) -> tuple[str, ...]:
    """The codes of several, in their order. Raises InputError."""
    return tuple(station_meant(campaign, each) for each in asked)


def district_meant(campaign: Campaign, asked: str) -> str:
    """The code of the district that `asked` names, by its code in any case or its name. Raises InputError with the codes there are."""
    if district := _district_if_any(campaign, asked):
        return district.code
    cure = _did_you_mean(campaign.districts, asked) or Sentence(
        "Choose one of {district_by_code}.", district_by_code=", ".join(campaign.district_by_code)
    )
    raise InputError('There is no district "{district}".', cure=cure, district=asked)


def nearest(campaign: Campaign, asked: str) -> Sentence:
    """What station somebody may have meant, as a question; some of its stations when it is a district; where the codes are when
    nothing comes near."""
    if district := _district_if_any(campaign, asked):
        codes = [each.code for each in campaign.stations if each.district == district.code][:NEAR]
        return Sentence("This is a district. Name a station of it: {codes} …", codes=", ".join(codes))
    return _did_you_mean(campaign.stations, asked) or Sentence("The codes are in stations.csv.")


def _district_if_any(campaign: Campaign, asked: str) -> District | None:
    spoken = _spoken(typed_code(asked))
    return next((each for each in campaign.districts if spoken in _ways_to_say(each)), None)


def _did_you_mean(places: Sequence[Station] | Sequence[District], asked: str) -> Sentence | None:
    spoken = _spoken(asked)
    spelled = {text: place for place in places for text in _ways_to_say(place)}
    words = {word: place for text, place in reversed(spelled.items()) for word in text.split()}
    alike = [*(text for text in spelled if spoken and spoken in text), *get_close_matches(spoken, spelled, n=NEAR)]
    of_a_word = [words[word] for word in get_close_matches(spoken, words, n=NEAR)]
    near = list(dict.fromkeys([*(spelled[text] for text in alike), *of_a_word]))[:NEAR]
    named = Bilingual.in_a_row(
        Bilingual(f"{known.code} ({known.name_hi})", f"{known.code} ({known.name_en})") for known in near
    )
    return Sentence("Did you mean {codes}?", codes=named) if near else None


def _ways_to_say(known: Station | District) -> list[str]:
    return [_spoken(text) for text in (known.code, known.name_en, known.name_hi)]


def _spoken(name: str) -> str:
    """A name without the words of its kind: "Torwa Police Station", "थाना तोरवा" and "तोरवा थाना" lose them."""
    words = same_title(name)
    for kind in KIND_WORDS:
        words = words.replace(kind, " ")
    return " ".join(words.split())
