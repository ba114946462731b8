"""make bench-form: our form, the one before it, and three public ones, filled in by a real browser on a phone of 360 x 640.

The page is the sandbox's: what it shows is what Google shows (the line that asks for a sign-in included), its sizes are not
recorded from Google and are taken rather large. Exits 1 when the new form misses a bar.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Page, sync_playwright

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.forms.phone import HEIGHT, WIDTH, find_browser
from anubhav_gforms.forms.wanted import wanted_form
from anubhav_gforms.google.form_json import item_json
from anubhav_gforms.links.links import filled_in, prefilled_url

from ..on_sandbox import PROJECT, campaign_on_sandbox
from .public import PUBLIC, SOURCES

TYPED = {"mobile": "9000000000", "mail": "a.citizen@example.org", "text": "ten letter", "long": "x" * 60}
"""What is typed into a field: by a word of its title, else a short or a long text."""
ONE_LINE = 50
"""Height of an option of one line, in pixels."""
NEW, SCALES, OLD = "ours", "ours, scales for stars", "ours, before"
DOOR = "ours, a question that ends page 1"


@dataclass(frozen=True)
class Cost:
    """What a form costs one citizen."""

    first_tap: float
    first_rating: float
    pages: list[float]  # height of each page
    least: tuple[int, int]  # taps, keys
    whole: tuple[int, int]
    packed: int  # bytes of the first page as they travel
    wrapped: int  # options of more than one line
    name_seen: bool


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        campaign_on_sandbox(Path(folder)) as (_, root),
        sync_playwright() as play,
    ):
        forms = {**_ours(), **{name: ("Feedback", "", items, "") for name, items in PUBLIC.items()}}
        browser = play.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        costs = {
            (name, lang): _cost(browser, _made(root, *form), lang, form[3])
            for name, form in forms.items()
            for lang in ("hi", "en")
        }
        browser.close()
    print(
        "| form, language of the phone | first tap px | first rating px | screens, page 1 | screens, all | least: taps + keys | all: taps + keys | bytes |"
    )
    print(f"|---|{'---|' * 7}")
    for (name, lang), cost in costs.items():
        screens = f"{cost.pages[0] / HEIGHT:.1f} | {sum(cost.pages) / HEIGHT:.1f}"
        taps = " | ".join(f"{taps} + {keys}" for taps, keys in (cost.least, cost.whole))
        print(
            f"| {name}, {lang} | {cost.first_tap:.0f} | {cost.first_rating:.0f} | {screens} | {taps} | {cost.packed:,} |"
        )
    print("\nThe three public forms are made of the questions that were reported of them:")
    for name, source in SOURCES.items():
        print(f"{name}: {source}")
    new = [cost for (name, _), cost in costs.items() if name == NEW]
    bars = {
        f"the first rating lies whole on the first screen of {HEIGHT} px": all(
            each.first_rating <= HEIGHT for each in new
        ),
        "it is the first tap": all(each.first_tap == each.first_rating for each in new),
        "the longest name of a station can be read above it": all(each.name_seen for each in new),
        "at most 3 taps send the least response": all(each.least[0] <= 3 for each in new),
        "page one has at most 3 screens": all(each.pages[0] <= 3 * HEIGHT for each in new),
        "every option stands on one line": all(each.wrapped == 0 for each in new),
    }
    print()
    for bar, met in bars.items():
        print(f"{'met   ' if met else 'MISSED'} {bar}")
    return 0 if all(bars.values()) else 1


def _ours() -> dict[str, tuple[str, str, list[dict[str, Any]], str]]:
    """The form of config/, the same with scales, the same with a way past its second page, and the one before it: title,
    description, items, what the longest link fills in.
    """
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, older in ((NEW, False), (OLD, True)):
            there = Path(folder) / name
            (there / "config").mkdir(parents=True)
            for path in (PROJECT / "config").glob("*.toml"):
                (there / "config" / path.name).write_bytes(path.read_bytes())
            (there / "stations.csv").write_bytes((PROJECT / "stations.csv").read_bytes())
            if older:
                (there / "config" / "form.toml").write_bytes((Path(__file__).parent / "older.toml").read_bytes())
                grading = there / "config" / "grading.toml"
                lines = grading.read_text("utf-8").splitlines(True)
                grading.write_text("".join(line for line in lines if not line.startswith("not_visited")), "utf-8")
            campaign = load_campaign(there)
            wanted = wanted_form(campaign)
            texts = (filled_in(campaign, each.code, f"{each.code}.P1.A4K7M9QRW") for each in campaign.stations)
            items = [item_json(item) for _, item in wanted.parts]
            found[name] = (wanted.title, wanted.description, items, max(texts, key=len))
    title, description, items, filled = found[NEW]
    return {
        NEW: found[NEW],
        SCALES: (title, description, [_as_scale(each) for each in items], filled),
        DOOR: (title, description, _with_door(items), filled),
        OLD: found[OLD],
    }


def _with_door(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The only way past a second page that Google has: a choice before it, one option of which sends the form."""
    send = {"value": "नहीं, भेज दें / No, send", "goToAction": "SUBMIT_FORM"}
    more = {"value": "हाँ / Yes", "goToAction": "NEXT_SECTION"}
    asked = {"required": True, "choiceQuestion": {"type": "RADIO", "options": [send, more]}}
    door = {"title": "कुछ और बताना है? / Anything more?", "questionItem": {"question": asked}}
    [at] = (at for at, item in enumerate(items) if "pageBreakItem" in item)
    return [*items[:at], door, *items[at:]]


