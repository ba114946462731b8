"""A printed link is proved by opening it: its code must stand in the station question's own field."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ready import doctor, make_ready
from requests import Response
from setup_typed import files, own, quiet, run, short
from wire import Killed

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import StateError
from anubhav_gforms.google.form_page import read_public_page
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.nouns.gateway import FORM_TYPE

CODE, ENTRY = "BSP-KTW.P1.AFWM9Y94M", 839194382
ITEM = f'[1493172225,"Station",null,0,[[{ENTRY},null,true]]]'


def page(body: str, *, data: str = f"[{ENTRY},null,1]") -> Any:
    """A page as Google sends it, with a body and the entry of its only question in the page's data."""
    reply = Response()
    reply.status_code = 200
    reply.url = "https://docs.google.com/forms/d/e/1FAIpQLSx/viewform"
    load = f'[null,["About",[[1493172225,"Station",null,0,[{data}]]]],"/forms","T"]'
    reply._content = f"<body>{body}<script>var FB_PUBLIC_LOAD_DATA_ = {load}\n;</script></body>".encode()
    return read_public_page(reply.url, reply)


PARAMS = ITEM.replace('"', "&quot;")[1:-1]
OWN = f'<div data-params="%.@.[{PARAMS}],&quot;i1&quot;,true]"><input type="text" data-initial-value="{CODE}"></div>'
EMPTY = OWN.replace(CODE, "").replace("<input", "<input disabled")
"""Google's own fields, before its script has run."""
PARTIAL = f'<input type="hidden" name="partialResponse" value="[[[null,{ENTRY},[&quot;{CODE}&quot;],0]],null,&quot;-42&quot;]">'
BROUGHT = (
    f'<form id="mG61Hd" data-response="%.@.[[&quot;{ENTRY}&quot;,[null,{ENTRY},[&quot;{CODE}&quot;],false]]]]"></form>'
)


def test_a_page_that_wants_a_sign_in_before_sending_takes_no_responses() -> None:
    """Google shows such a form to everybody, and says on the form's element that it cannot be sent."""
    marked = page('<form id="mG61Hd" data-sign-in-to-continue="true"></form>')
    assert (marked.takes_responses, marked.sign_in, marked.why) == (False, True, "it asks for a sign-in")
    assert page('<form id="mG61Hd" data-sign-in-to-continue="false"></form>').takes_responses
    assert page('<p>data-sign-in-to-continue="true"</p>').takes_responses


@pytest.mark.parametrize(
    ("html", "data", "proved"),
    [
        (OWN, f"[{ENTRY},null,1]", True),
        (OWN.replace("input", "textarea"), f"[{ENTRY},null,1]", True),
        (EMPTY + PARTIAL, f"[{ENTRY},null,1]", True),
        (BROUGHT + EMPTY, f"[{ENTRY},null,1]", True),
        (EMPTY + PARTIAL.replace(str(ENTRY), "7"), f"[{ENTRY},null,1]", False),
        (EMPTY + PARTIAL.replace(CODE, CODE + "X"), f"[{ENTRY},null,1]", False),
        (EMPTY + PARTIAL.replace(f"[null,{ENTRY},", f"[1,{ENTRY},"), f"[{ENTRY},null,1]", False),
        (BROUGHT.replace(str(ENTRY), "7") + EMPTY, f"[{ENTRY},null,1]", False),
        (BROUGHT + EMPTY + "<form></form>", f"[{ENTRY},null,1]", True),
        (BROUGHT.replace("[[", "[[[" * 20_000) + EMPTY, f"[{ENTRY},null,1]", False),
        ("", f'[{ENTRY},null,1,null,[[2,100,["{CODE}"],"{CODE}"]]]', False),
        ("", f'[{ENTRY},null,1,null,null,["{CODE}"]]', True),
        ("", f'["{ENTRY}",null,1,null,null,["{CODE}"]]', False),
        (f'<input type="text" name="entry.{ENTRY}" value="{CODE}">', f"[{ENTRY},null,1]", True),
        (OWN.replace(CODE, ""), f"[{ENTRY},null,1]", False),
        (OWN.replace(CODE, CODE + "X"), f"[{ENTRY},null,1]", False),
        (OWN.replace(str(ENTRY), "7"), f"[{ENTRY},null,1]", False),
        (f'<a href="https://accounts.google.com/AccountChooser?continue=x%3Fentry.{ENTRY}%3D{CODE}">{CODE}</a>', f"[{ENTRY},null,1]", False),
        (f'<input type="hidden" name="continue" value="?entry.{ENTRY}={CODE}">', f"[{ENTRY},null,1]", False),
        (f'<input type="text" name="entry.7" value="{CODE}">', f"[{ENTRY},null,1]", False),
    ],
)  # fmt: skip
def test_only_the_questions_own_field_proves_a_prefill(html: str, data: str, proved: bool) -> None:
    assert (CODE in page(html, data=data).prefilled.get(ENTRY, ())) is proved


