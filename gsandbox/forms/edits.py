"""One batchUpdate: sub-requests checked and applied one after another to a form's content, all of them or none."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

from ..discovery import camel, load
from ..refusal import Refusal
from ..wire import Json
from . import items as room
from .items import Ids, ItemError

ONE_OF = {
    **dict.fromkeys(room.ITEM_KINDS, room.ITEM_KINDS),
    **dict.fromkeys(room.QUESTION_KINDS, room.QUESTION_KINDS),
}
CHOICES_MOST, ENTRIES_MOST = 4949, 443
"""What a form was never seen to hold: 4,950 options in all were refused and 3,960 taken, 444 items refused and 200 taken."""
FIELDS = {
    "updateFormInfo": {"title", "description"},
    "updateSettings": {"emailCollectionType", "quizSettings", "quizSettings.isQuiz"},
}


class _Content:
    """A working copy of a form's content while a batch runs."""

    def __init__(self, content: Json, mint: Callable[[], str], *, whole: bool) -> None:
        self.whole = whole
        self.info: Json = copy.deepcopy(content["info"])
        self.settings: Json = copy.deepcopy(content["settings"])
        self.items: list[Json] = copy.deepcopy(content["items"])
        self.ids = Ids({found for item in self.items for found in room.ids_of(item)}, mint)

    @property
    def quiz(self) -> bool:
        return bool(self.settings.get("quizSettings", {}).get("isQuiz"))

    def index(self, location: Json | None, *, name: str, last: int) -> int:
        if location is None:
            raise ItemError(f"{name} was not provided")
        if "index" not in location:  # 0 counts only when it is said, though 0 is what an unsaid number means elsewhere
            raise ItemError(f"{name}.index was not provided")
        index = int(location["index"])
        if not 0 <= index <= last:
            raise ItemError(f"{name}.index is invalid")
        return index


def apply(
    content: Json, requests: Sequence[Json], mint: Callable[[], str], *, whole: bool = False
) -> tuple[Json, list[Json]]:
    """The content after the batch, and one reply a request. Raises Refusal at the first sub-request that is wrong.

    With `whole` an update of an item must bring the whole item, however narrow its mask is.
    """
    if not requests:
        raise Refusal(400, "Must specify at least one request.")
    work = _Content(content, mint, whole=whole)
    replies: list[Json] = []
    for position, request in enumerate(requests):
        kind = next(iter(request), "")
        if not kind:
            raise Refusal(400, f"Invalid requests[{position}]: request kind was not provided")
        try:
            replies.append(KINDS[kind](work, request[kind]))
        except ItemError as wrong:
            raise Refusal(400, f"Invalid requests[{position}]: {wrong}") from None
    for target in _dangling(work.items):
        # a section may come later in the batch, under an id that the client chose; who names one that does not is at fault
        position = next((at for at, request in enumerate(requests) if target in str(request)), len(requests) - 1)
        raise Refusal(400, f"Invalid requests[{position}]: Section {target} does not exist in the form.")
    for found, most, name in ((_options(work.items), CHOICES_MOST, "choice"), (work.items, ENTRIES_MOST, "entry")):
        if len(found) > most:
            raise Refusal(400, f"Batch update failed: update results in the schema exceeding the {name} limit")
    return {"info": work.info, "settings": work.settings, "items": work.items}, replies


def _create_item(work: _Content, request: Json) -> Json:
    if "item" not in request:
        raise ItemError("item is required.")
    index = work.index(request.get("location"), name="create_item.location", last=len(work.items))
    item = room.stored(request["item"], work.ids, quiz=work.quiz)
    work.items.insert(index, item)
    reply: Json = {"itemId": item["itemId"]}
    if questions := [question["questionId"] for question in room.questions_of(item)]:
        reply["questionId"] = questions
    return {"createItem": reply}


def _update_item(work: _Content, request: Json) -> Json:
    if "item" not in request:
        raise ItemError("item is required.")
    paths = read_mask(request.get("updateMask", ""), _of_item)
    index = work.index(request.get("location"), name="update_item.location", last=len(work.items) - 1)
    old = work.items[index]
    if _asks(old) and not _asks(request["item"]) and (work.whole or "*" in paths):
        raise ItemError(
            "A QuestionItem or QuestionGroupItem cannot be changed into a non question Item type by an Update operation."
        )
    if work.whole:
        _check_whole(request["item"])
    wanted = masked(old, request["item"], paths)
    work.ids.taken -= room.ids_of(old)
    work.items[index] = made = room.stored(wanted, work.ids, quiz=work.quiz)
    ways = [bool(option.keys() & {"goToAction", "goToSectionId"}) for option in _options([made])]
    if len(set(ways)) > 1 and _options([made]) != _options([old]):  # a new question is let pass, as far as is known
        raise ItemError("Invalid Options, Either all or no options should be go to enabled")
    return {}


def _of_item(path: str) -> bool:
    """Whether a mask may name this: a field of an item, and of what it holds, but not of what stands in a list."""
    schemas = load("forms").schemas
    spec: Json = {"$ref": "Item"}
    for name in path.split("."):
        spec = schemas[spec["$ref"]].get("properties", {}).get(name, {}) if "$ref" in spec else {}
    return bool(spec)


