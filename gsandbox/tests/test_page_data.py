"""The page as scripts read it: the form element, its hidden inputs, the data array at its checked places."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from gsandbox.tests.fillers import Elements, load_data
from gsandbox.tests.made import EVERY_KIND, SECTION, choice, creates, question


def test_the_form_element_and_its_hidden_inputs(opened: Any) -> None:
    form = opened([*EVERY_KIND, SECTION])
    read = Elements(form.page().text)
    assert read.form["method"] == "POST"
    assert read.form["target"] == "_self"
    assert read.form["id"] == "mG61Hd"
    assert read.form["action"] == form.uri.replace("/viewform", "/formResponse")
    assert read.form["data-first-entry"] == "0"
    assert read.form["data-last-entry"] == str(len(EVERY_KIND))
    assert (read.form["data-response"], read.form["data-dlp-data"]) == ("%.@.]", "%.@.null,false]")
    assert read.form["data-is-first-page"] == "true"
    plain = [(name, value) for name, value in read.hidden if not name.endswith("_sentinel")]
    assert [name for name, _ in plain] == ["fvv", "partialResponse", "pageHistory", "fbzx", "submissionTimestamp"]
    values = dict(plain)
    assert -(2**63) <= int(values["fbzx"]) < 2**63
    assert values == {
        "fvv": "1",
        "partialResponse": f'[null,null,"{values["fbzx"]}"]',
        "pageHistory": "0",
        "fbzx": values["fbzx"],
        "submissionTimestamp": "-1",
    }
    assert read.form["data-shuffle-seed"] == values["fbzx"]
    marks = ('jsname="OCpkoe"', 'class="F9yp7e"', 'class="o3Dpx"', "whsOnd", "KHxj8b", "vnumgf", "data-answer-value=")
    assert [mark for mark in marks if mark not in form.page().text] == []  # by which extensions fill in the real page
    assert read.form["data-clean-viewform-url"] == form.uri
    sentinels = [name for name, value in read.hidden if name.endswith("_sentinel") and value == ""]
    assert len(sentinels) == 2 + 1 + 1 + 4  # radio, tick boxes, scale, rating, four grid rows
    assert read.hidden.index((sentinels[-1], "")) < read.hidden.index(("fvv", "1"))


def test_the_array_is_the_last_of_the_page(opened: Any) -> None:
    """Programs cut at the last semicolon of the page, or at each and drop what is behind the last; there is none behind it."""
    form = opened([choice("Q", "a; b")])
    for page in (form.page().text, form.send({form.entry("Q"): "a; b"}).text):
        after = page.split("FB_PUBLIC_LOAD_DATA_ = ")[1]
        assert json.loads(after[: after.rindex(";")]) == load_data(page)


def test_the_array_has_every_value_at_its_place(opened: Any) -> None:
    second = {**SECTION, "description": "second"}
    form = opened([*EVERY_KIND, second, question("Last", textQuestion={}, required=True)], title="Title & more = all")
    form.update({"updateFormInfo": {"info": {"description": "a <b>\nc"}, "updateMask": "description"}})
    page = form.page().text
    data = load_data(page)
    assert len(data) == 20
    assert data[2:4] == ["/forms", "Untitled form"]
    assert data[7] == ""
    assert data[14] == "e/" + re.search(r"1FAIpQLS[\w-]{48}", form.uri)[0]  # type: ignore[index]
    assert [data[n] for n in (15, 16, 17, 18, 19)] == [0, "[]", 0, 0, 1]
    top = data[1]
    assert len(top) == 26
    assert top[0] == "a <b>\nc"
    assert top[24] == [None, "a &lt;b&gt;<br>c"]
    assert top[8] == "Title & more = all"
    assert top[25] == [None, "Title &amp; more = all"]
    assert top[2] is None
    assert 49 <= top[9] <= 72
    assert top[10] == [None, None, None, 2, None, None, 1]
    assert top[15] == [2]
    assert "Title \\u0026 more \\u003d all" in page
    read = form.read()["items"]
    for shown, item in zip(top[1], read, strict=True):
        assert shown[0] == int(item["itemId"], 16)
        assert shown[1] == item.get("title")
        assert shown[2] == item.get("description")
        assert len(shown) in (5, 12, 13)
    rows = {item[1]: item for item in top[1]}

    def entry(title: str) -> Any:
        return rows[title][4][0]

    number = int(read[0]["questionItem"]["question"]["questionId"], 16)
    assert entry("Short & sweet = ok?") == [number, None, 1]
    assert rows["Short & sweet = ok?"][11:] == [[None, "Short &amp; sweet = ok?"], [None, "Help &lt;here&gt;"]]
    assert [rows[title][3] for title in ("Short & sweet = ok?", "Long", "Radio", "Drop", "Tick", "Scale")] == [
        0,
        1,
        2,
        3,
        4,
        5,
    ]
    assert [rows[title][3] for title in ("Rating", "Grid", "Date", "Time", "Just a text", "More")] == [
        18,
        7,
        9,
        10,
        6,
        8,
    ]
    assert entry("Radio")[1:] == [
        [["Red", None, None, None, 0], ["Green, light", None, None, None, 0], ["", None, None, None, 1]],
        0, None, None, None, None, None, 0,
    ]  # fmt: skip
    assert entry("Scale")[1:] == [[[str(step)] for step in range(11)], 0, ["bad", "good"]]
    assert entry("Grid")[1:] == [[["Yes"], ["No"]], 0, ["Row A"], *[None] * 7, [0]]
    assert entry("Tick grid")[-1] == [1]
    assert entry("Rating")[1:] == [[["1"], ["2"], ["3"], ["4"], ["5"]], 0, *[None] * 11, [1]]
    assert entry("Date")[2:] == [0, None, None, None, None, [0, 1]]
    assert entry("Day")[7] == [0, 0]
    assert entry("Moment")[7] == [1, 1]
    assert entry("Time")[2:] == [0, None, None, None, [0]]
    assert entry("Span")[6] == [1]
    assert rows["Just a text"][4] is None
    assert rows["More"][4] is None


def test_navigation_stands_in_the_options(opened: Any) -> None:
    options = [
        {"value": "a", "goToSectionId": "0000000c"},
        {"value": "b", "goToAction": "SUBMIT_FORM"},
        {"value": "c", "goToAction": "RESTART_FORM"},
        {"value": "d", "goToAction": "NEXT_SECTION"},
        {"value": "e"},
    ]
    form = opened(
        [{**SECTION, "itemId": "0000000c"}, question("Q", choiceQuestion={"type": "RADIO", "options": options})]
    )
    shown = load_data(form.page().text)[1][1][1][4][0][1]
    assert [option[2] for option in shown] == [12, -3, -1, -2, None]


def test_an_empty_form_has_no_items_and_a_single_option_is_alone(opened: Any, blank: Any) -> None:
    form = opened([choice("Agree", "I agree")])
    assert load_data(form.page().text)[1][1][0][4][0][1] == [["I agree"]]
    empty = blank("Empty")
    empty.publish()
    empty.open_to_all()
    assert load_data(empty.page().text)[1][1] is None


TEXT = [1, "B", None, 0, [[2, None, 0]], *[None] * 6, [None, "B"]]
NULLS = [None] * 6
REAL = {
    "2024, signed out, a drop-down and a text, no description": [
        None,
        [None, [[3, "A", None, 3, [[4, [["x", None, None, None, 0], ["y", None, None, None, 0]], 0, *[None] * 5, 0]], *NULLS, [None, "A"]], TEXT],
         *NULLS, "T", 70, [None, None, None, 2, None, None, 1], *[None] * 4, [2], *[None] * 9, [None, "T"]],
        "/forms", "D", None, None, None, "", None, 0, 0, None, "", 0, "e/1F", 0, "[]", 0, 0, 1,
    ],
    "2022, tick boxes, a required text, radio buttons, a description": [
        None,
        ["about", [[3, "A", None, 4, [[4, [["x", None, None, None, 0], ["y", None, None, None, 0]], 1, *[None] * 5, 0]], *NULLS, [None, "A"]],
                   [5, "N", None, 0, [[6, None, 1]], *NULLS, [None, "N"]],
                   [7, "R", None, 2, [[8, [["x", None, None, None, 0], ["y", None, None, None, 0]], 1, *[None] * 5, 0]], *NULLS, [None, "R"]]],
         *NULLS, "T", 73, [None, None, None, 2, None, None, 1], *[None] * 4, [2], *[None] * 8, [None, "about"], [None, "T"]],
        "/forms", "D", None, None, None, "", None, 0, 0, None, "", 0, "e/1F", 0, "[]", 0, 0, 1,
    ],
    "2023, a text with a description": [
        None,
        ["about", [[1, "B", "more", 0, [[2, None, 1]], *NULLS, [None, "B"], [None, "more"]]],
         *NULLS, "T", 66, [None, None, None, 2, None, None, 1], *[None] * 4, [2], *[None] * 8, [None, "about"], [None, "T"]],
        "/forms", "D", None, None, None, "", None, 0, 0, None, "", 0, "e/1F", 0, "[]", 0, 0, 1,
    ],
}  # fmt: skip
"""Arrays of real forms as they were published on the web, with ids and texts replaced."""


@pytest.mark.parametrize("name", REAL)
def test_the_same_form_gives_the_array_that_google_gave(blank: Any, name: str) -> None:
    """The form behind a real array is made again; only ids, the published id and the unknown number [9] may differ."""
    real = REAL[name]
    kinds = {3: "DROP_DOWN", 4: "CHECKBOX", 2: "RADIO"}
    items = []
    for _, title, about, kind, ((_, options, required, *_),), *_ in real[1][1]:
        if options:
            made = choice(title, *(option[0] for option in options), kind=kinds[kind], required=bool(required))
        else:
            made = question(title, textQuestion={}, required=bool(required), description=about or "")
        items.append(made)
    form = blank("T", documentTitle="D")
    info = {"updateFormInfo": {"info": {"description": real[1][0] or ""}, "updateMask": "description"}}
    form.update(info, *creates(items))
    form.publish()
    form.open_to_all()
    ours = load_data(form.page().text)
    for row, theirs in zip(ours[1][1], real[1][1], strict=True):
        row[0], row[4][0][0] = theirs[0], theirs[4][0][0]
    ours[1][9], ours[14] = real[1][9], real[14]
    assert ours == real


def test_data_params_hold_the_item_with_true_and_false(opened: Any) -> None:
    form = opened(EVERY_KIND)
    read = Elements(form.page().text)
    assert len(read.params) == len(EVERY_KIND)
    data = load_data(form.page().text)[1][1]
    for params, item in zip(read.params, data, strict=True):
        assert len(params) == 6
        assert params[0][:4] == item[:4]
        assert params[0][5:] == item[5:]
        for entry, plain in zip(params[0][4] or [], item[4] or [], strict=True):
            assert entry[: min(len(plain), 10)] == plain[:10]  # true == 1 and false == 0
            assert entry[10] == []
    assert read.params[0][0][4][0][2] is True
    assert read.params[0][4] is False
    rows = {params[0][1]: params[0][4][0] for params in read.params if params[0][4]}
    for title, place, flags in (("Moment", 7, "[true, true]"), ("Span", 6, "[true]"), ("Grid", 11, "[false]")):
        assert json.dumps(rows[title][place]) == flags
    assert read.params[2][0][4][0][1][2][4] is True
    values = {value for _, value in read.roles}
    assert {"Red", "__other_option__", "Beta", "10", "Yes", "Rain"} <= values
    assert {role for role, _ in read.roles} == {"radio", "checkbox", ""}


def test_a_login_is_flagged_and_emails_are_told(opened: Any) -> None:
    form = opened([question("Name", textQuestion={})])
    form.update(
        {
            "updateSettings": {
                "settings": {"emailCollectionType": "RESPONDER_INPUT"},
                "updateMask": "emailCollectionType",
            }
        }
    )
    data = load_data(form.page().text)
    assert data[1][10][6] == 3
    assert data[18] == 0


def test_a_date_has_a_latest_day(opened: Any) -> None:
    """The field says so, for browsers; what is posted all the same is taken."""
    fields = re.findall(r'<input[^>]* type="date"[^>]*>', opened(EVERY_KIND).page().text)
    assert [re.findall(r' max="(\d{4})-01-01"', field) for field in fields] == [[str(datetime.now(UTC).year + 50)]]
