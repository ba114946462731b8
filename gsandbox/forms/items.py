"""Items of a form as Google accepts and stores them: checked, ids given, false and zero left out, keys in Google's order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .. import ids as drawn
from ..wire import Json

ITEM_KINDS = ("questionItem", "questionGroupItem", "pageBreakItem", "textItem", "imageItem", "videoItem")
QUESTION_KINDS = (
    "choiceQuestion",
    "textQuestion",
    "scaleQuestion",
    "dateQuestion",
    "timeQuestion",
    "fileUploadQuestion",
    "rowQuestion",
    "ratingQuestion",
)
ID = re.compile(r"[0-7][0-9a-f]{7}")
NEWLINE = re.compile(r"[\n\r]")
YOUTUBE = re.compile(
    r"https?://(?:(?:www|m)\.youtube\.com/(?:watch\?|embed/|shorts/)|youtu\.be/)\S+|https?://youtube\.com/\S+"
)
URI_MAX, WIDTH_MAX = 2048, 740


class ItemError(Exception):
    """Google refuses this item; the text is Google's reason, without the place."""


class Ids:
    """The item and question ids taken in one form, and new ones."""

    def __init__(self, taken: set[str], mint: Callable[[], str]) -> None:
        self.taken = set(taken)
        self._mint = mint

    def take(self, wanted: str) -> str:
        """The id that was asked for, or a new one when it is blank. Raises ItemError."""
        if not wanted:
            wanted = self._mint()
            while wanted in self.taken:
                wanted = self._mint()
        elif not ID.fullmatch(wanted) or wanted in self.taken:
            raise ItemError(f"Invalid ID: {wanted}")
        self.taken.add(wanted)
        return wanted


def ids_of(item: Json) -> set[str]:
    """Every id that an item holds: its own and those of its questions."""
    return {item["itemId"], *(question["questionId"] for question in questions_of(item))}


def questions_of(item: Json) -> Iterator[Json]:
    """The questions of an item: one, one a grid row, or none."""
    if "questionItem" in item:
        yield item["questionItem"]["question"]
    elif "questionGroupItem" in item:
        yield from item["questionGroupItem"]["questions"]


def stored(item: Json, ids: Ids, *, quiz: bool) -> Json:
    """The item as Google would keep and show it. Takes its ids from `ids`. Raises ItemError."""
    kind = _kind(item, ITEM_KINDS, "Item")
    clean: Json = {"itemId": ids.take(item.get("itemId", ""))}
    if kind == "pageBreakItem":
        clean[kind] = {}  # Google shows it before the title, and what else an item may be behind it
    if item.get("title"):
        clean["title"] = _line(item["title"])
    if item.get("description"):
        clean["description"] = item["description"]
    body = item[kind]
    if kind == "questionItem":
        if "question" not in body:
            raise ItemError("Question item must contain a question.")
        clean[kind] = {"question": _question(body["question"], ids, quiz=quiz, row=False), **_attached(body)}
    elif kind == "questionGroupItem":
        clean[kind] = _group(body, ids, quiz=quiz)
    elif kind == "imageItem":
        clean[kind] = {"image": _image(body.get("image", {}))}
    elif kind == "videoItem":
        clean[kind] = _video(body)
    else:
        clean[kind] = {}
    return clean


def _attached(holder: Json) -> Json:
    """The picture beside a question, a grid or an option."""
    return {"image": _image(holder["image"])} if "image" in holder else {}


def _image(image: Json) -> Json:
    """A picture: Google fetches it once and keeps a copy, under an address of its own."""
    clean: Json = {}
    if source := image.get("sourceUri"):
        if not re.match(r"https?://[^/\s]+", source) or len(source) > URI_MAX:
            raise ItemError("The provided image source_uri is invalid.")
        clean["contentUri"] = f"https://docs.google.com/forms-images-rt/{drawn.text(96)}"
    elif kept := image.get("contentUri"):
        clean["contentUri"] = kept
    else:
        raise ItemError("The image source_uri is required.")
    if image.get("altText"):
        clean["altText"] = image["altText"]
    return clean | _size(image)


def _video(item: Json) -> Json:
    video = item.get("video", {})
    if not YOUTUBE.match(video.get("youtubeUri", "")):
        raise ItemError("The provided YouTube URI is invalid.")
    clean: Json = {"video": {"youtubeUri": video["youtubeUri"], **_size(video)}}
    if item.get("caption"):
        clean["caption"] = _line(item["caption"])
    return clean


def _size(media: Json) -> Json:
    given = media.get("properties", {})
    if not 0 <= given.get("width", 0) <= WIDTH_MAX:
        raise ItemError(f"The media width must be between 0 and {WIDTH_MAX}.")
    unset = (None, 0, "ALIGNMENT_UNSPECIFIED")
    shown = {name: given[name] for name in ("alignment", "width") if given.get(name) not in unset}
    return {"properties": shown} if shown else {}


def _kind(holder: Json, kinds: tuple[str, ...], name: str) -> str:
    found = next((kind for kind in kinds if kind in holder), None)
    if found is None:
        raise ItemError(f"{name} kind must be set.")
    return found


def _line(text: str) -> str:
    if NEWLINE.search(text):
        raise ItemError("Displayed text cannot contain newlines")
    return text


