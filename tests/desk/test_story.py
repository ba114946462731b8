"""A grave matter from the citizen's phone to its end, in Chromium, in Hindi, by keyboard and accessibility tree alone: the form, the pull,
the desk, the case, what was done, the next pack, and weeks later whether it helped."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pypdfium2
import pytest
import time_machine
from ready import make_ready

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, Role
from anubhav_gforms.grading.method.effect import EffectWord
from anubhav_gforms.language import say
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.reports import Audience, Report
from anubhav_gforms.reports.effects import effect_in_short, effect_said
from anubhav_gforms.text import stored
from tests.chromium import tried
from tests.desk.conftest import PASSWORD, PROJECT, Served
from tests.desk.keyboard import Listener

pytestmark = tried("THE DESK")
PLACE, NAME, DISTRICT = "BSP-KTW", "सिटी कोतवाली बिलासपुर", "BSP"
DAY = datetime(2026, 10, 8, 6, tzinfo=UTC)
"""A Thursday, 11:30 in the office; its week is 2026-W41."""
MONDAY, LATER = datetime(2026, 10, 12, 6, tzinfo=UTC), datetime(2026, 12, 14, 6, tzinfo=UTC)
"""The Monday after it; and the one after nine more weeks, 2026-W42 to W50."""
DONE, ENDED = "शुल्क की सूची दीवार पर लगाई गई", "सूची लगी; प्रभारी को बताया गया।"
A_WEEK = 2
"""Responses of each station in a week."""


@pytest.fixture
def campaign_dir(campaign_dir: Path) -> Path:
    """Ten stations: an effect is told beside eight others at least."""
    head, *lines = (PROJECT / "stations.csv").read_text("utf-8-sig").splitlines()
    kept = [line for line in lines if line[:3] in ("BSP", "KRB")]
    ours = [line for line in kept if line.startswith(PLACE)]
    others = [line for line in kept if not line.startswith(PLACE)]
    (campaign_dir / "stations.csv").write_text("\n".join([head, *ours, *others[:9]]) + "\n", "utf-8-sig")
    return campaign_dir


@pytest.fixture
def move_to() -> Iterator[Callable[[datetime], None]]:
    """It is `DAY` for everybody, citizens, Google and the office; lets the time go on."""
    with time_machine.travel(DAY, tick=True) as clock:
        yield clock.move_to


def links(campaign: Campaign) -> dict[str, str]:
    rows = (campaign.root / "links.csv").read_text("utf-8-sig").splitlines()[1:]
    return {row.split(",")[0]: row.split(",")[-1] for row in rows}


def weeks_pass(campaign: Campaign, sandbox: Any, first: date, weeks: int, *, better: str = "") -> None:
    """Citizens respond at every station through the form's page, each week; at one of them better than before."""
    registry, chance = load_registry(campaign.data), random.Random(first.toordinal())
    path = registry.responder_uri.removeprefix(sandbox.root).replace("/viewform", "/formResponse")
    for place, link in links(campaign).items():
        for turn in range(weeks * A_WEEK):
            when = datetime(first.year, first.month, first.day, 5, turn, tzinfo=UTC) + timedelta(
                days=7 * turn // A_WEEK
            )
            marks = (4, 5, 5) if place == better else (1, 2, 2, 3) if place == PLACE else (2, 3, 3, 4, 5)
            given = {key: str(chance.choice(marks)) for key in campaign.grade_rules.items}
            given |= {
                "station": parse_qsl(urlsplit(link).query)[-1][1],
                "purpose": chance.choice(campaign.form.question("purpose").options),
            }
            fields = {f"entry.{registry.entry(key)}": value for key, value in given.items()}
            headers = {"X-Sandbox-Clock": when.isoformat().replace("+00:00", "Z")}
            sandbox.post(path, data={**fields, "pageHistory": "0,1"}, headers=headers).raise_for_status()


def send(citizen: Listener, link: str, campaign: Campaign) -> None:
    """Fill in the form: one star for each question with stars, yes to money, Send."""
    money = campaign.form.role(Role.MONEY)
    assert money
    page = citizen.page
    page.goto(link)
    while page.locator("#mG61Hd").count():
        for _ in range(page.locator(".steps").count()):
            citizen.press("radio", "1", "Space")
        if page.locator(f'[data-value="{money.yes}"]').count():
            citizen.go("radio", money.options[0].partition(" / ")[0])
            for _ in money.options:
                if money.yes.partition(" / ")[0] not in citizen.here()[1]:
                    page.keyboard.press("ArrowDown")
            page.keyboard.press("Space")
        last = page.locator('button.go[name="continue"]').count() == 0
        citizen.follow("button", "भेजें" if last else "आगे")
    assert page.locator(".vHW8K").count(), "the response was recorded"


def log_in(officer: Listener, desk: Served) -> None:
    """As the IG's office, in Hindi."""
    officer.page.goto(desk.root)
    officer.page.wait_for_selector(":focus")  # a browser gives it a moment after the page is there
    assert officer.here()[:2] == ("textbox", "खाता"), "the first field has the focus"
    officer.page.keyboard.type("ig-office")
    officer.write("textbox", "पासवर्ड", PASSWORD)
    officer.follow("button", "लॉगिन करें")
    assert officer.page.locator("html").get_attribute("lang") == "hi"


