"""--json: what a command prints is as docs/json-schemas.json says, and every command that has it is published there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from jsonschema import ValidationError

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cases.case import About, Matter
from anubhav_gforms.cli import VERBS, anubhav
from anubhav_gforms.errors import InputError
from anubhav_gforms.pipeline.matters import open_matters
from anubhav_gforms.responses.ledger.ledger import open_ledger
from docs.json_outputs import OUTPUTS
from tests.grading.world import responses
from tests.office import make_office, run, write_ledger
from tests.published import as_published

ELSEWHERE = ("audit", "doctor", "pull", "setup-forms", "watch")
"""What needs Google or photos."""


def with_json() -> Iterator[str]:
    for verb in VERBS:
        command = anubhav.get_command(click.Context(anubhav), verb)
        assert command
        for words, each in [
            (verb, command),
            *((f"{verb} {name}", sub) for name, sub in getattr(command, "commands", {}).items()),
        ]:
            if any("--json" in option.opts for option in each.params):
                yield words


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """An office with half a year of responses, some in quarantine, and an open case."""
    campaign = make_office(tmp_path_factory.mktemp("json") / "office", lambda lines: lines[:25])
    frame = responses(campaign, weeks=8, a_week=6, seed=4)
    frame.loc[frame.index[:3], ["code_status", "code_reason", "station"]] = ["quarantined", "unsigned", ""]
    write_ledger(campaign, frame, pulled_at=datetime(2026, 11, 25, 4, 0, tzinfo=UTC))
    add = "actions add BSP-KTW --date 2026-11-05 --theme receipt --yes --done desk"
    done = run(campaign.root, *add.split())
    assert done.exception is None, done.exception
    open_matters(campaign, [Matter("answer:a1", (About.GRAVE,), "BSP-KTW", "2026-11-24", "a1")], who="watch")
    return campaign


def test_every_command_with_json_is_published() -> None:
    assert set(with_json()) == set(OUTPUTS)


MORE = {
    "report": "--no-open --week 2026-W47",
    "explain": "BSP-KTW --week 2026-W47",
    "calibrate": "--week 2026-W47",
    "rule-check": "--notice 60% --reward 80% --week 2026-W47",
    "actions list": "--week 2026-W47",
}
"""What else is typed."""


@pytest.mark.parametrize("words", sorted(set(OUTPUTS) - set(ELSEWHERE)))
def test_what_is_printed_is_as_published(office: Campaign, words: str, config_dir: Path) -> None:
    more = MORE.get(words, "")
    if words == "answer":
        more = open_ledger(office).frame()["response_id"].iloc[-1]
    done = run(office.root, *words.split(), "--json", *more.split())
    assert done.exception is None, done.exception
    said = as_published(words, done.stdout)
    OUTPUTS[words].validate_json(done.stdout)
    if words in ("cases list", "quarantine list", "report", "actions list", "explain", "answer"):
        assert said, "it must hold something to be held to it"


def test_a_report_that_is_made_again_is_told_as_json(office: Campaign, config_dir: Path) -> None:
    made = as_published("report", run(office.root, "report", "--json", "--no-open", "--week", "2026-W46").stdout)
    again = run(office.root, "report", "--json", "--verify", str(Path(made["page"]).parent))
    assert as_published("report", again.stdout)["different"] == []


@pytest.mark.parametrize("words", sorted(ELSEWHERE))
def test_what_needs_google_is_held_to_its_schema_elsewhere(words: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py")]
    assert any(f'as_published("{words}", ' in text for text in texts)


def test_a_field_that_is_missing_wrong_or_not_published_is_found(office: Campaign, config_dir: Path) -> None:
    said = json.loads(run(office.root, "ledger", "stats", "--json").stdout)
    for wrong in ({**said, "rows": "many"}, {**said, "more": 1}, {key: said[key] for key in said if key != "rows"}):
        with pytest.raises(ValidationError):
            as_published("ledger stats", json.dumps(wrong))


@pytest.mark.parametrize(
    "words",
    [
        "quarantine list --reason unsinged",
        "release --district XXX",
        "release --station BSP-XXX",
        "flags --rule F77",
        "cases list --owner sp-xxx",
    ],
)
def test_a_filter_that_nothing_can_match_is_refused(office: Campaign, words: str, config_dir: Path) -> None:
    assert isinstance(run(office.root, *words.split()).exception, InputError)
