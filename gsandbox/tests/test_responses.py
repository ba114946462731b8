"""forms.responses: what a response becomes, in which order they come, how they are filtered and paged."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from gsandbox.tests.made import EVERY_KIND, every_answer, question

NAME = [question("Name", textQuestion={})]


def by_title(form: Any, response: dict[str, Any]) -> dict[str, list[str]]:
    """Values by title; a grid row is Title [Row]."""
    named = {}
    for item in form.read()["items"]:
        if "questionItem" in item:
            named[item["questionItem"]["question"]["questionId"]] = item["title"]
        for row in item.get("questionGroupItem", {}).get("questions", ()):
            named[row["questionId"]] = f"{item['title']} [{row['rowQuestion']['title']}]"
    for question_id, answer in response["answers"].items():
        assert answer["questionId"] == question_id
    return {
        named[key]: [one["value"] for one in given["textAnswers"]["answers"]]
        for key, given in response["answers"].items()
    }


def test_every_value_is_a_text_as_google_writes_it(opened: Any) -> None:
    form = opened(EVERY_KIND)
    assert form.send(every_answer(form), at="2026-11-24T03:35:00.417032Z").status_code == 200
    (response,) = form.responses()
    assert list(response) == ["responseId", "createTime", "lastSubmittedTime", "answers"]
    assert re.fullmatch(r"ACYDBN[\w-]{65}", response["responseId"])
    assert response["createTime"] == "2026-11-24T03:35:00.417Z"
    assert response["lastSubmittedTime"] == "2026-11-24T03:35:00.417032Z"
    assert by_title(form, response) == {
        "Short & sweet = ok?": ["BBK-001"],
        "Long": ["line one\nline two"],
        "Radio": ["Blue"],
        "Tick": ["One", "Three", "Four"],
        "Drop": ["Beta"],
        "Scale": ["0"],
        "Rating": ["4"],
        "Grid [Row A]": ["Yes"],
        "Grid [Row B]": ["No"],
        "Tick grid [South]": ["Sun", "Rain"],
        "Date": ["2026-01-05"],
        "Day": ["02-29"],
        "Moment": ["2026-11-24 09:05"],
        "Time": ["09:05"],
        "Span": ["01:02:03"],
    }


def test_get_has_the_form_id_and_list_has_not(opened: Any) -> None:
    form = opened(NAME)
    form.send({form.entry("Name"): "x"})
    (listed,) = form.responses()
    got = form.sandbox.api("GET", f"/v1/forms/{form.id}/responses/{listed['responseId']}").json()
    assert got == {"formId": form.id, **listed}
    missing = form.sandbox.api("GET", f"/v1/forms/{form.id}/responses/ACYDBNx")
    assert missing.json()["error"] == {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}


def test_no_responses_is_an_empty_object(opened: Any) -> None:
    form = opened(NAME)
    assert form.sandbox.api("GET", f"/v1/forms/{form.id}/responses").json() == {}


def test_an_empty_form_sent_is_a_response_without_answers(opened: Any) -> None:
    form = opened(NAME)
    form.send({form.entry("Name"): ""})
    (response,) = form.responses()
    assert "answers" not in response


def filled(opened: Any, count: int) -> Any:
    form = opened(NAME)
    for number in range(count):
        form.send({form.entry("Name"): str(number)}, at=f"2026-11-01T00:00:{number:02d}.{number:06d}Z")
    return form


def values(form: Any, query: str = "") -> list[int]:
    return [
        int(next(iter(one["answers"].values()))["textAnswers"]["answers"][0]["value"]) for one in form.responses(query)
    ]


def test_the_order_is_neither_by_time_nor_by_id_but_steady(opened: Any) -> None:
    form = filled(opened, 12)
    order = values(form)
    assert sorted(order) == list(range(12))
    assert order != sorted(order)
    assert order != sorted(order, reverse=True)
    ids = [one["responseId"] for one in form.responses()]
    assert ids != sorted(ids)
    assert values(form) == order


def test_pages_together_are_all_responses_once(opened: Any) -> None:
    form = filled(opened, 7)
    seen, token, pages = [], "", 0
    while True:
        query = {"pageSize": 3, **({"pageToken": token} if token else {})}
        reply = form.sandbox.api("GET", f"/v1/forms/{form.id}/responses", params=query).json()
        seen += [one["responseId"] for one in reply["responses"]]
        pages += 1
        token = reply.get("nextPageToken", "")
        if not token:
            break
    assert pages == 3
    assert sorted(seen) == sorted(one["responseId"] for one in form.responses())


def test_a_full_last_page_has_no_token(opened: Any) -> None:
    form = filled(opened, 3)
    reply = form.sandbox.api("GET", f"/v1/forms/{form.id}/responses?pageSize=3").json()
    assert "nextPageToken" not in reply


def test_the_filter_compares_to_the_microsecond(opened: Any) -> None:
    form = filled(opened, 5)
    assert sorted(values(form, "?filter=timestamp > 2026-11-01T00:00:02.000002Z")) == [3, 4]
    assert sorted(values(form, "?filter=timestamp >= 2026-11-01T00:00:02.000002Z")) == [2, 3, 4]
    assert sorted(values(form, "?filter=timestamp >= 2026-11-01T00:00:02.000002001Z")) == [3, 4]
    assert sorted(values(form, "?filter=timestamp>=2026-11-01T00:00:02Z")) == [2, 3, 4]


@pytest.mark.parametrize(
    "query",
    [
        {"filter": "timestamp < 2026-11-01T00:00:00Z"},
        {"filter": "timestamp = 2026-11-01T00:00:00Z"},
        {"filter": "timestamp > 2026-11-01"},
        {"filter": "timestamp > 2026-11-01T00:00:00+05:30"},
        {"filter": "timestamp > 2026-11-31T00:00:00Z"},
        {"filter": "timestamp > 2026-11-01T00:00:00Z AND timestamp > 2026-11-02T00:00:00Z"},
        {"filter": "createTime > 2026-11-01T00:00:00Z"},
        {"pageSize": "-1"},
        {"pageToken": "nonsense"},
    ],
)
def test_other_filters_sizes_and_tokens_are_refused(opened: Any, query: dict[str, str]) -> None:
    form = opened(NAME)
    reply = form.sandbox.api("GET", f"/v1/forms/{form.id}/responses", params=query)
    assert reply.status_code == 400
    assert reply.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_a_token_needs_its_own_form_and_filter(opened: Any) -> None:
    form, other = filled(opened, 3), filled(opened, 3)
    token = form.sandbox.api("GET", f"/v1/forms/{form.id}/responses?pageSize=1").json()["nextPageToken"]
    query = {"pageToken": token, "filter": "timestamp > 2020-01-01T00:00:00Z"}
    assert form.sandbox.api("GET", f"/v1/forms/{form.id}/responses", params=query).status_code == 400
    assert form.sandbox.api("GET", f"/v1/forms/{other.id}/responses", params={"pageToken": token}).status_code == 400


def test_answers_to_a_deleted_question_stay_under_its_old_id(opened: Any) -> None:
    form = opened([question("A", textQuestion={}), question("B", textQuestion={})])
    form.send({form.entry("A"): "1", form.entry("B"): "2"})
    form.update({"deleteItem": {"location": {"index": 0}}})
    (response,) = form.responses()
    assert len(response["answers"]) == 2


def test_a_typed_email_is_kept_with_the_response(opened: Any) -> None:
    form = opened(NAME)
    form.update(
        {
            "updateSettings": {
                "settings": {"emailCollectionType": "RESPONDER_INPUT"},
                "updateMask": "emailCollectionType",
            }
        }
    )
    assert form.send({form.entry("Name"): "x"}).status_code == 400
    assert form.send({form.entry("Name"): "x", "emailAddress": "nobody"}).status_code == 400
    assert form.send({form.entry("Name"): "x", "emailAddress": "a@b.example"}).status_code == 200
    assert [one["respondentEmail"] for one in form.responses()] == ["a@b.example"]
    editable = {"action": "settings", "editable": True, "email": "RESPONDER_INPUT"}
    form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json=editable)
    sent = form.send({form.entry("Name"): "y", "emailAddress": "c@d.example"}).text
    page = form.page("?edit2=" + sent.partition("edit2=")[2].partition('"')[0]).text
    assert 'name="emailAddress" value="c@d.example"' in page
    partial = html.unescape(page.partition('name="partialResponse" value="')[2].partition('"')[0])
    assert json.loads(partial)[6:] == ["c@d.example", 1]


def test_an_edited_response_keeps_its_id_and_moves_its_last_time(opened: Any) -> None:
    form = opened(NAME)
    form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json={"action": "settings", "editable": True, "another": True})
    form.sandbox.link(form.id)
    sent = form.send({form.entry("Name"): "before"}, at="2026-11-01T00:00:00Z")
    form.send({form.entry("Name"): "other"}, at="2026-11-01T01:00:00Z")
    key = re.search(r"edit2=([\w-]+)", sent.text)
    assert key
    page = form.page(f"?edit2={key[1]}")
    assert 'value="before"' in page.text
    assert f'name="edit2" value="{key[1]}"' in page.text
    before = {one["responseId"]: one for one in form.responses()}
    assert form.send({form.entry("Name"): "after", "edit2": key[1]}, at="2026-11-02T00:00:00Z").status_code == 200
    after = {one["responseId"]: one for one in form.responses()}
    assert after.keys() == before.keys()
    (changed,) = [key for key in after if after[key] != before[key]]
    assert (
        after[changed]["createTime"] == "2026-11-01T00:00:00Z"
    )  # no more decimals than it takes, as the reference says
    assert after[changed]["lastSubmittedTime"] == "2026-11-02T00:00:00Z"
    late = {"filter": "timestamp > 2026-11-01T12:00:00Z"}
    again = form.sandbox.api("GET", f"/v1/forms/{form.id}/responses", params=late).json()["responses"]
    assert [one["responseId"] for one in again] == [changed]
    assert [row[1] for row in form.tab()[1:]] == ["after", "other"]
    address = form.uri.replace("/viewform", "/formResponse")
    form.sandbox.http.post(address, params={"edit2": key[1]}, data={form.entry("Name"): "by post"}, timeout=30)
    assert [row[1] for row in form.tab()[1:]] == ["by post", "other"]
    form.sandbox.http.get(address, params={"edit2": key[1], form.entry("Name"): "by get"}, timeout=30)
    assert [row[1] for row in form.tab()[1:]] == ["by get", "other"]
    form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json={"action": "settings", "another": True})
    assert "/editingdisabled" in form.page(f"?edit2={key[1]}").url


def test_both_readings_of_answers_to_a_deleted_question(opened: Any) -> None:
    form = opened([*NAME, question("Other", textQuestion={})])
    form.send({form.entry("Name"): "a", form.entry("Other"): "b"})
    (whole,) = form.responses()
    form.update({"deleteItem": {"location": {"index": 0}}})
    assert form.responses() == [whole]
    form.sandbox.profile(deleted_answers=False)
    (rest,) = form.responses()
    assert by_title(form, rest) == {"Other": ["b"]}
