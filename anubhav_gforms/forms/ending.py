"""What a citizen meets after sending: no API sets it, but the page tells."""

from __future__ import annotations

from ..nouns.gateway import FormPage
from ..nouns.google import same
from ..sentence import Sentence, joined
from .checks import Check, green, red, unknown
from .wanted import Wanted

NAME = Sentence("after sending")
"""The check's name on doctor's page."""


def check_ending(page: FormPage, wanted: Wanted) -> Check:
    """Whether thanks stand at the end and no second response is offered; that nobody is asked to sign in is an advice."""
    ending = page.ending
    if not wanted.thanks:
        return green(NAME, "Google's own words; config/form.toml has no thanks_hi and thanks_en")
    if ending is None:
        return unknown(NAME, "the page does not tell")
    missing = [
        text
        for holds, text in (
            (not same(ending.text, wanted.thanks), Sentence("the thanks of config/form.toml are not there")),
            (ending.another, Sentence("another response is offered")),
        )
        if holds
    ]
    drafts = [Sentence("the first page asks for a sign-in, to keep half a response")] if ending.keeps_drafts else []
    if not missing + drafts:
        return green(NAME, "thanks and what happens next; no second response is offered, no sign-in asked for")
    said = Sentence("to do by hand: {missing}", missing=joined(missing + drafts, "; "))
    cure = Sentence('Google Forms, Settings, "Presentation": see docs/ig-office.md.')
    return red(NAME, said, cure) if missing else Check(NAME, True, said, cure)
