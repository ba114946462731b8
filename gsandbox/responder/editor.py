"""The editor's page of a form, and the address under which scripts press its buttons."""

from __future__ import annotations

import secrets
import sqlite3
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from .. import clock, oauth, wire
from ..drive import files, permissions, shared
from ..forms import sheet, store
from ..forms.store import Form
from ..refusal import Refusal
from . import actions, pages
from .texts import NOT_FOUND
from .values import fields_of

KINDS = {
    "TEXT": "Short answer",
    "PARAGRAPH": "Paragraph",
    "RADIO": "Multiple choice",
    "DROPDOWN": "Drop-down",
    "CHECKBOX": "Tick boxes",
    "SCALE": "Linear scale",
    "RATING": "Rating",
    "GRID": "Grid",
    "DATE": "Date",
    "TIME": "Time",
}
TOKEN = secrets.token_urlsafe(24)
"""Stands in every button of the editor, and is asked for when it is pressed: only who saw the page can press it."""
LINKED_BY_BUTTON = {"link_new", "link_existing", "unlink", "accept", "stop"}


def with_file(db: sqlite3.Connection, form: Form | None) -> tuple[Form, files.File]:
    """The form, and its file in Drive. Raises Refusal (404) when either is missing."""
    file = files.find(db, form.id) if form else None
    if form is None or file is None:
        raise Refusal(404, NOT_FOUND)
    return form, file


def _form(db: sqlite3.Connection, request: Request) -> Form:
    return with_file(db, store.find(db, request.path_params["form_id"]))[0]


async def edit(request: Request) -> Response:
    """The editor: questions, responses, settings."""
    with request.app.state.world.transaction() as db:
        form, file = with_file(db, store.find(db, request.path_params["form_id"]))
        (count,) = db.execute("SELECT count(*) FROM form_responses WHERE form_id = ?", (form.id,)).fetchone()
        books = [each for each in files.every(db) if each.mime == files.MIME["spreadsheet"] and not each.trashed]
        anyone = form.state is None or permissions.may_respond(db, form.id, clock.now(request))
    linked = next((book for book in books if book.id == form.spreadsheet_id), None)
    rows = [
        (item, [(question, KINDS[question.kind.name]) for question in questions])
        for page in form.pages
        for item, questions in ([(page.section, ())] if page.section else []) + list(page.items)
    ]
    text = pages.render(
        "edit.html",
        "en",
        form=form,
        title=form.title or file.name,
        page_title=f"{file.name} - editor",
        document_title=file.name,
        rows=rows,
        count=count,
        books=books,
        linked=linked,
        anyone=anyone,
        view=form.address(wire.root_of(request)),
        done=request.query_params.get("done", ""),
        token=TOKEN,
    )
    return HTMLResponse(text, headers={"cache-control": "no-store"})


async def press(request: Request) -> Response:
    """A button of the editor, pressed by a person."""
    fields = fields_of("", await request.body(), request.headers.get("content-type", ""))
    values = {name: given[-1] for name, given in fields.items()}
    if not secrets.compare_digest(values.get("token", "").encode(), TOKEN.encode()):
        raise Refusal(403, "This page is from before the sandbox was started. Load it again, then press the button.")
    form_id = request.path_params["form_id"]
    try:
        with request.app.state.world.transaction() as db:
            done = actions.act(db, _form(db, request), values, clock.now(request))
    except Refusal as refused:
        if refused.status != 400:
            raise
        done = refused.message
    part = "responses" if values.get("action") in LINKED_BY_BUTTON else "done"
    return RedirectResponse(f"/forms/d/{form_id}/edit?done={quote(done)}#{part}", status_code=303)


async def press_by_script(request: Request) -> Response:
    """A button of the editor, pressed by a script: JSON {"action": …, …} as the buttons send."""
    given = await _json(request)
    values = {name: str(value) for name, value in given.items() if value not in (None, False)}
    with request.app.state.world.transaction() as db:
        done = actions.act(db, _form(db, request), values, clock.now(request))
    return JSONResponse({"done": done})


async def link(request: Request) -> Response:
    """Link the form to a spreadsheet by its id, or to a new one: JSON {"spreadsheetId": "…"} or {}.

    "language" (en, en-GB, hi, fr, zh) is that of the owner's account: it names the tab and its first column.
    """
    given = await _json(request)
    spreadsheet_id = given.get("spreadsheetId") or ""
    if not isinstance(spreadsheet_id, str):
        raise Refusal(400, "Sandbox: spreadsheetId must be a text.")
    with request.app.state.world.transaction() as db:
        language = str(given.get("language") or "en")
        linked = sheet.link(db, _form(db, request), spreadsheet_id, clock.now(request), language=language)
    return JSONResponse({"sheetId": linked.sheet_id, "spreadsheetId": linked.spreadsheet_id})


async def give_away(request: Request) -> Response:
    """A file belongs to another account from now on: JSON {"account": "other@sandbox.invalid"}.

    With {"make": "spreadsheet"} there need be no such file yet; with {"role": "reader"} or "writer" that account shares
    it with the sandbox's user. With {"shared_drive": true} it moves into the shared drive, where nobody owns it.
    """
    given = await _json(request)
    if given.get("shared_drive") is True:
        with request.app.state.world.transaction() as db:
            shared.move(db, request.path_params["file_id"])
        return JSONResponse(given)
    account, kind = str(given.get("account") or "other@sandbox.invalid"), str(given.get("make") or "")
    role = given.get("role", "")
    if role not in ("", "reader", "writer"):
        raise Refusal(400, "Sandbox: role must be reader or writer.")
    with request.app.state.world.transaction() as db:
        files.give_away(db, request.path_params["file_id"], account, clock.now(request), make=kind, role=role)
    return JSONResponse(given)


async def new_key(request: Request) -> Response:
    """A new API key: whoever has it can read what is shared with everybody."""
    await _json(request)
    with request.app.state.world.transaction() as db:
        key = oauth.make(db, "key", account="", client="", scopes=[], when=clock.now(request))
    return JSONResponse({"key": key})


async def _json(request: Request) -> dict[str, Any]:
    body = await request.body()
    try:
        given = wire.loads(body) if body.strip() else {}
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Refusal(400, "Sandbox: the body must be a JSON object.")
    return given


routes: list[BaseRoute] = [
    *(Route(f"/forms/{path}/edit", edit, methods=["GET"]) for path in ("d/{form_id}", "u/{account}/d/{form_id}")),
    Route("/forms/d/{form_id}/edit", press, methods=["POST"]),
    Route("/sandbox/forms/{form_id}/link", link, methods=["POST"]),
    Route("/sandbox/files/{file_id}/owner", give_away, methods=["POST"]),
    Route("/sandbox/keys", new_key, methods=["POST"]),
    Route("/sandbox/forms/{form_id}/edit", press_by_script, methods=["POST"]),
]
