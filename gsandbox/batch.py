"""HTTP batches: many calls in one multipart request, and one reply to them all.

Drive replies to each as if it had come alone, but for downloads; Sheets to none.
"""

from __future__ import annotations

import secrets
from email import message_from_bytes
from http import HTTPStatus
from urllib.parse import parse_qs, unquote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from . import exchange, parameters, refusal, wire
from .refusal import Refusal

SENT_ALONG = (b"authorization", b"host", b"x-sandbox-clock")
"""What counts for each call, when it does not bring its own."""
KEPT = ("content-type", "location", "vary", "expires", "cache-control", "www-authenticate", "retry-after")


async def serve(request: Request) -> Response:
    """POST /batch/drive/v3, and /batch, where no call is served. Raises Refusal (400) for a body that is no batch."""
    kind = request.headers.get("content-type", "")
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + await request.body())
    if not message.is_multipart():
        raise Refusal(
            400, "Failed to parse batch request, error: missing multipart/mixed boundary", reason="badRequest"
        )
    mark, made = f"batch_{secrets.token_urlsafe(24)}", []
    _, *parts = message.walk()
    for part in parts:
        name = str(part.get("content-id", "")).strip().strip("<>")
        reply = await _call(request, bytes(part.get_payload(decode=True) or b""))
        label = f"Content-ID: <response-{name}>\r\n" if name else ""
        made.append(f"--{mark}\r\nContent-Type: application/http\r\n{label}\r\n".encode() + _written(reply) + b"\r\n")
    body = b"".join(made) + f"--{mark}--\r\n".encode()
    return Response(body, headers={**wire.DRIVE, "content-type": f"multipart/mixed; boundary={mark}"})


async def _call(request: Request, text: bytes) -> Response:
    """One call of a batch, through the whole of the sandbox."""
    line, _, rest = text.lstrip(b"\r\n").partition(b"\n")
    head, _, body = rest.replace(b"\r\n\r\n", b"\n\n", 1).partition(b"\n\n")
    try:
        verb, address, *_ = line.decode("ascii").split()
        own = [each.split(b":", 1) for each in head.splitlines() if b":" in each]
    except ValueError:
        return refusal.reply(Refusal(400, "Failed to parse batch request part."), "/drive/")
    path, _, query = address.partition("?")
    if request.url.path == "/batch":  # Sheets has none, and says so; the sandbox serves none for Forms either
        said = "Operation is not implemented, or supported, or enabled."
        return refusal.reply(Refusal(501, said), "/v4/", listed=parameters.lists_errors(query))
    if not path.startswith("/drive/"):
        return refusal.unknown_path(path)
    headers = [(name.strip().lower(), value.strip()) for name, value in own]
    headers = [pair for pair in headers if pair[0] != b"accept-encoding"]  # the whole may be compressed, not a part
    known = {name for name, _ in headers}
    headers += [(b"content-length", str(len(body)).encode())] if b"content-length" not in known else []
    headers += [pair for pair in request.scope["headers"] if pair[0] in SENT_ALONG and pair[0] not in known]
    kept = {name for name in request.scope if name == "sandbox.drop" or not name.startswith("sandbox.")}
    scope: Scope = {name: request.scope[name] for name in kept}
    scope.update(method=verb, path=unquote(path), raw_path=path.encode(), query_string=query.encode())
    scope.update(headers=headers, path_params={})
    reply = exchange.Recorder()
    await request.app(scope, exchange.replay(body, request.receive), reply)
    if not reply.start:  # a fault has broken the connection, which is that of them all
        return Response()
    alone = reply.reply()
    if verb != "GET" or alone.status_code == 401 or not _fetches(path, query):
        return alone
    return _elsewhere(request, path, query)


def _fetches(path: str, query: str) -> bool:
    """Whether a call asks for what a file holds."""
    alt = parse_qs(query).get("alt", [""])[0].lower()
    return alt != "json" if path.endswith("/export") else alt == "media" and path.startswith("/drive/v3/files/")


def _elsewhere(request: Request, path: str, query: str) -> Response:
    """What files hold is to be fetched at another address, whether there is such a file or not.

    What was asked of the whole batch goes along, unless the call has a word of its own for it.
    """
    own, whole = ([pair for pair in text.split("&") if pair] for text in (query, request.url.query))
    names = {pair.partition("=")[0] for pair in own}
    pairs = [*own, *(pair for pair in whole if pair.partition("=")[0] not in names)]
    asked = "&".join(pair if "=" in pair else f"{pair}=" for pair in pairs)
    place = f"{request.base_url}download{path}" + (f"?{asked}" if asked else "")
    text = "Unknown Error."
    return refusal.reply(
        Refusal(302, text, reason="backendError", google_status="UNKNOWN", headers={"location": place}), path
    )


def _written(reply: Response) -> bytes:
    """A reply as it goes over the wire."""
    status, headers = HTTPStatus(reply.status_code), Headers(raw=reply.raw_headers)
    lines = [f"{name.title()}: {headers[name]}" for name in KEPT if name in headers]
    body = bytes(reply.body)
    if status == HTTPStatus.FOUND:  # as if nothing followed
        lines = ["Content-Length: 0", *lines[:2]]
    else:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([f"HTTP/1.1 {status.value} {status.phrase}", *lines, "", ""]).encode() + body
