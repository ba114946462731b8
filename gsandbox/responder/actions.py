"""What a person does to a form in the editor, one function a button. Scripts may press the same buttons."""

from __future__ import annotations

import copy
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from .. import ids
from ..drive import files
from ..forms import edits, sheet, store
from ..forms.publishing import PublishState
from ..forms.store import Form
from ..refusal import Refusal
from ..wire import Json
from .load_data import EMAILS

Values = Mapping[str, str]

SPREADSHEET = re.compile(r"(?:https?://[^/]+)?/?(?:spreadsheets/d/)?([\w-]{20,})(?:[/?#].*)?")


def act(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    """Do what the button says; gives a sentence for the person. Raises Refusal (400, 404)."""
    action = ACTIONS.get(values.get("action", ""))
    if action is None:
        raise Refusal(
            400, f"Sandbox: the editor has no button {values.get('action', '')!r}. It has: {', '.join(ACTIONS)}."
        )
    return action(db, form, values, when)


def _link_new(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    sheet.link(db, form, "", when, language=values.get("language", "en"))
    return "Linked to a new spreadsheet."


def _link_existing(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    found = SPREADSHEET.fullmatch((values.get("address") or values.get("spreadsheet") or "").strip())
    if not found:
        raise Refusal(400, "Choose a spreadsheet, or paste its address.")
    linked = sheet.link(db, form, found[1], when, language=values.get("language", "en"))
    return f"Linked to {files.get(db, str(linked.spreadsheet_id)).name}."


def _unlink(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    sheet.unlink(db, form)
    return "The form is no longer linked. The tab stays in the spreadsheet and gets no more rows."


def _accept(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    _set_state(db, form, published=True, accepting=True)
    return "The form accepts responses."


def _stop(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    _set_state(db, form, published=form.published, accepting=False)
    return "The form no longer accepts responses."


def _unpublish(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    if form.state is None:
        raise Refusal(400, "A legacy form is always published.")
    _set_state(db, form, published=False, accepting=False)
    return "No longer published."


def _legacy(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    store.write(db, replace(form, state=None, accepting=True))
    return "The form is now as forms were before publish settings existed."


def _delete_response(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    where = "form_id = ? AND response_id = ?"
    gone = db.execute(f"DELETE FROM form_responses WHERE {where}", (form.id, values.get("response", "")))  # noqa: S608 - a constant
    if not gone.rowcount:
        raise Refusal(404, "Requested entity was not found.")
    return "The response is deleted. Its row in the sheet stays."


def _set_state(db: sqlite3.Connection, form: Form, *, published: bool, accepting: bool) -> None:
    if form.state is None:
        store.write(db, replace(form, accepting=accepting))
    else:
        store.write_state(db, form, PublishState(published=published, accepting=accepting))


def _rename(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    at = _place(form, values)
    _batch(db, form, {"updateItem": {**at, "item": {"title": values.get("title", "")}, "updateMask": "title"}}, when)
    return "Renamed."


def _move(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    old = _place(form, values)["location"]["index"]
    new = old + (-1 if values["action"] == "up" else 1)
    if not 0 <= new < len(form.items):
        return "It is already at the end."
    _batch(db, form, {"moveItem": {"originalLocation": {"index": old}, "newLocation": {"index": new}}}, when)
    return "Moved."


def _delete(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    _batch(db, form, {"deleteItem": _place(form, values)}, when)
    return "Deleted."


def _duplicate(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    index = _place(form, values)["location"]["index"]
    item = copy.deepcopy(form.items[index])
    item.pop("itemId")
    for holder in [
        item.get("questionItem", {}).get("question"),
        *item.get("questionGroupItem", {}).get("questions", ()),
    ]:
        if holder:
            holder.pop("questionId")
    _batch(db, form, {"createItem": {"item": item, "location": {"index": index + 1}}}, when)
    return "Duplicated."


def _add(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    question = {"textQuestion": {"paragraph": True} if values.get("paragraph") else {}}
    item = {"title": values.get("title", ""), "questionItem": {"question": question}}
    _batch(db, form, {"createItem": {"item": item, "location": {"index": len(form.items)}}}, when)
    return "Added at the end."


def _settings(db: sqlite3.Connection, form: Form, values: Values, when: datetime) -> str:
    options = replace(
        form.options,
        confirmation=values.get("confirmation", "").strip(),
        closed_message=values.get("closed_message", "").strip(),
        another=bool(values.get("another")),
        summary=bool(values.get("summary")),
        editable=bool(values.get("editable")),
        progress_bar=bool(values.get("progress_bar")),
        no_autosave=bool(values.get("no_autosave")),
        one_response=bool(values.get("one_response")),
    )
    store.write(db, replace(form, options=options))
    email = values.get("email") or form.email_collection
    if email not in EMAILS:
        raise Refusal(400, f"Sandbox: email is one of {', '.join(EMAILS)}, not {email!r}.")
    changed = store.find(db, form.id)
    assert changed is not None
    if email != changed.email_collection:
        request = {"updateSettings": {"settings": {"emailCollectionType": email}, "updateMask": "emailCollectionType"}}
        _batch(db, changed, request, when)
    return "Settings saved."


ACTIONS: dict[str, Callable[[sqlite3.Connection, Form, Values, datetime], str]] = {
    "link_new": _link_new,
    "link_existing": _link_existing,
    "unlink": _unlink,
    "accept": _accept,
    "stop": _stop,
    "unpublish": _unpublish,
    "rename": _rename,
    "up": _move,
    "down": _move,
    "delete": _delete,
    "duplicate": _duplicate,
    "add": _add,
    "settings": _settings,
    "delete_response": _delete_response,
    "legacy": _legacy,
}


def _place(form: Form, values: Values) -> Json:
    for index, item in enumerate(form.items):
        if item["itemId"] == values.get("item"):
            return {"location": {"index": index}}
    raise Refusal(400, "That question is no longer in the form. Load the page again.")


def _batch(db: sqlite3.Connection, form: Form, request: Json, when: datetime) -> None:
    content, _ = edits.apply(form.content, [request], ids.question_id)
    changed = store.write_content(db, form, content)
    sheet.follow(db, form, changed)
    files.touch(db, form.id, when)
