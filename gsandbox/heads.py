"""HEAD, which asks for headers alone: to Drive it is a GET whose body stays out, Forms and Sheets do not take it."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import refusal
from .front import api_of
from .refusal import Refusal


class Heads:
    """The outermost middleware: what lies inside sees a GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        api = api_of(scope["path"]) if scope["type"] == "http" and scope["method"] == "HEAD" else None
        if api is None:
            await self.app(scope, receive, send)
        elif api == "drive":
            await self.app({**scope, "method": "GET"}, receive, _without_body(send))
        else:
            refused = Refusal(400, "Your client has issued a malformed or illegal request.")
            await refusal.page(refused)(scope, receive, send)


def _without_body(send: Send) -> Send:
    """Sends on what a GET is told, but neither its body nor how long that is."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [one for one in message["headers"] if one[0].lower() != b"content-length"]
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_on
