"""An office with half a year of responses in its ledger, and a key for its cubes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from tests.office import make_office, run, write_ledger

from ..world import praise, responses
from . import TEXT


def few(lines: list[str]) -> list[str]:
    """The header, and the first five stations of each district; no rule here needs more."""
    kept, number = lines[:1], Counter[str]()
    for line in lines[1:]:
        number[line[:3]] += 1
        if number[line[:3]] <= 5 or line.startswith("BSP-SKD"):
            kept.append(line)
    return kept


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with 26 weeks of responses in its ledger; a burst of praise with copied words at BSP-SKD."""
    folder = tmp_path_factory.mktemp("campaign")
    campaign = make_office(folder, few)
    frame = responses(campaign, weeks=26, a_week=2, seed=1)
    frame = pd.concat([frame, praise(campaign, "BSP-SKD", "2026-11-18", 12)], ignore_index=True)
    frame["message"] = ""
    frame.loc[frame.index[-3:], "message"] = TEXT
    write_ledger(campaign, frame)
    return folder


@pytest.fixture(autouse=True)
def signed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office has a key for its cubes, which its config believes."""
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "user"))
    line = run(folder, "-q", "cube", "key").output
    office = folder / "config" / "office.toml"
    office.write_text(office.read_text("utf-8").partition("[cube_keys]\n")[0] + f"[cube_keys]\n{line}", "utf-8")
