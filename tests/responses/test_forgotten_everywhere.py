"""Canaries in every column of a row and in its code, forgotten, are in no byte of what any command keeps, also after kills.

The system's temporary folder is one of the test, and every file that Python opens for writing is noted: nothing else is written.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from canaries import CANARIES, WATCH, where
from click.testing import CliRunner

from anubhav_gforms import cli, pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.custody.backup import taken
from anubhav_gforms.custody.forgotten import write_list
from anubhav_gforms.responses.ledger.ledger import open_ledger
from benchmarks.forked import fork

SENT = datetime(2026, 3, 2, 8, 35, 33, tzinfo=UTC)  # 14:05:33 in India
TYPED = "02/03/2026 14:05:33"
NAME, MOBILE, WORDS = "Zvanika Quillborne", "9876500001", "zqmessage पानी नहीं zqend"
WEEK = "2026-W10"


@dataclass
class Place:
    """An office whose every folder is the test's own."""

    office: Any
    folder: Path  # of the test
    temporary: Path
    settings: Path

    def run(self, *words: str, root: Path | None = None) -> Any:
        line = ["--log", str(self.folder / "logs" / "run.log"), "-C", str(root or self.office.campaign.root), *words]
        WATCH.on = True
        try:
            done = CliRunner().invoke(cli.anubhav, line, standalone_mode=False)
        finally:
            WATCH.on = False
        assert done.exception is None, (words, done.output, done.exception)
        return done

    def kept(self, *more: Path) -> list[str]:
        """Where canaries sit in all that this office keeps."""
        return where(
            self.office.campaign.root, self.settings, self.temporary, self.folder / "logs", self.folder / "out", *more
        )


