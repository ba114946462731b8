"""A campaign folder of its own for each test, copied from the real one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import CampaignError

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The real campaign, free to be spoiled."""
    shutil.copytree(PROJECT / "config", tmp_path / "config")
    shutil.copy(PROJECT / "stations.csv", tmp_path)
    return tmp_path


@pytest.fixture
def spoil(folder: Path) -> Callable[[str, str, str], None]:
    """spoil(file, old, new): change a text in a file of the folder."""

    def change(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.fixture
def mistakes(folder: Path) -> Callable[[], list[str]]:
    """What load_campaign says is wrong, a line each, without the folder's own path."""

    def read() -> list[str]:
        with pytest.raises(CampaignError) as caught:
            load_campaign(folder)
        return [str(mistake).removeprefix(f"{folder}/") for mistake in caught.value.mistakes]

    return read


@pytest.fixture
def load(folder: Path) -> Callable[[], Campaign]:
    return lambda: load_campaign(folder)
