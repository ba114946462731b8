"""Changes to a form, each of which can write itself as a request of forms.batchUpdate. Narrow masks only.

Google makes a new id for whatever is blank inside the mask, and a new question id kills every printed code. So no mask
here ever covers a question as a whole, and the known ids go along all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..campaign import Question, QuestionType

Request = dict[str, Any]

SCALE = (1, 5)
"""The two ends of every scale that we make; 5 is the good one."""


@dataclass(frozen=True, slots=True)
class SetTitle:
    """The title that citizens see."""

    title: str

    def request(self) -> Request:
        return {"updateFormInfo": {"info": {"title": self.title}, "updateMask": "title"}}


@dataclass(frozen=True, slots=True)
class SetDescription:
    """The text under the title: the privacy notice. May have several lines."""

    description: str

    def request(self) -> Request:
        return {"updateFormInfo": {"info": {"description": self.description}, "updateMask": "description"}}


@dataclass(frozen=True, slots=True)
class CollectNoEmail:
    """Ask nobody to sign in and take no e-mail address."""

    def request(self) -> Request:
        settings = {"emailCollectionType": "DO_NOT_COLLECT"}
        return {"updateSettings": {"settings": settings, "updateMask": "emailCollectionType"}}


@dataclass(frozen=True, slots=True)
class AddQuestion:
    """A new question at a place (0 = first) among the items there at that moment."""

    question: Question
    index: int

    def request(self) -> Request:
        item: Request = {"title": self.question.title, "questionItem": {"question": question_body(self.question)}}
        if self.question.help:
            item["description"] = self.question.help
        return {"createItem": {"item": item, "location": {"index": self.index}}}


@dataclass(frozen=True, slots=True)
class MoveItem:
    """An item from one place to another."""

    index: int
    to: int

    def request(self) -> Request:
        return {"moveItem": {"originalLocation": {"index": self.index}, "newLocation": {"index": self.to}}}


@dataclass(frozen=True, slots=True)
class RewordItem:
    """New words for an item; its ids stay."""

    index: int
    title: str | None = None
    help: str | None = None
    item_id: str = ""

    def request(self) -> Request:
        words = {"title": self.title, "description": self.help}
        new: Request = {name: text for name, text in words.items() if text is not None}
        item = new | ({"itemId": self.item_id} if self.item_id else {})
        return {"updateItem": {"item": item, "location": {"index": self.index}, "updateMask": ",".join(new)}}


@dataclass(frozen=True, slots=True)
class ChangeQuestion:
    """Required or not, new options, new words at the ends of a scale; the question's id stays."""

    index: int
    question: Question
    required: bool = False
    options: bool = False
    labels: bool = False
    item_id: str = ""
    question_id: str = ""

    def request(self) -> Request:
        body = question_body(self.question)
        new: Request = {"questionId": self.question_id} if self.question_id else {}
        mask: list[str] = []
        if self.required:
            new["required"] = self.question.required
            mask.append("questionItem.question.required")
        if self.options:
            new["choiceQuestion"] = {"options": body["choiceQuestion"]["options"]}
            mask.append("questionItem.question.choiceQuestion.options")
        if self.labels:
            labels = {"lowLabel": self.question.low, "highLabel": self.question.high}
            new["scaleQuestion"] = labels
            mask += [f"questionItem.question.scaleQuestion.{name}" for name in labels]
        item: Request = {"questionItem": {"question": new}}
        if self.item_id:
            item["itemId"] = self.item_id
        return {"updateItem": {"item": item, "location": {"index": self.index}, "updateMask": ",".join(mask)}}


Change = SetTitle | SetDescription | CollectNoEmail | AddQuestion | MoveItem | RewordItem | ChangeQuestion


def question_body(question: Question) -> Request:
    """A question of config/form.toml as Google's Question, without id."""
    body: Request = {"required": True} if question.required else {}
    match question.type:
        case QuestionType.TEXT:
            body["textQuestion"] = {}
        case QuestionType.PARAGRAPH:
            body["textQuestion"] = {"paragraph": True}
        case QuestionType.CHOICE:
            options = [{"value": option} for option in question.options]
            body["choiceQuestion"] = {"type": "RADIO", "options": options}
        case QuestionType.SCALE:
            low, high = SCALE
            scale: Request = {"low": low, "high": high}
            if question.low:
                scale["lowLabel"] = question.low
            if question.high:
                scale["highLabel"] = question.high
            body["scaleQuestion"] = scale
    return body
