"""A pytest plugin: a sandbox for every test. Load it with `pytest_plugins = ["gsandbox.pytest_plugin"]` in conftest.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests


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
        reply = self.post(f"/sandbox/forms/{form_id}/link", json={"spreadsheetId": spreadsheet_id})
        reply.raise_for_status()
        return dict(reply.json())

    def end(self, form_id: str, confirmation: str, **options: object) -> None:
        """Set what the form shows after sending, as a person does in its settings; no draft is kept."""
        settings = {"action": "settings", "confirmation": confirmation, "no_autosave": True, **options}
        self.post(f"/sandbox/forms/{form_id}/edit", json=settings).raise_for_status()

    def faults(self, *rules: dict[str, Any], seed: int = 1) -> None:
        """Put a fault plan in place; none ends it."""
        reply = self.post("/sandbox/faults", json={"seed": seed, "faults": list(rules)})
        assert reply.status_code == 200, reply.text

    def profile(self, name: str = "", **readings: object) -> None:
        """Let the account be of this kind from now on, with single facts read another way."""
        body = {"readings": readings} | ({"profile": name} if name else {})
        reply = self.post("/sandbox/profile", json=body)
        assert reply.status_code == 200, reply.text

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
    from .server import serving

    door = Door()
    with serving(door) as root:
        yield door, root


@pytest.fixture
def sandbox(tmp_path: Path, sandbox_door: tuple[Door, str]) -> Iterator[Sandbox]:
    """A sandbox with an empty world. Fails at the end when any request or reply did not fit Google's documents."""
    from .app import make_app

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
    assert not left, f"requests or replies that do not fit Google's discovery documents: {left}"
