"""anubhav doctor as it is typed: its last line, its exit code and its JSON, before a setup and without Google."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ready import doctor, make_ready

from anubhav_gforms.campaign import Campaign
from tests.published import as_published


@pytest.fixture
def ready(campaign: Campaign, google: Any, sandbox: Any) -> Campaign:
    return make_ready(campaign, google, sandbox)


def test_json_and_exit_code_are_for_monitoring(ready: Campaign) -> None:
    good = doctor(ready.root, "--json")
    assert good.return_value == 0
    assert as_published("doctor", good.output)["green"] is True
    (ready.root / "links.csv").unlink()
    bad = doctor(ready.root, "--json")
    assert bad.return_value == 1
    assert {
        "name": "links",
        "ok": False,
        "said": "links.csv is not there",
        "cure": "Run: anubhav setup-forms",
    } in as_published("doctor", bad.output)["checks"]


def test_a_link_that_is_no_address_opens_nothing(ready: Campaign) -> None:
    path = ready.root / "links.csv"
    path.write_text(path.read_text("utf-8-sig").replace("http://", "http://[", 1), "utf-8-sig")
    checks = {check["name"]: check for check in json.loads(doctor(ready.root, "--json").output)["checks"]}
    assert checks["links"]["ok"] is False
    assert checks["links"]["said"].startswith("1 of 6 links do not open this form")


def test_before_the_first_setup_it_says_what_is_to_be_done(campaign_dir: Path, config_dir: Path) -> None:
    result = doctor(campaign_dir)
    assert result.return_value == 1
    assert "no form was made yet" in result.output
    assert "anubhav setup-forms" in result.output
    assert not (campaign_dir / "data").exists()
    assert not config_dir.exists()


def test_mistakes_in_the_files_are_its_first_line(campaign_dir: Path) -> None:
    (campaign_dir / "config" / "form.toml").unlink()
    result = doctor(campaign_dir)
    assert result.return_value == 1
    assert "form.toml" in result.output
    assert "RED" in result.output


def test_a_google_that_does_not_reply_is_said(campaign_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANUBHAV_GOOGLE_ROOT", "http://127.0.0.1:9")
    result = doctor(campaign_dir, "--json")
    told = {check["name"]: check for check in json.loads(result.output)["checks"]}
    assert told["connection"]["ok"] is False
    assert "nobody replies" in told["connection"]["said"]
    assert told["published"]["said"] == "not asked: no connection"


def test_the_last_line_counts_green_red_and_what_could_not_be_run(ready: Campaign, sandbox: Any) -> None:
    sandbox.faults({"fault": "permission", "on": "forms.forms.responses.list", "times": 9})
    told = doctor(ready.root)
    assert told.return_value == 1
    last = told.output.splitlines()[-1]
    assert last.endswith("checks are green; 2 could not be run: this login may read the sheet only.")
    assert "red" not in last
    (ready.root / "links.csv").unlink()
    last = doctor(ready.root).output.splitlines()[-1]
    assert last == "1 of 32 checks is red, 2 could not be run. Begin with the first red one."


def test_titles_that_changed_places_are_told_as_setup_forms_refuses_them(ready: Campaign) -> None:
    """It said: run setup-forms, which refuses them."""
    path = ready.root / "config" / "form.toml"
    heard, fast = (f'title = "{ready.form.question(key).title}"' for key in ("heard", "promptness"))
    swapped = path.read_text("utf-8").replace(heard, "…").replace(fast, heard).replace("…", fast)
    path.write_text(swapped, "utf-8")
    checks = {check["name"]: check for check in json.loads(doctor(ready.root, "--json").output)["checks"]}
    assert checks["questions"]["ok"] is False
    assert "gives questions the titles of others" in checks["questions"]["said"]
    assert "Put each title back" in checks["questions"]["cure"]
