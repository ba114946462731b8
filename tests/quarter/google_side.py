"""The sandbox as it stands on the other side of the line, with a clock of its own: what time it truly is."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import requests

from gsandbox.app import make_app
from gsandbox.server import HOST, listen, server

Json = dict[str, Any]


class Door:
    """An ASGI application in front of a sandbox: each request comes at the world's time, each reply carries it as Date."""

    def __init__(self) -> None:
        self.app: Any = None
        self.now = datetime(2026, 7, 1, tzinfo=UTC)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        stamp = self.now.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        scope["headers"] = [*scope["headers"], (b"x-sandbox-clock", stamp)]

        async def dated(message: Any) -> None:
            if message["type"] == "http.response.start":
                date = (b"date", format_datetime(self.now, usegmt=True).encode())
                message = {**message, "headers": [*message["headers"], date]}
            await send(message)

        await self.app(scope, receive, dated)


class GoogleSide:
    """One server for many worlds: `open` puts a world file behind the door. `root` stays the same."""

    def __init__(self) -> None:
        self.door = Door()
        self._listener = listen(0)
        self._server = server(self.door)
        self._server.config.date_header = False
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.002)
        self.root = f"http://{HOST}:{self._listener.getsockname()[1]}"
        self.http = requests.Session()
        self.http.trust_env = False

    def open(self, world: Path) -> None:
        """Serve this world file."""
        self.shut()
        self.door.app = make_app(world)

    def shut(self) -> None:
        """Let go of the world file."""
        if self.door.app is not None:
            self.door.app.state.world.close()
            self.door.app = None

    def close(self) -> None:
        """End the server."""
        self.shut()
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._listener.close()
        self.http.close()

    @property
    def now(self) -> datetime:
        """What time it truly is."""
        return self.door.now

    def pass_time(self, much: timedelta) -> None:
        """Time goes by."""
        self.door.now += much

    def post(self, path: str, **options: Any) -> requests.Response:
        """POST below the root, as a browser without a login."""
        return self.http.post(self.root + path, timeout=30, **options)

    def api(self, verb: str, path: str, **options: Any) -> Json:
        """An API call with a login; its reply."""
        reply = self.http.request(
            verb, self.root + path, headers={"Authorization": "Bearer sandbox"}, timeout=30, **options
        )
        assert reply.status_code == 200, reply.text[:500]
        return dict(reply.json())

    def link(self, form_id: str, spreadsheet_id: str) -> Json:
        """Link a form to a spreadsheet, as a person does on the edit page."""
        reply = self.post(f"/sandbox/forms/{form_id}/link", json={"spreadsheetId": spreadsheet_id})
        reply.raise_for_status()
        return dict(reply.json())

    def end(self, form_id: str, confirmation: str) -> None:
        """Set what the form shows after sending, as a person does in its settings."""
        settings = {"action": "settings", "confirmation": confirmation, "no_autosave": True}
        self.post(f"/sandbox/forms/{form_id}/edit", json=settings).raise_for_status()

    def unlink(self, form_id: str) -> None:
        """Unlink a form from its spreadsheet."""
        self.post(f"/sandbox/forms/{form_id}/edit", json={"action": "unlink"}).raise_for_status()