def _as_scale(item: dict[str, Any]) -> dict[str, Any]:
    """A row of stars as Google's other control for the same answers: five points with a word at each end."""
    question = item.get("questionItem", {}).get("question", {})
    if "ratingQuestion" not in question:
        return item
    scale = {"low": 1, "high": 5, "lowLabel": "खराब / Bad", "highLabel": "अच्छा / Good"}
    asked = {"required": question.get("required", False), "scaleQuestion": scale}
    return {"title": item["title"], "questionItem": {"question": asked}}


def _made(root: str, title: str, description: str, items: list[dict[str, Any]], filled: str) -> str:
    """Make and publish the form; the address of its first page, with what a poster's link fills in."""
    http = requests.Session()
    http.headers["Authorization"] = "Bearer bench"
    made = http.post(f"{root}/v1/forms?unpublished=true", json={"info": {"title": title}}).json()
    path = f"{root}/v1/forms/{made['formId']}"
    asked: list[dict[str, Any]] = [
        {"createItem": {"item": item, "location": {"index": at}}} for at, item in enumerate(items)
    ]
    if description:
        asked.append({"updateFormInfo": {"info": {"description": description}, "updateMask": "description"}})
    replies = http.post(f"{path}:batchUpdate", json={"requests": asked}).json()["replies"]
    state = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
    http.post(f"{path}:setPublishSettings", json={"publishSettings": state, "updateMask": "publishState"})
    anyone = {"type": "anyone", "role": "reader", "view": "published"}
    http.post(f"{root}/drive/v3/files/{made['formId']}/permissions", json=anyone)
    entry = int(replies[0]["createItem"]["questionId"][0], 16)
    return prefilled_url(made["responderUri"], entry, filled) if filled else str(made["responderUri"])


MEASURE = """() => { const high = e => e.getBoundingClientRect().bottom + scrollY;
 const taps = [...document.querySelectorAll('.q .step, .q .opt, .q input.in, .q textarea.in')]
   .filter(e => !(e.value && e.tagName == 'INPUT')).map(high);
 const steps = [...document.querySelectorAll('.q .step')].map(high);
 const own = document.querySelector('.q input.in'), pen = document.createElement('canvas').getContext('2d');
 let seen = false;
 if (own && own.value) { const style = getComputedStyle(own); pen.font = style.font;
   const name = own.value.replace(/ \\S+$/, ''), room = own.clientWidth - 2 * parseFloat(style.paddingLeft);
   seen = name != own.value && pen.measureText(name).width <= room; }
 return {tap: Math.min(...taps), rating: steps.length ? Math.min(...steps) : 0, high: document.documentElement.scrollHeight,
   wrapped: [...document.querySelectorAll('.opt')].filter(e => e.offsetHeight > LINE).length, seen}; }"""


def _cost(browser: Any, address: str, lang: str, filled: str) -> Cost:
    view = {"width": WIDTH, "height": HEIGHT}
    page = browser.new_page(viewport=view, locale=f"{lang}-IN", device_scale_factor=2, has_touch=True, is_mobile=True)
    shown: list[dict[str, Any]] = []

    def look() -> None:
        shown.append(page.evaluate(MEASURE.replace("LINE", str(ONE_LINE))))

    least = _send(page, address, look, required=True)
    whole = _send(page, address, lambda: None, required=False)
    packed = len(gzip.compress(requests.get(address, headers={"Accept-Language": lang}, timeout=30).content))
    page.close()
    first = shown[0]
    return Cost(
        first["tap"], first["rating"], [each["high"] for each in shown], least, whole, packed,
        sum(each["wrapped"] for each in shown), first["seen"],
    )  # fmt: skip


def _send(page: Page, address: str, look: Callable[[], None], *, required: bool) -> tuple[int, int]:
    """Fill the form in as a thumb does, what is demanded or everything, and send it: taps and keys."""
    taps = keys = 0
    page.goto(address)
    while page.locator("#mG61Hd").count():
        look()
        for card in page.locator(".q").all():
            if required and not card.locator("[aria-required=true]").count():
                continue
            field = card.locator("input.in, textarea.in")
            labels = card.locator("label.step, label.opt")
            if labels.count():
                (labels.first if required else labels.last).tap()
                taps += 1
            elif field.count() and not field.first.input_value():
                keys += _type(card, field.first)
                taps += 1
        with page.expect_navigation():
            page.locator("button.go").tap()
        taps += 1
    assert page.locator(".vHW8K").count(), "the response was not recorded"
    return taps, keys


def _type(card: Any, field: Any) -> int:
    """Fill one field; how many keys that takes."""
    if field.get_attribute("type") == "date":
        field.fill("2026-11-25")
        return 8
    title = card.inner_text().casefold()
    kind = "long" if field.evaluate("e => e.tagName") == "TEXTAREA" else "text"
    text = next((TYPED[word] for word in ("mobile", "mail") if word in title), TYPED[kind])
    field.fill(text)
    return len(text)


if __name__ == "__main__":
    sys.exit(main())
