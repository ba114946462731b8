"""The permit to print for walls: earned by a test response and doctor --live, lost by any change; samples without it."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner
from permits import permit
from PIL import Image
from ready import doctor, make_ready

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import StateError
from anubhav_gforms.forms.permit import FILE, PAPER_CHECKS, load_permit
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.posters.printing.job import PrintJob

ONE = PrintJob(stations=("BSP-KTW",))
NOT_YET = "Test response: not passed yet. anubhav doctor --live: not passed yet."


@pytest.fixture
def ready(campaign: Campaign, google: Any, sandbox: Any) -> Campaign:
    """Set up, linked and pulled, and nothing tried yet."""
    make_ready(campaign, google, sandbox)
    (campaign.data / FILE).unlink()
    return campaign


def refused(campaign: Campaign, google: Any) -> str:
    """Why no poster is made."""
    before = sorted(campaign.data.rglob("*.pdf"))
    with pytest.raises(StateError) as error:
        pipeline.make_posters(campaign, ONE, google=google)
    assert sorted(campaign.data.rglob("*.pdf")) == before
    return str(error.value)


def test_setup_forms_names_only_what_is_still_to_be_tried(ready: Campaign, google: Any) -> None:
    """It asked for both tests again and again, though the permit held."""

    def ends() -> str:
        typed = ["-C", str(ready.root), "setup-forms", "--yes"]
        return str(CliRunner().invoke(anubhav, typed, standalone_mode=False).output.splitlines()[-1])

    assert ends().endswith("Next: anubhav setup-forms --test-answer, anubhav doctor --live. Then: anubhav posters")
    pipeline.send_test_response(ready, google, load_registry(ready.data))
    assert ends().endswith("linked. Next: anubhav doctor --live. Then: anubhav posters")
    permit(ready, google)
    assert ends().endswith("both tests passed. Next: anubhav posters")


def test_it_takes_a_test_response_and_a_live_trial_that_passed(ready: Campaign, google: Any) -> None:
    assert f"{NOT_YET} Run: anubhav setup-forms --test-answer, then: anubhav doctor --live. To look" in refused(
        ready, google
    )
    assert pipeline.send_test_response(ready, google, load_registry(ready.data)).row
    said = refused(ready, google)
    assert "Test response: passed. anubhav doctor --live: not passed yet. Run: anubhav doctor --live. To look" in said
    assert "--test-answer" not in said, "it has passed"
    done = doctor(ready.root, "--live", "--yes", "--json")
    told = json.loads(done.output)
    assert told["live_passed"]
    assert {check["name"] for check in told["checks"]} >= set(PAPER_CHECKS)
    if os.name == "posix":
        assert stat.S_IMODE((ready.data / FILE).stat().st_mode) == 0o600
    assert google.account not in (ready.data / FILE).read_text("utf-8")
    assert pipeline.make_posters(ready, ONE, google=google).posters


def test_no_paper_carries_the_name_of_one_station_and_the_code_of_another(ready: Campaign, google: Any) -> None:
    """A column of stations.csv that was sorted alone: setup-forms refused it, and posters printed it for walls."""
    permit(ready, google)
    one, other, *rest = ready.stations
    here, there = replace(one, name_en=other.name_en), replace(other, name_en=one.name_en)
    said = refused(replace(ready, stations=(here, there, *rest)), google)
    assert (
        f"sorted alone: {one.code} ({one.name_en}); {other.code} ({other.name_en}). Nothing was made. Put each" in said
    )
    here, there = replace(one, name_hi=other.name_hi), replace(other, name_hi=one.name_hi)
    hindi = replace(ready, stations=(here, there, *rest))
    assert f"sorted alone: {one.code} ({one.name_hi}); {other.code} ({other.name_hi}). Nothing" in refused(
        hindi, google
    )


def test_a_print_completes_the_registry_of_an_older_anubhav(ready: Campaign, google: Any) -> None:
    """It kept English names alone; looking at a campaign writes nothing."""
    permit(ready, google)
    old = replace(load_registry(ready.data), columns={})
    save_registry(old, ready.data)
    assert "an older anubhav" in {line.name: line for line in pipeline.due_today(ready)}["stations"].said
    assert load_registry(ready.data) == old
    assert pipeline.make_posters(ready, ONE, google=google).posters
    kept = load_registry(ready.data).columns["name_hi"]
    assert kept == {station.code: station.name_hi for station in ready.stations}


def test_a_live_trial_that_fails_takes_the_permit_away(ready: Campaign, google: Any, sandbox: Any) -> None:
    permit(ready, google)
    sandbox.faults({"fault": "noprefill"})
    done = doctor(ready.root, "--live", "--yes")
    assert done.return_value == 1
    assert "NOT PASSED, so no poster for a wall can be made: printed links; A prefilled value" in done.output
    sandbox.faults()
    assert "anubhav doctor --live: not passed yet." in refused(ready, google)


def test_a_red_check_on_which_paper_depends_is_in_the_way(ready: Campaign, google: Any, sandbox: Any) -> None:
    form_id = load_registry(ready.data).form_id
    settings = {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}
    sandbox.api("POST", f"/v1/forms/{form_id}:batchUpdate", json={"requests": [{"updateSettings": settings}]})
    [line] = [line for line in doctor(ready.root, "--live", "--yes").output.splitlines() if "NOT PASSED" in line]
    assert "no e-mail" in line
    assert load_permit(ready.data, ready.id).live is None


def test_any_change_of_the_form_ends_it(ready: Campaign, google: Any, sandbox: Any) -> None:
    permit(ready, google)
    form_id = load_registry(ready.data).form_id
    info = {"info": {"description": "Other words"}, "updateMask": "description"}
    sandbox.api("POST", f"/v1/forms/{form_id}:batchUpdate", json={"requests": [{"updateFormInfo": info}]})
    told = refused(ready, google)
    assert told.count("passed before the form was last changed") == 2


def test_another_account_has_to_earn_its_own(ready: Campaign, google: Any) -> None:
    permit(ready, google)
    other = replace(google, login=replace(google.login, account="another@office.invalid"))
    assert refused(ready, other).count("passed with another Google account") == 2


def edited(content: dict[str, Any]) -> None:
    content["live"]["form"] = "0" * 64


def of_another_campaign(content: dict[str, Any]) -> None:
    content["campaign"] = "another"


def without_a_seal(content: dict[str, Any]) -> None:
    del content["seal"]


@pytest.mark.parametrize("change", [edited, of_another_campaign, without_a_seal])
def test_a_file_that_was_touched_or_copied_permits_nothing(ready: Campaign, google: Any, change: Any) -> None:
    permit(ready, google)
    content = json.loads((ready.data / FILE).read_text("utf-8"))
    change(content)
    (ready.data / FILE).write_text(json.dumps(content), "utf-8")
    assert NOT_YET in refused(ready, google)


@pytest.mark.parametrize("content", ["", "{", "[]", "7", '{"seal": 1}', "[" * 100_000])
def test_a_damaged_file_permits_nothing(ready: Campaign, google: Any, content: str) -> None:
    (ready.data / FILE).write_text(content, "utf-8")
    assert NOT_YET in refused(ready, google)


@pytest.mark.parametrize("paper", ["A4", "A6x4", "tent"])
def test_samples_say_so_on_every_page_and_count_as_nothing(ready: Campaign, paper: str) -> None:
    config = ready.root / "config" / "poster.toml"
    config.write_text(config.read_text("utf-8").replace("desk_cards = 0", "desk_cards = 1"), "utf-8")
    before = {path: path.read_bytes() for path in ready.data.rglob("*") if path.is_file()}
    line = ["-C", str(ready.root), "posters", "--without-proof", "--paper", paper]
    done = CliRunner().invoke(anubhav, line, standalone_mode=False)
    assert done.return_value == 0, done.output
    assert "Nothing was proved" in done.output
    assert {path: path.read_bytes() for path in before} == before, "neither the registry nor the log knows of them"
    files = [path for path in (ready.data / "posters" / "samples").glob("*.pdf") if "handover" not in path.name]
    assert files
    for path in files:
        with pypdfium2.PdfDocument(path) as document:
            texts = [page.get_textpage().get_text_range() for page in document]
        assert texts
        assert all("SAMPLE" in text for text in texts)


def test_a_sample_of_a_real_form_is_marked_too(ready: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mark does not hang on the sandbox's address."""
    monkeypatch.setattr("anubhav_gforms.posters.design.texts.SAMPLE_HOSTS", ())
    texts = ready.poster.poster.model_copy(update={"host": "127.0.0.1"})
    real = replace(ready, poster=ready.poster.model_copy(update={"poster": texts}))
    printed = pipeline.make_posters(real, ONE)
    assert printed.sample
    [picture] = [each.path for each in pipeline.preview_poster(real, ONE) if each.shows == "colour"]
    with Image.open(picture) as shown:
        assert shown.convert("RGB").getpixel((12, shown.height // 2)) == (0xB3, 0x26, 0x1E), "a picture can be printed"
    with pypdfium2.PdfDocument(Path(printed.folder) / printed.files[0].name) as document:
        assert "SAMPLE" in document[0].get_textpage().get_text_range()
        page = document[0].render(scale=1).to_pil().convert("RGB")
    assert [page.getpixel((x, page.height // 2)) for x in (6, page.width - 7)] == [(0xB3, 0x26, 0x1E)] * 2, (
        "framed in red"
    )
