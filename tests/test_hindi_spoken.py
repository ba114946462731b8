"""`anubhav --language hi` speaks Hindi: the demo, commands in its folder, every help text and wrong inputs hold no English."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from anubhav_gforms import cli
from tests.demo_checked import check_grades, check_notebook, check_paper, check_planted_identifiers, check_workbooks
from tests.english_left import commands_of, english_in

DRIVER = """
import contextlib, io, json, sys
from anubhav_gforms import cli
for words in json.load(sys.stdin):
    sys.argv, said, code = ["anubhav", "--language", "hi", *words], io.StringIO(), None
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
    print(json.dumps([words, code, said.getvalue()]))
"""
"""Types many lines in one process: starting each would cost more than what they do."""


@dataclass(frozen=True)
class Said:
    """What anubhav said to one line."""

    words: list[str]
    code: int | None
    text: str


@dataclass(frozen=True)
class Demo:
    """The demo, played once in Hindi, with its sandbox still running."""

    folder: Path
    environment: dict[str, str]
    output: str

    def type(self, lines: Sequence[str | Sequence[str]]) -> list[Said]:
        """What anubhav says to each line, typed in the demo's folder."""
        done = subprocess.run(
            [sys.executable, "-c", DRIVER],
            cwd=self.folder,
            env=self.environment,
            input=json.dumps([line.split() if isinstance(line, str) else list(line) for line in lines]),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [Said(*json.loads(line)) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo in Hindi, once for all that is shown of it, since it is long; its sandbox is stopped at the end."""
    root = tmp_path_factory.mktemp("hindi")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ANUBHAV")}
    environment |= {"ANUBHAV_CONFIG_DIR": str(root / "user"), "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "anubhav_gforms", "--language", "hi", "demo", "--answers", "5200", "--keep"],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    stop = re.search(r"\bkill (\d+)", done.stdout)
    assert stop
    try:
        yield Demo(root / "demo", environment, done.stdout + done.stderr)
    finally:
        os.kill(int(stop[1]), signal.SIGTERM)


def test_the_demo_grades_the_range_as_it_truly_is_and_gives_nobody_away(demo: Demo) -> None:
    check_grades(demo.folder, demo.output)
    check_planted_identifiers(demo.folder, demo.output)


def test_every_page_of_the_demos_packs_and_sheets_keeps_to_its_frame(demo: Demo) -> None:
    check_paper(demo.folder)


def test_the_notebook_of_the_docs_runs_in_the_demo(demo: Demo) -> None:
    check_notebook(demo.folder)


def test_the_demos_workbooks_are_fit_for_an_office(demo: Demo) -> None:
    check_workbooks(demo.folder)


def test_what_a_newcomer_answers_at_the_demos_end_has_a_station_and_is_shown_at_once(demo: Demo) -> None:
    assert re.search(r"viewform\?\S*BSP-\w+\.P1\.", demo.output)
    assert re.search(r"pull && \S+( -m anubhav_gforms)? desk --open$", demo.output, re.MULTILINE)


def test_the_demo_speaks_hindi(demo: Demo) -> None:
    """It shows setup-forms, posters, visitors, pull, report and doctor, each as it is."""
    assert "सभी" in demo.output
    assert not english_in(demo.output, demo.folder)


COMMANDS = """\
pull --full
report --no-open --again
doctor
today
posters --stations BSP-KTW
posters --stations BSP-KTW --ink-saver
cases open --station BSP-KTW --about money --text पानी
flags --all
ledger stats
ledger verify
ledger events
quarantine list
keys show
explain BSP-KTW
rule-check --notice 75% --reward 90%
rule-check --notice 50% --satisfied 5
calibrate
cube export counts.cube
schedule --for cron --report
purge --dry-run
purge --months 3 --with-messages --dry-run
import --list
setup-forms
watch --once
"""


def test_every_command_speaks_hindi_in_a_campaign_that_has_responses(demo: Demo) -> None:
    for said in demo.type(COMMANDS.splitlines()):
        assert said.code in (0, 1), said
        assert not english_in(said.text, demo.folder), said


def test_every_help_text_is_hindi(demo: Demo) -> None:
    for said in demo.type([(*path, "--help") for path, _ in commands_of(cli.anubhav)]):
        assert said.code == 0
        assert said.text.startswith("उपयोग: anubhav")
        assert not english_in(said.text, demo.folder), said


WRONG = """\
reprot
report --weak x
report --week
report --week 2026-99
report --month soon
report --week 2026-W47 --month 2026-11
report extra
report --publish x
report --verify nowhere
report --cube none.cube
explain
explain XXX-YYY
posters --paper A9
posters --district XXX
posters --stations BSP-XXX
posters --since gestern
posters --revoke BSP-KTW.P99
posters --check none.pdf
quarantine assign zzzz --station BSP-KTW --why x
quarantine assign zzzz --station NOPE --why x
import
import none.csv --channel paper
import none.csv --channel pigeon
rule-check
rule-check --notice abc
rule-check --notice 50% --satisfied 6
cases open --flag F99:BSP-KTW:2026-11-18
cases open --station BSP-KTW --about rudeness --text x
flags --rule F77
flags --station BSP-KTX
flags show F1:NOPE
keys retire Q
keys backup --split 9-3
keys restore none.txt
cube merge a b
schedule --minutes 7
watch --every 1s
desk --port 99999
purge --sent yesterday
purge --sent 2026-11-24T18:05:00 --months 3
login --client none.json
login --service-account key.json --default
login --impersonate robot
login --no-browser --timeout 9
setup-forms --adopt hello
setup-forms --match x
demo --answers 1
demo --answers x
demo --folder config
audit none.jpg
init .
init fresh --id A_B
ledger export x.doc
visitors --links none.csv
sandbox --world stations.csv
"""


def test_wrong_inputs_are_refused_in_hindi(demo: Demo) -> None:
    """Exit code 2 and no English word; what was typed is shown as it was typed."""
    for said in demo.type(WRONG.splitlines()):
        assert said.code == 2, said
        typed = {part for word in said.words for part in re.split(r"[-./:=]", word)}
        assert not [word for word in english_in(said.text, demo.folder) if word not in typed], said


def test_wrong_files_are_named_in_hindi(demo: Demo) -> None:
    """All mistakes of config/ and stations.csv at once, each in a Hindi sentence."""
    stations, form, office = (demo.folder / name for name in ("stations.csv", "config/form.toml", "config/office.toml"))
    kept = {path: path.read_text(encoding="utf-8-sig") for path in (stations, form, office)}
    try:
        lines = kept[stations].splitlines()
        lines[1] = lines[1].replace("BSP", "bsp", 1)
        lines[3] = "a,b"
        stations.write_text("\n".join([*lines, lines[5]]), encoding="utf-8-sig")
        form.write_text(kept[form].replace("required = true", 'required = "yes"', 1), encoding="utf-8")
        office.write_text(kept[office].replace('timezone = "Asia/Kolkata"', 'timezone = "Mars"'), encoding="utf-8")
        said = demo.type(["pull"])[0]
    finally:
        for path, text in kept.items():
            path.write_text(text, encoding="utf-8-sig" if path is stations else "utf-8")
    assert said.code == 2
    assert len(said.text.splitlines()) > 3
    assert not [word for word in english_in(said.text, demo.folder) if word not in ("bsp-IGO", "Mars", "yes")], said
