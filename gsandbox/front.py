"""Google's front door: what happens to every API request before and after its route.

Before: the method is found in the discovery document, the login, the parameters and the body are checked.
After: the reply is held against its schema, cut to `fields`, written as JSON, compressed when Google would.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from traceback import format_exception
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from . import exchange, grammar, identity, masks, oauth, parameters, refusal, sending, wire
from .discovery import DOCUMENTS, Match, Method, load
from .masks import Mask
from .oauth import Login
from .refusal import Refusal
from .validation import Validator
from .wire import Json

PREFIXES = {
    "/v1/projects/": "pubsub",
    "/v1/": "forms",
    "/v4/": "sheets",
    "/drive/v3/": "drive",
    "/upload/drive/v3/": "drive",
    "/download/drive/v3/": "drive",
    "/drive/v2/": "drive.v2",
    "/upload/drive/v2/": "drive.v2",
}
KEPT = 1000
FORM_TYPE = "application/x-www-form-urlencoded"
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


@dataclass
class Call:
    """One API request, checked: which method, the values of its path and query, its body; of an upload, what was sent."""

    method: Method
    path: dict[str, str]
    query: dict[str, list[str]]
    body: Json
    login: Login
    mask: Mask | None
    request: Request
    sent: sending.Sent | None = None
    late: Refusal | None = None  # what it is refused with when nothing else is wrong

    def text(self, name: str, default: str = "") -> str:
        """A query parameter as text."""
        return self.query[name][0] if self.query.get(name) else default

    def written(self, name: str) -> str:
        """A query parameter as it was written, in lower case."""
        return (self.request.query_params.getlist(name) or [""])[0].lower()

    def flag(self, name: str) -> bool:
        """A query parameter as true or false."""
        return self.text(name) == "true"

    def number(self, name: str, default: int) -> int:
        """A query parameter as a whole number."""
        return int(self.text(name) or default)


class Reply(Response):
    """What a route gives back: a JSON value that the front door checks, cuts and encodes."""

    def __init__(self, value: Any, *, mask: Mask | None = None) -> None:
        super().__init__(b"")
        self.value = value
        self.mask = mask

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the value over to the front door."""
        scope["sandbox.answer"] = self
        await super().__call__(scope, receive, send)


