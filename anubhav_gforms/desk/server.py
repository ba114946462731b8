"""Serving the desk: short headers, few connections, nobody may keep one waiting."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_MAX = 32 * 1024
CONNECTIONS = 600
"""At once: 200 readers with an open stream each, and what they load."""
SHUTDOWN_SECONDS = 2


class Protocol(H11Protocol):
    """HTTP as uvicorn speaks it; a request that is not there as a whole, head and form, after `patience` seconds is cut off."""

    patience = 20.0
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Somebody connects, and has to say something."""
        super().connection_made(transport)
        self._expect(waiting=True)

    def data_received(self, data: bytes) -> None:
        """Bytes arrive."""
        super().data_received(data)
        self._expect(waiting=self.cycle is None or self.cycle.response_complete or self.cycle.more_body)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection ends."""
        self._expect(waiting=False)
        super().connection_lost(exc)

    def _expect(self, *, waiting: bool) -> None:
        if self._late is not None and not waiting:
            self._late.cancel()
            self._late = None
        elif self._late is None and waiting:
            self._late = self.loop.call_later(self.patience, self.transport.abort)


class Server(uvicorn.Server):
    """uvicorn's; when it is stopped `ending` is called first. It would wait for open streams, and show each that it breaks off as a fault."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go who is connected."""
        self._ending()
        await super().shutdown(sockets)


def server(
    app: ASGIApp, certificate: tuple[Path, Path] | None = None, *, ending: Callable[[], None] = lambda: None
) -> uvicorn.Server:
    """A server that logs nothing, so that no trace of a response reaches a terminal or a file. `certificate`: its file and its key's."""
    config = uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=HEAD_MAX,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        ssl_certfile=certificate[0] if certificate else None,
        ssl_keyfile=certificate[1] if certificate else None,
    )
    return Server(config, ending)
