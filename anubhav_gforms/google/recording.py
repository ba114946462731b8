"""Every request and reply of a run as lines of JSON that an office can send: without ids, names, addresses and tokens.

Whatever stands for something that was taken out is the same throughout, so that the run can be played again: {file-1},
{mail-1}, {page-1}; ids of questions become other ids, and so do the entry numbers made of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

import requests

from ..files import parse_json
from . import Google

FIRST_ID = 0x0F000001
SANDBOX = "https://sandbox.invalid"
FORM = "application/x-www-form-urlencoded"
NAMES = {"name", "displayName", "documentTitle", "title", "description", "domain", "photoLink", "organizerDisplayName"}
"""Where a reply names people, offices and files. What we ourselves sent in this run stays."""
SECRET = re.compile(
    r"(?P<mail>[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
    r"|(?P<token>ya29\.[\w.-]+|1//[\w-]+|AIza[\w-]{30,})"
    r"|(?P<page>1FAIpQLS[\w-]{20,})"
    r"|(?<![\w-])(?:(?P<file>1[\w-]{42,43})|(?P<text>(?=[a-z_-]*\d|[a-z_-]*[A-Z])[\w-]{28,}))(?![\w-])"
    r"|(?<![\w.])(?P<number>\d{15,}k?)(?!\w)",
    re.ASCII,
)
HEX = re.compile(r"(?<!\w)[0-9a-f]{8}(?!\w)")
ENTRY = re.compile(r"(?<!\w)(?<!\d\.)\d{4,10}(?!\w)")


class Recording:
    """Listens to a gateway. `label` names the question that the calls since the last one were made for."""

    def __init__(self, google: Google) -> None:
        self._google = google
        self._lines: list[dict[str, Any]] = []
        self._labelled = 0
        self._stand_ins: dict[str, str] = {}
        self._kinds: dict[str, int] = {}
        self._ours: set[str] = set()
        self._ids: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        google.session.hooks["response"].append(self._note)
        google.pages.listeners.append(self._note)

    def label(self, question: str) -> None:
        """The calls since the last question were made for this one."""
        for exchange in self._lines[self._labelled :]:
            exchange["step"] = question
        self._labelled = len(self._lines)

    def text(self) -> str:
        """The whole recording: a line that says what it is, then a line for each call, scrubbed."""
        head = {
            "recording": 1,
            "made": f"{datetime.now(UTC):%Y-%m-%d}",
            "of": "sandbox" if self._google.root else "Google",
        }
        for exchange in self._lines:
            self._learn(exchange)
        self._numbers = {str(int(old, 16)): str(int(new, 16)) for old, new in self._ids.items()}
        scrubbed = [self._scrubbed(line) for line in self._lines]
        return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in (head, *scrubbed))

    def _note(self, reply: requests.Response, *_: object, **__: object) -> None:
        asked = reply.request
        sent = asked.body.decode() if isinstance(asked.body, bytes) else str(asked.body or "")
        self._lines.append(
            {
                "step": "",
                "method": asked.method,
                "url": self._anywhere(str(asked.url)),
                "sent": {"form": [list(pair) for pair in parse_qsl(sent)]}
                if FORM in asked.headers.get("Content-Type", "")
                else _read(sent),
                "status": reply.status_code,
                "type": reply.headers.get("Content-Type", ""),
                "location": self._anywhere(reply.headers.get("Location", "")),
                "answer": _read(self._anywhere(reply.text)),
            }
        )

    def _anywhere(self, text: str) -> str:
        """A text without the address of the sandbox."""
        return text.replace(self._google.root.rstrip("/"), SANDBOX) if self._google.root else text

    def _learn(self, exchange: dict[str, Any]) -> None:
        """What we sent ourselves, and which ids Google gave out."""
        self._ours.update(text for _, text in _leaves(exchange["sent"]))
        for key, text in _leaves(exchange["answer"]):
            if key in ("itemId", "questionId") and HEX.fullmatch(text) and text not in self._ours | self._ids.keys():
                self._ids[text] = f"{FIRST_ID + len(self._ids):08x}"

    def _scrubbed(self, exchange: dict[str, Any]) -> dict[str, Any]:
        named = {
            text
            for key, text in _leaves(exchange["answer"])
            if key in NAMES and text not in self._ours and len(text) > 1
        }
        marks = {text for key, text in _leaves(exchange["answer"], within="appProperties") if text not in self._ours}
        for text in sorted(named | marks):
            self._stand_in("name", text)
        return {key: self._cleaned(value) for key, value in exchange.items()}

    def _cleaned(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {self._plain(name): self._cleaned(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [self._cleaned(one, key) for one in value]
        if not isinstance(value, str):
            return value
        return self._stand_ins[value] if value in self._stand_ins else self._plain(value)

    def _plain(self, text: str) -> str:
        text = SECRET.sub(lambda found: self._stand_in(str(found.lastgroup), found[0]), text)
        text = HEX.sub(lambda found: self._ids.get(found[0], found[0]), text)
        return ENTRY.sub(lambda found: self._numbers.get(found[0], found[0]), text)

    def _stand_in(self, kind: str, text: str) -> str:
        text = unquote(text) if kind == "mail" else text
        if text not in self._stand_ins:
            self._kinds[kind] = self._kinds.get(kind, 0) + 1
            self._stand_ins[text] = f"{{{kind}-{self._kinds[kind]}}}"
        return self._stand_ins[text]


def _read(text: str) -> Any:
    try:
        return parse_json(text) if text else ""
    except ValueError:
        return text


def _leaves(value: Any, *, within: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a JSON value with the key it stands under; with `within` only those below that key."""
    waiting = [(value, "", not within)]
    while waiting:
        node, name, inside = waiting.pop()
        if isinstance(node, dict):
            waiting += [(one, below, inside or name == within) for below, one in node.items()]
        elif isinstance(node, list):
            waiting += [(one, name, inside) for one in node]
        elif isinstance(node, str) and (inside or (within and name == within)):
            yield name, node
