"""A wire that can be watched and broken: an adapter below the gateway's session, above the real sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import requests
from requests.adapters import HTTPAdapter


class Killed(BaseException):
    """The process ends here, as by kill -9; nothing of ours catches it."""


class Fault(Enum):
    """What happens to one request."""

    KILLED_BEFORE = "the process is killed before the request leaves"
    KILLED_AFTER = "the request arrives, the process is killed before the reply"
    NEVER_ARRIVED = "the connection breaks before the request leaves"
    REPLY_LOST = "Google does the work, the connection breaks before the reply"
    REPLY_503 = "Google does the work and then replies 503"


@dataclass
class Wire(HTTPAdapter):
    """Sends to the sandbox, keeps what was sent, and lets `fault` befall request number `at` (0 = first)."""

    at: int = -1
    fault: Fault | None = None
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(max_retries=0)

    @property
    def writes(self) -> list[str]:
        """What was sent to change something."""
        return [line for line in self.sent if not line.startswith("GET ")]

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        number = len(self.sent)
        self.sent.append(f"{request.method} {request.path_url}")
        fault = self.fault if number == self.at else None
        if fault is Fault.KILLED_BEFORE:
            raise Killed
        if fault is Fault.NEVER_ARRIVED:
            raise requests.exceptions.ConnectionError(
                "('Connection aborted.', ConnectionResetError(104))", request=request
            )
        reply = super().send(request, *args, **options)
        if fault is not None:
            reply.content  # read to the end, so that the connection goes back  # noqa: B018
        if fault is Fault.KILLED_AFTER:
            raise Killed
        if fault is Fault.REPLY_LOST:
            raise requests.exceptions.ConnectionError("('Connection aborted.', RemoteDisconnected())", request=request)
        if fault is Fault.REPLY_503:
            reply.status_code = 503
            reply._content = (
                b'{"error":{"code":503,"message":"The service is currently unavailable.","status":"UNAVAILABLE"}}'
            )
        return reply


def tap(google: Any, wire: Wire | None = None) -> Wire:
    """Put a wire below this gateway; gives it."""
    wire = wire or Wire()
    google.session.mount(google.root, wire)
    return wire


class Altering(Wire):
    """Changes every batch of a form on its way: a Google that understands it in another way."""

    def __init__(self, alter: Callable[[dict[str, Any]], None]) -> None:
        super().__init__()
        self._alter = alter

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        if "/v1/forms/" in str(request.url) and str(request.url).partition("?")[0].endswith(":batchUpdate"):
            batch = json.loads(request.body or b"{}")
            for each in batch["requests"]:
                self._alter(each)
            request.prepare_body(json.dumps(batch), None)
            request.headers["Content-Type"] = "application/json"
        return super().send(request, *args, **options)


def takes_blank_ids(request: dict[str, Any]) -> None:
    """A Google that takes every mask for the whole item: what is blank in it gets a new id."""
    if "updateItem" in request:
        request["updateItem"]["updateMask"] = "*"
        request["updateItem"]["item"].get("questionItem", {}).get("question", {}).pop("questionId", None)