@pytest.fixture
def place(station_office: Any, tmp_path: Path, config_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """One citizen whose row holds canaries in every column, sent and then typed over, among others."""
    temporary = tmp_path / "temporary"
    for name in ("temporary", "logs", "out", "backups"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # what the programs themselves are made of is no data
    office = station_office
    office.respond_many(6, name="Citizen OTHER")
    office.respond("zqcode DHRUV Quillborne", when=SENT, name=NAME, mobile=MOBILE, message=WORDS)
    office.respond_many(6, name="Citizen OTHER")
    for question in office.campaign.form.questions:
        if question.key not in ("station", "name", "mobile", "message"):
            office.set(question.key, 7, f"zqcell {question.key} Quillborne")
    WATCH.written.clear()
    yield Place(office, tmp_path, temporary, config_dir)
    WATCH.on = False


def test_they_are_in_no_byte_after_purge_pull_restore_and_reports(place: Place) -> None:
    """What was made before the purge and leaves with it, what is made after it, and an older backup that comes back."""
    office, out, root = place.office, place.folder / "out", place.office.campaign.root
    place.run("pull", "--full")
    older = taken(office.campaign, now=datetime.now(UTC))
    report = (
        "report",
        "--week",
        WEEK,
        "--no-open",
        "--audience",
        "ig",
        "--audience",
        "district",
        "--audience",
        "station",
    )
    place.run(*report)
    assert {line.rpartition(": ")[2] for line in place.kept()} == {word.decode() for word in CANARIES} - {MOBILE}, (
        "all are planted, and a mobile stands in no page"
    )
    assert MOBILE in office.ledger.versions(["mobile"])["mobile"].to_pylist(), "there under its key"
    said = place.run("purge", "--sent", TYPED, "--yes", "--certificate", str(out / "removed.pdf")).output
    assert "typed words" in said
    assert place.kept() == []
    write_list(office.campaign.data, place.folder / "backups", office.campaign.id)
    for line in (
        ("pull", "--full"),
        ("pull",),
        (*report, "--again"),
        ("ledger", "verify"),
        ("ledger", "export", str(out / "answers.csv"), "--with-changes"),
        ("ledger", "export", "--to", str(out / "lake")),
        ("cube", "export", str(out / "range.cube")),
        ("flags", "--week", WEEK),
        ("doctor",),
    ):
        done = place.run(*line)
        assert done.return_value in (0, 1, None), (line, done.output)
        assert not [word for word in CANARIES if word.decode() in done.output], (line, done.output)
        assert place.kept() == [], line
    office.set("overall", 7, 2)
    place.run("pull", "--full")
    assert place.kept() == [], "an edit of the row brings nothing back"
    WATCH.on = True
    new = place.folder / "new"
    assert pipeline.restore(older, new, file=place.folder / "backups" / "office.age").forgotten == 1
    WATCH.on = False
    assert place.run("ledger", "verify", root=new).return_value == 0
    place.run("pull", "--full", root=new)
    assert place.kept(new) == []
    assert not list(place.temporary.iterdir()), "nothing stays in the system's temporary folder"
    own = os.path.realpath(place.folder)
    elsewhere = {path for path in map(os.path.realpath, WATCH.written) if not path.startswith((own, "/dev/"))}
    assert not [path for path in elsewhere if Path(path).exists()], "nothing is written elsewhere"
    assert not elsewhere & set(WATCH.written), "but for a bare name in a folder that is open already"
    assert any(path.startswith(os.path.realpath(root)) for path in WATCH.written)


def test_an_older_backup_forgets_a_response_that_came_after_it(place: Place) -> None:
    """It holds nothing of theirs to remove; the next pull of the computer on which it was brought back would."""
    older, backups, new = (
        taken(place.office.campaign, now=datetime.now(UTC)),
        place.folder / "backups",
        place.folder / "new",
    )
    place.run("pull", "--full")
    place.run("purge", "--sent", TYPED, "--yes")
    write_list(place.office.campaign.data, backups, place.office.campaign.id)
    pipeline.restore(older, new, file=backups / "office.age")
    place.run("pull", "--full", root=new)
    assert len(open_ledger(load_campaign(new)).frame()) == 13
    assert place.kept(new) == []


def killed(deed: int, line: Callable[[], object]) -> bool:
    """Run it in a process of its own that ends in the middle of its deed number `deed`; False when it came to its end before."""
    child = fork()
    if not child:
        WATCH.written, WATCH.killed_at = [], deed
        with open(os.devnull, "w", encoding="utf-8") as nothing:  # noqa: PTH123 - the process ends without closing it
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        try:
            line()
        finally:
            os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9), code
    return code == 9


def test_they_are_in_no_byte_after_a_purge_that_was_killed_at_any_deed(place: Place) -> None:
    """Whatever a killed purge leaves, the same command typed again finishes it; the next pull, full and plain, brings nothing back."""
    place.run("pull", "--full")
    place.run("report", "--week", WEEK, "--no-open", "--audience", "ig")
    root, kept = place.office.campaign.root, place.folder / "kept"
    shutil.copytree(root, kept)
    purge = ("purge", "--sent", TYPED, "--yes")
    deed = 0
    while killed(deed, lambda: place.run(*purge)):
        place.run(*purge)
        assert place.kept() == [], deed
        if deed % 8 == 0:
            place.run("pull", "--full")
            place.run("pull")
            assert place.kept() == [], deed
        assert not list(root.rglob("*.tmp")), deed
        shutil.rmtree(root)
        shutil.copytree(kept, root)
        deed += 1
    assert deed > 10, "it was killed at each of its deeds"


def test_nor_after_a_pull_or_a_report_that_was_killed(place: Place) -> None:
    """After the purge: drafts of a killed command hold nothing, and the next one goes on."""
    place.run("pull", "--full")
    place.run("purge", "--sent", TYPED, "--yes")
    place.office.set("overall", 7, 2)
    report = ("report", "--week", WEEK, "--no-open", "--audience", "ig", "--again")
    for line, stride in ((("pull", "--full"), 4), (report, 25)):
        deed = 0
        while killed(deed, lambda line=line: place.run(*line)):
            assert place.kept() == [], (line, deed)
            deed += stride
        assert deed, line
    place.run("pull", "--full")
    assert place.kept() == []


@pytest.mark.parametrize("lost", [True, False])
def test_nor_after_a_restore_that_was_killed(place: Place, lost: bool) -> None:
    """An older backup comes back, or is refused where nothing was lost, killed at any deed: the next command that writes leaves
    nothing of it, and a backup of then holds nothing."""
    place.run("pull", "--full")
    older = taken(place.office.campaign, now=datetime.now(UTC))
    place.run("purge", "--sent", TYPED, "--yes")
    backups, root = place.folder / "backups", place.office.campaign.root
    write_list(place.office.campaign.data, backups, place.office.campaign.id)
    if lost:
        (root / "data").rename(place.folder / "another disk")
        (root / "keys").rename(place.folder / "its keys")
    whole, deed, struck = place.folder / "whole", 0, 0
    shutil.copytree(root, whole)

    def restore() -> None:
        WATCH.on = True
        pipeline.restore(older, root, file=backups / "office.age")

    while killed(deed, restore):
        if (root / "data" / "registry.json").exists():
            place.run("pull")
        else:
            pipeline.restore(older, root, file=backups / "office.age")
        assert place.kept() == [], deed
        shutil.rmtree(root)
        shutil.copytree(whole, root)
        deed, struck = deed + 9, struck + 1
    assert struck > 5
    place.run("pull", "--full")
    assert place.kept() == []
    made = taken(load_campaign(root), now=datetime.now(UTC))
    shown = place.folder / "opened backup"
    for name, content in made.files.items():
        (shown / name).parent.mkdir(parents=True, exist_ok=True)
        (shown / name).write_bytes(content)
    assert where(shown) == []
    names = open_ledger(load_campaign(root)).versions(["name", "mobile", "message"]).to_pydict()
    assert not {NAME, MOBILE, WORDS} & {text for column in names.values() for text in column}


def test_a_purge_says_which_folder_of_a_restore_it_does_not_reach(place: Place) -> None:
    place.run("pull", "--full")
    older = taken(place.office.campaign, now=datetime.now(UTC))
    (place.office.campaign.data / "cases.jsonl").unlink(missing_ok=True)
    (place.office.campaign.data / "ledger").rename(place.office.campaign.data / "damaged")
    done = pipeline.restore(older, place.office.campaign.root)
    assert done.kept
    said = "".join(place.run("purge", "--sent", TYPED, "--yes").output.split())
    assert f"{done.kept}:keptbyarestore" in said


def test_a_text_that_was_an_option_once_stays(place: Place) -> None:
    """Five share it; a purge takes one person's words, not a wording that the form had."""
    office, old = place.office, "पुराना विकल्प / An option of old"
    for row in (1, 2, 3, 4, 5, 7):
        office.set("purpose", row, old)
    office.sheet_alone()
    office.pull(full=True)
    office.pull()
    pipeline.purge(office.campaign, sent=datetime(2026, 3, 2, 14, 5, 33))  # noqa: DTZ001 - as a clerk types it
    purposes = office.ledger.frame(["purpose", "receipt"]).query("purpose == @old")
    assert len(purposes) == 6
    assert "(typed words)" in purposes.receipt.tolist()