def _question(question: Json, ids: Ids, *, quiz: bool, row: bool) -> Json:
    kind = _kind(question, QUESTION_KINDS, "Question")
    clean: Json = {"questionId": ids.take(question.get("questionId", ""))}
    if question.get("required"):
        clean["required"] = True
    if "grading" in question:
        clean["grading"] = _grading(question["grading"], quiz=quiz)
    if row != (kind == "rowQuestion"):
        raise ItemError("Row questions are allowed in a question group only, and nothing else is allowed there.")
    if kind == "fileUploadQuestion":
        raise ItemError("Creation of file_upload question not supported.")
    clean[kind] = CHECKS[kind](question[kind])
    grading = clean.get("grading", {})
    right = [answer.get("value") for answer in grading.get("correctAnswers", {}).get("answers", ())]
    offered = [option.get("value") for option in clean[kind].get("options", ())]
    if offered and not set(right) <= set(offered):
        raise ItemError("Invalid grading, All correct answers must be valid options for questions with options.")
    marked = bool(offered and right)
    if marked and "generalFeedback" in grading:
        raise ItemError("Invalid grading, general feedback cannot be set for automatically graded choice questions.")
    if not marked and grading.keys() & {"whenRight", "whenWrong"}:
        raise ItemError("Invalid grading, only choice questions with correct answers have feedback on right and wrong.")
    return clean


def _grading(grading: Json, *, quiz: bool) -> Json:
    if not quiz:
        raise ItemError("Invalid grading, grading cannot be set on a form that has no grading settings.")
    if grading.get("pointValue", 0) < 0:
        raise ItemError("Point value must not be negative.")
    return {key: value for key, value in grading.items() if value not in (0, None)}


def _group(group: Json, ids: Ids, *, quiz: bool) -> Json:
    if "grid" not in group or "columns" not in group["grid"]:
        raise ItemError("A question group must have a grid with columns.")
    if not group.get("questions"):
        raise ItemError("A question group must contain at least one question.")
    columns = _choice(group["grid"]["columns"])
    if columns["type"] == "DROP_DOWN":
        raise ItemError("Grid columns can only be of type RADIO or CHECKBOX.")
    if any(set(option) - {"value"} for option in columns["options"]):
        raise ItemError("Grid columns cannot have an other option, an image or section navigation.")
    grid: Json = {"columns": columns}
    if group["grid"].get("shuffleQuestions"):
        grid["shuffleQuestions"] = True
    rows = [_question(row, ids, quiz=quiz, row=True) for row in group["questions"]]
    return {"questions": rows, "grid": grid, **_attached(group)}


def _choice(choice: Json) -> Json:
    kind = choice.get("type", "CHOICE_TYPE_UNSPECIFIED")
    if kind == "CHOICE_TYPE_UNSPECIFIED":
        raise ItemError("Choice type must be specified.")
    if not choice.get("options"):
        raise ItemError("ChoiceQuestion.options is required")
    clean: Json = {"type": kind, "options": [_option(option, kind) for option in choice["options"]]}
    shown = [option.get("value") for option in clean["options"]]
    if len(set(shown)) < len(shown):
        raise ItemError("Cannot have duplicate option values.")
    if choice.get("shuffle"):
        clean["shuffle"] = True
    return clean


def _option(option: Json, kind: str) -> Json:
    clean: Json = {}
    if option.get("isOther"):
        if option.get("value") or "image" in option:
            raise ItemError("Cannot set option.value or option.image when option.isOther is true")
        if kind == "DROP_DOWN":
            raise ItemError("Option isOther is only allowed for RADIO and CHECKBOX questions.")
        clean["isOther"] = True
    elif not option.get("value"):
        raise ItemError("option.value was not provided")
    else:
        clean["value"] = _line(option["value"])
    for name in ("goToAction", "goToSectionId"):
        if option.get(name):
            if kind == "CHECKBOX":
                raise ItemError("Section navigation is not allowed for CHECKBOX questions.")
            if option[name] == "GO_TO_ACTION_UNSPECIFIED":
                raise ItemError("Section navigation must be specified.")
            clean[name] = option[name]
    if "image" in option and kind == "DROP_DOWN":
        raise ItemError("Option images are only allowed for RADIO and CHECKBOX questions.")
    return clean | _attached(option)


def _text(text: Json) -> Json:
    return {"paragraph": True} if text.get("paragraph") else {}


def _scale(scale: Json) -> Json:
    low, high = int(scale.get("low", 0)), int(scale.get("high", 0))
    if low not in (0, 1):
        raise ItemError("Scale low must be 0 or 1.")
    if not 2 <= high <= 10:
        raise ItemError("Scale high must be between 2 and 10.")
    clean: Json = {"low": low} if low else {}
    clean["high"] = high
    return clean | {name: _line(scale[name]) for name in ("lowLabel", "highLabel") if scale.get(name)}


def _rating(rating: Json) -> Json:
    level = int(rating.get("ratingScaleLevel", 0))
    if not 3 <= level <= 10:
        raise ItemError("Rating scale level must be between 3 and 10.")
    icon = rating.get("iconType", "RATING_ICON_TYPE_UNSPECIFIED")
    if icon == "RATING_ICON_TYPE_UNSPECIFIED":
        raise ItemError("Rating icon type must be specified.")
    return {"ratingScaleLevel": level, "iconType": icon}


def _date(date: Json) -> Json:
    return {name: True for name in ("includeTime", "includeYear") if date.get(name)}


def _time(time: Json) -> Json:
    return {"duration": True} if time.get("duration") else {}


def _row(row: Json) -> Json:
    if not row.get("title"):
        raise ItemError("Row title must not be empty.")
    return {"title": _line(row["title"])}


CHECKS: dict[str, Callable[[Json], Json]] = {
    "choiceQuestion": _choice,
    "textQuestion": _text,
    "scaleQuestion": _scale,
    "ratingQuestion": _rating,
    "dateQuestion": _date,
    "timeQuestion": _time,
    "rowQuestion": _row,
}
