"""Questions and texts: what is wanted, what exists, and what our last run left behind → the changes of one batch.

Where what exists differs from what we left, a person edited the form by hand: that is reported and never overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..links.registry import Registry
from ..nouns.form_changes import (
    AddItem,
    Change,
    ChangeItem,
    CollectNoEmail,
    MoveItem,
    RewordItem,
    SetDescription,
    SetTitle,
)
from ..nouns.google import Form, Item, ItemKind, same
from ..sentence import Sentence
from .steps import Action, Line, Step
from .wanted import NOTICE, PAGE, WantedForm


@dataclass
class Draft:
    """A batch in the making: lines for people and changes for Google, edits by hand, notes."""

    lines: list[Line] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    by_hand: list[Line] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    title: str = ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """One step that sends all changes at once; none when there is nothing to change."""
        return (Step(Action.CONTENT, self.title, tuple(self.lines), tuple(self.changes)),) if self.changes else ()

    def note(self, said: str, /, **values: object) -> None:
        self.notes.append(Sentence(said, **values))

    def change(self, difference: Line, change: Change) -> None:
        self.lines.append(difference)
        if change not in self.changes:
            self.changes.append(change)

    def settle(self, difference: Line, left: str | None, change: Change) -> None:
        """A difference is ours to change when what exists is what we left (or nothing); else a person made it."""
        ours = difference.before == "" or (left is not None and same(difference.before, left))
        if ours and not (difference.before == "" and left):
            self.change(difference, change)
        else:
            self.by_hand.append(difference)


def match_questions(our_form: WantedForm, form: Form | None, registry: Registry) -> dict[str, Item]:
    """Question keys → the form's items: by the id that the registry knows, else by kind and exact title."""
    keys = {question.key for question in our_form.questions}
    return {key: item for key, item in match_parts(our_form, form, registry).items() if key in keys}


def match_parts(our_form: WantedForm, form: Form | None, registry: Registry) -> dict[str, Item]:
    """As `match_questions`, with the headings of pages and the notice: these by the id of the item that our run left."""
    parts: dict[str, Item] = {}
    if form is None:
        return parts
    for key, wish in our_form.parts:
        known = registry.question_ids.get(key)
        left = registry.left.get(key)
        if known:
            item = form.item(known)
        elif left and not left.question_id:
            item = next((each for each in form.items if each.item_id == left.item_id), None)
        else:
            item = _by_title(key, wish, form, registry)
        if item is not None:
            parts[key] = item
    return parts


def plan_content(our_form: WantedForm, form: Form | None, registry: Registry) -> Draft:
    """What would change on the form's texts, settings and questions, in one batch."""
    draft = Draft()
    if form is not None and not same(form.title, our_form.title):
        draft.settle(Line(Sentence("title"), form.title, our_form.title), registry.left_title, SetTitle(our_form.title))
    if not same(now := form.description if form else "", our_form.description):
        difference = Line(Sentence("privacy notice"), now, our_form.description)
        draft.settle(difference, registry.left_description, SetDescription(our_form.description))
    # some forms do not tell their settings: after our own request silence is taken as consent
    consents = ("DO_NOT_COLLECT", *([""] if Action.CONTENT in registry.steps else []))
    if form is None or form.email not in consents:
        before = _EMAIL.get(form.email, Sentence("not known")) if form else ""
        draft.change(Line(Sentence("e-mail addresses"), before, Sentence("not collected")), CollectNoEmail())
    items = list(form.items) if form else []
    parts = match_parts(our_form, form, registry)
    for key, wish in our_form.parts:
        if key in parts:
            _plan_item(draft, our_form, key, wish, parts[key], items, registry.left.get(key))
    again = _made_again(our_form, form, parts, registry)
    for item in again.values():
        draft.note(
            'The question "{title}" was deleted and made again in Google Forms. Its answers count as before; there is nothing to do.',
            title=item.title,
        )
    _plan_order(draft, our_form, items, parts, registry)
    _plan_missing(draft, our_form, items, parts | again, registry)
    _note_others(draft, items, parts | again, registry)
    if any(isinstance(change, RewordItem | ChangeItem) for change in draft.changes):
        draft.note(
            "New words begin a new epoch: responses before and after are kept apart in the ledger. Both count in the grades, and a jump may be the words' doing; to grade the new ones alone, raise first_epoch in config/grading.toml when a quarter begins."
        )
    draft.title = (
        Sentence("Change questions and settings") if parts else Sentence("Write questions and settings, all at once")
    )
    return draft


def _made_again(our_form: WantedForm, form: Form | None, parts: dict[str, Item], registry: Registry) -> dict[str, Item]:
    """Questions that stand there in our words under an id of their own. Not the first: printed codes hang on its id."""
    if form is None:
        return {}
    absent = ((key, wish) for key, wish in our_form.parts[1:] if key not in parts and wish.kind not in LAYOUT)
    like = ((key, wish, _by_title(key, wish, form, registry)) for key, wish in absent)
    return {
        key: item
        for key, wish, item in like
        if item and replace(wish, item_id=item.item_id, question_id=item.question_id) == item
    }


