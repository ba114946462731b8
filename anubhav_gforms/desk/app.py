"""The desk as a web application: which address shows what, and to whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from ..errors import AnubhavError, InputError
from ..reports.manifest import read_manifest
from ..reports.page.templates import told_in_both
from ..sentence import Sentence
from .accounts import Account
from .board import Board
from .casework import CaseVerbs, Casework, case_tile
from .deeds import DeedsDone
from .guard import Guard, report_policy
from .login import LoginPages
from .pages import LANGUAGES_OF_PAGES, PackedPage, static
from .parts import shown_at_once
from .praisework import PraiseVerbs, Praisework
from .published import FOLDERS, RECENT, by_folder, week_of
from .roles import DeskRole, May, Officer, may_have
from .views import Filters, desk_values, district_values, station_values, wall_values, written_values
from .web import ANON, DeskRequest, Reception

MARK = "x-anubhav-desk"
"""The header of /healthz that says whose desk it is."""
NOT_RELEASED = Sentence("Nothing that people wrote was released to you yet.")


@dataclass(frozen=True, slots=True)
class Sources:
    """What the desk shows and others make: the report of the ledger as it is now, the IG's page of messages, and the
    folder of reports."""

    report: Callable[[], bytes]
    messages: Callable[[str | None], bytes]
    reports: Path
    cases: CaseVerbs
    deeds: DeedsDone
    praise: PraiseVerbs


def make_app(
    board: Board,
    sources: Sources,
    *,
    hosts: frozenset[str],
    accounts: Callable[[], Mapping[str, Account]],
    open_here: bool,
    secure: bool,
    on_error: Callable[[Exception], None],
) -> tuple[Starlette, Reception]:
    """The application, and its reception, which makes the once-keys. What fails goes to `on_error`; readers learn only that it did."""
    reception = Reception(board, accounts=accounts, open_here=open_here, secure=secure, on_error=on_error)
    shows, login, page = Shows(reception, sources), LoginPages(reception), reception.page
    casework, praise = Casework(reception, sources.cases, sources.deeds), Praisework(reception, sources.praise)
    routes = [
        Route("/", page(shows.first)),
        Route("/wall", page(shows.wall, May.SEE_RANGE)),
        Route("/station/{code}", page(shows.station)),
        Route("/report", page(shows.report, May.SEE_RANGE)),
        Route("/messages", page(shows.messages)),
        Route("/published", page(shows.published)),
        Route("/published/{week}/{name:path}", page(shows.file)),
        Route("/cases", page(casework.list, May.ACT)),
        Route("/cases/{name}", page(casework.show, May.ACT)),
        Route("/cases/{name}", page(casework.do, May.ACT), methods=["POST"]),
        Route("/answer/{id}", page(casework.ask, May.READ_RESPONSE)),
        Route("/answer/{id}", page(casework.open_response, May.READ_RESPONSE), methods=["POST"]),
        Route("/praise", page(praise.list, May.READ_RESPONSE)),
        Route("/praise", page(praise.do, May.READ_RESPONSE), methods=["POST"]),
        Route("/account", page(login.leaving)),
        Route("/events", shows.events),
        Route("/login", reception.current(login.form)),
        Route("/login", reception.current(login.enter), methods=["POST"]),
        Route("/logout", page(login.out), methods=["POST"]),
        Route("/enter", reception.current(login.once)),
        Route("/static/{name}", shows.static),
        Route("/healthz", shows.health),
        Route("/metrics", shows.metrics),
        Route("/{path:path}", page(reception.none), methods=["GET", "POST"]),
    ]
    guard = Middleware(Guard, hosts=hosts, secure=secure, counted=reception.numbers.counted)
    return Starlette(routes=routes, middleware=[guard], lifespan=reception.watching), reception


class Shows:
    """The pages that are only looked at."""

    def __init__(self, reception: Reception, sources: Sources) -> None:
        self.reception, self.board, self.sources = reception, reception.board, sources

    def first(self, asked: DeskRequest) -> Response:
        """The desk; for an SP, the district in full groups of five."""
        if asked.officer.role is DeskRole.SP:
            return self.reception.shared_page(
                "district", asked, lambda: district_values(self.board, asked.officer) | self._cases(asked)
            )
        filters, deeds = Filters.of(asked.request.query_params), self.sources.deeds.newest()
        return self.reception.shared_page(
            "desk",
            asked,
            lambda: desk_values(self.board, asked.officer, filters) | self._cases(asked) | {"deeds": deeds},
        )

    def _cases(self, asked: DeskRequest) -> dict[str, Any]:
        """The tile of cases, and which responses of the feed have one."""
        may = asked.officer.may(May.READ_RESPONSE)
        case_of = {case.matter.answer: case for case in self.board.case_book.cases if case.matter.answer and may}
        return {"tile": case_tile(self.board, asked.officer), "case_of": case_of}

    def wall(self, asked: DeskRequest) -> Response:
        """The screen of the control room."""
        return self.reception.shared_page("wall", asked, lambda: wall_values(self.board) | self._cases(asked))

    def station(self, asked: DeskRequest) -> Response:
        """One station. One of another district is not there for an SP, as if it had no such code."""
        code, officer = asked.of_path("code"), asked.officer
        if code not in self.board.campaign.station_by_code or not officer.sees(self.board.campaign, code):
            return self.reception.none(asked)
        filters, deeds = Filters.of(asked.request.query_params), self.sources.deeds.at(code)
        return self.reception.shared_page(
            "station", asked, lambda: station_values(self.board, officer, code, filters) | {"deeds": deeds}
        )

    def report(self, asked: DeskRequest) -> Response:
        """The report of the ledger as it is now; nothing of it is published."""
        return _of_reports(self.sources.report(), asked)

    def messages(self, asked: DeskRequest) -> Response:
        """What people wrote: all for the IG's office, of many stations a district at a time; for an SP what the last report released
        to them."""
        officer, campaign = asked.officer, self.board.campaign
        if officer.may(May.READ_RESPONSE):
            district = asked.request.query_params.get("district")
            if shown_at_once(campaign.stations):
                return _of_reports(self.sources.messages(None), asked)
            if district in {"", *campaign.district_by_code}:
                return _of_reports(self.sources.messages(district), asked)
            return self.reception.shared_page("messages", asked, lambda: written_values(self.board))
        if not officer.may(May.SEE_LOTS):
            return self.reception.refused(ANON, 403, asked.language, officer)
        name = f"districts/{officer.district}-messages.html"
        page = next((folder / name for folder in self._folders() if name in self._files(folder, officer)), None)
        if page is None:
            return self.reception.refused(NOT_RELEASED, 404, asked.language, officer)
        return _of_reports(page.read_bytes(), asked)

    def published(self, asked: DeskRequest) -> Response:
        """The newest reports with the files that this officer may have, of many stations one report at a time; the names of the others."""
        campaign, folders = self.board.campaign, self._folders()
        chosen = [each for each in folders if each.name == asked.request.query_params.get("week")]
        shown = chosen or folders[: RECENT if shown_at_once(campaign.stations) else 1]
        files = [
            (folder.name, week_of(folder.name), by_folder(campaign, self._files(folder, asked.officer)))
            for folder in shown
        ]
        weeks = [each for each in files if each[2]]
        others = [(each.name, week_of(each.name)) for each in folders if each not in shown]
        return self.reception.own_page("published", asked, weeks=weeks, others=others, folders=FOLDERS)

    def file(self, asked: DeskRequest) -> Response:
        """A file of a report, if it is one of those that this officer may have."""
        week, name = asked.of_path("week"), asked.of_path("name")
        folder = next((each for each in self._folders() if each.name == week), None)
        if folder is None or name not in self._files(folder, asked.officer):
            return self.reception.none(asked)
        content = (folder / name).read_bytes()
        if name.endswith(".html"):
            return _of_reports(content, asked)
        kind = guess_type(name)[0] or "application/octet-stream"
        shown = {"content-disposition": f'attachment; filename="{week}-{Path(name).name}"'}
        return Response(content, media_type=kind, headers=shown)

    def _folders(self) -> list[Path]:
        """The folders of reports, the newest week first, and before it the month that ends with it."""
        folders = [each.parent for each in self.sources.reports.glob("*/manifest.json")]
        return sorted(
            folders, key=lambda each: (getattr(week_of(each.name), "label", ""), "-W" not in each.name), reverse=True
        )

    def _files(self, folder: Path, officer: Officer) -> list[str]:
        """Of the files that the report's own list names, those that an officer may have and that are there."""
        try:
            names = read_manifest(folder).files
        except InputError:
            return []
        return [name for name in sorted(names) if may_have(officer, name) and (folder / name).is_file()]

    async def events(self, request: Request) -> Response:
        """The stream that tells an open page to load itself again."""
        session = self.reception.session(request)
        if session is None or session.officer is None:
            return PlainTextResponse("", 401)
        return StreamingResponse(self.reception.stream(request), media_type="text/event-stream")

    async def static(self, request: Request) -> Response:
        """Style, script and fonts: the same for everybody; nothing but a word for a browser that has them."""
        asset = static().get(request.path_params["name"])
        if asset is None:
            return PlainTextResponse("", 404)
        content, kind, mark = asset
        headers = {"cache-control": "max-age=300", "etag": mark}
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=kind, headers=headers)

    def health(self, request: Request) -> Response:
        """For a monitor outside: 200 while responses are pulled in time by the code that is installed, else 503. It holds no count.
        Its header says whose desk this is."""
        whose = {MARK: self.reception.mark}
        try:
            pulled, silent = self.board.snapshot.pulled_at, self.board.silent_since
        except AnubhavError:
            return JSONResponse({"status": "the ledger cannot be read"}, 503, whose)
        minutes = int((self.board.now - pulled).total_seconds() // 60) if pulled else None
        status = "nothing was pulled for too long" if silent else "ok"
        if self.reception.outdated:
            status = "anubhav was updated: start the desk again"
        return JSONResponse({"status": status, "minutes_since_pull": minutes}, 200 if status == "ok" else 503, whose)

    def metrics(self, request: Request) -> Response:
        """For a Prometheus on this computer, or with an officer's session who may see the state of the connection. What a proxy on this
        computer hands on comes from it too: so there is no count that a response or a case moves."""
        session, client = self.reception.session(request), request.client
        officer = session.officer if session else None
        if not (client and client.host in ("127.0.0.1", "::1")) and not (officer and officer.may(May.SEE_HEALTH)):
            return PlainTextResponse("", 403)
        try:
            numbers, snapshot = self.reception.numbers, self.board.snapshot
        except AnubhavError:
            return PlainTextResponse("the ledger cannot be read", 503)
        pulled = snapshot.pulled_at
        numbers.pull_age.set((self.board.now - pulled).total_seconds() if pulled else -1)
        numbers.sessions.set(self.reception.sessions.logged_in)
        return Response(numbers.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


_OPEN = rb'<a href="/answer/\1">%b \1</a>' % told_in_both("Open").encode()
_MASTHEAD = b'<div class="masthead">'
_BACK = b'<p class="tools"><a href="/" style="color:inherit">%b</a></p>\n' % told_in_both("Back to the desk").encode()


def _of_reports(page: bytes, asked: DeskRequest) -> Response:
    """A page that reports/ made, as the desk shows it, with script and style of its own inside: no other runs on it."""
    shown, policy = _shown(page, asked.language)
    return shown.reply(asked.request, {"content-security-policy": policy})


@lru_cache(maxsize=4)
def _shown(page: bytes, language: str) -> tuple[PackedPage, str]:
    """The page in the desk's language, with a way back, whose commands for one response are links; and its policy."""
    page = re.sub(rb"<code>anubhav answer (\w+)</code>", _OPEN, page).replace(_MASTHEAD, _BACK + _MASTHEAD, 1)
    openings = {each: f'<html lang="{each}" data-language="{each}">'.encode() for each in LANGUAGES_OF_PAGES}
    for spoken in openings.values():
        page = page.replace(spoken, openings[language], 1)
    return PackedPage.of(page), report_policy(page)
