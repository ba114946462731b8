"""Google Forms: our nouns on one side, forms v1 on the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from ..nouns.form_changes import Change
from ..nouns.google import Form, ResponsePage
from .caller import Caller, Quota
from .form_json import read_form, read_responses, request_of

T = TypeVar("T")


class Forms:
    """Forms of the account that is logged in. Every method raises GoogleError and nothing else of Google's."""

    def __init__(self, service: Any, caller: Caller) -> None:
        self._forms = service.forms()
        self._caller = caller

    def create(self, title: str, *, document_title: str) -> Form:
        """A new, empty, unpublished form. Never repeated: after an UnavailableError look for it by its document title."""
        body = {"info": {"title": title, "documentTitle": document_title}}
        request = self._forms.create(body=body, unpublished=True)
        return self._send(
            request, "Creating the form", read_form, quota=Quota.FORMS_WRITE, subject="new", repeatable=False
        )

    def get(self, form_id: str) -> Form:
        """The form with its items, settings and publish state."""
        return self._send(self._forms.get(formId=form_id), "Reading the form", read_form, quota=Quota.FORMS_READ)

    def update(self, form_id: str, changes: Sequence[Change], *, revision_id: str) -> Form:
        """Make all the changes or none, provided that the form is still at `revision_id`; give the form after them.

        Raises RefusedError when somebody changed the form in between. Not repeated: after an UnavailableError read it.
        """
        body = {
            "requests": [request_of(change) for change in changes],
            "writeControl": {"requiredRevisionId": revision_id},
            "includeFormInResponse": True,
        }
        request = self._forms.batchUpdate(formId=form_id, body=body)
        form = self._send(
            request,
            "Writing the questions",
            lambda reply: read_form(reply["form"]) if "form" in reply else None,
            quota=Quota.FORMS_WRITE,
            subject="change",
            repeatable=False,
        )
        return form or self.get(form_id)

    def publish(self, form_id: str) -> None:
        """Publish the form and let it accept responses."""
        state = {"isPublished": True, "isAcceptingResponses": True}
        body = {"publishSettings": {"publishState": state}, "updateMask": "publishState"}
        request = self._forms.setPublishSettings(formId=form_id, body=body)
        self._send(request, "Publishing the form", dict, quota=Quota.FORMS_WRITE, subject="change")

    def responses(self, form_id: str, since: datetime | None = None) -> Iterator[ResponsePage]:
        """Pages of responses in no particular order; with `since` (aware) those at or after it."""
        asked: dict[str, Any] = {"formId": form_id, "prettyPrint": False}
        if since is not None:
            asked["filter"] = f"timestamp >= {since.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        return self._caller.pages(
            self._forms.responses(), asked, "Reading the responses",
            lambda reply: read_responses(reply.get("responses", ())), quota=Quota.FORMS_RESPONSES, subject="form",
        )  # fmt: skip

    def _send(
        self, request: Any, doing: str, read: Callable[[dict[str, Any]], T], *, quota: Quota, subject: str = "form",
        repeatable: bool = True,
    ) -> T:  # fmt: skip
        return self._caller.ask(request, doing, read, quota=quota, subject=subject, repeatable=repeatable)
