"""The value in every code: station, channel, serial, key letter and signature, such as BSP-KTW.P1.A4K7M9QRW.

    BSP-KTW . P1 . A 4K7M9QRW
    station | channel and serial | key letter and 32-bit signature

The signature is the first 32 bits of HMAC-SHA-256 over "anubhav/1", a zero byte, and the value up to the key letter,
in sixteen signs that cannot be mistaken for one another when read aloud in Hindi or English.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..errors import LinkError
from ..linear import linear
from ..nouns.channel import PRINTED, Channel
from ..text import plain_digits, typed_code
from .keys import Key, Keyring

ALPHABET = "23456789FKLMQRWY"
CONTEXT = b"anubhav/1\0"
MAX_SERIAL = 99
MAX_WORDS = 8
"""Into so many words blanks may break a code: BSP - KTW . P1 . A4K7 M9QRW."""
SHORTEST = len("BSPAKP1AF7YFKW7F")
LONGEST = len("BSP-AKPA.P10.AF7YFKW7F")
"""Letters of a signed code, without its separators and with them."""
MAX_TEXT = 200
"""No longer text is looked at for a code."""


class CodeCheck(StrEnum):
    """What a code turned out to be. Only SIGNED is good for a grade."""

    SIGNED = "signed"
    BAD_SIGNATURE = "bad signature"
    UNKNOWN_KEY = "unknown key"
    RETIRED_KEY = "retired key"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class CodeReading:
    """What stands in a code: "" and None for a part that is not there. Nothing is known of the station's existence."""

    station: str
    channel: Channel | None
    serial: int | None
    key_id: str
    verdict: CodeCheck


def sign(station: str, channel: Channel, serial: int, keyring: Keyring) -> str:
    """The value for one code, signed with the active key: at most 22 ASCII characters.

    Raises LinkError for a station code that is not ABC-DE to ABC-DEFG, and a serial outside 1 to 99.
    """
    if not _STATION.fullmatch(station):
        raise LinkError(
            "{station!r} is not a station code such as BSP-KTW.", cure="Correct stations.csv.", station=station
        )
    if not 1 <= serial <= MAX_SERIAL:
        raise LinkError(
            "{station}: serial {serial} is not 1 to {max_serial}.",
            cure="Lower the number of copies.",
            station=station,
            serial=serial,
            max_serial=MAX_SERIAL,
        )
    assert channel.letter, f"no code is printed for {channel}"
    key = keyring.active
    head = f"{station}.{channel.letter}{serial}.{key.id}"
    return head + _signature(head, key)


def read(text: object, keyring: Keyring, day: date | None = None) -> CodeReading:
    """Read what a citizen's response or a scanned code holds, and check its signature. Never raises.

    With the `day` of the response a key that is retired from a later day on is still good.
    Forgives lower case, spaces, full-width and Devanagari digits, other hyphens and dots, missing separators, and
    letter-digit slips where only one of the two can stand (0 for O in a station, O for 0 in a serial, S for 5 in a
    signature). A code whose letters could be another station's is never corrected. Words before a signed code are the
    station's name for people, and are passed over; but between two good codes of two stations nothing is guessed.
    """
    plain = _plain(text)
    if not plain:
        return CodeReading("", None, None, "", CodeCheck.BLANK)
    if bare := _BARE.fullmatch(plain):
        channel = PRINTED[bare[3]] if bare[3] else None
        return CodeReading(_station(bare), channel, _serial(bare[4]), "", CodeCheck.UNSIGNED)
    match = _SIGNED.fullmatch(plain) or _at_the_end(text)
    serial = _serial(match[4]) if match else None
    if not match or not serial:
        return _UNREADABLE
    station, channel, key_id = _station(match), PRINTED[match[3]], match[5]
    key = keyring.key(key_id)
    if key is None:
        verdict = CodeCheck.UNKNOWN_KEY
    elif not hmac.compare_digest(
        _signature(f"{station}.{channel.letter}{serial}.{key_id}", key), match[6].translate(_TO_ALPHABET)
    ):
        verdict = CodeCheck.BAD_SIGNATURE
    else:
        verdict = CodeCheck.SIGNED if key.accepts(day) else CodeCheck.RETIRED_KEY
        if any(other.verdict is verdict and other.station != station for other in _within(plain, keyring, day)):
            return _UNREADABLE
    return CodeReading(station, channel, serial, key_id, verdict)


