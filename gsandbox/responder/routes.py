"""The addresses that a respondent meets: viewform, formResponse, closedform, editingdisabled, sign-in."""

from __future__ import annotations

import html
import json
import secrets
import sqlite3
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from .. import clock, ids, wire
from ..account import profile
from ..drive import permissions
from ..forms import sheet, store, watches
from ..forms.responses import instant, micros
from ..forms.store import Form
from ..refusal import Refusal
from . import book, editor, pages, submission, texts
from .pages import Shown
from .submission import Step
from .values import Given, answers_in, fields_of

__all__ = ["routes"]

FONT_FOLDER = Path(__file__).parent / "fonts"
FONTS = ("Mukta-Regular.woff2", "Mukta-Bold.woff2")
QUERY_MAX = 8192


def _shown(db: sqlite3.Connection, request: Request) -> Shown:
    """The form that the address means; closed while it lies in the trash. Raises Refusal (404, 500)."""
    if len(request.url.query) > QUERY_MAX:
        raise Refusal(500, "Internal error encountered.")
    if published_id := request.path_params.get("published_id"):
        found = store.find_published(db, published_id)
    else:
        found = store.find(db, request.path_params["form_id"])
    form, file = editor.with_file(db, found)
    form = replace(form, accepting=False) if file.trashed else form
    return Shown(form, file.name, _language(request), wire.root_of(request), _asks_sign_in(db, form))


def _language(request: Request) -> str:
    return texts.language_of(request.headers.get("accept-language", ""), request.query_params.get("hl", ""))


def _html(request: Request, text: str, status: int = 200) -> Response:
    headers = {"cache-control": "no-cache, no-store, max-age=0", "vary": "Accept-Encoding, Accept-Language"}
    body = text.encode()
    if wire.takes_gzip(request.headers.get("accept-encoding", "")):
        body, headers["content-encoding"] = wire.compress(body), "gzip"
    return HTMLResponse(body, status_code=status, headers=headers)


def _moved(address: str) -> Response:
    body = f'<HTML>\n<HEAD>\n<TITLE>Moved Temporarily</TITLE>\n</HEAD>\n<BODY>\n<H1>Moved Temporarily</H1>\nThe document has moved <A HREF="{address}">here</A>.\n</BODY>\n</HTML>\n'
    return HTMLResponse(body, status_code=302, headers={"location": address, "cache-control": "no-cache, no-store"})


def _asks_sign_in(db: sqlite3.Connection, form: Form) -> bool:
    """Whether the form's settings want people to sign in: they see it all the same, and cannot send it."""
    verified = form.email_collection == "VERIFIED" and not profile.of(db).verified_opens
    return form.options.one_response or verified


def _turned_away(db: sqlite3.Connection, request: Request, shown: Shown, *, sending: bool = False) -> Response | None:
    """What a stranger meets who cannot open the form, or cannot send it; None when they can."""
    account, form = profile.of(db), shown.form
    if form.published and not form.accepting:
        return _moved(shown.address("closedform"))
    invited = form.state is None or permissions.may_respond(db, form.id, clock.now(request))
    if form.published and invited and not (sending and shown.sign_in):
        return None
    if sending or account.stranger_page == "401":
        return _sign_in_page(request, 401)
    return _moved(f"{shown.root}/accounts.google.com/ServiceLogin?continue={shown.address()}")


async def viewform(request: Request) -> Response:
    """The form, empty or filled in by the link; or where Google sends people who cannot respond."""
    with request.app.state.world.transaction() as db:
        shown = _shown(db, request)
        form = shown.form
        if away := _turned_away(db, request, shown):
            return away
        fields = fields_of(request.url.query, b"", "")
        edit_key = fields.get("edit2", [""])[-1]
        if edit_key:
            earlier = _editable(db, form, edit_key)
            if earlier is None:
                return _moved(shown.address("editingdisabled"))
            answers, typed = earlier
        else:
            fields = {} if request.scope.get("sandbox.no_prefill") else fields
            answers, typed = answers_in(fields, form.by_number), ""
    answers = {number: given for number, given in answers.items() if _offered(form, number, given)}
    fbzx, email = ids.fbzx(), fields.get("emailAddress", [""])[-1] or typed
    if not edit_key and not email:
        page = pages.first_page(shown, answers, fbzx)
    else:
        page = pages.form_page(shown, pages.blank(answers, fbzx, email), edit_key=edit_key)
    return _html(request, page.replace("</main>", f"{_other_account(request, shown)}</main>", 1))


def _other_account(request: Request, shown: Shown) -> str:
    """The link to other accounts. It names the page's own address, query and all: nothing there proves a prefilled value."""
    path, mark, query = str(request.url).partition("?")
    here = path + mark + quote(query, safe="")
    address = html.escape(f"{shown.root}/accounts.google.com/AccountChooser?continue={here}&service=wise")
    return f'<p class="foot"><a href="{address}">{texts.TEXTS[shown.lang]["other_account"]}</a></p>'


def _offered(form: Form, number: int, given: Given) -> bool:
    """Whether a prefilled value fits its question: a choice that is no option, a bad date are passed over."""
    fault = submission.fault_of(form.by_number[number], given)
    return fault is None or (fault is submission.AnswerFault.REQUIRED and given.other is not None)


