"""Scripts that read the page's data, or its elements, fill in forms of every kind."""

from __future__ import annotations

import json
from typing import Any

from gsandbox.tests.fillers import ByData, ByElements
from gsandbox.tests.made import EVERY_KIND, SECTION, choice, question, real_items


def test_a_script_that_reads_the_array_fills_every_kind(opened: Any) -> None:
    form = opened([*EVERY_KIND, SECTION, question("Last", textQuestion={}, required=True)])
    script = ByData(form.sandbox.http, form.uri)
    asked = script.questions()
    assert len(asked) == len({one["id"] for one in asked}) == 17
    values: dict[int, Any] = {}
    for one in asked:
        fixed = {"short": "text", "paragraph": "long text", "date": "2026-11-24", "time": "09:05"}
        if one["title"] == "Moment":
            values[one["id"]] = "2026-11-24 09:05"
        elif one["title"] == "Day":
            values[one["id"]] = "11-24"
        elif one["title"] == "Span":
            values[one["id"]] = "01:00:00"
        elif one["kind"] == "checkbox":
            values[one["id"]] = one["options"][:2]
        else:
            values[one["id"]] = fixed.get(one["kind"]) or one["options"][-1]
    reply = script.submit(values)
    assert "Your response has been recorded." in reply.text
    (response,) = form.responses()
    assert {int(key, 16) for key in response["answers"]} == set(values)


def test_a_script_that_walks_the_elements_fills_all_pages(opened: Any) -> None:
    form = opened(
        [
            question("Name", textQuestion={}, required=True),
            choice("Q", "a", "b"),
            SECTION,
            choice("T", "x", "y", kind="CHECKBOX"),
        ]
    )
    script = ByElements(form.sandbox.http, form.uri)
    script.step({"Name": "someone", "Q": "b"}, button="continue")
    places = ("data-first-entry", "data-last-entry", "data-is-first-page")
    assert [script.elements.form.get(name) for name in places] == ["2", "4", None]
    hidden = dict(script.elements.hidden)
    assert hidden["pageHistory"] == "0,1"
    entries = [(row[1], row[2], row[3]) for row in json.loads(hidden["partialResponse"])[0]]
    assert {(tuple(values), other) for _, values, other in entries} == {(("someone",), 0), (("b",), 0)}
    reply = script.step({"T": ["y", "x"]})
    assert 'class="vHW8K"' in reply.text
    (response,) = form.responses()
    assert len(response["answers"]) == 3


def test_the_real_question_set_is_read_by_both_scripts_alike(opened: Any) -> None:
    form = opened(real_items())
    by_data = {one["title"]: one["id"] for one in ByData(form.sandbox.http, form.uri).questions()}
    by_elements = ByElements(form.sandbox.http, form.uri).entries()
    on_first = {one["title"] for one in ByData(form.sandbox.http, form.uri).questions() if one["page"] == 0}
    assert {title: number for title, number in by_data.items() if title in on_first} == by_elements
    wanted = {
        item["title"]: int(item["questionItem"]["question"]["questionId"], 16)
        for item in form.read()["items"]
        if "questionItem" in item
    }
    assert by_data == wanted
