"""The pack of one district: it judges and tells its own stations only."""

from __future__ import annotations

from dataclasses import replace

from anubhav_gforms.reports import for_outside
from anubhav_gforms.reports.pack import PackLanguage, district_pack
from anubhav_gforms.reports.verdicts import with_verdicts
from tests.reports.pdf_pages import pages


def test_a_districts_pack_names_no_late_flag_of_another_district(told, few_stations):
    one, two = few_stations.districts
    code = next(each.code for each in few_stations.stations if each.code.startswith(one.code))
    late = replace(for_outside(told), overdue=((code, "2026-W40"),))
    own, other = (" ".join(pages(district_pack(late, each, PackLanguage.ENGLISH))) for each in (one, two))
    assert "has waited more than 28 days" in own
    assert "waited more than" not in other


def test_a_districts_pack_without_a_score_judges_nobody(told, few_stations):
    district = few_stations.districts[0]
    mine = told.stations["district"] == district.code
    bare = replace(
        told,
        stations=with_verdicts(
            told.stations.assign(score=told.stations["score"].mask(mine), money_flag=False, alarm=False)
        ),
    )
    text = " ".join(pages(district_pack(for_outside(bare), district, PackLanguage.ENGLISH))).replace("\n", " ")
    assert "No station can be judged yet." in text
    assert "Nobody can be judged yet." in text
    assert "no clear difference from stations" not in text


def test_a_districts_pack_tells_its_own_actions_and_no_number_of_the_range(told, few_stations):
    one, two = few_stations.districts
    texts = [" ".join(pages(district_pack(for_outside(told), district))) for district in (one, two)]
    owner = told.actions[0].station[:3]
    for district, text in zip((one, two), texts, strict=True):
        assert ("शौचालय" in text) == (district.code == owner)
        assert "Step 1" in text
        assert "45 responses came" not in text
