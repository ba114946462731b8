"""Links: every station's, all within one QR version, and the symbol that carries them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import qrcode
import zxingcpp

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import LinkError
from anubhav_gforms.links import Channel, Key, Keyring, KeyState, Link, Verdict, make_links, read
from anubhav_gforms.links.symbol import capacity, smallest_version, symbol

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
        assert link.url == f"{FORM}?usp=pp_url&entry.2147483647={link.value}"
        reading = read(link.value, RING)
        assert (reading.station, reading.serial, reading.verdict) == (link.station, 1, Verdict.SIGNED)


def test_every_code_decodes_to_its_link(links: tuple[Link, ...]):
    for link in links:
        dark = np.kron(np.pad(symbol(link.url, 10, "Q"), 4), np.ones((4, 4), dtype=bool))
        [found] = zxingcpp.read_barcodes(np.where(dark, 0, 255).astype(np.uint8), formats=zxingcpp.BarcodeFormat.QRCode)
        assert found.text == link.url


def test_the_longest_possible_link_fits_version_10_q(links: tuple[Link, ...]):
    assert max(len(link.url) for link in links) <= 150 <= capacity(10, "Q")


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


def test_a_link_too_long_names_every_station_and_length(the_range: Campaign):
    with pytest.raises(LinkError, match=r"158 of 158 .* holds 151 bytes: BSP-IGO serial 1: \d{3} bytes;") as caught:
        make_links(the_range, responder_uri=FORM.replace("viewform", "viewform-and-more"), entry=ENTRY, keyring=RING)
    for station in the_range.stations:
        assert f"{station.code} serial 1: 15" in str(caught.value)


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
    text = "x" * length
    assert symbol(text, version, ecc).shape == (17 + 4 * version,) * 2
    with pytest.raises(LinkError, match=f"{length} bytes"):
        symbol(text, version - 1, ecc)


@pytest.mark.parametrize("ecc", ["L", "M", "Q", "H"])
@pytest.mark.parametrize("version", [7, 10, 13])
def test_the_symbol_equals_the_encoders_own(links: tuple[Link, ...], version: int, ecc: str):
    """The mask chosen here is the one that `qrcode` finds by trying all eight."""
    level = {"L": 1, "M": 0, "Q": 3, "H": 2}[ecc]
    for link in links[::23]:
        text = link.url[: capacity(version, ecc)]
        theirs = qrcode.QRCode(version=version, error_correction=level, border=0)
        theirs.add_data(qrcode.util.QRData(text.encode(), mode=qrcode.util.MODE_8BIT_BYTE))
        theirs.make(fit=False)
        assert np.array_equal(symbol(text, version, ecc), np.array(theirs.modules, dtype=bool))


def test_no_symbol_holds_everything():
    with pytest.raises(LinkError, match="4000 bytes"):
        smallest_version(4000, "Q")