@pytest.mark.parametrize(
    "entry", ["{}", "[]", "[1e400,null]", "[true,null]", '["7",null]', "7", "null", '{"4":[7]}', "[[7]]"]
)
def test_what_is_no_question_in_a_pages_data_ends_in_no_question(entry: str) -> None:
    """Whatever a page that is not Google's says in the place of a question; some ended the command with an error of Python's."""
    found = page(f'<div data-params="%.@.[1,2,3,4,[{entry}]]"><input type="text" value="x"></div>', data=entry)
    assert (found.why, found.entries, found.prefilled) == ("it shows no questions", {}, {})
    beside = page("", data=f"{entry},[{ENTRY},null,1]")
    assert (beside.takes_responses, beside.entries, beside.page_of) == (True, {ENTRY: "Station"}, {ENTRY: 0})


@pytest.mark.parametrize("load", ["{}", "[null,{}]", "[null,[null,{}]]", '[null,["A",[{"3":8},7,null]]]'])
def test_data_of_another_shape_shows_no_questions(load: str) -> None:
    reply = Response()
    reply.status_code, reply.url = 200, "https://docs.google.com/forms/d/e/1FAIpQLSx/viewform"
    reply._content = f"<script>var FB_PUBLIC_LOAD_DATA_ = {load}\n;</script>".encode()
    assert read_public_page(reply.url, reply).why == "it shows no questions"


class Pages:
    """Public pages; what was opened is noted, and one of them may be the last thing that the process does."""

    def __init__(self, pages: Any, *, dies_at: int = -1) -> None:
        self._pages, self._dies_at = pages, dies_at
        self.opened: list[str] = []

    def open(self, address: str) -> Any:
        if len(self.opened) == self._dies_at:
            raise Killed
        self.opened.append(address)
        return self._pages.open(address)


def ignore_queries(sandbox: Any) -> None:
    """The form opens and takes nothing from its address, which the page still names."""
    sandbox.faults({"fault": "noprefill"})


def test_setup_is_red_while_a_link_does_not_prefill_and_proves_again(campaign_dir: Path, sandbox: Any) -> None:
    ignore_queries(sandbox)
    for _ in range(2):
        result = run(campaign_dir, "--yes")
        assert result.return_value == 1, "a second run does not call it good"
        assert "PROBLEM: the printed link of BSP-" in result.output
        assert "does not fill in the station question. Do not print or hang anything." in result.output
    said = CliRunner().invoke(anubhav, ["--language", "hi", "-C", str(campaign_dir), "setup-forms", "--yes"])
    assert "का छपा लिंक इकाई वाला प्रश्न नहीं भरता। कुछ न छापें" in said.output, "its problems were in English"
    sandbox.faults()
    good = run(campaign_dir, "--yes")
    assert (good.return_value, load_registry(campaign_dir / "data").pending) == (0, "")
    ignore_queries(sandbox)
    later = run(campaign_dir)
    assert (later.return_value, load_registry(campaign_dir / "data").pending) == (1, "proof"), (
        "with nothing to do either"
    )
    assert "Nothing to do" not in later.output


