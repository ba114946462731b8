"""Bytes on the wire: JSON as Google writes it, the gzip rule, the address that a request came to."""

from __future__ import annotations

import json
import re
import zlib
from math import isinf
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

try:
    import orjson
except ModuleNotFoundError:  # an extra; the standard library does the same, slower
    orjson = None  # type: ignore[assignment]

Json = dict[str, Any]
"""An object of JSON, such as a resource of an API or a part of one."""
JSON_TYPE = "application/json; charset=UTF-8"
LEAST_TO_COMPRESS = 256


HEADERS = {
    "server": "ESF",
    "vary": "Origin, X-Origin, Referer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "x-xss-protection": "0",
}
"""What Google's front end puts on every reply of an API."""
DRIVE = HEADERS | {
    "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
    "expires": "Mon, 01 Jan 1990 00:00:00 GMT",
    "pragma": "no-cache",
    "vary": "Origin, X-Origin",
}
"""The same on what Drive grants."""
LOGINS = HEADERS | {"server": "scaffolding on HTTPServer2"}
"""The same on what the token endpoint replies."""
GRANTED = DRIVE | LOGINS | {"content-type": "application/json; charset=utf-8"}
"""The same where it hands out a person's tokens."""
INVISIBLE = re.compile(
    rb"[\x7f\xc2\xd8\xdb\xdc\xe1\xe2\xef\xf0\xf3](?:(?<=\x7f)|(?<=\xc2)[\x80-\x9f\xad]|(?<=\xd8)[\x80-\x83]|(?<=\xdb)\x9d"
    rb"|(?<=\xdc)\x8f|(?<=\xe1)\x9e[\xb4\xb5]|(?<=\xe2)(?:\x80[\x8b-\x8f\xa8-\xae]|\x81[\xa0-\xa4\xaa-\xaf])"
    rb"|(?<=\xef)(?:\xbb\xbf|\xbf[\xb9-\xbb])|(?<=\xf0)\x9d\x85[\xb3-\xba]"
    rb"|(?<=\xf3)\xa0(?:\x80[\x81\xa0-\xbf]|\x81[\x80-\xbf]))"
)
"""Control and format letters of Unicode 4.0, which Google writes as \\uXXXX: soft hyphen, joiners, direction marks, tags.
The first byte stands in front: so it is looked for fast."""
BEHIND_POINT = re.compile(rb"\.\d+(?:e[-+]?\d+)?(?=[],}\n])")
BEFORE_POINT = re.compile(rb"(?<=[ [,:])-?\d+\Z")
"""The two parts of a figure that is no whole number; what stands behind the point is found fast."""
HALF = re.compile(r"\\u[dD][89a-fA-F]")


def root_of(request: Request) -> str:
    """The address of this sandbox as the client knows it, without a slash at its end."""
    return str(request.base_url).rstrip("/")


def loads(data: bytes | str) -> Any:
    """Decode JSON; raises ValueError."""
    if orjson:
        return orjson.loads(data)
    try:
        text = data if isinstance(data, str) else data.decode()
        value = json.loads(text, parse_constant=_refused, parse_float=_finite, parse_int=_whole)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if HALF.search(text):
        dumps(value, pretty=False)  # half of a letter of two units is no text
    return value


def _refused(word: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(word)


def _finite(figure: str) -> float:
    """A double; raises ValueError for one that is too large."""
    number = float(figure)
    if isinf(number):
        raise ValueError(figure)
    return number


def _whole(figure: str) -> int | float:
    """A whole number of 64 bits, else a double."""
    return int(figure) if len(figure) < len(str(2**63)) else _finite(figure)


def dumps(value: Any, *, pretty: bool = True) -> bytes:
    """Encode JSON: pretty-printed with two spaces and a final newline, or compact. Text stays UTF-8."""
    if orjson:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE if pretty else 0)
    if pretty:
        return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def escaped(data: bytes) -> bytes:
    """JSON with the letters escaped that Google escapes besides those that JSON itself demands: < and > and invisible ones."""
    data = data.replace(b"<", b"\\u003c").replace(b">", b"\\u003e")
    return INVISIBLE.sub(_as_units, data) if INVISIBLE.search(data) else data


def _as_units(found: re.Match[bytes]) -> bytes:
    units = found[0].decode().encode("utf-16-be")
    return b"".join(b"\\u%02x%02x" % (high, low) for high, low in zip(units[::2], units[1::2], strict=True))


def with_figures(data: bytes) -> bytes:
    """JSON with its doubles as Google writes them: in fifteen digits where these say one whole, else in seventeen.

    A reply with a backslash in a text stays as it is: whether a figure stands in a text is told by the quotes before it.
    """
    done: list[bytes] = []
    at = quotes = 0
    for found in BEHIND_POINT.finditer(data) if b"\\\\" not in data else ():
        begin = BEFORE_POINT.search(data, max(at, found.start() - 20), found.start())
        if begin is None:
            continue
        gap = data[at : begin.start()]
        quotes += gap.count(b'"') - gap.count(b'\\"')
        number = float(data[begin.start() : found.end()])
        short = b"%.15g" % number
        wanted = short if float(short) == number else b"%.17g" % number
        done += (gap, data[begin.start() : found.end()] if quotes % 2 else wanted)
        at = found.end()
    return b"".join((*done, data[at:]))


def json_reply(
    body: Any, *, status: int = 200, pretty: bool = True, headers: dict[str, str] | None = None, figures: bool = False
) -> Response:
    """A reply with a JSON body; `figures`: there may be doubles in it."""
    said = {"content-type": JSON_TYPE} | HEADERS | (headers or {})
    data = dumps(body, pretty=pretty)
    return Response(escaped(with_figures(data) if figures else data), status_code=status, headers=said)


def wants_gzip(accept_encoding: str, user_agent: str) -> bool:
    """Google compresses only when both headers name gzip."""
    return takes_gzip(accept_encoding) and "gzip" in user_agent


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip, and not with the weight 0 by which a client refuses it (RFC 9110, 12.5.3)."""
    weights = dict(each.partition(";")[::2] for each in accepted.replace(" ", "").split(","))
    return weights.get("gzip", "q=0").rstrip("0.") != "q="


def compress(body: bytes) -> bytes:
    """The body in gzip format."""
    packer = zlib.compressobj(4, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()
