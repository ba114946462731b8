"""README.md: what it quotes is what the program prints, line by line, for the six stations of the tests."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from permits import permit

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.links.registry import load_registry

README = Path(__file__).parent.parent / "README.md"
QUOTES = re.compile(r"(?m)^    \$ anubhav (.+)\n((?:    (?!\$ ).*\n|\n(?=    (?!\$ )))+)")
"""A command typed after a $, and what it prints below it. `…` stands for what differs from run to run."""


def quotes() -> dict[str, list[str]]:
    found = QUOTES.findall(README.read_text(encoding="utf-8"))
    return {line: [each[4:].rstrip() for each in text.rstrip().splitlines()] for line, text in found}


def says(folder: Path, line: str) -> list[str]:
    """The lines that a command prints, typed in the campaign's folder."""
    done = CliRunner().invoke(anubhav, ["-C", str(folder), *shlex.split(line)], standalone_mode=False)
    assert done.exception is None, f"{line}: {done.exception!r}\n{done.output}"
    return [each.rstrip().replace(f"{folder}/", "") for each in done.output.rstrip().splitlines()]


def test_readme_quotes_what_the_program_prints(
    campaign_dir: Path, sandbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(campaign_dir)
    monkeypatch.setenv("ANUBHAV_GOOGLE_ROOT", sandbox.root)
    says(campaign_dir, "setup-forms --yes")
    registry = load_registry(campaign_dir / "data")
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    permit(load_campaign(campaign_dir))
    quoted, wrong = quotes(), []
    assert set(quoted) == {"setup-forms --dry-run", "posters", "pull", "report --week 2026-W47"}
    for line in ("setup-forms --dry-run", "posters", "visitors --links links.csv --answers 300 --weeks 26 --until 2026-11-22", "pull", "report --week 2026-W47"):  # fmt: skip
        printed = says(campaign_dir, line)
        if line in quoted:
            pattern = "\n".join(".*".join(map(re.escape, each.split("…"))) for each in quoted[line])
            if not re.fullmatch(pattern, "\n".join(printed)):
                wrong.append("\n".join([f"    $ anubhav {line}", *(f"    {each}" for each in printed)]))
    assert not wrong, "README.md should say:\n\n" + "\n\n".join(wrong)
