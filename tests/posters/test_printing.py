"""anubhav posters: what is written, recorded, left out and looked at first."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from permits import make_posters

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import AnubhavError, InputError, PosterError, StateError
from anubhav_gforms.links import CodeCheck, read
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import Registry, load_registry, save_registry
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.pipeline import connection, posters
from anubhav_gforms.posters.printing import handover
from anubhav_gforms.posters.printing.job import PrintJob, files_of
from anubhav_gforms.posters.reading.pages import opened, read_page
from benchmarks.faults.struck import power_gone_after

from .conftest import anubhav, edit

DAY = date(2026, 11, 24)


def test_one_file_per_district_with_print_log_registry_and_handover_list(office: Path):
    done = anubhav(office, "posters")
    assert done.return_value == 0, done.output
    folder = office / "data" / "posters"
    assert sorted(path.name for path in folder.glob("*.pdf")) == [
        "BSP-A4-handover.pdf",
        "BSP-A4.pdf",
        "GPM-A4-handover.pdf",
        "GPM-A4.pdf",
    ]
    manifest = json.loads((folder / "manifest.json").read_text())
    for file in manifest["files"]:
        assert hashlib.sha256((folder / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    printed = load_registry(office / "data").printed
    assert [(each.station, each.channel, each.serial, each.file) for each in printed] == [
        ("BSP-KTW", "poster", 1, "BSP-A4.pdf"),
        ("BSP-CVL", "poster", 1, "BSP-A4.pdf"),
        ("GPM-SPO", "poster", 1, "GPM-A4.pdf"),
    ]
    ring = load_keyring(load_campaign(office))
    assert all(read(each.value, ring).verdict is CodeCheck.SIGNED for each in printed)
    assert "3 posters made, each read back" in done.output
    assert re.search(r"scans from up to about 1\.1 m", done.output)
    assert "Next:" in done.output


def test_what_would_let_a_smaller_version_do_is_said_before_anything_is_printed(office: Path):
    """A version stays once paper hangs, and it is the whole campaign's: not of the stations of one run."""
    first, later = (make_posters(load_campaign(office), PrintJob(stations=("BSP-KTW",))).density for _ in range(2))
    assert "shorter would fit version" in first.advice
    assert later.advice == "A3 gives modules 1.4 times as wide."


def test_a_second_run_gives_the_same_bytes(office: Path):
    campaign = load_campaign(office)
    for job in (PrintJob(), PrintJob(paper_name="A5", ink_saver=True, press=True)):
        make_posters(campaign, job, today=DAY)
        first = {path.name: path.read_bytes() for path in (office / "data" / "posters").glob("*.pdf")}
        make_posters(campaign, job, today=date(2026, 12, 24))
        assert {path.name: path.read_bytes() for path in (office / "data" / "posters").glob("*.pdf")} == first


