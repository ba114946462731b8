"""Sending the citizens: each opens the page by the poster's link and sends the form, as a browser without scripts does."""

from __future__ import annotations

import html
import json
import queue
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlencode, urlsplit

from ..errors import SandboxError
from .citizens import Citizen
from .survey import Survey

RECORDED = 'class="vHW8K"'
WORKERS = 3
HIDDEN = {
    name: re.compile(f'name="{name}" value="([^"]*)"') for name in ("fvv", "partialResponse", "pageHistory", "fbzx")
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
Advance = Callable[[int, int], None]


class WalkError(SandboxError):
    """A citizen could not respond: the message says at which address, and what came back."""


def moved(url: str, root: str) -> SplitResult:
    """The link, at another root when one is given. Raises WalkError unless it leads to this machine."""
    host = ""
    with suppress(ValueError):  # of an address that is none, such as "//[", or has a port that is none
        parts, there = urlsplit(url), urlsplit(root)
        if root:
            parts = parts._replace(scheme=there.scheme, netloc=there.netloc)
        if parts.port != 0 and (host := parts.hostname or "") in LOOPBACK:
            return parts
    raise WalkError(
        "The links lead to {place}. Visitors respond only on a sandbox of this machine.", place=host or root or url
    )


def fetch(url: str, root: str = "") -> str:
    """The page behind a link, as text. Raises WalkError."""
    parts = moved(url, root)
    with _connection(parts) as connection:
        return _request(connection, "GET", _path(parts), b"", {})[1]


def send_all(
    citizens: Sequence[Citizen], survey: Survey, *, root: str = "", advance: Advance = lambda done, total: None
) -> None:
    """Let all citizens respond, in their order. Raises WalkError at the first that cannot."""
    waiting: queue.SimpleQueue[Citizen] = queue.SimpleQueue()
    for citizen in citizens:
        waiting.put(citizen)
    failed: list[Exception] = []
    done = 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal done
        try:
            with _connection(moved(citizens[0].url, root)) as connection:
                while not failed:
                    try:
                        citizen = waiting.get_nowait()
                    except queue.Empty:
                        return
                    _send(connection, citizen, survey, root)
                    with lock:
                        done += 1
        except (WalkError, OSError, HTTPException) as error:
            failed.append(error)

    if not citizens:
        return
    workers = [threading.Thread(target=work, daemon=True) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        while worker.is_alive():
            worker.join(timeout=0.2)
            advance(done, len(citizens))
    if failed:
        error = failed[0]
        raise error if isinstance(error, WalkError) else WalkError("The sandbox does not reply ({error}).", error=error)
    advance(done, len(citizens))


def _send(connection: HTTPConnection, citizen: Citizen, survey: Survey, root: str) -> None:
    parts = moved(citizen.url, root)
    clock = {"X-Sandbox-Clock": citizen.at.isoformat().replace("+00:00", "Z")}
    status, page = _request(connection, "GET", _path(parts), b"", clock)
    field = survey.field("station")
    found = {name: pattern.search(page) for name, pattern in HIDDEN.items()}
    if status != 200 or not all(found.values()):
        raise WalkError("{url} replied {number} without a form.", url=citizen.url, number=status)
    filled = re.search(f'name="{re.escape(field)}" value="([^"]*)"', page)
    code = html.unescape(filled[1]) if filled else ""
    values = [(field, _typed(code, citizen.code)), *citizen.fields]
    hidden = {name: html.unescape(match[1]) for name, match in found.items() if match}
    body = urlencode([*_last_page(values, hidden, survey)]).encode()
    headers = {**clock, "Content-Type": "application/x-www-form-urlencoded"}
    status, page = _request(connection, "POST", parts.path.replace("/viewform", "/formResponse"), body, headers)
    if status != 200 or RECORDED not in page:
        raise WalkError("{url} did not record a response: {number}.", url=citizen.url, number=status)


def _last_page(values: Sequence[tuple[str, str]], hidden: dict[str, str], survey: Survey) -> Iterator[tuple[str, str]]:
    """What the last page of the form posts: its own answers, and those of the pages before in partialResponse."""
    pages = {f"entry.{asked.entry}": asked.page for asked in survey.questions.values()}
    last = survey.pages - 1
    if last:
        earlier = [
            [None, int(name[6:]), [value], 0] for name, value in values if value and pages.get(name, last) < last
        ]
        hidden["partialResponse"] = json.dumps([earlier, None, hidden["fbzx"]], ensure_ascii=False)
        hidden["pageHistory"] = ",".join(map(str, range(last + 1)))
    yield from (pair for pair in values if pages.get(pair[0], last) == last)
    yield from hidden.items()


def _typed(filled: str, wanted: str | None) -> str:
    """What ends up in the code field. "~lower" and the like are slips over what the link had filled in."""
    slips = {"~lower": filled.lower(), "~spaces": " ".join(filled.split(".")), "~short": filled[:-2]}
    return filled if wanted is None else slips.get(wanted, wanted)


def _path(parts: SplitResult) -> str:
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@contextmanager
def _connection(parts: SplitResult) -> Iterator[HTTPConnection]:
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def _request(connection: HTTPConnection, verb: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    try:
        connection.request(verb, path, body or None, {"Accept-Language": "hi-IN,en;q=0.5", **headers})
        reply = connection.getresponse()
        return reply.status, reply.read().decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        raise WalkError(
            "No reply from {host}:{port} ({error}).",
            host=connection.host,
            port=connection.port,
            error=error or type(error).__name__,
        ) from error
