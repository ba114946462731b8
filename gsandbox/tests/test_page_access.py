"""The page for everybody: names, languages, contrast, targets, weight; by keyboard, without scripts, on a small phone."""

from __future__ import annotations

import html
import html.parser
import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gsandbox.tests.contrast import contrast
from gsandbox.tests.made import EVERY_KIND, PROJECT, question, real_items

NEEDED = os.environ.get("ANUBHAV_NEED_CHROMIUM") == "1"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
VOID = {"meta", "link", "input", "br", "img", "hr"}
DEVANAGARI = re.compile(r"[\u0900-\u0963\u0966-\u097f]")
NOTICE = "यह फॉर्म कार्यालय का है।\nदूसरी पंक्ति\n\nThis form belongs to the office.\nSecond line"


class Tree(html.parser.HTMLParser):
    """Elements with their attributes, the text directly and below, and the language in force."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[dict[str, Any]] = []
        self.all: list[dict[str, Any]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        above = self.open[-1] if self.open else None
        lang = given.get("lang") or (above["lang"] if above else "")
        element = {
            "tag": tag,
            **{f"@{name}": value for name, value in given.items()},
            "lang": lang,
            "text": "",
            "in": list(self.open),
        }
        self.all.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()["tag"] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(element.get("@aria-hidden") == "true" for element in self.open):
            for element in self.open:
                element["text"] += data
        if self.open and data.strip():
            self.open[-1].setdefault("own", []).append(data)

    def of(self, *tags: str) -> list[dict[str, Any]]:
        return [element for element in self.all if element["tag"] in tags]

    def by_id(self, wanted: str) -> dict[str, Any] | None:
        return next((element for element in self.all if element.get("@id") == wanted), None)


def name_of(tree: Tree, element: dict[str, Any]) -> str:
    """The accessible name, in the order of precedence."""
    if "@aria-labelledby" in element:
        return " ".join(
            (tree.by_id(one) or {"text": ""})["text"] for one in element["@aria-labelledby"].split()
        ).strip()
    if element.get("@aria-label"):
        return str(element["@aria-label"])
    labels = [one["text"] for one in tree.of("label") if one.get("@for") and one["@for"] == element.get("@id")]
    labels += [one["text"] for one in element["in"] if one["tag"] == "label"]
    return " ".join(labels).strip()


@pytest.fixture
def pages(opened: Any) -> dict[str, str]:
    """Every page that a respondent or the form's owner can meet, by name."""
    form = opened(real_items(), title="अनुभव - रेंज / Anubhav - Range")
    form.update({"updateFormInfo": {"info": {"description": NOTICE}, "updateMask": "description"}})
    every = opened(
        [
            *EVERY_KIND,
            {"title": "दूसरा / Second", "description": "x", "pageBreakItem": {}},
            question("Last", textQuestion={}),
        ]
    )
    every.update(
        {
            "updateSettings": {
                "settings": {"emailCollectionType": "RESPONDER_INPUT"},
                "updateMask": "emailCollectionType",
            }
        }
    )
    hindi = {"Accept-Language": "hi"}
    sent = {
        form.entry(item["title"]): "1"
        for item in real_items()
        if "textQuestion" in item.get("questionItem", {}).get("question", {})
    }
    overall = next(item["title"] for item in real_items() if item["title"].startswith("आपका अनुभव"))
    purpose = next(item for item in real_items() if item["title"].startswith("यहाँ किस"))
    sent |= {form.entry(overall): "5", "pageHistory": "0,1"}
    sent |= {form.entry(purpose["title"]): purpose["questionItem"]["question"]["choiceQuestion"]["options"][0]["value"]}
    done = form.send(sent, headers=hindi)
    assert done.status_code == 200
    found = {
        "form": form.page().text,
        "form in Hindi": form.page(headers=hindi).text,
        "faults": form.send({}).text,
        "faults in Hindi": form.send({}, headers=hindi).text,
        "every kind": every.page().text,
        "every kind with faults": every.send({}).text,
        "second page": every.send(
            {every.entry("Short & sweet = ok?"): "x", "emailAddress": "a@b.example", "continue": "1"}
        ).text,
        "recorded": done.text,
        "editor": form.sandbox.get(f"/forms/d/{form.id}/edit").text,
    }
    form.publish(accepting=False)
    form.sandbox.link(form.id)
    found["spreadsheet"] = form.sandbox.get(f"/spreadsheets/d/{form.read()['linkedSheetId']}/edit").text
    found["editor, linked"] = form.sandbox.get(f"/forms/d/{form.id}/edit").text
    found["closed"] = form.page(headers=hindi).text
    found["sign in"] = form.sandbox.get("/accounts.google.com/ServiceLogin").text
    return found


