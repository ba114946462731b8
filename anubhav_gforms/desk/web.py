"""One request at the desk: who asks, in which language, with what form; and the reply to it."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import count
from threading import BoundedSemaphore, Lock
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from anyio.to_thread import current_default_thread_limiter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..campaign import Campaign
from ..errors import AnubhavError, InputError, StateError
from ..sentence import Sentence
from ..version import RunningCode
from .accounts import Account, check_password
from .asked import form_of, kept_query, language_of
from .board import Board
from .metrics import Numbers
from .pages import LANGUAGES_OF_PAGES, PackedPage, environment, render
from .roles import May, Officer
from .sessions import LockOut, OnceKeys, Session, Sessions
from .views import common

LOOKS = 1.0
"""Seconds between two looks at the dates of the campaign's files."""
LOOKS_AT_PACKAGE = 10
"""Of so many looks one is also at the files of the package."""
KEPT_PAGES = 256
BEAT = 15.0
"""Seconds between two signs of life of an open stream."""
THREADS = 240
"""Views at work or waiting at once: all 200 readers may wait for one page that is being made, and the desk still replies."""
AT_ONCE = 2
"""Passwords checked at once."""
ANON = Sentence("This page is for others. Log in with another account, or go back to the desk.")
NOT_NOW = Sentence("This page cannot be made now. Look at the window where anubhav runs.")
NOT_THERE = Sentence("There is no such page.")
UPDATED = Sentence(
    "anubhav was updated while this desk runs. Nothing is shown or written until the IG's office starts the desk again: close its window and open it once more."
)
LOGGED_OUT = Sentence("You are no longer logged in. Nothing was written. Log in and send it once more.")
STALE = Sentence("This page was open for too long. Go back, load it again and send it once more.")


@dataclass(frozen=True, slots=True)
class DeskRequest:
    """A request whose officer is known. `form`: what was sent, by name; {} for a page that is only looked at."""

    request: Request
    officer: Officer
    session: Session
    language: str
    form: Mapping[str, str] = field(default_factory=dict)

    def of_path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])


