"""The Forms API: what each method replies."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime

from .. import ids, wire
from ..account import profile
from ..drive import files
from ..front import Call, Handler
from ..refusal import Refusal
from ..sheets import copy_requests, dimensions, tab_requests
from ..wire import Json
from . import edits, publishing, responses, sheet, store, watches
from .publishing import PublishState
from .store import SCHEMA, Form

__all__ = ["HANDLERS", "SCHEMA"]

NOT_FOUND = "Requested entity was not found."
CREATED = ("formId", "info", "revisionId", "responderUri")
TITLE_ONLY = "Only info.title can be set when creating a form. To add items and change settings, use batchUpdate."


def existing(db: sqlite3.Connection, form_id: str) -> Form:
    """The form, as long as its file is there. Raises Refusal (404)."""
    form = store.find(db, form_id)
    if form is None or files.find(db, form_id) is None:
        raise Refusal(404, NOT_FOUND)
    return form


def shown(db: sqlite3.Connection, form: Form, root: str) -> Json:
    """The form as forms.get shows it; `root` is the address that responders reach it under."""
    name = files.get(db, form.id).name
    reply: Json = {
        "formId": form.id,
        "info": _info(form.content["info"], name),
        "settings": form.content["settings"],
        "revisionId": form.revision_id,
        "responderUri": form.address(root),
    }
    if form.items:
        reply["items"] = form.items
    if form.spreadsheet_id:
        reply["linkedSheetId"] = form.spreadsheet_id
    if form.state is not None:
        reply["publishSettings"] = form.state.shown(profile.of(db).empty_publish_state)
    return reply


def _info(info: Json, name: str) -> Json:
    reply: Json = {}
    if info.get("title"):
        reply["title"] = info["title"]
    if info.get("description"):
        reply["description"] = info["description"]
    return reply | {"documentTitle": name}


def _create(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    info = call.body.get("info", {})
    if set(call.body) - {"info"} or set(info) - {"title", "documentTitle"}:
        raise Refusal(400, TITLE_ONLY)
    if not info.get("title"):
        raise Refusal(400, "info.title was not provided")
    if "\n" in info["title"] or "\r" in info["title"]:
        raise Refusal(400, "Displayed text cannot contain newlines")
    name = info.get("documentTitle") or "Untitled form"
    account = profile.of(db)
    published = account.born_published and not call.flag("unpublished")
    form = store.insert(db, files.insert(db, "form", name, when), info["title"], published=published)
    reply = shown(db, form, wire.root_of(call.request))
    return reply if account.create_shows_all else {key: reply[key] for key in CREATED}


def _get(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    return shown(db, existing(db, call.path["formId"]), wire.root_of(call.request))


def _batch_update(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    form = existing(db, call.path["formId"])
    requests = call.body.get("requests", [])
    control = call.body.get("writeControl", {})
    if (required := control.get("requiredRevisionId")) and required != form.revision_id:
        raise Refusal(400, "Update failed: the revision ID does not match the latest revision ID")
    if (target := control.get("targetRevisionId")) and target != form.revision_id:
        raise Refusal(
            501, "Sandbox: Google merges a batch for an older targetRevisionId, this sandbox does not serve it."
        )
    whole = profile.of(db).update_item == "full"
    content, replies = edits.apply(form.content, requests, ids.question_id, whole=whole)
    changed = store.write_content(db, form, content, made=any("createItem" in one for one in requests))
    if changed is not form:
        sheet.follow(db, form, changed)
        watches.tell(db, form.id, "SCHEMA", when)
        files.touch(db, form.id, when)
    reply: Json = {}
    if call.body.get("includeFormInResponse"):
        reply["form"] = shown(db, changed, wire.root_of(call.request))
    return reply | {"replies": replies, "writeControl": {"requiredRevisionId": changed.revision_id}}


def _set_publish_settings(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    form = existing(db, call.path["formId"])
    if form.state is None:
        raise Refusal(400, "This form is a legacy form and does not support publish settings.")
    state: PublishState = publishing.state_after(call.body)
    store.write_state(db, form, state)
    return {"formId": form.id, "publishSettings": state.shown(profile.of(db).empty_publish_state)}


def _list_responses(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    form = existing(db, call.path["formId"])
    size = call.number("pageSize", 0)
    return responses.page(db, form, size=size, token=call.text("pageToken"), only=call.text("filter"))


def _get_response(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    return responses.one(db, existing(db, call.path["formId"]), call.path["responseId"])


def _create_watch(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    return watches.create(db, existing(db, call.path["formId"]).id, call.body, when)


def _list_watches(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    found = watches.shown(db, existing(db, call.path["formId"]).id, when)
    return {"watches": found} if found else {}


def _renew_watch(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    return watches.renew(db, existing(db, call.path["formId"]).id, call.path["watchId"], when)


def _delete_watch(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    return watches.delete(db, existing(db, call.path["formId"]).id, call.path["watchId"])


HANDLERS: dict[str, Handler] = {
    "forms.forms.create": _create,
    "forms.forms.get": _get,
    "forms.forms.batchUpdate": _batch_update,
    "forms.forms.setPublishSettings": _set_publish_settings,
    "forms.forms.responses.list": _list_responses,
    "forms.forms.responses.get": _get_response,
    "forms.forms.watches.create": _create_watch,
    "forms.forms.watches.list": _list_watches,
    "forms.forms.watches.renew": _renew_watch,
    "forms.forms.watches.delete": _delete_watch,
}


def _made(db: sqlite3.Connection, file_id: str, when: datetime) -> None:
    """A form made by Drive files.create: it asks one question, as a form made in the editor does."""
    form = store.insert(db, file_id, "")
    item = {
        "title": "Untitled question",
        "questionItem": {"question": {"choiceQuestion": {"type": "RADIO", "options": [{"value": "Option 1"}]}}},
    }
    content, _ = edits.apply(form.content, [{"createItem": {"item": item, "location": {"index": 0}}}], ids.question_id)
    store.write(db, replace(form, content=content))


def _copied(db: sqlite3.Connection, old: str, new: str, when: datetime) -> None:
    """A copy made by Drive: the same questions and ids, no responses, no link, not published."""
    form = store.find(db, old)
    if form is not None:
        copied = store.insert(db, new, form.title)
        store.write(db, replace(copied, content=form.content, revision=1, options=form.options))


def _words(db: sqlite3.Connection, file_id: str) -> str:
    """What the form says of itself: people know it by the title inside, whatever its file is called."""
    form = store.find(db, file_id)
    return "" if form is None else f"{form.title} {form.content['info'].get('description', '')}"


files.MAKERS[files.MIME["form"]] = _made
files.READERS[files.MIME["form"]] = _words
files.COPIERS[files.MIME["form"]] = _copied
dimensions.LINE_HOOKS.append(sheet.columns_moved)
tab_requests.TAB_KEEPERS.append(sheet.keeps)
copy_requests.FORM_DATA.append(sheet.wrote)