def test_doctor_is_red_and_posters_refuse_when_links_do_not_prefill(
    campaign: Campaign, google: Any, sandbox: Any
) -> None:
    make_ready(campaign, google, sandbox)
    assert doctor(campaign.root).return_value == 0
    ignore_queries(sandbox)
    address = (campaign.root / "links.csv").read_text("utf-8-sig").splitlines()[1].split(",")[-1]
    opened = google.pages.open(address)
    code = address.rpartition("=")[2].rpartition("+")[2]
    assert code in opened.html, "the page names its own address"
    assert opened.takes_responses
    assert not opened.prefilled.get(load_registry(campaign.data).entry("station"))
    red = doctor(campaign.root)
    assert red.return_value == 1
    assert "does not fill in the station question" in red.output
    line = ["-C", str(campaign.root), "posters"]
    refused = CliRunner().invoke(anubhav, line, standalone_mode=False).exception
    assert isinstance(refused, StateError)
    assert "No poster was made" in str(refused)
    assert not list((campaign.data / "posters").glob("*.pdf"))
    sandbox.faults()
    assert CliRunner().invoke(anubhav, line, standalone_mode=False).exception is None


def test_every_link_of_a_run_is_opened_for_a_real_campaign_and_a_sample_at_a_sandbox(
    campaign: Campaign, google: Any, sandbox: Any
) -> None:
    make_ready(campaign, google, sandbox)
    pages = Pages(google.pages)
    noting = replace(google, pages=pages)
    pipeline.make_posters(campaign, google=noting)
    assert len(pages.opened) == len({station.district for station in campaign.stations}) == 2
    save_registry(replace(load_registry(campaign.data), root=""), campaign.data)
    pages.opened.clear()
    pipeline.make_posters(campaign, google=noting)
    assert len(set(pages.opened)) == len(pages.opened) == len(campaign.stations)


@pytest.mark.parametrize(
    "fault", ["error-500", "error-503", "html-502", "html-503", "never-arrived", "reply-lost", "cut-off", "html-200"]
)
def test_a_fault_at_any_page_of_the_proof_is_made_good(
    fault: str, campaign: Campaign, sandbox: Any, tmp_path: Path
) -> None:
    few = short(campaign)
    for after in range(3):  # the form itself, then a link of each district
        hit = own(few, f"hit-{after}", tmp_path)
        sandbox.faults({"fault": fault, "on": "page.viewform", "after": after, "times": 1})
        google = quiet(hit)
        first = pipeline.setup_forms(hit, google)
        struck = sandbox.api("GET", "/sandbox/faults").json()["faults"][0]["struck"]
        assert struck == (after < 2), "this campaign has one district"
        sandbox.faults()
        again = pipeline.setup_forms(hit, google)
        assert (again.problems, again.registry.pending, again.plan.steps) == ((), "", ()), (after, first.problems)
        assert len(files(google, FORM_TYPE)) == after + 1


def test_killed_at_any_page_of_the_proof_the_next_run_proves_again(campaign: Campaign, tmp_path: Path) -> None:
    few = short(campaign)
    google = quiet(few)
    for at in range(2):
        hit = own(few, f"hit-{at}", tmp_path)
        deadly = Pages(google.pages, dies_at=at)
        with pytest.raises(Killed):
            pipeline.setup_forms(hit, replace(google, pages=deadly))
        assert load_registry(hit.data).pending == "proof"
        whole = Pages(google.pages)
        setup = pipeline.setup_forms(hit, replace(google, pages=whole))
        assert (setup.problems, setup.registry.pending, len(whole.opened)) == ((), "", 2)