def test_a_list_says_which_page_goes_to_which_station(office: Path):
    """For 158 places nobody could see from the files how many sheets go where, or write the envelopes."""
    done = anubhav(office, "posters")
    assert "for order and envelopes: 3-stations-A4-dispatch.csv (3 pages)" in " ".join(done.output.split())
    folder = office / "data" / "posters"
    with (folder / "3-stations-A4-dispatch.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert [(row["file"], row["page"], row["station"]) for row in rows] == [
        ("BSP-A4.pdf", "1", "BSP-KTW"),
        ("BSP-A4.pdf", "2", "BSP-CVL"),
        ("GPM-A4.pdf", "1", "GPM-SPO"),
    ]
    assert (rows[0]["district_hi"], rows[0]["name_en"]) == ("बिलासपुर", "City Kotwali Bilaspur")
    values = [each.value for each in load_registry(office / "data").printed]
    assert [row["poster"] for row in rows] == values
    edit(office, "City Kotwali Bilaspur", "City Kotwali", "stations.csv")
    anubhav(office, "posters", "--stations", "BSP-KTW")
    with (folder / "BSP-KTW-A4-dispatch.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["comes_down"] for row in csv.DictReader(file)] == ["P1"]


def test_selections_get_names_of_their_own_and_never_overwrite_a_whole_district(office: Path):
    anubhav(office, "posters")
    whole = (office / "data" / "posters" / "BSP-A4.pdf").read_bytes()
    anubhav(office, "posters", "--stations", "bsp-ktw")
    anubhav(office, "posters", "--each", "--paper", "a5", "--hindi-only", "--district", "GPM")
    names = {path.name for path in (office / "data" / "posters").glob("*.pdf")}
    assert {"BSP-KTW-A4.pdf", "GPM-SPO-P2-A5-hi.pdf"} <= names
    assert (office / "data" / "posters" / "BSP-A4.pdf").read_bytes() == whole


def test_a_part_of_a_district_says_how_many_of_how_many(the_range, links):
    some = [link for link in links if link.station in ("BSP-KTW", "BSP-CVL") and link.channel is Channel.POSTER]
    total = sum(station.district == "BSP" and station.status.value != "closed" for station in the_range.stations)
    assert [name for name, _ in files_of(the_range, PrintJob(), some)] == [f"BSP-2-of-{total}-A4"]


def test_a_handover_list_whose_thumbnails_cannot_be_read_is_not_written(office: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(handover, "MODULE", 0.07)
    printed = make_posters(load_campaign(office), PrintJob(districts=("GPM",)), today=DAY)
    assert [str(fault) for fault in printed.faults] == ["GPM-A4-handover.pdf, GPM-SPO: its thumbnail cannot be read"]
    assert [path.name for path in printed.folder.glob("*.pdf")] == ["GPM-A4.pdf"]


def test_since_prints_only_what_is_new_or_looks_different(office: Path):
    campaign = load_campaign(office)
    make_posters(campaign, today=DAY)
    later = date(2026, 12, 1)
    none = make_posters(campaign, PrintJob(since=DAY), today=later)
    assert (none.files, none.unchanged) == ((), 3)
    edit(office, "City Kotwali Bilaspur", "Kotwali Police Station Bilaspur", "stations.csv")
    some = make_posters(load_campaign(office), PrintJob(since=DAY), today=later)
    assert [poster.link.station for poster in some.posters] == ["BSP-KTW"]
    edit(office, 'en = "Scan the QR code"', 'en = "Scan this code"')
    assert len(make_posters(load_campaign(office), PrintJob(since=later), today=later).posters) == 3
    assert len(make_posters(campaign, PrintJob(paper_name="A3", since=later), today=later).posters) == 3


def test_copies_placements_and_desk_cards_come_from_both_files(office: Path):
    edit(office, "placements = []", 'placements = ["gate", "hall"]')
    edit(office, "posters = 1", "posters = 2")
    edit(office, "desk_cards = 0", "desk_cards = 1")
    anubhav(office, "posters")
    done = anubhav(office, "posters", "--paper", "tent", "--stations", "BSP-KTW")
    assert done.return_value == 0, done.output
    printed = [
        (each.station, each.channel, each.serial, each.placement) for each in load_registry(office / "data").printed
    ]
    assert printed == [
        *(
            (station, "poster", serial, place)
            for station in ("BSP-KTW", "BSP-CVL", "GPM-SPO")
            for serial, place in ((1, "gate"), (2, "hall"))
        ),
        ("BSP-KTW", "desk", 1, "desk"),
    ]
    with opened(office / "data" / "posters" / "BSP-A4.pdf") as document:
        assert "BSP-KTW · P2 · hall" in read_page(document[1], version=10).text


def test_a_page_that_fails_is_left_out_and_named(office: Path):
    edit(office, "City Kotwali Bilaspur", "WM" * 55 + " Bilaspur", "stations.csv")
    done = anubhav(office, "posters", "--paper", "A5")
    assert done.return_value == 1
    assert re.search(r"BSP-A5\.pdf, BSP-KTW: .*under 7 pt", done.output)
    assert "run the same command with --stations BSP-KTW\n" in done.output
    assert [each.station for each in load_registry(office / "data").printed] == ["BSP-CVL", "GPM-SPO"]
    with opened(office / "data" / "posters" / "BSP-A5.pdf") as document:
        assert len(document) == 1


def test_a_text_that_no_poster_can_show_stops_the_run(office: Path):
    edit(office, "Name and mobile number are optional", "It is optional. " * 30)
    with pytest.raises(PosterError, match=r"poster\.toml"):
        make_posters(load_campaign(office))
    assert not list((office / "data" / "posters").glob("*.pdf"))
    assert load_registry(office / "data").printed == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--stations", "BSP-KTX"], "BSP-KTW"),
        (["--district", "BSX"], "BSP"),
        (["--paper", "B4"], "A4, A3, A5"),
        (["--paper", "tent"], "desk_cards"),
        (["--stations", "BSP-KTW", "--district", "GPM"], "only --stations"),
        (["--revoke", "BSP-KTW.P9"], "BSP-KTW.P2"),
    ],
)
def test_what_cannot_be_printed_is_said_with_a_cure(office: Path, arguments: list[str], said: str):
    done = anubhav(office, "posters", *arguments)
    assert isinstance(done.exception, AnubhavError)
    assert done.exception.exit_code == 2
    assert said in str(done.exception)
    assert not (office / "data" / "posters" / "manifest.json").exists()


