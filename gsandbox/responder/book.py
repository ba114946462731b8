"""A spreadsheet as a person sees it: its tabs, the last rows of one, nothing to type into, and the file to download."""

from __future__ import annotations

import base64
import hmac
import html
import secrets
from urllib.parse import quote

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from .. import clock, oauth, wire
from ..account import OWNER_ID
from ..discovery import load
from ..drive import files, shown
from ..refusal import Refusal
from ..sheets import a1, export, store
from ..sheets.functions import MOMENT
from ..sheets.reading import Reader
from ..sheets.store import Spreadsheet, Tab
from . import pages, texts
from .texts import NOT_FOUND

LAST = 200


async def show(request: Request) -> Response:
    """The tab named by `gid` (the first one when it is not given): header, then the newest rows last."""
    spreadsheet_id = request.path_params["spreadsheet_id"]
    MOMENT.set(clock.now(request))
    with request.app.state.world.transaction() as db:
        if files.find(db, spreadsheet_id) is None:
            raise Refusal(404, NOT_FOUND)
        book = store.get(db, spreadsheet_id)
        wanted = request.query_params.get("gid", "")
        tab = book.tab(int(wanted)) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 12 else None
        tab = tab or book.tabs[0]
        last = store.last_row(db, tab.key) + 1
        reader = Reader(db, book)
        grid = a1.on_grid(tab, None)
        top = max(1, last - LAST)
        header = (reader.values(a1.Window(tab, 0, 1, grid.left, grid.right)) or [[]])[0]
        rows = reader.values(a1.Window(tab, top, max(last, top), grid.left, grid.right)) if last > 1 else []
    width = max((len(row) for row in (header, *rows)), default=0)
    text = pages.render(
        "book.html",
        "en",
        page_title=book.properties["title"],
        title=book.properties["title"],
        zone=book.properties["timeZone"],
        tabs=book.tabs,
        tab=tab,
        header=[*header, *[""] * (width - len(header))],
        rows=[(top + at + 1, [*row, *[""] * (width - len(row))]) for at, row in enumerate(rows)],
        total=max(last - 1, 0),
        hidden=top - 1,
    )
    return HTMLResponse(text, headers={"cache-control": "no-store"})


DOWNLOADS = {word: mime for mime, word in shown.EXPORTS.items()}
SEAL = secrets.token_bytes(16)
HEADERS = {"cache-control": "no-cache, no-store, max-age=0, must-revalidate", "pragma": "no-cache"}
PAGE = {"content-type": "text/html; charset=UTF-8"} | HEADERS
MOVED = """<HTML>
<HEAD>
<TITLE>Temporary Redirect</TITLE>
</HEAD>
<BODY BGCOLOR="#FFFFFF" TEXT="#000000">
<H1>Temporary Redirect</H1>
The document has moved <A HREF="{address}">here</A>.
</BODY>
</HTML>
"""


async def ask(request: Request) -> Response:
    """Where a file is to be had, for the login of the request, or for anybody where the spreadsheet is shared with everybody."""
    query = request.query_params
    spreadsheet_id = request.path_params.get("spreadsheet_id") or query.get("id", "")
    _wanted(query)
    method = next(one for one in load("drive").methods if one.id == "drive.files.export")
    bearer = request.headers.get("authorization", "").startswith("Bearer ")
    login = oauth.admit(request, {}, method) if bearer else oauth.Login("", key=True)
    with request.app.state.world.transaction() as db:
        try:
            oauth.check_file(db, login, method, spreadsheet_id)
        except Refusal:
            if bearer:
                raise
            words = texts.TEXTS["en"]
            return HTMLResponse(pages.message_page(words["sign_in"], words["sign_in_more"], "", lang="en"), 401, PAGE)
        _tab(store.get(db, spreadsheet_id), query)
    reader = "*" if login.key else OWNER_ID
    rest = f"{int(clock.now(request).timestamp())}000/{OWNER_ID}/{reader}/{spreadsheet_id}"
    address = f"{wire.root_of(request)}/export/{_seal(rest)}/{rest}?{request.url.query}"
    return HTMLResponse(MOVED.format(address=html.escape(address)), 307, PAGE | {"location": address})


async def download(request: Request) -> Response:
    """A tab as a file, or the whole, at the address to which `ask` leads: it is good for whoever has it."""
    query, rest = request.query_params, request.path_params["rest"]
    seal = f"{request.path_params['one']}/{request.path_params['two']}"
    if not hmac.compare_digest(seal.encode(), _seal(rest).encode()):
        raise Refusal(404, NOT_FOUND)
    wanted, spreadsheet_id = _wanted(query), rest.rpartition("/")[2]
    MOMENT.set(clock.now(request))
    with request.app.state.world.transaction() as db:
        book = store.get(db, spreadsheet_id)
        tab = _tab(book, query)
        content = export.export(db, spreadsheet_id, DOWNLOADS[wanted], tab.sheet_id, query.get("range", ""))
    name = book.properties["title"] + (f" - {tab.title}" if wanted in ("csv", "tsv") else "")
    plain = "".join(letter for letter in name if (letter.isascii() and letter.isalnum()) or letter == "-")
    held = f"attachment; filename=\"{plain}.{wanted}\"; filename*=UTF-8''{quote(name)}.{wanted}"
    told = {"access-control-allow-origin": "*", "content-type": DOWNLOADS[wanted], "content-disposition": held}
    return Response(content, headers=HEADERS | told)


def _wanted(query: QueryParams) -> str:
    """The kind of file that is asked for. Raises Refusal for one that there is not."""
    wanted = query.get("format") or query.get("exportFormat") or "xlsx"
    if wanted not in DOWNLOADS:
        raise Refusal(400, "Sorry, unable to open the file at this time.")
    return wanted


def _tab(book: Spreadsheet, query: QueryParams) -> Tab:
    """The tab that is asked for, or the first. Raises Refusal for one that is not there."""
    gid = query.get("gid", "")
    return book.sheet(int(gid)) if gid.isascii() and gid.isdecimal() and len(gid) < 12 else book.tabs[0]


def _seal(rest: str) -> str:
    """Two words of 26 letters that make an address good, as Google's look."""
    key = base64.b32hexencode(hmac.digest(SEAL, rest.encode(), "sha256")).decode().lower()
    return f"{key[:26]}/{key[26:52]}"


BOOKS = ("/spreadsheets/d/{spreadsheet_id}", "/spreadsheets/u/{account}/d/{spreadsheet_id}")
routes: list[BaseRoute] = [
    *(Route(f"{path}/export", ask, methods=["GET"]) for path in BOOKS),
    Route("/spreadsheets/export", ask, methods=["GET"]),
    Route("/export/{one}/{two}/{rest:path}", download, methods=["GET"]),
    *(Route(f"{path}{end}", show, methods=["GET"]) for path in BOOKS for end in ("", "/edit")),
]
