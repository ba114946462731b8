"""The pages of a form as HTML: what the templates show, put together from the form and the answers so far."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from ..forms.questions import Kind, Page, Question, questions
from ..forms.store import Form
from ..wire import Json
from . import load_data, order
from .submission import EMAIL_FIELD, Step
from .texts import FAULTS, TEXTS
from .values import Answers, Given, write_partial, write_response

DEVANAGARI = re.compile(r"[\u0900-\u097f]")
ICONS = {"STAR": "☆★", "HEART": "♡♥", "THUMB_UP": "👍👍"}
"""How each sign of a rating looks, not chosen and chosen."""
YEARS_AHEAD = 50
"""A date's field offers no later ones."""


def split(text: str) -> tuple[str, str] | None:
    """ "हिन्दी / English" in its two parts; None for any other text."""
    left, slash, right = text.partition(" / ")
    if not slash or not DEVANAGARI.search(left) or DEVANAGARI.search(right):
        return None
    return left, right


def lang_of(text: str) -> Markup:
    """The attribute that marks a text of the form: lang="hi" for one with Devanagari, lang="en" for one with Latin letters."""
    if DEVANAGARI.search(text or ""):
        return Markup(' lang="hi"')
    return Markup(' lang="en"') if re.search(r"[A-Za-z]{2}", text or "") else Markup("")


@cache
def environment() -> Environment:
    """The templates. They are compiled once."""
    loader = PackageLoader("gsandbox.responder")
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False)
    made.globals.update(split=split, lang_of=lang_of)
    return made


def render(template: str, lang: str, **context: Any) -> str:
    """A template filled in, in a language."""
    return environment().get_template(template).render(lang=lang, t=TEXTS[lang], **context)


@dataclass(frozen=True)
class Shown:
    """A form as one visitor meets it. `name`: of its file in Drive; `lang`: of the page; `root`: the address of the sandbox;
    `sign_in`: whether people are asked to sign in before they send it."""

    form: Form
    name: str
    lang: str
    root: str
    sign_in: bool = False

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Two with the same key are shown in the same way."""
        return (self.form.id, self.form.text, self.form.options, self.lang, self.root, self.name, self.sign_in)

    @property
    def title(self) -> str:
        """What stands over the page."""
        return self.form.title or self.name

    def address(self, page: str = "viewform") -> str:
        """Of one of its pages."""
        return self.form.address(self.root, page)

    def data(self, fbzx: str = "", *, items: bool = True) -> Markup:
        """The form's array for a visit, for a script element; without `items` that of a confirmation page."""
        row = load_data.load_data(self.form, fbzx, document_title=self.name, items=items, sign_in=self.sign_in)
        return Markup(load_data.script_text(row))  # noqa: S704 - escaped there


def form_page(
    shown: Shown, step: Step, *, edit_key: str = "", partial: str = "", response: str = "", linked: bool = False
) -> str:
    """The page of the form that a step leads to, with the answers and faults so far. `linked`: a link has filled them in."""
    form, lang = shown.form, shown.lang
    page = form.pages[step.page]
    items = [_item(order.shuffled(item, step.fbzx), step, lang) for item, _ in page.items]
    collects = form.asks_email
    faults = [(f"q{number}", _title(form, number, lang), FAULTS[lang][fault]) for number, fault in step.faults.items()]
    return render(
        "form.html",
        lang,
        form=form,
        title=shown.title,
        page_title=_line(shown.title),
        page=page,
        pages=len(form.pages),
        section=page.section,
        items=items,
        first=page.index == 0,
        last=_is_last(form, page),
        action=shown.address("formResponse"),
        data=shown.data(step.fbzx),
        sign_in=shown.sign_in,
        partial=partial or _partial(form, step),
        response=response or write_response(_in_order(form, step)),
        first_entry=sum(_length(earlier) for earlier in form.pages[: page.index]),
        last_entry=sum(_length(until) for until in form.pages[: page.index + 1]),
        history=",".join(map(str, step.history)),
        fbzx=step.fbzx,
        sentinels=[q.number for q in page.questions if q.options and q.kind is not Kind.DROPDOWN],
        faults=faults,
        collects=collects,
        email=step.email,
        email_fault=FAULTS[lang][step.faults[EMAIL_FIELD]] if EMAIL_FIELD in step.faults else "",
        edit_key=edit_key,
        linked=linked,
    )


def first_page(shown: Shown, answers: Answers, fbzx: str) -> str:
    """The first page as a link opens it. A page that differs from the last one only in its texts is not rendered again."""
    step = blank(answers, fbzx)
    texts = [question for question in shown.form.pages[0].questions if question.kind in (Kind.TEXT, Kind.PARAGRAPH)]
    if not answers.keys() <= {question.number for question in texts} or order.shuffles(shown.form.items):
        return form_page(shown, step, linked=True)
    gaps = {question.number: Given((f"{GAP}{question.number}",)) for question in texts}
    brought: dict[str, str] = {"partial": f"{GAP}partial", "response": f"{GAP}response"}
    parts = _parts(shown.key, lambda: form_page(shown, blank(gaps, f"{GAP}fbzx"), linked=True, **brought))
    values = {str(number): str(escape(given.values[0])) for number, given in answers.items()}
    values |= {"fbzx": fbzx, "partial": str(escape(_partial(shown.form, step)))}
    values["response"] = str(escape(write_response(_in_order(shown.form, step))))
    return "".join(values.get(part, "") if index % 2 else part for index, part in enumerate(parts))


