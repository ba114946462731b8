"""What a killed command leaves half-written is swept by the next one that writes, wherever under data/ it lies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from anubhav_gforms import cli, pipeline
from anubhav_gforms.files import abandoned_drafts, sweep_drafts, write_whole
from anubhav_gforms.grading.archive import DECISIONS, load_decisions
from anubhav_gforms.grading.flags.flag import Flag, Severity

KILLED = """
import os, sys
from pathlib import Path
from anubhav_gforms import files
Path(sys.argv[1]).parent.mkdir(parents=True, exist_ok=True)
os.fsync = lambda handle: os._exit(9)
files.write_whole(Path(sys.argv[1]), b"names of citizens")
"""


def kill_at(path: Path) -> Path:
    """A process that writes `path` and is killed when the bytes are in the draft; gives the draft."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == 9
    [draft] = path.parent.glob(f"{path.name}.*")
    return draft


def test_a_draft_of_a_process_that_is_gone_is_swept_and_one_that_is_being_written_is_not(tmp_path: Path) -> None:
    left = kill_at(tmp_path / "reports" / "2026-W47" / "ig" / "messages.html")
    assert left.read_bytes() == b"names of citizens"
    mine = tmp_path / f"grades.csv.{os.getpid()}-abcd_123.tmp"
    older = tmp_path / "posters" / "BSP.pdf.abcd1234.tmp"
    for path in (mine, older):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"draft")
    kept = [tmp_path / name for name in ("notes.tmp", "plan.docx.tmp", "a.tmp.csv", "x.12-ABCDEFGH.tmp")]
    for path in kept:
        path.write_bytes(b"the office's own")
    assert set(abandoned_drafts(tmp_path)) == {left, older}
    assert set(sweep_drafts(tmp_path)) == {left, older}
    assert all(path.exists() for path in (mine, *kept))
    os.utime(mine, (time.time() - 7200,) * 2)
    assert sweep_drafts(tmp_path) == (mine,), "whoever has its number now"
    assert write_whole(tmp_path / "grades.csv", b"x").read_bytes() == b"x"


def test_every_command_that_writes_sweeps_first_and_a_dry_run_does_not(campaign: Any) -> None:
    write_whole(campaign.data / "known.txt", b"x")

    def left() -> Path:
        return kill_at(campaign.data / "reports" / "2026-W47" / "ig" / "messages.html")

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(cli.anubhav, ["-C", str(campaign.root), *arguments])
        return done.output

    draft = left()
    assert "left by a command that was killed" in run("purge", "--months", "1", "--dry-run")
    assert draft.exists()
    assert "There is nothing to remove" not in run("purge", "--months", "1", "--yes")
    assert not draft.exists()
    assert "There is nothing to remove" in run("purge", "--months", "1", "--yes")
    for command in (("pull",), ("posters",), ("watch", "--once"), ("audit", str(campaign.root))):
        draft = left()
        run(*command)
        assert not draft.exists(), command


def test_deciding_a_flag_sweeps_first(campaign: Any) -> None:
    draft = kill_at(campaign.data / "flags.jsonl")
    flag = Flag("F1", Severity.REVIEW, "BSP-KTW", "2026-10-14", "")
    pipeline.decide_flag(campaign, flag, "genuine", who="office", why="a camp")
    assert not draft.exists()
    assert [each.flag for each in load_decisions(campaign.data / DECISIONS)] == [flag.id]


def test_two_decisions_of_one_second_keep_their_order(campaign: Any) -> None:
    """They followed the alphabet of their stations."""
    for station in ("KRB-KTW", "BSP-KTW"):
        pipeline.decide_flag(
            campaign, Flag("F1", Severity.REVIEW, station, "2026-10-14", ""), "genuine", who="office", why="a camp"
        )
    first, second = load_decisions(campaign.data / DECISIONS)
    assert first.when < second.when
