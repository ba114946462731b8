"""The report page, live: the same page, and a line above it that says what has come since. Read-only.

Nothing personal but, when it is asked for and behind a password, the page of messages that the IG reads."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from threading import Lock

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ...language import both
from ...nouns.quota import Used
from ..page import environment, fonts, page_css

USER = "anubhav"
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class LiveState:
    """What the line above the page says."""

    head: str  # names the state of the ledger: when it changes the page is made again
    week: str  # that the page shows
    when: Mapping[str, str]  # language → the days of that week and the local time of the last pull; empty before any
    minutes_ago: int  # since the last pull
    answers: int  # responses in all
    quarantined: int  # of these without a good code
    today: int  # responses of this day
    newest: str  # local time of the newest response as text; "" when there is none
    days: tuple[int, ...]  # responses of the last 14 days, oldest first
    alerts: Mapping[str, int] = field(default_factory=dict)  # rule → findings in the day before the last pull
    waiting: int = 0  # alerts that could not be sent yet
    sheet_full: float = 0.0  # share of Google's limit of cells, as the last pull saw it, 0 to 1
    quota: Used | None = None  # the calls that came nearest to their limit per minute; None when no pull noted it
    turned_away: int = 0  # calls that met a limit


class Live:
    """Makes each page once for each state of the ledger, however many readers ask. `messages`: None unless they are to be shown;
    `language`: what the line above speaks unless the browser speaks Hindi."""

    def __init__(
        self,
        state: Callable[[], LiveState],
        page: Callable[[], bytes],
        messages: Callable[[], bytes] | None = None,
        language: str = "en",
    ) -> None:
        self.state, self.language = state, language
        self._makers = {"report": page} | ({"messages": messages} if messages else {})
        self._made: dict[str, tuple[str, bytes]] = {}
        self._lock = Lock()

    @property
    def shows_messages(self) -> bool:
        return "messages" in self._makers

    def page(self, name: str = "report") -> bytes:
        """The report page, or that of messages, of the ledger as it is now."""
        with self._lock:
            head = self.state().head
            if name not in self._made or self._made[name][0] != head:
                self._made[name] = head, self._makers[name]()
            return self._made[name][1]


class Password:
    """Asks for the password (HTTP Basic) before anything else is answered."""

    def __init__(self, app: ASGIApp, password: str) -> None:
        self.app = app
        self._wanted = b"Basic " + base64.b64encode(f"{USER}:{password}".encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given: Mapping[bytes, bytes] = dict(scope.get("headers", ()))
        if scope["type"] == "http" and not secrets.compare_digest(given.get(b"authorization", b""), self._wanted):
            answer = Response(
                both("The password is needed.").joined,
                401,
                {"WWW-Authenticate": 'Basic realm="anubhav"', **HEADERS},
            )
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


def dashboard(
    live: Live,
    *,
    hosts: tuple[str, ...],
    password: str = "",
    on_error: Callable[[Exception], None] = lambda error: None,
) -> Starlette:
    """The app: / (frame), /report (the page), /state (JSON), and /messages when `live` shows them: never without a `password`,
    since other users of this machine reach it too. Only requests for one of `hosts` are answered; GET only.

    What fails goes to `on_error`; the reader is told only that it failed.
    """
    if live.shows_messages and not password:
        raise ValueError("messages are shown behind a password only")

    async def frame(request: Request) -> Response:
        return HTMLResponse(_frame(messages=live.shows_messages, language=live.language), headers=HEADERS)

    async def page(request: Request) -> Response:
        try:
            return HTMLResponse(await run_in_threadpool(live.page, request.url.path[1:]), headers=HEADERS)
        except Exception as error:
            return failed(error)

    async def state(request: Request) -> Response:
        try:
            return JSONResponse(asdict(await run_in_threadpool(live.state)), headers=HEADERS)
        except Exception as error:
            return failed(error)

    def failed(error: Exception) -> Response:
        on_error(error)
        told = both("The report cannot be made now. Look at the window where anubhav runs.").joined
        return JSONResponse({"error": told}, 503, HEADERS)

    guards = [Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))]
    if password:
        guards.append(Middleware(Password, password=password))
    routes = [Route("/", frame), Route("/report", page), Route("/state", state)]
    if live.shows_messages:
        routes.append(Route("/messages", page))
    return Starlette(routes=routes, middleware=guards)


@cache
def _frame(*, messages: bool, language: str) -> str:
    template = environment().from_string(files(__package__).joinpath("frame.html").read_text(encoding="utf-8"))
    return template.render(css=page_css(), messages=messages, first_language=language, **fonts())
