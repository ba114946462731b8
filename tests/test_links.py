"""Links: every station's, all within one QR version, and the symbol that carries them."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import qrcode
import zxingcpp

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import LinkError
from anubhav_gforms.links import (
    CodeCheck,
    Key,
    Keyring,
    KeyState,
    Link,
    main_links,
    make_links,
    opens,
    prefilled_url,
    read,
    text_of,
    value_of,
)
from anubhav_gforms.links.links import check_lengths, copies_of, short_name
from anubhav_gforms.links.symbol import _codewords, _penalties, capacity, smallest_version, symbol
from anubhav_gforms.nouns.channel import Channel

RING = Keyring((Key("A", bytes(range(32)), KeyState.ACTIVE, date(2026, 11, 1)),))
FORM = "https://docs.google.com/forms/d/e/" + "1FAIpQLS" + "d" * 48 + "/viewform"
ENTRY = int("7fffffff", 16)


@pytest.fixture(scope="module")
def the_range() -> Campaign:
    return load_campaign(Path(__file__).parents[1])


@pytest.fixture(scope="module")
def links(the_range: Campaign) -> tuple[Link, ...]:
    return make_links(the_range, responder_uri=FORM, entry=ENTRY, keyring=RING)


def with_copies(campaign: Campaign, **copies: object) -> Campaign:
    poster = campaign.poster
    return replace(campaign, poster=poster.model_copy(update={"copies": poster.copies.model_copy(update=copies)}))


def test_every_station_has_its_link_in_the_order_of_the_roster(the_range: Campaign, links: tuple[Link, ...]):
    assert [link.station for link in links] == [station.code for station in the_range.stations]
    assert len({link.url for link in links}) == 158


def test_a_link_is_what_google_writes_with_a_signed_value(links: tuple[Link, ...]):
    for link in links:
        shown = text_of(link.url, ENTRY)
        assert link.url == f"{FORM}?usp=pp_url&entry.2147483647={shown.replace(' ', '+')}"
        assert shown.rpartition(" ")[2] == link.value
        assert shown.isascii()
        assert 3 <= len(shown.rpartition(" ")[0]) <= 26
        assert read(shown, RING) == read(link.value, RING)
        reading = read(link.value, RING)
        assert (reading.station, reading.serial, reading.verdict) == (link.station, 1, CodeCheck.SIGNED)


def test_every_code_decodes_to_its_link(links: tuple[Link, ...]):
    for link in links:
        dark = np.kron(np.pad(symbol(link.url, 11, "Q"), 4), np.ones((4, 4), dtype=bool))
        [found] = zxingcpp.read_barcodes(np.where(dark, 0, 255).astype(np.uint8), formats=zxingcpp.BarcodeFormat.QRCode)
        assert found.text == link.url


def test_the_longest_possible_link_fits_version_11_q_with_the_name_and_10_q_without(
    the_range: Campaign, links: tuple[Link, ...]
):
    assert max(len(link.url) for link in links) <= capacity(11, "Q")
    poster = the_range.poster
    older = poster.code.model_copy(update={"version": 10, "name": 0})
    plain = replace(the_range, poster=poster.model_copy(update={"code": older}))
    bare = make_links(plain, responder_uri=FORM, entry=ENTRY, keyring=RING)
    assert max(len(link.url) for link in bare) <= 150 <= capacity(10, "Q")
    assert [link.value for link in bare] == [link.value for link in links], "the code itself is the same"
    assert all(text_of(link.url, ENTRY) == link.value for link in bare)


@pytest.mark.parametrize(
    ("name", "room", "short"),
    [
        ("City Kotwali Bilaspur", 26, "City Kotwali Bilaspur"),
        ("Civil Line Police Station Bilaspur", 26, "Civil Line Bilaspur"),
        ("Superintendent of Police Office Gaurela-Pendra-Marwahi", 26, "SP Office"),
        ("Inspector General of Police Office Bilaspur Range", 26, "IG Office Bilaspur Range"),
        ("Thānā Kotā & Sons / सदर", 26, "Thana Kota Sons"),
        ("Sarkanda", 4, ""),
        ("City Kotwali", 12, "City Kotwali"),
        ("Police Outpost Kota", 26, "Outpost Kota"),
        ("City Kotwali", 11, "City"),
    ],
)
def test_a_name_is_shortened_between_words(name: str, room: int, short: str):
    assert short_name(name, room) == short


def test_only_our_own_addresses_are_ours(the_range: Campaign, links: tuple[Link, ...]):
    """A code of ours under another station's name, or with more words, is no address that we make."""
    for link in links[:3]:
        assert opens(the_range, link.url, FORM, ENTRY)
        assert opens(the_range, prefilled_url(FORM, ENTRY, link.value), FORM, ENTRY), "as printed without the name"
    kotwali, civil_line = links[2], links[3]
    wrong = text_of(civil_line.url, ENTRY).rpartition(" ")[0]
    assert not opens(the_range, prefilled_url(FORM, ENTRY, f"{wrong} {kotwali.value}"), FORM, ENTRY)
    assert not opens(the_range, kotwali.url + "&entry.1=x", FORM, ENTRY)
    assert not opens(the_range, prefilled_url(FORM, ENTRY, ""), FORM, ENTRY)


