"""The desk in Chromium, in Hindi, on a phone and a PC: nothing is cut, the keyboard reaches everything, no script of others runs."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from invented_pulls import Pull, a_response, write
from markupsafe import Markup

from anubhav_gforms import pipeline
from anubhav_gforms.cases.case import About
from anubhav_gforms.desk import views
from tests.browser_looks import serious
from tests.chromium import tried
from tests.desk.conftest import HOSTILE, TODAY, Served

pytestmark = tried("THE DESK")
WIDTHS = (180, 360, 1280)
"""A phone of 360 whose reader enlarges twofold is 180 wide."""
SHOWS_WITHIN = 5000
"""Milliseconds after a pull in which the desk must show what it brought."""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["hi", "en"])
def test_nothing_is_wider_than_the_screen_and_axe_is_content(
    desk: Served, open_page: Callable[..., Any], width: int, language: str
) -> None:

    pipeline.open_case(desk.campaign, about=About.MONEY, station="SKT-SAK", who="watch", clock=lambda: desk.clock[0])
    page = open_page(desk, width)
    for path in (
        "/",
        "/wall",
        "/station/SKT-SAK",
        "/cases",
        "/cases/1",
        "/answer/0000000000000008",
        "/published",
        "/account",
    ):
        page.goto(f"{desk.root}{path}?language={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert serious(page) == [], path
    page.goto(f"{desk.root}/?words=%3Cb%3E&language={language}")
    assert page.locator("#feed b").count() == 0


def test_a_reader_s_larger_letters_are_kept(desk: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(desk, 1280)
    for path, size in (("/", "32px"), ("/wall", "40px")):
        page.goto(desk.root + path)
        page.evaluate("document.documentElement.style.fontSize = '32px'")
        assert page.evaluate("getComputedStyle(document.body).fontSize") == size


def test_the_keyboard_reaches_everything_and_a_screen_reader_hears_it(
    desk: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(desk, 360)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    names = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        names.add(page.evaluate("document.activeElement.tagName"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
    assert {"A", "SUMMARY"} <= names
    heard = page.locator("body").aria_snapshot()
    assert 'navigation "डेस्क के पृष्ठ"' in heard
    assert "heading" in heard
    assert "चालू सप्ताह" in heard
    assert "5 में से" in heard, "stars are said as a number"
    assert "status" in heard


def test_a_page_that_is_open_hears_of_a_pull_and_keeps_its_focus(desk: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(desk, 1280)
    link = page.locator('#feed a[href^="/answer/"]').first
    address = link.get_attribute("href")
    link.focus()
    write(
        desk.campaign,
        [
            Pull(
                TODAY + timedelta(days=1),
                [a_response(desk.campaign, "SBG-SRG", TODAY, random.Random(1), minute=530, message=HOSTILE)],
            )
        ],
    )
    page.locator(".new-mark:visible").first.wait_for(timeout=SHOWS_WITHIN)
    assert page.locator(".new-mark:visible").count() == 1
    assert page.evaluate("document.activeElement.getAttribute('href')") == address
    assert page.title() != "taken"


def test_signs_piled_on_one_letter_widen_no_page(desk: Served, open_page: Callable[..., Any]) -> None:
    """A browser draws them beside each other, where it has no letter for them, and breaks none of them off."""
    piled = "थाना" + "\u0301" * 300
    pipeline.open_case(desk.campaign, about=About.MONEY, station="SKT-SAK", text=piled, who="watch")
    page = open_page(desk, 360)
    for path in ("/cases/1", "/cases"):
        page.goto(desk.root + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_a_page_whose_desk_is_gone_says_so_in_words(desk: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(desk, 360)
    gone = page.get_by_text("डेस्क से संपर्क नहीं है: यहाँ लिखी बातें पुरानी हो सकती हैं।")
    page.wait_for_timeout(500)
    assert not gone.is_visible()
    page.route("**/events", lambda route: route.abort())
    for path in ("/", "/wall", "/station/SKT-SAK"):
        page.goto(desk.root + path)
        gone.wait_for(state="visible", timeout=SHOWS_WITHIN)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    open_page.said.clear()


def test_a_second_tap_sends_nothing_a_second_time(desk: Served, open_page: Callable[..., Any]) -> None:
    pipeline.open_case(desk.campaign, about=About.MONEY, station="SKT-SAK", who="watch", clock=lambda: desk.clock[0])
    page, sent = open_page(desk, 360), []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(desk.root + "/cases/1")
    page.locator("summary").first.click()
    page.locator("textarea").first.fill("बात हुई")
    with page.expect_navigation():
        page.locator("details[open] button").evaluate("each => { each.click(); setTimeout(() => each.click(), 5); }")
    page.wait_for_load_state()
    assert len(sent) == 1
    found = pipeline.case_book(desk.campaign).case(1)
    assert [step.text for step in found.steps].count("बात हुई") == 1


def test_on_paper_a_case_is_dark_on_white_and_has_no_forms(desk: Served, open_page: Callable[..., Any]) -> None:
    pipeline.open_case(desk.campaign, about=About.MONEY, station="SKT-SAK", who="watch", clock=lambda: desk.clock[0])
    page = open_page(desk, 1280)
    page.emulate_media(forced_colors="active")
    edge = page.evaluate(
        "(({borderTopWidth: w, borderTopStyle: s}) => [w, s])(getComputedStyle(document.querySelector('main button')))"
    )
    assert edge == ["1px", "solid"], "a browser with colours of its own draws no ground of a button"
    page.emulate_media(forced_colors="none", media="print")
    for path, ink in (("/cases/1", ".top .office"), ("/wall", "h1")):
        page.goto(desk.root + path)
        colour = page.evaluate("ink => getComputedStyle(document.querySelector(ink)).color", ink)
        assert colour == "rgb(22, 35, 59)", "browsers print no ground behind white letters"
    page.goto(desk.root + "/cases/1")
    assert page.locator("button:visible, summary:visible").count() == 0
    assert page.locator(".steps").is_visible()


def test_a_report_opens_in_the_desk_s_language_whatever_was_chosen_in_it_before(
    desk: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(desk, 360)
    for spoken, other in (("hi", "en"), ("hi", "en"), ("en", "hi")):
        page.goto(f"{desk.root}/?language={spoken}")
        page.goto(desk.root + "/report")
        assert page.evaluate("document.documentElement.lang") == spoken
        page.locator("#language").click()
        assert page.evaluate("document.documentElement.lang") == other


def test_the_second_wall_holds(desk: Served, open_page: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that forgot to escape: the markup is there, and no browser runs it."""
    monkeypatch.setattr(
        views.Bilingual, "halves", staticmethod(lambda text: views.Bilingual(Markup(HOSTILE), Markup(HOSTILE)))
    )
    page = open_page(desk, 1280, "analyst")
    assert page.locator("#feed img").count() > 0
    page.wait_for_timeout(200)
    assert page.title() != "taken"
    assert any("Content Security Policy" in text for text in open_page.said)
    open_page.said.clear()
