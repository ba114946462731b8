"""The two servers that we start: for this machine only, short heads, nobody keeps them waiting, nothing told of a failure."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from anubhav_gforms.reports.dashboard import Live, LiveState, dashboard
from anubhav_gforms.reports.dashboard import server as dashboard_server
from gsandbox.server import HOST, Protocol, listen

STATE = LiveState("head", "2026-W47", "", 0, 1, 0, 0, "", (1,))


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


@pytest.fixture
def board() -> Iterator[tuple[str, list[Exception]]]:
    """A dashboard as the command serves it, whose page cannot be made; its address, and what it told of the failures."""
    told: list[Exception] = []

    def page() -> bytes:
        raise ValueError("Zvanika Quillborne 9876501234")

    app = dashboard(Live(lambda: STATE, page), hosts=("127.0.0.1", "localhost"), on_error=told.append)
    listener = socket.create_server(("127.0.0.1", 0))
    served = dashboard_server.server(app)
    thread = threading.Thread(target=served.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", told
    served.should_exit = True
    thread.join(10)


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


@pytest.mark.parametrize("head", [b"X: " + b"a" * 40_000, b"X: a\r\n" * 6000])
def test_the_dashboard_takes_no_endless_head(head: bytes, board: tuple[str, list[Exception]]) -> None:
    root, _ = board
    assert b" 200 " not in say(root, b"GET /state HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head)
    assert requests.get(f"{root}/state", timeout=10).status_code == 200


def test_the_dashboard_waits_for_nobody(board: tuple[str, list[Exception]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard_server.Protocol, "patience", 0.05)
    root, _ = board
    assert say(root, b"GET /state HTTP/1.1\r\nHost: 127") == b""
    assert say(root, b"") == b""


def test_the_dashboard_says_nothing_of_what_failed(
    board: tuple[str, list[Exception]], capfd: pytest.CaptureFixture[str]
) -> None:
    """The reader is told that it failed; the window is told by the command, which writes a report without values."""
    root, told = board
    answer = requests.get(f"{root}/report", timeout=10)
    assert answer.status_code == 503
    assert [type(error) for error in told] == [ValueError]
    shown = capfd.readouterr()
    assert "Zvanika" not in answer.text + str(answer.headers) + shown.out + shown.err
    assert "Traceback" not in shown.err


def test_no_other_site_can_read_or_frame_the_dashboard(board: tuple[str, list[Exception]]) -> None:
    root, _ = board
    for path in ("/", "/state"):
        headers = requests.get(root + path, headers={"Origin": "https://evil.example"}, timeout=10).headers
        assert "Access-Control-Allow-Origin" not in headers
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert requests.get(root, headers={"Host": "evil.example"}, timeout=10).status_code == 400


def test_the_window_of_the_dashboard_tells_places_only(
    capfd: pytest.CaptureFixture[str], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    from anubhav_gforms.cli.dashboard import _tell

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    try:
        raise ValueError("Zvanika Quillborne")
    except ValueError as error:
        _tell(error)
    assert "Zvanika" not in capfd.readouterr().err + "".join(path.read_text() for path in tmp_path.iterdir())
