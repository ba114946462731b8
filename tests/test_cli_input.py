"""What is typed wrong is the mistake of who types: told in its own words, before anything is done."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from anubhav_gforms import cli
from anubhav_gforms.cli import show
from anubhav_gforms.errors import AnubhavError, CampaignError, InputError
from anubhav_gforms.language import say
from tests.office import make_office, run
from tests.typed_lines import here


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "is not there"),
        ("{", "is not an OAuth client file"),
        ('{"web": {"client_id": "x"}}', "Web application"),
        ('{"type": "service_account"}', "service account"),
    ],
)
def test_a_wrong_client_file_is_the_users_input(content: str | None, words: str, campaign_dir: Path, tmp_path: Path):
    file = tmp_path / "client.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    done = here("-C", str(campaign_dir), "login", "--client", str(file))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Expecting" not in done.stderr
    assert "char" not in done.stderr


def test_a_date_is_asked_for_in_plain_words(campaign_dir: Path):
    done = here("-C", str(campaign_dir), "posters", "--since", "last week")
    assert done.returncode == 2
    assert '"last week" is not a day; write it as 2026-11-24' in " ".join(done.stderr.split())
    assert "%" not in done.stderr


@pytest.mark.parametrize("sheet", ["my sheet", "1AbCdEfGhIjKlMnOpQrSt"])
def test_a_wrong_sheet_to_publish_in_is_named_before_any_work(sheet: str, campaign_dir: Path):
    line = ["-C", str(campaign_dir), "report", "--publish", sheet]
    refused = CliRunner().invoke(cli.anubhav, line, standalone_mode=False).exception
    assert isinstance(refused, AnubhavError)
    assert refused.exit_code == (2 if " " in sheet else 3)
    assert "--publish" in str(refused)
    assert "response sheet" not in str(refused)
    assert "link" not in str(refused)


def test_what_is_wrong_in_a_plan_of_faults_ends_before_the_cure(tmp_path: Path) -> None:
    plan = tmp_path / "faults.toml"
    plan.write_text("[[faults\n", "utf-8")
    done = CliRunner().invoke(cli.anubhav, ["sandbox", "--faults", str(plan), "--world", str(tmp_path / "w.sqlite")])
    assert isinstance(done.exception, InputError)
    assert re.search(r"\(at line 1, column \d+\)\. The faults and their options", str(done.exception))
    assert say(done.exception.message, "hi").startswith("गड़बड़ियों की योजना काम में नहीं ली जा सकती। ")


@pytest.mark.parametrize(
    "typed",
    [
        ("setup-forms", "--adopt-sheet", ""),
        ("calibrate", "--freeze", ""),
        ("report", "--week", ""),
        ("release", "--by", ""),
        ("release", "--by", "  "),
    ],
)
def test_an_option_that_is_given_and_empty_is_not_as_if_it_were_not_there(
    tmp_path: Path, config_dir: Path, typed: tuple[str, ...]
) -> None:
    root = make_office(tmp_path / "office", lambda lines: lines[:20]).root
    done = run(root, *typed)
    assert isinstance(done.exception, InputError), done.output
    assert str(done.exception) == f"{typed[1]} is empty. Give it a value, or leave it out."


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("gazette correct 2026-W47 BSP letter B --why x", "Week 2026-W47 was never announced"),
        ("gazette announce --from 2027-W01", "Nothing was announced yet"),
        ("calibrate --freeze 2026-Q9", "is not a quarter"),
        ("calibrate --freeze 2026-Q4", "has no constants to freeze yet"),
        ("bench decide --all --first --why seen", "The bench is empty"),
        ("keys rotate", "The fingerprints of the keys are not recorded yet"),
        ("doctor --live", "No login was found"),
    ],
)
def test_what_cannot_be_done_is_said_before_consent_is_asked(tmp_path: Path, typed: str, wrong: str) -> None:
    root = make_office(tmp_path / "office", lambda lines: lines[:20]).root
    done = run(root, *typed.split())
    assert wrong in str(done.exception)


def test_doctor_says_mistakes_of_the_files_in_hindi(tmp_path: Path) -> None:
    """The same error was in Hindi where a command stopped at it, and in English where it is a line of doctor."""
    (tmp_path / "stations.csv").write_text("code\n" + "X\n" * 5, "utf-8")
    refused = run(tmp_path, "pull").exception
    assert isinstance(refused, CampaignError)
    told = run(tmp_path, "--language", "hi", "doctor").output
    for language, is_told in (("hi", True), ("en", False)):
        for line in show.error_text(refused, language).splitlines():
            assert (line in told) is is_told, line


@pytest.mark.parametrize("typed", ["demo", "visitors --until 2026-11-22"])
def test_a_seed_that_nothing_can_be_drawn_from_is_refused_at_once(typed: str) -> None:
    """It was called our own failure, in a demo after half a minute."""
    done = run(Path(), *typed.split(), "--seed", "-1")
    assert isinstance(done.exception, click.BadParameter)


@pytest.mark.parametrize(
    "text", ["कोड".encode("utf-16-be"), b"code,url\rBSP-KTW,http://x\r", b'code\n"' + b"x" * 200_000]
)
def test_a_file_of_links_that_is_none_is_the_users_input(text: bytes, tmp_path: Path) -> None:
    (links := tmp_path / "links.csv").write_bytes(text)
    done = run(Path(), "visitors", "--links", str(links), "--until", "2026-11-22")
    assert isinstance(done.exception, InputError)
    assert "links.csv" in str(done.exception)
