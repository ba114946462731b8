"""Forms of several pages: where an answer leads, back, what partialResponse carries, the visitor's language."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gsandbox.tests.fillers import ByElements, Elements
from gsandbox.tests.made import EVERY_KIND, SECTION, choice, question

NAME = question("Name", textQuestion={}, required=True)
RECORDED = '<div class="vHW8K">'


def three_pages() -> list[Any]:
    jump = [
        {"value": "on"},
        {"value": "end", "goToAction": "SUBMIT_FORM"},
        {"value": "last", "goToSectionId": "0000000c"},
    ]
    return [
        NAME,
        question("Where to", choiceQuestion={"type": "RADIO", "options": jump}),
        {"title": "Two", "pageBreakItem": {}},
        question("Second", textQuestion={}, required=True),
        {"itemId": "0000000c", "title": "Three", "pageBreakItem": {}},
        question("Third", textQuestion={}),
    ]


def test_the_page_before_is_reached_from_the_page_that_sends(opened: Any) -> None:
    form = opened(three_pages())
    shown = form.send({"pageHistory": "1,-3", "back": "1"})
    assert dict(Elements(shown.text).hidden)["pageHistory"] == "1"
    assert ">Second<" in shown.text


def test_an_answer_may_lead_to_a_later_page_or_to_the_end(opened: Any) -> None:
    form = opened(three_pages())
    script = ByElements(form.sandbox.http, form.uri)
    script.step({"Name": "x", "Where to": "last"}, button="continue")
    assert list(script.entries()) == ["Third"]
    assert dict(script.elements.hidden)["pageHistory"] == "0,2"
    assert RECORDED in script.step({"Third": "t"}).text
    script = ByElements(form.sandbox.http, form.uri)
    assert RECORDED in script.step({"Name": "x", "Where to": "end"}).text
    assert sorted(len(one["answers"]) for one in form.responses()) == [2, 3]


def test_an_answer_that_ends_the_form_ends_it_under_the_button_next_too(opened: Any) -> None:
    form = opened(three_pages())
    script = ByElements(form.sandbox.http, form.uri)
    assert RECORDED in script.step({"Name": "x", "Where to": "end"}, button="continue").text


def test_back_keeps_what_was_written(opened: Any) -> None:
    form = opened(three_pages())
    script = ByElements(form.sandbox.http, form.uri)
    script.step({"Name": "x", "Where to": "on"}, button="continue")
    script.step({"Second": "half"}, button="back")
    assert script.elements.shown[form.entry("Name")] == ["x"]
    assert dict(script.elements.hidden)["pageHistory"] == "0"
    script.step({"Name": "y"}, button="continue")
    assert script.elements.shown[form.entry("Second")] == ["half"]
    script.step({"Second": "s"}, button="continue")
    assert RECORDED in script.step({"Third": "t"}).text
    assert "'y'" in str(form.responses())


def test_a_post_that_stops_halfway_goes_on_only_under_the_button_next(opened: Any) -> None:
    """As measured in February 2026: all answers at once, without a history, and Google replies as after a form that is sent."""
    form = opened(three_pages())
    halfway = {form.entry("Name"): "x", form.entry("Third"): "t"}
    reply = form.send({**halfway, "continue": "1"})
    assert reply.status_code == 200
    assert RECORDED not in reply.text
    assert form.responses() == []
    assert RECORDED in form.send(halfway).text
    (response,) = form.responses()
    assert len(response["answers"]) == 1, "of the page that was walked"
    whole = {form.entry("Name"): "x", form.entry("Second"): "s", form.entry("Third"): "t", "pageHistory": "0,1,2"}
    assert RECORDED in form.send(whole).text
    assert form.send({**whole, form.entry("Second"): ""}).status_code == 400
    jumped = {form.entry("Name"): "x", form.entry("Where to"): "last", form.entry("Third"): "t"}
    assert form.send({**jumped, "pageHistory": "0,1,2"}).status_code == 400, "a page that no answer leads to, but named"
    assert RECORDED in form.send({**jumped, "pageHistory": "0,2"}).text


@pytest.mark.parametrize("walked", ["0,1281939289", "0,3", "99"])
def test_a_history_of_pages_that_are_not_there_is_refused(opened: Any, walked: str) -> None:
    """As met in February and September 2026 by scripts that sent a section's id in place of its number: 400, and no form."""
    form = opened(three_pages())
    sent = {form.entry("Name"): "x", form.entry("Second"): "s", "pageHistory": walked}
    reply = form.send(sent)
    assert (reply.status_code, "fbzx" in reply.text, form.responses()) == (400, False, [])
    onward = form.send({**sent, "continue": "1"})
    assert (onward.status_code, "fbzx" in onward.text, form.responses()) == (200, True, [])


def test_answers_of_pages_not_walked_are_dropped(opened: Any) -> None:
    form = opened(three_pages())
    fields = {form.entry("Name"): "x", form.entry("Where to"): "last", form.entry("Second"): "s", "pageHistory": "0,2"}
    assert RECORDED in form.send(fields).text
    (response,) = form.responses()
    assert len(response["answers"]) == 2


