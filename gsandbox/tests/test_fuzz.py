"""Whatever is sent: a batch is applied or refused as a whole, a post is recorded or shown again, a link fills in or not."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gsandbox import ids
from gsandbox.forms import edits
from gsandbox.forms.items import ids_of
from gsandbox.forms.publishing import PublishState
from gsandbox.forms.store import Form
from gsandbox.refusal import Refusal
from gsandbox.responder import pages, submission, values
from gsandbox.tests.fillers import Elements, load_data
from gsandbox.tests.made import EVERY_KIND, creates, question

EMPTY: dict[str, Any] = {
    "info": {"title": "T"},
    "settings": {"quizSettings": {}, "emailCollectionType": "DO_NOT_COLLECT"},
    "items": [],
}
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 20) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=30)
INDEX = st.integers(-1, 6)
MASKS = st.sampled_from(
    ["*", "title", "description", "itemId", "questionItem", "questionItem.question", "questionItem.question.required",
     "questionItem.question.questionId", "questionItem.question.choiceQuestion.options", "questionItem.question.text_question",
     "title,description", "questionGroupItem", "textItem", "nonsense", "", "questionItem.question.choiceQuestion.type"]
)  # fmt: skip


@st.composite
def requests(draw: Any) -> dict[str, Any]:
    """One sub-request, often right, sometimes wrong."""
    kind = draw(
        st.sampled_from(["createItem", "updateItem", "moveItem", "deleteItem", "updateFormInfo", "updateSettings"])
    )
    item = draw(
        st.sampled_from([*EVERY_KIND, {"title": "page", "pageBreakItem": {}}, {"title": "a\nb", "textItem": {}}, {}])
    )
    if kind == "createItem":
        return {kind: {"item": item, "location": {"index": draw(INDEX)}}}
    if kind == "updateItem":
        return {kind: {"item": item, "location": {"index": draw(INDEX)}, "updateMask": draw(MASKS)}}
    if kind == "moveItem":
        return {kind: {"originalLocation": {"index": draw(INDEX)}, "newLocation": {"index": draw(INDEX)}}}
    if kind == "deleteItem":
        return {kind: {"location": {"index": draw(INDEX)}}}
    if kind == "updateFormInfo":
        return {
            kind: {
                "info": {"title": draw(TEXT), "description": draw(TEXT)},
                "updateMask": draw(st.sampled_from(["*", "title", "description"])),
            }
        }
    settings_ = {"emailCollectionType": draw(st.sampled_from(["VERIFIED", "RESPONDER_INPUT", "DO_NOT_COLLECT"]))}
    return {
        kind: {"settings": settings_, "updateMask": draw(st.sampled_from(["*", "emailCollectionType", "quizSettings"]))}
    }


def apply(content: dict[str, Any], batch: list[Any]) -> tuple[dict[str, Any], list[Any]] | None:
    """The batch applied; None when refused. The content given is never touched."""
    before = copy.deepcopy(content)
    done, refusal = None, None
    try:
        done = edits.apply(content, batch, ids.question_id)
    except Refusal as refused:
        refusal = refused
    assert content == before
    assert done is not None or (refusal is not None and refusal.status in (400, 501) and refusal.message)
    return done


@settings(max_examples=100, deadline=None)
@given(st.lists(requests(), min_size=1, max_size=8))
def test_a_batch_leaves_a_whole_form_or_the_old_one(batch: list[Any]) -> None:
    start = apply(EMPTY, creates(EVERY_KIND[:3]))
    assert start
    done = apply(start[0], batch)
    if done is None:
        return
    content, replies = done
    assert len(replies) == len(batch)
    assert all(
        (set(reply) == {"createItem"}) == ("createItem" in request)
        for reply, request in zip(replies, batch, strict=True)
    )
    taken = [one for item in content["items"] for one in ids_of(item)]
    assert len(taken) == len(set(taken))
    assert "\n" not in "".join(item.get("title", "") for item in content["items"])
    again = apply(
        content,
        [
            {"updateItem": {"item": item, "location": {"index": n}, "updateMask": "*"}}
            for n, item in enumerate(content["items"])
        ]
        or [{"updateSettings": {"settings": {}, "updateMask": "quizSettings"}}],
    )
    assert again is not None
    assert again[0]["items"] == content["items"]  # what was read can be written back unchanged


@settings(max_examples=200, deadline=None)
@given(st.lists(requests(), min_size=1, max_size=6))
def test_a_batch_is_its_requests_one_by_one(batch: list[Any]) -> None:
    """Applying all at once and one after another ends in the same order of titles."""
    at_once = apply(EMPTY, batch)
    content: dict[str, Any] | None = EMPTY
    for request in batch:
        step = apply(content, [request]) if content is not None else None
        content = step[0] if step else None
    assert (at_once is None) == (content is None)
    if at_once is not None and content is not None:
        assert [item.get("title") for item in at_once[0]["items"]] == [item.get("title") for item in content["items"]]


@settings(max_examples=100, deadline=None)
@given(
    JUNK,
    st.sampled_from(["createItem", "updateItem", "moveItem", "deleteItem", "updateFormInfo", "updateSettings", "x"]),
)
def test_masks_and_requests_of_the_wrong_shape_are_refused_not_crashed(junk: Any, kind: str) -> None:
    """What the schema lets through but makes no sense: absent parts, empty objects."""
    body = junk if isinstance(junk, dict) else {}
    kept = {name: value for name, value in body.items() if name in ("updateMask",)}
    apply(EMPTY, [{kind: kept}] if kind != "x" else [{}])


CONTENT = edits.apply(
    EMPTY,
    [*creates([*EVERY_KIND, {"title": "More", "pageBreakItem": {}}, question("Last", textQuestion={}, required=True)])],
    ids.question_id,
)[0]
FORM = Form("f", "1FAIpQLSx", CONTENT, 4, PublishState(published=True, accepting=True), accepting=True)
NAMES = st.one_of(
    *(st.just(f"entry.{one.number}{end}") for one in FORM.questions for end in ("", "_year", "_month", "_day", "_hour", "_minute", "_second", "_sentinel", ".other_option_response")),
    st.sampled_from(["pageHistory", "partialResponse", "fbzx", "continue", "back", "submit", "emailAddress", "entry.1", "entry.x", ""]),
)  # fmt: skip
VALUES = st.one_of(
    TEXT, st.sampled_from(["__other_option__", "Red", "One", "Alpha", "5", "Yes", "Sun", "2026-11-24", "11-24", "2026-11-24 09:05", "09:05", "1:02:03", "0", "0,1", "1", "[]"])
)  # fmt: skip
FIELDS = st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=3), max_size=12)


@settings(max_examples=200, deadline=None)
@given(FIELDS)
def test_a_post_is_recorded_or_shown_again(fields: dict[str, list[str]]) -> None:
    step = submission.take(FORM, fields)
    if step.complete:
        kept = submission.stored(FORM, step.answers)
        assert kept
        for question_id, given_values in kept.items():
            asked = FORM.by_number[int(question_id, 16)]
            assert given_values
            if asked.options and not asked.has_other:
                assert set(given_values) <= set(asked.options)
        assert FORM.questions[0].id in kept
        assert FORM.questions[-1].id in kept
    page = pages.form_page(pages.Shown(FORM, "D", "hi", "http://127.0.0.1:1"), step)
    read = Elements(page)
    assert dict(read.hidden)["pageHistory"] == ",".join(map(str, step.history))
    json.loads(dict(read.hidden)["partialResponse"])
    assert load_data(page)[1][8] == "T"


@settings(max_examples=100, deadline=None)
@given(FIELDS)
def test_the_same_answers_come_back_from_partial_response(fields: dict[str, list[str]]) -> None:
    step = submission.take(FORM, fields)
    carried = values.read_partial(values.write_partial(step.answers, "1" * 19), FORM.by_number)
    assert carried.answers == {number: given for number, given in step.answers.items() if given}
    assert carried.fbzx == "1" * 19


@settings(max_examples=100, deadline=None)
@given(JUNK)
def test_any_partial_response_can_be_read(junk: Any) -> None:
    for text in (json.dumps(junk), str(junk), json.dumps([junk, junk, junk, junk, junk, junk, junk])):
        values.read_partial(text, FORM.by_number)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60))
def test_every_text_that_a_link_fills_in_stands_in_the_page_as_it_is(text: str) -> None:
    number = FORM.questions[0].number
    answers = values.answers_in(values.fields_of(urlencode({f"entry.{number}": text}), b"", ""), FORM.by_number)
    page = pages.first_page(pages.Shown(FORM, "D", "en", "http://127.0.0.1:1"), answers, "1" * 19)
    assert Elements(page).shown[f"entry.{number}"] == [text]
    assert load_data(page)[1][1][0][1] == "Short & sweet = ok?"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=FIELDS)
def test_the_server_replies_to_every_post(opened: Any, fields: dict[str, list[str]]) -> None:
    """Over HTTP: recorded exactly when the confirmation is shown; never a crash."""
    form = opened([question("Name", textQuestion={}, required=True)])
    entry = form.entry("Name")
    sent = {
        name if name.startswith("page") or name in ("back", "continue") else entry: value
        for name, value in fields.items()
    }
    reply = form.send(sent)
    assert reply.status_code in (200, 400)
    recorded = 'class="vHW8K"' in reply.text
    assert len(form.responses()) == int(recorded)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"entry.1=%ff%fe", b"a" * 100_000, b"&&&===", b"\x00"])
def test_bytes_that_are_no_text_do_no_harm(opened: Any, body: bytes) -> None:
    form = opened([question("Name", textQuestion={})])
    for kind in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/plain",
        "",
    ):
        reply = form.sandbox.http.post(
            form.uri.replace("/viewform", "/formResponse"), data=body, headers={"Content-Type": kind}
        )
        assert reply.status_code in (200, 400)
