"""Google's JSON for a form, read into our values. Google leaves out what is false, zero or empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from unicodedata import normalize

from ..nouns.google import Form, FormResponse, Item, ItemKind

Resource = Mapping[str, Any]

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


def read_form(resource: Resource) -> Form:
    """A Form from the JSON of forms.get or forms.create, texts in NFC."""
    info = resource.get("info", {})
    state = resource.get("publishSettings", {}).get("publishState")
    return Form(
        form_id=resource["formId"],
        title=_text(info, "title"),
        document_title=_text(info, "documentTitle"),
        description=_text(info, "description"),
        revision_id=resource.get("revisionId", ""),
        responder_uri=resource.get("responderUri", ""),
        email=resource.get("settings", {}).get("emailCollectionType", ""),
        published=None if state is None else bool(state.get("isPublished")),
        accepting=None if state is None else bool(state.get("isAcceptingResponses")),
        linked_sheet_id=resource.get("linkedSheetId", ""),
        items=tuple(_item(each) for each in resource.get("items", ())),
    )


def read_response(resource: Resource) -> FormResponse:
    """A FormResponse from one element of responses.list."""
    created = _instant(resource["createTime"])
    return FormResponse(
        response_id=resource["responseId"],
        created=created,
        submitted=_instant(resource["lastSubmittedTime"]) if "lastSubmittedTime" in resource else created,
        answers={
            question_id: tuple(
                normalize("NFC", each.get("value", "")) for each in answer.get("textAnswers", {}).get("answers", ())
            )
            for question_id, answer in resource.get("answers", {}).items()
        },
    )


def _item(resource: Resource) -> Item:
    question = resource.get("questionItem", {}).get("question", {})
    choice = question.get("choiceQuestion", {})
    scale = question.get("scaleQuestion", {})
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
        points=(int(scale.get("low", 0)), int(scale.get("high", 0))),
    )


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
    return normalize("NFC", resource.get(name, ""))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