def _plan_item(
    draft: Draft, our_form: WantedForm, key: str, wish: Item, item: Item, items: list[Item], left: Item | None
) -> None:
    """Changes to one item that keep its ids."""
    index = items.index(item)
    if item.kind is not wish.kind:
        if key != our_form.station_key:
            cure = (
                Sentence('write type = "{kind}" there, both are answered 1 to 5', kind=item.kind)
                if {item.kind, wish.kind} == {ItemKind.SCALE, ItemKind.RATING}
                else Sentence("give the new question a key of its own")
            )
            draft.note(
                "{key} is a {kind} on the form and a {type} in config/form.toml. Google cannot change a question's kind and keep its answers: {cure}.",
                key=key,
                kind=item.kind,
                type=wish.kind,
                cure=cure,
            )
        return
    plain = ChangeItem(index, replace(wish, item_id=item.item_id, question_id=item.question_id, other=item.other))
    labels = replace(plain, labels=True)
    for name, label, change in (
        ("title", Sentence("title"), RewordItem(index, title=wish.title, item=item)),
        ("help", Sentence("help text"), RewordItem(index, help=wish.help, item=item)),
        ("required", Sentence("required"), replace(plain, required=True)),
        ("options", Sentence("options"), replace(plain, options=True)),
        ("low", Sentence("words at the low end"), labels),
        ("high", Sentence("words at the high end"), labels),
    ):
        now, wished = getattr(item, name), getattr(wish, name)
        if not same(now, wished):
            what = Sentence("{item}, {label}", item=_called(our_form, key), label=label)
            difference = Line(what, _shown(now), _shown(wished))
            draft.settle(difference, None if left is None else _shown(getattr(left, name)), change)


def _plan_order(
    draft: Draft, our_form: WantedForm, items: list[Item], parts: dict[str, Item], registry: Registry
) -> None:
    """Moves that put our questions into the wanted order, on the places that they have now. Changes `items`."""
    keys = {item.item_id: key for key, item in parts.items()}
    wish = [key for key, _ in our_form.parts if key in parts]
    now = [keys[item.item_id] for item in items if item.item_id in keys]
    if now == wish:
        return
    difference = Line(Sentence("order of the questions"), ", ".join(now), ", ".join(wish))
    if now != [key for key in registry.left if key in parts]:
        draft.by_hand.append(difference)
        return
    draft.lines.append(difference)
    places = sorted(items.index(item) for item in parts.values())
    for position, key in zip(places, wish, strict=True):
        at = next(index for index, item in enumerate(items) if keys.get(item.item_id) == key)
        if at != position:
            draft.changes.append(MoveItem(at, position))
            items.insert(position, items.pop(at))


def _plan_missing(
    draft: Draft, our_form: WantedForm, items: list[Item], parts: dict[str, Item], registry: Registry
) -> None:
    """Questions that the form does not ask: new ones are added behind the one before them, whatever else stands on the form; deleted ones
    are a person's decision. Changes `items`.

    Without its station question a form is useless: that one is made again (the guard of printed paper speaks first).
    """
    first, index = our_form.station_key, 0
    for key, wish in our_form.parts:
        item = parts.get(key)
        if item is not None and (key != first or item.kind is ItemKind.TEXT):
            index = items.index(item) + 1
            continue
        was_there = key in registry.question_ids or (wish.kind in LAYOUT and key in registry.left)
        if item is None and was_there and key != first:
            draft.by_hand.append(Line(_called(our_form, key), Sentence("deleted in Google Forms"), wish.title))
            continue
        difference = Line(_called(our_form, key), item.title if item else "", wish.title)
        draft.change(difference, AddItem(wish, index))
        items.insert(index, replace(wish, item_id=NEW))
        index += 1


def _note_others(draft: Draft, items: list[Item], parts: dict[str, Item], registry: Registry) -> None:
    """Items that are no question of ours: dropped from the config, or added by a person. They stay."""
    ours = {item.item_id for item in parts.values()} | {NEW}
    dropped = {each for key, each in registry.question_ids.items() if key not in parts}
    layout = {each.item_id for key, each in registry.left.items() if key not in parts and not each.question_id}
    for item in items:
        if item.item_id in ours:
            continue
        if item.question_id in dropped:
            draft.note(
                'The question "{title}" is no longer in config/form.toml. It stays on the form, since its answers would be lost with it. Delete it in Google Forms if it is not wanted.',
                title=item.title,
            )
        elif item.item_id in layout:
            draft.note(
                '"{title}" is no longer in config/form.toml. Delete it in Google Forms if it is not wanted.',
                title=item.title,
            )
        else:
            draft.by_hand.append(Line(Sentence(item.kind), item.title or Sentence("(without title)"), ""))


def _by_title(key: str, wish: Item, form: Form, registry: Registry) -> Item | None:
    titles = (wish.title, *registry.titles.get(key, ()))
    return next(
        (item for item in form.items if item.kind is wish.kind and any(same(item.title, title) for title in titles)),
        None,
    )


def _called(our_form: WantedForm, key: str) -> Sentence:
    """How the plan speaks of an item."""
    if any(question.key == key for question in our_form.questions):
        return Sentence("question {key}", key=key)
    if key == NOTICE:
        return Sentence("notice at the end")
    return Sentence("heading of page {key}", key=key.removeprefix(PAGE))


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return " | ".join(str(each) for each in value)
    return (Sentence("yes") if value else Sentence("no")) if isinstance(value, bool) else str(value)


LAYOUT = (ItemKind.SECTION, ItemKind.NOTE)
"""What has no question, and so no question id."""
NEW = "new"
"""Stands for the id of an item that is still to be made."""

_EMAIL = {
    "DO_NOT_COLLECT": Sentence("not collected"),
    "VERIFIED": Sentence("collected; sign-in is forced"),
    "RESPONDER_INPUT": Sentence("asked for"),
    "EMAIL_COLLECTION_TYPE_UNSPECIFIED": Sentence("not known"),
    "": Sentence("not known"),
}
