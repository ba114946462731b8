"""FB_PUBLIC_LOAD_DATA_: the form as one array in the page, every value at the place where real forms have it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from typing import Any

from ..forms.store import Form
from ..wire import Json
from .order import shuffled

Row = list[Any]

EMAILS = {"DO_NOT_COLLECT": 1, "VERIFIED": 2, "RESPONDER_INPUT": 3}
GO_TO = {"": None, "NEXT_SECTION": -2, "RESTART_FORM": -1, "SUBMIT_FORM": -3}
CHOICES = {"RADIO": 2, "DROP_DOWN": 3, "CHECKBOX": 4}
ICONS = ("STAR", "HEART", "THUMB_UP")
ALIGNMENTS = {"LEFT": 0, "CENTER": 1, "RIGHT": 2}
WIDTH = 320
VIDEO = re.compile(r"(?:[?&]v=|embed/|shorts/|youtu\.be/)([\w-]+)")


def load_data(form: Form, fbzx: str = "", *, document_title: str, items: bool, sign_in: bool) -> Row:
    """The whole array, as the visit `fbzx` gets it. `document_title` is the file's name in Drive; without `items` it is that of
    a confirmation page."""
    return [
        None,
        _form(form, fbzx) if items else [],
        "/forms",
        document_title,
        None,
        None,
        None,
        "",
        None,
        0,
        0,
        None,
        "",
        0,
        f"e/{form.published_id}",
        0,
        "[]",
        0,
        int(sign_in),
        1,
    ]


def script_text(data: Row) -> str:
    """The array as it stands in the script element: one line, with the characters escaped that could end it."""
    return _dumps(data).replace("&", "\\u0026").replace("=", "\\u003d").replace("<", "\\u003c").replace(">", "\\u003e")


def data_params(item: Json, number: int) -> str:
    """The attribute data-params of an item's element (not yet HTML-escaped): flags are true and false here."""
    row = item_row(item)
    if row[7:8] == [1]:
        row[7] = True
    for entry in row[4] or ():
        entry[2] = bool(entry[2])
        for option in entry[1] or ():
            if len(option) > 4:
                option[4] = bool(option[4])
        if len(entry) > 8 and entry[8] is not None:
            entry[8] = bool(entry[8])
        for place in {6, 7, 11}.intersection(range(len(entry))):  # of a time, a date, a row
            entry[place] = entry[place] and [bool(flag) for flag in entry[place]]
        entry += [None] * (11 - len(entry))
        entry[10] = []
    title, help_, fault, answer = (f'"i{number * 4 + place}"' for place in range(1, 5))
    return f"%.@.{_dumps(row)},{title},{help_},{fault},false,{answer}]"


def item_row(item: Json) -> Row:
    """One item of the array."""
    kind, entries, grid = _entries(item)
    row: Row = [
        int(item["itemId"], 16),
        item.get("title"),
        item.get("description"),
        kind,
        entries,
        None,
        _media(item),
        1 if grid.get("shuffleQuestions") else None,
        None,
        [_picture(beside)] if (beside := _beside(item)) else None,
        None,
        _rich(item.get("title")),
        _rich(item.get("description")),
    ]
    return _cut(row, 5)


def _form(form: Form, fbzx: str) -> Row:
    info, options = form.content["info"], form.options
    row: Row = [None] * 26
    row[0] = info.get("description")
    row[1] = [item_row(shuffled(item, f"{fbzx} data", other_last=False)) for item in form.items] or None
    if options.confirmation or not options.another or options.summary or options.editable:
        row[2] = [options.confirmation or None, int(options.another), int(options.summary), int(options.editable), 0]
    row[8] = info.get("title")
    row[9] = 49 + min(len(form.items), 23)
    row[10] = [
        1 if options.progress_bar else None,
        1 if options.one_response else None,
        None,
        2,
        None,
        1 if options.no_autosave else None,
        EMAILS[form.email_collection],
    ]
    row[15] = [2]
    if form.content["settings"].get("quizSettings", {}).get("isQuiz"):
        row[16] = [[1, 1, 1, 1, 1], 1, 1]
    row[24], row[25] = _rich(info.get("description")), _rich(info.get("title"))
    return _cut(row, 17)


