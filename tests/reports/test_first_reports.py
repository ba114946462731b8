"""What the first code published (commit b349aa7f) has the same figures when today's makes it again.

`first_version/` holds what that code wrote of the world below: config/ and constants as they were, and of the report of 2026-W47 the
manifest and both tables (of their columns those that say what was published).
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading.archive import load_constants
from anubhav_gforms.pipeline.today import due_today
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.grading.world import praise, responses
from tests.office import copied, run, write_ledger

PUBLISHED = Path(__file__).parent / "first_version"
WEEK = "2026-W47"


def world(campaign: Campaign) -> pd.DataFrame:
    """40 weeks with a day of thirty alike responses, other channels, bad codes, and what is not about the place."""
    frame = responses(campaign, weeks=40, a_week=3, seed=4, blank=0.2)
    rng = np.random.default_rng(5)
    frame["channel"] = np.where(rng.random(len(frame)) < 0.1, "desk", "poster")
    frame.loc[rng.random(len(frame)) < 0.2, "topic"] = campaign.form.question("topic").options[-1]
    bad = rng.random(len(frame)) < 0.02
    frame.loc[bad, "code_status"], frame.loc[bad, "code_reason"] = "quarantined", "bad signature"
    burst = praise(campaign, "SKT-SAK", "2026-11-10", 30).assign(topic="")
    return pd.concat([frame, burst], ignore_index=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "first"
    shutil.copytree(PUBLISHED / "config", folder / "config")
    shutil.copy(PUBLISHED / "stations.csv", folder)
    shutil.copytree(PUBLISHED / "constants", folder / "data" / "constants")
    campaign = load_campaign(folder)
    write_ledger(campaign, world(campaign), pulled_at=datetime(2026, 11, 23, 4, tzinfo=UTC))
    report = campaign.data / "reports" / WEEK
    shutil.copytree(PUBLISHED / "report", report)
    manifest = report / "manifest.json"  # the hash of this ledger's state: rows had other fingerprints then
    said = json.loads(manifest.read_text("utf-8"))
    said["inputs"]["ledger"] = open_ledger(campaign).manifest.chain
    manifest.write_text(json.dumps(said), "utf-8")
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Campaign:
    return copied(made, tmp_path)


def test_every_figure_of_both_tables_is_counted_again(office: Campaign) -> None:
    assert {constants.method for constants in load_constants(office.data / "constants").values()} == {1}
    verified = pipeline.verify_report(office, office.data / "reports" / WEEK)
    assert (verified.moved, verified.places, verified.different) == ((), 60, ())
    assert run(office.root, "report", "--verify", str(office.data / "reports" / WEEK)).return_value == 0


def test_a_week_that_the_first_version_published_is_not_due(office: Campaign) -> None:
    """It was announced without a gazette; a report of it is refused, since its figures are others today."""
    lines = {line.name: line for line in due_today(office, lambda: datetime(2026, 11, 24, 4, tzinfo=UTC))}
    assert (lines["report"].ok, lines["report"].said) == (
        True, "2026-W47 was published by the first version, which kept no gazette",
    )  # fmt: skip
    later = {line.name: line for line in due_today(office, lambda: datetime(2026, 12, 1, 4, tzinfo=UTC))}
    assert (later["report"].ok, later["report"].cure) == (False, "anubhav report"), "the week after it is"


def test_they_are_others_by_what_counts_today(office: Campaign) -> None:
    """So it is the first version's counting that gives its figures back, for each table its own."""
    today = pipeline.grade(office, week=WEEK, places=False).stations.set_index("code")["score"]
    for name in ("grades.csv", "shared/grades.csv"):
        then = pd.read_csv(PUBLISHED / "report" / name).set_index("code")["score"].reindex(today.index)
        assert ((today - then).abs() > 0.01).sum() > 20, name


@pytest.mark.parametrize("table", ["grades.csv", "shared/grades.csv"])
def test_a_figure_that_was_changed_is_named(office: Campaign, table: str) -> None:
    path = office.data / "reports" / WEEK / table
    lines = path.read_text("utf-8-sig").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("station,SKT-SAK,"))
    level, code, n, score, *rest = lines[at].split(",")
    lines[at] = ",".join([level, code, n, f"{float(score) + 5:.6f}", *rest])
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    [moved] = pipeline.verify_report(office, path.parents[table.count("/")]).moved
    assert (moved.code, moved.figure) == ("SKT-SAK", "score")
    told = run(office.root, "report", "--verify", str(office.data / "reports" / WEEK))
    assert told.return_value == 1
    assert "SKT-SAK: score" in told.output


def test_a_table_that_was_saved_again_has_the_same_figures(office: Campaign) -> None:
    """A spreadsheet writes a number with other zeros at its end."""
    folder = office.data / "reports" / WEEK
    for name in ("grades.csv", "shared/grades.csv"):
        text = (folder / name).read_text("utf-8-sig")
        saved = re.sub(r"(\.\d+)(?=,)", r"\g<1>0", text)
        assert saved != text
        (folder / name).write_text(saved, "utf-8")
    assert pipeline.verify_report(office, folder).moved == ()


def test_without_its_tables_nothing_is_said_to_be_the_same(office: Campaign) -> None:
    report = office.data / "reports" / WEEK
    (report / "shared" / "grades.csv").unlink()
    with pytest.raises(InputError, match="nothing can be compared"):
        pipeline.verify_report(office, report)
