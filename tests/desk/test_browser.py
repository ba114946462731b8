"""The desk in Chromium, in Hindi, on a phone and a PC: a citizen answers, the desk shows it, an officer follows it to its end."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from invented_pulls import Pull, answer, write
from markupsafe import Markup
from ready import make_ready

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, Role
from anubhav_gforms.cases.case import About
from anubhav_gforms.desk import views
from tests.desk.conftest import HOSTILE, PASSWORD, TODAY, Served

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NEEDED = bool(os.environ.get("ANUBHAV_NEED_CHROMIUM"))
pytestmark = pytest.mark.skipif(
    not CHROMIUM and not NEEDED, reason="THE DESK WAS NOT TRIED IN A BROWSER: install Debian's package chromium"
)
WIDTHS = (360, 1280)
SHOWS_WITHIN = 5000
"""Milliseconds after a pull in which the desk must show what it brought."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # the other tests of this file need no browser

    assert CHROMIUM, "ANUBHAV_NEED_CHROMIUM is set and there is no chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """A page of a browser of its own; fails at the end when a page asked for anything but its desk, or complained."""
    contexts, asked, said = [], [], []

    def start(desk: Served, width: int, name: str = "ig-office", *, locale: str = "hi-IN") -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale=locale)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda request: asked.append(request.url) if not request.url.startswith((desk.root, "data:")) else None,
        )
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(desk.root)
        page.locator('input[name="name"]').fill(name)
        page.locator('input[name="password"]').fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(desk.root + "/")
        return page

    start.said = said  # type: ignore[attr-defined]  # a test that provokes a complaint takes it
    yield start
    for context in contexts:
        context.close()
    assert asked == []
    assert said == []


def test_from_send_to_the_next_pack(
    campaign: Campaign,
    google: Any,
    sandbox: Any,
    serve: Callable[..., Served],
    open_page: Callable[..., Any],
    browser: Any,
) -> None:
    """A citizen sends the form on a phone; within five seconds of the pull the desk shows it at its station; the case that the watch
    opened is followed to its end at the desk; and what was done stands in the next pack."""
    make_ready(campaign, google, sandbox)
    desk = serve(campaign)
    desk.clock[0] = datetime.now(UTC) + timedelta(minutes=2)
    page = open_page(desk, 1280)
    assert page.locator("html").get_attribute("lang") == "hi"
    pipeline.watch(campaign, google, [])
    link = next(
        each for each in (campaign.root / "links.csv").read_text("utf-8-sig").splitlines() if each.startswith("BSP-KTW")
    )
    citizen = browser.new_context(viewport={"width": 360, "height": 740}, locale="hi-IN").new_page()
    send(citizen, link.split(",")[-1], campaign)
    pipeline.watch(campaign, google, [])
    row = page.locator("#feed .answer").first
    row.get_by_text("सिटी कोतवाली बिलासपुर").wait_for(timeout=SHOWS_WITHIN)
    assert "पैसे माँगने की बात" in row.inner_text()
    assert page.locator("#news").is_visible()
    page.locator("#looked").click()
    assert page.locator("#news").is_hidden()
    row.get_by_text("मामला 1").click()
    page.get_by_text("थाने में किया गया काम दर्ज करें").click()
    form = page.locator('form:has(input[value="act"])')
    form.locator("textarea").fill("शुल्क की सूची दीवार पर लगाई गई")
    form.get_by_role("button").click()
    page.get_by_text("मामला बंद करें").first.click()
    form = page.locator('form:has(input[value="close"])')
    form.locator("select").select_option("acted")
    form.locator("textarea").fill("सूची लगी; प्रभारी को बताया गया।")
    form.get_by_role("button").click()
    page.locator(".facts").get_by_text("परिणाम").wait_for()
    [case] = pipeline.case_book(campaign).cases
    assert (str(case.outcome), case.steps[-1].who) == ("acted", "ig-office")
    report = pipeline.write_report(campaign, pipeline.grade(campaign))
    with pypdfium2.PdfDocument(report.folder / "districts" / "BSP.pdf") as pack:
        assert "शुल्क की सूची" in " ".join(each.get_textpage().get_text_range() for each in pack)


def send(page: Any, link: str, campaign: Campaign) -> None:
    """Answer the form as a citizen does on a phone: a star in each row, yes to money, both pages, Send."""
    page.goto(link)
    money = campaign.form.role(Role.MONEY)
    assert money
    while page.locator("#mG61Hd").count():
        for row in page.locator(".q .steps").all():
            row.locator("label").first.click()
        asked = page.locator(".q", has_text=money.title.split(" / ")[0]).locator(
            f'label:has([data-value="{money.yes}"])'
        )
        if asked.count():
            asked.click()
        with page.expect_navigation():
            page.locator("button.go").click()
    assert page.locator(".vHW8K").count(), "the answer was recorded"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["hi", "en"])
def test_nothing_is_wider_than_the_screen_and_axe_is_content(
    desk: Served, open_page: Callable[..., Any], width: int, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # only where a browser is

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
        found = Axe().run(page).response["violations"]
        serious = [
            (each["id"], each["nodes"][0]["html"][:160]) for each in found if each["impact"] in ("serious", "critical")
        ]
        assert serious == [], path
    page.goto(f"{desk.root}/?words=%3Cb%3E&language={language}")
    assert page.locator("#feed b").count() == 0


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
                [answer(desk.campaign, "SBG-SRG", TODAY, random.Random(1), minute=530, message=HOSTILE)],
            )
        ],
    )
    page.locator(".new-mark:visible").first.wait_for(timeout=SHOWS_WITHIN)
    assert page.locator(".new-mark:visible").count() == 1
    assert page.evaluate("document.activeElement.getAttribute('href')") == address
    assert page.title() != "taken"


def test_the_second_wall_holds(desk: Served, open_page: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that forgot to escape: the markup is there, and no browser runs it."""
    monkeypatch.setattr(views, "halves", lambda text: views.Bilingual(Markup(HOSTILE), Markup(HOSTILE)))
    page = open_page(desk, 1280, "analyst")
    assert page.locator("#feed img").count() > 0
    page.wait_for_timeout(200)
    assert page.title() != "taken"
    assert any("Content Security Policy" in text for text in open_page.said)
    open_page.said.clear()
