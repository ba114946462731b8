"""Signed codes: what is promised about signing, reading and forgiving."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from anubhav_gforms.errors import LinkError
from anubhav_gforms.links import CodeCheck, CodeReading, Key, Keyring, KeyState, is_signed_shape, read, sign
from anubhav_gforms.links.codes import code_of
from anubhav_gforms.nouns.channel import PRINTED, Channel

KEY_A = Key("A", bytes(range(32)), KeyState.ACTIVE, date(2026, 11, 1))
RING = Keyring((KEY_A,))


@pytest.mark.parametrize(
    ("station", "channel", "serial", "value"),
    [
        ("BSP-KTW", Channel.POSTER, 1, "BSP-KTW.P1.AF7YFKW7F"),
        ("BSP-KTW", Channel.POSTER, 12, "BSP-KTW.P12.ALM85LM2L"),
        ("GPM-PNDR", Channel.DESK, 99, "GPM-PNDR.D99.ARLQ7L9L8"),
    ],
)
def test_signature_vectors_never_change(station: str, channel: Channel, serial: int, value: str):
    """These values hang on walls: a change here orphans every printed poster."""
    assert sign(station, channel, serial, RING) == value


def test_the_signature_is_the_first_32_bits_of_hmac_sha_256():
    value = sign("BSP-KTW", Channel.POSTER, 7, RING)
    head, signature = value[:-8], value[-8:]
    digest = hmac.new(KEY_A.secret, b"anubhav/1\x00" + head.encode(), hashlib.sha256).hexdigest()
    assert "".join(format("23456789FKLMQRWY".index(sign), "x") for sign in signature) == digest[:8]


@pytest.mark.parametrize(
    "name", ["City Kotwali Bilaspur", "SP Office", "थाना कोटा", "Kota 2", "BSP-CVL", "BSP-CVL.P1.AF7YFKW7F"]
)
@pytest.mark.parametrize(
    "turn", [str, str.lower, lambda text: " ".join(text.split(".")), lambda text: text.replace("-", " - ")]
)
def test_the_name_before_a_code_is_for_people_and_is_passed_over(name: str, turn: Callable[[str], str]):
    """What counts is the signed code at the end, also where a hand has put blanks into it."""
    shown = turn(f"{name} BSP-KTW.P1.AF7YFKW7F")
    assert read(shown, RING) == read("BSP-KTW.P1.AF7YFKW7F", RING)
    assert is_signed_shape(shown)


@pytest.mark.parametrize("turn", [str, str.lower, lambda text: text.replace(".", "")])
def test_between_two_good_codes_of_two_stations_nothing_is_guessed(turn: Callable[[str], str]):
    ours, theirs = (sign(code, Channel.POSTER, 1, RING) for code in ("BSP-KTW", "BSP-CVL"))
    parted = theirs.replace("-", " - ").replace(".", " . ")
    for shown in (
        f"{theirs} {ours}", f"City Kotwali {ours} Civil Line {theirs}", f"{theirs}, {ours}", f"({theirs}) {ours}",
        f"{parted} {ours}", f"Kotwali:{theirs}; {ours}",
    ):  # fmt: skip
        assert read(turn(shown), RING) == CodeReading("", None, None, "", CodeCheck.UNREADABLE)
    assert read(turn(f"{ours} {ours}"), RING) == read(ours, RING), "the same code twice"


@pytest.mark.parametrize(("station", "serial"), [("BSP-KT", 1), ("GPM-PNDR", 99)])
def test_the_shortest_and_the_longest_code_before_another_are_seen(station: str, serial: int):
    """Also where the shortest stand side by side, without separators: 16 letters each."""
    before, last = sign(station, Channel.POSTER, serial, RING), sign("BSP-CV", Channel.POSTER, 1, RING)
    assert read(f"{before} {last}", RING).verdict is CodeCheck.UNREADABLE
    bare = [code.replace(".", "").replace("-", "") for code in (before, last)]
    assert read(" ".join(bare), RING).verdict is CodeCheck.UNREADABLE


def test_a_code_in_eight_words_is_read_and_one_in_nine_is_not():
    assert read("City Kotwali BSP - KTW . P1 . AF7Y FKW7F", RING) == read("BSP-KTW.P1.AF7YFKW7F", RING)
    assert read("City Kotwali BSP - KTW . P1 . AF7Y FKW 7F", RING).verdict is CodeCheck.UNREADABLE


def test_a_text_of_200_letters_is_looked_at_and_no_longer_one():
    """With a name before the code, and with a blank after each of its letters."""
    code = "BSP-KTW.P1.AF7YFKW7F"
    for blanks, verdict in ((161, CodeCheck.SIGNED), (162, CodeCheck.UNREADABLE)):
        named, wide = f"{'x' * (18 + blanks)} {code}", " ".join(code).replace(" ", " " * (1 + blanks), 1)
        assert len(named) == len(wide) == 39 + blanks
        assert [read(named, RING).verdict, read(wide, RING).verdict] == [verdict] * 2


def test_the_shape_of_a_code_is_told_whatever_its_signature():
    for text in ("BSP-KTW.P1.A22222222", " ".join("BSP-KTW.P1.A22222222"), "City Kotwali BSP-KTW.P1.A22222222"):
        assert is_signed_shape(text)
    for text in ("City Kotwali", "BSP-KTW.P1", "BSP-KTW.P1.A2222222", ""):
        assert not is_signed_shape(text)


def test_the_code_in_what_a_form_shows_is_its_last_word():
    assert code_of("City Kotwali BSP-KTW.P1.AF7YFKW7F ") == "BSP-KTW.P1.AF7YFKW7F"
    assert [code_of("x" * 198 + " A"), code_of("x" * 199 + " A"), code_of(" "), code_of("")] == ["A", "", "", ""]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("City Kotwali BSP-KTW.P1.AF7YFKW7L", CodeCheck.BAD_SIGNATURE),
        ("City Kotwali BSP-KTW.P1.AF7YFKW7F thanks", CodeCheck.UNREADABLE),
        ("City Kotwali BSP-KTW", CodeCheck.UNREADABLE),
        ("City KotwaliBSP-KTW.P1.AF7YFKW7F", CodeCheck.UNREADABLE),
        ("x " * 120 + "BSP-KTW.P1.AF7YFKW7F", CodeCheck.UNREADABLE),
    ],
)
def test_only_a_whole_signed_code_at_the_end_counts(text: str, verdict: CodeCheck):
    assert read(text, RING).verdict is verdict


def test_the_longest_value_has_22_characters():
    assert len(sign("GPM-PNDR", Channel.POSTER, 99, RING)) == 22


@pytest.mark.parametrize(
    ("station", "serial"), [("BSP", 1), ("bsp-ktw", 1), ("BSP-KTWXY", 1), ("BSP-KTW", 0), ("BSP-KTW", 100)]
)
def test_what_is_no_code_is_not_signed(station: str, serial: int):
    with pytest.raises(LinkError, match=station):
        sign(station, Channel.POSTER, serial, RING)


def test_a_signed_value_reads_back():
    value = sign("BSP-KTW", Channel.DESK, 3, RING)
    assert read(value, RING) == CodeReading("BSP-KTW", Channel.DESK, 3, "A", CodeCheck.SIGNED)


VALUE = sign("KRB-BSO", Channel.POSTER, 10, RING)


@pytest.mark.parametrize(
    "text",
    [
        VALUE.lower(),
        f"  {VALUE}\n",
        VALUE.replace(".", " . "),
        VALUE.replace(".", ""),
        VALUE.replace("-", "–"),
        VALUE.replace("-", ""),
        VALUE.replace("KRB-BSO", "KR8-BS0"),
        VALUE.replace("P10", "PIO"),
        VALUE.replace("P10", "P१०"),
        "".join(chr(ord(each) + 0xFEE0) for each in VALUE),
        VALUE[:4] + "\u200b" + VALUE[4:],
        VALUE[:-8] + VALUE[-8:].translate(str.maketrans("5826", "SBZG")),
    ],
)
def test_slips_that_can_mean_only_one_thing_are_forgiven(text: str):
    assert read(text, RING) == CodeReading("KRB-BSO", Channel.POSTER, 10, "A", CodeCheck.SIGNED)


def test_every_single_wrong_character_is_noticed():
    """No other character at any place of a code passes as signed, unless it is a forgiven spelling of the same one."""
    forgiven = {("S", "5"), ("O", "0"), ("B", "8"), ("Z", "2"), ("G", "6"), ("I", "1"), ("L", "1")}
    for place, right in enumerate(VALUE):
        for wrong in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
            if right in ".-" or wrong == right or (wrong, right) in forgiven or (right, wrong) in forgiven:
                continue
            assert read(VALUE[:place] + wrong + VALUE[place + 1 :], RING).verdict is not CodeCheck.SIGNED


def test_every_spelling_of_a_hyphen_and_a_dot_is_forgiven_and_no_other_sign():
    for hyphen in "‐‑‒–—―−_":
        assert read(VALUE.replace("-", hyphen), RING).verdict is CodeCheck.SIGNED, hyphen
    for dot in "·•。．،,;:/|।":
        assert read(VALUE.replace(".", dot), RING).verdict is CodeCheck.SIGNED, dot
    for other in "¤*+#":
        for place in range(len(VALUE) + 1):
            assert read(VALUE[:place] + other + VALUE[place:], RING).verdict is CodeCheck.UNREADABLE
            assert read(VALUE[:place] + other + VALUE[place + 1 :], RING).verdict is CodeCheck.UNREADABLE
        assert read(f"BSP{other}KTW", RING).verdict is CodeCheck.UNREADABLE


def test_invisible_signs_and_a_page_of_spaces_are_left_out():
    for hidden in ("\x00", "\u200d", "\ufeff", "\u00ad", "\u2003"):
        assert read(VALUE[:9] + hidden + VALUE[9:], RING).verdict is CodeCheck.SIGNED, hidden
    assert read(VALUE[:9] + " " * (200 - len(VALUE)) + VALUE[9:], RING).verdict is CodeCheck.SIGNED
    assert read(VALUE[:9] + " " * (201 - len(VALUE)) + VALUE[9:], RING).verdict is CodeCheck.UNREADABLE
    assert read(" " * 300 + VALUE + " " * 300, RING).verdict is CodeCheck.SIGNED


def test_what_is_not_there_stays_empty():
    assert read("", RING) == CodeReading("", None, None, "", CodeCheck.BLANK)
    assert read("hello world", RING) == CodeReading("", None, None, "", CodeCheck.UNREADABLE)
    assert read("BSP-KTW", RING) == CodeReading("BSP-KTW", None, None, "", CodeCheck.UNSIGNED)
    assert read("BSP-KTW.D12", RING) == CodeReading("BSP-KTW", Channel.DESK, 12, "", CodeCheck.UNSIGNED)
    assert read("BSP-KTW.P0", RING) == CodeReading("BSP-KTW", Channel.POSTER, None, "", CodeCheck.UNSIGNED)
    assert read("BSP-KTW.P1.Q23456789", RING) == CodeReading("BSP-KTW", Channel.POSTER, 1, "Q", CodeCheck.UNKNOWN_KEY)


def test_the_words_that_ledger_registry_and_key_file_hold_never_change():
    assert [each.value for each in PRINTED.values()] == ["poster", "desk", "screen"]
    assert [each.value for each in KeyState] == ["active", "accepted", "retired"]
    assert [each.value for each in CodeCheck] == [
        *("signed", "bad signature", "unknown key", "retired key", "unsigned", "unreadable", "blank")
    ]


def test_a_code_of_a_neighbour_is_never_corrected():
    """BSP-KTW and BSP-KTR differ by one letter: a typed code stands as it was typed."""
    assert read("bsp ktr", RING) == CodeReading("BSP-KTR", None, None, "", CodeCheck.UNSIGNED)
    assert read(VALUE.replace("BSO", "BSA"), RING).verdict is CodeCheck.BAD_SIGNATURE
    assert read("BSP-K1T", RING).verdict is CodeCheck.UNREADABLE


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", CodeCheck.BLANK),
        (" \u00a0\u200b", CodeCheck.BLANK),
        (None, CodeCheck.BLANK),
        (float("nan"), CodeCheck.BLANK),
        (7, CodeCheck.UNREADABLE),
        ("BSP-KTW", CodeCheck.UNSIGNED),
        ("BSP-KTW.P1", CodeCheck.UNSIGNED),
        ("थाना कोतवाली", CodeCheck.UNREADABLE),
        ("BSP-KTW.P1.B23456789", CodeCheck.UNKNOWN_KEY),
        ("BSP-KTW.P1.A23456789", CodeCheck.BAD_SIGNATURE),
        ("BSP-KTW.P0.A23456789", CodeCheck.UNREADABLE),
        ("BSP-KTW.X1.A23456789", CodeCheck.UNREADABLE),
        ("A" * 5000, CodeCheck.UNREADABLE),
    ],
)
def test_what_is_not_signed_is_told_apart(text: object, verdict: CodeCheck):
    assert read(text, RING).verdict is verdict


@given(
    some.one_of(
        some.text(), some.integers(), some.floats(), some.none(), some.text(alphabet="BSPKTW-.1A2345", max_size=24)
    )
)
def test_reading_never_raises_and_never_signs_noise(text: object):
    assert read(text, RING).verdict is not CodeCheck.SIGNED


@given(
    some.from_regex(r"[A-Z]{3}-[A-Z]{2,4}", fullmatch=True),
    some.sampled_from(list(PRINTED.values())),
    some.integers(1, 99),
    some.booleans(),
)
def test_every_code_reads_back_even_without_its_separators(station: str, channel: Channel, serial: int, bare: bool):
    value = sign(station, channel, serial, RING)
    assert len(value) <= 22
    reading = read(value.replace(".", "").replace("-", "").lower() if bare else value, RING)
    if not bare:
        assert reading == CodeReading(station, channel, serial, "A", CodeCheck.SIGNED)
    else:
        assert reading.verdict in (CodeCheck.SIGNED, CodeCheck.BAD_SIGNATURE)
        assert reading.station == station or reading.verdict is not CodeCheck.SIGNED


def test_rotation_signs_with_the_new_key_and_keeps_old_posters_alive():
    ring = RING.rotate()
    assert [key.id for key in ring.keys] == ["A", "B"]
    assert ring.active.id == "B"
    assert read(VALUE, ring).verdict is CodeCheck.SIGNED
    assert read(sign("KRB-BSO", Channel.POSTER, 10, ring), ring).key_id == "B"
    assert read(sign("KRB-BSO", Channel.POSTER, 10, ring), RING).verdict is CodeCheck.UNKNOWN_KEY


def test_a_leaked_key_is_retired_and_its_codes_are_told_from_forgeries():
    ring = RING.rotate().retire("A")
    assert [key.id for key in ring.keys if key.state is KeyState.RETIRED] == ["A"]
    assert read(VALUE, ring).verdict is CodeCheck.RETIRED_KEY
    assert read(VALUE[:-8] + "22222222", ring).verdict is CodeCheck.BAD_SIGNATURE


def test_a_key_that_is_retired_from_a_day_is_good_for_the_day_before():
    before, itself = date(2026, 11, 19), date(2026, 11, 20)
    gone = RING.rotate().retire("A", itself).keys[0]
    assert [gone.accepts(day) for day in (before, itself, None)] == [True, False, False]
    never = RING.rotate().retire("A").keys[0]
    assert [never.accepts(day) for day in (before, None)] == [False, False]
    assert [KEY_A.accepts(day) for day in (before, None)] == [True, True]


def test_the_active_key_cannot_be_retired_and_letters_end_at_z():
    with pytest.raises(LinkError, match="keys rotate"):
        RING.retire("A")
    with pytest.raises(LinkError, match="no key Q"):
        RING.retire("Q")
    ring = RING
    for _ in range(25):
        ring = ring.rotate()
    assert ring.active.id == "Z"
    with pytest.raises(LinkError, match="26"):
        ring.rotate()
