"""A mail server on loopback, as the provider of an office has one."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def taking_mails(refused: str = "") -> Iterator[tuple[int, list[bytes]]]:
    """Its port, and the mails that reached it so far; what holds the bytes of `refused` it does not take."""
    from aiosmtpd.controller import Controller

    taken: list[bytes] = []

    class Taker:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the name that aiosmtpd calls
            taken.append(envelope.content)
            return "554 not here" if refused and refused.encode() in envelope.content else "250 OK"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Taker(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port, taken
    finally:
        controller.stop()