def test_copies_placements_and_desk_cards_have_serials_of_their_own(the_range: Campaign):
    campaign = with_copies(the_range, posters=2, placements=("gate", "hall"), desk_cards=1)
    station = replace(campaign.stations[2], copies=3, placements=("women's desk",))
    campaign = replace(campaign, stations=(campaign.stations[0], station))
    links = make_links(campaign, responder_uri=FORM, entry=ENTRY, keyring=RING)
    assert [(link.station, link.channel, link.serial, link.placement) for link in links] == [
        ("BSP-IGO", Channel.POSTER, 1, "gate"),
        ("BSP-IGO", Channel.POSTER, 2, "hall"),
        ("BSP-IGO", Channel.DESK, 1, "desk"),
        ("BSP-KTW", Channel.POSTER, 1, "women's desk"),
        ("BSP-KTW", Channel.POSTER, 2, ""),
        ("BSP-KTW", Channel.POSTER, 3, ""),
        ("BSP-KTW", Channel.DESK, 1, "desk"),
    ]
    assert len({link.value for link in links}) == len(links)


@pytest.mark.parametrize(
    ("posters", "places", "own", "copies"),
    [
        (3, ["gate", "hall", "yard"], {1: "hall", 5: "gate"}, [(5, "gate"), (1, "hall"), (2, "yard")]),
        (3, ["gate", "gate", "hall"], {1: "gate", 2: "gate"}, [(1, "gate"), (2, "gate"), (3, "hall")]),
        (2, ["gate", "hall"], {1: "hall", 2: "hall"}, [(2, "gate"), (1, "hall")]),
        (2, ["gate", "hall", "yard"], {3: "yard"}, [(3, "gate"), (1, "hall")]),
        (1, ["gate", "hall"], {1: "hall", 99: "gate"}, [(1, "gate")]),
        (2, ["gate"], {99: "gate"}, [(99, "gate"), (1, "")]),
        (1, ["gate"], {100: "gate"}, [(1, "gate")]),
    ],
)
def test_what_hangs_stays_in_its_place_and_the_others_fill_the_rest(
    the_range: Campaign, posters: int, places: list[str], own: dict[int, str], copies: list[tuple[int, str]]
):
    campaign = with_copies(the_range, posters=posters, placements=tuple(places))
    station = campaign.stations[2]
    hang = {(station.code, Channel.POSTER, serial): place for serial, place in own.items()}
    assert list(copies_of(campaign, station, Channel.POSTER, (), hang)) == copies


def test_a_screen_is_one_code(the_range: Campaign):
    assert copies_of(the_range, the_range.stations[2], Channel.SCREEN, (), {}) == ((1, "screen"),)


def test_links_too_long_are_counted_the_longest_named_with_the_version_that_holds_all(the_range: Campaign):
    with pytest.raises(LinkError, match=r"158 of 158 .* holds 177 bytes: ") as caught:
        make_links(
            the_range,
            responder_uri=FORM.replace("viewform", "viewform-and-a-good-deal-more-of-it"),
            entry=ENTRY,
            keyring=RING,
        )
    named = re.findall(r"([A-Z-]+) serial 1: (\d+) bytes", str(caught.value))
    lengths = [int(length) for _, length in named]
    assert lengths == sorted(lengths, reverse=True)
    assert len(named) == 5, "all 158 filled the screen"
    assert "bytes; …. Set [code] version in config/poster.toml to 12 before" in str(caught.value)
    assert max(lengths) <= capacity(12, "Q")


@pytest.mark.parametrize(
    ("length", "ecc", "version"),
    [
        *((130, "Q", 9), (131, "Q", 10), (151, "Q", 10), (152, "Q", 11), (177, "Q", 11), (178, "Q", 12)),
        *((134, "M", 8), (152, "M", 8), (153, "M", 9), (134, "L", 6), (135, "L", 7), (154, "L", 7), (155, "L", 8)),
        *((137, "H", 11), (138, "H", 12), (155, "H", 12), (156, "H", 13)),
    ],
)
def test_versions_change_at_the_right_lengths(length: int, ecc: str, version: int):
    assert smallest_version(length, ecc) == version
    assert (smallest_version(1, ecc), smallest_version(1273, ecc)) == (1, {"L": 25, "M": 30, "Q": 35, "H": 40}[ecc])
    text = "x" * length
    assert symbol(text, version, ecc).shape == (17 + 4 * version,) * 2
    with pytest.raises(LinkError, match=f"{length} bytes"):
        symbol(text, version - 1, ecc)


