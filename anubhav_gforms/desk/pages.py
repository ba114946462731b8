"""Values → HTML in one language: the desk's templates, its style, script and fonts, all from this package; packed for a slow line."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..language import both, spoken
from ..reports.page.templates import asset, without_gaps
from ..text import tongue
from .roles import ROLE_NAMES

LANGUAGES_OF_PAGES = ("hi", "en")
"""Hindi first."""
STATIC = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
"""Files beside this one that pages load, and their types."""
FONTS = ("Mukta-Regular.woff2", "Mukta-Bold.woff2")
LEVEL = 6
"""Of packing: a page of a report is two fifths of its size then, in some 40 ms."""


def render(template: str, language: str, /, **values: Any) -> str:
    """A page by its template, in a language."""

    def t(text: str, plural: str = "", /, **more: Any) -> str:
        return _said(both(text, plural, **more), language)

    page = environment().get_template(f"{template}.html")
    made: str = page.render(
        t=t,
        v=lambda value: _said(spoken(value), language),
        when=partial(_when, language),
        language=language,
        role_names=ROLE_NAMES,
        **values,
    )
    return without_gaps(made)


@cache
def environment() -> Environment:
    """Templates escape every text and refuse a name they do not know. All are read at once: an update of the package while the desk
    runs mixes no new ones among the old."""
    made = Environment(
        loader=PackageLoader("anubhav_gforms.desk", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["tongue"] = tongue
    for name in made.list_templates(["html"]):
        made.get_template(name)
    return made


@cache
def static() -> dict[str, tuple[bytes, str, str]]:
    """The files that pages load, by name: content, type, and the mark by which a browser asks whether it changed."""
    own = files(__package__).joinpath("pages")
    contents = {name: (own.joinpath(name).read_bytes(), kind) for name, kind in STATIC.items()}
    contents |= {name: (asset(name), "font/woff2") for name in FONTS}
    return {name: (text, kind, f'"{sha256(text).hexdigest()[:16]}"') for name, (text, kind) in contents.items()}


def _said(text: Any, language: str) -> str:
    said: str = text.hi if language == "hi" else text.en
    return said


def _when(language: str, moment: datetime, now: datetime) -> str:
    """A time as a reader wants it: the hour of today, else the day and the hour."""
    hour = moment.strftime("%H:%M")
    if moment.date() == now.date():
        return hour
    day = _said(spoken(moment.date()), language).rpartition(" ")[0]
    return f"{day}, {hour}"


@dataclass(frozen=True, slots=True)
class PackedPage:
    """A page without a secret of its reader, so that its packed length tells nothing, as it is and packed."""

    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, plain: bytes) -> PackedPage:
        """The page, packed once for all who ask for it."""
        return cls(plain, gzip.compress(plain, LEVEL, mtime=0))

    def reply(self, request: Request, headers: Mapping[str, str] = MappingProxyType({})) -> Response:
        """The page for this browser."""
        if not takes_gzip(request.headers.get("accept-encoding", "")):
            return HTMLResponse(self.plain, headers={**headers, "vary": "accept-encoding"})
        return HTMLResponse(self.packed, headers={**headers, "content-encoding": "gzip", "vary": "accept-encoding"})


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip, and not with the weight 0 by which a browser refuses it (RFC 9110, 12.5.3)."""
    weights = dict(each.partition(";")[::2] for each in accepted.replace(" ", "").split(","))
    return weights.get("gzip", "q=0").rstrip("0.") != "q="
