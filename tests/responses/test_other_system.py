"""The export of a portal or an IVR is read by a mapping: strict, undoable, and never mixed with the posters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from anubhav_gforms import pipeline
from anubhav_gforms.campaign.sources import load_source
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import CampaignError, InputError, SheetError
from anubhav_gforms.responses.ledger.ledger import open_ledger

PROJECT = Path(__file__).parents[2]
HEAD = "Call ID,Call Date,PS,Q1,Q2"
CALLS = ["1,24/11/2026 18:05,BSP-KTW,Very good,Other", "2,24/11/2026 18:06,BSP-CVL,Bad,"]


@pytest.fixture
def mapped(campaign: Any) -> Any:
    """The campaign with the mapping that docs/analysts.md shows."""
    text = (PROJECT / "docs" / "analysts.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```toml\n(\[\[sources\]\].*?)```", text, re.DOTALL)
    (campaign.root / "config" / "sources.toml").write_text(example, encoding="utf-8")
    return campaign


def export(tmp_path: Path, *lines: str, head: str = HEAD) -> Path:
    path = tmp_path / "calls.csv"
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return path


def typed(campaign: Any, *words: object) -> Any:
    return CliRunner().invoke(anubhav, ["-C", str(campaign.root), "import", *map(str, words)], standalone_mode=False)


def test_calls_come_in_under_our_names_and_can_be_taken_back(mapped: Any, tmp_path: Path) -> None:
    file = export(tmp_path, *CALLS)
    assert "2 responses added" in typed(mapped, file, "--from", "ivr").output
    frame = open_ledger(mapped).frame()
    assert frame.overall.tolist() == [5, 2]
    assert frame.purpose.tolist() == ["दूसरा काम / Something else", ""]
    assert set(frame.channel) == {"call-back"}
    assert "0 responses added; 2 already" in typed(mapped, file, "--from", "ivr").output
    [batch] = pipeline.imports(mapped)
    assert typed(mapped, "--undo", batch.name, "--why", "twice", "--yes").return_value == 0
    assert open_ledger(mapped).frame().empty


def test_other_systems_are_in_no_grade_of_the_posters(mapped: Any, tmp_path: Path) -> None:
    lines = [f"{n},{1 + n % 20}/11/2026 18:{n % 60:02},BSP-KTW,Bad,Other" for n in range(60)]
    pipeline.import_responses(mapped, export(tmp_path, *lines), source="ivr")
    grades = pipeline.grade(mapped, week="2026-W47")
    station = grades.table.set_index("code").loc["BSP-KTW"]
    assert (station["responses"], station["letter"]) == (0, "")
    assert len(open_ledger(mapped).frame()) == 60


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (HEAD + ",Caller", "not named in config/sources.toml: Caller"),
        (HEAD.replace("Q1", "Q7"), "missing or twice: Q1"),
        (HEAD.replace("Q2", "Q1"), "missing or twice: Q1, Q2"),
    ],
)
def test_an_export_that_is_another_one_is_refused(mapped: Any, tmp_path: Path, head: str, words: str) -> None:
    with pytest.raises(SheetError, match=words):
        pipeline.import_responses(mapped, export(tmp_path, *CALLS, head=head), source="ivr")


def test_a_portal_has_a_channel_of_its_own_and_a_poster_is_none(mapped: Any, tmp_path: Path) -> None:
    path = mapped.root / "config" / "sources.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"call-back"', '"portal"'), encoding="utf-8")
    assert pipeline.import_responses(mapped, export(tmp_path, *CALLS), source="ivr").new == 2
    assert set(open_ledger(mapped).frame().channel) == {"portal"}
    path.write_text(text.replace('"call-back"', '"poster"'), encoding="utf-8")
    with pytest.raises(CampaignError, match="paper, call-back, desk, portal"):
        load_source(mapped, "ivr")


def test_an_answer_without_a_meaning_is_refused_with_its_line(mapped: Any, tmp_path: Path) -> None:
    wrong = ["3,24/11/2026 18:07,BSP-KTW,So so,", "4,24/11/2026 18:08,BSP-KTW,Bad,,more"]
    with pytest.raises(CampaignError) as caught:
        pipeline.import_responses(mapped, export(tmp_path, *CALLS, *wrong), source="ivr")
    assert [mistake.line for mistake in caught.value.mistakes] == [4, 5]
    assert "column D (Q1) is not a rating" in str(caught.value), "where it stands in the file, under its name there"
    assert "So so" not in str(caught.value)
    assert open_ledger(mapped).frame().empty


def test_mistakes_of_the_mapping_are_named_at_once(mapped: Any) -> None:
    path = mapped.root / "config" / "sources.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("overall", "everall"), encoding="utf-8")
    with pytest.raises(CampaignError) as caught:
        load_source(mapped, "ivr")
    assert len(caught.value.mistakes) == 2
    assert all("everall" in str(mistake) for mistake in caught.value.mistakes)


def test_a_name_that_is_not_there_or_a_channel_beside_it_is_refused(mapped: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no source portal, or has it twice"):
        load_source(mapped, "portal")
    (mapped.root / "config" / "sources.toml").unlink()
    with pytest.raises(InputError, match="There is no"):
        load_source(mapped, "ivr")
    both = typed(mapped, export(tmp_path, *CALLS), "--from", "ivr", "--channel", "paper")
    assert "cannot be used together" in str(both.exception)
