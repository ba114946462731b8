"""What a form that was taken over does otherwise than ours, in words."""

from __future__ import annotations

from collections.abc import Iterator

from ..campaign import Question
from ..nouns.google import Form, Item, ItemKind, Permission
from ..nouns.moments import same_clock
from ..sentence import Sentence
from .linking import ResponseTab
from .matching import Certainty, Match
from .wanted import WantedForm, wanted_item


def differences_from_ours(
    our_form: WantedForm,
    form: Form,
    matches: tuple[Match, ...],
    permissions: tuple[Permission, ...] | None,
    tab: ResponseTab | None,
) -> Iterator[str]:
    """What our own form would do differently, in words."""
    yield from _of_form(form, permissions)
    if absent := [match.key for match in matches if match.certainty is Certainty.NONE]:
        yield Sentence(
            "It does not ask {listed}: what depends on these stays empty in grades and reports.",
            listed=", ".join(absent),
        )
    by_key = {question.key: question for question in our_form.questions}
    for match in matches:
        if match.item is not None:
            yield from _of_item(by_key[match.key], match.item)
            if match.key == our_form.station_key:
                yield _of_station_question(match.item)
    known = {match.number for match in matches}
    for number, item in enumerate(form.items, start=1):
        if item.question_id and number not in known:
            yield Sentence(
                'Its question "{title}" is none of ours: its answers stay in the sheet and are not read.',
                title=item.title,
            )
    if tab and not same_clock(tab.spreadsheet.timezone, our_form.timezone):
        yield Sentence(
            "Its sheet writes times in {timezone}. The first pull must agree to that: anubhav pull --accept-zone {timezone}",
            timezone=tab.spreadsheet.timezone,
        )


def _of_form(form: Form, permissions: tuple[Permission, ...] | None) -> Iterator[str]:
    if form.email not in ("DO_NOT_COLLECT", ""):
        yield Sentence("The form collects e-mail addresses; ours does not, so that people can stay unknown.")
    if form.published is False or form.accepting is False:
        yield Sentence("The form does not accept responses at the moment.")
    if permissions is not None and any(each.lets_anyone_edit for each in permissions):
        yield Sentence("DANGER: anybody with the form's address may EDIT it. Restrict editing under Share.")
    if "112" not in form.description:
        yield Sentence("Its description carries no privacy notice of ours and does not name the emergency number 112.")


def _of_item(question: Question, item: Item) -> Iterator[str]:
    if question.personal and item.required:
        yield Sentence("It demands {key}, which should be voluntary.", key=question.key)
    if question.options and set(item.options) != set(wanted_item(question).options):
        yield Sentence(
            "Its options for {key} are other words than config/form.toml: copy them there, since grading compares exact words.",
            key=question.key,
        )
    if item.other:
        yield Sentence("It lets people type an option of their own for {key}.", key=question.key)
    if any("," in option for option in item.options):
        yield Sentence("An option of {key} holds a comma.", key=question.key)


def _of_station_question(item: Item) -> Sentence:
    if item.kind is not ItemKind.TEXT:
        return Sentence(
            "Its station question is a list: printed codes are not signed, and our signed links cannot fill it in."
        )
    return Sentence("Codes printed so far are not signed: anybody can write one. New posters would carry signed codes.")