async def form_response(request: Request) -> Response:
    """A post, or a GET with an answer: the next page, the same page with faults, or a recorded response."""
    body = await request.body()
    fields = fields_of(request.url.query, body, request.headers.get("content-type", ""))
    if request.method == "GET" and not any(name == "submit" or name.startswith("entry.") for name in fields):
        return await viewform(request)
    with request.app.state.world.transaction() as db:
        shown = _shown(db, request)
        form = shown.form
        if away := _turned_away(db, request, shown, sending=True):
            return away
        wrong = profile.of(db).missing_required
        edit_key = fields.get("edit2", [""])[-1]
        if edit_key and _editable(db, form, edit_key) is None:
            return _moved(shown.address("editingdisabled"))
        step = submission.take(form, fields)
        if step.complete:
            edit_key = _record(db, form, step, edit_key, clock.now(request))
            watches.tell(db, form.id, "RESPONSES", clock.now(request))
    if step.complete:
        return _html(request, pages.confirmation_page(shown, edit_key, fields.get("submissionTimestamp", [""])[-1]))
    if step.lost:
        text = texts.TEXTS[shown.lang]["lost"]
        return _html(request, pages.message_page(shown.title, text, "", lang=shown.lang), 400)
    page = pages.form_page(shown, replace(step, fbzx=step.fbzx or ids.fbzx()), edit_key=edit_key)
    return _html(request, page, wrong if step.faults else 200)


def _editable(db: sqlite3.Connection, form: Form, edit_key: str) -> tuple[dict[int, Given], str] | None:
    """The answers and the address of the response that this edit link belongs to; None when there is none or editing is off."""
    query = "SELECT answers, email FROM form_responses WHERE form_id = ? AND edit_key = ?"
    row = db.execute(query, (form.id, edit_key)).fetchone()
    if row is None or not form.options.editable:
        return None
    answers: dict[int, Given] = {}
    for question_id, values in json.loads(row[0]).items():
        question = form.by_number.get(int(question_id, 16))
        if question is None:
            continue
        other = next((value for value in values if question.has_other and value not in question.options), None)
        answers[question.number] = Given(tuple(value for value in values if value is not other), other)
    return answers, row[1] or ""


def _record(db: sqlite3.Connection, form: Form, step: Step, edit_key: str, when: datetime) -> str:
    """Keep a complete response, new or edited, and write its row; gives the key of its edit link."""
    kept = submission.stored(form, step.answers)
    text = json.dumps(kept, ensure_ascii=False)
    row = sheet.Row(when, kept, step.email)
    if edit_key:
        query = "SELECT submitted FROM form_responses WHERE form_id = ? AND edit_key = ?"
        (before,) = db.execute(query, (form.id, edit_key)).fetchone()
        change = "UPDATE form_responses SET submitted = ?, answers = ?, email = ? WHERE form_id = ? AND edit_key = ?"
        db.execute(change, (micros(when), text, step.email or None, form.id, edit_key))
        sheet.overwrite(db, form, instant(before), row)
        return edit_key
    edit_key = ids.edit_key()
    values: tuple[Any, ...] = (
        ids.response_id(),
        form.id,
        edit_key,
        secrets.randbits(62),
        micros(when),
        micros(when),
        step.email or None,
        text,
    )
    db.execute("INSERT INTO form_responses VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    sheet.append(db, form, row)
    return edit_key


async def closedform(request: Request) -> Response:
    """What people see when the form takes no responses; back to the form when it does."""
    with request.app.state.world.transaction() as db:
        shown = _shown(db, request)
    if shown.form.open:
        return _moved(shown.address())
    words = texts.TEXTS[shown.lang]
    text = shown.form.options.closed_message or words["closed"].format(title=shown.title)
    return _html(request, pages.message_page(shown.title, text, words["closed_more"], lang=shown.lang))


async def editingdisabled(request: Request) -> Response:
    """What an edit link leads to when editing is off."""
    with request.app.state.world.transaction() as db:
        shown = _shown(db, request)
    return _html(request, pages.message_page(shown.title, texts.TEXTS[shown.lang]["no_edit"], "", lang=shown.lang))


async def by_form_id(request: Request) -> Response:
    """The address with the file's id leads to the published one."""
    with request.app.state.world.transaction() as db:
        shown = _shown(db, request)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(shown.address() + query, status_code=302)


async def sign_in(request: Request) -> Response:
    """Stands for Google's login page: nobody can log in here."""
    return _sign_in_page(request)


def _sign_in_page(request: Request, status: int = 200) -> Response:
    words = texts.TEXTS[lang := _language(request)]
    return _html(request, pages.message_page(words["sign_in"], words["sign_in_more"], "", lang=lang), status)


async def font(request: Request) -> Response:
    """The page's Hindi letters, for a machine that has none of its own."""
    name = request.path_params["name"]
    if name not in FONTS:
        raise Refusal(404, texts.NOT_FOUND)
    return FileResponse(FONT_FOLDER / name, media_type="font/woff2", headers={"cache-control": "max-age=86400"})


def _published(page: str) -> list[str]:
    return [f"/forms/d/e/{{published_id}}/{page}", f"/forms/u/{{account}}/d/e/{{published_id}}/{page}"]


routes: list[BaseRoute] = [
    *(Route(path, viewform, methods=["GET"]) for path in _published("viewform")),
    *(Route(path, form_response, methods=["GET", "POST"]) for path in _published("formResponse")),
    *(Route(path, closedform, methods=["GET"]) for path in _published("closedform")),
    *(Route(path, editingdisabled, methods=["GET"]) for path in _published("editingdisabled")),
    *(Route(f"/forms/d/{{form_id}}{end}", by_form_id, methods=["GET"]) for end in ("/viewform", "/", "")),
    Route("/forms/u/{account}/d/{form_id}/viewform", by_form_id, methods=["GET"]),
    Route("/forms/d/{form_id}/formResponse", form_response, methods=["GET", "POST"]),
    Route("/sandbox/fonts/{name}", font, methods=["GET"]),
    Route("/accounts.google.com/ServiceLogin", sign_in, methods=["GET"]),
    Route("/accounts.google.com/AccountChooser", sign_in, methods=["GET"]),
    *editor.routes,
    *book.routes,
]
