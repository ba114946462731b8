"""What stands before every page: whose name the desk answers to, who may send it something, and what a browser may do with a page."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..language import both
from ..sentence import Sentence

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""No script and no style but the desk's own files; no address but its own; nothing frames it."""
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with "no-referrer" browsers send "Origin: null" with the desk's own forms
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "content-security-policy": POLICY,
}
MOST_BODY = 20_480
"""Bytes of a form that somebody sends: a note of 2000 letters in Hindi takes nine for each."""


def report_policy(page: bytes) -> str:
    """The policy of a page that reports/ made, with script and style inside: these very ones, by their hashes, and no other.
    Styles of single marks are allowed: charts need them, and they run nothing."""
    scripts, styles = (_hashes(page, tag) or "'none'" for tag in ("script", "style"))
    return (
        f"default-src 'none'; script-src {scripts}; style-src-elem {styles}; style-src-attr 'unsafe-inline'; "
        "font-src data:; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )


def _hashes(page: bytes, tag: str) -> str:
    """The hashes of every element of this kind: these pages write them without attributes, one after another."""
    begin, end = f"<{tag}>".encode(), f"</{tag}>".encode()
    inside = [part.partition(end)[0] for part in page.split(begin)[1:]]
    return " ".join(f"'sha256-{base64.b64encode(sha256(each).digest()).decode()}'" for each in inside)


class Guard:
    """Refuses other host names (DNS rebinding), other sites' forms and other methods; puts the headers on every reply.

    `hosts`: names the desk answers to, without port. `secure`: whether it speaks TLS. `counted(method, status)` hears of every reply.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str], secure: bool, counted: Callable[[str, int], None]
    ) -> None:
        self.app, self._hosts, self._counted = app, hosts, counted
        self._scheme = "https" if secure else "http"
        self._headers = {**HEADERS, **({"strict-transport-security": "max-age=31536000"} if secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refusal(scope)
        reply = PlainTextResponse(both(refused[1]).joined, refused[0]) if refused else self.app
        await reply(scope, receive, self._with_headers(scope, send))

    def _refusal(self, scope: Scope) -> tuple[int, Sentence] | None:
        """(status, why) of a request that goes no further."""
        given = Headers(scope=scope)
        hosts = given.getlist("host")
        if len(hosts) != 1 or _name_of(hosts[0]) not in self._hosts:
            return 400, Sentence("The desk does not reply to this name.")
        if scope["method"] in ("GET", "HEAD"):
            return None
        if scope["method"] != "POST":
            return 405, Sentence("The desk does not know this method.")
        sites = given.getlist("sec-fetch-site")
        if given.getlist("origin") != [f"{self._scheme}://{hosts[0]}"] or any(site != "same-origin" for site in sites):
            return 403, Sentence("This form was not sent from a page of the desk.")
        return None

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._counted(scope["method"], message["status"])
                own = MutableHeaders(scope=message)
                for name, text in self._headers.items():
                    own.setdefault(name, text)
            await send(message)

        return sent


def _name_of(host: str) -> str:
    """The name of a Host header, without its port; "" for what is none."""
    parts = re.fullmatch(r"(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9.-]{1,253}))(?::[0-9]{1,5})?", host.lower())
    return (parts[1] or parts[2]) if parts else ""
