"""Levels above the district: ranges and states of a campaign that holds several, each graded from all stations of its districts."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from anubhav_gforms.campaign import Campaign, RegionLevel, load_campaign
from anubhav_gforms.errors import CampaignError
from anubhav_gforms.grading import Shape, grade, make_cube
from anubhav_gforms.grading.grades import Grades
from anubhav_gforms.grading.undelivered import without_undelivered
from anubhav_gforms.pipeline.report import gather_counts
from anubhav_gforms.reports.pack import PackLanguage, range_pack
from anubhav_gforms.reports.page import page_bytes
from anubhav_gforms.reports.report import faces
from tests.office import make_office

from .world import responses

RANGES = {"BIL": ("BSP", "MGL", "GPM", "JNC", "SKT"), "KOR": ("KRB",), "RAI": ("RGH", "SBG")}
STATES = {"CG": ("BIL", "KOR"), "ORI": ("RAI",)}


def with_regions(root: Path) -> Path:
    """The project's campaign with three ranges in two states."""
    make_office(root)
    office = root / "config" / "office.toml"
    text = office.read_text("utf-8")
    range_of = {district: code for code, districts in RANGES.items() for district in districts}
    lines = []
    for line in text.splitlines():
        code = line.partition(" = {")[0]
        lines.append(line.replace(" }", f', range = "{range_of[code]}" }}') if code in range_of else line)
    state_of = {code: state for state, codes in STATES.items() for code in codes}
    lines += ["[ranges]", *(f'{each} = {{ name_en = "{each} Range", name_hi = "{each} रेंज", state = "{state_of[each]}" }}' for each in RANGES)]  # fmt: skip
    lines += ["[states]", *(f'{each} = {{ name_en = "State {each}", name_hi = "राज्य {each}" }}' for each in STATES)]
    office.write_text("\n".join(lines) + "\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return load_campaign(with_regions(tmp_path_factory.mktemp("regions") / "office"))


@pytest.fixture(scope="module")
def grades(campaign: Campaign) -> Grades:
    frame = responses(campaign, weeks=30, a_week=4, seed=6)
    frame = frame[~frame["station"].str.startswith("SBG")]
    return grade(campaign, make_cube(frame, Shape.of(campaign)), "2026-W47", places=False)


def test_states_and_ranges_follow_each_other(campaign: Campaign, grades: Grades) -> None:
    told = list(zip(grades.regions["level"], grades.regions["code"], strict=True))
    assert told == [*((RegionLevel.STATE, each) for each in STATES), *((RegionLevel.RANGE, each) for each in RANGES)]
    assert campaign.regions[0].districts == ("BSP", "JNC", "MGL", "GPM", "SKT", "KRB")


def test_a_range_of_one_district_is_graded_as_that_district(grades: Grades) -> None:
    of_range = grades.regions.set_index("code").loc["KOR"]
    district = grades.districts.set_index("code").loc["KRB"]
    for name in ("score", "low", "high", "sd", "stations", "stations_enough"):
        assert of_range[name] == pytest.approx(district[name], rel=1e-12), name


def test_a_range_is_shown_where_a_district_of_its_stations_would_be(campaign: Campaign) -> None:
    """Two stations that were heard make no district, and no range that would tell what the district's line keeps."""
    frame = responses(campaign, weeks=30, a_week=4, seed=6)
    korba = sorted({code for code in frame["station"] if code.startswith("KRB")})
    for count in (2, 3):
        some = frame[~frame["station"].isin(korba[count:])]
        grades = grade(campaign, make_cube(some, Shape.of(campaign)), "2026-W47", places=False)
        of_range, district = grades.regions.set_index("code").loc["KOR"], grades.districts.set_index("code").loc["KRB"]
        assert (bool(np.isnan(of_range["score"])), of_range["status"]) == (count == 2, district["status"])


def test_the_whole_is_the_mean_of_its_ranges_by_stations(grades: Grades) -> None:
    areas = grades.working.season.last.said.areas  # type: ignore[union-attr]  # version 2
    for level in RegionLevel:
        rows = grades.regions[grades.regions["level"] == level]
        assert np.average(rows["score"], weights=rows["stations"]) == pytest.approx(areas.range_estimate)
        assert int(rows["stations"].sum()) == len(grades.stations)


def test_a_silent_district_makes_its_range_less_sure(campaign: Campaign, grades: Grades) -> None:
    frame = responses(campaign, weeks=30, a_week=4, seed=6)
    heard = grade(campaign, make_cube(frame, Shape.of(campaign)), "2026-W47", places=False)
    silent, spoke = (each.regions.set_index("code").loc["RAI"] for each in (grades, heard))
    assert silent["sd"] > spoke["sd"]
    assert silent["stations"] == spoke["stations"]


def test_what_was_not_delivered_is_said(grades: Grades) -> None:
    some = without_undelivered(grades, {"BSP", "KRB", "RGH"}).regions.set_index("code")
    assert some.loc["RAI", "stations"] == (grades.stations["district"] == "RGH").sum()
    none = without_undelivered(grades, {"BSP", "KRB"}).regions.set_index("code")
    assert none.loc["RAI", "status"] == "Not delivered"
    assert np.isnan(none.loc["RAI", "score"])


def test_page_tables_and_workbook_show_them(campaign: Campaign, grades: Grades) -> None:
    contents = gather_counts(campaign, grades)
    page = page_bytes(contents).decode("utf-8")
    assert page.count("KOR रेंज") == 1
    rows = list(csv.DictReader(io.StringIO(faces(contents, PackLanguage.BOTH)["office.csv"]().decode("utf-8-sig"))))
    assert [(row["level"], row["code"]) for row in rows[-5:]] == [
        ("state", "CG"), ("state", "ORI"), ("police range", "BIL"), ("police range", "KOR"), ("police range", "RAI"),
    ]  # fmt: skip
    assert float(rows[-1]["score"]) == pytest.approx(grades.regions["score"].iloc[-1], abs=0.1)


def test_the_pack_of_the_range_shows_them_above_the_districts(campaign: Campaign, grades: Grades) -> None:
    with pypdfium2.PdfDocument(range_pack(gather_counts(campaign, grades), PackLanguage.ENGLISH)) as pack:
        texts = [" ".join(page.get_textpage().get_text_range().split()) for page in pack]
    [text] = [text for text in texts if "State CG" in text]
    at = [text.index(name) for name in ("State CG", "State ORI", "BIL Range", "KOR Range", "RAI Range")]
    assert at == sorted(at)
    score = grades.regions.set_index("code").loc["KOR", "score"]
    assert f"{score:.1f}" in text[at[3] :]
    assert text.count("Police range · ") == len(RANGES)


def test_nobody_is_silent_in_the_pack_whose_counts_were_not_delivered(campaign: Campaign, grades: Grades) -> None:
    """No station of SBG has a full group of five; that is known only where their district delivered."""
    for there, silent in ((set(campaign.district_by_code), True), (set(campaign.district_by_code) - {"SBG"}, False)):
        contents = gather_counts(campaign, without_undelivered(grades, there))
        assert ("SBG" in {row["district"] for row in contents.heard.silent}) is silent
        with pypdfium2.PdfDocument(range_pack(contents, PackLanguage.ENGLISH)) as pack:
            texts = [" ".join(page.get_textpage().get_text_range().split()) for page in pack]
        first, [of_silence] = texts[0], [text for text in texts if "Fear and satisfaction are both silent" in text]
        count = len(contents.heard.silent)
        assert f" {count} stations without 5 responses" in first
        assert re.findall(r"Stations without 5 responses: (\d+)", of_silence) == [str(count)]
        assert re.findall(r"Stations without 5 responses: (\d+)", first) == [str(count)] * silent


def test_the_page_counts_stations_of_which_nothing_was_delivered(campaign: Campaign, grades: Grades) -> None:
    contents = gather_counts(campaign, without_undelivered(grades, set(campaign.district_by_code) - {"SBG"}))
    page = page_bytes(contents).decode("utf-8")
    counted = re.search(r"This time: ([^<]*)\.", page)
    assert counted
    assert sum(map(int, re.findall(r"\d+", counted[1]))) == len(contents.stations)
    assert '<option value="Not delivered"' in page


def test_one_range_has_none(bilaspur: Campaign) -> None:
    assert bilaspur.regions == ()
    made = grade(bilaspur, make_cube(responses(bilaspur, weeks=16, a_week=3), Shape.of(bilaspur)), "2026-W47", places=False)  # fmt: skip
    assert made.regions.empty
    contents = gather_counts(bilaspur, made)
    assert contents.every_row is contents.table


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (', range = "KOR"', "", 'districts.KRB: range "" is not in [ranges]'),
        (', range = "KOR"', ', range = "BIL"', "ranges.KOR holds nothing"),
        ('state = "ORI"', 'state = "UP"', 'ranges.RAI: state "UP" is not in [states]'),
        ("[ranges]\nBIL =", "[ranges]\nRANGE =", "but not RANGE"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    office = with_regions(tmp_path / "office") / "config" / "office.toml"
    text = office.read_text("utf-8")
    assert old in text
    office.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(CampaignError) as caught:
        load_campaign(tmp_path / "office")
    mistakes = [str(each) for each in caught.value.mistakes]
    assert any(said in each for each in mistakes), mistakes
