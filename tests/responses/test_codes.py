"""What a code is worth: accepted when it is certain, quarantined with the reason when it is not, never guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.links import Keyring, sign
from anubhav_gforms.nouns.channel import PRINTED, Channel
from anubhav_gforms.responses.intake.codes import ResponseOrigin, code_reader
from anubhav_gforms.responses.ledger.columns import CodeReason, CodeStatus

STATIONS = load_campaign(Path(__file__).parents[2]).stations
OLD = Keyring.make()
ELDER = OLD.rotate().retire(OLD.active.id)
RING = ELDER.rotate()
JUDGE = code_reader(STATIONS, RING)
GOOD = sign("BSP-KTW", Channel.POSTER, 1, RING)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_ कख"


def refused(standing: ResponseOrigin) -> CodeReason:
    assert (standing.status, standing.station) == (CodeStatus.QUARANTINED, "")
    return standing.reason


def test_signed_codes_of_every_channel_and_key_that_is_not_retired() -> None:
    for ring in (ELDER, RING):
        for channel in PRINTED.values():
            found = JUDGE(sign("BSP-CVL", channel, 7, ring))
            assert (found.station, found.channel, found.serial, found.reason) == ("BSP-CVL", channel.value, 7, "")
            assert found.status is CodeStatus.ACCEPTED


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", CodeReason.BLANK),
        ("   ", CodeReason.BLANK),
        ("BSP-KTW", CodeReason.UNSIGNED),
        (sign("BSP-KTW", Channel.POSTER, 1, OLD), CodeReason.RETIRED_KEY),
        (sign("BSP-KTW", Channel.POSTER, 1, RING).replace(f".{RING.active.id}", ".Q"), CodeReason.UNKNOWN_KEY),
        (sign("XYZ-QQQ", Channel.POSTER, 1, RING), CodeReason.UNKNOWN_STATION),
        ("ANUBHAV-TEST 0815", CodeReason.TEST),
        ("the big one near the market", CodeReason.UNREADABLE),
    ],
    ids=lambda value: getattr(value, "name", "code"),  # signatures differ from run to run
)
def test_the_reason_is_named(raw: str, reason: CodeReason) -> None:
    assert refused(JUDGE(raw)) is reason


def test_a_revoked_poster_and_its_neighbour() -> None:
    check_code = code_reader(STATIONS, RING, revoked={("BSP-KTW", "poster", 1, RING.active.id)})
    assert refused(check_code(GOOD)) is CodeReason.REVOKED
    assert check_code(sign("BSP-KTW", Channel.POSTER, 2, RING)).station == "BSP-KTW"


def test_the_paper_of_a_later_key_hangs_when_that_of_an_older_one_was_revoked() -> None:
    """The same place and serial, printed again after a new key: each paper is revoked by its own code."""
    ring = RING.rotate(today=date(2026, 9, 1))
    check_code = code_reader(STATIONS, ring, revoked={("BSP-KTW", "poster", 1, RING.active.id)})
    assert refused(check_code(GOOD)) is CodeReason.REVOKED
    assert check_code(sign("BSP-KTW", Channel.POSTER, 1, ring)).station == "BSP-KTW"


@given(st.integers(0, len(GOOD) - 1), st.sampled_from(LETTERS), st.booleans())
def test_a_code_that_is_one_letter_off_is_never_another_station(place: int, letter: str, added: bool) -> None:
    found = JUDGE(GOOD[:place] + letter + GOOD[place + (not added) :])
    if found.status is CodeStatus.ACCEPTED:
        assert (found.station, found.channel, found.serial) == ("BSP-KTW", "poster", 1), "read as the same code"
    else:
        refused(found)


@given(st.sampled_from(STATIONS), st.integers(0, 60), st.sampled_from("aeioकटर "))
def test_names_count_only_when_they_are_exact(station: object, place: int, letter: str) -> None:
    """Blanks and case do not matter; one letter more does."""
    name = station.name_en  # type: ignore[attr-defined]
    own = [each for each in STATIONS if name in (each.name_en, each.name_hi)]
    if len(own) == 1:
        assert JUDGE(f"  {name.upper().replace(' ', '   ')} ").station == own[0].code
    changed = name[:place] + letter + name[place:]
    known = {" ".join(each.split()).casefold() for one in STATIONS for each in (one.name_en, one.name_hi)}
    if " ".join(changed.split()).casefold() not in known:
        refused(JUDGE(changed))


def test_the_texts_of_an_adopted_form_are_its_posters() -> None:
    check_code = code_reader(STATIONS, RING, poster_texts={"Thana Kotwali": "BSP-KTW", "Gone": "XYZ-QQQ"})
    found = check_code("thana  KOTWALI")
    assert (found.station, found.channel, found.reason) == ("BSP-KTW", "poster", CodeReason.UNSIGNED_POSTER)
    assert refused(check_code("Gone")) is CodeReason.UNREADABLE
