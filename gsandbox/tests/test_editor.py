"""The editor: what its owner does to a form by hand, with buttons, and what scripts do in his place."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gsandbox.tests.made import choice, question

TWO = [question("A", textQuestion={}), choice("Q", "a", "b")]


def press(form: Any, action: str, **values: str) -> Any:
    """Press a button of the page as a browser does: post the form that holds it, follow the redirect."""
    address = f"/forms/d/{form.id}/edit"
    page = form.sandbox.get(address).text
    assert f'name="action" value="{action}"' in page, f"the page has no button {action}"
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    headers = {"Origin": form.sandbox.root}
    return form.sandbox.post(address, data={"action": action, "token": token[1], **values}, headers=headers)


def item_id(form: Any, title: str) -> str:
    return str(next(item["itemId"] for item in form.read()["items"] if item["title"] == title))


def test_a_person_links_an_existing_spreadsheet(opened: Any) -> None:
    form = opened(TWO)
    made = form.sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": "Answers of citizens"}}).json()
    page = form.sandbox.get(f"/forms/d/{form.id}/edit").text
    assert "Link to Sheets" in page
    assert f'<option value="{made["spreadsheetId"]}">Answers of citizens' in page
    done = press(form, "link_existing", spreadsheet=made["spreadsheetId"])
    assert "Linked to Answers of citizens." in done.text
    assert form.read()["linkedSheetId"] == made["spreadsheetId"]


def test_a_person_may_paste_the_address(opened: Any) -> None:
    form = opened(TWO)
    made = form.sandbox.api("POST", "/v4/spreadsheets", json={}).json()
    press(form, "link_existing", spreadsheet="", address=made["spreadsheetUrl"] + "#gid=0")
    assert form.read()["linkedSheetId"] == made["spreadsheetId"]
    press(form, "unlink")
    assert "Choose a spreadsheet" in press(form, "link_existing", address="hello").text
    assert press(form, "link_existing", address="1" + "x" * 43).status_code == 404
    assert "linkedSheetId" not in form.read()


def test_a_person_makes_a_new_spreadsheet_and_unlinks(opened: Any) -> None:
    """It lies beside the form, as an office of July 2026 found; an app that made the form does not know it."""
    form = opened(TWO)
    made = {"name": "Letters", "mimeType": "application/vnd.google-apps.folder"}
    folder = form.sandbox.api("POST", "/drive/v3/files", json=made).json()["id"]
    form.sandbox.api("PATCH", f"/drive/v3/files/{form.id}?addParents={folder}", json={}).raise_for_status()
    press(form, "link_new")
    asked = "?fields=name,parents,isAppAuthorized"
    file = form.sandbox.api("GET", f"/drive/v3/files/{form.read()['linkedSheetId']}{asked}").json()
    name = form.sandbox.api("GET", f"/drive/v3/files/{form.id}?fields=name").json()["name"]
    assert file == {"name": f"{name} (Responses)", "parents": [folder], "isAppAuthorized": False}
    assert "no longer linked" in press(form, "unlink").text
    assert "linkedSheetId" not in form.read()


def test_a_person_closes_and_opens_the_form(opened: Any) -> None:
    form = opened(TWO)
    press(form, "stop")
    assert form.read()["publishSettings"] == {"publishState": {"isPublished": True}}
    assert "/closedform" in form.page().url
    press(form, "accept")
    press(form, "unpublish")
    assert form.read()["publishSettings"] == {"publishState": {}}


def test_questions_edited_by_hand_change_the_revision_and_keep_their_ids(opened: Any) -> None:
    form = opened(TWO)
    before = form.read()
    press(form, "rename", item=item_id(form, "A"), title="A by hand")
    press(form, "down", item=item_id(form, "A by hand"))
    after = form.read()
    assert [item["title"] for item in after["items"]] == ["Q", "A by hand"]
    assert after["revisionId"] != before["revisionId"]
    assert after["items"][1]["questionItem"] == before["items"][0]["questionItem"]
    stale = form.batch(
        {"deleteItem": {"location": {"index": 0}}}, writeControl={"requiredRevisionId": before["revisionId"]}
    )
    assert stale.status_code == 400
    press(form, "duplicate", item=item_id(form, "Q"))
    press(form, "delete", item=item_id(form, "Q"))
    press(form, "add", title="New")
    read = form.read()["items"]
    assert [item["title"] for item in read] == ["Q", "A by hand", "New"]
    assert read[0]["itemId"] != before["items"][1]["itemId"]


def test_a_title_with_a_newline_is_refused_to_a_person_too(opened: Any) -> None:
    form = opened(TWO)
    assert "cannot contain newlines" in press(form, "rename", item=item_id(form, "A"), title="a\nb").text
    assert form.read()["items"][0]["title"] == "A"


def test_settings_that_the_api_does_not_have(opened: Any) -> None:
    form = opened(TWO)
    press(
        form,
        "settings",
        email="DO_NOT_COLLECT",
        editable="1",
        another="1",
        confirmation="Thanks!",
        closed_message="Back on Monday",
    )
    sent = form.send({form.entry("A"): "x"})
    assert "Thanks!" in sent.text
    links = sent.text.partition('<div class="c2gzEf">')[2].partition("</div>")[0]
    edit, another = re.findall(r'<a href="([^"]+)"', links)
    assert re.search(r"/viewform\?usp=form_confirm&amp;edit2=2_ABaOnu[c-f][\w-]{59}$", edit)
    assert another.endswith("/viewform?usp=form_confirm")
    press(form, "stop")
    assert "Back on Monday" in form.page().text
    press(form, "accept")
    press(form, "settings", email="DO_NOT_COLLECT", one_response="1")
    assert form.send({form.entry("A"): "x"}).status_code == 401
    assert form.read()["settings"]["emailCollectionType"] == "DO_NOT_COLLECT"


def test_a_deleted_response_is_gone_from_the_list_but_not_from_the_sheet(opened: Any) -> None:
    form = opened(TWO)
    form.sandbox.link(form.id)
    form.send({form.entry("A"): "x"})
    (response,) = form.responses()
    body = {"action": "delete_response", "response": response["responseId"]}
    assert form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json=body).status_code == 200
    assert form.responses() == []
    assert len(form.tab()) == 2
    assert form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json=body).status_code == 404


def test_other_sites_cannot_press_the_buttons(opened: Any) -> None:
    form = opened(TWO)
    address = f"/forms/d/{form.id}/edit"
    for origin in ("https://evil.example", "null", "http://["):
        headers = {"Origin": origin}
        assert form.sandbox.post(address, data={"action": "stop"}, headers=headers).status_code == 403
        script = form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json={"action": "stop"}, headers=headers)
        assert script.status_code == 403
    for token in ({}, {"token": "नहीं"}):
        assert form.sandbox.post(address, data={"action": "stop", **token}).status_code == 403
    assert form.page().url == form.uri


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"nonsense", b'{"action": "explode"}', b'{"action": "rename", "item": "x"}']
)
def test_scripts_that_press_no_button_are_told_which_there_are(opened: Any, body: bytes) -> None:
    form = opened(TWO)
    reply = form.sandbox.post(f"/sandbox/forms/{form.id}/edit", data=body)
    assert reply.status_code == 400
    assert reply.json()["error"]["message"]


def test_a_workspace_account_starts_forms_that_ask_for_a_login(sandbox: Any, blank: Any) -> None:
    sandbox.profile(email_collection="VERIFIED")
    form = blank()
    assert form.read()["settings"]["emailCollectionType"] == "VERIFIED"
    assert sandbox.post("/sandbox/profile", json={"readings": {"email_collection": "x"}}).status_code == 400
    sandbox.profile()
    assert blank().read()["settings"]["emailCollectionType"] == "DO_NOT_COLLECT"


def test_a_typed_email_can_be_filled_in_by_the_link(opened: Any) -> None:
    form = opened(TWO)
    press(form, "settings", email="RESPONDER_INPUT")
    assert 'name="emailAddress" value="a@b.example"' in form.page("?usp=pp_url&emailAddress=a@b.example").text


def test_the_linked_spreadsheet_can_be_looked_at(opened: Any) -> None:
    form = opened(TWO)
    press(form, "link_new")
    for text in ("=1+1", "<b>bold</b>", "नमस्ते"):
        form.send({form.entry("A"): text}, at="2026-11-24T03:35:00Z")
    address = re.search(r'href="(/spreadsheets/d/[^"]+)"', form.sandbox.get(f"/forms/d/{form.id}/edit").text)
    assert address
    page = form.sandbox.get(address[1].replace("&amp;", "&")).text
    assert "3 rows" in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "=1+1" in page
    assert "Form Responses 1" in page
    first = form.sandbox.get(re.sub(r"\?.*", "", address[1]) + "?gid=junk")
    assert first.status_code == 200
    assert form.sandbox.get("/spreadsheets/d/1" + "x" * 43).status_code == 404
