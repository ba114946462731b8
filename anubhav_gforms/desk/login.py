"""Coming in and going out: by a password, or on this computer by the address that was printed once."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..errors import AnubhavError
from ..linear import linear
from ..sentence import Sentence
from .asked import form_of, kept_query, language_of
from .pages import render
from .roles import DeskRole, Officer
from .web import NOT_NOW, STALE, DeskRequest, Reception

_OWN_PAGE = linear(r"/[a-z?][A-Za-z0-9/._?=&%+-]*")
HERE = Officer("this-computer", DeskRole.IG, with_password=False)
"""Whoever has the once-key that was printed in the window of the IG's own computer."""
WRONG = Sentence("Name or password is wrong.")
WAIT = Sentence("Too many wrong passwords. Wait a quarter of an hour, or ask the IG's office for a new one.")


class LoginPages:
    """The pages /login, /logout and /enter."""

    def __init__(self, reception: Reception) -> None:
        self.reception = reception

    async def form(self, request: Request) -> Response:
        """The page that asks for name and password."""
        here = self.reception
        session = here.session(request)
        if session and session.officer:
            return RedirectResponse(_way(request.query_params), 303)
        identity = here.identity(request)
        if session is None:
            identity, session = here.sessions.begin(None)
        return here.in_language(here.keep(self._page(request, session.token, request.query_params), identity), request)

    async def enter(self, request: Request) -> Response:
        """Take name and password. A session that begins gets an id that nobody could know before."""
        here = self.reception
        session, form = here.session(request), await form_of(request)
        name, password = form.get("name", "").strip().lower()[:100], form.get("password", "")
        address = request.client.host if request.client else ""
        if session is None or not session.made(form):
            return here.refused(STALE, 403, language_of(request))
        if here.lock_out.waits(name, address):
            return self._page(request, session.token, form, WAIT, 429)
        try:
            account = await run_in_threadpool(here.check, name, password, address)
        except AnubhavError as error:
            here.on_error(error)
            return here.refused(NOT_NOW, 503, language_of(request))
        if account is None:
            return self._page(request, session.token, form, WRONG, 401)
        identity, _ = here.sessions.begin(account.officer, instead_of=here.identity(request))
        return here.keep(RedirectResponse(_way(form), 303), identity)

    async def once(self, request: Request) -> Response:
        """The address that the window printed: opens the desk once, on this computer, while there is no account."""
        here = self.reception
        if not here.open_here or not here.once.take(request.query_params.get("key", "")):
            refusal = Sentence(
                "This address has opened the desk already. Start anubhav desk again, or use its shortcut."
            )
            return here.refused(refusal, 403, language_of(request))
        here.entered()
        identity, _ = here.sessions.begin(HERE, instead_of=here.identity(request))
        return here.keep(RedirectResponse("/", 303), identity)

    def out(self, asked: DeskRequest) -> Response:
        """End this session."""
        self.reception.sessions.end(self.reception.identity(asked.request))
        return RedirectResponse("/login", 303)

    def leaving(self, asked: DeskRequest) -> Response:
        """The page with the button that logs out."""
        district = self.reception.board.campaign.district_by_code.get(asked.officer.district)
        return self.reception.own_page("account", asked, district=district and district.names)

    def _page(
        self, request: Request, token: str, given: Mapping[str, str], why: Sentence | None = None, status: int = 200
    ) -> Response:
        office = self.reception.board.campaign.office.office.names
        values = {"token": token, "why": why, "open_here": self.reception.open_here, "officer": None}
        own = {"name": given.get("name", "")[:100], "to": _way(given), "kept": kept_query(request)}
        return HTMLResponse(render("login", language_of(request), office=office, **values, **own), status)


def _way(given: Mapping[str, str]) -> str:
    """Where a reader wanted to go before the login: an address of the desk itself, else its first page."""
    to = given.get("to", "")
    return to if _OWN_PAGE.fullmatch(to) else "/"
