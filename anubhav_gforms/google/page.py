"""The public page of a form, as a citizen's phone gets it: without a login. Only positively found facts count."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import requests

from ..nouns.google import PageReply
from ..text import stored
from .caller import Caller, Quota
from .transport import CONNECT_TIMEOUT, READ_TIMEOUT

DATA, DATA_END = "FB_PUBLIC_LOAD_DATA_ = ", "</script>"
CONFIRMED = ("vHW8K", "freebirdFormviewerViewResponseConfirmationMessage")
HIDDEN = ("fvv", "partialResponse", "pageHistory", "fbzx", "submissionTimestamp")


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What a citizen gets at this address. `entries` maps entry numbers to the titles of their questions (NFC).

    `answerable` is true only when the form was seen; else `why` says what came instead.
    """

    address: str
    status: int
    answerable: bool
    why: str
    entries: Mapping[int, str] = field(default_factory=dict)
    sign_in: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)
    html: str = ""


class Pages:
    """Public pages. Nothing of the login goes along."""

    def __init__(self, caller: Caller, root: str) -> None:
        self._caller = caller
        self._trust = not root

    def open(self, address: str) -> PublicPage:
        """Load a form's public page, or a prefilled link to it."""
        answer = self._caller.call(
            lambda: self._request("GET", address),
            quota=Quota.FORMS_READ,
            doing="opening the form's public page",
            repeatable=True,
        )
        return read_page(address, answer)

    def answer(self, page: PublicPage, answers: Mapping[int, str]) -> PageReply:
        """Send one answer, by entry number. Never repeated: a citizen's answer must not be counted twice."""
        target = page.address.split("?")[0].removesuffix("viewform") + "formResponse"
        content = {**page.hidden, **{f"entry.{entry}": value for entry, value in answers.items()}}
        answer = self._caller.call(
            lambda: self._request("POST", target, content),
            quota=Quota.FORMS_WRITE,
            doing="sending a test answer",
            repeatable=False,
        )
        found = any(mark in answer.text for mark in CONFIRMED) and 'name="pageHistory"' not in answer.text
        return PageReply(answer.ok and found, answer.status_code, answer.text)

    def _request(self, method: str, address: str, content: Mapping[str, str] | None = None) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = self._trust
            return session.request(
                method,
                address,
                data=dict(content) if content else None,
                timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                headers={"User-Agent": "Mozilla/5.0 (anubhav)", "Accept-Language": "hi,en"},
            )


def read_page(address: str, answer: requests.Response) -> PublicPage:
    """Judge what came for a form's address."""
    landed = urlsplit(answer.url)
    data = _load_data(answer.text)
    entries = dict(_entries(data)) if data else {}
    why = ""
    if landed.hostname == "accounts.google.com" or (data and len(data) > 18 and data[18] == 1):
        why = "it asks for a sign-in"
    elif landed.path.endswith("/closedform"):
        why = "it is closed for answers"
    elif answer.status_code in (404, 410):
        why = "there is no such form"
    elif not answer.ok:
        why = f"it answers with HTTP {answer.status_code}"
    elif not entries:
        why = "it shows no questions"
    inputs = _Inputs()
    inputs.feed(answer.text)
    return PublicPage(
        address=address,
        status=answer.status_code,
        answerable=not why,
        why=why,
        entries=entries,
        sign_in=why == "it asks for a sign-in",
        hidden={name: inputs.found[name] for name in HIDDEN if name in inputs.found},
        html=answer.text,
    )


def _load_data(html: str) -> list[Any] | None:
    text = html.partition(DATA)[2].partition(DATA_END)[0].rstrip()
    try:
        data = json.loads(text[:-1]) if text.endswith(";") else None
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, list) else None


def _entries(data: list[Any]) -> list[tuple[int, str]]:
    try:
        items = data[1][1] or []
        return [(int(entry[0]), stored(item[1] or "")) for item in items if len(item) > 4 for entry in item[4] or ()]
    except (IndexError, TypeError, ValueError):
        return []


class _Inputs(HTMLParser):
    """The inputs of a page that have a name and a value."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("name"):
            self.found[str(given["name"])] = given.get("value") or ""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """`<![` means nothing in HTML: a comment, as browsers take it. Python 3.11 ends there with an assertion."""
        return self.parse_bogus_comment(i, report)