def is_signed_shape(text: str) -> bool:
    """True for what is written as a signed code is, good or not: station, channel, serial, key letter, eight signs."""
    return bool(_SIGNED.fullmatch(_plain(text)) or _at_the_end(text))


def code_of(text: str) -> str:
    """The code in what a form shows, "City Kotwali BSP-KTW.P1.A4K7M9QRW": its last word; "" when there is none."""
    words = text.split() if len(text) <= MAX_TEXT else []
    return words[-1] if words else ""


def station_of(value: str) -> str:
    """The station that a code of ours, exactly as we write it, begins with."""
    return value.partition(".")[0]


_UNREADABLE = CodeReading("", None, None, "", CodeCheck.UNREADABLE)
_STATION = linear(r"[A-Z]{3}-[A-Z]{2,4}")
_TO_LETTER = str.maketrans("058", "OSB")  # not 1: it could be I or L
_TO_DIGIT = str.maketrans("OILSB", "01158")
_TO_ALPHABET = str.maketrans("SBZG", "5826")
_LETTER, _DIGIT, _SIGN = "[A-Z058]", "[0-9OILSB]", "[A-Z0-9]"
_CHANNEL = f"[{''.join(PRINTED)}]"
_BARE = linear(rf"({_LETTER}{{3}})-?({_LETTER}{{2,4}})(?:\.({_CHANNEL})({_DIGIT}{{1,2}}))?")
_SIGNED = linear(rf"({_LETTER}{{3}})-?({_LETTER}{{2,4}})\.?({_CHANNEL})({_DIGIT}{{1,2}})\.?([A-Z])({_SIGN}{{8}})")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−_"), "-")
_DOTS = dict.fromkeys(map(ord, "·•。．،,;:/|।"), ".")


def _plain(text: object) -> str:
    if text is None or text != text:  # NaN, an empty cell of a frame, differs from itself
        return ""
    if not isinstance(text, str) or len(text.strip()) > MAX_TEXT:
        return "?"
    folded = typed_code(text).translate(_HYPHENS | _DOTS)
    kept = (each for each in folded if not each.isspace() and unicodedata.category(each) not in ("Cf", "Cc"))
    return plain_digits("".join(kept)).upper()


def _at_the_end(text: object) -> re.Match[str] | None:
    """A signed code in the last words of a text, written in one word or with blanks within it."""
    words = text.split()[-MAX_WORDS:] if isinstance(text, str) and len(text) <= MAX_TEXT else []
    tails = (_plain("".join(words[first:])) for first in reversed(range(len(words))))
    return next((match for tail in tails if (match := _SIGNED.fullmatch(tail))), None)


def _within(plain: str, keyring: Keyring, day: date | None) -> Iterator[CodeReading]:
    """Every code that begins before the last one of a text, whatever stands around it: a comma, a bracket, a word."""
    for start in range(len(plain) - 2 * SHORTEST + 1):
        ends = range(start + SHORTEST, start + LONGEST + 1)
        yield from (read(plain[start:end], keyring, day) for end in ends if _SIGNED.fullmatch(plain, start, end))


def _station(match: re.Match[str]) -> str:
    return f"{match[1].translate(_TO_LETTER)}-{match[2].translate(_TO_LETTER)}"


def _serial(text: str | None) -> int | None:
    return (int(text.translate(_TO_DIGIT)) or None) if text else None


def _signature(head: str, key: Key) -> str:
    digest = hmac.new(key.secret, CONTEXT + head.encode("ascii"), hashlib.sha256).digest()
    return "".join(ALPHABET[byte >> 4] + ALPHABET[byte & 15] for byte in digest[:4])
