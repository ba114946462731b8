"""A quarter that was frozen under version 1 of the method stays under it: its reports are made again byte for byte."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading.columns import GradeStatus
from anubhav_gforms.reports import Audience
from tests.grading.world import responses, with_rules
from tests.office import make_office, write_ledger

WEEK, NEXT_QUARTER = "2026-W39", "2026-W47"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """Two districts with 40 weeks of responses; config/grading.toml says version 2."""
    folder: Path = tmp_path_factory.mktemp("office")
    campaign = make_office(folder, lambda lines: [line for line in lines if line[:4] in ("code", "SKT-", "GPM-")])
    rules = campaign.grade_rules
    assert rules.method == 2
    campaign = with_rules(campaign, letters_from=rules.letters_from.replace(year=2025))
    then = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    write_ledger(campaign, responses(campaign, weeks=40, a_week=6, seed=4), pulled_at=then)
    return campaign


def test_a_report_published_under_version_1_is_made_again_byte_for_byte(office: Campaign) -> None:
    old = with_rules(office, method=1)
    published = pipeline.write_report(old, pipeline.grade(old, week=WEEK), audiences=[Audience.STATION])
    assert "2026-Q3" in published.frozen
    statuses = set(published.contents.stations["status"])
    assert statuses & {GradeStatus.FIRM, GradeStatus.PROVISIONAL}
    assert published.outside is not None
    outside = set(published.outside.stations["status"])
    assert outside & {GradeStatus.FIRM, GradeStatus.PROVISIONAL}

    today = pipeline.grade(office, week=WEEK)
    assert today.constants.method == 1
    assert today.working.season is None
    assert pipeline.count_exactly(office, week=WEEK).constants.method == 1
    verified = pipeline.verify_report(office, published.folder)
    assert verified.different == ()
    names = set(published.manifest.files)
    assert {"office.html", "office.csv", "office.xlsx", "shared/grades.csv", "shared/report.html"} <= names


def test_the_next_quarter_is_graded_by_version_2(office: Campaign) -> None:
    grades = pipeline.grade(office, week=NEXT_QUARTER, places=False)
    assert grades.constants.method == 2
    assert {GradeStatus.SURE, GradeStatus.BETWEEN} & set(grades.stations["status"])