def test_a_revoked_serial_is_skipped_and_serials_end_at_99(the_range: Campaign):
    campaign = replace(the_range, stations=(replace(the_range.stations[2], copies=98),))
    gone = [("BSP-KTW", Channel.POSTER, 2)]
    some = make_links(campaign, responder_uri=FORM, entry=ENTRY, keyring=RING, revoked=gone)
    assert [link.serial for link in some] == [1, *range(3, 100)]
    assert main_links(some) == some[:1]
    campaign = replace(campaign, stations=(replace(the_range.stations[2], copies=99),))
    assert len(make_links(campaign, responder_uri=FORM, entry=ENTRY, keyring=RING)) == 99
    with pytest.raises(LinkError, match="BSP-KTW needs 99 poster codes, and only 98 serials are left"):
        make_links(campaign, responder_uri=FORM, entry=ENTRY, keyring=RING, revoked=gone)


def test_the_main_link_is_the_poster_with_the_lowest_serial(the_range: Campaign):
    campaign = with_copies(the_range, posters=2, desk_cards=1)
    links = make_links(campaign, responder_uri=FORM, entry=ENTRY, keyring=RING)
    assert {(link.channel, link.serial) for link in main_links(reversed(links))} == {(Channel.POSTER, 2)}
    assert {(link.channel, link.serial) for link in main_links(links)} == {(Channel.POSTER, 1)}


def test_an_address_gives_its_value_back(links: tuple[Link, ...]):
    assert value_of(links[0].url, ENTRY) == links[0].value
    assert value_of(links[0].url, ENTRY + 1) == ""
    assert value_of(f"{links[0].url}&entry.{ENTRY}=other", ENTRY) == links[0].value
    assert value_of("//[", ENTRY) == ""
    assert prefilled_url("u", 7, "a b") == "u?usp=pp_url&entry.7=a+b"


def test_a_link_may_fill_the_symbol_to_its_last_byte(links: tuple[Link, ...]):
    check_lengths((replace(links[0], url="x" * 177),), 11, "Q")
    with pytest.raises(LinkError, match=r"1 of 2 .*: BSP-IGO serial 1: 178 bytes\."):
        check_lengths((links[1], replace(links[0], url="x" * 178)), 11, "Q")


@pytest.mark.parametrize("share", [0.1, 0.44, 0.5, 0.62, 0.9])
def test_penalties_are_those_of_the_encoder(share: float):
    """Also for patterns that no link of ours would make."""
    stack = np.random.default_rng(round(share * 100)).random((3, 29, 29)) < share
    stack[1, 10:14] = stack[1, 3]  # long runs, large blocks
    stack[2, 5, 4:15] = [True, False, True, True, True, False, True, False, False, False, False]
    stack[2, 7, 8:19] = stack[2, 5, 4:15][::-1]
    assert _penalties(stack).tolist() == [qrcode.util.lost_point(each.tolist()) for each in stack]


@pytest.mark.parametrize("ecc", ["L", "M", "Q", "H"])
@pytest.mark.parametrize("version", [7, 10, 13])
def test_the_symbol_equals_the_encoders_own(links: tuple[Link, ...], version: int, ecc: str):
    """The mask chosen here is the one that `qrcode` finds by trying all eight."""
    level = {"L": 1, "M": 0, "Q": 3, "H": 2}[ecc]
    for link in links[::79]:
        text = link.url[: capacity(version, ecc)]
        theirs = qrcode.QRCode(version=version, error_correction=level, border=0)
        theirs.add_data(qrcode.util.QRData(text.encode(), mode=qrcode.util.MODE_8BIT_BYTE))
        theirs.make(fit=False)
        assert np.array_equal(symbol(text, version, ecc), np.array(theirs.modules, dtype=bool))


@pytest.mark.parametrize("ecc", ["L", "M", "Q", "H"])
def test_codewords_are_those_of_the_encoder(ecc: str):
    """In every version: a short text with padding, and one that fills the symbol."""
    level = {"L": 1, "M": 0, "Q": 3, "H": 2}[ecc]
    for version in range(1, 41):
        for length in (1, capacity(version, ecc)):
            raw = np.random.default_rng(version).bytes(length)
            data = qrcode.util.QRData(raw, mode=qrcode.util.MODE_8BIT_BYTE)
            assert list(_codewords(raw, version, ecc)) == qrcode.util.create_data(version, level, [data])


def test_no_symbol_holds_everything():
    with pytest.raises(LinkError, match="4000 bytes"):
        smallest_version(4000, "Q")