def fits(officer: Listener, width: int) -> None:
    assert officer.page.evaluate("document.documentElement.scrollWidth") <= width, officer.page.url


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as paper:
        return stored(" ".join(" ".join(each.get_textpage().get_text_range() for each in paper).split()))


def report_of(campaign: Campaign) -> Report:
    return pipeline.write_report(campaign, pipeline.grade(campaign), audiences=[Audience.STATION], language="hi")


@pytest.fixture(params=[360, 1280])
def width(request: pytest.FixtureRequest) -> int:
    """Pixels of the screen."""
    return int(request.param)


@pytest.fixture
def somebody(browser: Any, width: int) -> Iterator[Callable[[], Listener]]:
    """A browser of one person; ended before the desk is."""
    contexts = []

    def start() -> Listener:
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, locale="hi-IN"))
        return Listener(contexts[-1].new_page())

    yield start
    for context in contexts:
        context.close()


def test_from_send_to_whether_it_helped(
    width: int,
    move_to: Callable[[datetime], None],
    campaign: Campaign,
    google: Any,
    sandbox: Any,
    serve: Callable[..., Served],
    somebody: Callable[[], Listener],
) -> None:
    make_ready(campaign, google, sandbox)
    weeks_pass(campaign, sandbox, date(2026, 7, 6), 13)
    pipeline.watch(campaign, google, [])
    desk = serve(campaign)
    desk.clock[0] = DAY + timedelta(minutes=2)
    officer = somebody()
    log_in(officer, desk)
    officer.page.evaluate("window.opened = true")

    send(somebody(), links(campaign)[PLACE], campaign)
    assert officer.page.locator("#feed .new-mark:visible").count() == 0
    pipeline.watch(campaign, google, [])
    officer.page.locator("#feed .answer.fresh").get_by_text(NAME).wait_for()
    officer.page.locator("#feed .answer.fresh").get_by_text(
        "मामला 1"
    ).wait_for()  # a moment later: the watch opens it after the pull
    assert officer.page.evaluate("window.opened"), "the stream brought it into the page that was open"
    heard = officer.heard()
    assert "1 आपके देखने के बाद नए" in heard
    assert f"{NAME} 5 में से 1 नया मामला 1" in heard
    fits(officer, width)
    officer.press("button", "मैंने देख लिए")
    assert not officer.page.locator("#news").is_visible()

    officer.follow("link", "मामला 1")
    fits(officer, width)
    officer.press("DisclosureTriangle", "इकाई में की गई कार्रवाई दर्ज करें")
    officer.write("textbox", "क्या किया गया", DONE)
    officer.follow("button", "दर्ज करें")
    officer.press("DisclosureTriangle", "मामला बंद करें")
    officer.choose("परिणाम", "कार्रवाई की गई")
    officer.write("textbox", "एक वाक्य में", ENDED)
    officer.follow("button", "मामला बंद करें")
    assert "परिणाम कार्रवाई की गई" in officer.heard()
    [case] = pipeline.case_book(campaign).cases
    assert (str(case.outcome), case.steps[-1].who) == ("acted", "ig-office")

    move_to(MONDAY)
    desk.clock[0] = MONDAY
    pipeline.pull(campaign, google)
    early = report_of(campaign)
    [action] = early.contents.actions
    assert (early.contents.week.label, action.done, action.day) == ("2026-W41", DONE, date(2026, 10, 8))
    too_early = say(effect_said(early.contents.effects[action]), "hi")
    pack = text_of(early.folder / "districts" / f"{DISTRICT}.pdf")
    assert stored(DONE) in pack
    assert stored(too_early[:40]) in pack
    officer.page.reload()
    assert too_early in officer.heard(), "in the case"

    weeks_pass(campaign, sandbox, date(2026, 10, 12), 9, better=PLACE)
    move_to(LATER)
    desk.clock[0] = LATER
    pipeline.pull(campaign, google)
    report = report_of(campaign)
    effect = report.contents.effects[action]
    assert (report.contents.week.label, effect.word, effect.weeks) == ("2026-W50", EffectWord.BETTER, 8)
    said, short = (say(sentence(effect), "hi") for sentence in (effect_said, effect_in_short))
    officer.page.goto(desk.root)
    officer.follow("link", "आईजी कार्यालय")
    officer.follow("button", "लॉगआउट करें")
    log_in(officer, desk)
    assert said in officer.heard(), "on the first page"
    fits(officer, width)
    officer.follow("link", NAME)
    assert said in officer.heard(), "at the station"
    fits(officer, width)
    officer.follow("link", "मामले")
    officer.follow("link", "बंद मामले")
    officer.follow("link", "मामला 1")
    assert said in officer.heard(), "in the case"
    for name, words in (
        (f"districts/{DISTRICT}.pdf", said),
        (f"stations/{PLACE}.pdf", said),
        ("you-said-we-did.pdf", short),
    ):
        assert stored(words[:40]) in text_of(report.folder / name), name
    assert desk.told == []
