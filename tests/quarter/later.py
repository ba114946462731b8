"""The clerk's quarter, fourth part: what is told stays true. Numbers, advice, checks of the books; other sheets, sources and keys."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from .books import PASSPHRASE, WholeQuarter
from .rules import REPORT, TOUCH

LAST = "LAST"
"""Stands for the last finished week."""
BY = ("--by", "ig", "--yes")
DECIDING = (
    ("keys", "rotate", "--yes"),
    (*REPORT, LAST),
    (*REPORT, LAST, "--again"),
    ("cases", "open", "--station", "BSP-KTW", "--text", "The board is missing", "--by", "ig"),
    ("gazette", "correct", LAST, "BSP-KTW", "letter", "C", "--why", "a mistake", *BY),
    ("posters", "--revoke", "BSP-KTW.P1", "--yes"),
    ("bench", "decide", "--all", "--first", "--why", "seen", *BY),
    ("ledger", "recover", "--yes"),
)
"""More commands that change something, of those that are killed, find the disk full, or run beside another."""
READ = (
    ("ledger", "stats"),
    ("gazette", "list"),
    ("cases", "list", "--all"),
    ("bench", "list"),
    ("quarantine", "list"),
    ("keys", "show"),
)
STRUCK = {"code": "KRB-KTW", "name_en": "Kotwali Korba", "name_hi": "कोतवाली कोरबा", "status": "confirmed"}
ROUNDS = 14
"""So often `today` is followed until it must ask for nothing more."""


class LaterQuarter(WholeQuarter):
    """Everything that may happen in a quarter, and what was told of it afterwards."""

    fresh_sheet = ""
    """A fresh response sheet to which a person has still to link the form."""
    restored = False
    """Sealing and opening a backup costs seconds of the processor on purpose: once a play."""

    # --- the sheet

    @precondition(lambda self: len(self.world.tab.rows()[0]) < 20)
    @rule(at=st.integers(1, 8))
    def a_column_is_inserted(self, at: int) -> None:
        self._tell("a column is inserted")
        self.world.tab.insert_column(at)

    @rule(at=st.integers(1, 8), to=st.sampled_from([1, 4, 10]))
    def a_column_is_moved(self, at: int, to: int) -> None:
        self._tell("a column is moved")
        if to not in (at, at + 1):
            self.world.tab.move_column(at, to)

    @precondition(lambda self: not self.world.linked_wrongly)
    @rule()
    def the_sheet_is_nearly_full(self) -> None:
        """Its responses are archived, and a fresh one is made; until somebody links it the form goes on with the old one."""
        self._tell("the sheet is nearly full")
        self.world.tab.fill()
        said = self.world.run("setup-forms", "--new-sheet", *BY)
        if said.code == 1 and (found := re.search(r"Link the form.*?spreadsheets/d/([\w-]+)", said.text, re.DOTALL)):
            self.fresh_sheet = found[1]

    @precondition(lambda self: self.fresh_sheet and not self.world.linked_wrongly)
    @rule(finished=st.booleans())
    def the_fresh_sheet_is_linked(self, finished: bool) -> None:
        self._tell("the fresh sheet is linked")
        self._linked_to(self.fresh_sheet)
        self.fresh_sheet = ""
        if finished:
            self.world.run("setup-forms", "--new-sheet", *BY)

    @rule(source=st.sampled_from(["both", "forms", "sheet"]))
    def responses_are_read_from_elsewhere(self, source: str) -> None:
        self._tell("responses are read from elsewhere")
        path = self.world.campaign / "config" / "office.toml"
        path.write_text(re.sub(r'(?m)^source = ".*?"', f'source = "{source}"', path.read_text("utf-8")), "utf-8")
        for each in self.world.responses:
            each.read = False

    # --- keys and stations

    @rule(letter=st.sampled_from(["A", "B"]))
    def a_key_is_retired(self, letter: str) -> None:
        self._tell("a key is retired")
        self.world.run("keys", "retire", letter, "--yes")

    @precondition(lambda self: self.world.key_away)
    @rule()
    def the_keys_are_restored_by_command(self) -> None:
        self._tell("the keys are restored by command")
        safe = self.world.folder / "safe.json"
        said = self.world.run("keys", "restore", "--file", str(safe), "--yes")
        self._promise(said.code == 0, str(said))
        safe.unlink()
        self.world.key_away = False

    @rule(gone=st.booleans())
    def a_station_is_struck_out_or_put_back(self, gone: bool) -> None:
        self._tell("a station is struck out or put back")
        rows = self.world.stations()
        kept = [row for row in rows if row["code"] != STRUCK["code"]]
        back = {**rows[-1], **STRUCK}
        self.world.save_stations(kept if gone else [back, *kept])
        self.world.run("setup-forms", "--yes")

    # --- mishaps

    @rule(touch=TOUCH, command=st.sampled_from(DECIDING), again=st.booleans(), full=st.booleans())
    def a_decision_is_cut_off(self, touch: int, command: tuple[str, ...], again: bool, full: bool) -> None:
        """Killed, or without room on the disk; perhaps typed again."""
        self._tell("a decision is cut off")
        command, pc = self._of_last_week(command), self.world.pc
        self.world.note((pc.out_of_space if full else pc.killed)(touch, *command))
        if again:
            self.world.run(*command)
        self.the_books_hold()

    @rule(one=st.sampled_from(DECIDING), other=st.sampled_from(DECIDING))
    def two_decide_at_once(self, one: tuple[str, ...], other: tuple[str, ...]) -> None:
        self._tell("two decide at once")
        for said in self.world.pc.at_once(self._of_last_week(one), self._of_last_week(other)):
            self.world.note(said)
        self.the_books_hold()

    def _of_last_week(self, command: tuple[str, ...]) -> tuple[str, ...]:
        week = (self.world.now - timedelta(weeks=1)).strftime("%G-W%V")
        return tuple(week if word == LAST else word for word in command)

    @precondition(lambda self: not (self.world.key_away or self.restored))
    @rule()
    def a_damaged_ledger_is_restored(self) -> None:
        """Over what is there; reports are carried over by hand. Everything reads as before."""
        self._tell("a damaged ledger is restored")
        self.restored = True
        world = self.world
        file = world.folder / "over.age"
        said = world.run("backup", str(file), "--yes", lines=2 * PASSPHRASE)
        self._promise(said.code == 0, str(said))
        before = [world.run(*command).text for command in READ]
        part = next((world.data / "ledger").glob("answers-*"))
        part.write_bytes(part.read_bytes()[:-50])
        said = world.run("restore", str(file), "--yes", lines=PASSPHRASE)
        self._promise(said.code == 0, str(said))
        file.unlink()
        for kept in world.campaign.glob("before-restore-*"):
            for folder in ("reports", "posters"):
                if (kept / "data" / folder).exists():
                    shutil.copytree(kept / "data" / folder, world.data / folder, dirs_exist_ok=True)
            shutil.rmtree(kept)
        for command, text in zip(READ, before, strict=True):
            self._promise(text == world.run(*command).text, f"{command} reads otherwise after a restore: {text}")
        self.the_books_hold()

    # --- what is told

    @rule()
    def the_books_hold(self) -> None:
        self._tell("the books hold")
        said = self._reads("ledger", "verify")
        self._promise(said.code == 0, str(said))
        self._the_book_holds()

    @rule(back=st.integers(1, 5), again=st.booleans())
    def the_tables_agree(self, back: int, again: bool) -> None:
        """What office.csv says, office.json says too, the page shows, and the same report made again has."""
        self._tell("the tables agree")
        week = (self.world.now - timedelta(weeks=back)).strftime("%G-W%V")
        said = self.world.run(*REPORT, week, *["--again"] * again)
        if said.code not in (0, 1):
            return
        folder = Path(re.findall(r"report +(\S+)office\.html", said.text)[-1])
        page = (folder / "office.html").read_text("utf-8")
        of_json = {(row["level"], row["code"]): row for row in json.loads((folder / "office.json").read_text("utf-8"))}
        for row in csv.DictReader((folder / "office.csv").read_text("utf-8-sig").splitlines()):
            also = of_json[row["level"], row["code"]]
            unlike = [name for name in row if name in also and not _alike(row[name], also[name])]
            self._promise(not unlike, f"{week}, {row['code']}: {unlike} are others in office.json")
            if row["level"] == "station" and row["score"]:
                self._promise(
                    f"{float(row['score']):.1f}" in page, f"{week}, {row['code']}: no {row['score']} on the page"
                )
        made = self._reads("report", "--verify", str(folder))
        self._promise(made.code == 0, str(made))

    @precondition(lambda self: not (self.world.key_away or self.world.linked_wrongly))
    @rule()
    def today_is_followed(self) -> None:
        """Whoever does what `today` says, line by line, is asked for nothing more in the end."""
        self._tell("today is followed")
        asked: list[dict[str, Any]] = []
        for _ in range(ROUNDS):
            said = self._reads("today", "--json")
            due = [matter for matter in json.loads(said.text)["matters"] if matter["ok"] is False]
            if not due:
                return
            asked.append(due[0])
            self._follow(due[0]["name"], due[0]["cure"])
        self._promise(False, f"today never ends: {asked}")

    def _follow(self, name: str, cure: str) -> None:
        """What a clerk does about one line of `today`."""
        world = self.world
        if name == "flags":
            for flag in self._listed("flags", "--json"):
                for decision in ("genuine", "seen", "closed"):
                    world.run("flags", "resolve", flag["id"], decision, "--why", "register checked", "--by", "ig")
        elif name == "cases":
            for case in self._listed("cases", "list", "--json"):
                world.run("cases", "close", str(case["number"]), "acted", "The register was seen", "--by", "ig")
        elif name == "bench":
            world.run("bench", "decide", "--all", "--first", "--why", "seen", *BY)
        elif name == "backup":
            world.run("backup", str(world.folder / "elsewhere.age"), "--yes", lines=2 * PASSPHRASE)
        elif name == "bands":
            self._as_before()
        elif name == "posters" and "stations.csv" in cure:
            self.a_station_is_struck_out_or_put_back(gone=False)
        elif name == "posters" and "--revoke" in cure:
            closed = {row["code"] for row in world.stations() if row["status"] == "closed"}
            for poster in [each for each in world.posters if each.station in closed and not each.revoked]:
                world.run("posters", "--revoke", poster.code, "--yes")
        else:
            self._type(cure)

    def _type(self, cure: str) -> None:
        """The first command of a cure; before it setup-forms, where the form has not what form.toml has."""
        words = shlex.split(re.findall(r"anubhav ([^;:\n]+)", cure)[0])
        more = {"report": ["--no-open", "--language", "hi"], "purge": ["--yes"], "answer": ["--by", "ig"]}
        said = self.world.run(*words, *more.get(words[0], []))
        text = " ".join(said.text.split())
        if said.code == 2 and "o on: anubhav setup-forms --new-sheet" in text:
            self.world.run("setup-forms", "--new-sheet", *BY)
        elif said.code == 2 and "run anubhav setup-forms" in text:
            if "no longer in stations.csv" in " ".join(self.world.run("setup-forms", "--yes").text.split()):
                self.a_station_is_struck_out_or_put_back(gone=False)
        elif said.code == 2 and words[0] == "report":
            self._as_before()
        else:
            self._promise(said.code in (0, 1), str(said))

    def _as_before(self) -> None:
        """config/grading.toml as it was when the quarter began."""
        kept = self.template.folder / "campaign" / "config" / "grading.toml"
        shutil.copy(kept, self.world.campaign / "config" / "grading.toml")


def _alike(cell: str, value: object) -> bool:
    """Whether a cell of a CSV says what a value of JSON says."""
    if value is None or isinstance(value, bool):
        return cell == ("" if value is None else str(value).lower())
    if isinstance(value, int | float):
        return bool(cell) and abs(float(cell) - value) < 1e-6
    return cell == str(value)
