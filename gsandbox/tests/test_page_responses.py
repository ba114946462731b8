"""Responding by the page: prefill, faults, pages, the confirmation."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from gsandbox.tests.fillers import ByElements, Elements, load_data
from gsandbox.tests.made import EVERY_KIND, choice, question

NAME = question("Name", textQuestion={}, required=True)
RECORDED = '<div class="vHW8K">'


def test_a_link_fills_in_every_kind_of_question(opened: Any) -> None:
    form = opened(EVERY_KIND)
    filled = {
        form.entry("Short & sweet = ok?"): ["BSP-KTW.P1.A7K4M9QR थाना <&>\"'"],
        form.entry("Long"): ["one\ntwo"],
        form.entry("Radio"): ["Green, light"],
        form.entry("Tick"): ["One", "Three"],
        form.entry("Drop"): ["Beta"],
        form.entry("Scale"): ["0"],
        form.entry("Rating"): ["4"],
        form.entry("Grid", 1): ["No"],
        form.entry("Tick grid", 0): ["Sun", "Rain"],
        form.entry("Date"): ["2026-11-24"],
        form.entry("Time"): ["09:05"],
    }
    shown = Elements(form.page("?usp=pp_url&" + urlencode(filled, doseq=True)).text).shown
    assert {name: shown.get(name) for name in filled} == filled


def test_what_a_link_fills_in_stands_in_the_partial_response_too(opened: Any) -> None:
    form = opened([NAME, choice("Q", "a", "b")])
    name, chosen = form.entry("Name"), form.entry("Q")
    for query, rows in (
        ({name: 'x "y"'}, {name: ['x "y"']}),
        ({name: "x", chosen: "b"}, {name: ["x"], chosen: ["b"]}),
    ):
        hidden = dict(Elements(form.page("?usp=pp_url&" + urlencode(query)).text).hidden)
        partial = json.loads(hidden["partialResponse"])
        assert {f"entry.{row[1]}": row[2] for row in partial[0]} == rows
        assert partial[2] == hidden["fbzx"]


def test_a_choice_taken_back_is_not_kept_from_the_partial_response(opened: Any) -> None:
    form = opened([NAME, choice("Q", "a", "b")])
    hidden = dict(Elements(form.page(f"?usp=pp_url&{form.entry('Q')}=b").text).hidden)
    form.send({form.entry("Name"): "x", **hidden})
    (response,) = form.responses()
    assert len(response["answers"]) == 1


def test_other_is_filled_in_with_its_text(opened: Any) -> None:
    form = opened(EVERY_KIND)
    entry = form.entry("Radio")
    query = urlencode({entry: "__other_option__", entry + ".other_option_response": "Blue"})
    shown = Elements(form.page("?usp=pp_url&" + query).text).shown
    assert shown[entry] == ["__other_option__"]
    assert shown[entry + ".other_option_response"] == ["Blue"]


def test_old_date_links_fill_in_the_date(opened: Any) -> None:
    form = opened(EVERY_KIND)
    entry = form.entry("Date")
    shown = Elements(form.page(f"?usp=pp_url&{entry}_year=2026&{entry}_month=1&{entry}_day=5").text).shown
    assert shown[entry] == ["2026-01-05"]


@pytest.mark.parametrize(
    ("title", "value"),
    [("Radio", "Purple"), ("Drop", "beta"), ("Scale", "11"), ("Date", "2026-13-01"), ("Grid", "Maybe")],
)
def test_a_value_that_is_no_option_fills_in_nothing(opened: Any, title: str, value: str) -> None:
    form = opened(EVERY_KIND)
    entry = form.entry(title)
    page = form.page(f"?usp=pp_url&{entry}={value}")
    assert page.status_code == 200
    assert entry not in Elements(page.text).shown


def test_a_filled_in_value_can_be_changed_before_sending(opened: Any) -> None:
    form = opened([NAME])
    script = ByElements(form.sandbox.http, form.uri + f"?usp=pp_url&{form.entry('Name')}=printed")
    script.step({"Name": "typed"})
    assert "typed" in str(form.responses())


def test_a_missing_required_answer_is_not_recorded_and_the_rest_is_kept(opened: Any) -> None:
    form = opened([NAME, choice("Q", "a", "b")])
    reply = form.send({form.entry("Q"): "b"})
    assert reply.status_code == 400
    assert "vHW8K" not in reply.text  # not even in its style: scripts look for the bare word
    assert "This is a required question" in reply.text
    assert Elements(reply.text).shown[form.entry("Q")] == ["b"]
    assert form.responses() == []
    again = form.send({form.entry("Name"): "   ", form.entry("Q"): "b"})
    assert again.status_code == 400


def test_a_page_with_faults_carries_googles_marks(opened: Any) -> None:
    """As measured on real forms in July and September 2026: HTTP 400, a mark on the page, the words in spans of one class."""
    form = opened([NAME, choice("Q", "a", "b")])
    assert "data-validation-failed" not in form.page().text
    for fields, faults in (({}, 1), ({form.entry("Name"): "x", form.entry("Q"): "c"}, 1), ({form.entry("Q"): "c"}, 2)):
        reply = form.send(fields)
        assert (reply.status_code, reply.text.count('data-validation-failed="true"')) == (400, 1)
        assert 'data-sign-in-to-continue="false"' in reply.text
        assert reply.text.count('class="RHiWt">') == faults
    assert "data-validation-failed" not in form.send({form.entry("Name"): "x"}).text


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Radio", "Purple"),
        ("Radio", ["Red", "Green, light"]),
        ("Tick", ["One", "Four"]),
        ("Drop", "__other_option__"),
        ("Scale", "11"),
        ("Rating", "0"),
        ("Rating", "6"),
        ("Rating", "abc"),
        ("Date", "2026-02-30"),
        ("Date", "24/11/2026"),
        ("Day", "02-30"),
        ("Moment", "2026-02-20"),
        ("Time", "24:00"),
        ("Time", "9"),
        ("Span", "1:60:00"),
        ("Span", "73:00:00"),
        ("Grid", "Maybe"),
    ],
)
def test_values_that_the_question_does_not_offer_are_refused(opened: Any, title: str, value: Any) -> None:
    form = opened(EVERY_KIND)
    reply = form.send({form.entry("Short & sweet = ok?"): "x", form.entry(title): value})
    assert reply.status_code == 400
    assert form.responses() == []


def test_addresses_that_name_the_account_of_several(opened: Any) -> None:
    """As a browser with more than one login has them, and people copy them: /u/ and a number, before the id."""
    form = opened([NAME])
    form.sandbox.post(f"/sandbox/forms/{form.id}/link", json={})
    book = form.read()["linkedSheetId"]
    for plain in (
        f"forms/d/{form.id}/edit",
        f"forms/d/{form.id}/viewform",
        form.uri.partition("://")[2].partition("/")[2],
    ):
        pages = [form.sandbox.get("/" + path).text for path in (plain, plain.replace("/d/", "/u/1/d/", 1))]
        assert pages[0].partition("<body")[0] == pages[1].partition("<body")[0]
    for end in ("", "/edit", "/export?format=csv"):
        replies = [form.sandbox.api("GET", f"/spreadsheets/{u}d/{book}{end}") for u in ("", "u/0/")]
        assert (replies[0].status_code, replies[0].text) == (200, replies[1].text)


def test_a_link_can_be_too_long(opened: Any) -> None:
    """What is filled in by a link, or sent by one; what is posted may be longer."""
    form = opened([NAME])
    entry = form.entry("Name")
    room = 8192 - len(f"{entry}=")
    for address in (form.uri, form.uri.replace("/viewform", "/formResponse")):
        replies = [form.sandbox.http.get(f"{address}?{entry}={'x' * (room + more)}") for more in (0, 1)]
        assert [reply.status_code for reply in replies] == [200, 500]
        assert replies[1].headers["content-type"].startswith("text/html")
    assert form.send({entry: "x" * 9000}).status_code == 200
    assert len(form.responses()) == 2


def test_other_chosen_and_nothing_typed_beside_it_is_no_answer(opened: Any) -> None:
    """A browser's own posts to a real form in February 2026: taken, with the field for Other's text sent empty."""
    form = opened([NAME, choice("Q", "a", "b", other=True), choice("Must", "a", other=True, required=True)])
    other = {form.entry("Q"): "__other_option__", form.entry("Q") + ".other_option_response": ""}
    named = {form.entry("Name"): "x"}
    assert form.send({**named, **other, form.entry("Must"): "a"}).status_code == 200
    kept = form.responses()[0]["answers"]
    assert sorted(answer["textAnswers"]["answers"][0]["value"] for answer in kept.values()) == ["a", "x"]
    empty = {form.entry("Must"): "__other_option__", form.entry("Must") + ".other_option_response": " "}
    assert form.send({**named, **empty}).status_code == 400
    assert len(form.responses()) == 1


def test_a_get_with_an_answer_records_and_one_without_shows_the_form(opened: Any) -> None:
    """With submit=Submit or not, and at the address with the file's id too: so programs in daily use send."""
    form = opened([NAME])
    address = form.uri.replace("/viewform", "/formResponse")
    entry = form.entry("Name")
    shown = form.sandbox.http.get(address, params={"usp": "pp_url"})
    assert shown.status_code == 200
    assert "FB_PUBLIC_LOAD_DATA_" in shown.text
    assert form.responses() == []
    by_file = f"{form.sandbox.root}/forms/d/{form.id}/formResponse"
    for where, more in ((address, {"submit": "Submit"}), (address, {}), (by_file, {})):
        assert RECORDED in form.sandbox.http.get(where, params={entry: "sent", **more}).text
    assert RECORDED in form.sandbox.http.post(by_file, data={entry: "sent"}).text
    assert len(form.responses()) == 4


