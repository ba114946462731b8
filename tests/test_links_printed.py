"""What is known of printed codes: the log of files, which papers have a code, revoked and accepted again, links.csv."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import PosterError, StateError
from anubhav_gforms.links import Key, Keyring, KeyState, prefilled_url
from anubhav_gforms.links.links_file import links_of, links_path, links_text, read_links, registry_links, write_links
from anubhav_gforms.links.print_log import PrintedFile, Printing, PrintLog, load_print_log, save_print_log
from anubhav_gforms.links.print_record import PrintRecord, load_print_record, save_print_record
from anubhav_gforms.links.registry import PrintedPoster, Registry
from anubhav_gforms.links.revocation import accept_again, decided, revoke
from anubhav_gforms.links.serials import printable_links
from anubhav_gforms.nouns.channel import Channel

RING = Keyring((Key("A", bytes(range(32)), KeyState.ACTIVE, date(2026, 11, 1)),))
FORM = "https://docs.google.com/forms/d/e/" + "1FAIpQLS" + "d" * 48 + "/viewform"
DAY = date(2026, 11, 20)
FIRST = PrintedFile("BSP-A4.pdf", "0a", 2, "A4", "2026-11-01", ("BSP-KTW.P1.AF7YFKW7F",))


@pytest.fixture(scope="module")
def the_range() -> Campaign:
    return load_campaign(Path(__file__).parents[1])


def ready(campaign: Campaign, *printed: PrintedPoster) -> Registry:
    ids = {campaign.form.station_question.key: "7fffffff"}
    return Registry(form_id="1x", responder_uri=FORM, question_ids=ids, steps=("links",), printed=printed)


def poster(serial: int, file: str, **other: object) -> PrintedPoster:
    value = f"BSP-KTW.P{serial}.A22222222"
    made = PrintedPoster(value, "BSP-KTW", "poster", serial, "A", "gate", f"{FORM}?x", 0x7FFFFFFF, "2026-11-01", file)
    return replace(made, **other)


# The log of files


def test_a_file_replaces_the_older_of_its_name():
    newer, other = replace(FIRST, sha256="0b"), replace(FIRST, name="AAA-A4.pdf")
    assert PrintLog().with_files([FIRST]).with_files([newer, other]).files == (other, newer)


def test_a_look_that_did_not_change_adds_nothing_to_the_history():
    one, other = (Printing("V", "A4", f"2026-11-0{n}", print_) for n, print_ in ((1, "aa"), (2, "bb")))
    again, wide = replace(one, made_on="2026-11-03"), replace(one, look="A3")
    log = PrintLog().with_history([one]).with_history([replace(one, made_on="2026-11-02")])
    assert log.history == (one,)
    log = log.with_history([other]).with_history([again]).with_history([wide])
    assert log.history == (one, other, again, wide)
    assert log.looks_of("V") == ("A3", "A4")
    assert log.looks_of("W") == ()


@pytest.mark.parametrize(
    ("look", "digest", "since", "changed"),
    [
        ("A4", "aa", date(2026, 11, 4), True),
        ("A4", "aa", date(2026, 11, 5), False),
        ("A4", "aa", date(2026, 11, 9), False),
        ("A4", "bb", date(2026, 11, 9), True),
        ("A4", "aa", date(2026, 11, 10), True),
        ("A4", "bb", date(2026, 11, 10), False),
        ("A3", "aa", date(2026, 11, 10), True),
    ],
)
def test_a_poster_is_changed_when_its_last_print_up_to_a_day_looked_otherwise(
    look: str, digest: str, since: date, changed: bool
):
    log = PrintLog(history=(Printing("V", "A4", "2026-11-05", "aa"), Printing("V", "A4", "2026-11-10", "bb")))
    assert log.changed("V", look, digest, since) is changed
    assert log.changed("W", look, digest, since) is True, "never printed"


def test_registry_and_log_are_saved_and_loaded_together(tmp_path: Path):
    assert load_print_record(tmp_path) == PrintRecord(Registry(), PrintLog())
    printing = Printing("V", "A4", "2026-11-01", "aa")
    record = PrintRecord(Registry(form_id="1x"), PrintLog()).with_files([FIRST], [poster(1, "BSP-A4.pdf")], [printing])
    assert record.log == PrintLog((FIRST,), (printing,))
    assert record.registry.printed == (poster(1, "BSP-A4.pdf"),)
    save_print_record(record, tmp_path)
    assert load_print_record(tmp_path) == record
    assert load_print_log(tmp_path / "posters") == record.log
    assert (tmp_path / "posters" / "manifest.json").read_bytes().endswith(b"}\n")


@pytest.mark.parametrize("text", ["", "{}", '{"files": [{"name": "x"}], "history": []}', '{"files": 7, "history": []}'])
def test_a_damaged_log_is_named(tmp_path: Path, text: str):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(PosterError, match=r"manifest\.json is damaged"):
        load_print_log(tmp_path)


def test_what_cannot_be_told_in_ascii_is_kept_in_the_log(tmp_path: Path):
    log = PrintLog((replace(FIRST, name="थाना-A4.pdf"),))
    save_print_log(log, tmp_path)
    assert load_print_log(tmp_path) == log
    assert "थाना" in (tmp_path / "manifest.json").read_text("utf-8")


# Which papers have a code


@pytest.mark.parametrize(
    ("file", "looks", "papers"),
    [
        ("BSP-A4.pdf", (), {"A4"}),
        ("BSP-KTW-A3-ink-hi-press.pdf", (), {"A3"}),
        ("BSP-KTW-A6x4-screen.png", (), {"A6x4"}),
        ("by hand", (), set()),
        ("by hand", ("A4-ink", "A4-hi", "tent"), {"A4", "tent"}),
        ("BSP-A4.pdf", ("A3-ink",), {"A3", "A4"}),
    ],
)
def test_the_papers_of_a_code_are_those_of_the_log_and_of_its_file(file: str, looks: tuple[str, ...], papers: set[str]):
    one = poster(1, file)
    history = (
        *(Printing(one.value, look, "2026-11-01", "aa") for look in looks),
        Printing("W", "A5", "2026-11-01", ""),
    )
    assert PrintRecord(Registry(), PrintLog(history=history)).papers_of(one) == papers


def test_a_paper_has_its_own_serials_and_then_the_next_that_no_paper_has(the_range: Campaign):
    printed = (
        poster(1, "BSP-A3.pdf"),
        poster(2, "BSP-A4.pdf", placement="hall"),
        poster(3, "BSP-A4.pdf", revoked=True),
        poster(5, "by hand", placement="yard"),
    )
    copies = the_range.poster.copies.model_copy(update={"posters": 4, "placements": ("gate", "hall", "yard", "porch")})
    campaign = replace(the_range, poster=the_range.poster.model_copy(update={"copies": copies}))
    record = PrintRecord(ready(campaign, *printed), PrintLog())
    for paper, slots in (("A4", [(4, "gate"), (2, "hall"), (5, "yard"), (6, "porch")]), ("A5", [(4, "gate"), (6, "hall"), (5, "yard"), (7, "porch")])):  # fmt: skip
        links = printable_links(campaign, record, RING, paper=paper, channel=Channel.POSTER)
        assert [(link.serial, link.placement) for link in links if link.station == "BSP-KTW"] == slots
        assert {link.channel for link in links} == {Channel.POSTER}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"steps": ()}, "setup-forms has not come to its end"),
        ({"form_id": ""}, "there is no form yet"),
        ({"station_kind": "dropdown"}, "asks for the station in a list"),
    ],
)
def test_without_a_form_that_takes_codes_none_is_printed(the_range: Campaign, change: dict[str, object], said: str):
    record = PrintRecord(replace(ready(the_range), **change), PrintLog())
    with pytest.raises(StateError, match=said):
        printable_links(the_range, record, RING, paper="A4", channel=Channel.POSTER)


# Revoked, and accepted again


def test_a_decision_is_on_record_with_its_day_and_touches_no_other_poster(the_range: Campaign):
    one, other, longer = poster(1, "a.pdf"), poster(2, "a.pdf"), poster(12, "a.pdf")
    registry, gone = revoke(ready(the_range, one, other, longer), [" bsp-ktw.p1 ", "BSP-KTW.P1"], DAY)
    assert gone == (one,)
    revoked = replace(one, revoked=True, decisions=("2026-11-20 revoked",))
    assert registry.printed == (revoked, other, longer)
    assert revoke(registry, [one.value], DAY) == (registry, ())
    again, back = accept_again(registry, ["BSP-KTW.P1", other.value], date(2026, 11, 25))
    assert back == (revoked,)
    assert again.printed[0].decisions == ("2026-11-20 revoked", "2026-11-25 accepted again")
    assert [each.revoked for each in again.printed] == [False, False, False]
    assert decided(again, (), revoked=True, day=DAY) == again


def test_every_code_that_cannot_be_meant_is_named_in_one_message(the_range: Campaign):
    registry = ready(the_range, poster(2, "a.pdf", placement=""), poster(1, "BSP-2-of-28-A3-ink.pdf"))
    with pytest.raises(PosterError) as caught:
        revoke(registry, ["BSP-XXX.P1", "BSP-KTW.P", "BSP-KTW", "BSP-KTW.P2.A2222222", "BSP-KTW.P1"], DAY)
    assert caught.value.message == (
        "BSP-XXX.P1: no such poster was printed.\nBSP-KTW.P: no such poster was printed.\n"
        "BSP-KTW has 2 printed codes; name the one that you mean:\n"
        "  BSP-KTW.P1.A22222222 (A3, gate, printed 2026-11-01)\n"
        "  BSP-KTW.P2.A22222222 (no place named, printed 2026-11-01)\n"
        "BSP-KTW.P2.A2222222: no such poster was printed.\nNothing was changed."
    )


def test_a_station_with_one_code_is_asked_for_it_in_full(the_range: Campaign):
    with pytest.raises(PosterError) as caught:
        revoke(ready(the_range, poster(1, "a.pdf")), ["BSP-KTW"], DAY)
    assert caught.value.message == (
        "BSP-KTW has 1 printed code; name it in full:\n  BSP-KTW.P1.A22222222 (gate, printed 2026-11-01)\n"
        "Nothing was changed."
    )


def test_a_poster_of_another_form_is_not_accepted_again(the_range: Campaign):
    here, there = (
        poster(n, "a.pdf", revoked=True, url=url) for n, url in ((1, f"{FORM}?x"), (2, FORM.replace("d", "e")))
    )
    registry = ready(the_range, here, there)
    with pytest.raises(PosterError, match=r"^BSP-KTW\.P2\.A22222222: this paper opens another form"):
        accept_again(registry, ["BSP-KTW.P1", "BSP-KTW.P2"], DAY)
    assert accept_again(registry, ["BSP-KTW.P1"], DAY)[1] == (here,)


# links.csv


def test_links_csv_has_one_link_a_station(the_range: Campaign, tmp_path: Path):
    campaign, registry = replace(the_range, root=tmp_path), ready(the_range)
    links = links_of(campaign, registry, RING)
    text = registry_links(campaign, registry, RING)
    assert text == links_text(campaign, links)
    rows = text.split("\r\n")
    assert rows[0] == "code,name_en,name_hi,district,kind,url"
    assert [row.partition(",")[0] for row in rows[1:]] == [*(station.code for station in the_range.stations), ""]
    assert rows[3].endswith(links[2].url)
    assert read_links(links_path(campaign)) is None
    write_links(text, links_path(campaign))
    assert (tmp_path / "links.csv").read_bytes() == b"\xef\xbb\xbf" + text.encode()
    assert read_links(tmp_path / "links.csv") == text
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "links.csv").stat().st_mode) == 0o644, "it is handed out"
    (tmp_path / "links.csv").write_bytes(b"Caf\xe9")
    assert read_links(tmp_path / "links.csv") == "Caf\ufffd", "saved in another encoding, it is written again"


def test_a_form_with_a_list_of_stations_is_opened_with_the_first_of_its_options(the_range: Campaign):
    answers = {"City Kotwali": "BSP-KTW", "Kotwali, Bilaspur": "BSP-KTW", "Civil Line": "BSP-CVL"}
    registry = replace(ready(the_range), station_kind="dropdown", station_answers=answers)
    _, *rows, end = registry_links(the_range, registry, RING).split("\r\n")
    urls = [prefilled_url(FORM, 0x7FFFFFFF, option) for option in ("City Kotwali", "Civil Line")]
    assert [row.rpartition(",")[2] for row in rows] == urls
    assert [row.partition(",")[0] for row in rows] == ["BSP-KTW", "BSP-CVL"]
    assert end == ""
