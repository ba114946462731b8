"""How content is sent to Drive: alone, after its metadata in one multipart request, or bit by bit to an address of its own."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from email import message_from_bytes

from starlette.datastructures import Headers
from starlette.responses import Response

from . import wire
from .refusal import Refusal

Query = dict[str, list[str]]
RANGE = re.compile(r"bytes (?:([0-9]{1,18})-([0-9]{1,18})|\*)/([0-9]{1,18}|\*)")
STEP = 256 * 1024
BAD = "Failed to parse Content-Range header."
SMALL = (
    "Invalid request.  The number of bytes uploaded is required to be equal or greater than 262144, except for the final"
    " request (it's recommended to be the exact multiple of 262144).  The received request contained {} bytes, which does not"
    " meet this requirement."
)


@dataclass
class Sent:
    """What came: the metadata as JSON, the content, its MIME type and, where its part says so, the name of its file."""

    metadata: bytes = b""
    media: bytes = field(default=b"", repr=False)
    kind: str = ""
    name: str = ""
    reply: Response | None = None
    """The reply when all had come; who asks again is told again."""


@dataclass
class Session:
    """An upload: what it is for, and what has come so far."""

    verb: str
    query: Query
    sent: Sent
    total: str = "*"


class Sessions:
    """The uploads of this sandbox, by their ids."""

    def __init__(self) -> None:
        self.known: dict[str, Session] = {}

    def begin(self, verb: str, path: str, root: str, query: Query, body: bytes, headers: Headers) -> Response:
        """Open one; its address stands in the reply."""
        name = secrets.token_urlsafe(48)
        kind = headers.get("x-upload-content-type", "")
        self.known[name] = Session(verb, query, Sent(body, b"", kind))
        address = f"{root}{path}?uploadType=resumable&upload_id={name}"
        return Response(headers={**wire.DRIVE, "location": address, "x-guploader-uploadid": name})

    def go_on(self, name: str, body: bytes, headers: Headers) -> Session | Response:
        """Take the next bytes: the whole session when they were the last, else how far it is. Raises Refusal."""
        session = self.known.get(name)
        if session is None:
            raise Refusal(404, "Not Found", reason="notFound")
        if session.sent.reply:
            return session.sent.reply
        sent, told = session.sent, headers.get("content-range", "")
        found = RANGE.fullmatch(told)
        if told and not found:
            return _refused(BAD)
        if found and found[3] != "*":
            if session.total not in ("*", found[3]):
                return _refused("Bad Request")
            session.total = found[3]
        if found and found[1] and int(found[1]) == len(sent.media):
            if len(body) < STEP and (found[3] == "*" or int(found[1]) + len(body) < int(found[3])):
                return _refused(SMALL.format(len(body)))
            sent.media += body
        elif not found:
            sent.media = body
        if found and (found[3] == "*" or len(sent.media) < int(found[3])):
            if len(body) % STEP:
                sent.media = sent.media[: len(sent.media) // STEP * STEP]
            got = {"range": f"bytes=0-{len(sent.media) - 1}", "x-range-md5": hashlib.md5(sent.media).hexdigest()}  # noqa: S324
            more = {**(got if sent.media else {}), "x-guploader-uploadid": name}
            return Response(status_code=308, headers={**wire.DRIVE, **more})
        sent.kind = sent.kind or headers.get("content-type", "")
        return session


def _refused(text: str) -> Response:
    """What the server of uploads says, which knows no JSON."""
    return Response(text, 400, wire.DRIVE, "text/html")


def read(how: str, body: bytes, headers: Headers) -> Sent | None:
    """A whole upload, "media" or "multipart"; None for any other way. Raises Refusal (400) for parts that are none."""
    kind = headers.get("content-type", "")
    if how == "media":
        return Sent(b"", body, kind)
    if how != "multipart":
        return None
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n")
    mark = (message.get_boundary() or "").encode()
    parts = [part.removesuffix(b"\r").lstrip(b"\r\n") for part in (b"\n" + body).split(b"\n--" + mark)] if mark else []
    if len(parts) != 4:
        raise Refusal(400, "Missing end boundary in multipart body.", reason="badContent")
    metadata, media = (part.replace(b"\r\n\r\n", b"\n\n", 1).partition(b"\n\n") for part in parts[1:3])
    said = re.search(rb"(?im)^content-type:\s*([^\s;]+)", media[0])
    name = re.search(rb'(?i);\s*filename="([^"\r\n]*)"', media[0])
    return Sent(
        metadata[2],
        media[2],
        said[1].decode("latin-1") if said else "",
        name[1].decode(errors="replace") if name else "",
    )
