"""The clerk's quarter, third part: what people decide and write into books, a question taken away, the move to another computer."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from .office import ClerksQuarter
from .pc import Computer
from .rules import ANY, REPORT

PASSPHRASE = "seven words that lie in the safe\n"
OPTIONAL = ("receipt", "topic", "message", "name", "mobile")
OUTCOMES = ("acted", "unfounded", "unclear", "passed-on", "duplicate")
DECISIONS = ("genuine", "not-genuine", "seen", "confirmed", "closed")
CORRECTED = (("letter", "C"), ("score", "61.5"), ("standing", "below"), ("low", "20"), ("score", "high"))


class WholeQuarter(ClerksQuarter):
    """Everything that may happen in a quarter, and what the office decides."""

    # --- the form

    @precondition(lambda self: not self.world.taken_away)
    @rule(key=st.sampled_from(OPTIONAL))
    def a_question_is_taken_away(self, key: str) -> None:
        self._tell("a question is taken away")
        path = self.world.campaign / "config" / "form.toml"
        self.world.taken_away = path.read_text("utf-8")
        head, *blocks = self.world.taken_away.split("[[questions]]\n")
        kept = [block for block in blocks if not block.startswith(f'key = "{key}"')]
        self._form("[[questions]]\n".join([head, *kept]))

    @precondition(lambda self: self.world.taken_away)
    @rule()
    def the_question_is_put_back(self) -> None:
        self._tell("the question is put back")
        text, self.world.taken_away = self.world.taken_away, ""
        self._form(text)

    def _form(self, text: str) -> None:
        (self.world.campaign / "config" / "form.toml").write_text(text, "utf-8")
        said = self.world.run("setup-forms", "--yes")
        if said.code in (0, 1):
            self.world.pc.permit()

    # --- cases and flags

    @rule(which=ANY, outcome=st.sampled_from(OUTCOMES), reopened=st.booleans())
    def a_case_is_followed(self, which: int, outcome: str, reopened: bool) -> None:
        """Opened about a response or a station, noted, given to an SP, closed, perhaps opened again."""
        self._tell("a case is followed")
        rows = self._ledger_rows()
        about = (
            ("--answer", rows[which % len(rows)]["response_id"])
            if which % 2
            else ("--station", "BSP-KTW", "--text", "The board with the numbers is missing")
        )
        self.world.run("cases", "open", *about, "--by", "ig")
        cases = json.loads(self.world.run("cases", "list", "--all", "--json").text or "[]")
        if not cases:
            return
        number = str(cases[which % len(cases)]["number"])
        self.world.run("cases", "note", number, "The SP was asked", "--by", "ig")
        self.world.run("cases", "assign", number, "--to", "sp-bsp", "--by", "ig")
        self.world.run("cases", "close", number, outcome, "The register was seen", "--by", "sp-bsp")
        if reopened:
            self.world.run("cases", "reopen", number, "Asked for by the IG", "--by", "ig")
        self._reads("cases", "show", number)

    @rule(which=ANY, decision=st.sampled_from(DECISIONS))
    def a_flag_is_decided(self, which: int, decision: str) -> None:
        self._tell("a flag is decided")
        flags = self._listed("flags", "--all", "--json")
        if flags:
            number = flags[which % len(flags)]["id"]
            self.world.run("flags", "resolve", number, decision, "--why", "register checked", "--by", "ig")

    def _listed(self, *command: str) -> list[dict[str, Any]]:
        said = self.world.run(*command)
        return list(json.loads(said.text)) if said.code in (0, 1) and said.text.startswith("[") else []

    @rule(which=ANY, first=st.booleans())
    def the_bench_decides(self, which: int, first: bool) -> None:
        self._tell("the bench decides")
        listed = self.world.run("bench", "list").text
        waiting = [row for row in self._ledger_rows() if row["response_id"] in listed]
        if waiting:
            number = waiting[which % len(waiting)]["response_id"]
            self.world.run(
                "bench", "decide", number, "--first" if first else "--sheet", "--why", "seen", "--by", "ig", "--yes"
            )

    # --- what is announced

    @rule(back=st.integers(1, 6), which=ANY, corrected=st.sampled_from(CORRECTED))
    def what_was_announced_is_corrected(self, back: int, which: int, corrected: tuple[str, str]) -> None:
        self._tell("what was announced is corrected")
        week = (self.world.now - timedelta(weeks=back)).strftime("%G-W%V")
        stations = self.world.stations()
        code = stations[which % len(stations)]["code"]
        self.world.run("gazette", "correct", week, code, *corrected, "--why", "a mistake", "--by", "ig", "--yes")
        self._the_book_holds()

    @rule(back=st.integers(1, 6))
    def an_edition_is_replaced(self, back: int) -> None:
        self._tell("an edition is replaced")
        week = (self.world.now - timedelta(weeks=back)).strftime("%G-W%V")
        self.world.run(*REPORT, week, "--again")
        self._the_book_holds()

    def _the_book_holds(self) -> None:
        if (self.world.data / "gazette.jsonl").exists():
            said = self._reads("gazette", "verify")
            self._promise(said.code == 0, str(said))

    @rule(which=ANY, undo=st.booleans())
    def a_text_is_released(self, which: int, undo: bool) -> None:
        self._tell("a text is released")
        waiting = [line.split()[0] for line in self.world.run("release").text.splitlines() if "  20" in line]
        if waiting:
            number = waiting[which % len(waiting)]
            self.world.run("release", number, "--by", "reader", "--yes")
            if undo:
                self.world.run("release", number, "--undo", "--by", "reader", "--yes")

    @rule(which=ANY, nobody=st.booleans())
    def praise_is_confirmed(self, which: int, nobody: bool) -> None:
        self._tell("praise is confirmed")
        rows = self._ledger_rows()
        number = rows[which % len(rows)]["response_id"]
        self.world.run("answer", number, "--personal", "--by", "ig")
        whom = ["--nobody"] if nobody else ["Head Constable, number 12"]
        self.world.run("praise", "confirm", number, *whom, "--by", "ig")
        self._reads("praise", "list")

    @rule(which=ANY, days=st.integers(0, 90), theme=st.sampled_from(["waiting", "facilities", "heard"]))
    def an_action_is_noted(self, which: int, days: int, theme: str) -> None:
        self._tell("an action is noted")
        stations = self.world.stations()
        day = (self.world.now - timedelta(days=days)).strftime("%Y-%m-%d")
        code = stations[which % len(stations)]["code"]
        self.world.run("actions", "add", code, "--date", day, "--theme", theme, "--done", "Benches", "--yes")
        said = self._reads("actions", "list")
        self._promise(said.code in (0, 1, 2), str(said))

    # --- another computer

    @precondition(lambda self: not self.world.key_away)
    @rule()
    def the_office_moves_to_another_computer(self) -> None:
        """A backup brought back into empty folders; reports are carried over by hand. Then the old computer is gone."""
        self._tell("the office moves to another computer")
        world = self.world
        file = world.folder / "backup.age"
        said = world.run("backup", str(file), "--yes", lines=2 * PASSPHRASE)
        self._promise(said.code == 0, str(said))
        new = Computer(world.google, world.folder / "moved", world.folder / "moved-user")
        said = new.run("restore", str(file), "--yes", lines=PASSPHRASE)
        self._promise(said.code in (0, 1), str(said))
        file.unlink()
        for folder in (world.data / "reports", world.data / "posters"):
            if folder.exists():
                shutil.copytree(folder, new.campaign / "data" / folder.name, dirs_exist_ok=True)
        for folder in world.pc.user.iterdir():
            if folder.name != world.keys_file().parent.name:
                shutil.copytree(folder, new.user / folder.name)
        for old, moved in ((world.pc.campaign, new.campaign), (world.pc.user, new.user)):
            shutil.rmtree(old)
            shutil.move(moved, old)
        self._reads("doctor")
