"""What a request asks of the desk: the fields of its form, the rest of its address, its language."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from starlette.requests import ClientDisconnect, Request

from .guard import MOST_BODY
from .pages import LANGUAGES_OF_PAGES


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, by name; {} for a body that is no form of ours, too long, or whose sender has gone."""
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BODY:
                return {}
    except ClientDisconnect:
        return {}
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        return {}
    try:
        return dict(parse_qsl(body.decode("utf-8"), max_num_fields=40, keep_blank_values=True))
    except ValueError:
        return {}


def number_of(text: str, digits: int = 8) -> int:
    """The number that an address or a field says in at most so many ASCII digits; 0 for what says none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 0


def kept_query(request: Request) -> str:
    """What the address asks for besides a language, to stand before another one: "words=korba&page=2&" or ""."""
    return "".join(f"{urlencode([pair])}&" for pair in request.query_params.multi_items() if pair[0] != "language")


def language_of(request: Request) -> str:
    """The language of the pages: as the address asks, else as the reader chose last, else Hindi."""
    asked = request.query_params.get("language") or request.cookies.get("language", "")
    return asked if asked in LANGUAGES_OF_PAGES else LANGUAGES_OF_PAGES[0]
