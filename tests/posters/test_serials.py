"""One serial, one paper: serials of their own, revoked, taken back, succeeded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import PosterError
from anubhav_gforms.links import main_links
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.links_file import links_of
from anubhav_gforms.links.print_log import load_print_log, save_print_log
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.nouns.channel import Channel

from .conftest import anubhav, edit


def test_every_paper_has_serials_of_its_own_and_keeps_them(office: Path):
    edit(office, "placements = []", 'placements = ["gate", "hall"]')
    edit(office, "posters = 1", "posters = 2")
    edit(office, "desk_cards = 0", "desk_cards = 1")
    for paper in ("A4", "A3", "A6x4", "tent", "labels", "stickers", "A3", "A4"):
        assert anubhav(office, "posters", "--paper", paper, "--stations", "BSP-KTW").return_value == 0
    printed = load_registry(office / "data").printed
    assert {(each.channel, each.serial): (each.placement, each.file) for each in printed} == {
        ("poster", 1): ("gate", "BSP-KTW-A4.pdf"),
        ("poster", 2): ("hall", "BSP-KTW-A4.pdf"),
        ("poster", 3): ("gate", "BSP-KTW-A3.pdf"),
        ("poster", 4): ("hall", "BSP-KTW-A3.pdf"),
        ("poster", 5): ("gate", "BSP-KTW-labels.pdf"),
        ("poster", 6): ("hall", "BSP-KTW-labels.pdf"),
        ("poster", 7): ("gate", "BSP-KTW-stickers.pdf"),
        ("poster", 8): ("hall", "BSP-KTW-stickers.pdf"),
        ("desk", 1): ("desk", "BSP-KTW-A6x4.pdf"),
        ("desk", 2): ("desk", "BSP-KTW-tent.pdf"),
    }
    assert len({each.value for each in printed}) == len(printed)


def test_the_successor_of_a_revoked_poster_hangs_in_its_place_and_the_others_stay(office: Path):
    edit(office, "placements = []", 'placements = ["gate", "hall"]')
    edit(office, "posters = 1", "posters = 2")
    anubhav(office, "posters", "--stations", "BSP-KTW")
    anubhav(office, "posters", "--paper", "A3", "--stations", "BSP-KTW")
    anubhav(office, "posters", "--revoke", "BSP-KTW.P1", "--yes")
    anubhav(office, "posters", "--stations", "BSP-KTW")
    hanging = [(each.serial, each.placement) for each in load_registry(office / "data").hanging]
    assert sorted(hanging) == [(2, "hall"), (3, "gate"), (4, "hall"), (5, "gate")]


@pytest.mark.parametrize("log_kept", [True, False])
def test_codes_that_papers_shared_before_stay_as_they_are(office: Path, log_kept: bool):
    """Registries from before: one code on A4 and then on A3. Both keep it, and a paper that is new gets the next."""
    anubhav(office, "posters", "--stations", "BSP-KTW")
    data = office / "data"
    log = load_print_log(data / "posters")
    [first] = load_registry(data).printed
    shared = replace(first, file="BSP-A3-ink-press.pdf")
    save_registry(replace(load_registry(data), printed=(shared,)), data)
    save_print_log(log.with_history([replace(log.history[0], look="A3-ink-press")]), data / "posters")
    if not log_kept:
        (data / "posters" / "manifest.json").unlink()
    for paper, serials in (("A3", [1]), ("A4", [1] if log_kept else [1, 2]), ("A5", [1, 2] if log_kept else [1, 2, 3])):
        anubhav(office, "posters", "--stations", "BSP-KTW", "--paper", paper)
        assert [each.serial for each in load_registry(data).printed] == serials
    assert first.value in {each.value for each in load_registry(data).hanging}


# --revoke


def test_revoke_without_a_serial_refuses_and_lists_what_it_could_mean(office: Path):
    """Reviews posters D4: it took everything that the station has, posters and desk cards, without a question."""
    anubhav(office, "posters")
    before = (office / "data" / "registry.json").read_bytes()
    for words in ("BSP-KTW", "BSP-KTW.P", "BSP-KTW,BSP-XXX.P1"):
        assert isinstance(anubhav(office, "posters", "--revoke", words, "--yes").exception, PosterError)
        with pytest.raises(PosterError, match=r"Nothing was changed") as caught:
            pipeline.revoke_posters(load_campaign(office), words.split(","))
        assert caught.value.exit_code == 2
    assert "BSP-KTW has 1 printed code;" in str(caught.value)
    assert "BSP-XXX.P1: no such poster" in str(caught.value)
    assert "printed 20" in str(caught.value)
    assert (office / "data" / "registry.json").read_bytes() == before


def test_revoking_is_shown_asked_recorded_and_taken_back(office: Path):
    anubhav(office, "posters")
    before = (office / "data" / "registry.json").read_bytes()
    asked = anubhav(office, "posters", "--revoke", "BSP-KTW.P1")
    assert "no longer be accepted" in asked.output
    assert "no terminal to ask on" in str(asked.exception)
    assert (office / "data" / "registry.json").read_bytes() == before
    anubhav(office, "posters", "--revoke", "bsp-ktw.p1", "--yes")
    [poster] = [each for each in load_registry(office / "data").printed if each.station == "BSP-KTW"]
    assert poster.revoked
    anubhav(office, "posters", "--unrevoke", "BSP-KTW.P1", "--yes")
    [poster] = [each for each in load_registry(office / "data").printed if each.station == "BSP-KTW"]
    assert not poster.revoked
    assert [note.partition(" ")[2] for note in poster.decisions] == ["revoked", "accepted again"]
    assert "Nothing to do" in anubhav(office, "posters", "--unrevoke", "BSP-KTW.P1", "--yes").output


def test_a_revoked_poster_gets_a_successor_with_the_next_serial(office: Path):
    anubhav(office, "posters")
    done = anubhav(office, "posters", "--revoke", "BSP-KTW.P1", "--yes")
    assert "Revoked BSP-KTW.P1" in done.output
    assert "Nothing to do" in anubhav(office, "posters", "--revoke", "BSP-KTW.P1", "--yes").output
    anubhav(office, "posters", "--stations", "BSP-KTW")
    registry = load_registry(office / "data")
    assert [(each.value[:10], each.revoked) for each in registry.printed if each.station == "BSP-KTW"] == [
        ("BSP-KTW.P1", True),
        ("BSP-KTW.P2", False),
    ]
    campaign = load_campaign(office)
    mains = main_links(links_of(campaign, registry, load_keyring(campaign)))
    assert [(link.station, link.channel, link.serial) for link in mains] == [
        ("BSP-KTW", Channel.POSTER, 2),
        ("BSP-CVL", Channel.POSTER, 1),
        ("GPM-SPO", Channel.POSTER, 1),
    ]


def test_posters_of_a_form_that_moved_do_not_use_up_serials(office: Path):
    """setup-forms --reprint revokes all posters of the old form; the new form begins with serial 1 again."""
    anubhav(office, "posters")
    registry = load_registry(office / "data")
    moved = replace(
        registry,
        responder_uri=registry.responder_uri.replace("ddd", "eee"),
        printed=tuple(replace(each, revoked=True) for each in registry.printed),
    )
    save_registry(moved, office / "data")
    assert anubhav(office, "posters").return_value == 0
    assert {(each.serial, each.revoked) for each in load_registry(office / "data").printed} == {(1, False)}
