"""The clerk's quarter, second part: files of the office, the second campaign, keys, posters, forgetting."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from .laws import Step, text_of
from .rules import ANY, RATING, REPORT, Quarter
from .sheet import shown
from .world import Response

SAVED = st.sampled_from([("utf-8-sig", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-8", ",")])
"""How a spreadsheet program saves a table that we read."""
QUESTION = """
[[questions]]
key = "extra"
type = "scale"
title = "सवाल {n} / Question {n}"
low = "बुरा / Bad"
high = "अच्छा / Good"
"""


class ClerksQuarter(Quarter):
    """Everything that may happen in a quarter."""

    # --- files of the office

    @rule(which=ANY, status=st.sampled_from(["closed", "confirmed"]), saved=SAVED)
    def a_station_is_closed_or_opened(self, which: int, status: str, saved: tuple[str, str]) -> None:
        self._tell("a station is closed or opened")
        rows = self.world.stations()
        rows[which % len(rows)]["status"] = status
        self._stations(rows, saved)

    @rule(which=ANY, saved=SAVED)
    def a_station_is_renamed(self, which: int, saved: tuple[str, str]) -> None:
        self._tell("a station is renamed")
        rows = self.world.stations()
        row = rows[which % len(rows)]
        row["name_en"], row["name_hi"] = f"{row['name_en']} New", f"नया {row['name_hi']}"
        self._stations(rows, saved)

    @precondition(lambda self: len(self.world.stations()) < 8)
    @rule(saved=SAVED)
    def a_station_is_added(self, saved: tuple[str, str]) -> None:
        self._tell("a station is added")
        rows = self.world.stations()
        taken = {row["code"] for row in rows}
        letter = next(each for each in "ABCDEFGH" if f"KRB-NW{each}" not in taken)
        new = {"code": f"KRB-NW{letter}", "name_en": f"New Chowki {letter}", "name_hi": f"नई चौकी {letter}"}
        self._stations([*rows, {**rows[-1], **new}], saved)
        self.world.run("setup-forms", "--yes")
        self.world.run("posters", "--stations", new["code"])

    def _stations(self, rows: list[dict[str, str]], saved: tuple[str, str]) -> None:
        """Saved as a spreadsheet program does; it is read, and put back as a plain table for the plays to come."""
        self.world.save_stations(rows, encoding=saved[0], delimiter=saved[1])
        said = self._reads("ledger", "stats")
        self._promise(said.code in (0, 1), str(said))
        self.world.save_stations(rows)

    @rule(file=st.sampled_from(["stations.csv", "actions.csv", "footfall.csv"]), report=st.booleans())
    def a_table_is_saved_as_ansi(self, file: str, report: bool) -> None:
        """Excel in India saves cp1252 with semicolons: named and refused, or read; never our failure."""
        self._tell("a table is saved as ANSI")
        path = self.world.campaign / file
        kept = path.read_bytes() if path.exists() else None
        if file == "stations.csv":
            self.world.save_stations(self.world.stations(), encoding="cp1252", delimiter=";")
        else:
            path.write_text(self._table(file, "–"), "cp1252")
        for command in (("doctor",), (*REPORT, "2026-W40"))[: 1 + report]:
            said = self.world.run(*command)
            self._promise(said.code in (0, 1, 2), str(said))
        path.unlink() if kept is None else path.write_bytes(kept)

    @precondition(lambda self: not (self.world.campaign / "actions.csv").exists())
    @rule()
    def actions_and_footfall_are_saved_by_excel(self) -> None:
        """Days as an Indian computer writes them, semicolons: read."""
        self._tell("actions and footfall saved by Excel")
        for file in ("actions.csv", "footfall.csv"):
            (self.world.campaign / file).write_text(self._table(file, "-"), "utf-8-sig")
        said = self.world.run(*REPORT, "2026-W40")
        self._promise("actions.csv:" not in said.text and "footfall.csv:" not in said.text, str(said))

    def _table(self, file: str, dash: str) -> str:
        day = (self.world.now - timedelta(days=40)).strftime("%d-%m-%Y")
        if file == "actions.csv":
            return f"station;theme;done;date\r\nBSP-KTW;waiting;Benches {dash} twelve;{day}\r\n"
        return f"station;first_day;last_day;visitors\r\nBSP-KTW;{day};{day};1200{'' if dash == '-' else dash}\r\n"

    @precondition(lambda self: "extra" not in (self.world.campaign / "config/form.toml").read_text("utf-8"))
    @rule()
    def a_question_is_added(self) -> None:
        self._tell("a question is added")
        path = self.world.campaign / "config" / "form.toml"
        path.write_text(path.read_text("utf-8") + QUESTION.format(n=1), "utf-8")
        self.world.run("setup-forms", "--yes")
        self.world.pc.permit()

    @rule(less=st.sampled_from(["0.20", "0.15", "0.10"]), edge=st.integers(61, 75))
    def weights_and_bands_are_changed(self, less: str, edge: int) -> None:
        self._tell("weights and bands are changed")
        path = self.world.campaign / "config" / "grading.toml"
        lines = path.read_text("utf-8").splitlines()
        heard = f"{0.35 - float(less):.2f}"
        new = {"heard =": f"heard = {less}", "facilities =": f"facilities = {heard}", "B =": f"B = {edge}"}
        changed = [next((text for begin, text in new.items() if line.startswith(begin)), line) for line in lines]
        path.write_text("\n".join(changed) + "\n", "utf-8")

    @rule(rating=st.sampled_from(["4", "9", ""]), undo=st.booleans())
    def paper_responses_are_imported(self, rating: str, undo: bool) -> None:
        self._tell("paper responses are imported")
        said = self.world.run("import", str(self.world.paper(rating)), "--channel", "paper")
        right = rating == "4" and not self.world.key_away
        self._promise((said.code == 0) == right, str(said))
        if undo and (batch := re.search(r"\bI\d+\b", said.text)):
            undone = self.world.run("import", "--undo", batch[0], "--why", "typed twice", "--by", "clerk", "--yes")
            self._promise(undone.code == 0, str(undone))

    # --- the second campaign

    @precondition(lambda self: not self.world.linked_wrongly)
    @rule()
    def the_form_is_linked_to_another_campaigns_sheet(self) -> None:
        self._tell("the form is linked to another campaign's sheet")
        world = self.world
        world.google.unlink(world.registry["form_id"])
        world.google.link(world.registry["form_id"], world.second_sheet())
        world.linked_wrongly = True

    @precondition(lambda self: self.world.linked_wrongly)
    @rule(setup=st.booleans())
    def the_link_is_put_right(self, setup: bool) -> None:
        """Nobody has responded since: which of the two tabs is the form's, what stands in them must tell."""
        self._tell("the link is put right")
        self._linked_to(self.world.registry["spreadsheet_id"])
        self.world.linked_wrongly = False
        if setup:
            self.world.run("setup-forms", "--yes")

    def _linked_to(self, spreadsheet_id: str) -> None:
        """A person links the form to a sheet: all that was ever sent stands in a new tab."""
        self.world.google.unlink(self.world.registry["form_id"])
        self.world.link(spreadsheet_id)
        for each in self.world.responses:
            each.read = False
            if each.deleted:
                self.world.put_back(each)

    # --- keys

    @precondition(lambda self: not self.world.key_away)
    @rule()
    def the_key_file_is_lost(self) -> None:
        self._tell("the key file is lost")
        shutil.move(self.world.keys_file(), self.world.folder / "safe.json")
        self.world.key_away = True

    @precondition(lambda self: self.world.key_away)
    @rule()
    def the_key_file_is_restored(self) -> None:
        """The copy is laid back, over whatever lies there."""
        self._tell("the key file is restored")
        self.world.keys_file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(self.world.folder / "safe.json", self.world.keys_file())
        self.world.key_away = False

    @rule()
    def the_key_is_rotated(self) -> None:
        self._tell("the key is rotated")
        self.world.run("keys", "rotate", "--yes")

    # --- posters

    @rule(which=ANY)
    def a_poster_is_revoked(self, which: int) -> None:
        self._tell("a poster is revoked")
        standing = [each for each in self.world.posters if not each.revoked]
        if len(standing) > 2:
            poster = standing[which % len(standing)]
            self.world.run("posters", "--revoke", f"{poster.station}.P{poster.serial}", "--yes")

    @precondition(lambda self: any(each.revoked for each in self.world.posters))
    @rule(which=ANY)
    def a_poster_is_accepted_again(self, which: int) -> None:
        self._tell("a poster is accepted again")
        gone = [each for each in self.world.posters if each.revoked]
        poster = gone[which % len(gone)]
        self.world.run("posters", "--unrevoke", f"{poster.station}.P{poster.serial}", "--yes")

    @rule(which=ANY)
    def a_station_is_revoked_without_a_serial(self, which: int) -> None:
        """Refused, whatever was agreed to beforehand: nobody can say which."""
        self._tell("a station is revoked without a serial")
        poster = self.world.posters[which % len(self.world.posters)]
        before = [each.code for each in self.world.posters if each.revoked]
        said = self.world.run("posters", "--revoke", poster.station, "--yes")
        self._promise(said.code == 2, str(said))
        self._promise(before == [each.code for each in self.world.posters if each.revoked], "posters were revoked")

    @rule(which=ANY)
    def posters_are_printed_again(self, which: int) -> None:
        self._tell("posters are printed again")
        poster = self.world.posters[which % len(self.world.posters)]
        self.world.run("posters", "--stations", poster.station)

    # --- forgetting and deciding

    @rule(which=ANY, cleaned=st.booleans(), rating=RATING)
    def a_citizen_is_forgotten(self, which: int, cleaned: bool, rating: int) -> None:
        """Here at once; in the sheet when somebody has emptied the cells. The row may be edited before or after.

        Where the ledger knows nobody's name, somebody responds and is pulled first: else hardly a play would come to it.
        """
        world = self.world
        found = self._remembered()
        if not found:
            self.responses_arrive(which, rating, 1, named=True)
            self.pull(full=False)
            found = self._remembered()
        if not found:  # no pull goes through: a key is away, the form is linked wrongly
            return
        self._tell("a citizen is forgotten")
        each = found[which % len(found)]
        said = world.run("purge", "--sent", shown(each.when), "--yes")
        each.forgotten = said.code == 0
        place = self._row(0, [each])
        if place is None or each.deleted:
            return
        header = world.tab.rows()[0]
        if cleaned:
            for key in ("name", "mobile", "message", *["station"] * (each.personal[-1].startswith("Apna"))):
                world.tab.set(place[1], header.index(world.title(key)), "")
        else:
            world.tab.set(place[1], header.index(world.title("overall")), rating)

    def _remembered(self) -> list[Response]:
        """Those in the ledger of whom the office knows who they are."""
        held = Step(self.world, [], {}).by_time
        return [each for each in self.world.responses if each.personal and not each.forgotten and each.when in held]

    @rule(which=ANY)
    def a_quarantined_response_is_assigned(self, which: int) -> None:
        self._tell("a quarantined response is assigned")
        found = [row for row in self._ledger_rows() if row["code_status"] == "quarantined"]
        if found:
            row = found[which % len(found)]
            if row["code_reason"] == "copied row":  # a person says that it is a response of its own
                self.world.forged.add(row["when"])
            self.world.run(
                "quarantine", "assign", row["response_id"], "--station", "BSP-KTW", "--why", "known", "--by", "clerk"
            )

    @rule(quarter=st.sampled_from(["2026-Q3", "2026-Q4", "2027-Q1"]))
    def constants_are_frozen(self, quarter: str) -> None:
        self._tell("constants are frozen")
        self.world.run("calibrate", "--freeze", quarter, "--yes")

    @rule(format=st.sampled_from(["csv", "parquet"]), changes=st.booleans())
    def responses_are_exported(self, format: str, changes: bool) -> None:  # noqa: A002 - the word of the office
        """What leaves the office says of nobody who it was, wherever they wrote it."""
        self._tell("responses are exported")
        file = self.world.folder / f"answers.{format}"
        said = self.world.run("ledger", "export", str(file), *["--with-changes"] * changes)
        if said.code == 0:
            text = text_of(file)
            words = [word for each in self.world.responses for word in each.personal if word in text]
            self._promise(not words, f"{words[:3]} in {file.name}")

    @rule(which=st.sampled_from(["BSP", "KRB"]))
    def districts_send_their_counts(self, which: str) -> None:
        self._tell("districts send their counts")
        one, both = self.world.folder / f"{which}.cube", self.world.folder / "both.cube"
        if self.world.run("cube", "export", str(one), "--district", which).code == 0:
            self.world.run("cube", "merge", str(both), str(one))

    @rule(back=st.integers(2, 5))
    def a_report_is_made_again(self, back: int) -> None:
        """The oldest report that lies there, from the ledger as it was then."""
        self._tell("a report is made again")
        found = sorted((self.world.data / "reports").glob("*/manifest.json"))
        if found:
            self._reads("report", "--verify", str(found[back % len(found)]))

    @rule()
    def the_office_begins_again(self) -> None:
        """init in a folder that is one already, and a login that no sandbox needs: nothing is overwritten."""
        self._tell("the office begins again")
        self._reads("init", str(self.world.campaign))
        self._reads("login", "--logout")
        self._reads("audit", str(self.world.campaign / "no-photo.jpg"))