def test_partial_response_carries_other_dates_and_times(opened: Any) -> None:
    form = opened([*EVERY_KIND, SECTION, question("Last", textQuestion={})])
    script = ByElements(form.sandbox.http, form.uri)
    radio = form.entry("Radio")
    script.elements.hidden += [
        (radio + ".other_option_response", "Blue"),
        (form.entry("Date") + "_year", "2026"), (form.entry("Date") + "_month", "11"), (form.entry("Date") + "_day", "4"),
        (form.entry("Day") + "_month", "2"), (form.entry("Day") + "_day", "29"),
        (form.entry("Time") + "_hour", "9"), (form.entry("Time") + "_minute", "5"),
        (form.entry("Span") + "_hour", "1"), (form.entry("Span") + "_minute", "2"), (form.entry("Span") + "_second", "3"),
    ]  # fmt: skip
    script.step({"Short & sweet = ok?": "x", "Radio": "__other_option__", "Tick": ["One", "Two"]}, button="continue")
    rows = json.loads(dict(script.elements.hidden)["partialResponse"])[0]
    by_entry = {f"entry.{row[1]}": row[2:] for row in rows}
    assert all(row[0] is None for row in rows)
    assert by_entry[radio] == [["Blue"], 1]
    assert by_entry[form.entry("Tick")] == [["One", "Two"], 0]
    assert by_entry[form.entry("Date")] == [["2026-11-04"], 0]
    assert by_entry[form.entry("Day")] == [["02-29"], 0]
    assert by_entry[form.entry("Time")] == [["09:05"], 0]
    assert by_entry[form.entry("Span")] == [["01:02:03"], 0]
    assert RECORDED in script.step({"Last": "end"}).text
    (response,) = form.responses()
    assert len(response["answers"]) == 8


@pytest.mark.parametrize(
    "junk", ["", "nonsense", "[]", "{}", "[[[null,1,2]]]", '[[1,"x"],null,5]', "[[[null,null,null]],null,null]", "null"]
)
def test_a_broken_partial_response_counts_as_empty(opened: Any, junk: str) -> None:
    form = opened([NAME])
    assert RECORDED in form.send({form.entry("Name"): "x", "partialResponse": junk, "pageHistory": "x,-1"}).text


def test_an_empty_text_in_the_partial_response_is_no_answer(opened: Any) -> None:
    form = opened([*three_pages(), choice("Q", "a", "b")])
    numbers = {title: int(form.entry(title).removeprefix("entry.")) for title in ("Name", "Where to", "Second", "Q")}
    rows = [
        [None, numbers["Name"], ["x"], 0],
        [None, numbers["Where to"], [""], 0],
        [None, numbers["Second"], ["s"], 0],
    ]
    sent = {"partialResponse": json.dumps([rows, None, "1"]), "pageHistory": "0,1,2", form.entry("Q"): "a"}
    assert RECORDED in form.send(sent).text
    (response,) = form.responses()
    assert len(response["answers"]) == 3


def test_the_page_speaks_the_visitors_language(opened: Any) -> None:
    form = opened([NAME])
    hindi = form.page(headers={"Accept-Language": "hi-IN,hi;q=0.9,en;q=0.8"}).text
    assert '<html lang="hi">' in hindi
    assert ">भेजें<" in hindi
    assert '<html lang="en">' in form.page(headers={"Accept-Language": "fr"}).text
    assert '<html lang="hi">' in form.page("?hl=hi").text
    recorded = form.send({form.entry("Name"): "x"}, headers={"Accept-Language": "hi"}).text
    assert RECORDED in recorded
    assert "रिकॉर्ड" in recorded


def test_other_leads_on_as_any_option(opened: Any) -> None:
    asked = choice("Why?", "Work", other=True)
    asked["questionItem"]["question"]["choiceQuestion"]["options"][1]["goToAction"] = "SUBMIT_FORM"
    form = opened([asked, {"title": "More", "pageBreakItem": {}}, question("Last", textQuestion={}, required=True)])
    why = form.entry("Why?")
    assert form.send({why: "Work", "continue": "1"}).text.count('name="pageHistory" value="0,1"') == 1
    form.send({why: "__other_option__", f"{why}.other_option_response": "Rain", "continue": "1"})
    assert len(form.responses()) == 1


def test_the_page_tells_what_it_is_and_where(opened: Any) -> None:
    """What previews of links and scripts of others read: og: marks, the body's marks, the level of a question's heading."""
    form = opened(three_pages())
    info = {"info": {"description": 'A "notice" <b>\nSecond line'}, "updateMask": "description"}
    form.update({"updateFormInfo": info})
    page = form.page().text
    for mark, told in (
        ("type", "article"),
        ("site_name", "Google Docs"),
        ("url", f"{form.uri}?usp=embed_facebook"),
        ("description", "A &#34;notice&#34; &lt;b&gt;\nSecond line"),
    ):
        assert f'<meta property="og:{mark}" content="{told}">' in page
    assert 'data-is-prepopulate-mode="false" data-is-response-view="true"' in page
    assert page.count('role="heading" aria-level="3"') == 2
    assert 'jsname="OCpkoe"><span class="NPEfkd RveJvd snByac">Next</span>' in page
    last = form.send({form.entry("Name"): "x", form.entry("Where to"): "last", "continue": "1"}).text
    assert 'jsname="M2UYVd" aria-label="Submit"><span class="NPEfkd RveJvd snByac">Submit</span>' in last
