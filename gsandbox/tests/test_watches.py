"""Watches of a form and the notices that they send over Pub/Sub."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from gsandbox.tests.made import creates, question

TOPIC, SUBSCRIPTION = "projects/office/topics/forms", "projects/office/subscriptions/anubhav"
START = "2026-11-20T10:00:00Z"


def at(when: str) -> dict[str, Any]:
    return {"headers": {"X-Sandbox-Clock": when}}


@pytest.fixture
def form(opened: Any) -> Any:
    """A form, a topic, a subscription to it."""
    made = opened([question("A", textQuestion={})])
    assert made.sandbox.api("PUT", f"/v1/{TOPIC}", json={}).json() == {"name": TOPIC}
    reply = made.sandbox.api("PUT", f"/v1/{SUBSCRIPTION}", json={"topic": TOPIC})
    assert reply.status_code == 200, reply.text
    return made


def watch(form: Any, event: str = "RESPONSES", **more: Any) -> Any:
    body = {"watch": {"target": {"topic": {"topicName": TOPIC}}, "eventType": event}, **more}
    return form.sandbox.api("POST", f"/v1/forms/{form.id}/watches", json=body, **at(START))


def pull(form: Any, when: str) -> list[dict[str, Any]]:
    reply = form.sandbox.api("POST", f"/v1/{SUBSCRIPTION}:pull", json={"maxMessages": 9}, **at(when))
    assert reply.status_code == 200, reply.text
    return list(reply.json().get("receivedMessages", []))


def acknowledge(form: Any, received: list[dict[str, Any]]) -> None:
    body = {"ackIds": [one["ackId"] for one in received]}
    assert form.sandbox.api("POST", f"/v1/{SUBSCRIPTION}:acknowledge", json=body).json() == {}


def test_a_watch_lives_seven_days_and_is_renewed(form: Any) -> None:
    """As an office's account met it in August 2026: seven days, renewed in place, the words for one too many and one too few."""
    made = watch(form, watchId="anubhav").json()
    assert made == {
        "id": "anubhav",
        "target": {"topic": {"topicName": TOPIC}},
        "eventType": "RESPONSES",
        "createTime": "2026-11-20T10:00:00Z",
        "expireTime": "2026-11-27T10:00:00Z",
        "state": "ACTIVE",
    }
    path = f"/v1/forms/{form.id}/watches"
    again = watch(form)
    assert again.status_code == 400
    assert again.json()["error"]["status"] == "FAILED_PRECONDITION"
    assert again.json()["error"]["message"] == (
        "A watch for the given end user, project, form, and event type already exists."
    )
    assert watch(form, "SCHEMA").status_code == 200
    assert len(form.sandbox.api("GET", path, **at("2026-11-27T09:59:59Z")).json()["watches"]) == 2
    renewed = form.sandbox.api("POST", f"{path}/anubhav:renew", json={}, **at("2026-11-27T09:59:59Z"))
    assert renewed.json()["expireTime"] == "2026-12-04T09:59:59Z"
    assert [one["id"] for one in form.sandbox.api("GET", path, **at("2026-11-28T10:00:00Z")).json()["watches"]] == [
        "anubhav"
    ]
    assert form.sandbox.api("DELETE", f"{path}/anubhav").json() == {}
    gone = form.sandbox.api("DELETE", f"{path}/anubhav")
    assert (gone.status_code, gone.json()["error"]["status"]) == (403, "PERMISSION_DENIED")
    assert gone.json()["error"]["message"] == "Watch not found or permission denied."
    assert form.sandbox.api("GET", path, **at("2026-11-28T10:00:00Z")).json() == {}


def test_a_notice_says_which_form_and_nothing_of_what_was_said(form: Any) -> None:
    watch_id = watch(form).json()["id"]
    assert str(UUID(watch_id)) == watch_id, "an id that Google gives, as its guide shows it"
    for second in ("01", "05", "06"):
        form.send({form.entry("A"): "secret"}, at=f"2026-11-20T10:00:{second}Z")
    [first] = pull(form, "2026-11-20T10:00:07Z")
    assert first["message"].keys() == {"attributes", "messageId", "publishTime"}
    assert first["message"]["attributes"] == {"eventType": "RESPONSES", "formId": form.id, "watchId": watch_id}
    acknowledge(form, [first])
    assert pull(form, "2026-11-20T10:00:30Z") == [], "at most one in 30 seconds"
    assert len(pull(form, "2026-11-20T10:00:31Z")) == 1
    assert pull(form, "2026-11-20T10:00:40Z") == []
    [again] = pull(form, "2026-11-20T10:00:41Z")
    acknowledge(form, [again])
    assert pull(form, "2026-11-20T10:02:00Z") == []
    form.send({form.entry("A"): "x"}, at="2026-12-20T10:00:00Z")
    assert pull(form, "2026-12-20T11:00:00Z") == [], "the watch has run out"


def test_an_edit_is_another_kind_of_event(form: Any) -> None:
    watch(form, "SCHEMA")
    form.sandbox.api("POST", f"/v1/forms/{form.id}:batchUpdate", json={"requests": creates([question("B", textQuestion={})])}, **at(START))  # fmt: skip
    [notice] = pull(form, "2026-11-20T10:00:01Z")
    assert notice["message"]["attributes"]["eventType"] == "SCHEMA"


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("PUT", TOPIC, {}, 409),
        ("PUT", SUBSCRIPTION, {"topic": TOPIC}, 409),
        ("PUT", "projects/office/subscriptions/other", {"topic": "projects/office/topics/none"}, 404),
        ("GET", "projects/office/subscriptions/other", None, 404),
        ("POST", f"{SUBSCRIPTION}:pull", {}, 400),
        ("POST", "projects/office/subscriptions/other:pull", {"maxMessages": 1}, 404),
        ("GET", "projects/office/topics", None, 501),
    ],
)
def test_what_pubsub_refuses(form: Any, verb: str, path: str, body: Any, status: int) -> None:
    reply = form.sandbox.api(verb, f"/v1/{path}", json=body)
    assert reply.status_code == status
    words = reply.json()["error"]["message"]
    assert words
    if status in (404, 409):
        name = body["topic"] if body and status == 404 and "topic" in body else path.partition(":")[0]
        assert words.endswith(f"(resource={name.rpartition('/')[2]}).")


@pytest.mark.parametrize("body", [{}, {"watch": {"eventType": "RESPONSES"}}, {"watchId": "A"}, {"watchId": "x"}])
def test_a_watch_needs_an_event_a_topic_and_a_good_id(form: Any, body: dict[str, Any]) -> None:
    whole = (
        {"watch": {"target": {"topic": {"topicName": TOPIC}}, "eventType": "RESPONSES"}} if "watchId" in body else {}
    )
    reply = form.sandbox.api("POST", f"/v1/forms/{form.id}/watches", json=whole | body)
    assert reply.status_code == 400


@pytest.mark.parametrize("topic", ["projects/office/topics/none", "projects/elsewhere/topics/forms"])
def test_a_topic_that_is_not_there_is_forbidden_once_the_form_is_found(form: Any, topic: str) -> None:
    body = {"watch": {"target": {"topic": {"topicName": topic}}, "eventType": "RESPONSES"}}
    error = form.sandbox.api("POST", f"/v1/forms/{form.id}/watches", json=body).json()["error"]
    assert (error["code"], error["status"]) == (403, "PERMISSION_DENIED")
    assert error["message"] == "Topic parent project not found or permission denied."
    assert form.sandbox.api("POST", "/v1/forms/none/watches", json=body).status_code == 404
