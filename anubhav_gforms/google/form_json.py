"""Google's JSON for a form: read into our values, and changes written as requests of forms.batchUpdate, narrow masks only.

Google leaves out what is false, zero or empty. It makes a new id for whatever is blank inside a mask, and a new question id
kills every printed code. So no mask here ever covers a question as a whole, and the known ids go along all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ..nouns.form_changes import (
    AddItem,
    Change,
    ChangeItem,
    CollectNoEmail,
    MoveItem,
    RewordItem,
    SetDescription,
    SetTitle,
)
from ..nouns.google import Form, Item, ItemKind, ResponsePage
from ..sentence import Sentence
from ..text import stored

Resource = Mapping[str, Any]
Request = dict[str, Any]

_CHOICES = {"RADIO": ItemKind.CHOICE, "CHECKBOX": ItemKind.CHECKBOX, "DROP_DOWN": ItemKind.DROPDOWN}
_QUESTIONS = {
    "scaleQuestion": ItemKind.SCALE,
    "ratingQuestion": ItemKind.RATING,
    "dateQuestion": ItemKind.DATE,
    "timeQuestion": ItemKind.TIME,
    "fileUploadQuestion": ItemKind.UPLOAD,
}
_LAYOUT = {
    "questionGroupItem": ItemKind.GRID,
    "pageBreakItem": ItemKind.SECTION,
    "textItem": ItemKind.NOTE,
    "imageItem": ItemKind.IMAGE,
    "videoItem": ItemKind.VIDEO,
}
_LAYOUT_MADE = {ItemKind.SECTION: "pageBreakItem", ItemKind.NOTE: "textItem"}


def read_form(resource: Resource) -> Form:
    """A Form from the JSON of forms.get or forms.create, texts in NFC."""
    info = resource.get("info", {})
    legacy = "publishSettings" not in resource  # {} without a state was seen once, on an unpublished copy
    state = resource.get("publishSettings", {}).get("publishState", {})
    return Form(
        form_id=resource["formId"],
        title=_text(info, "title"),
        document_title=_text(info, "documentTitle"),
        description=_text(info, "description"),
        revision_id=resource.get("revisionId", ""),
        responder_uri=resource.get("responderUri", ""),
        email=resource.get("settings", {}).get("emailCollectionType", ""),
        published=None if legacy else bool(state.get("isPublished")),
        accepting=None if legacy else bool(state.get("isAcceptingResponses")),
        linked_sheet_id=resource.get("linkedSheetId", ""),
        items=tuple(read_item(each) for each in resource.get("items", ())),
    )


class _Stored(dict[str, str]):
    """Text → how it is kept. Most of what thousands respond are the same few texts."""

    def __missing__(self, text: str) -> str:
        kept = self[text] = stored(text)
        return kept


def read_responses(resources: Sequence[Resource]) -> ResponsePage:
    """The elements of responses.list, by columns."""
    kept, several = _Stored(), {}
    texts: defaultdict[str, list[str]] = defaultdict(lambda: [""] * len(resources))
    for row, resource in enumerate(resources):
        for question_id, answer in resource.get("answers", {}).items():
            try:
                (value,) = answer["textAnswers"]["answers"]
                texts[question_id][row] = kept[value["value"]]
            except (KeyError, ValueError):  # several values, a blank one, a file
                values = answer.get("textAnswers", {}).get("answers", ())
                answers_given = several[question_id, row] = tuple([stored(one.get("value", "")) for one in values])
                texts[question_id][row] = ", ".join(answers_given)
    created = [_instant(each["createTime"]) for each in resources]
    submitted = [
        _instant(resource["lastSubmittedTime"]) if "lastSubmittedTime" in resource else first
        for resource, first in zip(resources, created, strict=True)
    ]
    return ResponsePage([each["responseId"] for each in resources], created, submitted, dict(texts), several)


def read_item(resource: Resource) -> Item:
    """An Item from one element of a form's `items`."""
    question = resource.get("questionItem", {}).get("question", {})
    choice = question.get("choiceQuestion", {})
    scale = question.get("scaleQuestion", {})
    stars = int(question.get("ratingQuestion", {}).get("ratingScaleLevel", 0))
    options = choice.get("options", ())
    return Item(
        item_id=resource.get("itemId", ""),
        question_id=question.get("questionId", ""),
        kind=_kind(resource, question),
        title=_text(resource, "title"),
        help=_text(resource, "description"),
        required=bool(question.get("required")),
        options=tuple(_text(each, "value") for each in options if not each.get("isOther")),
        other=any(each.get("isOther") for each in options),
        low=_text(scale, "lowLabel"),
        high=_text(scale, "highLabel"),
        points=(1, stars) if stars else (int(scale.get("low", 0)), int(scale.get("high", 0))),
        rows=tuple(row.get("questionId", "") for row in resource.get("questionGroupItem", {}).get("questions", ())),
    )


