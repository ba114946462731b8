"""A reply, before Google's clients see it: read to a bound, and without what they break on with errors that say nothing."""

from __future__ import annotations

from contextlib import suppress
from threading import Event, Timer
from urllib.parse import urlsplit

import httplib2
import requests
from googleapiclient.errors import HttpError
from gspread.exceptions import APIError

MOST_OCTETS = 512 << 20
"""A longer reply is broken off: a small one that unpacks to any length would fill the memory."""
LONGEST = 600.0
"""Seconds after which a reply is broken off that still comes: a timeout of requests ends with each octet."""
_PIECE = 64 << 10


def read_reply(reply: requests.Response, *_: object, **__: object) -> None:
    """Read the body; a hook of requests, called before a way to elsewhere is taken. Raises RequestException."""
    pieces, octets, late = [], 0, Event()
    limit = Timer(LONGEST, _break_off, [reply, late])
    limit.daemon = True
    limit.start()
    try:
        for piece in reply.iter_content(_PIECE):
            pieces.append(piece)
            octets += len(piece)
            if octets > MOST_OCTETS:
                reply.close()
                raise requests.exceptions.ContentDecodingError(request=reply.request)
    finally:
        limit.cancel()
    if late.is_set():  # one that named no length ends as if it were whole, under TLS with sealed octets in it
        raise requests.exceptions.ChunkedEncodingError(request=reply.request)
    reply._content = b"".join(pieces)
    try:  # as requests and urllib3 take it apart
        way = urlsplit(reply.headers.get("Location", "").encode("latin-1").decode())
        _ = way.port, (way.hostname or "").encode("idna")
    except ValueError:
        del reply.headers["Location"]


def _break_off(reply: requests.Response, late: Event) -> None:
    late.set()
    with suppress(OSError, RuntimeError, ValueError):  # it came to its end just now
        reply.raw.shutdown()


def spare_clients(reply: requests.Response, *_: object, **__: object) -> None:
    """Leave out what a refusal says where the clients that make an error of it cannot read it; a hook behind `read_reply`."""
    if reply.status_code >= 400:
        try:
            HttpError(httplib2.Response({"status": str(reply.status_code)}), reply.content)
            APIError(reply)
        except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
            reply._content = b""
