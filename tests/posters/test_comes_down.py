"""Where a poster goes up in the place of another, the handover list has a box for the old paper, and the run says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from permits import make_posters

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.posters.printing.job import PrintJob
from anubhav_gforms.posters.reading.pages import opened

from .conftest import anubhav, edit


def boxes(folder: Path, file: str = "BSP-A4-handover.pdf") -> list[str]:
    """The rows of a handover list that tell of an old paper, in English."""
    with opened((folder / "data" / "posters" / file).read_bytes()) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return [line.strip() for line in text.splitlines() if line.startswith("Old ")]


def rename(folder: Path) -> None:
    edit(folder, "Civil Line Police Station Bilaspur", "New Town Police Station Bilaspur", "stations.csv")


def rotate(folder: Path) -> None:
    pipeline.rotate_key(load_campaign(folder))


def revoke(folder: Path) -> None:
    pipeline.revoke_posters(load_campaign(folder), ["BSP-CVL.P1"])


@pytest.mark.parametrize(
    ("change", "old"),
    [
        (lambda folder: None, ()),
        (rename, ("BSP-CVL P1",)),
        (revoke, ("BSP-CVL P1",)),
        (rotate, ("BSP-KTW P1", "BSP-CVL P1", "GPM-SPO P1")),
    ],
    ids=["the same again", "renamed", "revoked", "a new key"],
)
def test_an_old_paper_comes_down_where_its_station_has_a_new_name_serial_or_key(office: Path, change, old):
    campaign = load_campaign(office)
    assert make_posters(campaign).old == ()
    change(office)
    printed = make_posters(load_campaign(office))
    assert printed.old == old
    assert len(boxes(office)) == sum(each.startswith("BSP") for each in old)
    assert all(line == "Old P1 removed" for line in boxes(office))
    assert make_posters(load_campaign(office), PrintJob(paper_name="A5")).old == (), "a paper of its own"


def test_the_run_says_where_an_old_paper_comes_down_and_names_a_closed_station(office: Path):
    assert anubhav(office, "posters", "--stations", "BSP-CVL").return_value == 0
    rename(office)
    done = " ".join(anubhav(office, "posters").output.split())
    assert "Where 1 of them goes up, an old paper comes down: BSP-CVL P1" in done
    assert "closed" not in done
    path = office / "stations.csv"
    path.write_text(path.read_text("utf-8-sig").replace(",confirmed", ",closed"), encoding="utf-8")
    done = " ".join(anubhav(office, "posters", "--stations", "BSP-KTW", "--without-proof").output.split())
    assert "1 station is closed by stations.csv, and was printed because it was named: BSP-KTW" in done
    revoked = anubhav(office, "posters", "--revoke", "BSP-KTW.P1", "--yes").output
    assert "Next: take the paper down." in revoked
    assert "successor" not in revoked, "a closed station needs none"
    assert "an old paper" not in done, "a sample hangs nowhere"


def test_a_district_whose_stations_are_all_closed_says_so_and_names_no_file_of_none(office: Path):
    path = office / "stations.csv"
    path.write_text(path.read_text("utf-8-sig").replace(",confirmed", ",closed"), encoding="utf-8")
    refused = anubhav(office, "posters", "--district", "BSP").exception
    assert "Every station there is closed" in str(refused)
    anubhav(office, "posters", "--stations", "BSP-KTW,BSP-CVL", "--without-proof")
    assert (office / "data" / "posters" / "samples" / "BSP-2-of-2-A4.pdf").exists(), "it was called 2-of-0"