def item_json(item: Item) -> Request:
    """An item of the kinds that we make, as createItem takes it: without ids. `read_item` reads it back."""
    layout = _LAYOUT_MADE.get(item.kind)
    body: Request = {"title": item.title}
    body |= {layout: {}} if layout else {"questionItem": {"question": _question_json(item)}}
    if item.help:
        body["description"] = item.help
    return body


def request_of(change: Change) -> Request:
    """One request of forms.batchUpdate."""
    match change:
        case SetTitle(title):
            return {"updateFormInfo": {"info": {"title": title}, "updateMask": "title"}}
        case SetDescription(description):
            return {"updateFormInfo": {"info": {"description": description}, "updateMask": "description"}}
        case CollectNoEmail():
            settings = {"emailCollectionType": "DO_NOT_COLLECT"}
            return {"updateSettings": {"settings": settings, "updateMask": "emailCollectionType"}}
        case AddItem(item, index):
            return {"createItem": {"item": item_json(item), "location": {"index": index}}}
        case MoveItem(index, to):
            return {"moveItem": {"originalLocation": {"index": index}, "newLocation": {"index": to}}}
        case RewordItem():
            return _reword(change)
        case ChangeItem():
            return _change(change)


def _reword(change: RewordItem) -> Request:
    words = {"title": change.title, "description": change.help}
    new: Request = {name: text for name, text in words.items() if text is not None}
    return _update(change.index, (_whole(change.item) if change.item else {}) | new, tuple(new))


def _change(change: ChangeItem) -> Request:
    fields = {
        "required": change.required,
        "choiceQuestion.options": change.options,
        "scaleQuestion.lowLabel": change.labels,
        "scaleQuestion.highLabel": change.labels,
    }
    mask = tuple(f"questionItem.question.{name}" for name, changed in fields.items() if changed)
    return _update(change.index, _whole(change.item), mask)


def _update(index: int, item: Request, mask: Sequence[str]) -> Request:
    return {"updateItem": {"item": item, "location": {"index": index}, "updateMask": ",".join(mask)}}


def _whole(item: Item) -> Request:
    """The full item with its ids: Google may ask for it however narrow the mask is."""
    body = item_json(item)
    if item.item_id:
        body["itemId"] = item.item_id
    if item.question_id:
        body["questionItem"]["question"]["questionId"] = item.question_id
    return body


def _question_json(item: Item) -> Request:
    body: Request = {"required": True} if item.required else {}
    match item.kind:
        case ItemKind.TEXT:
            body["textQuestion"] = {}
        case ItemKind.PARAGRAPH:
            body["textQuestion"] = {"paragraph": True}
        case ItemKind.CHOICE | ItemKind.DROPDOWN:
            shown = next(name for name, kind in _CHOICES.items() if kind is item.kind)
            options = [*({"value": option} for option in item.options), *([{"isOther": True}] if item.other else [])]
            body["choiceQuestion"] = {"type": shown, "options": options}
        case ItemKind.SCALE:
            low, high = item.points
            scale: Request = {"low": low, "high": high}
            if item.low:
                scale["lowLabel"] = item.low
            if item.high:
                scale["highLabel"] = item.high
            body["scaleQuestion"] = scale
        case ItemKind.RATING:
            body["ratingQuestion"] = {"iconType": "STAR", "ratingScaleLevel": item.points[1]}
        case kind:
            raise ValueError(Sentence("an item of kind {kind} is met on adopted forms and never made", kind=kind))
    return body


def _kind(resource: Resource, question: Resource) -> ItemKind:
    if "textQuestion" in question:
        return ItemKind.PARAGRAPH if question["textQuestion"].get("paragraph") else ItemKind.TEXT
    if "choiceQuestion" in question:
        return _CHOICES.get(question["choiceQuestion"].get("type", ""), ItemKind.OTHER)
    for name, kind in _QUESTIONS.items():
        if name in question:
            return kind
    for name, kind in _LAYOUT.items():
        if name in resource:
            return kind
    return ItemKind.OTHER


def _text(resource: Resource, name: str) -> str:
    return stored(resource.get(name, ""))


def _instant(text: str) -> datetime:
    """An aware moment. Raises ValueError for one without a zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