def _entries(item: Json) -> tuple[int, Row | None, Json]:
    if "pageBreakItem" in item:
        return 8, None, {}
    if "questionGroupItem" in item:
        group = item["questionGroupItem"]
        columns, many = group["grid"]["columns"], group["grid"]["columns"]["type"] == "CHECKBOX"
        rows = [
            [
                int(row["questionId"], 16),
                [[option["value"]] for option in columns["options"]],
                int(row.get("required", False)),
                [row["rowQuestion"]["title"]],
                *([None] * 7),
                [int(many)],
            ]
            for row in group["questions"]
        ]
        return 7, rows, group["grid"]
    if "questionItem" in item:
        kind, entry = _entry(item["questionItem"]["question"])
        return kind, [entry], {}
    return 11 if "imageItem" in item else 12 if "videoItem" in item else 6, None, {}


def _beside(item: Json) -> Json:
    """The picture beside a question or a grid."""
    held: Json = item.get("questionItem") or item.get("questionGroupItem") or {}
    return dict(held.get("image", {}))


def _media(item: Json) -> Row | None:
    """The picture or video that an item is."""
    if "imageItem" in item:
        return _picture(item["imageItem"]["image"], alone=0)
    if "videoItem" in item:
        video = item["videoItem"]["video"]
        found = VIDEO.search(video["youtubeUri"])
        return [None, 1, _style(video), found[1] if found else video["youtubeUri"]]
    return None


def _picture(image: Json, alone: int | None = None) -> Row:
    return [image["contentUri"].rpartition("/")[2], alone, _style(image)]


def _style(media: Json) -> Row:
    """Width, height and alignment; of a size that nobody asked for nothing is known here."""
    given = media.get("properties", {})
    width = given.get("width", WIDTH)
    return [width, width * 9 // 16, ALIGNMENTS[given.get("alignment", "LEFT")]]


def _entry(question: Json) -> tuple[int, Row]:
    head: Row = [int(question["questionId"], 16), None, int(question.get("required", False))]
    if choice := question.get("choiceQuestion"):
        head[1] = [_option(option) for option in choice["options"]]
        if len(head[1]) == 1 and head[1][0][1:] == [None, None, None, 0]:
            head[1] = [head[1][0][:1]]
        return CHOICES[choice["type"]], [*head, None, None, None, None, None, int(choice.get("shuffle", False))]
    if scale := question.get("scaleQuestion"):
        head[1] = [[str(step)] for step in range(scale.get("low", 0), scale["high"] + 1)]
        return 5, [*head, [scale.get("lowLabel", ""), scale.get("highLabel", "")]]
    if rating := question.get("ratingQuestion"):
        head[1] = [[str(step)] for step in range(1, rating["ratingScaleLevel"] + 1)]
        return 18, [*head, *([None] * 11), [ICONS.index(rating["iconType"]) + 1]]
    if (date := question.get("dateQuestion")) is not None:
        flags = [int(date.get("includeTime", False)), int(date.get("includeYear", False))]
        return 9, [*head, None, None, None, None, flags]
    if (time := question.get("timeQuestion")) is not None:
        return 10, [*head, None, None, None, [int(time.get("duration", False))]]
    return int(question["textQuestion"].get("paragraph", False)), head


def _option(option: Json) -> Row:
    target = option.get("goToSectionId")
    go_to = int(target, 16) if target else GO_TO[option.get("goToAction", "")]
    row: Row = [option.get("value", ""), None, go_to, None, int(option.get("isOther", False))]
    return [*row, _picture(option["image"])] if "image" in option else row


def _rich(text: str | None) -> Row | None:
    return [None, html.escape(text, quote=False).replace("\n", "<br>")] if text else None


def _cut(row: Row, least: int) -> Row:
    while len(row) > least and row[-1] is None:
        row.pop()
    return row


def _dumps(value: Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
