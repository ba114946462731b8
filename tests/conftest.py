"""Fixtures for everybody: a small campaign, a gateway to the sandbox (which gsandbox.pytest_plugin starts)."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import HealthCheck, settings

from gsandbox.pytest_plugin import Sandbox
from tests.age_file import age_file
from tests.chromium import CHROMIUM
from tests.districts import only_with_stations

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # tests never assert on time, and a machine may be busy
PROJECT = Path(__file__).parent.parent
STATIONS = ("BSP-IGO", "BSP-KTW", "BSP-CVL", "BSP-TBR", "KRB-KTW", "KRB-CVL")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The one browser of this process: a second one beside it is refused by Playwright."""
    from playwright.sync_api import sync_playwright  # most tests need no browser

    assert CHROMIUM, "ANUBHAV_NEED_CHROMIUM is set and there is no chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _sealed_with_little_work(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup costs seconds of the processor to seal and again to open, on purpose. Here its file is as true and cheap to open;
    the tests marked `full_work` have it sealed as an office has."""
    if "full_work" not in request.keywords:
        monkeypatch.setattr(pyrage.passphrase, "encrypt", age_file)


@pytest.fixture
def config_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's configuration folder of its own: keys and logins of a test never touch the real one."""
    folder = tmp_path / "user-config"
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(folder))
    return folder


@pytest.fixture
def ledger_folder(tmp_path: Path) -> Path:
    """Where the ledger of a campaign would lie, so that its keys lie in this test's own folder as well."""
    folder = tmp_path / "data" / "ledger"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def campaign_dir(tmp_path: Path, sandbox: Sandbox, config_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign folder of six stations in two districts, pointed at the sandbox."""
    monkeypatch.delenv("ANUBHAV_GOOGLE_ROOT", raising=False)
    folder = tmp_path / "campaign"
    shutil.copytree(PROJECT / "config", folder / "config")
    lines = (PROJECT / "stations.csv").read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines[1:] if line.split(",")[0] in STATIONS]
    assert len(kept) == len(STATIONS)
    (folder / "stations.csv").write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8-sig")
    only_with_stations(folder)
    office = folder / "config" / "office.toml"
    text = office.read_text(encoding="utf-8")
    assert '\nroot = ""\n' in text
    office.write_text(text.replace('\nroot = ""\n', f'\nroot = "{sandbox.root}"\n'), encoding="utf-8")
    return folder


@pytest.fixture
def campaign(campaign_dir: Path) -> Any:
    """The campaign of `campaign_dir`, loaded."""
    from anubhav_gforms.campaign import load_campaign

    return load_campaign(campaign_dir)


@pytest.fixture
def google(campaign: Any) -> Any:
    """A gateway to the sandbox. Its waits pass at once: sleeping moves the clock that its pace is held against."""
    from anubhav_gforms.pipeline.connection import connect

    slept = [0.0]
    return connect(
        campaign,
        sleep=lambda seconds: slept.__setitem__(0, slept[0] + seconds),
        clock=lambda: time.monotonic() + slept[0],
    )