def test_only_the_answers_need_to_be_posted_also_as_multipart_or_in_the_address(opened: Any) -> None:
    form = opened([NAME])
    entry, address = form.entry("Name"), form.uri.replace("/viewform", "/formResponse")
    assert RECORDED in form.send({entry: "urlencoded"}).text
    assert RECORDED in form.sandbox.http.post(address, files={entry: (None, "बहु भाग".encode())}).text
    assert RECORDED in form.sandbox.http.post(address, params={entry: "address"}).text
    texts = {
        answer["textAnswers"]["answers"][0]["value"] for one in form.responses() for answer in one["answers"].values()
    }
    assert texts == {"urlencoded", "बहु भाग", "address"}


def test_the_same_answers_sent_twice_are_two_responses(opened: Any) -> None:
    """As measured in September 2026: Google looks neither at fbzx nor at what was answered."""
    form = opened([NAME])
    sent = {form.entry("Name"): "x", "fvv": "1", "pageHistory": "0", "fbzx": "-2655673490476210458"}
    assert all(RECORDED in form.send(sent).text for _ in range(2))
    assert len(form.responses()) == 2


def test_lines_of_a_text_are_kept_with_plain_line_feeds(opened: Any) -> None:
    form = opened([question("Long", textQuestion={"paragraph": True})])
    form.send({form.entry("Long"): "one\r\ntwo\r\n"})
    (response,) = form.responses()
    assert "'one\\ntwo\\n'" in str(response)


def test_the_confirmation_has_its_marks_and_no_form(opened: Any) -> None:
    form = opened([NAME])
    reply = form.send({form.entry("Name"): "x"})
    assert reply.status_code == 200
    assert "Your response has been recorded." in reply.text
    assert "pageHistory" not in reply.text
    assert f"{form.uri}?usp=form_confirm" in reply.text
    assert load_data(reply.text)[1:3] == [[], "/forms"]
    assert [word for word in ("fbzx", "entry.", "data-form-submission-timestamp") if word in reply.text] == []
    timed = form.send({form.entry("Name"): "x", "submissionTimestamp": "1771347270682"})
    assert 'FormObject" data-is-prepopulate-mode="false" data-form-submission-timestamp="1771347270682"' in timed.text
    assert "edit2=" not in reply.text
    settings = {"action": "settings", "confirmation": "धन्यवाद / Thank you"}
    form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json=settings)
    custom = form.send({form.entry("Name"): "x"})
    assert "Your response has been recorded." not in custom.text
    assert RECORDED in custom.text
    assert "धन्यवाद" in custom.text
    assert "form_confirm" not in custom.text
