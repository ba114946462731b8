"""The public page of a form, as a citizen's phone gets it: without a login. Only positively found facts count."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httplib2
import requests
from googleapiclient.errors import HttpError

from ..files import parse_json
from ..nouns.google import PageReply
from ..sentence import Sentence
from ..text import stored
from .caller import Caller, Quota
from .failures import FORBIDS
from .page_fields import PageFields, at, prefilled, rows
from .reading import read_reply
from .refusals import read_refusal
from .transport import CONNECT_TIMEOUT, READ_TIMEOUT, seconds_ahead

DATA, DATA_END = "FB_PUBLIC_LOAD_DATA_ = ", "</script>"
CONFIRMED = ("vHW8K", "freebirdFormviewerViewResponseConfirmationMessage")
GOOGLES = (DATA.strip(" ="), "gstatic.com", "accounts.google.com")
"""One of these is in every page of Google's about a form, or in its address."""
SIGN_IN = Sentence("it asks for a sign-in")
NO_QUESTIONS = Sentence("it shows no questions")
PAGE_BREAK = 8
"""Kind of the item that begins a new page."""
HIDDEN = ("fvv", "partialResponse", "pageHistory", "fbzx", "submissionTimestamp")


@dataclass(frozen=True, slots=True)
class PageEnding:
    """What the form's data says of its end: the text after sending ("" = Google's own), whether it offers to send another
    response, whether whoever sent one may read those of all, whether a sent one may be changed, and whether it asks visitors to sign in so that half a response can be kept."""

    text: str
    another: bool
    summary: bool
    editable: bool
    keeps_drafts: bool


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What a citizen gets at this address. `entries` maps entry numbers to the titles of their questions (NFC).

    `prefilled` maps entry numbers to what stands in the question's own field, or under its number among the answers that
    the page brings along, never to what the page says elsewhere: a page names its own address, query and all. `takes_responses` is true only when the form was seen; else `why` says what came.
    `page_of` tells on which page of the form (0 = the first) a question stands.
    """

    address: str
    status: int
    takes_responses: bool
    why: str
    entries: Mapping[int, str] = field(default_factory=dict)
    prefilled: Mapping[int, frozenset[str]] = field(default_factory=dict)
    sign_in: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)
    html: str = ""
    page_of: Mapping[int, int] = field(default_factory=dict)
    pages: int = 1
    ending: PageEnding | None = None


class Pages:
    """Public pages. Nothing of the login goes along. `listeners` are shown every reply, as hooks of requests are."""

    def __init__(self, caller: Caller, root: str) -> None:
        self._caller = caller
        self._trust = not root
        self.listeners: list[Callable[..., object]] = []
        self._root = root or "https://docs.google.com"

    def open(self, address: str) -> PublicPage:
        """Load a form's public page, or a prefilled link to it. Raises GoogleError where Google itself fails: that says nothing of the form."""
        return self._caller.call(
            lambda: _of_the_form(address, self._request("GET", address)),
            quota=Quota.FORMS_READ,
            doing="Opening the form's public page",
            repeatable=True,
        )

    def respond(self, page: PublicPage, answers: Mapping[int, str]) -> PageReply:
        """Send one response, by entry number. Never repeated: a citizen's response must not be counted twice."""
        target = page.address.split("?")[0].removesuffix("viewform") + "formResponse"
        content = {**page.hidden, **_on_the_last_page(page, answers)}
        reply = self._caller.call(
            lambda: self._request("POST", target, content),
            quota=Quota.FORMS_WRITE,
            doing="Sending a test response",
            repeatable=False,
        )
        confirmed = any(mark in reply.text for mark in CONFIRMED) and 'name="pageHistory"' not in reply.text
        return PageReply(reply.ok and confirmed, reply.status_code, reply.text)

    def clock_error(self) -> float | None:
        """By how many seconds this computer's clock is ahead of Google's; None when Google cannot be reached. Asked once."""
        try:
            reply = self._request("HEAD", f"{self._root}/")
        except requests.RequestException:
            return None
        return seconds_ahead(reply)

    def _request(self, method: str, address: str, content: Mapping[str, str] | None = None) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = self._trust
            session.hooks["response"] += [read_reply, *self.listeners]
            return session.request(
                method,
                address,
                allow_redirects=method != "HEAD",
                data=dict(content) if content else None,
                timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                headers={"User-Agent": "Mozilla/5.0 (anubhav)", "Accept-Language": "hi,en"},
            )


