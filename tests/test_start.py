"""anubhav start: eight answers make a campaign that works; it goes on where it was stopped, and overwrites nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from anubhav_gforms.campaign import load_campaign, start
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import CampaignError, InputError
from anubhav_gforms.links.registry import load_registry

OWN = """code,name_en,name_hi,district,kind,lat,lon
DRG-KTW,Kotwali Police Station Durg,थाना कोतवाली दुर्ग,DRG,thana,21.19,81.28
DRG-SPO,Superintendent of Police Office Durg,पुलिस अधीक्षक कार्यालय दुर्ग,DRG,sp_office,21.19,81.29
"""
ANSWERS = (
    "hi", "durg", "आईजी कार्यालय, दुर्ग रेंज / IG Office, Durg Range", "दुर्ग पुलिस रेंज / Durg Police Range",
    "आईजी कार्यालय, दुर्ग / IG Office, Durg", "6", "own.csv", "practice", "दुर्ग / Durg",
)  # fmt: skip


def typed(folder: Path, *lines: str, words: tuple[str, ...] = ("--yes",)) -> Result:
    return CliRunner().invoke(
        anubhav, ["start", str(folder), *words], input="".join(f"{line}\n" for line in lines), standalone_mode=False
    )


@pytest.fixture
def here(tmp_path: Path, config_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a list of stations of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANUBHAV_GOOGLE_ROOT", raising=False)
    monkeypatch.setenv("LANGUAGE", "en")  # what the command changes goes with the test
    Path("own.csv").write_text(OWN, "utf-8-sig")
    return tmp_path / "durg"


def test_stopped_half_way_it_goes_on_to_a_campaign_that_works(here: Path, sandbox: Any) -> None:
    stopped = typed(here, *ANSWERS[:3])
    assert stopped.exit_code != 0
    assert {path.name for path in here.iterdir()} == {start.DRAFT}
    start.save_draft(start.load_draft(here) | {"root": sandbox.root}, here)  # the server that runs already
    done = typed(here, "", "", "", *ANSWERS[3:])
    assert done.exception is None, done.output
    campaign = load_campaign(here)
    assert (campaign.id, campaign.office.office.language, campaign.office.office.retention_months) == ("durg", "hi", 6)
    assert campaign.office.office.name_en == "IG Office, Durg Range"
    assert [(each.code, each.name_en) for each in campaign.districts] == [("DRG", "Durg")]
    words = (here / "config" / "form.toml").read_text("utf-8")
    assert "IG Office, Durg Range" in words
    assert "Bilaspur" not in words
    assert "बिलासपुर" not in words
    registry = load_registry(campaign.data)
    assert registry.ready
    assert registry.tab_id is not None, "form and sheet are linked"
    assert not (here / start.DRAFT).exists()
    left = here / "start.abcd1234.tmp"
    left.mkdir()
    again = typed(here)
    assert again.exception is None
    assert load_registry(campaign.data) == registry
    assert not left.exists(), "what a killed start left goes with the next one"


def test_what_belongs_to_the_shipped_office_is_offered_to_that_office_alone(here: Path) -> None:
    def offered(name: str | None) -> dict[str, str]:
        given = {} if name is None else {"name": name}
        return {each.name: each.offered for each in start.questions(given, here)}

    shipped = offered(None)
    assert offered(shipped["name"]) == shipped
    assert {name: text for name, text in offered(ANSWERS[2]).items() if text != shipped[name]} == {
        "range": "", "contact": ANSWERS[2], "stations": "",
    }  # fmt: skip


def test_a_wrong_answer_is_asked_again_in_the_language_just_chosen(here: Path) -> None:
    said = typed(here, "hindi", "hi", "Durg Range!", "durg", "only one").output
    assert "hindi" in said
    assert "नहीं चलेगा" in said
    assert json.loads((here / start.DRAFT).read_text("utf-8"))["id"] == "durg"


def test_the_language_just_chosen_is_that_of_click_and_of_errors_too(here: Path) -> None:
    """As typed, in a process of its own: click's own words come before anything is read, and errors after all of it."""
    lines = ["hi", "Durg Range!", *ANSWERS[1:]]
    run = subprocess.run(
        [sys.executable, "-m", "anubhav_gforms", "start", str(here)],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr.startswith("त्रुटि: "), "nobody consented"
    assert 'त्रुटि: "Durg Range!" नहीं चलेगा' in run.stdout
    assert "Error" not in run.stdout + run.stderr


def test_nothing_is_written_without_consent_and_nothing_is_overwritten(here: Path) -> None:
    refused = typed(here, *ANSWERS, words=())
    assert isinstance(refused.exception, InputError)
    assert not (here / "config").exists()
    (here / "stations.csv").write_text("mine")
    taken = typed(here, *[""] * len(ANSWERS))
    assert isinstance(taken.exception, InputError)
    assert (here / "stations.csv").read_text() == "mine"


def test_a_mistake_in_the_list_of_stations_names_that_list(here: Path) -> None:
    Path("own.csv").write_text(OWN.replace("sp_office", "palace"), "utf-8-sig")
    wrong = typed(here, *ANSWERS)
    assert isinstance(wrong.exception, CampaignError)
    assert {mistake.file.name for mistake in wrong.exception.mistakes} == {"own.csv"}
    assert not (here / "config").exists()


def test_a_district_that_is_no_code_is_told_of_the_list_alone(here: Path) -> None:
    """It was told of a line of config/office.toml too, which is not there, as a missing quote."""
    Path("own.csv").write_text(OWN.replace(",DRG,", ",d r g,"), "utf-8-sig")
    stopped = typed(here, *ANSWERS)
    assert isinstance(stopped.exception, CampaignError)
    assert {each.file.name for each in stopped.exception.mistakes} == {"own.csv"}


def test_for_google_it_names_the_next_commands(here: Path) -> None:
    done = typed(here, *ANSWERS[:6], "-", "google")
    assert "anubhav login" in done.output
    assert load_campaign(here).office.google.root == ""
