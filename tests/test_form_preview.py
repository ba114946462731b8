"""anubhav form preview: the form as a phone shows it; and the end that only a person can set."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image
from ready import make_ready

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import StateError
from anubhav_gforms.forms.doctor import check_ending
from anubhav_gforms.forms.phone import GAP, HEAD, HEIGHT, SHARP, WIDTH, find_browser, pictures_of
from anubhav_gforms.forms.wanted import wanted_form
from anubhav_gforms.google.form_page import PageEnding
from anubhav_gforms.language import say
from anubhav_gforms.links.registry import Registry, load_registry, save_registry
from anubhav_gforms.pipeline.preview import page_heads, shown_form
from gsandbox.responder.preview import preview
from tests.chromium import tried

PROJECT = Path(__file__).parent.parent
browser = tried("THE FORM'S PREVIEW")


@browser
def test_a_picture_in_each_language_and_the_answer_is_where_they_lie(campaign_dir: Path, tmp_path: Path) -> None:
    line = ["-C", str(campaign_dir), "form", "preview", "--station", "BSP-KTW", "--out", str(tmp_path / "seen")]
    (tmp_path / "seen" / "form.abcd1234.tmp").mkdir(parents=True)
    result = CliRunner().invoke(anubhav, line, standalone_mode=False)
    assert result.exception is None
    assert {each.name for each in (tmp_path / "seen").iterdir()} == {"form-hi.png", "form-en.png"}, "no draft stays"
    for language in ("hi", "en"):
        path = tmp_path / "seen" / f"form-{language}.png"
        assert str(path) in result.output
        with Image.open(path) as image:
            assert image.width >= 3 * WIDTH * SHARP, "two pages and the end, side by side"
            assert image.height > HEIGHT * SHARP
            assert len(image.convert("RGB").getcolors(1 << 24)) > 100, "letters, not an empty sheet"
        assert path.stat().st_size < 700_000, "small enough for a mail"


@browser
def test_two_pictures_are_cut_from_one_and_the_browser_is_started_as_often_as_for_one(tmp_path: Path) -> None:
    counted, starts = tmp_path / "counted", tmp_path / "starts"
    counted.write_text(f'#!/bin/sh\necho >> "{starts}"\nexec "{find_browser()}" "$@"\n')
    counted.chmod(0o755)
    sheets = [
        [("", f'<body style="margin:0;background:{colour}"><div style="height:{high}px">') for colour in colours]
        for colours, high in ((("#f00", "#0f0"), HEIGHT + 100), (("#00f",), HEIGHT))
    ]
    pictures = [Image.open(BytesIO(each)).convert("RGB") for each in pictures_of(sheets, str(counted), tmp_path)]
    assert [len(starts.read_text()), len(pictures)] == [2, 2], "once to measure, once to draw"
    sizes = [(GAP + n * (WIDTH + GAP), high + 2 * GAP) for n, high in ((2, HEIGHT + 100), (1, HEIGHT))]
    assert [each.size for each in pictures] == [(wide * SHARP, high * SHARP) for wide, high in sizes]
    seen = [each.getpixel(((GAP + at) * SHARP, (GAP + 9) * SHARP)) for each in pictures for at in (9, WIDTH - 9)]
    assert seen == [(255, 0, 0), (255, 0, 0), (0, 0, 255), (0, 0, 255)]
    assert pictures[0].getpixel(((GAP + WIDTH + GAP + 9) * SHARP, (GAP + 9) * SHARP)) == (0, 255, 0)


@browser
def test_a_picture_holds_the_page_whole_and_marks_the_first_screen(tmp_path: Path) -> None:
    high = HEIGHT + 321
    body = f'<body style="margin:0;background:#fff"><div style="height:{high - 9}px"></div><div style="height:9px;background:#00f"></div>'
    with Image.open(BytesIO(pictures_of([[("", body)]], find_browser(), tmp_path)[0])) as image:
        middle = image.convert("RGB").crop((image.width // 2, 0, image.width // 2 + 1, image.height))
    column = [pixel for _, pixel in sorted((y, middle.getpixel((0, y))) for y in range(middle.height))]
    blue = [y for y, pixel in enumerate(column) if pixel == (0, 0, 255)]
    white = [y for y, pixel in enumerate(column) if pixel == (255, 255, 255)]
    assert (blue[-1] + 1 - white[0]) / SHARP == high
    assert any(pixel not in ((255, 255, 255), (0, 0, 255)) for pixel in column[white[0] : blue[0]]), "the red line"


@browser
def test_of_an_adopted_form_it_says_that_citizens_see_another(campaign_dir: Path) -> None:
    (campaign_dir / "data").mkdir()
    save_registry(Registry(adopted=True), campaign_dir / "data")
    done = CliRunner().invoke(anubhav, ["-C", str(campaign_dir), "form", "preview"], standalone_mode=False)
    assert done.exception is None
    assert "on the form that was adopted" in done.output


def test_without_a_browser_it_says_what_to_install(
    campaign_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = CliRunner().invoke(anubhav, ["-C", str(campaign_dir), "form", "preview"], standalone_mode=False)
    assert isinstance(result.exception, StateError)
    assert "apt install chromium" in str(result.exception)


def test_a_browser_that_fails_is_named_and_one_of_windows_is_found(tmp_path: Path) -> None:
    broken = tmp_path / "Google" / "Chrome" / "Application" / "chrome.exe"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    found = find_browser({"PATH": "", "PROGRAMFILES": str(tmp_path)})
    assert found == str(broken)
    with pytest.raises(StateError, match=r"chrome\.exe cannot be used"):
        pictures_of([[("", "<p>x")]], found, tmp_path)


def test_the_previewed_pages_hold_every_question_once_and_nothing_to_fetch() -> None:
    items = [
        {"itemId": "10", "title": "एक / One", "questionItem": {"question": {"questionId": "11", "textQuestion": {}}}},
        {"itemId": "12", "title": "और / More", "pageBreakItem": {}},
        {"itemId": "14", "title": "दो / Two", "questionItem": {"question": {"questionId": "15", "textQuestion": {}}}},
    ]
    first, second, end = preview(
        {"info": {"title": "T"}, "settings": {}, "items": items}, {17: "Kota"}, lang="hi", thanks="धन्यवाद"
    )
    one, two = ">One<", ">Two<"
    assert (one in first, two in first, two in second, one in second) == (True, False, True, False)
    assert 'value="Kota"' in first
    assert "धन्यवाद" in end
    assert not any("/sandbox/fonts" in page or "<script" in page for page in (first, second, end))


def after_sending(campaign: Campaign, google: Any) -> Any:
    return next(check for check in pipeline.doctor(campaign, google) if check.name == "after sending")


def test_doctor_is_red_until_the_thanks_stand_at_the_end(campaign: Campaign, google: Any, sandbox: Any) -> None:
    form_id = pipeline.setup_forms(campaign, google).registry.form_id
    fresh = after_sending(campaign, google)
    for text in ("the thanks of config/form.toml", "another response is offered", "asks for a sign-in"):
        assert text in fresh.said
    assert (fresh.ok, "ig-office.md in the documentation" in fresh.cure) == (False, True)
    thanks = wanted_form(campaign).thanks
    sandbox.end(form_id, thanks)
    done = after_sending(campaign, google)
    assert (done.ok, done.cure, "no second response" in done.said) == (True, "", True)
    sandbox.end(form_id, thanks + " x")
    other = after_sending(campaign, google)
    assert (other.ok, other.said) == (False, "to do by hand: the thanks of config/form.toml are not there")
    sandbox.end(form_id, thanks, another=True)
    assert after_sending(campaign, google).ok is False
    sandbox.end(form_id, thanks, editable=True)
    changed = after_sending(campaign, google)
    assert (changed.ok, "a sent response may be changed" in changed.said) == (False, True), "each change is two alerts"
    sandbox.end(form_id, thanks, summary=True)
    open_to_all = after_sending(campaign, google)
    assert (open_to_all.ok, "names and mobile numbers" in open_to_all.said) == (False, True)
    sandbox.end(form_id, thanks, no_autosave=False)
    advice = after_sending(campaign, google)
    assert (advice.ok, "asks for a sign-in" in advice.said, bool(advice.cure)) == (True, True, True)


def test_what_doctor_reads_is_what_a_citizen_gets_after_sending(campaign: Campaign, google: Any, sandbox: Any) -> None:
    """The page says before anything is sent how it will end: one response shows that it does."""
    registry = make_ready(campaign, google, sandbox) and load_registry(campaign.data)
    thanks = wanted_form(campaign).thanks
    for text, ok in ((thanks, True), ("Something else", False)):
        sandbox.end(registry.form_id, text)
        page = google.pages.open(registry.responder_uri)
        reply = google.pages.respond(page, {registry.entry("station"): "BSP-KTW", registry.entry("overall"): "4"})
        assert after_sending(campaign, google).ok is ok
        assert all(line in reply.html for line in text.splitlines())
        assert thanks.splitlines()[0] in reply.html or not ok


def test_a_campaign_without_thanks_is_left_with_googles_own_words() -> None:
    wanted = wanted_form(load_campaign(PROJECT))

    class Seen:
        ending = PageEnding("", another=True, summary=False, editable=False, keeps_drafts=True)

    class OpenToAll:
        ending = replace(Seen.ending, summary=True)

    assert "Google's own words" in check_ending(Seen(), replace(wanted, thanks="")).said  # type: ignore[arg-type]
    assert "to do by hand" in check_ending(Seen(), wanted).said  # type: ignore[arg-type]
    assert not check_ending(OpenToAll(), replace(wanted, thanks="")).ok  # type: ignore[arg-type]


def test_setup_prints_the_thanks_and_where_they_go(campaign_dir: Path, sandbox: Any) -> None:
    line = ["-C", str(campaign_dir), "setup-forms", "--yes"]
    first = CliRunner().invoke(anubhav, line, standalone_mode=False).output
    thanks = load_campaign(campaign_dir).form.form
    assert thanks.thanks_hi in first
    assert thanks.thanks_en in first
    assert ".setConfirmationMessage(" in first
    assert ".setShowLinkToRespondAgain(false)" in first
    registry = load_registry(campaign_dir / "data")
    assert f"/forms/d/{registry.form_id}/edit#settings" in first


def test_a_picture_says_above_each_page_what_it_is_in_its_language() -> None:
    said = [str(text) for text in page_heads(2)]
    assert said[1:] == ["Page 2", "After sending"]
    assert f"{WIDTH} × {HEIGHT}" in said[0]
    assert [say(text, "hi") for text in page_heads(2)][2] == "भेजने के बाद"


@browser
def test_what_is_said_above_moves_the_page_down_and_is_drawn(tmp_path: Path) -> None:
    body = '<body style="margin:0;background:#00f">'
    with Image.open(BytesIO(pictures_of([[("पन्ना 1", body)]], find_browser(), tmp_path)[0])) as image:
        shown = image.convert("RGB")
    top = next(y for y in range(shown.height) if shown.getpixel((shown.width // 2, y)) == (0, 0, 255))
    assert top / SHARP == GAP + HEAD
    above = shown.crop((0, GAP * SHARP, shown.width, top))
    assert len(above.getcolors(1 << 16) or []) > 3, "letters stand there"


def test_the_form_can_be_seen_with_any_stations_name(campaign: Campaign) -> None:
    (short,) = shown_form(campaign, "BSP-KTW").filled.values()
    (longest,) = shown_form(campaign).filled.values()
    assert short.startswith("City Kotwali Bilaspur BSP-KTW.")
    assert len(longest) >= len(short)


def test_a_rating_shows_a_number_and_a_star_to_tap_and_no_second_control() -> None:
    rating = {"ratingQuestion": {"iconType": "STAR", "ratingScaleLevel": 5}}
    items = [{"itemId": "10", "title": "One", "questionItem": {"question": {"questionId": "11", **rating}}}]
    page = preview({"info": {"title": "T"}, "settings": {}, "items": items}, {}, lang="hi")[0]
    assert page.count('class="step"') == page.count('data-off="☆" data-on="★"') == 5
    assert 'class="steps stars"' in page


def test_the_end_has_a_line_of_its_own_for_each_language() -> None:
    end = preview({"info": {"title": "T"}, "settings": {}, "items": []}, {}, lang="hi", thanks="धन्यवाद।\nThank you.")[
        -1
    ]
    assert '<span lang="hi">धन्यवाद।</span>\n<span lang="en">Thank you.</span>' in end
