"""The form as a small phone lays it out: what lies on the first screen, what takes one line, how long page one is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.phone import HEIGHT, WIDTH
from anubhav_gforms.links.links import filled_in
from anubhav_gforms.pipeline.preview import shown_form
from gsandbox.responder.preview import preview
from tests.chromium import tried

pytestmark = tried("THE FORM ON A PHONE")
MEASURE = """names => {
 const bottom = e => e.getBoundingClientRect().bottom, field = document.querySelector('.q input.in');
 const style = getComputedStyle(field), room = field.clientWidth - 2 * parseFloat(style.paddingLeft);
 const pen = document.createElement('canvas').getContext('2d'); pen.font = style.font;
 const row = document.querySelector('.q .step').closest('.q');
 return {high: document.documentElement.scrollHeight, field: bottom(field), title: row.innerText.split('\\n')[0],
   stars: [...row.querySelectorAll('.step')].map(bottom), wide: document.documentElement.scrollWidth,
   cut: names.filter(name => pen.measureText(name).width > room),
   options: [...document.querySelectorAll('.opt')].map(e => [e.innerText.trim(), e.scrollHeight]),
   about: document.querySelector('.about')?.innerText.split('\\n').length ?? 0}; }"""


@pytest.fixture(scope="module")
def bilaspur() -> Campaign:
    return load_campaign(Path(__file__).parent.parent)


@pytest.fixture(scope="module")
def laid_out(bilaspur: Campaign, browser: Any) -> list[dict[str, Any]]:
    """What Chromium measures of each page, with Google's line that asks for a sign-in, which an office may not have switched off."""
    form = shown_form(bilaspur)
    names = [filled_in(bilaspur, each.code, "").strip() for each in bilaspur.stations]
    found = []
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, is_mobile=True, has_touch=True)
    for shown in preview(form.content, form.filled, lang="hi")[:-1]:
        page.set_content(shown)
        found.append(page.evaluate(MEASURE, names) if page.locator(".q .step").count() else _rest(page))
    page.close()
    return found


def _rest(page: Any) -> dict[str, Any]:
    """A page without stars: its options and its width."""
    script = "() => ({wide: document.documentElement.scrollWidth, options: [...document.querySelectorAll('.opt')].map(e => [e.innerText.trim(), e.scrollHeight])})"
    return dict(page.evaluate(script))


def test_the_overall_rating_lies_whole_on_the_first_screen_below_the_stations_name(
    laid_out: list[dict[str, Any]], bilaspur: Campaign
) -> None:
    first = laid_out[0]
    assert len(first["stars"]) == 5
    assert max(first["stars"]) <= HEIGHT
    assert first["field"] < min(first["stars"])
    overall = next(each for each in bilaspur.form.questions if each.key == "overall")
    assert first["title"].split(" / ")[0] == overall.title.split(" / ")[0]


def test_every_stations_name_can_be_read_in_the_field(laid_out: list[dict[str, Any]], bilaspur: Campaign) -> None:
    assert laid_out[0]["cut"] == []
    names = {filled_in(bilaspur, each.code, "").strip() for each in bilaspur.stations}
    assert min(map(len, names)) >= 3
    assert len(names) > len(bilaspur.stations) - 8, "names that are cut alike say little"


def test_the_notice_is_a_line_per_language_and_where_the_whole_of_it_stands(laid_out: list[dict[str, Any]]) -> None:
    assert laid_out[0]["about"] == 3


def test_page_one_is_three_screens_at_most_and_nothing_is_wider_than_the_phone(laid_out: list[dict[str, Any]]) -> None:
    assert laid_out[0]["high"] <= 3 * HEIGHT
    assert [each["wide"] for each in laid_out] == [WIDTH] * len(laid_out)


def test_every_option_takes_one_line(laid_out: list[dict[str, Any]]) -> None:
    options = [option for each in laid_out for option in each["options"]]
    assert len(options) == 18
    assert [text for text, high in options if high > 50] == [], json.dumps(options, ensure_ascii=False)
