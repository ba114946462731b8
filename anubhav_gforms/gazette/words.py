"""What options mean as the book knows it: one that was reworded since, or whose question is not asked any more, means what it meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..campaign import Campaign, Role, Words
from ..errors import StateError
from ..responses.ledger.ledger import open_ledger
from .book import Book, EntryKind

RULE = "form."
"""How the names of such rules begin; the role follows."""


def words_rules(campaign: Campaign) -> dict[str, Any]:
    """Of each question with a role whose options have meanings its key, its options and what they mean, as an entry of rules keeps it."""
    asked = {role: campaign.form.role(role) for role in campaign.form.words}
    return {
        f"{RULE}{role}": {"key": question.key, "options": list(question.options), "means": dict(question.means)}
        for role, question in asked.items()
        if question
    }


def with_words(campaign: Campaign, book: Book) -> Campaign:
    """The campaign with what options mean: as config/form.toml says, and as the book says of those that are not offered any more."""
    before, today = _announced_forms(book), words_rules(campaign)
    forms = {name: [*before.get(name, ()), today.get(name)] for name in {**before, **today}}
    return _having(campaign, forms if before else {})


def with_words_of(campaign: Campaign, book: Book, later: Book) -> Campaign:
    """The campaign with what options meant when the book was this far; where it does not say, as the first that `later` has of it."""
    return _having(
        campaign, _announced_forms(book) or {name: forms[:1] for name, forms in _announced_forms(later).items()}
    )


def _having(campaign: Campaign, all_forms: Mapping[str, Sequence[Any]]) -> Campaign:
    """What the forms mean to a campaign: nothing where its ledger, pulled again since the question was taken out, has no answers to it."""
    words = {_role(name): _words(forms) for name, forms in all_forms.items() if any(forms)}
    asked = {question.key for question in campaign.form.questions}
    if {one.key for one in words.values()} - asked:
        asked |= set(open_ledger(campaign).versions_schema().names)
    return replace(campaign, announced_words={role: one for role, one in words.items() if one.key in asked} or None)


def _role(name: str) -> Role:
    role = name.removeprefix(RULE)
    if role not in set(Role):
        raise StateError(
            'The gazette has rules for role = "{role}", which this anubhav does not know.',
            cure="A newer anubhav wrote it: use that one.",
            role=role,
        )
    return Role(role)


def _announced_forms(book: Book) -> dict[str, list[Any]]:
    """What entries of rules say of each question, in order; None where it was no longer asked."""
    forms: dict[str, list[Any]] = {}
    for entry in book.of(EntryKind.RULES):
        for name, said in entry.body[EntryKind.RULES].items():
            if name.startswith(RULE):
                forms.setdefault(name, []).append(said)
    return forms


def _words(forms: Sequence[Mapping[str, Any] | None]) -> Words:
    """The words of the last form, and of earlier ones those that it did not offer any more."""
    means: dict[str, list[str]] = {}
    offered: set[str] = set()
    known = [form for form in reversed(forms) if form]
    for form in known:
        for meaning, text in form["means"].items():
            if text not in offered:
                means.setdefault(meaning, []).append(text)
        offered |= {*form["options"], *form["means"].values()}
    return Words(known[0]["key"], {meaning: tuple(texts) for meaning, texts in means.items()})
