"""The announced campaign, made once for all tests of this folder and copied for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from anubhav_gforms.campaign import Campaign
from tests.grading.world import responses
from tests.office import copied, make_office, write_ledger

from .announced import EARLIER, THEN, WEEK, report


@pytest.fixture(scope="session")
def announced_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of two districts whose week 46 is announced."""
    root = tmp_path_factory.mktemp("gazette") / "office"
    campaign = make_office(root, lambda lines: [line for line in lines if line[:4] in ("code", "SKT-", "GPM-")])
    write_ledger(campaign, responses(campaign, weeks=30, a_week=12, seed=4), pulled_at=THEN)
    report(campaign, EARLIER)
    return root


@pytest.fixture
def office(announced_once: Path, tmp_path: Path) -> Campaign:
    return copied(announced_once, tmp_path)


@pytest.fixture(scope="session")
def announced_twice(announced_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same a week later, week 47 announced too."""
    folder = tmp_path_factory.mktemp("gazette-later")
    report(copied(announced_once, folder), WEEK)
    return folder / "office"


@pytest.fixture
def office_later(announced_twice: Path, tmp_path: Path) -> Campaign:
    return copied(announced_twice, tmp_path)