class Front:
    """The middleware. `violations` collects everything in requests and replies that does not fit the documents."""

    def __init__(self, app: ASGIApp, violations: list[Json]) -> None:
        self.app = app
        self.violations = violations
        self.sessions = sending.Sessions()
        self.validators = {name: Validator(load(name)) for name in DOCUMENTS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["raw_path"].decode("ascii")
        try:
            headers = Headers(scope=scope)
            _check_host(headers)
            _check_origin(scope["method"], path, headers)
            api = api_of(path)
            if refusal.lacks_length(scope["method"], path, headers):
                reply = refusal.without_length()
            elif api is None:
                body = await exchange.read(receive)
                await self.app(scope, exchange.replay(body, receive), send)
                return
            else:
                reply = await self._serve(api, path, scope, receive)
        except Refusal as refused:
            listed = parameters.lists_errors(scope["query_string"].decode("latin-1"))
            reply = refusal.reply(refused, path, listed=listed)
        except Exception as error:  # a bug of the sandbox: the client sees Google's 500, the tests see the bug
            self.violations.append(
                {"method": path, "where": "sandbox", "field": "", "text": "".join(format_exception(error))}
            )
            reply = refusal.reply(Refusal(500, "Internal error encountered."), path)
        await exchange.send_out(reply, scope, receive, send)

    async def _serve(self, api: str, path: str, scope: Scope, receive: Receive) -> Response:
        call = await self._admit(api, path, scope, receive)
        if isinstance(call, Response):
            return call
        sent = exchange.Recorder()
        await self.app(scope, exchange.replay(b"", receive), sent)
        full_reply = sent.reply()
        given: Reply | None = scope.get("sandbox.answer")
        if given is None or full_reply.status_code != 200:
            self._check_error(call, full_reply)
            return full_reply
        if call.late:  # a reader's mask Drive looks at last
            raise call.late
        value = given.value
        self._note(call, "answer", self.validators[api].reply(call.method, value))
        if (mask := given.mask if call.mask is None else call.mask) is not None:
            value = masks.apply(mask, value)
        pretty = not parameters.packed(call.request.query_params.getlist("prettyPrint"))
        headers = wire.DRIVE if api.startswith("drive") else None
        reply = wire.json_reply(value, pretty=pretty, headers=headers, figures=api == "sheets")
        if call.sent:
            call.sent.reply, call.sent.media = reply, b""
        return reply

    async def _admit(self, api: str, path: str, scope: Scope, receive: Receive) -> Call | Response:
        upload = path.startswith("/upload/")
        body = await exchange.read(receive, most=exchange.BODY_MAX if upload else exchange.CALL_MAX)
        headers = Headers(scope=scope)
        verb, query_text = scope["method"], scope["query_string"].decode("latin-1")
        if override := headers.get("x-http-method-override"):
            if override.upper() == "GET":
                query_text, body = body.decode("latin-1"), b""
            verb = scope["method"] = override.upper()
            scope["query_string"] = query_text.encode("latin-1")
        query, sent = parse_qs(query_text, keep_blank_values=True), None
        parameters.check(query)
        if upload and (name := query.get("upload_id")):
            session = self.sessions.go_on(name[0], body, headers)
            if isinstance(session, Response):
                return session
            verb, query, sent, body = session.verb, session.query, session.sent, session.sent.metadata
            scope["method"] = verb
        match = load(api).find(verb, path.removeprefix("/upload").removeprefix("/download"))
        if match is None:
            return refusal.unknown_path(path)
        request = Request(scope)
        parameters.check_format(query)
        login = oauth.admit(request, query, match.method)
        parameters.check_media(match.method, query)
        if upload and sent is None:
            how = query.get("uploadType", [""])[0]
            if how == "resumable" and api == "drive":
                return self.sessions.begin(verb, path, wire.root_of(request), query, body, headers)
            sent = sending.read(how, body, headers) if api == "drive" or how == "media" else None
            if sent is None:
                raise unserved(match.method)
            body = sent.metadata
        elif headers.get("content-type", "").startswith(FORM_TYPE) and "x-http-method-override" not in headers:
            body = _parameters(match.method, query, body)
        call = Call(match.method, match.path, query, {}, login, None, request, sent)
        scope["sandbox.call"] = call
        self._check_query(call, match, api)
        if match.method.request is not None:
            call.body = self._body(call, body)
        with request.app.state.world.transaction() as db:
            oauth.check_reach(db, login, match.method, match.path, call.body)
        return call

    def _check_query(self, call: Call, match: Match, api: str) -> None:
        call.query, wrong = self.validators[api].query(match.method, call.query)
        wrong += self.validators[api].path(match.method, match.path)
        if "fields" not in call.query and (header := call.request.headers.get("x-goog-fieldmask")):
            call.query["fields"] = [header]
        if wrong:
            self._note(call, "query", wrong)
            if call.method.api != "drive" or any("could not be found" not in text for _, text in wrong):
                raise refusal.bad_request(wrong)  # Drive overlooks what it does not know
        if call.method.api == "drive" and "fields" in call.query and not call.text("fields").strip():
            call.mask = {"": {}}  # Drive replies to an empty mask with {}
        elif call.text("fields") and call.method.response:
            try:
                text = call.text("fields")
                mask = masks.parse(text.replace(" ", "") if call.method.api == "drive" else text)
                masks.check(load(api), call.method.response, mask)
                call.mask = mask
            except masks.MaskError as error:
                call.late = parameters.bad_mask(call.method.api, error.path)
                if call.method.api != "drive" or call.method.verb != "GET":
                    raise call.late from error

    def _body(self, call: Call, data: bytes) -> Json:
        bound = self.validators[call.method.api].bound(call.method, call.query)
        data = data if data.strip() or not bound else b"{}"
        if not data.strip():
            return {}
        try:
            body = wire.loads(data)
        except ValueError:
            try:
                body = grammar.loads(data)
            except grammar.GrammarError as error:
                raise Refusal(400, str(error), reason="parseError") from error
        if not isinstance(body, dict):
            raise refusal.bad_request(
                [("", 'Invalid JSON payload received. Unknown name "": Root element must be a message.')]
            )
        body, wrong = self.validators[call.method.api].body(call.method, bound | body)
        if wrong:
            self._note(call, "body", wrong)
            if call.method.api != "drive" or any("Cannot find field" not in text for _, text in wrong):
                raise refusal.bad_request(wrong)
        return body  # Drive overlooks names that it does not know

    def _check_error(self, call: Call, reply: Response) -> None:
        if reply.status_code < 400 or not exchange.is_json(reply):
            return
        error = wire.loads(bytes(reply.body)).get("error")
        if not isinstance(error, dict) or error.get("code") != reply.status_code or not error.get("message"):
            self._note(call, "error body", [("error", "An error body without code and message.")])

    def _note(self, call: Call, where: str, wrong: list[tuple[str, str]]) -> None:
        for path, text in wrong[:20]:
            self.violations.append({"method": call.method.id, "where": where, "field": path, "text": text})
        del self.violations[:-KEPT]


def api_of(path: str) -> str | None:
    """Which API a path belongs to: a name of DOCUMENTS, or None."""
    own = path in identity.PATHS
    return None if own else next((name for prefix, name in PREFIXES.items() if path.startswith(prefix)), None)


def call_of(request: Request) -> Call:
    """The checked call of the request that a route serves."""
    call: Call = request.scope["sandbox.call"]
    return call


def unserved(method: Method) -> Refusal:
    """What the sandbox replies where it does not have a method of Google's."""
    return Refusal(501, f"Sandbox: Google has {method.id}, this sandbox does not serve it.")


def _parameters(method: Method, query: dict[str, list[str]], body: bytes) -> bytes:
    """Take a body that calls itself a web form's for parameters, as Google does; gives the body that is left: none.

    So JSON sent by a client that forgot to say so is refused. Raises Refusal.
    """
    if body and method.api == "drive":
        raise Refusal(400, f"Unsupported content with type: {FORM_TYPE}", reason="badContent")
    for name, values in parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True).items():
        query.setdefault(name, []).extend(values)
    return b""


def _check_origin(verb: str, path: str, headers: Headers) -> None:
    """Refuse what another web site lets a browser send. Only the form page takes responses from anywhere, as Google's does."""
    origin = headers.get("origin")
    if origin is None or verb in ("GET", "HEAD") or path.endswith("/formResponse"):
        return
    if origin.partition("://")[2] != headers.get("host"):
        raise Refusal(403, "Sandbox: this server takes no requests from other sites.")


def _check_host(headers: Headers) -> None:
    host = headers.get("host", "")
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    if name.lower() not in LOOPBACK:
        raise Refusal(403, f"Sandbox: this server replies on loopback names only, not {name!r}.")


Handler = Callable[[sqlite3.Connection, Call, datetime], Json | Response]
"""What serves a method: inside a transaction, at this moment of the sandbox's clock. What it gives is the reply's value, or the reply."""
