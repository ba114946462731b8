"""Fixtures for everybody: a running sandbox, a small campaign, a gateway to the sandbox."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import settings

PROJECT = Path(__file__).parent.parent
# The same examples in every run, so that a change is judged by itself; new ones are looked for by `make fuzz` and by
# pytest --hypothesis-profile=explore.
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("steady")

STATIONS = ("BSP-IGO", "BSP-KTW", "BSP-CVL", "BSP-TBR", "KRB-KTW", "KRB-CVL")


@dataclass
class Sandbox:
    """A running sandbox: its root address, its world file, and a browser-like session without a login."""

    root: str
    world: Path
    app: Any
    http: requests.Session

    def get(self, path: str, **options: Any) -> requests.Response:
        """GET below the root, without a login."""
        return self.http.get(self.root + path, timeout=30, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        """POST below the root, without a login."""
        return self.http.post(self.root + path, timeout=30, **options)

    def api(self, verb: str, path: str, **options: Any) -> requests.Response:
        """An API call with a login."""
        headers = {"Authorization": "Bearer sandbox", **options.pop("headers", {})}
        return self.http.request(verb, self.root + path, headers=headers, timeout=30, **options)

    def link(self, form_id: str, spreadsheet_id: str = "") -> dict[str, Any]:
        """Link the form to the spreadsheet (a new one when empty), as a person does on the edit page."""
        answer = self.post(f"/sandbox/forms/{form_id}/link", json={"spreadsheetId": spreadsheet_id})
        answer.raise_for_status()
        return dict(answer.json())

    def faults(self, *rules: dict[str, Any], seed: int = 1) -> None:
        """Put a fault plan in place; none ends it."""
        answer = self.post("/sandbox/faults", json={"seed": seed, "faults": list(rules)})
        assert answer.status_code == 200, answer.text

    @property
    def struck(self) -> list[str]:
        """The faults that have struck so far, in order."""
        return [entry["fault"] for entry in self.get("/sandbox/faults").json()["log"]]

    @property
    def violations(self) -> list[dict[str, Any]]:
        """What did not fit Google's documents so far."""
        return list(self.app.state.violations)

    def forgive(self) -> list[dict[str, Any]]:
        """Take the violations that this test made on purpose; gives them back."""
        taken = self.violations
        self.app.state.violations.clear()
        return taken


class Door:
    """An ASGI application that is another one for every test."""

    app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def sandbox_door() -> Iterator[tuple[Door, str]]:
    """One server for the whole run; each test puts a sandbox of its own behind the door."""
    from anubhav_gforms.sandbox.server import serving

    door = Door()
    with serving(door) as root:
        yield door, root


@pytest.fixture
def sandbox(tmp_path: Path, sandbox_door: tuple[Door, str]) -> Iterator[Sandbox]:
    """A sandbox with an empty world. Fails at the end when any request or answer did not fit Google's documents."""
    from anubhav_gforms.sandbox.app import make_app

    door, root = sandbox_door
    world = tmp_path / "world.sqlite"
    app = door.app = make_app(world)
    try:
        with requests.Session() as http:
            http.trust_env = False
            box = Sandbox(root, world, app, http)
            yield box
            left = box.violations
    finally:
        app.state.world.close()
    assert not left, f"requests or answers that do not fit Google's discovery documents: {left}"


@pytest.fixture
def config_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's configuration folder of its own: keys and logins of a test never touch the real one."""
    folder = tmp_path / "user-config"
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(folder))
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
    from anubhav_gforms.google import connect

    slept = [0.0]
    return connect(
        campaign,
        sleep=lambda seconds: slept.__setitem__(0, slept[0] + seconds),
        clock=lambda: time.monotonic() + slept[0],
    )
