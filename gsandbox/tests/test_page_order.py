"""Options and rows that a form shuffles: each visit meets them in an order of its own, in the page and in its data."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

from gsandbox.tests.fillers import load_data
from gsandbox.tests.made import MadeForm, choice, grid, question

LETTERS = [chr(code) for code in range(ord("a"), ord("q"))]


def met(page: str) -> list[list[str]]:
    """What stands in the page, item by item, in its order; for a grid its rows."""
    found = []
    for text in re.findall(r'data-params="%\.@\.(.*?)"', page):
        entries = json.loads("[" + html.unescape(text))[0][4]
        rows = len(entries) > 1
        found.append([entry[3][0] for entry in entries] if rows else [option[0] for option in entries[0][1] or ()])
    return found


def test_each_visit_has_an_order_of_its_own(opened: Callable[..., MadeForm]) -> None:
    """A page that is shown again keeps it; Other stays last in the page; what is not shuffled keeps its place."""
    items = [
        question("Name", textQuestion={}, required=True),
        choice("Tick", *LETTERS, kind="CHECKBOX", other=True),
        choice("Drop", *LETTERS, kind="DROP_DOWN"),
        grid("Grid", LETTERS, ["yes", "no"]),
        choice("Plain", *LETTERS),
    ]
    for item in items[1:3]:
        item["questionItem"]["question"]["choiceQuestion"]["shuffle"] = True
    items[3]["questionGroupItem"]["grid"]["shuffleQuestions"] = True
    form = opened(items)
    pages = [form.sandbox.http.get(form.uri).text for _ in range(2)]
    for at in (1, 2, 3):
        first, second = (met(page)[at] for page in pages)
        assert first != second
        assert sorted(first) == sorted(second)
    assert met(pages[0])[1][-1] == ""
    assert met(pages[0])[4] == LETTERS
    for page in pages:
        shown: list[Any] = re.findall(r'<option value="(\w)"', page)
        assert shown == met(page)[2]
        data = load_data(page)[1][1]
        assert sorted(option[0] for option in data[2][4][0][1]) == LETTERS
        assert [option[0] for option in data[2][4][0][1]] != shown  # the data has an order of its own
    fbzx = re.findall(r'name="fbzx" value="(.*?)"', pages[0])[0]
    again = form.sandbox.http.post(form.uri.replace("viewform", "formResponse"), data={"fbzx": fbzx})
    assert (again.status_code, met(again.text)) == (400, met(pages[0]))


def test_a_shuffled_answer_is_recorded(opened: Callable[..., MadeForm]) -> None:
    item = choice("Tick", *LETTERS, kind="CHECKBOX")
    item["questionItem"]["question"]["choiceQuestion"]["shuffle"] = True
    form = opened([item])
    entry = load_data(form.sandbox.http.get(form.uri).text)[1][1][0][4][0][0]
    sent = form.sandbox.http.post(form.uri.replace("viewform", "formResponse"), data={f"entry.{entry}": ["p", "a"]})
    assert sent.status_code == 200
    kept = form.sandbox.api("GET", f"/v1/forms/{form.id}/responses").json()["responses"][0]["answers"]
    assert [one["value"] for one in next(iter(kept.values()))["textAnswers"]["answers"]] == ["a", "p"]
