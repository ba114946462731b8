"""The real range as a campaign, without a sandbox: grading needs none."""

from __future__ import annotations

from pathlib import Path

import pytest

from anubhav_gforms.campaign import Campaign, load_campaign

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def bilaspur() -> Campaign:
    return load_campaign(PROJECT)
