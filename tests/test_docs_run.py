"""Every command that the documentation types is typed here, in a campaign that has lived for half a year."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

import click
import pypdfium2
import pytest
from click.testing import CliRunner
from permits import permit

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import AnubhavError
from anubhav_gforms.links.registry import load_registry
from tests.typed import typed_lines

# Commands that never end by themselves, that ask a person on a page of Google, or that draw pictures for seconds; each has
# tests of its own.
ELSEWHERE = {
    "backup": "tests/responses/test_backup.py",
    "import calls.csv --from": "tests/responses/test_other_system.py",
    "completion": "tests/test_cli.py",
    "desk": "tests/desk",
    "demo": "make demo",
    "start": "tests/test_start.py",
    "login": "tests/test_google_login.py",
    "sandbox": "gsandbox/tests",
    "watch": "tests/responses/test_watch_ends.py",
    "release 3f9a21bc": "tests/reports/test_release.py",
    "release --district BSP --harmless --by": "tests/reports/test_release.py",
    "doctor --live": "tests/test_google_doctor.py",
    "form preview": "tests/test_form_preview.py",
    "posters --screen": "tests/posters/test_screen.py",
    "schedule --install": "tests/responses/test_schedule.py",
    "schedule --minutes 5 --report --install": "tests/responses/test_schedule.py",
    "setup-forms --test-answer": "tests/test_story.py",
    "setup-forms --adopt": "tests/test_setup_adopt.py",
    "setup-forms --yes --wait-for-link": "tests/test_setup.py",
    "setup-forms --wait-for-link": "tests/test_setup.py",
    "bench decide": "tests/responses/test_attack_table.py",
    "quarantine assign": "tests/responses/test_ledger_commands.py",
    "import --undo": "tests/responses/test_import_batches.py",
    "keys move": "tests/test_secret_files.py",
    "keys restore": "tests/test_keys_command.py",
    "keys retire": "tests/test_keys_command.py",
    "keys rotate": "tests/test_keys_command.py",
    "posters --revoke": "tests/posters/test_serials.py",
    "posters --unrevoke": "tests/posters/test_serials.py",
    "setup-forms --adopt-sheet": "tests/test_which_tab.py",
    "ledger prove": "tests/responses/test_sealing.py",
    "ledger seal": "tests/responses/test_sealing.py",
    'purge --sent "24/11/2026 18:05:00" --certificate': "tests/responses/test_sealing.py",
    "setup-forms --new-sheet": "tests/responses/test_new_sheet.py",
    "ledger recover": "tests/responses/test_ledger_lost.py",
    "cases open": "tests/test_cases_command.py",
    "cases show": "tests/test_cases_command.py",
    "cases note": "tests/test_cases_command.py",
    "cases assign": "tests/test_cases_command.py",
    "cases act": "tests/test_cases_command.py",
    "cases close": "tests/test_cases_command.py",
    "cases reopen": "tests/test_cases_command.py",
    "answer": "tests/test_cases_command.py",
    "praise confirm": "tests/test_praise.py",
    "praise letter": "tests/test_praise.py",
    "praise given": "tests/test_praise.py",
    "actions add": "tests/reports/test_actions.py",
    "gazette announce": "tests/gazette/test_gazette.py",
    "gazette correct": "tests/gazette/test_gazette.py",
    "cube build range.cube --from lake": "tests/grading/test_lake.py",
    "cube build range.cube --from lots": "tests/grading/test_lake.py",
    "flags show F1": "tests/grading/commands/test_commands.py",
    "flags resolve": "tests/grading/commands/test_commands.py",
}

BEGINNING = (
    "posters",
    "visitors --links links.csv --answers 300 --weeks 26 --until 2026-11-22",
    "pull",
    "report --week 2026-W47 --no-open",
    "-q cube key",
    "cube export bilaspur.cube --district BSP",
    "cube export korba.cube --district KRB",
    "cube merge range.cube bilaspur.cube korba.cube",
)
"""What the campaign has lived through before; lines of the pages among them are not typed again."""


def lines() -> list[str]:
    """What is typed, once each; a bare verb in a sentence is a mention."""
    found = {" ".join(shlex.split(line.replace("…", ""))): line for _, line in typed_lines()}
    return sorted(
        line
        for line in found.values()
        if line not in ("explain", "rule-check", "visitors") and not any(line.startswith(other) for other in ELSEWHERE)
    )


def test_what_is_typed_elsewhere_is_tested_there_and_has_only_options_that_exist() -> None:
    """A line that asks a person, or never ends, is at least read by the command that it names."""
    here = Path(__file__).parents[1]
    assert [place for place in ELSEWHERE.values() if place != "make demo" and not (here / place).exists()] == []
    left = [line for _, line in typed_lines() if any(line.startswith(other) for other in ELSEWHERE)]
    assert {other for other in ELSEWHERE if not any(line.startswith(other) for line in left)} == set()
    for line in left:
        words = shlex.split(line.replace("…", ""))
        command: click.Command = anubhav
        context = click.Context(anubhav, **anubhav.context_settings)  # its -h too, which click keeps with a command
        while words and isinstance(command, click.Group) and not words[0].startswith("-"):
            _name, found, words = command.resolve_command(context, words)
            assert found, line
            command = found
        context.resilient_parsing = False
        parser = command.make_parser(context)
        parser.parse_args([*words])  # raises NoSuchOption, BadOptionUsage


def run(folder: Path, line: str) -> tuple[int, str]:
    """(exit code, what was said) of one line, typed in the campaign's folder."""
    done = CliRunner().invoke(
        anubhav, ["-C", str(folder), *shlex.split(line)], prog_name="anubhav", standalone_mode=False
    )
    if isinstance(done.exception, AnubhavError):
        return done.exception.exit_code, str(done.exception)
    if done.exception:
        return 2, repr(done.exception)
    return done.return_value or 0, done.output


