"""The sandbox's server: for this machine only, short heads, nobody keeps it waiting. The desk's: tests/desk."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from gsandbox.server import HOST, Protocol, listen


def say(root: str, *pieces: bytes) -> bytes:
    """Send pieces over one connection; gives what comes back before it is closed."""
    host, _, port = root.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        said = b""
        try:
            for piece in pieces:
                line.sendall(piece)
            while part := line.recv(65_536):
                said += part
        except ConnectionError:
            pass
        return said


def test_the_sandbox_listens_on_loopback_only() -> None:
    assert HOST == "127.0.0.1"
    with listen(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: " + b"a" * 50_000 + b"\r\n", b"Y: " + b"a" * 50_000],
        [b"GET /" + b"a" * 300_000],
    ],
)
def test_the_sandbox_takes_no_endless_head(pieces: list[bytes], sandbox: Any) -> None:
    assert b" 200 " not in say(sandbox.root, *pieces)
    assert sandbox.get("/sandbox/faults").status_code == 200, "others are served as before"


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET / HTTP/1.1\r\nHost: ", b"POST /v1/forms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\n{"],
)
def test_the_sandbox_waits_for_nobody(begun: bytes, sandbox: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that stops half-way is cut off; the patience is 60 seconds, here a twentieth of one."""
    monkeypatch.setattr(Protocol, "patience", 0.05)
    assert say(sandbox.root, begun) == b""
