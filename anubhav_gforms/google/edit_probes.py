"""Each kind of edit that we ever send, as we send it, one after the other; and whether every id outlived it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..nouns.form_changes import AddItem, ChangeItem, CollectNoEmail, MoveItem, RewordItem, SetDescription
from ..nouns.google import Form, Item, ItemKind
from .form_json import read_form, request_of
from .probes import on_one_line, questions_of
from .transport import Body

_RADIO = Item("", "", ItemKind.CHOICE, "Radio", options=("One", "Two"))
_DELETED = 3
"""Where the radio question stands when it goes: made at 1, moved to 3, behind a text, a list and a scale."""

EDITS: dict[str, Callable[[Form], Body]] = {
    "createItem": lambda form: request_of(AddItem(_RADIO, 1)),
    "updateItem, words": lambda form: request_of(RewordItem(1, "Radio?", "Choose", form.items[1])),
    "updateItem, options": lambda form: request_of(
        ChangeItem(1, replace(form.items[1], required=True, options=("One", "2")), required=True, options=True)
    ),
    "updateItem, scale": lambda form: request_of(
        ChangeItem(3, replace(form.items[3], low="Bad", high="Good"), labels=True)
    ),
    "updateItem, stars": lambda form: request_of(ChangeItem(4, replace(form.items[4], required=True), required=True)),
    "updateItem, heading of a page": lambda form: request_of(RewordItem(8, title="More?", item=form.items[8])),
    "updateItem, text": lambda form: request_of(RewordItem(10, title="Note?", item=form.items[10])),
    "moveItem": lambda form: request_of(MoveItem(1, _DELETED)),
    "updateSettings": lambda form: request_of(CollectNoEmail()),
    "updateFormInfo": lambda form: request_of(SetDescription("First line\n\nThird line")),
    "deleteItem": lambda form: {"deleteItem": {"location": {"index": _DELETED}}},
}
"""After `probes.every_kind` was made: name of the edit → its request, given the form as it is by then."""


def try_edit(name: str, get: Callable[[], Body], update: Callable[[list[Body]], Body]) -> tuple[str, bool]:
    """Send one edit; what came of it, and whether it was done with every other id kept. `update` tells refusals."""
    before = get()
    reply = update([EDITS[name](read_form(before))])
    if "refused" in reply:
        return on_one_line(reply), False
    after = get()
    gone = [_DELETED] if name == "deleteItem" else []
    kept = {_ids(item) for item in after.get("items", ())}
    lost = [
        str(item.get("title"))
        for position, item in enumerate(before.get("items", ()))
        if position not in gone and _ids(item) not in kept
    ]
    if lost:
        return f"other ids for: {', '.join(lost)}", False
    if name != "updateSettings" and all(before.get(each) == after.get(each) for each in ("info", "items")):
        return "taken and not done", False
    return "done, every id kept", True


def _ids(item: Body) -> tuple[str, ...]:
    """The ids of an item and of every question in it."""
    return (item.get("itemId", ""), *(question.get("questionId", "") for question in questions_of(item)))