def _of_the_form(address: str, reply: requests.Response) -> PublicPage:
    """What a reply tells of the form. Raises HttpError for a failure of Google's, when it takes us for a robot or turns the network away, and
    for a page of the network's own: that says nothing of the form."""
    page, refusal = read_public_page(address, reply), read_refusal(reply.status_code, reply.content, {})
    away = reply.status_code == 403 and (refusal.robot or refusal.front)
    no_form = reply.status_code in FORBIDS or page.why == NO_QUESTIONS
    strange = no_form and refusal.strange and not any(mark in reply.url + page.html for mark in GOOGLES)
    if away or strange or reply.status_code == 429 or reply.status_code >= 500:
        status = {"status": str(reply.status_code), **reply.headers}
        raise HttpError(httplib2.Response(status), reply.content, uri=reply.url)
    return page


def read_public_page(address: str, reply: requests.Response) -> PublicPage:
    """Judge what came for a form's address."""
    landed = urlsplit(reply.url)
    data = _load_data(reply.text)
    questions = list(_questions(data))
    why = ""
    inputs = PageFields()
    inputs.feed(reply.text)
    if landed.hostname == "accounts.google.com" or inputs.sign_in or (data and len(data) > 18 and data[18] == 1):
        why = SIGN_IN
    elif reply.status_code == 401:
        why = Sentence("{sign_in}: it is not published, or only invited people may respond", sign_in=SIGN_IN)
    elif landed.path.endswith("/closedform"):
        why = Sentence("it is closed for responses")
    elif reply.status_code in (404, 410):
        why = Sentence("there is no such form")
    elif not reply.ok:
        why = Sentence("it replies with HTTP {status_code}", status_code=reply.status_code)
    elif not questions:
        why = NO_QUESTIONS
    return PublicPage(
        address=address,
        status=reply.status_code,
        takes_responses=not why,
        why=why,
        entries={entry: title for entry, title, _ in questions},
        prefilled=prefilled(data, inputs),
        sign_in=why.startswith(SIGN_IN),
        hidden={name: inputs.found[name] for name in HIDDEN if name in inputs.found},
        html=reply.text,
        page_of={entry: page for entry, _, page in questions},
        pages=1 + sum(at(item, 3) == PAGE_BREAK for item in rows(at(data, 1, 1))),
        ending=_ending(data) if data else None,
    )


def _load_data(html: str) -> list[Any] | None:
    text = html.partition(DATA)[2].partition(DATA_END)[0].rstrip()
    try:
        data = parse_json(text[:-1]) if text.endswith(";") else None
    except ValueError:
        return None
    return data if isinstance(data, list) else None


def _questions(data: list[Any] | None) -> Iterator[tuple[int, str, int]]:
    """Each entry number, the title of its question, and the page that asks it."""
    page = 0
    for item in rows(at(data, 1, 1)):
        page += at(item, 3) == PAGE_BREAK
        title = at(item, 1)
        for entry in rows(at(item, 4)):
            if type(at(entry, 0)) is int:
                yield entry[0], stored(title) if isinstance(title, str) else "", page


def _ending(data: list[Any]) -> PageEnding:
    """The places are known from recorded pages: [1][2] = [text, another, summary, editable, ...], [1][10][5] = 1 when no draft is kept."""
    end, settings = at(data, 1, 2), at(data, 1, 10)
    text = at(end, 0)
    return PageEnding(
        text=stored(text) if isinstance(text, str) else "",
        another=at(end, 1) != 0 if end else True,
        summary=at(end, 2) == 1,
        editable=at(end, 3) == 1,
        keeps_drafts=at(settings, 5) != 1,
    )


def _on_the_last_page(page: PublicPage, answers: Mapping[int, str]) -> dict[str, str]:
    """The fields with which the last page of the form is sent: its own answers, and those of earlier pages as Google keeps them."""
    last = page.pages - 1
    here = {f"entry.{entry}": value for entry, value in answers.items() if page.page_of.get(entry, last) == last}
    if not last:
        return here
    earlier = [[None, entry, [value], 0] for entry, value in answers.items() if page.page_of.get(entry, last) < last]
    partial = json.dumps([earlier or None, None, page.hidden.get("fbzx", "")], ensure_ascii=False)
    return {**here, "partialResponse": partial, "pageHistory": ",".join(map(str, range(page.pages)))}
