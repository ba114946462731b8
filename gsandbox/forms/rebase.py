"""A batch written for an earlier revision, moved onto the present one: every position is followed by its item's id."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from .store import Form

Json = dict[str, Any]

LOCATIONS = ("location", "originalLocation", "newLocation")


def moved(requests: Sequence[Json], before: Sequence[str], form: Form) -> list[Json]:
    """The requests with locations that meant an item of the old order (`before`) pointed at the same item of the form now.

    A request about an item that is gone falls away, as when two people edit at once. Positions that the batch itself has
    shifted are counted as the batch goes.
    """
    old: list[object] = list(before)
    now: list[object] = [item["itemId"] for item in form.items]
    result: list[Json] = []
    for request in requests:
        kind: str = next(iter(request), "")
        body: Json = request.get(kind, {})
        places = {name: int(body[name].get("index", 0)) for name in LOCATIONS if name in body}
        room = len(old) if kind == "createItem" else len(old) - 1
        if not places or any(not 0 <= index <= room for index in places.values()):
            result.append(request)
            continue
        if kind != "createItem" and any(old[index] not in now for index in places.values()):
            nothing = {"info": {"title": form.content["info"].get("title", "")}, "updateMask": "title"}
            result.append({"updateFormInfo": nothing})
            continue
        shifted: Json = copy.deepcopy(body)
        for name, index in places.items():
            shifted[name] = {"index": _now(index, old, now)}
        result.append({kind: shifted})
        new = object()
        _follow(kind, body, old, new)
        _follow(kind, shifted, now, new)
    return result


def _now(index: int, old: Sequence[object], now: Sequence[object]) -> int:
    """Where the place before `old[index]` is now: before the same item, or behind the last one that is still there."""
    for thing in old[index:]:
        if thing in now:
            return now.index(thing)
    return len(now)


def _follow(kind: str, body: Json, order: list[object], new: object) -> None:
    if kind == "createItem":
        order.insert(int(body["location"].get("index", 0)), new)
    elif kind == "deleteItem":
        del order[int(body["location"].get("index", 0))]
    elif kind == "moveItem":
        order.insert(int(body["newLocation"].get("index", 0)), order.pop(int(body["originalLocation"].get("index", 0))))
