"""A spreadsheet as a person sees it: its tabs, the last rows of one, nothing to type into, a tab to download."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from .. import clock, oauth
from ..discovery import load
from ..drive import files, shown
from ..refusal import Refusal
from ..sheets import a1, export, store
from ..sheets.functions import MOMENT
from ..sheets.reading import Reader
from . import pages
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


async def download(request: Request) -> Response:
    """A tab as a file, for the login of the request, or for anybody where the spreadsheet is shared with everybody."""
    query = request.query_params
    spreadsheet_id = request.path_params.get("spreadsheet_id") or query.get("id", "")
    wanted = query.get("format") or query.get("exportFormat") or "xlsx"
    if wanted not in DOWNLOADS:
        raise Refusal(400, "Sorry, unable to open the file at this time.")
    method = next(one for one in load("drive").methods if one.id == "drive.files.export")
    gid = query.get("gid", "")
    bearer = request.headers.get("authorization", "").startswith("Bearer ")
    MOMENT.set(clock.now(request))
    login = oauth.admit(request, {}, method) if bearer else oauth.Login("", key=True)
    with request.app.state.world.transaction() as db:
        oauth.check_file(db, login, method, spreadsheet_id)
        sheet_id = int(gid) if gid.isascii() and gid.isdecimal() and len(gid) < 12 else None
        content = export.export(db, spreadsheet_id, DOWNLOADS[wanted], sheet_id, query.get("range", ""))
        book = store.get(db, spreadsheet_id)
    tab = (book.tab(sheet_id) if sheet_id is not None else None) or book.tabs[0]
    name = book.properties["title"] + (f" - {tab.title}" if wanted in ("csv", "tsv") else "")
    plain = "".join(letter for letter in name if (letter.isascii() and letter.isalnum()) or letter == "-")
    held = f"attachment; filename=\"{plain}.{wanted}\"; filename*=UTF-8''{quote(name)}.{wanted}"
    return Response(content, headers={"content-type": DOWNLOADS[wanted], "content-disposition": held})


routes: list[BaseRoute] = [
    Route("/spreadsheets/d/{spreadsheet_id}/export", download, methods=["GET"]),
    Route("/spreadsheets/export", download, methods=["GET"]),
    Route("/spreadsheets/d/{spreadsheet_id}", show, methods=["GET"]),
    Route("/spreadsheets/d/{spreadsheet_id}/edit", show, methods=["GET"]),
]
