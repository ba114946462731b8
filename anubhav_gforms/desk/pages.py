"""Values → HTML in one language: the desk's templates, its style, script and fonts, all from this package."""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..language import both, spoken
from ..reports.page.templates import asset, without_gaps
from ..text import tongue
from .roles import ROLE_NAMES

LANGUAGES_OF_PAGES = ("hi", "en")
"""Hindi first."""
STATIC = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
"""Files beside this one that pages load, and their types."""
FONTS = ("Mukta-Regular.woff2", "Mukta-Bold.woff2")


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


def static(name: str) -> tuple[bytes, str, str] | None:
    """A file that pages load, its type, and the mark by which a browser asks whether it changed; None for any other name."""
    return loaded(name) if name in (*FONTS, *STATIC) else None


@cache
def loaded(name: str) -> tuple[bytes, str, str]:
    """The same of a file that is one: kept, as no name from outside is."""
    content = asset(name) if name in FONTS else files(__package__).joinpath("pages", name).read_bytes()
    return content, STATIC.get(name, "font/woff2"), f'"{sha256(content).hexdigest()[:16]}"'


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