def _asks(item: Json) -> bool:
    return "questionItem" in item or "questionGroupItem" in item


def _check_whole(item: Json) -> None:
    """Whether an update names the kind of its item, and of its choices: "to avoid ambiguity about item type"."""
    if not any(kind in item for kind in room.ITEM_KINDS):
        raise ItemError("The item type must be specified.")
    if "questionItem" not in item:
        return
    question = item["questionItem"].get("question", {})
    if not any(kind in question for kind in room.QUESTION_KINDS):
        raise ItemError("The question type must be specified.")
    if "choiceQuestion" in question and not question["choiceQuestion"].get("type"):
        raise ItemError("The choice type must be specified.")


def _move_item(work: _Content, request: Json) -> Json:
    last = len(work.items) - 1
    old = work.index(request.get("originalLocation"), name="move_item.original_location", last=last)
    new = work.index(request.get("newLocation"), name="move_item.new_location", last=last)
    work.items.insert(new, work.items.pop(old))
    return {}


def _delete_item(work: _Content, request: Json) -> Json:
    last = len(work.items) - 1
    gone = work.items.pop(work.index(request.get("location"), name="delete_item.location", last=last))
    work.ids.taken -= room.ids_of(gone)
    for option in _options(work.items):
        if option.get("goToSectionId") == gone["itemId"]:
            del option["goToSectionId"]
    return {}


def _update_form_info(work: _Content, request: Json) -> Json:
    if "info" not in request:
        raise ItemError("info is required.")
    if "documentTitle" in [camel(path) for path in request.get("updateMask", "").split(",")]:
        raise ItemError("document_title can be set on create but is read-only in subsequent requests")
    paths = read_mask(request.get("updateMask", ""), FIELDS["updateFormInfo"].__contains__)
    wanted = masked(work.info, {key: text for key, text in request["info"].items() if key != "documentTitle"}, paths)
    if {"title", "*"}.intersection(paths) and not wanted.get("title"):
        raise ItemError("info.title was not provided")
    if room.NEWLINE.search(wanted.get("title", "")):
        raise ItemError("Displayed text cannot contain newlines")
    work.info = {key: wanted[key] for key in ("title", "description") if wanted.get(key)}
    return {}


def _update_settings(work: _Content, request: Json) -> Json:
    if "settings" not in request:
        raise ItemError("settings is required.")
    paths = read_mask(request.get("updateMask", ""), FIELDS["updateSettings"].__contains__)
    wanted = masked(work.settings, request["settings"], paths)
    email = wanted.get("emailCollectionType", "DO_NOT_COLLECT")
    if email == "EMAIL_COLLECTION_TYPE_UNSPECIFIED":
        raise ItemError("Email collection type must be specified.")
    quiz = bool(wanted.get("quizSettings", {}).get("isQuiz"))
    shows_quiz = quiz or "quizSettings" in work.settings or any("quizSettings" in path for path in paths)
    work.settings = {"quizSettings": {"isQuiz": True} if quiz else {}} if shows_quiz else {}
    work.settings["emailCollectionType"] = email
    if not quiz:
        for item in work.items:
            for question in room.questions_of(item):
                question.pop("grading", None)
    return {}


KINDS: dict[str, Callable[[_Content, Json], Json]] = {
    "updateFormInfo": _update_form_info,
    "updateSettings": _update_settings,
    "createItem": _create_item,
    "moveItem": _move_item,
    "deleteItem": _delete_item,
    "updateItem": _update_item,
}


def read_mask(text: str, known: Callable[[str], bool]) -> list[str]:
    """The paths of an update mask, in camelCase. Raises ItemError when it is empty or names what cannot be updated."""
    paths = [camel(path) for path in text.split(",")]
    if paths == [""]:
        raise ItemError("updateMask is required.")
    for path in paths:
        if path != "*" and not known(path):
            raise ItemError(f"Invalid field mask path: {path}")
    return paths


def masked(old: Json, new: Json, paths: Sequence[str]) -> Json:
    """`old` with the fields named in the mask taken from `new`; a field that `new` does not have is cleared."""
    if "*" in paths:
        return copy.deepcopy(new)
    merged = copy.deepcopy(old)
    for path in paths:
        *way, leaf = path.split(".")
        source: Any = new
        for name in (*way, leaf):
            source = source.get(name) if isinstance(source, dict) else None
        at = merged
        for name in way:
            if name not in at and name in ONE_OF:
                _clear(at, name)
            at = at.setdefault(name, {})
        _clear(at, leaf)
        if source is not None:
            at[leaf] = copy.deepcopy(source)
    return merged


def _clear(holder: Json, name: str) -> None:
    for kind in ONE_OF.get(name, (name,)):
        holder.pop(kind, None)


def _dangling(items: Sequence[Json]) -> list[str]:
    """The sections that options lead to and that the form does not have."""
    sections = {item["itemId"] for item in items if "pageBreakItem" in item}
    named = [option["goToSectionId"] for option in _options(items) if "goToSectionId" in option]
    return [target for target in named if target not in sections]


def _options(items: Sequence[Json]) -> list[Json]:
    """The options of every choice among these items."""
    asked = (question.get("choiceQuestion", {}) for item in items for question in room.questions_of(item))
    return [option for choice in asked for option in choice.get("options", ())]
