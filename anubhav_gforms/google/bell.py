"""A bell that rings when a form has a response: a watch of the form, whose messages come through Cloud Pub/Sub."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import requests

from ..errors import RefusedError
from ..sentence import Sentence
from . import Google
from .caller import Quota
from .cures import cure_for
from .failures import as_asked
from .transport import Body, service

PATIENCE = 20.0
"""Seconds that one pull may wait for a message: so late a stop of the program is noticed."""
RENEWED = 86_400.0
"""Seconds between two renewals of the watch, which Google ends after seven days."""
EVENT = "RESPONSES"


class Bell:
    """Listens for one form. `subscription` is its full name at Pub/Sub; the topic behind it gets the form's messages.

    Nothing of a response is in such a message: it only says that one is there. Every method raises GoogleError.
    """

    def __init__(
        self, google: Google, form_id: str, subscription: str, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._caller, self._clock = google.caller, clock
        self._form_id, self._subscription = form_id, subscription
        self._watches = google.forms._forms.watches()
        pubsub = service("pubsub", "v1", google.session, google.root, read_timeout=PATIENCE)
        self._subscriptions = pubsub.projects().subscriptions()
        self._renew_at = 0.0

    def rings(self) -> bool:
        """Whether the form has had a response since the last time; waits for one up to `PATIENCE` seconds."""
        if self._clock() >= self._renew_at:
            self._keep_watch()
            self._renew_at = self._clock() + RENEWED
        pull = self._subscriptions.pull(subscription=self._subscription, body={"maxMessages": 100})
        received = self._send(lambda: _or_nothing(pull), "Waiting for a response", _messages)
        if not received:
            return False
        taken = self._subscriptions.acknowledge(subscription=self._subscription, body={"ackIds": list(received)})
        self._send(taken.execute, "Taking a message of Pub/Sub")
        return self._form_id in received.values()

    def _keep_watch(self) -> None:
        """Renew the form's watch with our topic, or make one."""
        asked = self._subscriptions.get(subscription=self._subscription)
        topic = self._send(
            asked.execute, "Looking at the Pub/Sub subscription", lambda found: str(found.get("topic", ""))
        )
        listed = self._watches.list(formId=self._form_id)
        watches = self._send(listed.execute, "Looking at the form's watches", _watches, subject="form")
        if topic in watches:
            renewed = self._watches.renew(formId=self._form_id, watchId=watches[topic], body={})
            self._send(renewed.execute, "Renewing the form's watch", subject="form")
            return
        if watches:
            words = Sentence("The form's messages go to another topic of Pub/Sub: {topic}.", topic=next(iter(watches)))
            raise RefusedError(words, cure=cure_for("bell-elsewhere"))
        body = {"watch": {"target": {"topic": {"topicName": topic}}, "eventType": EVENT}}
        made = self._watches.create(formId=self._form_id, body=body)
        self._send(made.execute, "Watching the form", subject="topic", repeatable=False)

    def _send(
        self, send: Callable[[], Body], doing: str, read: Callable[[Body], Any] = dict, *, subject: str = "bell",
        repeatable: bool = True,
    ) -> Any:  # fmt: skip
        """What `read` makes of the reply."""
        return self._caller.call(
            lambda: as_asked(read, send()), quota=Quota.BELL, doing=doing, subject=subject, repeatable=repeatable
        )


def _messages(reply: Body) -> dict[str, str]:
    """What each message is taken by, and the form that it speaks of."""
    received = reply.get("receivedMessages", [])
    return {one["ackId"]: one.get("message", {}).get("attributes", {}).get("formId", "") for one in received}


def _watches(reply: Body) -> dict[str, str]:
    """The topic of each watch of responses, and its id."""
    listed = (watch for watch in reply.get("watches", []) if watch.get("eventType") == EVENT)
    return {watch["target"]["topic"]["topicName"]: watch["id"] for watch in listed}


def _or_nothing(pull: Any) -> Body:
    try:
        reply: Body = pull.execute()
    except requests.ReadTimeout:
        return {}
    return reply
