"""forms.create and forms.get: what Google copies, refuses and shows."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gsandbox.tests.made import EVERY_KIND, choice, creates, question


def test_create_replies_with_four_keys_in_googles_order_and_nothing_else(sandbox: Any) -> None:
    sandbox.profile("workspace")
    reply = sandbox.api("POST", "/v1/forms?unpublished=true", json={"info": {"title": "T"}})
    made = reply.json()
    assert list(made) == ["formId", "info", "revisionId", "responderUri"]
    assert made["info"] == {"title": "T", "documentTitle": "Untitled form"}
    assert made["revisionId"] == "00000002"
    assert re.fullmatch(r"1[\w-]{43}", made["formId"])
    assert re.fullmatch(re.escape(sandbox.root) + r"/forms/d/e/1FAIpQLS[\w-]{48}/viewform", made["responderUri"])
    assert reply.headers["content-type"] == "application/json; charset=UTF-8"
    assert reply.text.startswith('{\n  "formId"')
    assert reply.text.endswith("}\n")


@pytest.mark.parametrize(
    "body",
    [
        {"info": {"title": "T", "description": "D"}},
        {"info": {"title": "T"}, "items": [choice("Q", "a", "b")]},
        {"info": {"title": "T"}, "settings": {"emailCollectionType": "DO_NOT_COLLECT"}},
    ],
)
def test_create_refuses_more_than_titles(sandbox: Any, body: dict[str, Any]) -> None:
    reply = sandbox.api("POST", "/v1/forms", json=body)
    error = reply.json()["error"]
    assert (reply.status_code, error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == (
        "Only info.title can be set when creating a form. To add items and change settings, use batchUpdate."
    )


def test_by_the_documents_a_new_form_is_unpublished_whatever_the_flag_says(sandbox: Any) -> None:
    sandbox.profile("workspace")
    for query in ("", "?unpublished=true", "?unpublished=false"):
        made = sandbox.api("POST", "/v1/forms" + query, json={"info": {"title": "T", "documentTitle": "D"}}).json()
        read = sandbox.api("GET", f"/v1/forms/{made['formId']}").json()
        assert read["publishSettings"] == {"publishState": {}}
        assert read["info"]["documentTitle"] == "D"
        assert not {"items", "linkedSheetId"} & set(read)
        page = sandbox.get(made["responderUri"].removeprefix(sandbox.root), allow_redirects=False)
        assert page.status_code == 302


def test_the_document_title_is_the_name_in_drive(blank: Any) -> None:
    form = blank("T", documentTitle="Before")
    form.sandbox.api("PATCH", f"/drive/v3/files/{form.id}", json={"name": "After"})
    assert form.read()["info"] == {"title": "T", "documentTitle": "After"}


def test_false_and_zero_are_left_out(blank: Any) -> None:
    form = blank()
    form.update(*creates(EVERY_KIND))
    items = {item.get("title"): item for item in form.read()["items"]}
    assert items["Short & sweet = ok?"]["questionItem"]["question"]["textQuestion"] == {}
    assert "required" not in items["Long"]["questionItem"]["question"]
    assert items["Scale"]["questionItem"]["question"]["scaleQuestion"] == {
        "high": 10,
        "lowLabel": "bad",
        "highLabel": "good",
    }
    assert items["Day"]["questionItem"]["question"]["dateQuestion"] == {}
    assert items["Just a text"]["textItem"] == {}
    assert form.read()["settings"] == {"emailCollectionType": "DO_NOT_COLLECT"}


def test_ids_are_eight_hex_digits_below_80000000_and_no_two_alike(blank: Any) -> None:
    form = blank()
    replies = form.update(*creates(EVERY_KIND))["replies"]
    ids = [
        found
        for reply in replies
        for found in (reply["createItem"]["itemId"], *reply["createItem"].get("questionId", []))
    ]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[0-7][0-9a-f]{7}", found) for found in ids)
    assert len(replies[7]["createItem"]["questionId"]) == 2
    assert "questionId" not in replies[-1]["createItem"]


def test_an_unknown_or_deleted_form_is_not_found(blank: Any) -> None:
    form = blank()
    assert form.sandbox.api("DELETE", f"/drive/v3/files/{form.id}").status_code == 204
    for form_id in (form.id, "1" + "x" * 43):
        reply = form.sandbox.api("GET", f"/v1/forms/{form_id}")
        assert reply.json() == {
            "error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}
        }
        assert form.sandbox.api("GET", f"/v1/forms/{form_id}/responses").status_code == 404


def test_a_copy_in_drive_has_the_same_questions_and_is_not_published(opened: Any) -> None:
    form = opened([question("Name", textQuestion={})])
    copied = form.sandbox.api("POST", f"/drive/v3/files/{form.id}/copy", json={}).json()["id"]
    read = form.sandbox.api("GET", f"/v1/forms/{copied}").json()
    assert read["items"] == form.read()["items"]
    assert read["publishSettings"] == {"publishState": {}}
    assert read["responderUri"] != form.uri


def test_there_is_no_way_to_list_or_delete_forms_or_to_submit_by_the_api(blank: Any) -> None:
    form = blank()
    assert form.sandbox.api("GET", "/v1/forms").status_code == 404
    assert form.sandbox.api("DELETE", f"/v1/forms/{form.id}").status_code == 404
    assert form.sandbox.api("POST", f"/v1/forms/{form.id}/responses", json={}).status_code == 404
