"""The command line: answers at once, one manner for every verb, exit codes that mean something."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from anubhav_gforms import cli
from anubhav_gforms.campaign.example import copy_example
from anubhav_gforms.cli import show, spoken
from anubhav_gforms.cli.bug import whose_fault, write_report
from anubhav_gforms.errors import AnubhavError, GoogleError, InputError
from tests.typed_lines import anubhav, here


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_has_a_sentence_and_ends_with_an_example(verb: str):
    command = import_module(f"anubhav_gforms.cli.{cli.VERBS[verb][0]}").command
    assert command.name == verb
    text = CliRunner().invoke(cli.anubhav, [verb, "--help"]).output
    assert re.search(r"\n  [A-Z][^\n]+", text), text
    tail = text[text.rindex("Example") :]
    assert re.search(r"^\s+anubhav .*", tail, re.MULTILINE), tail
    assert len(tail.strip().splitlines()) <= 6, "the example must end the help"


@pytest.mark.parametrize("words", ["posters", "flags resolve"])
def test_no_option_is_broken_at_its_hyphen(words: str):
    text = CliRunner().invoke(cli.anubhav, [*words.split(), "--help"], terminal_width=100).output
    assert "not-genuine" in text or "--without-proof makes samples" in " ".join(text.split())
    assert not re.findall(r"\w-$", text, re.MULTILINE)


def test_a_choice_stands_whole_in_a_narrow_window():
    text = CliRunner().invoke(cli.anubhav, ["flags", "resolve", "--help"], terminal_width=60).output
    assert text.startswith(
        "Usage: anubhav flags resolve\n  [OPTIONS] FLAG_ID\n  {genuine|not-genuine|seen|confirmed|closed}\n\n"
    )


def test_a_list_of_commands_says_each_first_sentence_whole():
    long = "उत्तर FILE (.csv या .parquet) में लिखें, या --to से फ़ोल्डर में; बिना नाम, नंबर और संदेश के"
    of_two = {
        "export": f"{long}।  पुरानी फ़ाइल रहती है।",
        "all": "Both of them, " * 20 + "whole.\n    And more.\n\n    More.",
    }
    group = click.Group("ledger", {name: click.Command(name, help=said) for name, said in of_two.items()})
    spoken.list_whole_sentences(group)
    said = " ".join(CliRunner().invoke(group, ["--help"]).output.split())
    assert said.endswith(f"all {'Both of them, ' * 20}whole. export {long}।")
    for words in (["gazette"], ["desk", "account"]):
        listed = CliRunner().invoke(cli.anubhav, [*words, "--help"]).output
        assert [line for line in listed.splitlines()[1:] if line.endswith("...")] == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("help", ""), ("help report", "report"), ("help keys rotate", "keys rotate")]
)
def test_help_before_a_verb_is_help_of_the_verb(typed: str, meant: str):
    said = CliRunner().invoke(cli.anubhav, typed.split())
    assert (said.exit_code, said.output) == (0, CliRunner().invoke(cli.anubhav, [*meant.split(), "--help"]).output)


def test_an_unknown_verb_is_a_mistake_of_input():
    assert anubhav("grade-all").returncode == 2


def test_a_folder_that_is_no_campaign_says_what_to_do_and_every_missing_file(tmp_path: Path):
    done = here("setup-forms", "--yes", folder=tmp_path)
    assert done.returncode == 2
    assert f"{tmp_path.resolve()}: this folder holds no campaign" in done.stderr, "also where it is the present one"
    assert "anubhav init" in done.stderr
    (tmp_path / "config").mkdir()
    done = here("setup-forms", "--yes", folder=tmp_path)
    assert done.returncode == 2
    for name in ("office.toml", "form.toml", "grading.toml", "poster.toml", "stations.csv"):
        assert name in done.stderr
    assert not (tmp_path / "data").exists()


def test_errors_end_with_their_code():
    assert (InputError("x").exit_code, GoogleError("x").exit_code, AnubhavError("x").exit_code) == (2, 3, 4)


def test_a_bug_report_holds_places_and_no_values():
    secret = "9000000000"
    try:
        int(f"number {secret}")
    except ValueError as error:
        path = write_report(error)
    text = path.read_text(encoding="utf-8")
    path.unlink()
    assert secret not in text
    assert "test_cli.py" in text
    assert "builtins.ValueError" in text


def test_where_no_bug_report_can_be_saved_a_fault_of_ours_is_told_all_the_same(tmp_path: Path):
    """As on a full disk. Else Python tells all it knows, also what a citizen wrote."""
    told = whose_fault(ValueError("9000000000"), (), tmp_path / "gone")
    assert str(told).startswith(
        "anubhav itself failed (ValueError); nothing you typed is wrong. No bug report could be"
    )


def test_the_version_names_the_code():
    assert re.fullmatch(r"anubhav \d+\.\d+\.\d+\+[0-9a-f]{12}\n", anubhav("--version").stdout)


def test_a_shell_completes_verbs_and_options():
    assert "_ANUBHAV_COMPLETE" in CliRunner().invoke(cli.anubhav, ["completion", "bash"]).output
    done = anubhav(_ANUBHAV_COMPLETE="bash_complete", COMP_WORDS="anubhav report --we", COMP_CWORD="2")
    assert done.stdout == "plain,--week\n"


def test_verbose_names_each_call_to_google_and_quiet_says_results_only(campaign: Any):
    folder = {"folder": campaign.root}
    loud = anubhav("--verbose", "setup-forms", "--dry-run", **folder)
    assert loud.returncode == 0, loud.stderr
    assert re.search(r"\d\d:\d\d:\d\d .+: \d+\.\d\d s", loud.stderr)
    plain = here("setup-forms", "--dry-run", **folder)
    assert (plain.stdout, plain.stderr) == (loud.stdout, "")
    quiet = here("--quiet", "setup-forms", "--dry-run", **folder)
    assert len(quiet.stdout) < len(plain.stdout)


def test_no_color_and_no_terminal_mean_plain_text():
    seen = CliRunner().invoke(cli.anubhav, ["demo", "--help"], color=True, env={"NO_COLOR": "1"}).output
    assert "\x1b" not in seen
    assert "\x1b" not in here("doctor").stderr


def test_the_demo_replaces_its_own_folder_only(tmp_path: Path):
    mine = tmp_path / "work"
    mine.mkdir()
    (mine / "thesis.txt").write_text("three years", encoding="utf-8")
    done = here("demo", "--folder", str(mine))
    assert done.returncode == 2
    assert "is not a folder of the demo, so it is left as it is" in done.stderr
    assert (mine / "thesis.txt").read_text(encoding="utf-8") == "three years"


def test_what_needs_consent_refuses_without_a_terminal(campaign: Any):
    done = here("purge", "--months", "1", folder=campaign.root)
    assert done.returncode in (0, 2), done.stderr
    with pytest.raises(InputError, match="there is no terminal to ask on"):
        show.confirm("Go on?", yes=False)


def test_interrupting_says_that_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for raised, code, said in (
        (KeyboardInterrupt(), 130, "Nothing is lost"),
        (InputError("X.", cure="Do Y."), 2, "Error: X. Do Y."),
        (GoogleError("X."), 3, "Error: X."),
        (click.UsageError("X"), 2, "X"),
        (PermissionError(errno.EACCES, "Permission denied", "x.json"), 2, "Make it readable and writable for you"),
        (FileExistsError(errno.EEXIST, "File exists", "stations.csv"), 2, "stations.csv: File exists."),
        (
            OSError(errno.ELOOP, "Too many levels of symbolic links", "data"),
            2,
            "data: Too many levels of symbolic links. It is a link that leads back to itself.",
        ),
        (OSError(errno.ENOSPC, "No space left on device", "x.json"), 2, "Free some space"),
        (ZeroDivisionError("secret"), 4, "anubhav itself failed (ZeroDivisionError)"),
    ):

        def fails(*typed: object, error: BaseException = raised, **options: object) -> None:
            raise error

        monkeypatch.setattr(cli.anubhav, "main", fails)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        seen = capsys.readouterr().err
        assert (ended.value.code, said in seen, "secret" in seen) == (code, True, False), seen


def test_a_scheduled_run_leaves_its_bug_report_beside_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it puts into a temporary folder is gone when it ends: its unit has one of its own."""
    monkeypatch.setattr("anubhav_gforms.campaign.load_campaign", lambda *_: 1 // 0)
    monkeypatch.setattr("sys.argv", ["anubhav", "-C", str(tmp_path), "--log", str(tmp_path / "anubhav.log"), "today"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 4
    [report] = tmp_path.glob("anubhav-bug-*.txt")
    assert str(report) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("folder", "typed", "language"),
    [("a b", "-C 'a b' ", "en"), ("a b/.", "-C 'a b/.' ", "en"), (".", "", "en"), ("a b", "-C 'a b' ", "hi")],
)
def test_a_command_that_is_named_is_in_the_folder_that_was_typed(
    folder: str, typed: str, language: str, tmp_path: Path
) -> None:
    ended = here if language == "en" else anubhav
    copy_example(tmp_path / "a b")
    done = ended(f"--campaign={folder}", "--language", language, "pull", folder=tmp_path / ("" if typed else "a b"))
    assert done.returncode == 3, "nobody is logged in"
    assert f" anubhav {typed}login" in done.stderr
    done = ended("-C", "nowhere", "--language", language, "pull", folder=tmp_path)
    assert "anubhav init" in done.stderr, "of no campaign that is there"
    done = ended("-C", "a b", "--language", language, "init", "new", "--id", "new", folder=tmp_path)
    assert "anubhav login" in done.stdout, "in the new folder, not in the one that was typed"


@pytest.mark.parametrize("words", ["--log {}/x today", "init {}/x --id abc"])
def test_a_place_where_nothing_can_be_written_is_no_bug_of_ours(words: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, and no folder")
    done = here(*words.format(tmp_path / "file").split(), folder=tmp_path)
    assert done.returncode == 2, done.stderr
    assert str(tmp_path / "file") in done.stderr


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody without a name"
)
def test_a_user_without_a_name_decides_under_its_number() -> None:
    """As in a container: every command with --by was said to have failed itself."""
    code = "import os, pwd; from anubhav_gforms.cli.options import login_name; os.setuid(54321); print(login_name())"
    names = {name: value for name, value in os.environ.items() if name not in ("USER", "LOGNAME", "LNAME", "USERNAME")}
    done = subprocess.run([sys.executable, "-c", code], env=names, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "uid 54321"
