"""Publishing: who may respond, and what the page does for those who may not."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.tests.fillers import load_data
from gsandbox.tests.made import question

TEXT = [question("Name", textQuestion={})]


def test_accepting_without_published_is_refused(blank: Any) -> None:
    form = blank()
    reply = form.publish(published=False, accepting=True)
    assert reply.status_code == 400
    assert form.read()["publishSettings"] == {"publishState": {}}


def test_the_reply_shows_the_state_without_what_is_false(blank: Any) -> None:
    form = blank()
    assert form.publish(accepting=False).json() == {
        "formId": form.id,
        "publishSettings": {"publishState": {"isPublished": True}},
    }
    form.publish()
    assert form.read()["publishSettings"] == {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
    form.publish(published=False, accepting=False)
    assert form.read()["publishSettings"] == {"publishState": {}}


@pytest.mark.parametrize("mask", [None, "publishState", "publish_state", "*"])
def test_the_masks_that_google_documents_work(blank: Any, mask: str | None) -> None:
    form = blank()
    body = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}}}
    body |= {"updateMask": mask} if mask else {}
    assert form.sandbox.api("POST", f"/v1/forms/{form.id}:setPublishSettings", json=body).status_code == 200


def test_a_wrong_mask_or_no_state_is_refused(blank: Any) -> None:
    form = blank()
    state = {"publishState": {"isPublished": True}}
    for body in ({"publishSettings": state, "updateMask": "isPublished"}, {"publishSettings": {}}, {}):
        assert form.sandbox.api("POST", f"/v1/forms/{form.id}:setPublishSettings", json=body).status_code == 400


def test_flags_directly_under_publish_settings_are_unknown(blank: Any) -> None:
    form = blank()
    body = {"publishSettings": {"isPublished": True, "isAcceptingResponses": True}}
    reply = form.sandbox.api("POST", f"/v1/forms/{form.id}:setPublishSettings", json=body)
    assert "Unknown name \"isPublished\" at 'publish_settings'" in reply.json()["error"]["message"]
    form.sandbox.forgive()


def test_in_an_organisation_publishing_alone_lets_nobody_respond(sandbox: Any, blank: Any) -> None:
    sandbox.profile("workspace", email_collection="DO_NOT_COLLECT")
    form = blank()
    for step in ("as made", "published"):
        page = form.page(allow_redirects=False)
        assert page.status_code == 302, step
        assert "accounts.google.com/ServiceLogin" in page.headers["location"]
        form.publish()
    assert form.send({}).status_code == 401
    form.open_to_all()
    assert form.page().status_code == 200


def test_a_writer_permission_without_the_view_opens_nothing(sandbox: Any, blank: Any) -> None:
    sandbox.profile("workspace")
    form = blank()
    form.publish()
    form.sandbox.api("POST", f"/drive/v3/files/{form.id}/permissions", json={"type": "anyone", "role": "writer"})
    assert form.page(allow_redirects=False).status_code == 302


def test_a_closed_form_sends_people_to_closedform(opened: Any) -> None:
    form = opened(TEXT)
    form.publish(accepting=False)
    for reply in (form.page(allow_redirects=False), form.send({form.entry("Name"): "x"}, allow_redirects=False)):
        assert reply.status_code == 302
        assert reply.headers["location"].endswith("/closedform")
        assert "<H1>Moved Temporarily</H1>" in reply.text
    shown = form.page()
    assert "no longer accepting responses" in shown.text
    assert "FB_PUBLIC_LOAD_DATA_" not in shown.text
    assert form.responses() == []
    form.publish()
    assert form.page().status_code == 200


def test_a_form_in_the_trash_takes_no_responses(opened: Any) -> None:
    form = opened(TEXT)
    form.sandbox.api("PATCH", f"/drive/v3/files/{form.id}", json={"trashed": True})
    assert "/closedform" in form.page().url
    assert "/closedform" in form.send({form.entry("Name"): "x"}).url
    form.sandbox.api("PATCH", f"/drive/v3/files/{form.id}", json={"trashed": False})
    assert form.page().url == form.uri


@pytest.mark.parametrize("wish", ["verified addresses", "one response"])
def test_a_form_that_wants_a_sign_in_is_shown_and_cannot_be_sent(sandbox: Any, opened: Any, wish: str) -> None:
    """As programs that read real forms logged out found it in 2026: HTTP 200, the questions, a mark; a post is 401."""
    sandbox.profile("workspace", email_collection="DO_NOT_COLLECT")
    form = opened(TEXT)
    assert "data-sign-in-to-continue" not in form.page().text
    if wish == "one response":
        form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json={"action": "settings", "one_response": True})
    else:
        settings = {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}
        form.update({"updateSettings": settings})
    page = form.page(allow_redirects=False)
    assert (page.status_code, page.text.count('data-sign-in-to-continue="true"')) == (200, 1)
    data = load_data(page.text)
    assert (data[18], data[1][1][0][1]) == (1, "Name")
    assert form.send({form.entry("Name"): "x"}).status_code == 401
    sent = {"submit": "Submit", form.entry("Name"): "x"}
    assert form.sandbox.http.get(form.uri.replace("viewform", "formResponse"), params=sent).status_code == 401
    assert form.responses() == []


def test_a_legacy_form_has_no_publish_settings_and_takes_responses(opened: Any) -> None:
    form = opened(TEXT)
    form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json={"action": "legacy"})
    assert "publishSettings" not in form.read()
    assert form.publish().status_code == 400
    assert form.send({form.entry("Name"): "x"}).status_code == 200


def test_an_unknown_form_page_is_not_found(sandbox: Any) -> None:
    assert sandbox.get("/forms/d/e/1FAIpQLSnobody/viewform").status_code == 404
    assert sandbox.post("/forms/d/e/1FAIpQLSnobody/formResponse").status_code == 404


def test_the_form_id_leads_to_the_published_page(opened: Any) -> None:
    form = opened(TEXT)
    for end in ("/viewform", "/", ""):  # people link to it without an end, too
        moved = form.sandbox.get(f"/forms/d/{form.id}{end}?x=1", allow_redirects=False)
        assert moved.headers["location"] == form.uri + "?x=1"
    assert form.sandbox.get(form.uri.removeprefix(form.sandbox.root).replace("/d/e/", "/u/1/d/e/")).status_code == 200
