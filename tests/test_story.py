"""The story, as its users live it: form, links, posters, citizens over HTTP, pull, report. Read this first."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pypdfium2
import pytest
import zxingcpp

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli.demo import rank_correlation

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def anubhav(campaign_dir: Path) -> Run:
    """Type a command in the campaign's folder: anubhav("pull"). `exits` is the code it must end with."""

    def run(*arguments: str, exits: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "anubhav_gforms", *arguments]
        done = subprocess.run(
            command,
            cwd=campaign_dir,
            env=os.environ | {"COLUMNS": "200"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == exits, f"{arguments} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    return run


def registry_of(folder: Path) -> dict:
    return json.loads((folder / "data" / "registry.json").read_text(encoding="utf-8"))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


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

    # Citizens answer over HTTP.
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


def test_the_demo_grades_the_range_as_it_truly_is_and_gives_nobody_away(tmp_path: Path) -> None:
    """The demo itself, once: it is long."""
    environment = os.environ | {"ANUBHAV_CONFIG_DIR": str(tmp_path / "user"), "COLUMNS": "200"}
    command = [sys.executable, "-m", "anubhav_gforms", "demo", "--folder", str(tmp_path / "demo"), "--answers", "5200"]
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    check_grades(tmp_path / "demo", done.stdout)
    check_planted_identifiers(tmp_path / "demo", done.stdout + done.stderr)


def check_grades(folder: Path, said: str) -> None:
    """158 stations; shuffled or constant scores cannot reach this rank correlation.

    With k scored stations the correlation of unrelated ranks has a standard deviation of 1/sqrt(k-1): about 0.1.
    """
    report = max((folder / "data" / "reports").iterdir())
    stations, correlation = rank_correlation(folder / "truth.csv", report / "office.csv")
    assert stations >= 60
    assert correlation > 0.7
    assert f"{correlation:.2f}" in said
    answered = sum(int(row["responses"]) for row in rows_of(report / "office.csv") if row["level"] == "station")
    assert answered > 1000, "the window of the last weeks holds most of a quarter's answers"
    assert len(list((folder / "data" / "posters").glob("???-A4.pdf"))) == 8


def text_of(path: Path) -> str:
    """All the text that a file holds."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "\n".join(book.read(name).decode("utf-8") for name in book.namelist())
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist())
    return path.read_text(encoding="utf-8")


def check_planted_identifiers(folder: Path, said: str) -> None:
    """They stand in no file but the IG's messages and the ledger's personal parts: 200 invented mobiles, Aadhaar, PAN, vehicle and FIR numbers, addresses and names, written by the demo's citizens."""
    planted = {row["text"]: row["kind"] for row in rows_of(folder / "planted.csv")}
    assert len(planted) == 200
    assert len(set(planted.values())) == 11
    ours = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith((".", "sandbox.", "planted.csv"))
    }
    personal = {name for name in ours if name.startswith("data/ledger/personal-")}
    kept = "".join(text_of(ours.pop(name)) for name in personal)
    assert all(text in kept for text in planted), "they reached the ledger"
    [sealed] = [name for name in ours if name.endswith("ig/messages.html")]
    for_the_ig = text_of(ours.pop(sealed))
    assert {kind for text, kind in planted.items() if text in for_the_ig} == {"name"}
    read = {name: text_of(path) for name, path in ours.items()} | {"what it said": said}
    pages = [text for name, text in read.items() if name.endswith("-messages.html")]
    assert sum(text.count('<article class="message') for text in pages) >= 10, "harmless texts reached the pages of SPs"
    assert not any("[mobile]" in text for text in pages), "a text with something in it waits for a person"
    waiting = [each.text for each in pipeline.waiting_texts(load_campaign(folder))]
    assert sum("[mobile]" in text for text in waiting) >= 10
    read["what a person may release"] = "\n".join(waiting)
    assert sum(name.startswith("data/reports/") for name in read) > 180
    leaked = {
        (name, kind) for name, text in read.items() for planted_text, kind in planted.items() if planted_text in text
    }
    assert leaked == set()


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
