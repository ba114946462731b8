"""Running the sandbox: on a port of loopback, in this process."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .app import make_app

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """A socket on loopback; port 0 takes any that is free. Raises OSError when the port is taken."""
    # asyncio sends small replies at once (TCP_NODELAY) only on a socket that says it is TCP
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    listener.listen(128)
    return listener


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with a limit for headers, an end to waiting, and a way to drop the connection.

    A request that has not arrived whole after `patience` seconds, or whose head is longer than `HEAD_MAX` bytes, is
    cut off.
    """

    HEAD_MAX = 64 * 1024
    patience = 60.0
    _in_head = True
    _head = 0
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Somebody connects, and has to say something."""
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Bytes arrive."""
        super().data_received(data)
        if self._in_head:
            self._head += len(data)
            if self._head > self.HEAD_MAX:
                self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection ends."""
        self._expect(nothing=True)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self.scope["sandbox.drop"] = self.transport.abort  # type: ignore[typeddict-unknown-key]  # ours
        self._in_head, self._head = True, 0
        self._expect()

    def on_headers_complete(self) -> None:
        """The head of a request is there. Its reply has the time of this moment; uvicorn's own is up to a second old."""
        self._in_head = False
        if self.config.date_header:
            date = (b"date", formatdate(usegmt=True).encode())
            self.server_state.default_headers = [date, *self.config.encoded_headers]
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The whole request is there."""
        self._expect(nothing=True)
        super().on_message_complete()

    def _expect(self, *, nothing: bool = False) -> None:
        if self._late is not None:
            self._late.cancel()
        self._late = None if nothing else self.loop.call_later(self.patience, self.transport.abort)


def server(app: ASGIApp) -> uvicorn.Server:
    """A uvicorn server that only serves: no log, no websockets, no life-cycle events."""
    config = uvicorn.Config(
        app, http=Protocol, loop="asyncio", ws="none", lifespan="off", log_config=None, access_log=False, proxy_headers=False, server_header=False,
        timeout_keep_alive=30, limit_concurrency=200,
    )  # fmt: skip
    return uvicorn.Server(config)


@contextmanager
def serving(app: ASGIApp, *, port: int = 0) -> Iterator[str]:
    """Serve an application in a thread of this process until the end of the block; gives its root address."""
    listener = listen(port)
    uvicorn_server = server(app)
    thread = threading.Thread(target=uvicorn_server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        while not uvicorn_server.started:
            if not thread.is_alive():
                raise RuntimeError("The sandbox did not start.")
            time.sleep(0.002)
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        uvicorn_server.should_exit = True
        thread.join(timeout=10)
        listener.close()


@dataclass(frozen=True)
class Running:
    """A sandbox at work: its root address, its application."""

    root: str
    app: Starlette


@contextmanager
def running(world: Path, *, port: int = 0, profile: str = "") -> Iterator[Running]:
    """A sandbox over a world file, in a thread of this process; `profile` as for make_app."""
    app = make_app(world, profile=profile)
    try:
        with serving(app, port=port) as root:
            yield Running(root, app)
    finally:
        app.state.world.close()
