"""Backups, lost disks, restores, imports and citizens who ask to be forgotten, in any order: nothing comes back that was forgotten,
and nothing is lost but what no backup held and no one can ask again."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.errors import StateError
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.pipeline.connection import connect
from anubhav_gforms.responses.ledger.verify import verify

STEPS = 20
WORDS = "neem kite ladder seven"


class Walk:
    """What was sent, and by whom; who was forgotten; what was typed from paper, now and as each backup knows it."""

    def __init__(self, office: Any, folder: Path, seed: int) -> None:
        self.office, self.chance, self.folder = office, random.Random(seed), folder
        office.google = connect(office.campaign, sleep=lambda seconds: None)
        self.sent: list[tuple[Any, str]] = []
        self.forgotten: set[str] = set()
        self.papers: list[int] = []
        self.backups: list[tuple[Path, list[int], int]] = []
        self.deeds: Counter[str] = Counter()

    def respond(self) -> None:
        name = f"Citizen {len(self.sent)}"
        self.sent.append((self.office.respond(name=name), name))

    def pull(self) -> None:
        self.office.pull(full=self.chance.random() < 0.3)

    def paper(self) -> None:
        """The same file twice adds nothing."""
        number, file = len(list(self.folder.glob("*.csv"))), self.folder / f"{len(list(self.folder.glob('*.csv')))}.csv"
        purpose = self.office.campaign.form.question("purpose").options[0]
        row = f"2026-08-{number % 27 + 1:02} 10:{number // 27:02},BSP-KTW,{purpose},3,{number}"
        file.write_text(f"Timestamp,station,purpose,overall,message\n{row}\n", "utf-8")
        added = [pipeline.import_responses(self.office.campaign, file, Channel.PAPER).new for _ in range(2)]
        assert added == [1, 0]
        self.papers.append(number)

    def backup(self) -> None:
        file = self.folder / f"{len(self.backups)}.age"
        pipeline.backup(self.office.campaign, file, WORDS)
        self.backups.append((file, [*self.papers], len(self.forgotten)))

    def forget(self) -> None:
        names = self.office.ledger.frame(["submitted_at", "name"]).query("name.str.startswith('Citizen')")
        if len(names):
            when, name = self.chance.choice(names.to_numpy().tolist())
            pipeline.purge(self.office.campaign, sent=when.to_pydatetime().replace(tzinfo=None))
            self.forgotten.add(name)

    def restore(self, *, lost: bool) -> None:
        """Any backup into what was lost; over what is there none that knows less."""
        if not self.backups:
            return
        file, papers, forgotten = self.chance.choice(self.backups)
        archive, root = pipeline.open_backup(file, lambda: WORDS), self.office.campaign.root
        if lost:
            for part in ("data", "keys"):
                (root / part).rename(self.folder / f"{part} lost {self.deeds.total()}")
        try:
            again = pipeline.restore(archive, root, file=file).forgotten
        except StateError:
            assert not lost
            return
        assert again == (len(self.forgotten) - forgotten) * lost, "over what is there nothing older comes"
        self.deeds["forgotten again"] += again
        self.papers = [*papers]

    def lose(self) -> None:
        self.restore(lost=True)

    def over(self) -> None:
        self.restore(lost=False)


@pytest.mark.parametrize("seed", [4, 14])
def test_nothing_forgotten_comes_back_and_nothing_is_lost_that_can_be_asked_again(
    station_office: Any, tmp_path: Path, seed: int
) -> None:
    (tmp_path / "usb").mkdir()
    walk = Walk(station_office, tmp_path / "usb", seed)
    walk.respond()
    walk.pull()
    walk.backup()
    deeds = [walk.respond, walk.respond, walk.pull, walk.paper, walk.backup, walk.forget, walk.lose, walk.over]
    for _ in range(STEPS):
        deed = walk.chance.choice(deeds)
        deed()
        walk.deeds[deed.__name__] += 1
    walk.lose()
    station_office.pull(full=True)
    assert not station_office.pull(full=True).changed
    frame = station_office.ledger.frame(["source", "name", "message"])
    kept = ["" if name in walk.forgotten else name for _, name in walk.sent]
    assert Counter(frame.name[frame.source != "import"]) == Counter(kept)
    assert sorted(frame.message[frame.source == "import"], key=int) == [str(number) for number in walk.papers]
    assert not verify(station_office.ledger).faults
    assert min(walk.deeds["forgotten again"], len(walk.papers)) > 0, walk.deeds