def test_every_page_is_named_marked_and_whole(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        tree = Tree(text)
        ids = [element["@id"] for element in tree.all if "@id" in element]
        assert len(ids) == len(set(ids)), name
        assert len(tree.of("h1")) == len(tree.of("main")) == len(tree.of("title")) == 1, name
        assert tree.of("html")[0]["@lang"] in ("en", "hi"), name
        assert 'name="viewport" content="width=device-width, initial-scale=1"' in text, name
        for element in tree.all:
            for relation in ("@aria-labelledby", "@aria-describedby", "@for"):
                for wanted in element.get(relation, "").split():
                    assert tree.by_id(wanted), (name, relation, wanted)
            assert int(element.get("@tabindex", "0")) <= 0, name


def test_every_control_has_a_name(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        tree = Tree(text)
        controls = [one for one in tree.of("input", "select", "textarea") if one.get("@type") != "hidden"]
        for control in controls:
            assert name_of(tree, control), (name, control)
        for button in tree.of("button", "a"):
            assert button["text"].strip() or button.get("@aria-label"), (name, button)
        for group in [one for one in tree.all if one.get("@role") == "radiogroup"]:
            assert name_of(tree, group), name
        for fieldset in tree.of("fieldset"):
            assert any(one["in"] and one["in"][-1] is fieldset for one in tree.of("legend")), name


def test_hindi_is_marked_as_hindi_and_english_as_english(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        for element in Tree(text).all:
            if element["tag"] in ("option", "title", "script", "style", "textarea"):
                continue
            for words in element.get("own", []):
                if DEVANAGARI.search(words):
                    assert element["lang"] == "hi", (name, words)
                elif name.endswith("in Hindi") and re.search(r"[A-Za-z]{3} [A-Za-z]{3}", words):
                    assert element["lang"] == "en", (name, words)


def test_faults_are_told_beside_the_question_and_at_the_top(pages: dict[str, str]) -> None:
    for name in ("faults", "faults in Hindi", "every kind with faults"):
        tree = Tree(pages[name])
        summary = tree.by_id("faults")
        assert summary
        assert summary["@role"] == "alert"
        links = [one for one in tree.of("a") if summary in one["in"]]
        assert len(links) >= 2
        for link in links:
            assert tree.by_id(link["@href"].removeprefix("#")), link
        wrong = [one for one in tree.all if one.get("@aria-invalid") == "true"]
        assert wrong
        assert all(one.get("@type") != "radio" for one in wrong)  # the group is wrong, not each button
        assert all(tree.by_id(one["@aria-describedby"].split()[-1]) for one in wrong)


def test_pages_are_light_and_ask_nobody_else(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        assert len(text.encode()) < 60_000, (name, len(text.encode()))
        fetched = [one.get("@src", "") for one in Tree(text).all if "@src" in one]
        fetched += [one["@href"] for one in Tree(text).of("link")]
        fetched += re.findall(r"url\(([^)]+)\)", text)
        assert all(address.startswith(("/sandbox/fonts/", "data:")) for address in fetched), name
        assert "@import" not in text


def test_the_real_page_is_light_with_the_whole_notice(opened: Any) -> None:
    """The range's questions and its notice in both languages: under 60 kB, under 15 kB as it travels."""
    config = tomllib.loads((PROJECT / "config/form.toml").read_text(encoding="utf-8"))["form"]
    office = tomllib.loads((PROJECT / "config/office.toml").read_text(encoding="utf-8"))["office"]
    form = opened(real_items(), title=config["title"])
    parts = [config[f"notice_{lang}"].replace("{CONTACT}", office[f"contact_{lang}"]) for lang in ("hi", "en")]
    about = "\n\n".join(part.strip() for part in parts)
    form.update({"updateFormInfo": {"info": {"description": about}, "updateMask": "description"}})
    reply = form.page(headers={"Accept-Encoding": "gzip"}, stream=True)
    assert reply.headers["content-encoding"] == "gzip"
    assert len(reply.raw.read()) < 15_000
    assert len(form.page().content) < 60_000
    for accepted, encoding in (("gzip;q=0, br", None), ("gzip; q=0.000", None), ("br, gzip;q=0.5", "gzip")):
        assert form.page(headers={"Accept-Encoding": accepted}).headers.get("content-encoding") == encoding, accepted


def test_the_letters_for_hindi_come_from_this_machine(opened: Any) -> None:
    form = opened(real_items())
    for name in set(re.findall(r"/sandbox/fonts/[\w.-]+", form.page().text)):
        reply = form.sandbox.get(name)
        assert reply.headers["content-type"] == "font/woff2"
        assert reply.content.startswith(b"wOF2")
    assert form.sandbox.get("/sandbox/fonts/other.woff2").status_code == 404


def test_every_colour_of_the_page_can_be_read(opened: Any) -> None:
    """Text at 4.5 : 1 on every ground it may stand on; edges of controls and the focus ring at 3 : 1."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    style = re.search(r"<style>(.*?)</style>", opened([question("Q", textQuestion={})]).page().text, re.DOTALL)
    assert style
    grounds = ["#ffffff", "#f1eef8", "#efe9ff"]
    assert {ground for ground in grounds if ground in style[1] or ground == "#ffffff"} == set(grounds)
    checked = 0
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style[1]):
        rules = dict(re.findall(r"(?:^|;)\s*(color|background|outline|border(?:-color)?)\s*:\s*([^;]+)", body))
        text = re.search(r"#\w{3,6}", rules.get("color", ""))
        ground = re.search(r"#\w{3,6}", rules.get("background", ""))
        if text:
            for under in [ground[0]] if ground else grounds:
                assert contrast(text[0], under) >= 4.5, (selector, text[0], under)
                checked += 1
        if selector.strip() in (".in", "button,.button") or "focus" in selector:
            for edge in re.findall(r"#\w{3,6}", rules.get("border", "") + rules.get("outline", "")):
                assert contrast(edge, "#ffffff") >= 3, (selector, edge)
                checked += 1
    assert checked > 20


MEASURE = """<script>onload=function(){var found={};
document.querySelectorAll("iframe").forEach(function(frame){
var page=frame.contentDocument,view=frame.contentWindow,small=[],wide=[],targets=0;
page.querySelectorAll("main input:not([type=hidden]),main select,main textarea,main button,main .button").forEach(function(e){
 var t=(e.type=="radio"||e.type=="checkbox")?e.closest(".opt,.step"):e,r=t.getBoundingClientRect();
 if(r.width){targets++;if(r.width<44||r.height<44)small.push([e.outerHTML.slice(0,90),r.width,r.height])}});
page.querySelectorAll("main *").forEach(function(e){
 if(!e.parentNode.closest(".scroll")&&e.getBoundingClientRect().right>view.innerWidth+.5)wide.push(e.outerHTML.slice(0,90))});
found[frame.title]={small:small,wide:wide,targets:targets,scroll:page.documentElement.scrollWidth,inner:view.innerWidth}});
document.documentElement.setAttribute("data-measured",JSON.stringify(found))}</script>"""


@pytest.mark.skipif(CHROMIUM is None and not NEEDED, reason="no Chromium on this machine to lay the pages out")
def test_nothing_scrolls_sideways_and_every_target_fits_a_thumb(pages: dict[str, str], tmp_path: Path) -> None:
    """Every page laid out by Chromium at 320, 360 and 1280 px: no overflow, no target under 44 px."""
    frames = [
        f'<iframe title="{name}, {width}" style="width:{width}px;height:700px" srcdoc="{html.escape(text)}"></iframe>'
        for name, text in pages.items()
        for width in (320, 360, 1280)
    ]
    file = tmp_path / "pages.html"
    file.write_text("<!DOCTYPE html><meta charset=utf-8>" + MEASURE + "".join(frames), encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", file.as_uri()]
    command.insert(1, f"--user-data-dir={tmp_path / 'profile'}")
    shown = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r'data-measured="([^"]*)"', shown.stdout)
    assert found, shown.stderr[-500:]
    measured = json.loads(html.unescape(found[1]))
    assert len(measured) == len(frames)
    for name, page in measured.items():
        assert page["scroll"] <= page["inner"], (name, page["wide"][:3])
        assert page["wide"] == [], name
        assert page["small"] == [], (name, page["small"][:3])
    assert measured["form, 360"]["targets"] > 25
