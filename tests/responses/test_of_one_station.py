"""A campaign of one station, from the form to the report: each command does its work, and nothing is said of "1 stations"."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms import pipeline
from tests.office import run
from tests.responses.conftest import Field

NOUNS = "stations|districts|responses|rows|weeks|files|links|codes|lines|cases|posters|pages|questions|matters"
COMMANDS = (
    "doctor",
    "posters --without-proof",
    "pull",
    "ledger verify",
    "ledger stats",
    "ledger export all.csv",
    "report --week 2026-W36",
    "gazette list",
    "gazette verify",
    "explain BSP-KTW --week 2026-W36",
    "calibrate --week 2026-W36",
    "flags",
    "today",
)


@pytest.fixture
def campaign_dir(campaign_dir: Path) -> Path:
    """The campaign's folder with one station."""
    path = campaign_dir / "stations.csv"
    head, *lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([head, *(line for line in lines if line.startswith("BSP-KTW"))]) + "\n", "utf-8-sig")
    return campaign_dir


@pytest.mark.parametrize("responses", [1, 30])
def test_each_command_works_for_one_station(
    responses: int, campaign: Any, google: Any, sandbox: Any, config_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(campaign.root)
    made = pipeline.setup_forms(campaign, google).registry
    linked = sandbox.link(made.form_id, made.spreadsheet_id)
    office = Field(campaign, google, sandbox, made, linked["spreadsheetId"], linked["sheetId"])
    office.respond_many(
        responses, **{each.key: 4 for each in campaign.form.questions if each.type.rates and each.key != "overall"}
    )
    told = []
    for command in COMMANDS:
        done = run(campaign.root, *command.split())
        assert (done.return_value in (0, 1), done.exception) == (True, None), command
        assert "nan" not in done.output.split(), command
        told += re.findall(rf"(?:^|[ (])1 (?:\w+ )?(?:{NOUNS})\b.*", done.output, re.MULTILINE)
    assert not told