def _partial(form: Form, step: Step) -> str:
    """The field partialResponse: what is known so far, also what a link has filled in."""
    return write_partial(
        _in_order(form, step), step.fbzx, email=step.email, collects=form.asks_email and bool(step.email)
    )


def _in_order(form: Form, step: Step) -> Answers:
    """The answers so far, in the order of the questions."""
    return {one.number: step.answers[one.number] for one in form.questions if one.number in step.answers}


def _length(page: Page) -> int:
    """How many items a page has, the break before it among them."""
    return len(page.items) + (page.section is not None)


GAP = "gap" + secrets.token_hex(8) + "-"
"""Stands in a kept page for what changes from visitor to visitor; followed by its name: an entry number, "fbzx", "partial", "response"."""
KEPT = 50
_kept: dict[Hashable, list[str]] = {}


def _parts(key: Hashable, render_it: Callable[[], str]) -> list[str]:
    """A page kept in parts: text, name of a gap, text, name, ..., text."""
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = re.split(GAP + r"(\w+)", render_it())
    return _kept[key]


def confirmation_page(shown: Shown, edit_key: str, sent: str = "") -> str:
    """What is shown when a response has been recorded. `sent`: the milliseconds at which the browser says that it was sent."""
    options = shown.form.options
    parts = _parts(
        (*shown.key, "confirmation"),
        lambda: render(
            "confirmation.html",
            shown.lang,
            title=shown.title,
            page_title=_line(shown.title),
            message=options.confirmation or TEXTS[shown.lang]["recorded"],
            custom=bool(options.confirmation),
            another=f"{shown.address()}?usp=form_confirm" if options.another else "",
            edit=f"{shown.address()}?usp=form_confirm&edit2={GAP}key" if options.editable else "",
            data=shown.data(items=False),
        ),
    )
    page = edit_key.join(parts[::2])
    mark = 'data-is-prepopulate-mode="false"'
    return page.replace(mark, f'{mark} data-form-submission-timestamp="{sent}"', 1) if sent.isdecimal() else page


def message_page(title: str, text: str, more: str, *, lang: str) -> str:
    """A page that only says something: closed, editing off, sign-in needed."""
    return render("message.html", lang, title=title, page_title=_line(title), text=text, more=more)


def _item(item: Json, step: Step, lang: str) -> Json:
    """One item as the templates read it."""
    asked = questions(item)
    raw: Mapping[str, Any] = item.get("questionItem", {}).get("question", {})
    scale, rating = raw.get("scaleQuestion", {}), raw.get("ratingQuestion", {})
    return {
        "number": int(item["itemId"], 16),
        "kind": "QUESTION" if "questionItem" in item else "GRID" if "questionGroupItem" in item else "TEXT_ONLY",
        "title": item.get("title", ""),
        "help": item.get("description", ""),
        "params": load_data.data_params(item, asked[0].number % 1000 if asked else 0),
        "questions": [_question(item, at, question, step, lang) for at, question in enumerate(asked)],
        "low": scale.get("lowLabel", ""),
        "high": scale.get("highLabel", ""),
        "icons": ICONS.get(rating.get("iconType", ""), ""),
        "picture": item.get("imageItem", {}).get("image", {}).get("altText", ""),
        "video": item.get("videoItem", {}).get("video", {}).get("youtubeUri", ""),
    }


def _question(item: Json, at: int, question: Question, step: Step, lang: str) -> Json:
    """One question as the templates read it. `boxes`: whether it is answered in several small ones."""
    given, fault = step.answers.get(question.number, Given()), step.faults.get(question.number)
    row = item["questionGroupItem"]["questions"][at]["rowQuestion"]["title"] if question.kind is Kind.GRID else ""
    boxes = question.duration or (question.kind is Kind.DATE and not question.has_year)
    shown = {"kind": question.kind.name, "number": question.number, "row": row, "boxes": boxes}
    return (
        vars(question)
        | shown
        | {
            "given": given.values,
            "other": given.other,
            "latest": f"{datetime.now(UTC).year + YEARS_AHEAD}-01-01",
            "fault": FAULTS[lang][fault] if fault else "",
        }
    )


def _title(form: Form, number: int, lang: str) -> str:
    """The question's title in one language, where it has two."""
    question = form.by_number.get(number)
    if question is None:
        return TEXTS[lang]["email"]
    both = split(question.title)
    return both[lang != "hi"] if both else question.title


def _is_last(form: Form, page: Page) -> bool:
    return page.index == len(form.pages) - 1


def _line(text: str) -> str:
    return " ".join(text.split())


def blank(answers: Answers, fbzx: str, email: str = "") -> Step:
    """The step that opens the form: its first page, with what the link has filled in."""
    return Step(0, (0,), answers, email, fbzx)