View = Callable[[DeskRequest], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def mark_of(campaign: Campaign) -> str:
    """What tells the desk of this campaign's folder from that of another one."""
    return sha256(str(campaign.root.resolve()).encode()).hexdigest()[:16]


class Reception:
    """Lets officers in, gives each page the session it was asked with, and tells open pages that there is something new.

    `accounts`: reads the accounts as they are now. `open_here`: whoever has a printed once-key works as the IG's office, which
    is so only on this computer's own address and while there is no account. `secure`: cookies for TLS only.
    """

    def __init__(
        self,
        board: Board,
        *,
        accounts: Callable[[], Mapping[str, Account]],
        open_here: bool,
        secure: bool,
        on_error: Callable[[Exception], None],
    ) -> None:
        self.board, self.accounts, self.open_here, self.secure = board, accounts, open_here, secure
        self.on_error = on_error
        self.sessions, self.lock_out, self.once, self.numbers = Sessions(), LockOut(), OnceKeys(), Numbers()
        self.entered: Callable[[], None] = lambda: None  # somebody used a once-key
        self.mark = mark_of(board.campaign)
        self.cookie = f"{'__Host-' if secure else ''}anubhav-{self.mark}"  # a browser sends those of all ports to each
        self._few = BoundedSemaphore(AT_ONCE)
        self._news = asyncio.Event()  # of the next news; each has one of its own
        self._pages: OrderedDict[object, PackedPage] = OrderedDict()
        self._minute: datetime | None = None  # of those pages
        self._code, self.outdated, self._ended = RunningCode(), False, False
        environment()
        self._making = Lock()

    def identity(self, request: Request) -> str:
        """The session id that a browser sent."""
        return request.cookies.get(self.cookie, "")

    def session(self, request: Request) -> Session | None:
        """Its session, if it is one of ours and not over."""
        return self.sessions.find(self.identity(request))

    def keep(self, reply: Response, identity: str) -> Response:
        """The reply, which gives the browser this session id."""
        reply.set_cookie(self.cookie, identity, httponly=True, samesite="strict", secure=self.secure, path="/")
        return reply

    def check(self, name: str, password: str, address: str) -> Account | None:
        """The account with this name and password; what fails is counted. Few at once: each takes 64 MiB."""
        with self._few:
            account = None if self.lock_out.waits(name, address) else check_password(self.accounts(), name, password)
            if account is None:
                self.lock_out.failed(name, address)
                self.numbers.wrong_passwords.inc()
            else:
                self.lock_out.passed(name, address)
            return account

    def current(self, endpoint: Endpoint) -> Endpoint:
        """An endpoint that refuses once the package was updated: old code and new files would show and write what neither means."""

        async def checked(request: Request) -> Response:
            if not self.outdated:
                return await endpoint(request)
            form = await form_of(request) if request.method == "POST" else {}
            return self.refused(UPDATED, 503, language_of(request), form=form, back=request.url.path)

        return checked

    def page(self, view: View, what: May | None = None) -> Endpoint:
        """A page or a deed for officers who may do that: `view` is called in a thread of its own, with what was asked."""

        async def endpoint(request: Request) -> Response:
            session, language, url = self.session(request), language_of(request), request.url
            sent = request.method == "POST"
            form = await form_of(request) if sent else {}
            if session is None or session.officer is None:
                if form.keys() - {"token"}:
                    return self.refused(LOGGED_OUT, 401, language, form=form, back=url.path)
                asked = f"{url.path}?{url.query}" if url.query else url.path
                to = "" if sent or asked == "/" else f"?{urlencode({'to': asked})}"
                return RedirectResponse(f"/login{to}", 303)
            if what and not session.officer.may(what):
                return self.refused(ANON, 403, language, session.officer)
            if sent and not session.made(form):
                return self.refused(STALE, 403, language, session.officer, form=form, back=url.path)
            return await self.replied(view, DeskRequest(request, session.officer, session, language, form))

        return self.current(endpoint)

    async def replied(self, view: View, asked: DeskRequest) -> Response:
        """What the view replies; a failure is told in words, and what it was goes to `on_error` only."""
        try:
            reply = await run_in_threadpool(view, asked)
        except AnubhavError as error:
            status = 400 if isinstance(error, InputError) and not isinstance(error, StateError) else 503
            why, back = error.whole, asked.request.url.path if asked.form else "/"
            reply = self.refused(why, status, asked.language, asked.officer, form=asked.form, back=back)
        except Exception as error:
            self.on_error(error)
            reply = self.refused(NOT_NOW, 503, asked.language, asked.officer)
        return self.in_language(reply, asked.request)

    def in_language(self, reply: Response, request: Request) -> Response:
        """The reply, which makes the browser keep the language that its address asks for."""
        if (language := request.query_params.get("language")) in LANGUAGES_OF_PAGES:
            reply.set_cookie("language", language, samesite="strict", secure=self.secure, max_age=31_536_000)
        return reply

    def refused(
        self,
        why: Sentence,
        status: int,
        language: str,
        officer: Officer | None = None,
        *,
        form: Mapping[str, str] = MappingProxyType({}),
        back: str = "/",
    ) -> Response:
        """A page that says why not, leads back, and shows the text of the form that was sent, so that nobody writes it twice."""
        typed = form.get("text", "") or ("" if "password" in form else form.get("name", ""))
        values = {"typed": typed, "back": back, "May": May}
        return HTMLResponse(render("refused", language, why=why, officer=officer, **values), status)

    def none(self, asked: DeskRequest) -> Response:
        """Any other address; a stranger is asked to log in, as for a page that is there."""
        return self.refused(NOT_THERE, 404, asked.language, asked.officer)

    def shared_page(self, template: str, asked: DeskRequest, values: Callable[[], Mapping[str, Any]]) -> Response:
        """A page that is the same for all officers of one scope until something changes; made once for them."""
        moment = self.board.now.replace(second=0, microsecond=0)
        url, officer = asked.request.url, asked.officer
        key = (template, url.path, url.query, officer.scope, asked.language, moment, self.board.version(officer))
        made = self._pages.get(key)
        if made is None:
            with self._making:  # after a pull 200 readers ask at once: one makes the page, the others take it
                if self._minute != moment:  # a page of another minute is never asked for again
                    self._pages.clear()
                    self._minute = moment
                made = self._pages.get(key)
                if made is None:
                    page = render(template, asked.language, **self._common(asked), **values())
                    made = self._pages[key] = PackedPage.of(page.encode())
                while len(self._pages) > KEPT_PAGES:
                    self._pages.popitem(last=False)
        return made.reply(asked.request)

    def own_page(self, template: str, asked: DeskRequest, *, status: int = 200, **values: Any) -> Response:
        """A page for this session alone: it holds the token of its forms."""
        page = render(template, asked.language, token=asked.session.token, **self._common(asked), **values)
        return HTMLResponse(page, status)

    def _common(self, asked: DeskRequest) -> dict[str, Any]:
        """What every page of an officer is made with."""
        here = {"path": asked.request.url.path, "kept": kept_query(asked.request)}
        return {**common(self.board, asked.officer), **here}

    async def stream(self, request: Request) -> AsyncIterator[str]:
        """Server-sent events: the name of what this officer sees, whenever it is another one, and a beat that news of others do not move."""
        known, beat = "", 0.0
        self.numbers.streams.inc()
        try:
            while not (self.outdated or self._ended) and (session := self.session(request)) and session.officer:
                news = self._news  # taken first: what comes while the version is read ends the wait at once
                with suppress(AnubhavError):
                    version = await run_in_threadpool(self.board.version, session.officer)
                    if version != known:
                        yield f"data: {version}\n\n"
                    known = version
                if time.monotonic() >= beat:
                    yield ": still here\n\n"
                    beat = time.monotonic() + BEAT
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), beat - time.monotonic())
            if not self._ended:
                yield "event: over\ndata: \n\n"
        finally:
            self.numbers.streams.dec()

    def end_streams(self) -> None:
        """The desk is stopped: open pages say so, and ask for the next one."""
        self._ended = True
        self._news.set()

    @asynccontextmanager
    async def watching(self, _: object) -> AsyncIterator[None]:
        """While the desk is open: look at the files, and wake the open pages when one changed."""
        current_default_thread_limiter().total_tokens = THREADS
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _watch(self) -> None:
        marks, accounts = (self.board.marks, self.board.now.date()), self.accounts()
        fault = ""
        for look in count(1):
            await asyncio.sleep(LOOKS)
            try:
                if look % LOOKS_AT_PACKAGE == 0 and await run_in_threadpool(lambda: self._code.was_replaced):
                    self.outdated = True
                    self._news.set()
                    self.on_error(StateError(UPDATED))
                    return
                seen, known = await run_in_threadpool(
                    lambda: ((self.board.marks, self.board.now.date()), self.accounts())
                )
                if known != accounts:
                    self.sessions.end_of({name for name, each in known.items() if accounts.get(name) == each})
                if seen != marks:
                    await run_in_threadpool(lambda: self.board.snapshot)
                if (seen, known) != (marks, accounts):
                    marks, accounts = seen, known
                    woken, self._news = self._news, asyncio.Event()
                    woken.set()
                fault = ""
            except Exception as error:  # the next look goes on; a reader's page says it in words
                if repr(error) != fault:
                    fault = repr(error)
                    self.on_error(error)
