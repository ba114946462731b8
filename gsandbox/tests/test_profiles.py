"""The kinds of account: each fact of a profile is what the sandbox does. Names say the fact; docs/sandbox.md lists them."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from gsandbox.account import profile
from gsandbox.app import make_app
from gsandbox.tests.fillers import Elements
from gsandbox.tests.made import choice, creates, question

TEXT = [question("Name", textQuestion={}, required=True)]
OPEN = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
VIEW = "?includePermissionsForView=published&fields=permissions(id,type,role,view,pendingOwner)"


def permissions(form: Any) -> list[dict[str, Any]]:
    reply = form.sandbox.api("GET", f"/drive/v3/files/{form.id}/permissions{VIEW}")
    return list(reply.json()["permissions"])


def close(form: Any, at: str) -> Any:
    path = f"/drive/v3/files/{form.id}/permissions/anyoneWithLink"
    return form.sandbox.api("DELETE", path, headers={"X-Sandbox-Clock": at})


def grant(form: Any, **body: Any) -> Any:
    return form.sandbox.api("POST", f"/drive/v3/files/{form.id}/permissions", json=body)


def settings(kind: str) -> dict[str, Any]:
    return {"updateSettings": {"settings": {"emailCollectionType": kind}, "updateMask": "emailCollectionType"}}


@pytest.mark.parametrize("name", profile.NAMES)
def test_every_fact_of_a_profile_has_value_source_and_date(name: str) -> None:
    for fact, line in profile.table(name).items():
        assert set(line) == {"value", "fact", "source", "date"}, (name, fact)
        assert line["source"] in ("N", "P", "GAS", "R", "D", "guess")
    assert profile.profile(name).name == name


def test_create_replies_with_settings_and_publish_settings_in_googles_order(sandbox: Any) -> None:
    made = sandbox.api("POST", "/v1/forms?unpublished=true", json={"info": {"title": "T"}}).json()
    assert list(made) == ["formId", "info", "settings", "revisionId", "responderUri", "publishSettings"]
    assert made["settings"] == {"emailCollectionType": "DO_NOT_COLLECT"}
    assert made["revisionId"] == "00000002"
    assert made["publishSettings"] == {"publishState": {}}


@pytest.mark.parametrize("query", ["", "?unpublished=false"])
def test_create_without_the_parameter_publishes_at_once(sandbox: Any, query: str) -> None:
    made = sandbox.api("POST", "/v1/forms" + query, json={"info": {"title": "T"}}).json()
    assert made["publishSettings"] == OPEN
    assert sandbox.get(made["responderUri"].removeprefix(sandbox.root)).status_code == 200


def test_every_new_form_carries_anyone_with_link(sandbox: Any, blank: Any) -> None:
    form = blank()
    anyone = {"id": "anyoneWithLink", "type": "anyone", "role": "reader", "view": "published"}
    assert anyone in permissions(form)
    [owner] = [one for one in permissions(form) if one["role"] == "owner"]
    assert owner["pendingOwner"] is False
    body = {"name": "D", "mimeType": "application/vnd.google-apps.form"}
    form.id = sandbox.api("POST", "/drive/v3/files", json=body).json()["id"]
    assert anyone in permissions(form)
    form.id = sandbox.api("POST", f"/drive/v3/files/{form.id}/copy", json={}).json()["id"]
    assert anyone in permissions(form)


def test_publishing_alone_opens_a_form_to_anybody(blank: Any) -> None:
    form = blank()
    form.update(*creates(TEXT))
    assert form.page().status_code == 401
    form.publish()
    assert form.page().status_code == 200
    assert form.send({form.entry("Name"): "x"}).status_code == 200


def test_only_without_anyone_with_link_is_a_form_restricted(blank: Any) -> None:
    form = blank()
    form.publish()
    assert grant(form, type="user", role="reader", view="published", emailAddress="a@b.example").status_code == 200
    assert form.page().status_code == 200
    assert close(form, "2026-11-20T10:00:00Z").status_code == 204
    page = form.page(allow_redirects=False)
    assert (page.status_code, page.url) == (401, form.uri)
    assert "FB_PUBLIC_LOAD_DATA_" not in page.text
    again = close(form, "2026-11-20T10:00:00Z")
    assert (again.status_code, again.json()["error"]["errors"][0]["reason"]) == (404, "notFound")


def test_a_permission_reaches_the_page_ten_seconds_later(blank: Any) -> None:
    form = blank()
    form.publish()
    close(form, "2026-11-20T10:00:00Z")
    seen = [form.page(headers={"X-Sandbox-Clock": f"2026-11-20T10:00:{second:02d}Z"}) for second in (0, 9, 10, 50)]
    assert [page.status_code for page in seen] == [200, 200, 401, 401]


def test_a_permission_that_exists_is_granted_again_under_its_id(blank: Any) -> None:
    form = blank()
    made = grant(form, type="anyone", role="reader", view="published")
    assert (made.status_code, made.json()["id"]) == (200, "anyoneWithLink")
    assert sum(one["type"] == "anyone" for one in permissions(form)) == 1
    for view in ({"view": "published"}, {}):
        owner = grant(form, type="user", role="reader", emailAddress="owner@sandbox.invalid", **view).json()
        assert (owner["role"], "view" in owner) == ("owner", False)
    assert len(permissions(form)) == 2


def test_an_address_that_is_none_and_one_without_an_account_are_refused(blank: Any) -> None:
    form = blank()
    wrong = grant(form, type="user", role="reader", view="published", emailAddress="no address").json()["error"]
    assert (wrong["code"], wrong["errors"][0]["reason"]) == (400, "invalid")
    assert wrong["message"] == (
        "The specified emailAddress is invalid or not applicable for the given permission type."
    )
    unknown = grant(form, type="user", role="reader", view="published", emailAddress="nobody@sandbox.invalid").json()
    assert (unknown["error"]["code"], unknown["error"]["errors"][0]["reason"]) == (400, "invalidSharingRequest")
    path = f"/drive/v3/files/{form.id}/permissions"
    body = {"type": "user", "role": "reader", "view": "published", "emailAddress": "student-b@example.com"}
    for told, status in (("false", 400), ("true", 200)):
        assert form.sandbox.api("POST", f"{path}?sendNotificationEmail={told}", json=body).status_code == status


def test_an_unpublished_form_asks_for_a_sign_in_at_its_own_address(blank: Any) -> None:
    form = blank()
    form.update(*creates(TEXT))
    page = form.page(allow_redirects=False)
    assert (page.status_code, page.url) == (401, form.uri)
    assert form.send({form.entry("Name"): "x"}).status_code == 401
    form.publish(accepting=False)
    assert form.page().url.endswith("/closedform")
    assert form.page().status_code == 200


def test_verified_addresses_leave_the_page_open_and_ask_for_one(opened: Any) -> None:
    form = opened(TEXT)
    form.update(settings("VERIFIED"))
    page = form.page()
    assert page.status_code == 200
    found = re.search(r"FB_PUBLIC_LOAD_DATA_ = (.*)", page.text)
    assert found
    assert "[null,null,null,2,null,null,2]" in found[1]
    assert 'name="emailAddress"' in page.text
    assert "has been recorded" not in form.send({form.entry("Name"): "x"}).text
    sent = form.send({form.entry("Name"): "x", "emailAddress": "a@b.example"})
    assert "has been recorded" in sent.text
    assert form.responses()[0]["respondentEmail"] == "a@b.example"


def test_a_batch_of_many_requests_raises_the_revision_by_two(blank: Any) -> None:
    """One that makes no item raises it by one: a title, an item that goes."""
    form = blank()
    items = [question(name, textQuestion={}) for name in "ABC"]
    assert form.update(*creates(items))["writeControl"]["requiredRevisionId"] == "00000004"
    named = {"updateFormInfo": {"info": {"title": "New"}, "updateMask": "title"}}
    assert form.update(named)["writeControl"]["requiredRevisionId"] == "00000005"
    gone = {"deleteItem": {"location": {"index": 0}}}
    assert form.update(gone, gone)["writeControl"]["requiredRevisionId"] == "00000006"


def test_grading_outside_a_quiz_is_refused_without_the_kind_in_the_prefix(blank: Any) -> None:
    graded = question("Q", textQuestion={}, grading={"pointValue": 1})
    reply = blank().batch(*creates([question("A", textQuestion={}), graded]))
    assert reply.json()["error"]["message"] == (
        "Invalid requests[1]: Invalid grading, grading cannot be set on a form that has no grading settings."
    )


def test_a_form_made_by_drive_asks_one_question(sandbox: Any) -> None:
    body = {"name": "D", "mimeType": "application/vnd.google-apps.form"}
    made = sandbox.api("POST", "/drive/v3/files", json=body).json()["id"]
    [item] = sandbox.api("GET", f"/v1/forms/{made}").json()["items"]
    assert item["title"] == "Untitled question"


def test_a_copy_is_unpublished_and_keeps_question_ids_but_neither_people_nor_responses(opened: Any) -> None:
    form = opened(TEXT)
    grant(form, type="user", role="reader", view="published", emailAddress="a@b.example")
    form.send({form.entry("Name"): "x"})
    new = form.sandbox.api("POST", f"/drive/v3/files/{form.id}/copy", json={}).json()["id"]
    copied = type(form)(form.sandbox, new, form.uri)
    assert copied.read()["publishSettings"] == {"publishState": {}}
    assert copied.read()["revisionId"] == "00000001"
    assert copied.read()["items"] == form.read()["items"]
    assert copied.read()["settings"] == form.read()["settings"]
    assert {one["type"] for one in permissions(copied)} == {"user", "anyone"}
    assert len(permissions(copied)) == 2
    assert copied.responses() == []


def test_the_keys_of_answers_are_not_in_the_order_of_questions(opened: Any) -> None:
    names = [f"Q{number}" for number in range(12)]
    form = opened([question(name, textQuestion={}) for name in names])
    form.send({form.entry(name): "x" for name in names})
    asked = [item["questionItem"]["question"]["questionId"] for item in form.read()["items"]]
    given = list(form.responses()[0]["answers"])
    assert sorted(given) == sorted(asked)
    assert given != asked


def test_the_page_names_its_own_address_with_the_whole_query(opened: Any) -> None:
    form = opened([choice("Pick", "A", "B")])
    page = form.page(f"?usp=pp_url&{form.entry('Pick')}=Nowhere").text
    query = f"usp%3Dpp_url%26{form.entry('Pick')}%3DNowhere"
    assert f'/AccountChooser?continue={form.uri}?{query}&amp;service=wise"' in page
    assert page.count("Nowhere") == 1


def test_what_a_page_already_knows_stands_beside_its_fields(opened: Any) -> None:
    form = opened([*TEXT, choice("Pick", "A", "B"), question("Last", textQuestion={"paragraph": True}, required=True)])
    name, pick, last = (int(form.entry(title).removeprefix("entry.")) for title in ("Name", "Pick", "Last"))
    link = form.page(f"?usp=pp_url&entry.{pick}=B&entry.{last}=x%20%22y%22&entry.{name}=BBK-001")
    for page in (link, form.send({f"entry.{pick}": "B", f"entry.{name}": "BBK-001"})):
        read = Elements(page.text)
        brought = json.loads("[" + read.form["data-response"].removeprefix("%.@."))[0]
        kept = json.loads(dict(read.hidden)["partialResponse"])[0]
        wanted = [(name, ["BBK-001"]), (pick, ["B"]), *([(last, ['x "y"'])] if page is link else [])]
        assert brought == [[str(number), [None, number, texts, False]] for number, texts in wanted]
        assert kept == [[None, number, texts, 0] for number, texts in wanted]
        own = {html.unescape(text) for text in re.findall('data-initial-value="(.*?)"', page.text)}
        assert own == ({"BBK-001", 'x "y"'} if page is link else {""})


@pytest.mark.parametrize("status", [400, 200])
def test_both_readings_of_a_missing_required_answer(opened: Any, status: int) -> None:
    form = opened(TEXT)
    form.sandbox.profile(missing_required=status)
    reply = form.send({})
    assert reply.status_code == status
    assert 'name="pageHistory"' in reply.text
    assert form.responses() == []


def test_both_readings_of_an_update(opened: Any) -> None:
    form = opened([choice("Q", "a", "b")])
    partly = {"updateItem": {"item": {"title": "R"}, "location": {"index": 0}, "updateMask": "title"}}
    kindless = {"questionItem": {"question": {"choiceQuestion": {"options": [{"value": "c"}]}}}}
    mask = "questionItem.question.choiceQuestion.options"
    untyped = {"updateItem": {"item": kindless, "location": {"index": 0}, "updateMask": mask}}
    bare = {"updateItem": {"item": {"questionItem": {}}, "location": {"index": 0}, "updateMask": "title"}}
    for request in (partly, untyped, bare):
        assert form.batch(request).status_code == 400
    whole = {"updateItem": {"item": choice("R", "a", "b"), "location": {"index": 0}, "updateMask": "title"}}
    before = form.read()["items"][0]
    form.update(whole)
    assert form.read()["items"][0] == {**before, "title": "R"}
    form.sandbox.profile(update_item="partial")
    form.update(partly, untyped)


def test_both_readings_of_an_empty_publish_state(blank: Any) -> None:
    form = blank()
    assert form.read()["publishSettings"] == {"publishState": {}}
    form.sandbox.profile(empty_publish_state="bare")
    assert form.read()["publishSettings"] == {}
    assert form.publish(published=False, accepting=False).json()["publishSettings"] == {}


def test_an_administrator_forbids_sharing_outside(sandbox: Any, blank: Any) -> None:
    sandbox.profile("restricted")
    form = blank()
    form.publish()
    assert form.page().status_code == 401
    refused = grant(form, type="anyone", role="reader", view="published")
    assert (refused.status_code, refused.json()["error"]["errors"][0]["reason"]) == (400, "publishOutNotPermitted")
    assert refused.json()["error"]["message"] == 'Bad Request. User message: ""'


def test_a_world_keeps_its_profile(tmp_path: Path) -> None:
    world = tmp_path / "w.sqlite"
    for name, wanted in (("restricted", "restricted"), ("", "restricted"), ("workspace", "workspace")):
        app = make_app(world, profile=name)
        with app.state.world.transaction() as db:
            assert profile.of(db).name == wanted
        app.state.world.close()


@pytest.mark.parametrize(
    "body", [b"[]", b"x", b'{"profile": "other"}', b'{"readings": {"born_open": 1}}', b'{"readings": {"other": true}}']
)
def test_a_profile_that_is_none_is_refused(sandbox: Any, body: bytes) -> None:
    reply = sandbox.post("/sandbox/profile", data=body)
    assert reply.status_code == 400
    assert reply.json()["error"]["message"].startswith("Sandbox:")
