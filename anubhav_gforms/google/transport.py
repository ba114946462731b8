"""The wire: one requests session for all three APIs, and Google's own clients built upon it.

googleapiclient brings httplib2, which sends a POST again by itself when the server closes the connection before it
replies: a form would be created twice. So it is given this transport, which sends once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httplib2
import requests
from google.auth.credentials import Credentials
from google.auth.exceptions import TransportError
from google.auth.transport.requests import AuthorizedSession, Request
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.model import JsonModel
from requests.adapters import HTTPAdapter

from ..files import parse_json, uncollected
from .reading import read_reply, spare_clients

try:
    from orjson import loads
except ImportError:  # the optional extra `fast`
    from json import loads  # type: ignore[assignment]  # the same for what we use: bytes in, value out

Body = dict[str, Any]
"""JSON as it goes to Google and comes back."""
CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 60.0
USER_AGENT = "anubhav (gzip)"
"""Google compresses only for agents that say gzip."""


class TokenRequest(Request):
    """How google-auth asks for a token, and on the way to one for other things. What neither gives a token nor refuses it is no
    reply, whatever its status: Google's front end is in trouble, or a network's own sign-in stands in between. google-auth
    takes it for a refused login, or breaks on it.
    """

    def __call__(self, url: str, *args: Any, **options: Any) -> Any:
        """Ask once. Raises TransportError."""
        reply = super().__call__(url, *args, **options)  # type: ignore[no-untyped-call]  # google-auth has untyped methods
        # who signs in for another account, or on a machine of Google's, asks for other things as well
        own = urlsplit(url).path.endswith("/token")
        read = _tells_of_a_token(reply.data) if own else not reply.data.lstrip().startswith(b"<")
        if reply.status >= 500 or not read:
            raise TransportError(reply.status, reply.data, url)  # type: ignore[no-untyped-call]
        return reply


def _tells_of_a_token(content: bytes) -> bool:
    try:
        body = parse_json(content)
        token, refusal, lives = body.get("access_token", ""), body.get("error", ""), int(body.get("expires_in", 0))
        said = isinstance(refusal, str) and isinstance(body.get("scope", ""), str) and (token or refusal)
        return bool(said) and token.isascii() and token.isprintable() and abs(lives) < 10**9
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        return False


def open_session(credentials: Credentials, root: str) -> requests.Session:
    """A session that signs every request. With a `root` (a sandbox) no proxy is used."""
    tokens = requests.Session()
    tokens.mount("https://", HTTPAdapter(max_retries=3))
    session = AuthorizedSession(credentials, auth_request=TokenRequest(tokens))  # type: ignore[no-untyped-call]  # google-auth has untyped constructors
    session.headers["User-Agent"] = USER_AGENT
    session.hooks["response"] += [read_reply, spare_clients]
    tokens.hooks["response"].append(read_reply)
    session.trust_env = tokens.trust_env = not root
    return session


class ServerClock:
    """Compares this computer's clock with Google's at every reply of a session."""

    def __init__(self, session: requests.Session) -> None:
        self.error: float | None = None
        session.hooks["response"].append(self._note)

    def _note(self, reply: requests.Response, *args: object, **options: object) -> None:
        ahead = seconds_ahead(reply)
        self.error = self.error if ahead is None else ahead


def seconds_ahead(reply: requests.Response) -> float | None:
    """By how many seconds our clock is ahead of a reply's date, which has whole seconds; None without one."""
    try:
        return (datetime.now(UTC) - parsedate_to_datetime(reply.headers.get("Date", ""))).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None


class Transport:
    """A requests session in the shape of httplib2.Http, which is what googleapiclient asks for."""

    def __init__(self, session: requests.Session, read_timeout: float) -> None:
        self._session, self._read_timeout = session, read_timeout

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        redirections: int = 0,
        connection_type: object = None,
    ) -> tuple[httplib2.Response, bytes]:
        """Send once; give status and headers as httplib2 does, and the body."""
        data = body.encode() if isinstance(body, str) else body
        reply = self._session.request(
            method,
            uri,
            data=data,
            headers=dict(headers or {}),
            timeout=(CONNECT_TIMEOUT, self._read_timeout),
            allow_redirects=False,
        )
        response = httplib2.Response({**reply.headers, "status": str(reply.status_code)})
        response.reason = reply.reason or ""
        return response, reply.content

    def close(self) -> None:
        """Part of the shape; the session is closed by who opened it."""


def read_json(content: bytes | str) -> Any:
    """The value of a reply or a document, by the fastest json that is there. Raises ValueError."""
    with uncollected():
        try:
            return loads(content)
        except RecursionError as error:
            raise ValueError(str(error)) from None


class FastJson(JsonModel):  # type: ignore[misc]  # googleapiclient has no types
    """How googleapiclient reads a reply."""

    def deserialize(self, content: bytes) -> Any:
        """The reply as a value; what is no JSON as a text."""
        try:
            return read_json(content)
        except ValueError:
            return content.decode("utf-8", "replace")


def service(
    name: str, version: str, session: requests.Session, root: str, *, read_timeout: float = READ_TIMEOUT
) -> Any:
    """Google's client for an API, built offline from the discovery document that ships with it."""
    document = read_json(get_static_doc(name, version))
    document["schemas"] = {schema: {"id": schema} for schema in document["schemas"]}  # only docstrings tell of them
    if root:
        document["rootUrl"] = root.rstrip("/") + "/"
        document["baseUrl"] = document["rootUrl"] + document["servicePath"]
        document.pop("mtlsRootUrl", None)
    return build_from_document(document, http=Transport(session, read_timeout), model=FastJson())
