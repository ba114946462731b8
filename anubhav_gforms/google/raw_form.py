"""A throw-away form and sheet, and raw calls to Google: here its very words matter."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from googleapiclient.errors import HttpError

from ..errors import GoogleError
from . import Google
from .caller import Quota
from .form_page import PublicPage
from .probes import OWN_ITEM, OWN_QUESTION, on_one_line, questions_of
from .refusals import read_refusal
from .transport import Body


class RawForm:
    """The two files of a trial, with what Google replies to each call, refusals too."""

    def __init__(self, google: Google) -> None:
        self._google = google
        self._forms = google.forms._forms
        self._permissions = google.drive._permissions
        self._made: list[str] = []
        self._form_id = ""
        self._created: Body = {}
        self._page: PublicPage | None = None

    def _send(self, request: Any) -> Body:
        return self._google.caller.ask(request, "Trying Google live", dict, quota=Quota.FORMS_WRITE, subject="form")

    def _said(self, request: Any) -> Body:
        """The reply, or the refusal in Google's own words."""
        try:
            return self._send(request)
        except GoogleError as error:
            cause = error.__cause__
            if not isinstance(cause, HttpError):
                raise
            refusal = read_refusal(int(cause.resp.status), cause.content, cause.resp)
            return {"refused": refusal.status, "message": refusal.message, "reasons": list(refusal.reasons)}

    def _get(self) -> Body:
        return self._send(self._forms.get(formId=self._form_id))

    def _update(self, requests: list[Body], revision: str = "") -> Body:
        body = {"requests": requests, "writeControl": {"requiredRevisionId": revision or self._get()["revisionId"]}}
        return self._said(self._forms.batchUpdate(formId=self._form_id, body=body))

    def _state(self, published: bool, accepting: bool, mask: str = "publishState") -> Body:
        state = {"isPublished": published, "isAcceptingResponses": accepting}
        body = {"publishSettings": {"publishState": state}, "updateMask": mask}
        return self._said(self._forms.setPublishSettings(formId=self._form_id, body=body))

    def _responses(self) -> Body:
        return self._said(self._forms.responses().list(formId=self._form_id))

    def _answers(self) -> Body:
        titles = {
            question.get("questionId"): item.get("title")
            for item in self._get().get("items", ())
            for question in questions_of(item)
        }
        responses = self._responses().get("responses", [])
        return {
            str(titles.get(key)): [each.get("value") for each in answer.get("textAnswers", {}).get("answers", ())]
            for response in responses
            for key, answer in response.get("answers", {}).items()
        }

    def _both_pages(self) -> str:
        """Whether the one response holds what was given on the first page and on the second."""
        answers = self._answers()
        return ", ".join(f"{title}: {'kept' if answers.get(title) else 'lost'}" for title in ("Rating", "Second page"))

    def _ids(self, reply: Body) -> str:
        if "refused" in reply:
            return on_one_line(reply)
        first = self._get()["items"][0]
        kept = first.get("itemId") == OWN_ITEM, first["questionItem"]["question"].get("questionId") == OWN_QUESTION
        return f"itemId {'kept' if kept[0] else 'replaced'}, questionId {'kept' if kept[1] else 'replaced'}"

    def _look(self) -> PublicPage:
        return self._google.pages.open(self._created["responderUri"])

    def _prefills(self, page: PublicPage, entry: int, value: str) -> bool:
        link = f"{page.address}?{urlencode({'usp': 'pp_url', f'entry.{entry}': value})}"
        return value in self._google.pages.open(link).prefilled.get(entry, ())

    def _seen(self, page: PublicPage) -> str:
        title = re.search(r"<title>(.*?)</title>", page.html, re.DOTALL)
        return f"HTTP {page.status}, {'can be answered' if page.takes_responses else page.why}" + (
            f', titled "{title[1].strip()}"' if title else ""
        )
