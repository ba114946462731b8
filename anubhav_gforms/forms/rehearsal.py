"""An edit tried on a copy first: every id must stay there before the form that printed codes open is touched."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import AnubhavError, NotFoundError, RefusedError, StateError
from ..nouns.form_changes import Change
from ..nouns.gateway import FORM_TYPE, Gateway
from ..nouns.google import Form

REHEARSAL = "rehearsal"
"""Pending in the registry while a copy may exist: the next run of setup-forms removes it."""
NAME = "anubhav rehearsal (throw-away)"


def rehearse(gateway: Gateway, form: Form, changes: Sequence[Change], *, campaign_id: str) -> None:
    """Apply changes to a copy of the form, compare all ids, remove the copy.

    Raises StateError when a question would lose its number, GoogleError when Google refuses the copy or the changes.
    """
    sweep_copies(gateway, campaign_id)
    copy_id = gateway.drive.copy(form.form_id, NAME, marks=_marks(campaign_id)).id
    before = gateway.forms.get(copy_id)
    same_copy = not lost_ids(form, before)
    after = _edited(gateway, before, changes) if same_copy else before
    _remove(gateway, copy_id)
    if not same_copy:
        raise StateError(
            "Google's copy of the form has other ids than the form itself, so the edit could not be tried. The form was not changed.",
            cure="Leave the printed form as it is. Run anubhav doctor --live and send what it writes to the makers of anubhav.",
        )
    if lost := lost_ids(before, after):
        raise StateError(
            "Tried on a copy, this edit gives new numbers to: {questions}. Printed codes would no longer fill in what they fill in now. The form was not changed.",
            cure="Take the edit back in config/form.toml; the printed form stays as it is.",
            questions="; ".join(lost),
        )


def sweep_copies(gateway: Gateway, campaign_id: str) -> None:
    """Remove every copy that a rehearsal of this campaign left behind: our mark and our name, never another file."""
    for file in gateway.drive.find(FORM_TYPE, name=NAME, marks=_marks(campaign_id)):
        _remove(gateway, file.id)


def lost_ids(before: Form, after: Form) -> tuple[str, ...]:
    """Titles of the items whose own id, or the id of a question in them, is no longer there."""
    kept = {(item.item_id, item.question_id, item.rows) for item in after.items}
    return tuple(
        item.title or item.kind.value
        for item in before.items
        if (item.item_id, item.question_id, item.rows) not in kept
    )


def refuse_if_edited(gateway: Gateway, seen: Form, error: AnubhavError) -> None:
    """Raise StateError when the form is no longer as it was seen: that explains the error."""
    if gateway.forms.get(seen.form_id).revision_id != seen.revision_id:
        raise StateError(
            "Somebody edited the form in Google Forms while this was running; nothing was overwritten.",
            cure="Run anubhav setup-forms again: it shows the form as it is now.",
        ) from error


def _edited(gateway: Gateway, copy: Form, changes: Sequence[Change]) -> Form:
    try:
        return gateway.forms.update(copy.form_id, changes, revision_id=copy.revision_id)
    except RefusedError as error:
        refuse_if_edited(gateway, copy, error)
        raise


def _marks(campaign_id: str) -> dict[str, str]:
    """In place of the campaign's own mark, which a copy may inherit: by it a copy would pass for the form."""
    return {"anubhav": f"rehearsal of {campaign_id}"}


def _remove(gateway: Gateway, file_id: str) -> None:
    try:
        gateway.drive.delete(file_id)
    except NotFoundError:
        return  # a repeated request: the first one did it
