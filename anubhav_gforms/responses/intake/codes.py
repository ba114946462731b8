"""What citizens' codes are worth: a signed code and an exact station name are accepted, all else is quarantined."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Protocol

from ...campaign import Station
from ...links import CodeCheck, Keyring, read
from ...nouns.channel import Channel
from ..ledger.columns import CodeReason, CodeStatus
from .headers import owned_by_one, title_compared

Printed = tuple[str, str, int, str]
"""Station code, channel and serial of one printed poster, and the letter of its key: after a new key its successor has the same serial."""

TEST_MARK = "anubhav-test "
"""What the station question of a test response begins with, as compared. It is never graded and counted apart."""


@dataclass(frozen=True, slots=True)
class ResponseOrigin:
    """What one raw code stands for. `station` is "" unless the status is accepted."""

    station: str
    channel: str
    serial: int | None
    key_id: str
    status: CodeStatus
    reason: CodeReason


class CheckCode(Protocol):
    """Tells what a raw code is worth; `day` is the local day of its response, where that is known."""

    def __call__(self, raw: str, day: date | None = None) -> ResponseOrigin: ...


_REASONS = {
    CodeCheck.BLANK: CodeReason.BLANK,
    CodeCheck.UNSIGNED: CodeReason.UNSIGNED,
    CodeCheck.BAD_SIGNATURE: CodeReason.BAD_SIGNATURE,
    CodeCheck.UNKNOWN_KEY: CodeReason.UNKNOWN_KEY,
    CodeCheck.RETIRED_KEY: CodeReason.RETIRED_KEY,
    CodeCheck.UNREADABLE: CodeReason.UNREADABLE,
}


def code_reader(
    stations: Sequence[Station],
    keyring: Keyring,
    *,
    revoked: Collection[Printed] = (),
    poster_texts: Mapping[str, str] | None = None,
) -> CheckCode:
    """A function that judges raw codes for these stations, keys and revoked posters.

    A name counts as typed only when it equals one station's Hindi or English name after NFC, without regard to case
    and to the number of blanks. Nothing is guessed: a bare code and a name that is nearly right are quarantined.
    """
    codes = {station.code for station in stations}
    names = owned_by_one((name, station.code) for station in stations for name in (station.name_en, station.name_hi))
    texts = {title_compared(text): station for text, station in (poster_texts or {}).items() if station in codes}

    def check_code(raw: str, day: date | None = None) -> ResponseOrigin:
        reading = read(raw, keyring, day)
        if reading.verdict is not CodeCheck.SIGNED:
            text = title_compared(raw)
            if text in texts:
                return ResponseOrigin(
                    texts[text], Channel.POSTER, None, "", CodeStatus.ACCEPTED, CodeReason.UNSIGNED_POSTER
                )
            if text in names:
                return ResponseOrigin(names[text], Channel.TYPED, None, "", CodeStatus.ACCEPTED, CodeReason.TYPED)
            reason = CodeReason.TEST if text.startswith(TEST_MARK) else _REASONS[reading.verdict]
            return ResponseOrigin("", Channel.UNKNOWN, None, "", CodeStatus.QUARANTINED, reason)
        channel = reading.channel or Channel.UNKNOWN
        reason = CodeReason.NONE
        if reading.station not in codes:
            reason = CodeReason.UNKNOWN_STATION
        elif (reading.station, channel.value, reading.serial, reading.key_id) in revoked:
            reason = CodeReason.REVOKED
        accepted = reason is CodeReason.NONE
        return ResponseOrigin(
            reading.station if accepted else "",
            channel,
            reading.serial,
            reading.key_id,
            CodeStatus.ACCEPTED if accepted else CodeStatus.QUARANTINED,
            reason,
        )

    return check_code


def digest_of(
    keyring: Keyring,
    revoked: Collection[Printed],
    stations: Iterable[Station],
    poster_texts: Mapping[str, str] | None = None,
) -> str:
    """What judging hangs on beside the code itself, as one digest: the keys' fingerprints and ends, the revoked codes, the stations
    with their names, an adopted form's own texts."""
    keys = [f"{key.id} {key.fingerprint} {key.state} {key.retired_from}" for key in keyring.keys]
    codes = sorted(f"{station.code} {station.name_en} {station.name_hi}" for station in stations)
    texts = sorted(f"{station} {text}" for text, station in (poster_texts or {}).items())
    return sha256(
        "\n".join([*keys, *(" ".join(map(str, each)) for each in sorted(revoked)), *codes, *texts]).encode()
    ).hexdigest()[:16]
