"""Plays a recording of `anubhav doctor --live --record FILE` again: what Google did then against what the sandbox does.

A recording stands in for every id: {file-1}, {page-1}, ids of questions. What the sandbox replies in the same place is
put in for it, call after call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests

from ..server import running
from ..wire import Json
from .facts import Guess, guesses

MARK = re.compile(r"\{[a-z]+-\d+\}")
TOKEN = re.compile(r"\{[a-z]+-\d+\}|(?<!\w)[0-9a-f]{8}(?!\w)|(?<!\w)(?<!\d\.)\d{4,10}(?!\w)")
IDS = {"itemId", "questionId", "revisionId", "requiredRevisionId"}
LOGIN = {"Authorization": "Bearer sandbox"}


class RecordingError(ValueError):
    """The file is no recording."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call: for which step, what was asked, what came back. `url` is a path with its query; `form`: a web form was sent."""

    step: str
    method: str
    url: str
    sent: Any
    form: bool
    status: int
    answer: Any


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a recording says of a guess. `then` and `here` are what was seen; "" where it holds no such call."""

    guess: Guess
    then: str
    here: str

    @property
    def word(self) -> str:
        """fact, contradicted, or not tried."""
        return "not tried" if not self.then else "fact" if self.then == self.here else "contradicted"


@dataclass(frozen=True, slots=True)
class Replay:
    """How a recording went here: of what it is, how many replies are alike, which are not, and the guesses."""

    source: str
    alike: int
    unlike: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


def load(file: Path) -> tuple[str, tuple[Exchange, ...]]:
    """What a recording is of, and its calls. Raises RecordingError."""
    try:
        head, *lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        if head["recording"] != 1:
            raise RecordingError(f"{file}: a recording of another version.")
        return str(head["of"]), tuple(_exchange(line) for line in lines)
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise RecordingError(f"{file} is no recording of anubhav doctor --live --record: {error}") from error


def _exchange(line: Json) -> Exchange:
    parts = urlsplit(line["url"])
    url = parts.path + (f"?{parts.query}" if parts.query else "")
    sent = line["sent"]
    form = urlencode([tuple(pair) for pair in sent["form"]]) if isinstance(sent, dict) and set(sent) == {"form"} else ""
    return Exchange(line["step"], line["method"], url, form or sent, bool(form), line["status"], line["answer"])


def replay(file: Path, world: Path, *, profile: str = "") -> Replay:
    """Send every call of a recording to a new sandbox, and judge the guesses. Raises RecordingError."""
    source, recorded = load(file)
    here: list[Exchange] = []
    known: dict[str, str] = {}
    with running(world, profile=profile) as sandbox, requests.Session() as http:
        http.trust_env = False
        for one in recorded:
            replayed = _send(http, sandbox.root, one, known)
            _learn(one.answer, replayed.answer, known)
            here.append(replayed)
    unlike = tuple(
        f"{one.step or 'end'}: {one.method} {urlsplit(one.url).path}: {_told(one)} then, {_told(other)} here"
        for one, other in zip(recorded, here, strict=True)
        if _told(one) != _told(other)
    )
    verdicts = tuple(Verdict(guess, _seen(guess, recorded), _seen(guess, here)) for guess in guesses())
    return Replay(source, len(recorded) - len(unlike), unlike, verdicts)


def _send(http: requests.Session, root: str, one: Exchange, known: dict[str, str]) -> Exchange:
    url = _known(one.url, known)
    body = _known(one.sent if one.form else json.dumps(one.sent) if one.sent else "", known)
    kind = "application/x-www-form-urlencoded" if one.form else "application/json"
    headers = ({"Content-Type": kind} if body else {}) | ({} if url.startswith("/forms/") else LOGIN)
    got = http.request(one.method, root + url, data=body.encode(), headers=headers, timeout=60, allow_redirects=False)
    try:
        content = got.json() if got.content else ""
    except ValueError:
        content = got.text
    return Exchange(one.step, one.method, one.url, one.sent, one.form, got.status_code, content)


def _known(text: str, known: dict[str, str]) -> str:
    return TOKEN.sub(lambda found: known.get(found[0], found[0]), text)


def _learn(then: Any, here: Any, known: dict[str, str], key: str = "") -> None:
    """What the sandbox has in the places of stand-ins and ids."""
    if isinstance(then, dict) and isinstance(here, dict):
        for name in then.keys() & here.keys():
            _learn(then[name], here[name], known, name)
    elif isinstance(then, list) and isinstance(here, list):
        for one, other in zip(then, here, strict=False):
            _learn(one, other, known, key)
    elif isinstance(then, str) and isinstance(here, str):
        marks = MARK.findall(then)
        if marks:
            shape = "(.*?)".join(re.escape(part) for part in MARK.split(then))
            if found := re.fullmatch(shape, _without_root(here) if "://" in then else here):
                known.update(zip(marks, found.groups(), strict=True))
            elif "://" in then and (found := re.search(r"/d/e/([^/]+)/", here)):
                known[marks[0]] = found[1]
        elif key in IDS and then != here:
            known[then] = here
            if key in ("itemId", "questionId"):
                known[str(int(then, 16))] = str(int(here, 16))


def _without_root(url: str) -> str:
    return re.sub(r"^https?://[^/]+", "https://sandbox.invalid", url)


def _told(one: Exchange) -> str:
    """Status and, of an API's reply, its keys."""
    keys = sorted(one.answer) if isinstance(one.answer, dict) else []
    return f"{one.status} {', '.join(keys)}".strip()


def _seen(guess: Guess, exchanges: Sequence[Exchange]) -> str:
    """What the calls of the guess's step show of it."""
    if not guess.step:
        return ""
    for one in reversed([each for each in exchanges if each.step == guess.step]):
        if seen := LOOKS[guess.looks_at](one):
            return seen
    return ""


def _of(one: Exchange) -> Json:
    return one.answer if isinstance(one.answer, dict) else {}


def _message(one: Exchange) -> str:
    text = str(_of(one).get("error", {}).get("message", ""))
    words = TOKEN.sub("...", text)
    return f"{one.status} {words}" if one.method == "POST" else ""


def _publish_settings(one: Exchange) -> str:
    shown = _of(one).get("publishSettings")
    return "" if shown is None else json.dumps(shown, sort_keys=True)


def _values(one: Exchange) -> str:
    def texts(value: Any) -> Iterator[str]:
        for key, each in value.items() if isinstance(value, dict) else ():
            if key == "value":
                yield str(each)
            else:
                yield from texts(each)
        for each in value if isinstance(value, list) else ():
            yield from texts(each)

    return ", ".join(sorted(texts(_of(one).get("responses", []))))


LOOKS: dict[str, Callable[[Exchange], str]] = {
    "status": lambda one: str(one.status) if one.method == "POST" else "",
    "message": _message,
    "keys": lambda one: f"{one.status} {{{', '.join(_of(one))}}}",
    "landed": lambda one: f"{one.status} {urlsplit(one.url).path.rpartition('/')[2]}",
    "publishSettings": _publish_settings,
    "values": _values,
    "replies": lambda one: "kept" if "0000a000" in str(_of(one).get("replies")) else "",
    "anyone": lambda one: ", ".join(
        str(each.get("role")) for each in _of(one).get("permissions", []) if each.get("type") == "anyone"
    ),
    "error": lambda one: ", ".join(sorted(_of(one).get("error", {}))),
    "title": lambda one: str(_of(one).get("info", {}).get("title", "")),
}
"""What a guess may look at in a call: "" where the call shows nothing of it."""
