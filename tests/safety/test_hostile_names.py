"""Names that climb out of their folder, are a device, or hold letters that nobody can see: none becomes the name of a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.campaign.office import OfficeConfig
from anubhav_gforms.campaign.roster import read_stations
from anubhav_gforms.campaign.toml import read_toml
from anubhav_gforms.errors import Mistake
from anubhav_gforms.links import Link
from anubhav_gforms.nouns.channel import PRINTED
from anubhav_gforms.posters.printing.job import PrintJob, files_of

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def the_range() -> Campaign:
    return load_campaign(PROJECT)


CLIMBERS = (
    "../../etc",
    "BSP-KTW/../..",
    "BSP\\KTW",
    "CON",
    "NUL",
    "BSP-KTW.",
    "bsp-ktw",
    "BSP-KTW ",
    "BSP-कोत",
    "BSP-K\0W",
    "",
)


@pytest.mark.parametrize("code", CLIMBERS)
def test_a_code_that_is_no_code_never_becomes_a_file_name(code: str, tmp_path: Path) -> None:
    path = tmp_path / "stations.csv"
    path.write_text(f'code,name_en,name_hi,district,kind\n"{code}",Kotwali,कोतवाली,{code[:3]},thana\n', "utf-8")
    mistakes: list[Mistake] = []
    stations = read_stations(path, ("BSP", code[:3]), mistakes)
    assert all(re.fullmatch("[A-Z]{3}-[A-Z]{2,4}", station.code) for station in stations)
    assert stations or mistakes


@pytest.mark.parametrize("code", ["CON", "NUL", "AUX", "PRN", "../x", "bsp", "BS", "BSPX", "B/P"])
def test_a_district_may_not_be_called_like_a_device_or_a_path(code: str, tmp_path: Path) -> None:
    text = (PROJECT / "config" / "office.toml").read_text("utf-8")
    path = tmp_path / "office.toml"
    path.write_text(
        text.replace("[districts.BSP]", f'[districts."{code}"]').replace("\nBSP =", f'\n"{code}" ='), "utf-8"
    )
    mistakes: list[Mistake] = []
    assert read_toml(path, OfficeConfig, mistakes) is None
    assert any(code in mistake.text for mistake in mistakes)


def test_no_two_files_differ_by_case_only_and_none_is_a_device(the_range: Campaign) -> None:
    """Windows and macOS take BSP.pdf and bsp.pdf for one file, and refuse con.pdf, whatever its folder."""
    links = tuple(
        Link(station.code, channel, 1, "", "A", f"{station.code}.P1.A22222222", "https://x")
        for station in the_range.stations
        for channel in PRINTED.values()
    )
    names = [
        f"{name}.pdf"
        for each in (False, True)
        for name, _ in files_of(the_range, PrintJob(one_file_per_poster=each), links)
    ]
    names += [f"{district.code}-messages.html" for district in the_range.districts]
    names += [f"{station.code}.pdf" for station in the_range.stations]
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.\-]*[a-z]", name) for name in names)
    stems = {name.split(".")[0].upper() for name in names}
    assert not stems & {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))}
    assert len({name.casefold() for name in set(names)}) == len(set(names))


UNSEEN = ["\u202e", "\u2066", "\u200f", "\0", "\x1b", "\ufeff", "\u2028", "\u00ad"]


@pytest.mark.parametrize("letter", UNSEEN)
@pytest.mark.parametrize("column", ["name_en", "name_hi", "placements"])
def test_a_name_with_letters_that_nobody_can_see_is_refused(letter: str, column: str, tmp_path: Path) -> None:
    """A direction mark can make one station's name read as another's."""
    row = {"name_en": "City Kotwali", "name_hi": "सिटी कोतवाली", "placements": "gate"}
    row[column] = row[column][:2] + letter + row[column][2:]
    path = tmp_path / "stations.csv"
    text = f"code,name_en,name_hi,district,kind,placements\nBSP-KTW,{row['name_en']},{row['name_hi']},BSP,thana,{row['placements']}\n"
    path.write_text(text, "utf-8")
    mistakes: list[Mistake] = []
    stations = read_stations(path, ("BSP",), mistakes)
    if letter == "\u2028":  # white space: one blank is written in its place
        assert stations or mistakes
        assert not any(letter in station.name_en for station in stations)
    else:
        assert not stations
        assert f"U+{ord(letter):04X}" in mistakes[0].text


def test_joiners_that_hindi_needs_are_let_through(tmp_path: Path) -> None:
    path = tmp_path / "stations.csv"
    path.write_text("code,name_en,name_hi,district,kind\nBSP-KTW,Kotwali,क्\u200dया,BSP,thana\n", "utf-8")
    mistakes: list[Mistake] = []
    assert read_stations(path, ("BSP",), mistakes)
    assert not mistakes
