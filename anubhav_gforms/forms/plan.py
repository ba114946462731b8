"""Wanted against existing → a Plan: what would change, as a value that can be shown, checked and applied.

Three states are compared: what is wanted, what exists, and what our last run left behind. Where what exists differs from what
we left, a person edited the form by hand: that is reported and never overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ..campaign import Question
from .changes import (
    AddQuestion,
    Change,
    ChangeQuestion,
    CollectNoEmail,
    MoveItem,
    RewordItem,
    SetDescription,
    SetTitle,
)
from .existing import File, Form, Item, ItemKind, Permission, Spreadsheet
from .registry import Registry
from .wanted import Wanted, wanted_item


class Action(StrEnum):
    """The steps of a setup, in their order. The value is what the registry remembers."""

    SHEET = "sheet"
    SHEET_TIME = "sheet-time"
    FORM = "form"
    NAME = "name"
    CONTENT = "content"
    PUBLISH = "publish"
    OPEN = "open"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class Existing:
    """What there is at Google and on disk. None: it does not exist (any more), or lies in the bin.

    `links` is the text of links.csv; `twins` are names of further files in Drive that carry this campaign's mark;
    `gone` is the id of a registered form that cannot be seen any more.
    """

    form: Form | None = None
    form_file: File | None = None
    permissions: tuple[Permission, ...] = ()
    spreadsheet: Spreadsheet | None = None
    links: str | None = None
    twins: tuple[str, ...] = ()
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the diff: what, before and after. An empty text means: nothing there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `lines` are for people, `changes` are what a CONTENT step sends in one batch."""

    action: Action
    title: str
    lines: tuple[Line, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps to take, and what a person should know. `by_hand` lists edits made in Google that stay as they are."""

    steps: tuple[Step, ...] = ()
    by_hand: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def nothing_to_do(self) -> bool:
        return not self.steps

    def step(self, action: Action) -> Step | None:
        return next((step for step in self.steps if step.action is action), None)


def match_questions(wanted: Wanted, form: Form | None, registry: Registry) -> dict[str, Item]:
    """Question keys → the form's items: by the id that the registry knows, else by kind and exact title."""
    found: dict[str, Item] = {}
    if form is None:
        return found
    for question in wanted.questions:
        known = registry.question_ids.get(question.key)
        item = form.item(known) if known else _by_title(question, form, registry)
        if item is not None:
            found[question.key] = item
    return found


def make_plan(wanted: Wanted, existing: Existing, registry: Registry, *, links: str | None = None) -> Plan:
    """The Plan that turns what exists into what is wanted. `links` is the text that links.csv should have, if known."""
    steps: list[Step] = []
    by_hand: list[Line] = []
    notes: list[str] = []
    notes += (
        f'Another file in Drive carries the mark of this campaign: "{name}". It is not used.' for name in existing.twins
    )
    if registry.adopted:
        notes.append("This form was adopted: anubhav reads it and changes nothing on it.")
    else:
        _plan_sheet(wanted, existing, registry, steps, notes)
        _plan_file(wanted, existing, steps)
        _plan_content(wanted, existing.form, registry, steps, by_hand, notes)
        _plan_access(existing, steps, notes)
    if links is None or existing.links != links:
        before = "" if existing.links is None else f"{max(0, existing.links.count(chr(10)) - 1)} links"
        after = "one signed link a station" if links is None else f"{links.count(chr(10)) - 1} links"
        steps.append(Step(Action.LINKS, "Write the signed links to links.csv", (Line("links.csv", before, after),)))
    return Plan(tuple(steps), tuple(by_hand), tuple(notes))


def _plan_sheet(wanted: Wanted, existing: Existing, registry: Registry, steps: list[Step], notes: list[str]) -> None:
    sheet, linked = existing.spreadsheet, existing.form.linked_sheet_id if existing.form else ""
    if linked and linked != registry.spreadsheet_id:
        notes.append(f"The form writes its answers to another spreadsheet than the one made for it: {linked}.")
    elif linked and sheet is None:
        notes.append(
            "The response sheet lies in the bin or cannot be seen. Restore it in Google Drive: answers go nowhere else."
        )
    elif linked and sheet and sheet.timezone != wanted.timezone:
        notes.append(
            f"The response sheet is in time zone {sheet.timezone}, not {wanted.timezone}. It may hold answers, and a change "
            f"would shift their times by hours; anubhav reads it in {sheet.timezone}. Leave it as it is."
        )
    if linked:
        return
    if sheet is None:
        steps.append(Step(Action.SHEET, "Make the response sheet", (Line("spreadsheet", "", wanted.sheet_title),)))
    if sheet is None or sheet.timezone != wanted.timezone or sheet.locale not in (wanted.locale, FALLBACK_LOCALE):
        zone = Line("time zone", sheet.timezone if sheet else "", wanted.timezone)
        locale = Line("locale", sheet.locale if sheet else "", wanted.locale)
        steps.append(Step(Action.SHEET_TIME, "Set its time zone and locale", (zone, locale)))


def _plan_file(wanted: Wanted, existing: Existing, steps: list[Step]) -> None:
    file = existing.form_file
    if existing.form is None:
        steps.append(Step(Action.FORM, "Make the form, unpublished", (Line("form", "", wanted.title),)))
    if file is None or file.name == wanted.birth_name or not wanted.marks.items() <= dict(file.marks).items():
        before = file.name if file else ""
        after = wanted.document_title if file is None or file.name == wanted.birth_name else file.name
        steps.append(Step(Action.NAME, "Name its file and mark it as ours", (Line("file", before, after),)))


def _plan_content(
    wanted: Wanted, form: Form | None, registry: Registry, steps: list[Step], by_hand: list[Line], notes: list[str]
) -> None:
    lines: list[Line] = []
    changes: list[Change] = []
    if form is not None and form.title != wanted.title:
        _settle(
            Line("title", form.title, wanted.title),
            registry.left_title,
            SetTitle(wanted.title),
            lines,
            changes,
            by_hand,
        )
    description = form.description if form else ""
    if description != wanted.description:
        _settle(
            Line("privacy notice", description, wanted.description),
            registry.left_description,
            SetDescription(wanted.description),
            lines,
            changes,
            by_hand,
        )
    if form is None or form.email != "DO_NOT_COLLECT":
        lines.append(Line("e-mail addresses", _EMAIL.get(form.email, "not known") if form else "", "not collected"))
        changes.append(CollectNoEmail())
    items = list(form.items) if form else []
    found = match_questions(wanted, form, registry)
    _plan_questions(wanted, items, found, registry, lines, changes, by_hand, notes)
    if found and any(isinstance(change, RewordItem | ChangeQuestion) for change in changes):
        notes.append("New words begin a new epoch: answers before and after are kept and shown apart, not compared.")
    if changes:
        title = "Write questions and settings, all at once" if not found else "Change questions and settings"
        steps.append(Step(Action.CONTENT, title, tuple(lines), tuple(changes)))


def _plan_questions(
    wanted: Wanted,
    items: list[Item],
    found: dict[str, Item],
    registry: Registry,
    lines: list[Line],
    changes: list[Change],
    by_hand: list[Line],
    notes: list[str],
) -> None:
    first = wanted.questions[0].key
    for question in wanted.questions:
        item = found.get(question.key)
        if item is not None and item.kind is not ItemKind(question.type.value) and question.key != first:
            notes.append(
                f"{question.key} is a {item.kind} on the form and a {question.type} in config/form.toml. Google cannot change a "
                f"question's kind and keep its answers: give the new question a key of its own."
            )
            continue
        if item is not None and item.kind is ItemKind(question.type.value):
            _plan_question(question, item, items.index(item), registry.left.get(question.key), lines, changes, by_hand)
    _plan_order(wanted, items, found, registry, lines, changes, by_hand)
    for place, question in enumerate(wanted.questions):
        item = found.get(question.key)
        recreated = question.key == first and item is not None and item.kind is not ItemKind.TEXT
        if item is None and question.key in registry.question_ids and question.key != first:
            by_hand.append(Line(f"question {question.key}", "deleted in Google Forms", question.title))
        elif item is None or recreated:
            index = min(place, len(items))
            lines.append(Line(f"question {question.key}", item.title if item else "", question.title))
            changes.append(AddQuestion(question, index))
            items.insert(index, replace(wanted_item(question), item_id=f"new {question.key}"))
    ours = {item.item_id for item in found.values()}
    known = {registry.question_ids[key]: key for key in registry.question_ids if key not in found}
    for item in items:
        if item.item_id in ours or item.item_id.startswith("new "):
            continue
        if item.question_id in known:
            notes.append(
                f'The question "{item.title}" is no longer in config/form.toml. It stays on the form, since its answers would be '
                "lost with it. Delete it in Google Forms if it is not wanted."
            )
        else:
            by_hand.append(Line(f"{item.kind}", item.title or "(without title)", ""))


def _plan_question(
    question: Question,
    item: Item,
    index: int,
    left: Item | None,
    lines: list[Line],
    changes: list[Change],
    by_hand: list[Line],
) -> None:
    wish = wanted_item(question)
    for name, label, change in (
        ("title", "title", RewordItem(index, title=question.title)),
        ("help", "help text", RewordItem(index, help=question.help)),
        ("required", "required", ChangeQuestion(index, question, required=True)),
        ("options", "options", ChangeQuestion(index, question, options=True)),
        ("low", "words at the ends", ChangeQuestion(index, question, labels=True)),
        ("high", "words at the ends", ChangeQuestion(index, question, labels=True)),
    ):
        now, wished = getattr(item, name), getattr(wish, name)
        if now != wished:
            line = Line(f"question {question.key}, {label}", _shown(now), _shown(wished))
            _settle(line, None if left is None else _shown(getattr(left, name)), change, lines, changes, by_hand)


def _plan_order(
    wanted: Wanted,
    items: list[Item],
    found: dict[str, Item],
    registry: Registry,
    lines: list[Line],
    changes: list[Change],
    by_hand: list[Line],
) -> None:
    keys = {item.item_id: key for key, item in found.items()}
    wish = [question.key for question in wanted.questions if question.key in found]
    now = [keys[item.item_id] for item in items if item.item_id in keys]
    if now == wish:
        return
    line = Line("order of the questions", ", ".join(now), ", ".join(wish))
    left = [key for key in registry.left if key in found]
    if now != left:
        by_hand.append(line)
        return
    lines.append(line)
    places = sorted(items.index(item) for item in found.values())
    for place, key in zip(places, wish, strict=True):
        at = next(index for index, item in enumerate(items) if keys.get(item.item_id) == key)
        if at != place:
            changes.append(MoveItem(at, place))
            items.insert(place, items.pop(at))


def _plan_access(existing: Existing, steps: list[Step], notes: list[str]) -> None:
    form = existing.form
    if form is None or not (form.published and form.accepting):
        before = "" if form is None else "published, not accepting answers" if form.published else "not published"
        if form is not None and form.published is None and form.items:
            notes.append("Google keeps no publish state for this form (an old one): it cannot be published from here.")
        steps.append(Step(Action.PUBLISH, "Publish it", (Line("form", before, "published, accepting answers"),)))
    if not any(each.lets_anyone_answer for each in existing.permissions):
        steps.append(
            Step(Action.OPEN, "Let everybody answer it", (Line("who may answer", "", "anyone, without sign-in"),))
        )
    if any(each.lets_anyone_edit for each in existing.permissions):
        notes.append(
            'DANGER: anyone with the address may EDIT the form. Open it in Google Forms, press Share, and set "General access" '
            'for editors to "Restricted".'
        )


def _settle(
    line: Line, left: str | None, change: Change, lines: list[Line], changes: list[Change], by_hand: list[Line]
) -> None:
    """A difference is ours to change when what exists is what we left (or nothing); else a person made it."""
    if line.before in ("", left) and not (line.before == "" and left):
        lines.append(line)
        if change not in changes:
            changes.append(change)
    else:
        by_hand.append(line)


def _by_title(question: Question, form: Form, registry: Registry) -> Item | None:
    titles = {question.title, *registry.titles.get(question.key, ())}
    kind = ItemKind(question.type.value)
    return next((item for item in form.items if item.kind is kind and item.title in titles), None)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return " | ".join(str(each) for each in value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


COMPARED = ("title", "help", "required", "options", "low", "high")
"""The fields of an item that are compared, and changed with its ids kept."""

FALLBACK_LOCALE = "en_GB"
"""Set when Google does not support the locale of the campaign; it writes dates in the same order."""

_EMAIL = {
    "DO_NOT_COLLECT": "not collected",
    "VERIFIED": "collected; sign-in is forced",
    "RESPONDER_INPUT": "asked for",
    "EMAIL_COLLECTION_TYPE_UNSPECIFIED": "not known",
    "": "not known",
}
