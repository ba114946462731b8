"""What `doctor --live` sends: an item of every kind, an answer to each, and batches that Google must refuse."""

from __future__ import annotations

import json
import re

from .transport import Body

OWN_ITEM, OWN_QUESTION = "0000a000", "0000a001"
"""Ids of our own choice: does Google keep them?"""

VALUES = {
    "Own ids": "text",
    "Choice": "One",
    "Scale": "4",
    "Rating": "3",
    "Date": "2026-11-25",
    "Time": "10:30",
    "Grid": "A",
    "Second page": "text",
}
"""One answer to each of the items."""

PREFILLED = {"Own ids": "BSP-KTW.P1.A0000000", "Choice": "Nowhere"}
"""What links fill in: a text such as a printed code, and what is no option of a list."""


def every_kind() -> list[Body]:
    """One item of each kind whose answers or prefill are not settled; the first carries ids of our own."""
    columns = _choice("RADIO", "A", "B")["choiceQuestion"]
    return [
        _item("Own ids", {"textQuestion": {}, "questionId": OWN_QUESTION}) | {"itemId": OWN_ITEM},
        _item("Choice", _choice("DROP_DOWN", "One", "Two") | {"required": True}),
        _item("Scale", {"scaleQuestion": {"low": 1, "high": 5}}),
        _item("Rating", {"ratingQuestion": {"iconType": "STAR", "ratingScaleLevel": 5}}),
        _item("Date", {"dateQuestion": {"includeYear": True}}),
        _item("Time", {"timeQuestion": {}}),
        {
            "title": "Grid",
            "questionGroupItem": {"grid": {"columns": columns}, "questions": [{"rowQuestion": {"title": "Row"}}]},
        },
        {"title": "More", "pageBreakItem": {}},
        _item("Second page", {"textQuestion": {}}),
        {"title": "Note", "description": "Two\nlines", "textItem": {}},
    ]


def wrong_batches() -> dict[str, list[Body]]:
    """Batches that break one rule each, after `every_kind` was made: how does Google word its refusals?"""
    text: Body = {"textQuestion": {}}
    return {
        "index past the end": [at(_item("x", text), 99)],
        "two equal options": [at(_item("x", _choice("RADIO", "Same", "Same")), 0)],
        "an id in use": [at(_item("x", text | {"questionId": OWN_QUESTION}), 0)],
        "a malformed id": [at(_item("x", text | {"questionId": "zz"}), 0)],
        "a line break in a title": [at(_item("x\ny", text), 0)],
        "no request at all": [],
    }


def at(item: Body, index: int) -> Body:
    """The request that makes an item at a place."""
    return {"createItem": {"item": item, "location": {"index": index}}}


def questions_of(item: Body) -> list[Body]:
    """Every question of an item: one, or those of a grid's rows."""
    rows = item.get("questionGroupItem", {}).get("questions", ())
    return [item.get("questionItem", {}).get("question", {}), *rows]


def on_one_line(value: object) -> str:
    """Google's JSON on one line of 600 letters at most, ids and addresses taken out."""
    text = json.dumps(value, ensure_ascii=False)
    text = re.sub(r"https?://[^\s\"]+", "(address)", text)
    return re.sub(r'"(formId|responseId|createTime|lastSubmittedTime)": "[^"]*"', r'"\1": "..."', text)[:600]


def _item(title: str, question: Body) -> Body:
    return {"title": title, "questionItem": {"question": question}}


def _choice(kind: str, *options: str) -> Body:
    return {"choiceQuestion": {"type": kind, "options": [{"value": option} for option in options]}}