@pytest.mark.parametrize("wrong", ["--paper A9", "--stations BSP-KTX", "--district BSX", "--screen --paper labels"])
def test_a_slip_of_the_keyboard_is_told_before_a_login_is_asked_for(
    office: Path, wrong: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(connection, "connect", lambda *_, **__: pytest.fail("a login was asked for"))
    done = anubhav(office, "posters", *wrong.split())
    assert isinstance(done.exception, InputError)


@pytest.mark.parametrize("option", ["--stations", "--district", "--revoke", "--unrevoke"])
def test_an_option_that_names_no_code_prints_nothing(office: Path, option: str):
    """As an empty variable of a script: it had printed every poster."""
    for empty in ("", " , "):
        done = anubhav(office, "posters", option, empty)
        assert getattr(done.exception, "exit_code", 0) == 2
        assert "it names no code" in str(done.exception)
    assert not (office / "data" / "posters" / "manifest.json").exists()


def test_without_a_form_nothing_is_printed(office: Path):
    save_registry(Registry(), office / "data")
    with pytest.raises(StateError, match="setup-forms"):
        make_posters(load_campaign(office))
    with pytest.raises(StateError, match="setup-forms"):
        pipeline.check_posters(load_campaign(office), office / "stations.csv")


def test_no_code_appears_on_paper_that_the_registry_does_not_know(office: Path, monkeypatch: pytest.MonkeyPatch):
    """A run that is killed while the second file is written leaves no PDF without its record."""
    written: list[str] = []

    def write(path: Path, content: bytes, *, shared: bool) -> None:
        if path.name == "GPM-A4.pdf":
            raise KeyboardInterrupt
        written.append(path.name)
        path.write_bytes(content)

    monkeypatch.setattr(posters, "write_whole", write)
    with pytest.raises(KeyboardInterrupt):
        make_posters(load_campaign(office))
    recorded = {each.file for each in load_registry(office / "data").printed}
    assert {
        path.name for path in (office / "data" / "posters").glob("*.pdf") if "handover" not in path.name
    } <= recorded


def test_a_damaged_print_log_is_named(office: Path):
    anubhav(office, "posters")
    (office / "data" / "posters" / "manifest.json").write_text("{")
    with pytest.raises(PosterError, match=r"manifest\.json is damaged"):
        make_posters(load_campaign(office))


# --preview


@pytest.mark.parametrize("paper", ["A4", "A5", "stickers"])
def test_previews_show_colour_grey_photocopy_and_phone(office: Path, paper: str):
    done = anubhav(office, "posters", "--preview", "--stations", "GPM-SPO", "--paper", paper)
    assert done.return_value == 0, done.output
    names = sorted(path.name for path in (office / "data" / "posters" / "preview").iterdir())
    assert names == [f"GPM-SPO-{paper}-{shows}.png" for shows in ("colour", "grey", "phone", "photocopy")]
    assert load_registry(office / "data").printed == ()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are found by /proc")
def test_previews_are_there_after_a_power_cut(office: Path):
    words = ("posters", "--preview", "--stations", "GPM-SPO", "--paper", "labels")
    assert power_gone_after(lambda: anubhav(office, *words), office)
    assert len(list((office / "data" / "posters" / "preview").glob("*.png"))) == 4


def test_a_label_is_too_small_to_be_photocopied_and_its_preview_says_what_to_do(office: Path):
    done = anubhav(office, "posters", "--preview", "--stations", "GPM-SPO", "--paper", "labels")
    assert done.return_value == 1
    assert done.output.count("code does NOT read") == 2  # photocopy, and as small as on a phone
    assert "On labels the code is too small to be read from a photocopy" in " ".join(done.output.split())
    assert "never copy one" in " ".join(done.output.split())


def test_a_form_that_asks_for_the_station_in_a_list_takes_no_posters(office: Path):
    save_registry(replace(load_registry(office / "data"), station_kind="dropdown"), office / "data")
    with pytest.raises(StateError, match="list"):
        make_posters(load_campaign(office))


def test_closed_stations_are_left_out_unless_named_and_unconfirmed_ones_are_named(office: Path):
    path = office / "stations.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].endswith(",confirmed")
    path.write_text(
        "\n".join(
            [
                lines[0],
                lines[1].replace(",confirmed", ",closed"),
                lines[2].replace(",confirmed", ",to-confirm"),
                lines[3],
            ]
        )
    )
    done = anubhav(office, "posters")
    assert done.return_value == 0, done.output
    assert {each.station for each in load_registry(office / "data").printed} == {"BSP-CVL", "GPM-SPO"}
    assert (office / "data" / "posters" / "BSP-A4.pdf").exists()
    assert re.search(r"1 station to confirm .*: BSP-CVL", done.output)
    anubhav(office, "posters", "--stations", "BSP-KTW")
    assert "BSP-KTW" in {each.station for each in load_registry(office / "data").printed}