@pytest.fixture
def folder(campaign_dir: Path, sandbox: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign with posters, half a year of responses and a report, and beside it the files that the pages name."""
    monkeypatch.chdir(campaign_dir)
    monkeypatch.setenv("ANUBHAV_GOOGLE_ROOT", sandbox.root)
    poster = campaign_dir / "config" / "poster.toml"
    poster.write_text(poster.read_text("utf-8").replace("posters = 1", "posters = 2"), "utf-8")
    _typed(campaign_dir, "setup-forms --yes")
    registry = load_registry(campaign_dir / "data")
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    permit(load_campaign(campaign_dir))
    for line in BEGINNING:
        said = _typed(campaign_dir, line)
        if line == "-q cube key":
            with (campaign_dir / "config" / "office.toml").open("a", encoding="utf-8") as office:
                office.write(said)
    posters = campaign_dir / "data" / "posters" / "BSP-A4.pdf"
    for name in ("from-the-shop.pdf", "from-the-print-shop.pdf"):
        shutil.copy(posters, campaign_dir / name)
    (campaign_dir / "photos").mkdir()
    with pypdfium2.PdfDocument(posters) as document:
        document[0].render(scale=2).to_pil().save(campaign_dir / "photos" / "gate.jpg")
    paper = "Timestamp,station,purpose,overall\n24/11/2026 18:05,BSP-KTW,दूसरा काम / Something else,4\n"
    (campaign_dir / "november.csv").write_text(paper, "utf-8")
    return campaign_dir


def _typed(folder: Path, line: str) -> str:
    code, said = run(folder, line)
    assert code == 0, f"{line}: {said}"
    return said


def test_every_command_in_the_documentation_runs(folder: Path, sandbox: Any) -> None:
    other = sandbox.api("POST", "/v4/spreadsheets", json={}).json()["spreadsheetId"]
    failed, done = [], set(BEGINNING)
    for line in lines():
        typed = line.replace("FOLDER", "data/reports/2026-W47").replace("SHEET", other).replace("5200", "50")
        if typed in done:  # another page names the same folder by its own word
            continue
        done.add(typed)
        code, said = run(folder, f"{typed} --yes" if line.startswith("calibrate --freeze") else typed)
        if code not in (0, 1):
            failed.append(f"{line}\n    {code}: {said.strip()[-500:]}")
    assert not failed, "\n".join(failed)
