"""Requests and replies on their way through the layers of the sandbox."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from . import wire
from .refusal import Refusal

BODY_MAX = 20 * 2**20
CALL_MAX = 10 * 2**20
"""What a call of an API takes; pages, and files that are sent, are larger."""


def is_json(reply: Response) -> bool:
    """Whether a reply is JSON."""
    return reply.headers.get("content-type", "").startswith("application/json")


async def read(receive: Receive, *, most: int = BODY_MAX) -> bytes:
    """The whole body of a request. Raises Refusal above `most`: 400 for a call of an API, else 413; and for one that breaks off."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal(400, "The request broke off.")
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            text = f"Request payload size exceeds the limit: {most} bytes."
            raise Refusal(400 if most == CALL_MAX else 413, text)
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def replay(body: bytes, receive: Receive) -> Receive:
    """A receiver that gives a body that was read already."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    return again


class Recorder:
    """Takes what a route sends, instead of the network."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.parts.append(message.get("body", b""))

    def reply(self) -> Response:
        """What was sent, as one reply."""
        reply = Response(b"".join(self.parts), status_code=self.start["status"])
        reply.raw_headers = [pair for pair in self.start["headers"] if pair[0].lower() != b"content-length"]
        reply.headers["content-length"] = str(len(reply.body))
        return reply


async def send_out(reply: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send a reply, compressed when Google would."""
    headers = Headers(scope=scope)
    body = bytes(reply.body)
    squeeze = wire.wants_gzip(headers.get("accept-encoding", ""), headers.get("user-agent", ""))
    if squeeze and len(body) >= wire.LEAST_TO_COMPRESS and "content-encoding" not in reply.headers:
        reply.body = wire.compress(body)
        reply.headers["content-encoding"] = "gzip"
        reply.headers["content-length"] = str(len(reply.body))
    await reply(scope, receive, send)
