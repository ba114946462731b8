"""What every page is made with: templates that speak both languages, fonts, style and script."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ...files import PACKED
from ...grading.columns import with_stroke
from ...language import both, spoken
from ...text import tongue
from .. import phrases, terms
from ..charts.ladder import Axis
from ..digits import whole_said


@cache
def asset(name: str) -> bytes:
    """A file of this folder."""
    return files(__package__).joinpath(name).read_bytes()


def asset_text(name: str) -> Markup:
    """The same as text of a page."""
    return Markup(asset(name).decode("utf-8"))  # noqa: S704  # our own file, no input of anyone's


@cache
def environment() -> Environment:
    """Templates escape every text, refuse a name they do not know, and speak both languages."""
    made = _Templates(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(packed=packed, stroke=with_stroke, names=_names, bar=_bar, tongue=tongue, whole=whole_said)
    made.globals.update(both=both, spoken=spoken, phrases=phrases, terms=terms, t=told_in_both, v=value_in_both)
    return made


def without_gaps(page: str) -> str:
    """A page without the blank lines that the tags of its template leave."""
    return "".join(f"{line}\n" for line in page.splitlines() if line.strip())


def told_in_both(text: str, plural: str = "", /, **values: object) -> Markup:
    """`t` of the templates: a sentence in both languages, of which the page shows one."""
    words = both(text, plural, **values)
    return _one_shown(words.en, words.hi)


def value_in_both(value: object) -> Markup:
    """`v` of the templates: a value as both languages write it, once where that is the same."""
    words = spoken(value)
    return escape(words.en) if words.en == words.hi else _one_shown(words.en, words.hi)


@lru_cache(maxsize=1 << 14, typed=True)
def _one_shown(english: str, hindi: str) -> Markup:
    """A page of many stations says the same few hundred words thousands of times."""
    return Markup(f'<span lang="en">{escape(english)}</span><span lang="hi">{escape(hindi)}</span>')  # noqa: S704  # escaped


def _names(row: Mapping[str, Any]) -> Markup:
    """`names` of the templates: a place in both languages."""
    return _one_shown(row["name_en"], row["name_hi"])


def _bar(row: Mapping[str, Any], scale: Axis) -> Markup:
    """`bar` of the templates: a score in its interval, in per cent of the axis."""
    low, high, score = (100 * scale.share(row[name]) for name in ("low", "high", "score"))
    return Markup(f'<span class="bar" style="--lo:{low:.1f};--hi:{high:.1f};--at:{score:.1f}"><i></i><b></b></span>')  # noqa: S704  # numbers only


class _Context(Context):
    """Our functions and macros want no more than a template gives them: each call would ask that again."""

    def call(
        self, called: Callable[..., Any], *given: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any
    ) -> Any:
        return called(*given, **named)


class _Code(CodeGenerator):
    """What is shown goes through `shown`: jinja copies a marked text each time it is put into a larger one."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.shown(")


class _Templates(Environment):
    """Names of a row are looked for in the row first: as attributes they cost an exception each."""

    context_class = _Context
    code_generator_class = _Code

    @staticmethod
    def shown(value: object) -> Markup:
        return value if type(value) is Markup else escape(value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        return obj[attribute] if type(obj) is dict and attribute in obj else super().getattr(obj, attribute)


@cache
def fonts() -> dict[str, str]:
    """Both weights of the page's font, as base64."""
    return {
        f"font_{weight.lower()}": base64.b64encode(asset(f"Mukta-{weight}.woff2")).decode()
        for weight in ("Regular", "Bold")
    }


def page_css() -> Markup:
    """The style of every page."""
    return asset_text("page.css")


def packed(markup: Markup) -> Markup:
    """The part as base64 of zlib, which page.js unpacks by the browser's own DecompressionStream("deflate"). Deterministic."""
    lines = "\n".join(line for line in str.splitlines(markup) if line.strip())
    return Markup(base64.b64encode(zlib.compress(lines.encode("utf-8"), PACKED)).decode())  # noqa: S704  # base64 only
