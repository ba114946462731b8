"""Checks of who may open the form and respond: green, or red with what can help on a form of this kind."""

from __future__ import annotations

from collections.abc import Iterable

from ..nouns.google import Form, Permission
from ..sentence import Sentence
from .checks import Check, green, red
from .steps import Existing


def _mend(adopted: bool, by_hand: str) -> str:
    """What helps: setup-forms, or on an adopted form, on which anubhav changes nothing, a person's hand."""
    return (
        Sentence("This form was adopted and anubhav changes nothing on it: {by_hand}", by_hand=by_hand)
        if adopted
        else "Run: anubhav setup-forms"
    )


def check_published(form: Form, *, adopted: bool) -> Check:
    """Whether the form is published and takes responses."""
    by_hand = Sentence("open it in Google Forms, press Publish, and let it accept responses.")
    if form.published is None:
        return green("an old form without a publish state; its public page is what counts")
    if not form.published:
        return red("the form is not published: every poster leads nowhere", _mend(adopted, by_hand))
    if not form.accepting:
        return red("the form is closed: it does not accept responses", _mend(adopted, by_hand))
    return green("published and accepting responses")


def check_access(existing: Existing, *, adopted: bool) -> Check:
    """Whether everybody may respond and nobody unknown may edit."""
    if any(each.lets_anyone_edit for each in existing.permissions):
        return red(
            "DANGER: anybody with the address may EDIT the form",
            'Open the form, press Share, and set "General access" for editors to "Restricted".',
        )
    if not any(each.lets_anyone_respond for each in existing.permissions):
        if existing.form and existing.form.published is None:
            return green("an old form without such a permission; its public page is what counts")
        by_hand = Sentence('open it in Google Forms, press Publish, and let "Anyone with the link" respond.')
        return red("only invited people may respond", _mend(adopted, by_hand))
    return green("anyone may respond, nobody unknown may edit")


def check_readers(permissions: Iterable[Permission]) -> Check:
    """Whether nobody but those who were invited may read names, mobile numbers and messages."""
    if any(each.lets_strangers_read for each in permissions):
        return red(
            "DANGER: whoever has its address, or the whole organisation, may READ the response sheet: names, mobile numbers, messages",
            'Open the sheet, press Share, and set "General access" to "Restricted".',
        )
    return green("only who was invited may open the response sheet")


def closed_page(why: str, form: Form, permissions: Iterable[Permission], *, sign_in: bool) -> Check:
    """The red check of a page that a citizen cannot respond to: its cause, as far as the API tells it, and what a person can do."""
    said = Sentence("a citizen cannot respond: {why}", why=why)
    if form.published is None:
        cure = Sentence(
            "Open the form in Google Forms: under Responses let it accept responses; under Settings, Responses ask for no sign-in and do not limit it to one response or to your organisation."
        )
    elif sign_in and form.published and form.email == "VERIFIED":
        cure = Sentence("It asks for a sign-in because e-mail addresses are collected: see the check of that below.")
    elif sign_in and form.published and any(each.lets_anyone_respond for each in permissions):
        said = Sentence("a citizen cannot respond: {why}. Google says that it is published for anyone", why=why)
        cure = Sentence(
            "Wait a minute and run anubhav doctor again: a change takes some seconds. If it stays, the organisation of this account forbids responses from outside: ask its Google Workspace administrator to allow sharing outside."
        )
    else:
        cure = Sentence('Open the form in Google Forms, press Publish, and let "Anyone with the link" respond.')
    return red(said, cure)


def check_email(form: Form, *, adopted: bool) -> Check:
    """Whether the promise of anonymity is kept."""
    if form.email not in ("DO_NOT_COLLECT", ""):
        by_hand = Sentence(
            "open it in Google Forms, Settings, Responses, and set Collect email addresses to Do not collect."
        )
        return red("the form collects e-mail addresses, against the privacy notice", _mend(adopted, by_hand))
    return green("no e-mail address is collected")
