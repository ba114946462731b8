"""The story, as its users live it: form, links, posters, citizens over HTTP, pull, report. Read this first."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from anubhav_gforms.pipeline import rank_correlation
from tests.demo_checked import rows_of
from tests.typed_lines import here

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def anubhav(campaign_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command in the campaign's folder: anubhav("pull"). `exits` is the code it must end with. In one process: the demo
    of test_hindi_spoken.py has one for each."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str, exits: int = 0) -> subprocess.CompletedProcess[str]:
        done = here(*arguments, folder=campaign_dir)
        assert done.returncode == exits, f"{arguments} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    return run


def registry_of(folder: Path) -> dict:
    return json.loads((folder / "data" / "registry.json").read_text(encoding="utf-8"))


def codes_on(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=100 / 72).to_pil() for page in document]
    return [code.text for page in pages for code in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)]


def test_the_whole_story(anubhav: Run, campaign_dir: Path, sandbox) -> None:
    # The IG office: a form, a sheet, one link a station.
    assert "--yes" in anubhav("setup-forms", exits=2).stderr, "without a terminal it must not decide alone"
    assert not (campaign_dir / "links.csv").exists()
    anubhav("setup-forms", "--yes")
    links = rows_of(campaign_dir / "links.csv")
    assert list(links[0]) == ["code", "name_en", "name_hi", "district", "kind", "url"]
    assert len(links) == len({link["url"] for link in links}) == 6
    before = registry_of(campaign_dir)
    assert "nothing to do" in anubhav("setup-forms", "--yes").stdout.lower()
    assert registry_of(campaign_dir) == before

    # A person links the sheet; staff print; every code on paper opens its station's form.
    sandbox.link(before["form_id"], before["spreadsheet_id"])
    refused = anubhav("posters", exits=2).stderr
    assert "Test response: not passed yet. anubhav doctor --live: not passed yet." in refused
    anubhav("setup-forms", "--test-answer", "--yes")
    assert "Passed: for posters this counts" in anubhav("doctor", "--live", "--yes", exits=1).stdout
    anubhav("posters")
    printed = [code for pdf in sorted((campaign_dir / "data" / "posters").glob("*.pdf")) for code in codes_on(pdf)]
    assert {link["url"] for link in links} <= set(printed)
    for link in links:
        page = sandbox.get(link["url"].removeprefix(sandbox.root)).text if link["url"].startswith(sandbox.root) else ""
        assert link["code"] in page

    # Citizens respond over HTTP.
    anubhav(
        "visitors",
        "--links",
        "links.csv",
        "--answers",
        "600",
        "--weeks",
        "20",
        "--until",
        "2026-11-22",
        "--seed",
        "3",
        "--truth",
        "truth.csv",
    )

    # Analysts pull, twice, and report.
    first = anubhav("pull").stdout
    assert re.search(r"\b601\b", first), first
    assert "test answer: 1 new" in first
    second = anubhav("pull").stdout
    assert re.search(r"\b0 new\b|nothing new", second.lower()), second
    anubhav("report", "--week", "2026-W47")
    report = campaign_dir / "data" / "reports" / "2026-W47"
    grades = rows_of(report / "office.csv")
    columns = [
        "level",
        "code",
        "name_en",
        "name_hi",
        "district",
        "kind",
        "n",
        "responses",
        "raw_mean",
        "score",
        "low",
        "high",
        "letter",
        "status",
    ]
    assert list(grades[0])[: len(columns)] == columns
    assert list(grades[0])[len(columns) :][:6] == ["p_A+", "p_A", "p_B", "p_C", "p_D", "p_F"]
    assert {row["level"] for row in grades} >= {"station", "district"}
    assert {row["code"] for row in grades if row["level"] == "station"} == {link["code"] for link in links}
    assert json.loads((report / "office.json").read_text(encoding="utf-8"))
    assert "http://" not in re.sub(r"http://www\.w3\.org/\S+", "", (report / "office.html").read_text(encoding="utf-8"))
    _, correlation = rank_correlation(campaign_dir / "truth.csv", report / "office.csv")
    assert correlation > 0.6


def test_a_server_that_is_down_is_one_message_and_nothing_is_written(anubhav: Run, campaign_dir: Path) -> None:
    office = campaign_dir / "config" / "office.toml"
    office.write_text(
        re.sub(r'(?m)^root = ".*"$', 'root = "http://127.0.0.1:9"', office.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    done = anubhav("setup-forms", "--yes", exits=3)
    assert "127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (campaign_dir / "links.csv").exists()


@pytest.mark.parametrize("verb", ["posters", "pull"])  # report shows an empty page: tests/test_weeks_asked.py
def test_a_step_out_of_turn_says_which_comes_first(anubhav: Run, campaign_dir: Path, verb: str) -> None:
    done = anubhav(verb, exits=2)
    assert "anubhav setup-forms" in done.stderr or "anubhav pull" in done.stderr
    assert not (campaign_dir / "data" / "reports").exists()
