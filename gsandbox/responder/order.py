"""In which order a visitor meets options and rows of a grid: each in one of their own, where the form says so."""

from __future__ import annotations

import random
from collections.abc import Iterable

from ..wire import Json


def shuffles(items: Iterable[Json]) -> bool:
    """Whether any of a form's items is met in another order by each visitor."""
    return any(_choice(item).get("shuffle") or _grid(item).get("shuffleQuestions") for item in items)


def shuffled(item: Json, seed: str, *, other_last: bool = True) -> Json:
    """The item as the visit with this seed meets it; in the page Other stays last, in the page's data it does not."""
    chances = random.Random(f"{seed} {item['itemId']}")  # noqa: S311 - a look, no secret
    if (choice := _choice(item)).get("shuffle"):
        options = _mixed(chances, choice["options"])
        if other_last:
            options.sort(key=lambda option: bool(option.get("isOther")))
        question = {**item["questionItem"]["question"], "choiceQuestion": {**choice, "options": options}}
        return {**item, "questionItem": {**item["questionItem"], "question": question}}
    if _grid(item).get("shuffleQuestions"):
        group = item["questionGroupItem"]
        return {**item, "questionGroupItem": {**group, "questions": _mixed(chances, group["questions"])}}
    return item


def _choice(item: Json) -> Json:
    found: Json = item.get("questionItem", {}).get("question", {}).get("choiceQuestion", {})
    return found


def _grid(item: Json) -> Json:
    found: Json = item.get("questionGroupItem", {}).get("grid", {})
    return found


def _mixed(chances: random.Random, listed: list[Json]) -> list[Json]:
    return chances.sample(listed, len(listed))
